"""Which deals somebody may use, and what a proposal may say: written criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from bot.knowledge.companies import Company, name_key
from bot.model.deal import Deal
from bot.model.ticket import Ticket

ALARM = timedelta(days=60)
"""Before a deal ends, its firm and the operators are told."""
LONGEST: Mapping[str, int] = {"firm": 80, "provider": 80, "others": 240, "price": 160, "usage": 240, "joining": 240}
"""Letters of each text."""
LONGEST_TERM = 10
"""Years that a deal may reach ahead: more is a slip."""
_MARKUP = re.compile(r"[<>{}\[\]\\]|&#?\w+;|https?:", re.IGNORECASE)
Trouble = Literal["empty", "long", "markup", "past", "order", "far"]


def text_trouble(field: str, text: str) -> Trouble | None:
    """Why a text cannot stand in a deal: signs of a web page, too long, or no words."""
    if _MARKUP.search(text):
        return "markup"
    if not any(letter.isalnum() for letter in text):
        return "empty"
    return "long" if len(text) > LONGEST[field] else None


def term_trouble(first: date | None, last: date, today: date) -> Trouble | None:
    """Why a deal cannot end on a day."""
    if last < today:
        return "past"
    if first and last < first:
        return "order"
    return "far" if last.year > today.year + LONGEST_TERM else None


def registered(name: str, register: Mapping[str, Company], today: date) -> str:
    """The id of the member of that name, where it is the only one; else the name."""
    wanted = name_key(name)
    same = [
        each.id
        for each in register.values()
        if each.member(today) and wanted in [name_key(one) for one in (each.name, *each.names)]
    ]
    return same[0] if len(same) == 1 else name


def of_firm(deals: Iterable[Deal], firm: str, register: Mapping[str, Company], today: date) -> tuple[Deal, ...]:
    """The deals that who works for the firm may use; the firm by its id, or by its name but for capitals and legal form."""
    company = register.get(firm)
    names = {name_key(one) for one in ((company.name, *company.names) if company else (firm,))}
    return _ordered(each for each in deals if each.open(today) and any(_is(one, firm, names) for one in each.firms))


def of_service(deals: Iterable[Deal], service: str, today: date) -> tuple[Deal, ...]:
    return _ordered(each for each in deals if each.open(today) and each.service == service)


def of_comune(deals: Iterable[Deal], comune: str, today: date) -> tuple[Deal, ...]:
    return _ordered(each for each in deals if each.open(today) and each.comune == comune)


def ends_soon(deal: Deal, today: date) -> bool:
    return deal.status == "published" and deal.valid_to is not None and today <= deal.valid_to <= today + ALARM


def after_request(deal: Deal, ticket: Ticket, today: date) -> Deal | None:
    """What becomes of a proposal when its ticket is closed, or opened again; None: nothing."""
    if ticket.status != "closed":
        return replace(deal, status="asked") if deal.status == "refused" else None
    if deal.status not in ("asked", "refused"):
        return None
    if ticket.outcome == "granted":
        return replace(deal, status="published", checked_on=today)
    return replace(deal, status="refused") if deal.status == "asked" else None


def _is(one: str, firm: str, names: set[tuple[str, ...]]) -> bool:
    return one == firm or name_key(one) in names


def _ordered(deals: Iterable[Deal]) -> tuple[Deal, ...]:
    """What ends last comes first."""
    return tuple(sorted(deals, key=lambda each: (each.valid_to or date.max, each.id), reverse=True))
