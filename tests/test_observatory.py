"""The Observatory from the database to the pages: what is published, what cannot be worked out from it, and how it looks."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot import observing
from bot.desk.office import Office
from bot.desk.serving import serve
from bot.knowledge.loader import Knowledge
from bot.knowledge.surveys import SKIPPED, Questionnaire
from bot.model.conversation import Kind, Utterance
from bot.model.survey import ASKED, Answers, Survey
from bot.papers import survey_report
from bot.papers.observatory import Edition, site
from bot.papers.observatory_picture import observatory_month
from bot.rules import surveys as rules
from bot.rules.anonymity import LEAST
from bot.store import operators, surveys
from bot.store.database import Sessions, open_database
from bot.store.observatory import indicators, measure
from bot.store.tables import EventRow, OutboxRow, TicketMessageRow, TicketRow
from tests.test_cli import concilia

TODAY = date(2026, 11, 28)
FIRMS = {"uno": 24, "due": 40, "tre": 13, "quattro": 30}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def somebody(sheet: Questionnaire, chance: random.Random) -> Answers:
    answers: dict[str, tuple[str, ...]] = {}
    while question := rules.next_open(sheet, answers):
        options = [option.id for option in sheet.options(question)]
        weights = [len(options) - place for place in range(len(options))]
        if question.kind == "many":
            answers[question.id] = tuple(chance.sample(options, chance.randint(1, question.most or 1)))
        else:
            answers[question.id] = (chance.choices([*options, SKIPPED], [*weights, 0.4])[0],)
    return rules.clean(sheet, answers)


async def fill(sessions: Sessions, knowledge: Knowledge, seed: int, events: int = 500) -> None:
    """A quarter of messages and tickets, and four firms whose surveys closed in it."""
    chance = random.Random(seed)
    topics = [id for id, points in knowledge.points.items() if points][:25]
    async with sessions.begin() as session:
        for _ in range(events):
            topic = chance.choices([*topics, None], [*(1 / (place + 1) for place in range(len(topics))), 0.3])[0]
            points = [*knowledge.points.get(topic or "", {}), None, None, None]
            event = {
                "day": date(2026, 8, 31) + timedelta(chance.randrange(62)), "topic": topic, "point": chance.choice(points),
                "outcome": "answer" if topic else "fallback", "audience": chance.choice(["worker", "worker", "company", None]),
                "district": chance.choice(["san_donato", "paullese", "rozzano", None]), "language": chance.choice(["it"] * 9 + ["ro", "zh"]),
                "result": chance.choices(["answered", "helpdesk", "not_understood", "no_call", "closed"], [60, 20, 9, 3, 1])[0],
            }  # fmt: skip
            await session.execute(insert(EventRow).values(event))
        for number in range(70):
            at = datetime(2026, 9, 1, 8, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 60))
            ticket = {
                "code": f"T{number}", "kind": chance.choices(["question", "voucher"], [3, 1])[0], "chat": "", "language": "it",
                "status": "closed", "level": chance.choices(["helpdesk", "district", "lead"], [8, 2, 1])[0], "form": {},
                "consent": "1", "opened_at": at, "changed_at": at, "reason": "", "missing": [], "bot_speaks": False,
                "outcome": chance.choice(["answered", "answered", "granted", "refused", None]),
            }  # fmt: skip
            await session.execute(insert(TicketRow).values(ticket))
            letter = {
                "ticket": f"T{number}",
                "author": "operator",
                "text": "",
                "at": at + timedelta(hours=chance.randrange(99)),
            }
            await session.execute(insert(TicketMessageRow).values(letter))
        sheet = knowledge.questionnaires["fabbisogno"]
        for firm, people in FIRMS.items():
            opened = Survey(firm, sheet.id, date(2026, 9, 1), date(2026, 9, 14), 60, firm, firm.title())
            await surveys.add(session, opened)
            for person in range(people):
                assert await surveys.take(session, f"telegram:{person}", firm, somebody(sheet, chance), ASKED)


async def published(sessions: Sessions, knowledge: Knowledge) -> tuple[list[Edition], dict[str, bytes]]:
    async with sessions.begin() as session:
        editions = await observing.editions(session, knowledge, TODAY)
    return editions, site(knowledge, indicators(), editions)


# --- what cannot be worked out ---


@pytest.mark.parametrize("seed", [1, 2])
async def test_whoever_has_all_files_can_work_out_no_hidden_number(
    seed: int, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Linear programming over everything that is published together: months, quarter, and the reports of all firms."""
    optimize = pytest.importorskip("scipy.optimize", reason="scipy solves the equations of the attack")
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        await fill(sessions, knowledge, seed)
        _, files = await published(sessions, knowledge)
        equations = Equations()
        async with sessions() as session:
            for name, content in files.items():
                if re.fullmatch(r"dati/2026-\d\d\.csv", name):
                    await _of_month(equations, session, content)
            await _of_firms(equations, session, knowledge)
    assert len(equations.hidden) > 60
    for cell in equations.hidden:
        least, most = equations.bounds(optimize.linprog, cell)
        assert most - least >= LEAST, (cell, least, most)


