"""The papers of a company's check: the dates of the request, no name, nothing of the family, one page each."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.papers import MAKERS
from bot.papers.company_cover import Sort, cover
from bot.papers.company_words import Words
from bot.rules.leave.company import Asked
from bot.rules.leave.company_data import as_data, looked_at
from tests.conftest import TODAY


def weekly(first: str, last: str, *days: str) -> dict[str, Any]:
    return {"from": first, "to": last, "weekdays": list(days)}


SHOP = Asked(40, 5, TODAY, "hours", weekly("2026-12-01", "2027-02-28", "Tue", "Thu"), 4)
LATE = Asked(40, 5, TODAY, "hours", (date(2026, 11, 23), date(2026, 12, 1)), 4)
LONG = Asked(40, 5, TODAY, "hours", weekly("2026-12-01", "2028-11-30", "Mon", "Wed", "Fri"), 4)
TOWN = Asked(36, 5, TODAY, "hours", weekly("2026-12-01", "2027-01-31", "Mon"), 2, "funzioni-locali", public=True)
DAYS = Asked(40, 5, TODAY, "days", {"from": "2026-12-14", "to": "2027-01-08"})
OWN = Asked(
    40, 5, TODAY, "hours", weekly("2026-12-01", "2026-12-31", "Mon"), 2,
    own_agreement={"blocks": [2.0, 4.0, 6.0, 8.0, 10.0, 12.0], "notice_days": 3},
)  # fmt: skip
EVERY = {"shop": SHOP, "late": LATE, "two years": LONG, "town hall": TOWN, "whole days": DAYS, "own agreement": OWN}


def written(knowledge: Knowledge, kind: str, asked: Asked, **more: str) -> str:
    file = MAKERS[kind](knowledge, {**as_data(asked, TODAY, None), **more}, TODAY)
    pdf = PdfReader(BytesIO(file.content))
    assert len(pdf.pages) == 1
    return " ".join(pdf.pages[0].extract_text().split())


@pytest.mark.parametrize("kind", ["company_letter", "company_agreement", "company_payroll"])
@pytest.mark.parametrize("name", EVERY)
def test_every_check_fits_one_page_that_is_a_draft_and_tells_nothing_of_the_family(
    knowledge: Knowledge, kind: str, name: str
) -> None:
    said = written(knowledge, kind, EVERY[name])
    assert "BOZZA" in said
    assert "Fonti: " in said
    assert not any(word in said for word in ("madre", "padre", "figlia di", "2025-"))


def test_the_letter_confirms_the_real_dates(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_letter", SHOP)
    assert "confermiamo 4 ore di congedo in ciascuno dei giorni" in said
    assert "mar, gio: 1, 3, 10, 15, 17, 22, 24, 29, 31" in said
    assert "Prima del 1/12/2026 chiediamo la ricevuta della domanda all'INPS" in said


def test_a_short_notice_postpones_only_its_own_days(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_letter", LATE)
    assert "non risultano in regola: 23/11/2026. È prima della fine del preavviso" in said
    assert "il primo giorno possibile è il 24/11/2026" in said
    assert "mar: 1" in said


def test_a_proposal_leaves_the_choice_to_the_worker(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_letter", SHOP, proposal="day1")
    assert "un altro giorno al posto del martedì" in said
    assert "Se la proposta non va bene, restano i giorni e le ore comunicati" in said
    assert "il pomeriggio" in written(knowledge, "company_letter", SHOP, proposal="afternoon")


def test_the_agreement_of_the_month_takes_no_right_away(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_agreement", SHOP)
    assert "L'accordo non toglie il diritto" in said
    assert "la legge, cioè metà della giornata media" in said
    assert "Non basta questo foglio" in said


def test_payroll_reads_the_codes_that_are_known_and_which_are_not(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_payroll", SHOP, gross="1800", payments="14")
    assert all(code in said for code in ("MA0", "PD0", "PE0", "PG4", "TipoApplCongedoParOre", "L331"))
    assert "i codici del 2026 non sono confermati" in said
    assert "dicembre 2026: anticipate 252 euro (80%) oppure 94 euro (30%)" in said
    assert "dicembre 2026: 4,5 giorni di congedo" in said
    assert all(code in written(knowledge, "company_payroll", DAYS) for code in ("MA2", "PD1", "PE1", "PG5"))
    assert "MonteOreGiornEquivalente" in written(knowledge, "company_payroll", OWN)


def test_a_public_body_pays_itself_and_sends_nothing_to_the_inps(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_payroll", TOWN)
    assert "Niente domanda all'INPS e niente conguaglio" in said
    assert "Uniemens" not in said
    assert "ufficio del personale" in written(knowledge, "company_letter", TOWN)
    assert "ricevuta" not in written(knowledge, "company_letter", TOWN)


def test_an_own_agreement_is_told_as_the_companys_word(knowledge: Knowledge) -> None:
    said = written(knowledge, "company_letter", OWN)
    assert "come le avete descritte, non verificate: blocchi da 2 ore, uno o più, preavviso di 3 giorni" in said


def test_the_picture_shows_who_is_missing_and_when_two_are(knowledge: Knowledge) -> None:
    rules = leave_rules(knowledge)
    asked = {"Piano 1": SHOP, "Cassa": Asked(30, 5, TODAY, "hours", weekly("2026-12-01", "2026-12-31", "Tue"), 3)}
    plans = [(label, looked_at(as_data(one, TODAY, None), rules)) for label, one in asked.items()]
    shown = cover(Words(knowledge), plans, TODAY)
    assert shown.labels == ("Piano 1", "Cassa", "insieme")
    rows = dict(shown.months[0].rows)
    assert [cell.lines for cell in rows["martedì"]] == [
        ("4h", "1, 15, 22, 29"),
        ("3h", "1, 15, 22, 29"),
        ("1, 15, 22, 29",),
    ]
    assert [cell.sort for cell in rows["giovedì"]] == [Sort.AWAY, Sort.EMPTY, Sort.EMPTY]
    assert "lunedì" not in rows
    assert shown.lines == ("Giorni in cui manca più di una persona: 1/12/2026, 15/12/2026, 22/12/2026, 29/12/2026.",)


def test_nobody_is_missed_on_a_holiday_inside_whole_days(knowledge: Knowledge) -> None:
    told = looked_at(as_data(DAYS, TODAY, None), leave_rules(knowledge))
    shown = cover(Words(knowledge), [("Piano 1", told)], TODAY)
    assert dict(shown.months[0].rows)["venerdì"][0].lines == ("tutto", "18")


def test_the_picture_is_a_png_as_wide_as_a_phone(knowledge: Knowledge) -> None:
    plans = [
        {"label": f"Piano {at}", **as_data(one, TODAY, None)} for at, one in enumerate((SHOP, DAYS, LONG), start=1)
    ]
    file = MAKERS["company_cover"](knowledge, {"plans": plans}, TODAY)
    picture = Image.open(BytesIO(file.content))
    assert (file.media, picture.format, picture.width) == ("image/png", "PNG", 1080)
    assert picture.height < 3500
