"""Sets a draft for a firm as PDF, A4; the mark of the draft stands on every page."""

from __future__ import annotations

from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace, TTFFont

from bot.papers.firm_document import Document, Section
from bot.papers.fonts import BOLD, NAME, REGULAR

MARGIN = 18.0
"""Millimetres, as all lengths here."""
SIZE, LINE = 10.5, 5.2
INK, SOFT, EDGE, SHADE = 20, 85, 150, 236


def pdf(document: Document) -> bytes:
    sheet = _Sheet(document)
    sheet.write()
    written = bytes(sheet.output())
    sheet.close_fonts()
    return written


class _Sheet(FPDF):
    def __init__(self, document: Document) -> None:
        super().__init__(format="A4", unit="mm")
        self._document = document
        self.set_title(f"{document.title} ({document.mark})")
        self.set_lang("it-IT")
        self.set_creator("Concilia")
        self.set_creation_date(datetime.combine(document.made_on, time(), UTC))
        self.add_font(NAME, "", REGULAR)
        self.add_font(NAME, "B", BOLD)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN + 4)
        self.set_draw_color(EDGE)
        self.set_fill_color(SHADE)

    def header(self) -> None:
        self._letters(bold=True, size=9)
        self.cell(0, 8, self._document.mark, border=1, align="C", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-14)
        self._letters(size=8, ink=SOFT)
        self.cell(0, 6, f"{self._document.title} – {self.page_no()}/{{nb}}", align="C")

    def write(self, *_: object) -> None:  # type: ignore[override]  # the whole draft, not a run of text
        self.add_page()
        self._text(self._document.title, bold=True, size=SIZE + 7, after=1.5)
        self._text(self._document.note, size=SIZE - 1.5, ink=SOFT, after=3)
        for section in self._document.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        if section.title:
            if self.get_y() > self.h - 45:
                self.add_page()  # no title alone at the end of a page
            self.ln(2)
            self._text(section.title, bold=True, size=SIZE + (1.5 if section.level == 1 else 0), after=1)
        for line in section.lines:
            self._text(line, after=1)
        for bullet in section.bullets:
            self._text(f"•  {bullet}", left=4, after=0.6)
        if section.table:
            self._table(section.table)
        for line in section.after:
            self._text(line, size=SIZE - 1.5, ink=SOFT, after=1.5)

    def _table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        self.ln(1)
        self._letters()
        widths = (3, *[1] * (len(rows[0]) - 1)) if len(rows[0]) > 2 else (1, 1)
        head = FontFace(emphasis="BOLD", fill_color=SHADE)
        with self.table(
            col_widths=widths,
            line_height=LINE + 1.4,
            headings_style=head,
            text_align="L",
            cell_fill_color=255,
            cell_fill_mode="ALL",
        ) as table:
            for row in rows:
                table.row(row)
        self.ln(1.5)

    def _letters(self, bold: bool = False, size: float = SIZE, ink: int = INK) -> None:
        self.set_font(NAME, "B" if bold else "", size)
        self.set_text_color(ink)

    def _text(
        self, text: str, bold: bool = False, size: float = SIZE, ink: int = INK, left: float = 0, after: float = 0
    ) -> None:
        self._letters(bold, size, ink)
        self.set_x(MARGIN + left)
        height = LINE * size / SIZE
        self.multi_cell(self.epw - left, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)

    def close_fonts(self) -> None:
        """Lets go of the files of the letters, which fpdf2 keeps open."""
        for letters in self.fonts.values():
            if isinstance(letters, TTFFont):
                letters.ttfont.close()
