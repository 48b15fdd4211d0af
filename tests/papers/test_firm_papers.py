"""The drafts for firms and the picture of a self-check: marked as drafts, filled with what was said, blank where nothing was."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from bot.knowledge.firm_papers import NEEDED, firm_papers_are_in_order
from bot.knowledge.loader import Knowledge
from bot.model.reply import File, Paper
from bot.papers import make
from tests.conftest import TODAY

FIRM = {"size": "micro", "sector": "uffici", "work": "ufficio"}
PLAN = {**FIRM, "rientro": "no", "consegne": "volte", "plan_area": "return", "plan_measures": "percorso-rientro",
        "plan_people": "6", "plan_hours": "2", "plan_trial": "3", "comune": "015192"}  # fmt: skip
TOWN_HALL = {**PLAN, "sector": "ente-pubblico", "plan_area": "management"}
AGREEMENT = {**FIRM, "agreement_block": "2", "agreement_notice": "5", "agreement_day": "8", "agreement_list": "yes"}


def paper(knowledge: Knowledge, kind: str, data: dict[str, Any]) -> File:
    return make(knowledge, Paper(kind, json.dumps(data)), TODAY)


def read_pdf(file: File) -> tuple[str, list[str]]:
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(file.content)).pages]
    return " ".join(pages), pages


def read_docx(file: File) -> str:
    document = docx.Document(BytesIO(file.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    head = [line.text for line in document.sections[0].header.paragraphs]
    return " ".join(" ".join([*head, *(line.text for line in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_plan_says_goal_measures_people_hours_trial_and_indicators(knowledge: Knowledge, form: str) -> None:
    file = paper(knowledge, f"firm_plan_{form}", PLAN)
    text = read_pdf(file)[0] if form == "pdf" else read_docx(file)
    assert file.name == f"bozza-piano-conciliazione.{form}"
    for told in (
        "BOZZA – da leggere con chi lavora, con i sindacati", "San Donato Milanese", "Rientri", "Kit genitori",
        "6 persone", "due ore", "In tutto, circa 12 ore alla settimana", "Durata: tre mesi", "Colloqui di rientro fatti",
        "D.Lgs. 151/2001, artt. 54 e 56", "Verificata il 15/03/2026", "Preparata il 22/11/2026",
    ):  # fmt: skip
        assert told in text, told
    assert "azioni positive" not in text
    assert "{" not in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_town_hall_gets_the_chapter_for_its_positive_actions(knowledge: Knowledge, form: str) -> None:
    file = paper(knowledge, f"firm_plan_{form}", TOWN_HALL)
    text = read_pdf(file)[0] if form == "pdf" else read_docx(file)
    assert "Capitolo per il piano di azioni positive" in text
    assert "D.Lgs. 198/2006, art. 48" in text
    assert "comitato unico di garanzia" in text


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_an_agreement_says_blocks_notice_equivalence_and_list(knowledge: Knowledge, form: str) -> None:
    file = paper(knowledge, f"firm_agreement_{form}", AGREEMENT)
    text = read_pdf(file)[0] if form == "pdf" else read_docx(file)
    for told in (
        "BOZZA – da leggere con i sindacati", "almeno due ore di lavoro", "Un giorno di congedo vale 8 ore",
        "4 volte da due ore fanno un giorno", "almeno 5 giorni prima", "Per legge i giorni sono 2", "Entro il giorno ____",
        "D.Lgs. 81/2015, art. 51", "art. 32, comma 1-bis",
    ):  # fmt: skip
        assert told in text, told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"agreement_block": "half"}, "metà dell'orario medio giornaliero"),
        ({"agreement_day": "own"}, "le ore medie giornaliere previste dal contratto"),
        ({"agreement_list": "no"}, "basta il preavviso"),
        ({"agreement_block": "3"}, "Un giorno di congedo vale 8 ore di congedo a ore. Per chi"),
    ],
)
def test_the_articles_follow_what_was_chosen(knowledge: Knowledge, data: dict[str, str], told: str) -> None:
    text, _ = read_pdf(paper(knowledge, "firm_agreement_pdf", {**AGREEMENT, **data}))
    assert told in text
    assert "volte da" not in text or "3" not in data.values()


@pytest.mark.parametrize("kind", ["firm_plan_pdf", "firm_plan_docx", "firm_agreement_pdf", "firm_agreement_docx"])
def test_what_was_not_said_is_a_blank(knowledge: Knowledge, kind: str) -> None:
    file = paper(knowledge, kind, {})
    text = read_pdf(file)[0] if kind.endswith("pdf") else read_docx(file)
    assert "______" in text
    assert "None" not in text


def test_the_mark_of_the_draft_stands_on_every_page(knowledge: Knowledge) -> None:
    _, pages = read_pdf(paper(knowledge, "firm_plan_pdf", TOWN_HALL))
    assert len(pages) > 1
    assert all("BOZZA" in page for page in pages)


def test_the_picture_has_two_bars_where_one_was_kept(knowledge: Knowledge) -> None:
    one = paper(knowledge, "self_check_picture", {"answers": PLAN, "day": "2027-11-22"})
    two = paper(
        knowledge,
        "self_check_picture",
        {"answers": PLAN, "day": "2027-11-22", "before": FIRM, "before_day": "2026-11-22"},
    )
    first, second = (Image.open(BytesIO(file.content)) for file in (one, two))
    assert first.width == second.width == 1080
    assert first.height < second.height


def test_the_copy_of_ones_data_holds_a_self_check_in_words(knowledge: Knowledge) -> None:
    row = {"done_on": "2026-11-22", "answers": {"size": "micro", "rientro": "no", "gone": "x", "numeri": "-"}}
    told = json.loads(paper(knowledge, "my_data", {"self_checks": [row]}).content)["autovalutazioni salvate"][0]
    assert told["fatta il"] == "2026-11-22"
    answers = told["risposte"]
    assert answers["Quante persone lavorano da voi?"] == "Fino a 9 persone"
    assert answers["Chi rientra trova un colloquio, o qualcuno che l'affianca?"] == "No"
    assert answers["gone"] == "x"


def test_every_text_of_the_drafts_is_there_and_filled(knowledge: Knowledge) -> None:
    assert list(firm_papers_are_in_order(knowledge.firm_papers, knowledge.figures, knowledge.acts)) == []
    broken = knowledge.firm_papers.model_copy(
        update={"plan": knowledge.firm_papers.plan.model_copy(update={"sections": {}, "note": "{nessuno}"})}
    )
    found = [str(each) for each in firm_papers_are_in_order(broken, knowledge.figures, knowledge.acts)]
    assert sum("is missing" in each for each in found) == len(NEEDED["plan"])
    assert any("{nessuno} is not filled" in each for each in found)