Line = tuple[dict[Any, float], float]
"""Cells, each as often as it counts, and what they add up to, at the most or exactly."""


def added(cells: Iterable[Any], number: float, minus: Any = None) -> Line:
    return dict.fromkeys(cells, 1.0) | ({minus: -1.0} if minus else {}), number


class Equations:
    """What the files tell: cells that are shown, sums, and what cannot be more than something."""

    def __init__(self) -> None:
        self.cells: dict[Any, int] = {}
        self.hidden: set[Any] = set()
        self.sums: list[Line] = []
        self.most: list[Line] = []

    def cell(self, *name: Any) -> Any:
        self.cells.setdefault(name, len(self.cells))
        return name

    def bounds(self, linprog: Any, cell: Any) -> tuple[float, float]:
        """The least and the most that a hidden number may be."""
        row = _connected(self, cell)
        at = {name: place for place, name in enumerate(row.cells)}

        def matrix(sums: list[Line]) -> tuple[list[list[float]] | None, list[float] | None]:
            lines = [[names.get(name, 0.0) for name in at] for names, _ in sums]
            return (lines, [number for _, number in sums]) if sums else (None, None)

        (equal, numbers), (below, limits) = matrix(row.sums), matrix(row.most)
        found = []
        for sign in (1, -1):
            aim = [sign * float(name == cell) for name in at]
            solved = linprog(aim, A_ub=below, b_ub=limits, A_eq=equal, b_eq=numbers, bounds=(0, 10_000))
            assert solved.success, "what is published contradicts itself"
            found.append(sign * solved.fun)
        return found[0], found[1]


def _connected(all_of: Equations, cell: Any) -> Equations:
    """The equations that have anything to do with a cell."""
    known, part = {cell}, Equations()
    while True:
        new = {name for names, _ in (*all_of.sums, *all_of.most) if known & set(names) for name in names}
        if new <= known:
            break
        known |= new
    part.cells = {name: place for place, name in enumerate(sorted(known, key=str))}
    part.sums = [line for line in all_of.sums if known & set(line[0])]
    part.most = [line for line in all_of.most if known & set(line[0])]
    return part


async def _of_month(equations: Equations, session: Any, content: bytes) -> None:
    """The attacker even knows the names of all parts, which are not published where they are hidden."""
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    first, last = date.fromisoformat(lines[0]["dal"]), date.fromisoformat(lines[0]["al"])
    above = {one.id: one.within for one in indicators()}
    for indicator in (one for one in indicators() if one.sql):
        told = [line for line in lines if line["indicatore"] == indicator.id]
        shown = {(line["dentro"], line["voce"]): line["numero"] for line in told}
        for within, parts in (await measure(session, indicator, first, last)).items():
            cells = {part: equations.cell(first, indicator.id, within, part) for part in parts}
            if outer := above[indicator.id]:
                equations.sums.append(added(cells.values(), 0.0, minus=equations.cell(first, outer, "", within)))
                if (within, "=") not in shown:
                    continue
            total = shown[within, "="]
            equations.sums += [
                added([cells[part]], float(shown[within, part])) for part in parts if (within, part) in shown
            ]
            if total:
                equations.sums.append(added(cells.values(), float(total)))
                equations.hidden |= {cells[part] for part in parts if (within, part) not in shown}
            else:
                equations.most.append(added(cells.values(), LEAST - 1.0))


