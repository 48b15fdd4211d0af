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
from bot.papers.company_check import company_agreement, company_letter, company_payroll
from bot.papers.company_cover import company_cover
from bot.papers.firm_agreement import firm_agreement_docx, firm_agreement_pdf
from bot.papers.firm_plan import firm_plan_docx, firm_plan_pdf
from bot.papers.helpdesk_place import helpdesk_place
from bot.papers.leave_calendar import plan_calendar
from bot.papers.leave_dates import plan_dates
from bot.papers.leave_notice import plan_notice
from bot.papers.meeting_dates import meeting_dates
from bot.papers.my_data import my_data
from bot.papers.observatory_picture import observatory_month
from bot.papers.self_check_picture import self_check_picture
from bot.papers.survey_report import survey_report_html, survey_report_pdf
from bot.papers.ticket_qr import case_qr

Maker = Callable[[Knowledge, Any, date], File]
MAKERS: Mapping[str, Maker] = {
    "case_qr": case_qr,
    "company_agreement": company_agreement,
    "company_cover": company_cover,
    "company_letter": company_letter,
    "company_payroll": company_payroll,
    "firm_agreement_docx": firm_agreement_docx,
    "firm_agreement_pdf": firm_agreement_pdf,
    "firm_plan_docx": firm_plan_docx,
    "firm_plan_pdf": firm_plan_pdf,
    "helpdesk_place": helpdesk_place,
    "meeting_dates": meeting_dates,
    "my_data": my_data,
    "observatory_month": observatory_month,
    "plan_calendar": plan_calendar,
    "plan_dates": plan_dates,
    "plan_notice": plan_notice,
    "self_check_picture": self_check_picture,
    "survey_report_html": survey_report_html,
    "survey_report_pdf": survey_report_pdf,
}


def make(knowledge: Knowledge, paper: Paper, today: date) -> File:
    """The file of a paper. Raises KeyError if no maker has its kind: a mistake of ours, found by the tests."""
    return MAKERS[paper.kind](knowledge, json.loads(paper.data), today)
