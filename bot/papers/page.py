"""Sets a letter on one A4 page as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.papers.fonts import BOLD, NAME, REGULAR
from bot.papers.leave_letter import Letter, Table

MARGIN = 17.0
"""Millimetres, as all lengths here."""
BOTTOM = 297 - 14
WIDTH = 210 - 2 * MARGIN
POINT = 25.4 / 72
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
"""Points of the text: the largest at which everything has room."""
NUMBERS = 20.0
"""Width of a column of numbers; the first column is twice that."""
INK, SOFT, LINE, SHADE = 20, 85, 150, 236


class TooLong(ValueError):
    """The texts do not fit one page: papers.yaml says too much."""


def page(letter: Letter, today: date) -> bytes:
    """One page of PDF. Raises TooLong if the texts have no room even in the smallest letters."""
    for size in SIZES:
        sheet = Page(letter, size, today)
        written = bytes(sheet.pdf.output()) if sheet.bottom <= BOTTOM else b""
        sheet.close()
        if written:
            return written
    raise TooLong(f"the page {letter.title!r} is too long; shorten its texts in knowledge_base/words/papers.yaml")


class Page:
    """Writes a letter in text of one size; `bottom` is where it ends."""

    def __init__(self, letter: Letter, size: float, today: date) -> None:
        self.pdf = FPDF(format="A4", unit="mm")
        self._size = size
        self._open(letter, today)
        self._head(letter)
        self._blanks(letter.blanks)
        if letter.subject:
            self._text(letter.subject, bold=True, after=0.4)
        for text in letter.body:
            self._text(text, after=0.4)
        if letter.table is not None:
            self._table(letter.table)
        for text in letter.after:
            self._text(text, after=0.3)
        if letter.signature:
            self.pdf.ln(self._line(0.5))
            self._blank(letter.signature, MARGIN, WIDTH)
        if letter.steps:
            self._checklist(letter, own_part=bool(letter.checklist_notes))
        self.pdf.ln(self._line(0.4))
        self._text(letter.sources, size=self._size - 2, ink=SOFT)
        self.bottom = self.pdf.get_y()

    def _open(self, letter: Letter, today: date) -> None:
        pdf = self.pdf
        pdf.set_title(f"{letter.title} ({letter.draft})")
        pdf.set_lang("it-IT")
        pdf.set_creator("Concilia")
        pdf.set_creation_date(datetime.combine(today, time(), UTC))
        pdf.add_font(NAME, "", REGULAR)
        pdf.add_font(NAME, "B", BOLD)
        pdf.set_auto_page_break(False)
        pdf.set_margins(MARGIN, 14, MARGIN)
        pdf.set_draw_color(LINE)
        pdf.set_fill_color(SHADE)
        pdf.add_page()

    def close(self) -> None:
        """Lets go of the files of the letters, which fpdf2 keeps open."""
        for letters in self.pdf.fonts.values():
            if isinstance(letters, TTFFont):
                letters.ttfont.close()

    def _line(self, lines: float = 1.0, size: float | None = None) -> float:
        return (size or self._size) * POINT * 1.32 * lines

    def _letters(self, bold: bool = False, size: float | None = None, ink: int = INK) -> None:
        self.pdf.set_font(NAME, "B" if bold else "", size or self._size)
        self.pdf.set_text_color(ink)

    def _text(
        self,
        text: str,
        bold: bool = False,
        size: float | None = None,
        ink: int = INK,
        left: float = 0,
        after: float = 0,
    ) -> None:
        self._letters(bold, size, ink)
        self.pdf.set_x(MARGIN + left)
        height = self._line(size=size)
        self.pdf.multi_cell(WIDTH - left, height, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(self._line(after))

    def _head(self, letter: Letter) -> None:
        """The title, then the mark of the draft in a frame as wide as the page: no one can take it for an application."""
        self._text(letter.title, bold=True, size=self._size + 7, after=0.3)
        self._letters(bold=True, size=self._size + 3)
        self.pdf.set_draw_color(INK)
        self.pdf.set_line_width(0.6)
        self.pdf.cell(
            WIDTH, self._line(1.7), letter.draft, border=1, align="C", fill=True, new_x="LMARGIN", new_y="NEXT"
        )
        self.pdf.set_line_width(0.2)
        self.pdf.set_draw_color(LINE)
        self.pdf.ln(self._line(0.3))
        self._text(letter.note, size=self._size - 1, ink=SOFT, after=0.5)

    def _blanks(self, labels: Sequence[str]) -> None:
        if not labels:
            return
        half = WIDTH / 2 - 3
        first, second, *others = labels
        self._blank(first, MARGIN, half, stay=True)
        self._blank(second, MARGIN + half + 6, half)
        for label in others:
            self._blank(label, MARGIN, WIDTH)
        self.pdf.ln(self._line(0.4))

    def _blank(self, label: str, left: float, width: float, stay: bool = False) -> None:
        """A label, and a line to write on up to the right end."""
        self._letters()
        top, height = self.pdf.get_y(), self._line(1.6)
        said = self.pdf.get_string_width(label) + 3
        self.pdf.set_xy(left, top)
        self.pdf.cell(said, height, label, align="L")
        below = top + height * 0.76
        self.pdf.line(left + said, below, left + width, below)
        self.pdf.set_xy(MARGIN, top if stay else top + height)

    def _table(self, table: Table) -> None:
        numbers = len(table.head) - 2
        widths = (2 * NUMBERS, WIDTH - (2 + numbers) * NUMBERS, *[NUMBERS] * numbers)
        self._row(table.head, widths, bold=True)
        for row in table.rows:
            self._row(row, widths)
        self._row(table.total, widths, bold=True)
        self.pdf.ln(self._line(0.5))

    def _row(self, texts: Sequence[str], widths: Sequence[float], bold: bool = False) -> None:
        for place, (text, width) in enumerate(zip(texts, widths, strict=True)):
            self._letters(bold, self._fitting(text, width - 3, bold))
            align = "L" if place < 2 else "R"
            self.pdf.cell(width, self._line(1.15), text, border="B", align=align, fill=bold)
        self.pdf.ln()

    def _fitting(self, text: str, room: float, bold: bool) -> float:
        """The size at which the text has room in its cell."""
        size = self._size - 0.5
        self._letters(bold, size)
        return min(size, size * room / max(self.pdf.get_string_width(text), 1))

    def _checklist(self, letter: Letter, own_part: bool) -> None:
        """The reminder; below a dashed line if what stands above is handed over."""
        pdf = self.pdf
        pdf.ln(self._line(0.6))
        if own_part:
            pdf.set_dash_pattern(dash=2, gap=1.5)
            pdf.line(MARGIN, pdf.get_y(), MARGIN + WIDTH, pdf.get_y())
            pdf.set_dash_pattern()
            pdf.ln(self._line(0.5))
        self._text(letter.checklist, bold=True, size=self._size + 2)
        for note in letter.checklist_notes:
            self._text(note, size=self._size - 1, ink=SOFT)
        pdf.ln(self._line(0.2))
        for step in letter.steps:
            side = self._size * POINT * 0.85
            pdf.set_draw_color(INK)
            pdf.rect(MARGIN + pdf.c_margin, pdf.get_y() + self._line(0.14), side, side)
            pdf.set_draw_color(LINE)
            self._text(step, left=side + 4, after=0.2)
