"""Which company of the register somebody means. Nothing is kept of who asks, and the company is told nothing.

A name counts as found only if it is the same but for capitals, accents and legal form. What merely resembles it is
offered as a question, never taken for granted. Source: the register of knowledge_base/companies.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from rapidfuzz import fuzz

from bot.knowledge.companies import Company, name_key
from bot.model import company as network
from bot.model.ticket import Ticket

SIMILAR = 82.0
"""Least likeness (0 to 100) of a misspelled name."""
SHORTEST_GUESS = 4
"""Names of fewer letters are never guessed."""
AT_MOST = 3
"""Candidates: more would be reading out the register."""
LONGEST = 120
"""Letters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """`exact`: the one company. `candidates`: ask which. `none`: it is not in the register. `unknown`: no register yet."""

    found: Literal["exact", "candidates", "none", "unknown"]
    companies: tuple[Company, ...] = ()


def namesakes(companies: Iterable[network.Company], name: str) -> tuple[network.Company, ...]:
    """Those of the network that bear this name, but for capitals, accents and legal form."""
    wanted = name_key(name[:LONGEST])
    return tuple(company for company in companies if wanted and name_key(company.name) == wanted)


def registered(members: Iterable[network.Company]) -> dict[str, Company]:
    """Who joined through the assistant, as the register tells it: whoever works there may ask for a voucher."""
    return {
        each.id: Company.model_construct(
            id=each.id,
            name=each.name,
            names=[],
            comune=each.comune if each.comune != network.ELSEWHERE else None,
            joined_on=each.joined_on or date.min,
            left_on=each.left_on,
            source=f"Adesione confermata, pratica {each.ticket}",
        )
        for each in members
    }


def after_request(company: network.Company, ticket: Ticket, today: date) -> network.Company | None:
    """The company after a decision about its request to join; None if that changes nothing. Only a request makes a member."""
    if company.state not in ("asked", "refused"):
        return None
    if ticket.status != "closed":
        state: network.CompanyState = "asked"
    else:
        state = {"granted": "member", "withdrawn": "draft"}.get(ticket.outcome or "", "refused")  # type: ignore[assignment]
    if state == company.state:
        return None
    ticket_of = None if state == "draft" else company.ticket
    joined = today if state == "member" else None
    return replace(company, state=state, ticket=ticket_of, joined_on=joined)


def after_offer(company: network.Company, ticket: Ticket, today: date) -> network.Company | None:
    """A member is a testimone, with what it offers, once an operator has agreed; None otherwise."""
    if not company.member or ticket.status != "closed" or ticket.outcome != "granted":
        return None
    shows: Any = tuple(ticket.form["shows"].split())
    since = company.testimone_since or today
    changed = replace(company, shows=shows, yearly=int(ticket.form["yearly"]), testimone_since=since)
    return changed if changed != company else None


def find(register: Mapping[str, Company], name: str, today: date) -> Match:
    """The members on that day that a typed name, or an id of the register, can mean, best first. Never raises."""
    members = [company for company in register.values() if company.member(today)]
    if register.get(name) in members:
        return Match("exact", (register[name],))
    if not members:
        return Match("unknown")
    wanted = name_key(name[:LONGEST])
    same = [company for company in members if wanted in _keys(company)]
    if len(same) == 1:
        return Match("exact", (same[0],))
    likely = same or _alike(members, wanted)
    return Match("candidates", tuple(likely[:AT_MOST])) if likely else Match("none")


def _alike(members: list[Company], wanted: tuple[str, ...]) -> list[Company]:
    scores = {company.id: max(_likeness(key, wanted) for key in _keys(company)) for company in members}
    alike = [company for company in members if scores[company.id] >= SIMILAR]
    return sorted(alike, key=lambda company: (-scores[company.id], company.id))


def _likeness(key: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """0 to 100. A part of a name counts if it holds the first word, which tells companies apart."""
    shorter, longer = sorted((key, wanted), key=len)
    if len("".join(shorter)) < SHORTEST_GUESS:
        return 0.0
    likeness = fuzz.ratio(" ".join(sorted(key)), " ".join(sorted(wanted)))
    if key[0] in wanted and set(shorter) <= set(longer):
        likeness = max(likeness, 90.0)
    return likeness


def _keys(company: Company) -> list[tuple[str, ...]]:
    return [name_key(name) for name in (company.name, *company.names)]
