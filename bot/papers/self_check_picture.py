"""`self_check_picture`: how far each area of a self-check is, as bars for a phone; the one of a year ago beside it.

Data: `answers` and `day`, `before` and `before_day` where one was kept: ids of answers and days, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.model.time import italian_day
from bot.papers.leave_picture import COLOURS, INK, MARGIN, PAPER, SOFT, WIDTH, font, wrapped
from bot.rules.self_check import AreaResult, result

FILE_NAME = "autovalutazione.png"
BAR, GAP = 46, 26
BEFORE_BAR = 22
FILLS = {"unknown": PAPER, "start": "#C75B39", "half": "#D9A32B", "good": "#1F7A4D"}
"""By the level: the words beside a bar say the same, so that nobody needs the colours."""
BEFORE, EMPTY, EDGE = "#8C8C8C", "#EDEDED", "#C9C9C9"


def self_check_picture(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    check = knowledge.self_check
    assert check is not None
    now = result(check, data["answers"])
    before = {each.area: each for each in result(check, data["before"])} if data.get("before") else {}
    words = knowledge.words["it"]
    pen = _Pen(len(now), bool(before))
    pen.text(words["selfcheck_picture_title"].strip(), 52, bold=True)
    days = words["selfcheck_picture_day"].strip().format(day=italian_day(date.fromisoformat(data["day"])))
    if before:
        day = italian_day(date.fromisoformat(data["before_day"]))
        days += " " + words["selfcheck_picture_before"].strip().format(day=day)
    pen.text(days, 30, ink=SOFT)
    for each in now:
        level = words[f"selfcheck_level_{each.level}"].strip()
        pen.area(check.areas[each.area].title, level, each, before.get(each.area))
    pen.space()
    pen.text(words["selfcheck_picture_foot"].strip(), 28, ink=SOFT)
    return File(FILE_NAME, "image/png", pen.png())


class _Pen:
    """Draws from top to bottom; `top` is where the next thing begins."""

    def __init__(self, areas: int, two: bool) -> None:
        height = 420 + areas * (60 + BAR + GAP + (BEFORE_BAR + 8 if two else 0))
        self._image = Image.new("RGB", (WIDTH, height), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._top = MARGIN

    def text(self, text: str, size: int, bold: bool = False, ink: str = INK) -> None:
        letters = font(size, bold)
        for line in wrapped(text, letters, WIDTH - 2 * MARGIN):
            self._draw.text((MARGIN, self._top), line, font=letters, fill=ink)
            self._top += size * 4 // 3
        self._top += 12

    def space(self) -> None:
        self._top += GAP

    def area(self, title: str, level: str, now: AreaResult, before: AreaResult | None) -> None:
        self._top += GAP // 2
        self._draw.text((MARGIN, self._top), title, font=font(36, bold=True), fill=INK)
        self._draw.text((WIDTH - MARGIN, self._top + 4), level, font=font(32), fill=INK, anchor="ra")
        self._top += 54
        self._bar(now.share, BAR, FILLS[now.level])
        if before is not None:
            self._top += 6
            self._bar(before.share, BEFORE_BAR, BEFORE)
        self._top += GAP // 2

    def _bar(self, share: float, height: int, fill: str) -> None:
        right = WIDTH - MARGIN
        self._draw.rounded_rectangle((MARGIN, self._top, right, self._top + height), 10, EMPTY, EDGE)
        end = MARGIN + round((right - MARGIN) * share)
        if end - MARGIN > 20:
            self._draw.rounded_rectangle((MARGIN, self._top, end, self._top + height), 10, fill)
        self._top += height

    def png(self) -> bytes:
        picture = self._image.crop((0, 0, WIDTH, self._top + MARGIN)).quantize(COLOURS, Image.Quantize.FASTOCTREE)
        file = BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()
