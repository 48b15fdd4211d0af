"""`plan_calendar`: the months of a plan as a picture for the phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.leave import read_plan
from bot.papers.leave_sheet import sheet


def plan_calendar(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """A PNG. Raises InvalidCase, see `read_plan`."""
    from bot.papers.leave_picture import draw  # Pillow is loaded by those who draw

    shown = sheet(read_plan(knowledge, data, today), knowledge.papers.calendar, today)
    return File("piano-congedo.png", "image/png", draw(shown))
