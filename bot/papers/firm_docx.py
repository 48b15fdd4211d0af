"""Sets a draft for a firm as DOCX, to be written on; the mark of the draft stands in the head of every page."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO

from docx import Document as new_document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from bot.papers.firm_document import Document, Section

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SOFT = RGBColor(0x55, 0x55, 0x55)


def docx(document: Document) -> bytes:
    paper = new_document()
    _set_up(paper, document)
    paper.add_heading(document.title, level=0)
    _soft(paper, document.note)
    for section in document.sections:
        _section(paper, section)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_up(paper: Docx, document: Document) -> None:
    moment = datetime.combine(document.made_on, time())
    about = paper.core_properties
    about.title, about.author, about.language = f"{document.title} ({document.mark})", "Concilia", "it-IT"
    about.created = about.modified = moment
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    head = page.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(document.mark).bold = True
    paper.styles["Normal"].font.size = Pt(11)


def _section(paper: Docx, section: Section) -> None:
    if section.title:
        paper.add_heading(section.title, level=section.level)
    for line in section.lines:
        paper.add_paragraph(line)
    for bullet in section.bullets:
        paper.add_paragraph(bullet, style="List Bullet")
    if section.table:
        _table(paper, section.table)
    for line in section.after:
        _soft(paper, line)


def _table(paper: Docx, rows: tuple[tuple[str, ...], ...]) -> None:
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
    paper.add_paragraph()


def _soft(paper: Docx, text: str) -> None:
    run = paper.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), SOFT
