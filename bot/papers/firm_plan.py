"""`firm_plan_pdf`, `firm_plan_docx`: the draft of a conciliation plan, out of a self-check and of what the firm said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from bot.knowledge.figures import fill
from bot.knowledge.firm_papers import FirmSection
from bot.knowledge.loader import Knowledge
from bot.knowledge.practices import Practice
from bot.knowledge.self_check import FACTS, SKIPPED, Check
from bot.model.practices import FirmFactName
from bot.model.reply import File
from bot.model.self_check import Area
from bot.model.time import italian_day
from bot.papers.firm_document import BLANK, Document, Section, Writer, amount, said
from bot.rules import self_check as rules

NAME = "bozza-piano-conciliazione"
PUBLIC = "ente-pubblico"
RULES = 5


def firm_plan_pdf(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from bot.papers.firm_pdf import pdf  # fpdf2 takes a second to load, and 50 MB

    return File(f"{NAME}.pdf", "application/pdf", pdf(plan(knowledge, data, today)))


def firm_plan_docx(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> File:
    from bot.papers.firm_docx import MEDIA, docx

    return File(f"{NAME}.docx", MEDIA, docx(plan(knowledge, data, today)))


def plan(knowledge: Knowledge, data: Mapping[str, Any], today: date) -> Document:
    """What was not said is a blank to write on."""
    check, paper = knowledge.self_check, knowledge.firm_papers.plan
    assert check is not None
    answers = rules.fitting(check, data)
    area = _area(check, data)
    cards = _cards(knowledge, data)
    write = Writer(knowledge, today, _values(knowledge, check, data, area, cards, today))
    texts = paper.sections
    public = data.get("sector") == PUBLIC
    sections = [
        Section(texts["who"].title, write.texts(*texts["who"].lines)),
        *_today(knowledge, check, answers, texts["today"], write),
        Section(texts["goal"].title, write.texts(*texts["goal"].lines)),
        *_measures(cards, texts["measures"], write),
        _people(data, texts["people"], write),
        Section(texts["trial"].title, write.texts(*texts["trial"].lines)),
        _indicators(check, area, texts["indicators"], write),
        _rules(knowledge, check, answers, area, texts["rules"], write),
    ]
    if public:
        sections.append(Section(texts["public"].title, write.texts(*texts["public"].lines)))
    readers = texts["readers"]
    last = readers.variants["public" if public else "private"]
    sections.append(Section(readers.title, write.texts(*readers.lines, last)))
    return Document(paper.title, paper.mark, write.text(paper.note), tuple(_numbered(sections)), today)


def _numbered(sections: list[Section]) -> Iterator[Section]:
    number = 0
    for section in sections:
        number += section.level == 1
        yield replace(section, title=f"{number}. {section.title}") if section.level == 1 else section


def _values(
    knowledge: Knowledge, check: Check, data: Mapping[str, Any], area: Area | None, cards: list[Practice], today: date
) -> dict[str, str]:
    facts, town = knowledge.firm_facts, knowledge.territory.municipalities.get(data.get("comune") or "")
    known = {name: facts[cast(FirmFactName, name)].values.get(data.get(name, SKIPPED)) for name in FACTS}
    chosen = check.areas[area] if area else None
    return {
        **{name: value.label if value else BLANK for name, value in known.items()},
        "comune": town.name if town else BLANK,
        "day": italian_day(today),
        "verified": italian_day(knowledge.firm_papers.plan.verified_on),
        "area": chosen.title if chosen else BLANK,
        "goal": chosen.goal if chosen else BLANK,
        "people": said(knowledge, data, "plan_people").lower(),
        "hours": said(knowledge, data, "plan_hours").lower(),
        "trial": said(knowledge, data, "plan_trial").lower(),
        "measures": "; ".join(card.title for card in cards) or BLANK,
        "indicators": "; ".join(chosen.indicators).lower() if chosen else BLANK,
    }


def _area(check: Check, data: Mapping[str, Any]) -> Area | None:
    """The one that was chosen, else the one with most to do."""
    chosen = next((area for area in check.areas if area == data.get("plan_area")), None)
    return chosen or next(iter(rules.weakest(check, rules.fitting(check, data))), None)


def _cards(knowledge: Knowledge, data: Mapping[str, Any]) -> list[Practice]:
    ids = str(data.get("plan_measures", "")).split(",")
    return [knowledge.practices[id] for id in ids if id in knowledge.practices]


def _today(
    knowledge: Knowledge, check: Check, answers: Mapping[str, str], texts: FirmSection, write: Writer
) -> Iterator[Section]:
    found = rules.result(check, answers)
    if all(each.level == "unknown" for each in found):
        return
    head = (texts.variants["area"], texts.variants["level"])
    words = knowledge.words["it"]
    rows = ((check.areas[each.area].title, words[f"selfcheck_level_{each.level}"].strip()) for each in found)
    yield Section(texts.title, write.texts(*texts.lines), table=(head, *rows))


def _measures(cards: list[Practice], texts: FirmSection, write: Writer) -> Iterator[Section]:
    none = write.text(texts.variants["none"])
    yield Section(texts.title, () if cards else (none, none))
    for card in cards:
        lines = [card.measure]
        if card.caution:
            lines.append(write.text(texts.variants["caution"], caution=card.caution))
        source = write.text(texts.variants["source"], sources="; ".join(card.sources))
        steps = (*lines, texts.variants["steps"])
        yield Section(card.title, steps, tuple(card.first_month), after=(source,), level=2)


def _people(data: Mapping[str, Any], texts: FirmSection, write: Writer) -> Section:
    people, hours = amount(data, "plan_people"), amount(data, "plan_hours")
    total = f"{people * hours:g}".replace(".", ",") if people and hours else None
    lines = write.texts(*texts.lines)
    if total:
        lines = (*lines, write.text(texts.variants["total"], total=total))
    return Section(texts.title, (*lines, texts.variants["rights"]))


def _indicators(check: Check, area: Area | None, texts: FirmSection, write: Writer) -> Section:
    head = tuple(texts.variants[name] for name in ("indicator", "now", "after"))
    named = tuple(check.areas[area].indicators) if area else ()
    rows = tuple((name, "", "") for name in (*named, BLANK))
    return Section(texts.title, write.texts(*texts.lines), table=(head, *rows))


def _rules(
    knowledge: Knowledge, check: Check, answers: Mapping[str, str], area: Area | None, texts: FirmSection, write: Writer
) -> Section:
    """Those of the area, whatever was answered: a plan touches them. Where it has none, those where something is missing."""
    sector = answers.get("sector")
    of_area = [each for each in rules.asked(check, answers) if each.area == area]
    told = [each.rule for each in of_area if each.rule and sector not in each.rule.not_sectors]
    lines = []
    for rule in told or [each.rule for each in rules.rules_for(check, answers) if each.rule]:
        filled = fill(rule.text, knowledge.figures, write.today)
        day = min([rule.verified_on, *(period.verified_on for period in filled.periods)])
        values = {"rule": filled.text, "sources": "; ".join(rule.sources), "day": italian_day(day)}
        lines.append(write.text(texts.variants["rule"], **values))
    return Section(texts.title, write.texts(*texts.lines), tuple(lines[:RULES]) or (texts.variants["none"],))
