"""Which text answers this person: the entry of a topic or one of its points, and the variant for what is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Answer, Entry, Point, Variant
from bot.model.person import Audience, Person

Told = TypeVar("Told", bound=Answer)
Facts = Mapping[str, str]
"""What is known of a person, by the names of a scope: {"role": "father", "agreement": "credito-abi"}."""
FULL_TIME_FROM = 36.0
"""Weekly hours from which nobody counts as part-time: full time of public staff."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text to show."""

    answer: Entry | Point
    variant: int | None = None
    """Which of its variants; None: its own text."""


def choose(
    knowledge: Knowledge, topic: str, audience: Audience, known: Facts, today: date, point: str | None = None
) -> Chosen | None:
    """The answer to a topic, or to one of its points by its id or its whole name; None if there is none."""
    answer = point_for(knowledge, topic, point, audience, today) if point else None
    found = answer or entry_for(knowledge, topic, audience, today)
    return Chosen(found, variant_for(found.variants, known)) if found else None


def entry_for(knowledge: Knowledge, topic: str, audience: Audience, today: date) -> Entry | None:
    """The entry that answers a topic: one in force if there is one, for this audience if there is one."""
    return _best((entry for entry in knowledge.entries.values() if entry.topic == topic), audience, today)


def point_for(knowledge: Knowledge, topic: str, point: str, audience: Audience, today: date) -> Point | None:
    """The point, or its twin for the audience where it is for others: `rifiuto` and `rifiuto-azienda`."""
    points, id = knowledge.points.get(topic, {}), point.removeprefix(f"{topic}/").removesuffix(OF_COMPANIES)
    twins = (points[name] for name in (id, id + OF_COMPANIES) if name in points)
    return _best(twins, audience, today)


OF_COMPANIES = "-azienda"
"""How the id of a point ends that tells a company what its twin tells a worker."""


def variant_for(variants: Iterable[Variant], known: Facts) -> int | None:
    """The number of the most particular variant that fits; None if none does.

    A variant fits if everything that it names is known. More names are more particular; of as many, an agreement is:
    who has told it has told where they work. Of two alike the first stands.
    """
    scopes = ((number, variant.scope.wanted()) for number, variant in enumerate(variants))
    fitting = [(number, wanted) for number, wanted in scopes if wanted.items() <= known.items()]
    best = max(fitting, key=lambda found: (len(found[1]), "agreement" in found[1]), default=None)
    return None if best is None else best[0]


def _best(answers: Iterable[Told], audience: Audience, today: date) -> Told | None:
    wanted = (audience, "worker")  # an operator without an entry of their own gets the worker's
    return min(answers, key=lambda a: (not a.current(today), *(each not in a.for_ for each in wanted)), default=None)


def facts_of(person: Person) -> Facts:
    """What is known of the person, by the names of a scope."""
    child = person.child
    part_time = (person.part_time or 100) < 100 or (person.weekly_hours or FULL_TIME_FROM) < FULL_TIME_FROM
    true = {
        "part_time": part_time,
        "adopted": child.adopted or child.entered,
        "twins": child.twin,
        "single": person.single,
        "disability": child.disability,
    }
    named = {"role": person.role, "work": person.work, "agreement": person.agreement}
    return {name: value for name, value in named.items() if value} | {
        name: "yes" for name, told in true.items() if told
    }


def text_of(told: Chosen) -> str:
    """The first screen that is shown."""
    return told.answer.answer if told.variant is None else told.answer.variants[told.variant].answer


_VERDICT = re.compile(r"\s*(?:per (?:te|voi)\s+)?(?P<says>s[ìi]|no)\b", re.IGNORECASE)


def opposite(says: str, text: str) -> bool:
    """Whether the text begins with a yes where a no was said, or the other way round."""
    begins = _VERDICT.match(text)
    return begins is not None and ("no" if begins["says"].casefold() == "no" else "yes") != says
