"""Which text answers this person: the entry of a topic or one of its points, and the variant for what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Answer, Entry, Point, Variant
from bot.model.person import Audience, Person

Told = TypeVar("Told", bound=Answer)
Known = Mapping[str, str]
"""What is known of a person, by the names of a scope: {"role": "father", "agreement": "credito-abi"}."""
WHOLE = 100
"""Percent of full time."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text to show."""

    answer: Entry | Point
    variant: int | None = None
    """Which of its variants; None: its own text."""


def known_of(person: Person) -> dict[str, str]:
    """What a person told, as scopes name it; the child is the one that the questions are about."""
    values = {"role": person.role, "work": person.work, "agreement": person.agreement}
    true = {
        "part_time": person.part_time is not None and person.part_time < WHOLE,
        "adopted": person.child.adopted,
        "twins": person.child.twin,
        "single": person.single,
        "disability": person.child.disability,
    }
    return {name: value for name, value in values.items() if value} | {name: "yes" for name in true if true[name]}


def choose(
    knowledge: Knowledge, topic: str, audience: Audience, known: Known, today: date, point: str | None = None
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


def variant_for(variants: Iterable[Variant], known: Known) -> int | None:
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
