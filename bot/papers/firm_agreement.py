"""`firm_agreement_pdf`, `firm_agreement_docx`: the outline of a company agreement on hourly parental leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.knowledge.firm_papers import FirmSection
from bot.knowledge.loader import Knowledge
from bot.model.reply import File
from bot.model.time import italian_day
from bot.papers.firm_document import Document, Section, Writer, amount, said

NAME = "bozza-accordo-congedo-a-ore"


def firm_agreement_pdf(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from bot.papers.firm_pdf import pdf  # fpdf2 takes a second to load, and 50 MB

    return File(f"{NAME}.pdf", "application/pdf", pdf(agreement(knowledge, data, today)))


def firm_agreement_docx(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from bot.papers.firm_docx import MEDIA, docx

    return File(f"{NAME}.docx", MEDIA, docx(agreement(knowledge, data, today)))


def agreement(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> Document:
    """What was not said is a blank to write on."""
    paper = knowledge.firm_papers.agreement
    values = {
        "day": italian_day(today),
        "verified": italian_day(paper.verified_on),
        "block": said(knowledge, data, "agreement_block").lower(),
        "hours": said(knowledge, data, "agreement_day").lower(),
        "notice": said(knowledge, data, "agreement_notice").partition(",")[0].lower(),
    }
    write = Writer(knowledge, today, values)
    chosen = {"use": _use, "day": _day, "list": _list}
    sections = []
    for id, texts in paper.sections.items():
        more = chosen[id](data, texts, write) if id in chosen else ()
        sections.append(Section(texts.title, (*write.texts(*texts.lines), *more)))
    return Document(paper.title, paper.mark, write.text(paper.note), tuple(sections), today)


def _use(data: Mapping[str, Any], texts: FirmSection, write: Writer) -> tuple[str, ...]:
    block = texts.variants["half" if data.get("agreement_block") == "half" else "block"]
    return write.texts(block, texts.variants["work"])


def _day(data: Mapping[str, Any], texts: FirmSection, write: Writer) -> tuple[str, ...]:
    own = data.get("agreement_day") == "own"
    told = write.texts(texts.variants["own" if own else "number"], texts.variants["part_time"])
    day, block = amount(data, "agreement_day"), amount(data, "agreement_block")
    if not day or not block:
        return told
    times = f"{day / block:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return (*told, write.text(texts.variants["example"], times=times)) if (day / block).is_integer() else told


def _list(data: Mapping[str, Any], texts: FirmSection, write: Writer) -> tuple[str, ...]:
    wanted = data.get("agreement_list") != "no"
    keeps = (texts.variants["keeps"],) if wanted else ()
    return write.texts(texts.variants["yes" if wanted else "no"], *keeps)
