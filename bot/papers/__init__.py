"""Files that a person takes away, made when they are sent and kept nowhere.

Each maker gets the content, the data of its paper and today, and gives the file; `make` finds it by the paper's kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.knowledge.loader import Knowledge
from bot.model.reply import File, Paper
from bot.papers.helpdesk_place import helpdesk_place
from bot.papers.leave_calendar import plan_calendar
from bot.papers.leave_dates import plan_dates
from bot.papers.leave_notice import plan_notice
from bot.papers.my_data import my_data
from bot.papers.observatory_picture import observatory_month
from bot.papers.survey_report import survey_report_html, survey_report_pdf
from bot.papers.ticket_qr import case_qr

Maker = Callable[[Knowledge, Any, date], File]
MAKERS: Mapping[str, Maker] = {
    "case_qr": case_qr,
    "helpdesk_place": helpdesk_place,
    "my_data": my_data,
    "observatory_month": observatory_month,
    "plan_calendar": plan_calendar,
    "plan_dates": plan_dates,
    "plan_notice": plan_notice,
    "survey_report_html": survey_report_html,
    "survey_report_pdf": survey_report_pdf,
}


def make(knowledge: Knowledge, paper: Paper, today: date) -> File:
    """The file of a paper. Raises KeyError if no maker has its kind: a mistake of ours, found by the tests."""
    return MAKERS[paper.kind](knowledge, json.loads(paper.data), today)