async def _of_firms(equations: Equations, session: Any, knowledge: Knowledge) -> None:
    sheet = knowledge.questionnaires["fabbisogno"]
    for firm in FIRMS:
        survey = await surveys.read(session, firm, with_counts=True)
        assert survey
        data = rules.as_data(survey, rules.report(sheet, survey) or ())
        assert not re.search(r'"(link|key)": "\w', json.dumps(data))
        for figure in survey_report.figures(knowledge, data):
            cells = [equations.cell(firm, figure.id, bar.label) for bar in figure.bars]
            asked, question = figure.bars[0].of or 0, sheet.question(figure.id)
            assert question
            equations.sums += [
                added([cell], float(bar.number))
                for cell, bar in zip(cells, figure.bars, strict=True)
                if bar.number is not None
            ]
            equations.hidden |= {cell for cell, bar in zip(cells, figure.bars, strict=True) if bar.number is None}
            if question.kind == "many":
                equations.most += [added([cell], float(asked)) for cell in cells]
                equations.most.append(added(cells, float(asked * (question.most or 1))))
            else:
                equations.sums.append(added(cells, float(asked)))


async def test_a_quarter_adds_up_only_what_reports_show(knowledge: Knowledge, tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        await fill(sessions, knowledge, 3, events=5)
        editions, _ = await published(sessions, knowledge)
        sheet = knowledge.questionnaires["fabbisogno"]
        reports = {}
        async with sessions() as session:
            for firm in FIRMS:
                survey = await surveys.read(session, firm, with_counts=True)
                assert survey
                reports[firm] = {one.question: one for one in rules.report(sheet, survey) or ()}
    quarter = next(edition for edition in editions if edition.period.id == "2026-T3")
    assert quarter.rows["indagini"]
    for question, option, number in quarter.rows["indagini"]:
        shown = [
            told
            for report in reports.values()
            if question in report and (told := report[question].shown(option)) is not None
        ]
        assert len(shown) >= 3
        assert number == sum(shown)


# --- the same again ---


async def test_the_same_data_give_the_same_bytes_and_what_was_published_stays(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        await fill(sessions, knowledge, 1, events=200)
        _, first = await published(sessions, knowledge)
        async with sessions.begin() as session:  # what changes afterwards is no second equation
            await session.execute(delete(EventRow).where(EventRow.day == date(2026, 9, 10)))
            await session.execute(update(TicketRow).where(TicketRow.code == "T1").values(outcome="refused"))
        _, again = await published(sessions, knowledge)
    assert first == again
    assert {"index.html", "2026-09.html", "2026-10.html", "2026-T3.html", "dizionario.html", "dati/2026-10.csv"} <= set(
        first
    )
    told = json.loads(first["dati/2026-10.json"])
    rows = list(csv.DictReader(first["dati/2026-10.csv"].decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == sum(len(one["rows"]) for one in told["indicators"])
    defined = first["dati/dizionario.csv"].decode("utf-8-sig")
    assert all(f"indicatore;{one['id']};" in defined for one in told["indicators"])
    assert not any(
        re.search(r"telegram:|<script|src=|https?://", content.decode("utf-8-sig")) for content in first.values()
    )


async def test_the_command_writes_the_site_and_names_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    out = tmp_path / "sito"
    ended = await concilia(tmp_path, "observatory", "publish", "--out", str(out))
    assert ended.code == 0, ended.err
    assert "Il primo mese non è ancora finito" in (out / "index.html").read_text()
    (tmp_path / "file").write_text("")
    ended = await concilia(tmp_path, "observatory", "publish", "--out", str(tmp_path / "file"))
    assert ended.code == 2
    assert "cannot be written" in ended.err
    assert "Traceback" not in ended.err


async def test_the_desk_gets_the_month_in_one_picture(knowledge: Knowledge, tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        async with sessions.begin() as session:
            assert await observing.month_of_the_desk(session, knowledge, TODAY) is None
        await fill(sessions, knowledge, 1, events=60)
        async with sessions.begin() as session:
            month = await observing.month_of_the_desk(session, knowledge, TODAY)
    assert month
    assert month[0] == "ottobre 2026"
    assert observatory_month(knowledge, json.loads(month[1]), TODAY).content.startswith(b"\x89PNG")


async def test_an_operator_asks_for_the_month_in_chat(knowledge: Knowledge, tmp_path: Path) -> None:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as sessions:
        await fill(sessions, knowledge, 1, events=60)
        async with sessions.begin() as session:
            await operators.add(session, "Anna", "telegram:7", (), ("operator",), datetime(2026, 11, 1, tzinfo=UTC))
            office = Office(session, knowledge, datetime(2026, 11, 28, 9, tzinfo=UTC), TODAY)
            assert await serve(
                office, Utterance("telegram:7", Kind.COMMAND, "/osservatorio", sender="telegram:7"), None
            )
            assert not await serve(
                office, Utterance("telegram:8", Kind.COMMAND, "/osservatorio", sender="telegram:8"), None
            )
        async with sessions() as session:
            letters = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    assert [(letter.chat, letter.file_name) for letter in letters] == [
        ("telegram:7", None),
        ("telegram:7", "osservatorio.png"),
    ]
    assert "ottobre 2026" in letters[0].text


# --- how it looks ---

LOOK = """<script>
const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
const light = c => { const [r,g,b] = parse(c).map(v => v/255).map(v => v <= .04045 ? v/12.92 : ((v+.055)/1.055)**2.4); return .2126*r+.7152*g+.0722*b; };
const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (c && parse(c)[3] !== 0) return c; } return 'rgb(255,255,255)'; };
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
const texts = [...document.querySelectorAll('h1,h2,h3,h4,p,a,th,td,dt,dd')];
const worst = Math.min(...texts.map(e => ratio(getComputedStyle(e).color, ground(e))), ...[...document.querySelectorAll('svg text, svg .bar')].map(e => ratio(getComputedStyle(e).fill, ground(e))));
const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1]);
const jumps = levels.filter((l, i) => i && l > levels[i-1] + 1).length;
const small = [...document.querySelectorAll('nav a, .links a')].filter(a => a.getBoundingClientRect().height < 44).length;
const first = document.querySelector('a'); first.focus();
parent.document.title = JSON.stringify({scroll: document.documentElement.scrollWidth, width: innerWidth, contrast: worst, h1: levels.filter(l => l === 1).length, jumps, small,
 charts: document.querySelectorAll('svg').length, tables: document.querySelectorAll('table').length, unlabelled: document.querySelectorAll('svg:not([aria-label]), table:not(:has(caption)):not(.wide)').length,
 skip: document.activeElement === first && first.getBoundingClientRect().left >= 0, ids: new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size === document.querySelectorAll('[id]').length,
 loaded: performance.getEntriesByType('resource').length, paper: getComputedStyle(document.body).backgroundColor});
</script></body>"""
"""Measures a page; only the test adds it."""


def seen_by_browser(page: str, folder: Path, width: int, dark: bool) -> dict[str, Any]:
    """In a frame, because the browser's own window is never as narrow as a phone."""
    frame = f'<iframe style="width:{width}px;height:800px;border:0" srcdoc="{escape(page.replace("</body>", LOOK))}"></iframe>'
    watched = folder / f"watched-{width}-{dark}.html"
    watched.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body>{frame}</body></html>'
    )
    shown = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={folder / 'profile'}", "--window-size=1400,900", "--virtual-time-budget=5000",
         f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--dump-dom", watched.as_uri()],
        capture_output=True, text=True, timeout=240, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"<title>(\{.*?\})</title>", shown)
    assert found, shown[:500]
    measured: dict[str, Any] = json.loads(found[1])
    return measured


async def pages(knowledge: Knowledge, folder: Path) -> dict[str, str]:
    async with open_database(f"sqlite+aiosqlite:///{folder / 'a.db'}") as sessions:
        await fill(sessions, knowledge, 1, events=300)
        _, files = await published(sessions, knowledge)
        async with sessions() as session:
            survey = await surveys.read(session, "uno", with_counts=True)
    assert survey
    data = rules.as_data(survey, rules.report(knowledge.questionnaires["fabbisogno"], survey) or ())
    found = {name: files[name].decode() for name in ("index.html", "2026-10.html", "dizionario.html")}
    return {**found, "report": survey_report.html(knowledge, data)}


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
async def test_the_pages_fit_a_phone_and_a_screen_by_day_and_by_night(knowledge: Knowledge, tmp_path: Path) -> None:
    """320 pixels are also a screen of 1280 at four times its size, 640 at twice."""
    for name, page in (await pages(knowledge, tmp_path)).items():
        papers = set()
        for width, dark in ((320, True), (640, False), (1280, False)):
            seen = seen_by_browser(page, tmp_path, width, dark)
            assert seen["scroll"] <= seen["width"] == width, f"{name}: nothing to scroll sideways"
            assert seen["contrast"] >= 4.5, name
            assert (seen["h1"], seen["jumps"], seen["small"], seen["unlabelled"], seen["loaded"]) == (1, 0, 0, 0, 0), (
                name,
                seen,
            )
            assert seen["skip"], f"{name}: the first tab leads to the content"
            assert seen["ids"], name
            assert seen["charts"] <= seen["tables"], "a table beside every chart"
            papers.add(seen["paper"])
        assert len(papers) == 2, "by night the page is dark"
