"""The month of the Observatory in one picture for a phone held upright: what was asked, by whom, and what came of it.

Data: `{"month": "ottobre 2026", "about": {indicator: its definition}, "rows": {indicator: [[within, part, number], ...]}}`, the
numbers as they are published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from bot.knowledge.indicators import Indicator
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.bars import Bar, Figure
from bot.papers.fonts import BOLD, REGULAR
from bot.papers.observatory import figures
from bot.rules.observatory import OTHERS, TOTAL

WIDTH, MARGIN, ROW = 1080, 56, 76
BAR = 560
"""The longest bar."""
MOST = 6
INK, SOFT, FILL, PAPER = "#1B1B1B", "#5A5A5A", "#0B4F8A", "#FFFFFF"
NOTE = "I numeri sotto 5 sono nascosti. Tutti i numeri sono nelle pagine dell'Osservatorio."


def observatory_month(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from PIL import Image, ImageDraw, ImageFont  # here: a picture library takes memory that most processes never need

    panels = [_panel(knowledge, data, id) for id in data["rows"]]
    tall = 190 + sum(96 + ROW * len(panel.bars) for panel in panels) + 70
    picture = Image.new("RGB", (WIDTH, tall), PAPER)
    draw = ImageDraw.Draw(picture)
    title, head, text, small = (
        ImageFont.truetype(str(BOLD), 52),
        ImageFont.truetype(str(BOLD), 36),
        ImageFont.truetype(str(REGULAR), 30),
        ImageFont.truetype(str(REGULAR), 26),
    )
    draw.text((MARGIN, 44), f"Osservatorio: {data['month']}", INK, title)
    y = 130
    for panel in panels:
        draw.text((MARGIN, y + 18), panel.title, INK, head)
        draw.text((WIDTH - MARGIN, y + 26), panel.note, SOFT, small, anchor="ra")
        y += 80
        longest = max([bar.number for bar in panel.bars if bar.number] or [1])
        for bar in panel.bars:
            wide = 0 if bar.number is None else max(3, round(BAR * bar.number / longest))
            draw.text((MARGIN, y), bar.label, INK, small)
            draw.rectangle((MARGIN, y + 38, MARGIN + wide, y + 58), FILL)
            draw.text((MARGIN + wide + 14, y + 32), bar.told, INK, text)
            y += ROW
        y += 16
    draw.text((MARGIN, tall - 62), NOTE, SOFT, small)
    written = BytesIO()
    picture.quantize(64).save(written, "PNG", optimize=True)
    return File("osservatorio.png", "image/png", written.getvalue())


def _panel(knowledge: Knowledge, data: Mapping[str, Any], id: str) -> Figure:
    """The largest parts. Where all of them are hidden only the total is told."""
    about = Indicator.model_validate(data["about"][id])
    (shown, *_) = [*figures(knowledge, about, data["rows"][id]), Figure(id, about.title, ())]
    total = next((number for _, part, number in data["rows"][id] if part == TOTAL), None)
    told = f"{total} {about.unit.lower()}" if total is not None else "meno di 5"
    largest: tuple[Bar, ...] = (
        shown.bars[:MOST] if any(row[1] not in (OTHERS, TOTAL) for row in data["rows"][id]) else ()
    )
    return replace(shown, bars=largest, note=told)
