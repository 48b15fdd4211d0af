"""The document of good practices and the programme of a meeting: whole, and found by their index."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest

from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import BrokenContent
from bot.knowledge.programme import read_programme
from bot.papers import document, practices_document, programme
from bot.settings import ROOT

TODAY = date(2026, 11, 22)
EXAMPLE = ROOT / "knowledge_base/examples/convegno.yaml"


def test_every_card_is_in_the_page_with_its_source_and_every_entry_leads_to_one(knowledge: Knowledge) -> None:
    page = document.html("Buone prassi", practices_document.blocks(knowledge, TODAY))
    ids = re.findall(r'<h3 id="([a-z0-9-]+)">', page)
    assert sorted(set(ids) & set(knowledge.practices)) == sorted(knowledge.practices)
    assert set(re.findall(r'href="#([a-z0-9-]+)"', page)) - {"contenuto"} == set(knowledge.practices)
    assert page.count("Fonte: ") == len(knowledge.practices)
    assert "/operatore" in page


def test_the_index_of_the_pdf_names_the_page_of_each_card(knowledge: Knowledge) -> None:
    blocks = practices_document.blocks(knowledge, TODAY)
    written = document.pdf("Buone prassi", blocks, TODAY)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages]
    card = knowledge.practices["finestra-entrata"]
    on = next(number for number, text in enumerate(pages, start=1) if card.measure[:30] in text)
    assert re.search(rf"{re.escape(card.title)}\s+{on}\b", "\n".join(pages[:3]))
    assert written == document.pdf("Buone prassi", blocks, TODAY)


def test_the_programme_is_set_on_a_page() -> None:
    read = read_programme(EXAMPLE)
    text = (
        pypdf.PdfReader(io.BytesIO(document.pdf(read.title, programme.blocks(read), read.day))).pages[0].extract_text()
    )
    assert "09:30-10:30" in text
    assert "20/05/2027" in text


def test_sessions_that_overlap_are_named(tmp_path: Path) -> None:
    file = tmp_path / "programma.yaml"
    file.write_text(EXAMPLE.read_text().replace('start: "10:30"', 'start: "10:15"'))
    with pytest.raises(BrokenContent, match=r"sessions\.2: does not begin and end in its place"):
        read_programme(file)
