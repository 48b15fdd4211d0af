"""`concilia census`: the whole way on the command line, and the page in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape
from pathlib import Path
from typing import Any

import pytest

from bot.commands import census
from bot.knowledge.loader import Knowledge
from bot.papers.census_html import html
from bot.settings import ROOT
from tests.conftest import TODAY
from tests.test_cli import concilia

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


async def test_the_report_tells_by_district_what_is_to_be_done(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "census", "report")
    assert ended.code == 0
    assert "Distretto Paullese" in ended.out
    assert "nessuno sportello nel territorio per: lavoro" in ended.out
    assert "Servizi sociali di Opera [opera-servizi-sociali]: senza telefono" in ended.out
    lines = [json.loads(line) for line in (await concilia(tmp_path, "census", "report", "--json")).out.splitlines()]
    assert {line["sort"] for line in lines} <= {"overdue", "missing", "contradictory"}
    assert {line["district"] for line in lines} == {"san_donato", "paullese", "pieve_emanuele", "rozzano"}


async def test_an_export_read_back_changes_nothing(tmp_path: Path) -> None:
    table = tmp_path / "sportelli.csv"
    assert (await concilia(tmp_path, "census", "export", "--format", "csv", "--out", str(table))).code == 0
    assert (tmp_path / "sportelli_dizionario.csv").read_text(encoding="utf-8-sig").startswith("colonna;significato")
    before = (ROOT / "infopoints.yaml").read_bytes()
    ended = await concilia(tmp_path, "census", "import", str(table), "--write")
    assert ended.out.startswith("0 to change, 0 not in the table")
    assert (ROOT / "infopoints.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("import", "nowhere.csv"), "cannot be read"),
        (("import", "table.csv"), "no column is called 'Sportello'"),
        (("export", "--format", "html", "--out", "no/such/folder/x.html"), "cannot be written"),
        (("export", "--format", "hsds", "--dictionary"), "belongs to --format csv"),
    ],
)
async def test_what_cannot_be_is_told_in_words(tmp_path: Path, arguments: tuple[str, ...], expected: str) -> None:
    (tmp_path / "table.csv").write_text("Sportello;Telefono\nuno;due\n", encoding="utf-8")
    places = tuple(str(tmp_path / one) if "." in one else one for one in arguments)
    ended = await concilia(tmp_path, "census", *places)
    assert ended.code == 2
    assert expected in ended.err
    assert "Traceback" not in ended.err


@pytest.fixture
def copied(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(census, "ROOT", root)
    return root


def test_a_change_is_shown_first_and_written_only_if_wanted(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, file = copied / "t.csv", copied / "infopoints.yaml"
    before = file.read_text(encoding="utf-8")
    census.export("csv", out=table)
    rows = table.read_text(encoding="utf-8-sig").replace("info: +39 02 8226369", "info: +39 02 8226370", 1)
    table.write_text(rows, encoding="utf-8-sig", newline="")
    capsys.readouterr()
    census.import_(table)
    assert "phones: " in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == before
    census.import_(table, write=True)
    told = capsys.readouterr().out
    assert "Changed: Servizio sociale di Rozzano [rozzano-servizio-sociale]" in told
    after = file.read_text(encoding="utf-8")
    assert "+39 02 8226370" in after
    assert len(after.splitlines()) - len(before.splitlines()) in (-1, 0, 1)
    census.import_(table, write=True)
    assert capsys.readouterr().out.startswith("0 to change")
    assert file.read_text(encoding="utf-8") == after


# --- in a browser ---


LOOK = """<script>addEventListener('load', () => {
  const all = [...document.querySelectorAll('body *')].filter(one => !one.classList.contains('skip'));
  const style = getComputedStyle(document.body);
  parent.document.title = JSON.stringify({
    width: innerWidth, scroll: document.documentElement.scrollWidth,
    outside: all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length,
    small: [...document.querySelectorAll('.towns a')].filter(one => one.getBoundingClientRect().height < 44).length,
    map: document.querySelector('svg').getBoundingClientRect().width,
    loaded: performance.getEntriesByType('resource').length,
    articles: document.querySelectorAll('article').length, ink: style.color, paper: style.backgroundColor});
})</script></body>"""
"""Measures the page; only the test adds it."""


def seen_by_browser(page: str, folder: Path, width: int, dark: bool) -> dict[str, Any]:
    """In a frame, because the browser's own window is never as narrow as a phone."""
    frame = f'<iframe style="width:{width}px;height:800px;border:0" srcdoc="{escape(page.replace("</body>", LOOK))}"></iframe>'
    watched = folder / f"watched-{width}-{dark}.html"
    watched.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body>{frame}</body></html>',
        encoding="utf-8",
    )
    shown = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={folder / 'profile'}", "--window-size=1400,900", "--virtual-time-budget=5000",
         f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--dump-dom", watched.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"<title>(\{.*?\})</title>", shown)
    assert found, shown[:500]
    measured: dict[str, Any] = json.loads(found[1])
    return measured


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_directory_fits_a_phone_and_a_screen_by_day_and_by_night(knowledge: Knowledge, tmp_path: Path) -> None:
    page = html(knowledge, TODAY)
    shown = sum(desk.shown for desk in knowledge.territory.helpdesks.values())
    papers = set()
    for width, dark in ((360, False), (1280, False), (360, True)):
        seen = seen_by_browser(page, tmp_path, width, dark)
        assert seen["scroll"] <= seen["width"] == width, "nothing to scroll sideways"
        assert (seen["outside"], seen["loaded"], seen["articles"]) == (0, 0, shown)
        assert seen["small"] == 0, "links are as tall as a finger"
        assert seen["map"] > min(300, width * 0.8)
        assert seen["ink"] != seen["paper"]
        papers.add(seen["paper"])
    assert len(papers) == 2, "by night the page is dark"
