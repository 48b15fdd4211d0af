"""Bars on paper: labels, bars and numbers of one figure, together on one page."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.papers.bars import Figure
from bot.papers.fonts import NAME

MARGIN, WIDTH, LABELS = 18.0, 174.0, 62.0
"""Millimetres: of the page, of the text, of the labels beside the bars."""
LONGEST, HIDDEN, ROW, HEAD = 70.0, 26.0, 6.2, 19.0


def text(sheet: FPDF, words: str, size: float, bold: bool = False, after: float = 0) -> None:
    sheet.set_font(NAME, "B" if bold else "", size)
    sheet.multi_cell(WIDTH, size * 0.48, words, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(after)


def chart(sheet: FPDF, shown: Figure) -> None:
    if sheet.get_y() + HEAD + ROW * len(shown.bars) > sheet.page_break_trigger:
        sheet.add_page()
    text(sheet, shown.title, 11.5, bold=True)
    if shown.note:
        text(sheet, shown.note, 9, after=0.8)
    longest = max([bar.number for bar in shown.bars if bar.number] or [1])
    for bar in shown.bars:
        y = sheet.get_y()
        sheet.set_font(NAME, "", 10)
        sheet.cell(LABELS, ROW, bar.label)
        wide = HIDDEN if bar.number is None else max(0.4, LONGEST * bar.number / longest)
        if bar.number is None:
            sheet.set_draw_color(120)
            sheet.set_dash_pattern(dash=1, gap=1)
            sheet.rect(MARGIN + LABELS, y + 1, wide, ROW - 2)
            sheet.set_dash_pattern()
        else:
            sheet.set_fill_color(11, 92, 173)
            sheet.rect(MARGIN + LABELS, y + 1, wide, ROW - 2, style="F")
        sheet.set_xy(MARGIN + LABELS + (2 if bar.number is None else wide + 2), y)
        sheet.cell(40, ROW, bar.told)
        sheet.set_xy(MARGIN, y + ROW)
    sheet.ln(4)


def written(sheet: FPDF) -> bytes:
    """The file; lets go of the files of the letters, which fpdf2 keeps open."""
    content = bytes(sheet.output())
    for letters in sheet.fonts.values():
        if isinstance(letters, TTFFont):
            letters.ttfont.close()
    return content
