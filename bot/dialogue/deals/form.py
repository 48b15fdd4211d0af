"""The questions of a proposal: which are asked, what a message answers to each, how the answers are said back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from bot.dialogue.texts import text
from bot.dialogue.turn import Turn
from bot.model.deal import OTHER, Deal, Whom
from bot.model.entities import Day, Impossible, Period
from bot.model.reply import Line
from bot.model.time import italian_day
from bot.rules.deals import LONGEST, registered, term_trouble, text_trouble
from bot.understanding.voucher import company_name

TOPIC = "accordi-convenzioni"
FIELDS = ("firm", "service", "provider", "others", "whom", "price", "term", "comune", "usage", "joining")
"""In the order in which they are asked."""
MAY_BE_SKIPPED = frozenset({"others", "price", "comune", "joining"})
NONE_OF_OURS = "-"
_WE_ARE = re.compile(
    r"^(?:noi )?(?:siamo|ci chiamiamo|la nostra (?:azienda|ditta) (?:è|si chiama))\s+(?:il |lo |la |i |gli |le |l')?",
    re.IGNORECASE,
)
_SEPARATORS = (",", ";", "\n")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message answers: the values, or why what was said cannot stand."""

    values: dict[str, Any]
    trouble: Line | None = None


def next_field(deal: Deal) -> str | None:
    return next((name for name in FIELDS if not answered(deal, name)), None)


def answered(deal: Deal, name: str) -> bool:
    return getattr(deal, "valid_to" if name == "term" else name) is not None


def services(turn: Turn) -> dict[str, str]:
    """Id -> label; the services of the vouchers, and any other."""
    known = {id: each.label for id, each in turn.knowledge.voucher_words.services.items()}
    return {**known, OTHER: text(turn, Line("deals_service_other"))}


def values(turn: Turn, name: str) -> tuple[str, ...]:
    """What buttons may answer."""
    if name == "service":
        return tuple(services(turn))
    if name == "comune":
        return (NONE_OF_OURS,)
    return get_args(Whom) if name == "whom" else ()


def pressed(turn: Turn, name: str, value: str) -> dict[str, Any] | None:
    """What a button answers; None if it is no longer one."""
    if value not in values(turn, name):
        return None
    return {name: "" if value == NONE_OF_OURS else value}


def skipped(name: str) -> dict[str, Any]:
    return {name: () if name == "others" else ""}


def heard(turn: Turn, deal: Deal, name: str) -> Heard | None:
    """What words answer to the open question; None if they answer it not."""
    match name:
        case "service":
            told = turn.understanding.voucher.services
            return Heard({"service": told[0]}) if len(told) == 1 else None
        case "comune":
            place = turn.understanding.place
            if place is None or place.status == "outside":
                return Heard({"comune": ""}) if place else None
            return Heard({"comune": place.comune}) if place.status == "found" else None
        case "term":
            return _term(turn, deal)
        case "whom":
            return _whom(turn)
    return _text(turn, name)


def _whom(turn: Turn) -> Heard | None:
    said = f" {turn.said.casefold()} "
    if "famigli" in said or "figli" in said:
        return Heard({"whom": "families"})
    return Heard({"whom": "workers"}) if "solo" in said or "lavora" in said or "dipendent" in said else None


def _text(turn: Turn, name: str) -> Heard | None:
    said = " ".join(turn.said.split())
    if wrong := text_trouble(name, said):
        return Heard({}, Line(f"deals_{wrong}", {"most": str(LONGEST[name])}))
    if name == "firm":
        said = company_name(_WE_ARE.sub("", said)) or said
        return Heard({"firm": registered(said, turn.knowledge.companies, turn.today)})
    if name != "others":
        return Heard({name: said})
    names = [said]
    for sign in _SEPARATORS:
        names = [part for each in names for part in each.split(sign)]
    register = turn.knowledge.companies
    known = (registered(each.strip(" ."), register, turn.today) for each in names if each.strip(" ."))
    return Heard({"others": tuple(dict.fromkeys(known))})


def _term(turn: Turn, deal: Deal) -> Heard | None:
    """From when to when; a day alone is the last."""
    found = [each.amount for each in turn.understanding.entities.amounts]
    if wrong := next((each for each in found if isinstance(each, Impossible)), None):
        return Heard({}, Line("no_such_date", {"date": wrong.text}))
    period = next((each for each in found if isinstance(each, Period)), None)
    days = [each.date for each in found if isinstance(each, Day)]
    first, last = (period.first, period.last) if period else (days[0] if len(days) > 1 else None, None)
    last = last or (days[-1] if days else None)
    if last is None:
        return Heard({}, Line("deals_no_last_day")) if period else None
    if trouble := term_trouble(first, last, turn.today):
        return Heard({}, Line(f"deals_{trouble}", {"day": italian_day(last)}))
    return Heard({"valid_from": first, "valid_to": last})


# --- how it is said ---


def firm_name(turn: Turn, firm: str) -> str:
    known = turn.knowledge.companies.get(firm)
    return known.name if known else firm


def spoken(turn: Turn, deal: Deal, name: str) -> str:
    """An answer in words."""
    value: Any = deal.valid_to if name == "term" else getattr(deal, name)
    if value in (None, "", ()):
        return text(turn, Line(f"deals_none_{name}" if name in MAY_BE_SKIPPED else "deals_not_said"))
    match name:
        case "service":
            return services(turn).get(value, str(value))
        case "whom":
            return text(turn, Line(f"deals_whom_{value}"))
        case "term":
            return _spoken_term(turn, deal.valid_from, value)
        case "comune":
            town = turn.knowledge.territory.municipalities.get(value)
            return town.name if town else str(value)
        case "firm":
            return firm_name(turn, value)
        case "others":
            return ", ".join(firm_name(turn, each) for each in value)
    return str(value)


def _spoken_term(turn: Turn, first: date | None, last: date) -> str:
    if first is None:
        return text(turn, Line("deals_until", {"last": italian_day(last)}))
    return text(turn, Line("deals_from_to", {"first": italian_day(first), "last": italian_day(last)}))


def changed(deal: Deal, new: dict[str, Any]) -> Deal:
    return replace(deal, **new)
