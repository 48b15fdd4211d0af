"""`plan_notice`: one page to print, with the draft notice to the employer and the reminder of what to do before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.papers.leave import read_plan
from bot.papers.leave_letter import letter


def plan_notice(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    """A PDF of one A4 page. Raises InvalidCase, see `read_plan`."""
    from bot.papers.page import page  # fpdf2 takes a second to load, and 50 MB

    written = letter(read_plan(knowledge, data, today), knowledge.papers, today)
    return File("bozza-avviso-congedo.pdf", "application/pdf", page(written, today))
