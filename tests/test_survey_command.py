"""`concilia survey`: what it opens, refuses and writes."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
import typer
import zxingcpp
from PIL import Image

from bot import bootstrap
from bot.commands import survey as command
from bot.knowledge.companies import Company
from bot.knowledge.loader import Knowledge
from bot.knowledge.surveys import SKIPPED
from bot.model.company import Company as Member
from bot.model.survey import ASKED
from bot.store import companies, surveys
from bot.store.database import open_database

TODAY = date(2026, 11, 22)
FIRM = Company(id="officine", name="Officine Esempio S.r.l.", joined_on=date(2026, 1, 1), source="invented")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and a register with one firm."""
    monkeypatch.setenv("CONCILIA_HOME", str(tmp_path))
    monkeypatch.setenv("CONCILIA_TODAY", TODAY.isoformat())
    monkeypatch.delenv("CONCILIA_DATABASE_URL", raising=False)
    monkeypatch.setattr(bootstrap, "knowledge", lambda: replace(knowledge, companies={FIRM.id: FIRM}))
    monkeypatch.setattr(command, "settings_with_log", lambda _: bootstrap.Settings())
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], **options: object) -> str:
    with pytest.raises(typer.Exit):
        command.open_(
            **{"firm": "", "people": 0, "days": 14, "questionnaire": "fabbisogno", "bot": "", "out": None, **options}
        )  # type: ignore[arg-type]
    return capsys.readouterr().err


def test_what_cannot_be_opened_is_refused_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert "has not joined" in refused(capsys, firm="nessuno", people=40)
    assert "a firm of fewer than 10" in refused(capsys, firm="officine", people=9)
    assert "not between 7 and 60" in refused(capsys, firm="officine", people=40, days=3)
    assert "not in knowledge_base/surveys" in refused(capsys, questionnaire="altro")


def test_a_survey_from_its_opening_to_its_report(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command.open_("officine", 40, 14, "fabbisogno", "concilia_bot", home / "out")
    told = capsys.readouterr().out
    code, link = told[:8], str(re.search(r"https://t.me/concilia_bot\?start=indagine_\w+", told)[0])  # type: ignore[index]
    assert "start=rapporto_" in told
    (read,) = zxingcpp.read_barcodes(Image.open(home / "out" / f"qr-{code}.png"))
    assert read.text == link
    sheet = pypdf.PdfReader(home / "out" / f"foglio-{code}.pdf")
    assert len(sheet.pages) == 1
    assert "Officine Esempio" in sheet.pages[0].extract_text()
    assert "still open" in refused(capsys, firm="officine", people=40)
    with pytest.raises(typer.Exit):
        command.report(code, home / "out")
    assert "is open until" in capsys.readouterr().err
    asyncio.run(_answered(home, code, 11))
    command.list_("")
    assert "almeno 10 su 40" in capsys.readouterr().out
    command.close(code)
    assert "11 answered, the report is ready" in capsys.readouterr().out
    command.report(code, home / "out")
    assert {path.suffix for path in (home / "out").glob("indagine-*")} == {".html", ".pdf", ".csv"}
    assert "too recent" in refused(capsys, firm="officine", people=40)
    later = TODAY + timedelta(days=179)
    monkeypatch.setenv("CONCILIA_TODAY", later.isoformat())
    command.open_("officine", 40, 14, "fabbisogno", "", None)


def test_a_company_that_joined_in_the_chat_has_its_survey_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_joined(home, Member("bottega", "Bottega Esempio", state="member", joined_on=TODAY)))
    command.open_("bottega", 12, 14, "fabbisogno", "", None)
    assert "Bottega Esempio" in capsys.readouterr().out


def test_a_survey_closed_at_nine_has_no_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.open_("officine", 40, 14, "fabbisogno", "", None)
    code = capsys.readouterr().out[:8]
    asyncio.run(_answered(home, code, 9))
    command.close(code)
    assert "deleted unread" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        command.report(code, home / "out")
    assert "there will be none" in capsys.readouterr().err


def test_a_code_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        command.close("nothing")
    assert "no survey has the code nothing" in capsys.readouterr().err


async def _joined(home: Path, company: Member) -> None:
    async with open_database(f"sqlite+aiosqlite:///{home / 'concilia.db'}") as sessions, sessions.begin() as session:
        await companies.save(session, company, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


async def _answered(home: Path, code: str, people: int) -> None:
    async with open_database(f"sqlite+aiosqlite:///{home / 'concilia.db'}") as sessions, sessions.begin() as session:
        for person in range(people):
            told = {"turni": ("giorno",) if person % 3 else ("notte",), "figli": (SKIPPED,)}
            assert await surveys.take(session, f"telegram:{person}", code, told, ASKED)
