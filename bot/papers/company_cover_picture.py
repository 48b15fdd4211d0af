"""Draws who is missing as a PNG for a phone held upright."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from bot.papers.company_cover import Cell, Cover, Sort
from bot.papers.leave_picture import CANVAS, COLOURS, INK, MARGIN, PAPER, SOFT, WIDTH, fitting, font, wrapped

FIRST, ROW, HEAD = 170, 84, 60
"""Width of the weekdays, height of a row and of the names of the plans."""
LOOKS = {Sort.AWAY: ("#0B4F8A", PAPER), Sort.BOTH: ("#8F1D14", PAPER), Sort.EMPTY: ("#F4F4F4", SOFT)}
"""Fill and letters."""


def draw(shown: Cover) -> bytes:
    """The picture as PNG, 1080 pixels wide."""
    image = Image.new("RGB", (WIDTH, CANVAS), PAPER)
    pen = ImageDraw.Draw(image)
    top = _text(pen, shown.title, MARGIN, 52, bold=True) + 12
    wide = (WIDTH - 2 * MARGIN - FIRST) // max(1, len(shown.labels))
    for month in shown.months:
        top = _text(pen, month.name.capitalize(), top, 40, bold=True) + 4
        for at, label in enumerate(shown.labels):
            letters = fitting(label, 28, wide - 8)
            pen.text(
                (MARGIN + FIRST + at * wide + wide // 2, top + HEAD // 2), label, font=letters, fill=INK, anchor="mm"
            )
        top += HEAD
        for name, cells in month.rows:
            pen.text((MARGIN, top + ROW // 2), name, font=fitting(name, 30, FIRST - 8), fill=INK, anchor="lm")
            for at, cell in enumerate(cells):
                _draw_cell(
                    pen, cell, (MARGIN + FIRST + at * wide, top, MARGIN + FIRST + (at + 1) * wide - 6, top + ROW - 6)
                )
            top += ROW
        top += 30
    for line in shown.lines:
        top = _text(pen, line, top, 32)
    top += 10
    pen.line((MARGIN, top, WIDTH - MARGIN, top), fill=INK, width=3)
    top = _text(pen, shown.foot, top + 18, 30, ink=SOFT)
    picture = image.crop((0, 0, WIDTH, top + MARGIN)).quantize(COLOURS, Image.Quantize.FASTOCTREE)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _draw_cell(pen: ImageDraw.ImageDraw, cell: Cell, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    fill, ink = LOOKS[cell.sort]
    pen.rounded_rectangle(box, 8, fill, fill)
    middle, high = (left + right) // 2, (top + bottom) // 2
    for at, line in enumerate(cell.lines):
        y = high + (at * 2 - len(cell.lines) + 1) * 16
        letters = fitting(line, 28 if at == 0 else 24, right - left - 10)
        pen.text((middle, y), line, font=letters, fill=ink, anchor="mm")


def _text(pen: ImageDraw.ImageDraw, text: str, top: int, size: int, bold: bool = False, ink: str = INK) -> int:
    letters = font(size, bold)
    for line in wrapped(text, letters, WIDTH - 2 * MARGIN):
        pen.text((MARGIN, top), line, font=letters, fill=ink)
        top += size * 4 // 3
    return top
