"""The report of a survey: one page to read, the same as PDF to print, and a table for a spreadsheet.

Data: `{"survey": ..., "results": [...]}`, the survey without its secret words and what rules/surveys.py lets a report tell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

from fpdf import FPDF

from bot.knowledge.loader import Knowledge
from bot.knowledge.surveys import SKIPPED, Question, Questionnaire
from bot.model.reply import File
from bot.model.survey import ASKED
from bot.model.time import italian_day
from bot.papers.bars import Bar, Figure, figure, page, percent
from bot.papers.bars_pdf import MARGIN, chart, text, written
from bot.papers.fonts import BOLD, NAME, REGULAR

NOT_SAID = "Non risponde"
RULE = (
    "I numeri sotto 5 sono nascosti, insieme a quelli che li farebbero capire. Le domande fatte a meno di 10 persone non "
    "compaiono. Nessuno può sapere chi ha risposto che cosa: le risposte sono conservate solo come somme."
)
LEFT_OUT = "Domande che non compaiono, perché le risposte sono troppo poche: {titles}."
Data = Mapping[str, Any]


def survey_report_html(knowledge: Knowledge, data: Data, today: date) -> File:
    return File(f"{_name(data)}.html", "text/html", html(knowledge, data).encode())


def survey_report_pdf(knowledge: Knowledge, data: Data, today: date) -> File:
    return File(f"{_name(data)}.pdf", "application/pdf", pdf(knowledge, data))


def html(knowledge: Knowledge, data: Data) -> str:
    return page(_title(data), _body(knowledge, data))


def table(knowledge: Knowledge, data: Data) -> str:
    """For an Italian spreadsheet. What is hidden is an empty cell with its reason beside it."""
    told = io.StringIO()
    rows = csv.writer(told, delimiter=";", lineterminator="\r\n")
    rows.writerow(["domanda", "risposta", "persone", "su", "nascosto"])
    for one in figures(knowledge, data):
        for bar in one.bars:
            hidden = bar.number is None
            rows.writerow([one.title, bar.label, "" if hidden else bar.number, bar.of, "sì" if hidden else "no"])
    return told.getvalue()


def figures(knowledge: Knowledge, data: Data) -> Iterator[Figure]:
    """A chart a question, in the order of the questionnaire."""
    sheet = knowledge.questionnaires[data["survey"]["questionnaire"]]
    for result in data["results"]:
        question = sheet.question(result["question"])
        if question is not None:  # a question of an older version has no words any more
            yield Figure(
                question.id,
                question.text,
                tuple(_bars(sheet, question, result)),
                _note(question, result),
                "Persone",
                "Risposta",
            )


def _bars(sheet: Questionnaire, question: Question, result: Data) -> Iterator[Bar]:
    rows, asked = result["rows"], result["asked"]
    for option in sheet.options(question):
        number = rows[option.id]["shown"].get("yes") if question.kind == "many" else rows[ASKED]["shown"].get(option.id)
        yield Bar(option.text, number, asked)
    if question.kind != "many":
        yield Bar(NOT_SAID, rows[ASKED]["shown"].get(SKIPPED), asked)


def _note(question: Question, result: Data) -> str:
    branch = " È stata fatta solo a chi, con le risposte prima, era interessato." if question.only_if else ""
    many = " Si potevano scegliere più risposte." if question.kind == "many" else ""
    return f"Domanda fatta a {result['asked']} persone.{branch}{many}"


def _title(data: Data) -> str:
    return f"I bisogni di chi lavora: {data['survey']['firm_name'] or 'indagine del territorio'}"


def _about(data: Data) -> str:
    survey = data["survey"]
    people = f" su {survey['invited']} ({percent(survey['replies'], survey['invited'])})" if survey["invited"] else ""
    days = " al ".join(italian_day(date.fromisoformat(survey[day])) for day in ("opens_on", "closes_on"))
    return f"Indagine aperta dal {days}. Hanno risposto {survey['replies']} persone{people}."


def _left_out(knowledge: Knowledge, data: Data) -> str:
    sheet = knowledge.questionnaires[data["survey"]["questionnaire"]]
    told = {result["question"] for result in data["results"]}
    titles = [question.text for question in sheet.questions if question.id not in told]
    return LEFT_OUT.format(titles=" · ".join(titles)) if titles else ""


def _name(data: Data) -> str:
    return f"indagine-{data['survey']['code']}"


def _body(knowledge: Knowledge, data: Data) -> Iterator[str]:
    yield f'<p>{_about(data)}</p>\n<p class="rule">{RULE}</p>'
    yield "<h2>Le risposte</h2>"
    for one in figures(knowledge, data):
        yield from figure(one)
    if left := _left_out(knowledge, data):
        yield f"<p>{escape(left)}</p>"
    yield "<h2>E adesso?</h2>"
    yield (
        "<p>Raccontate i risultati a chi lavora da voi e dite che cosa farete. Scegliete una o due misure e guardate dopo un "
        "anno se sono servite. Lo sportello e le schede delle buone prassi possono aiutarvi.</p>"
    )


# --- the same on paper ---


def pdf(knowledge: Knowledge, data: Data) -> bytes:
    sheet = FPDF(format="A4", unit="mm")
    sheet.set_title(_title(data))
    sheet.set_lang("it-IT")
    sheet.set_creator("Concilia")
    sheet.set_creation_date(datetime.combine(date.fromisoformat(data["survey"]["closes_on"]), time(), UTC))
    sheet.add_font(NAME, "", REGULAR)
    sheet.add_font(NAME, "B", BOLD)
    sheet.set_margins(MARGIN, 16)
    sheet.set_auto_page_break(True, 16)
    sheet.add_page()
    text(sheet, _title(data), 18, bold=True, after=2)
    text(sheet, _about(data), 11, after=2)
    text(sheet, RULE, 9.5, after=4)
    for one in figures(knowledge, data):
        chart(sheet, one)
    if left := _left_out(knowledge, data):
        text(sheet, left, 9.5)
    return written(sheet)
