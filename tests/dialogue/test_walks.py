"""2,000 random walks through every flow: whatever people do, in whatever order, these rules hold after every step.

A walk that breaks one prints its seed and its steps; `replayed` walks them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from bot.knowledge.loader import Knowledge
from bot.understanding.reader import Reader
from tests.dialogue import walk_starts as starts
from tests.dialogue.walk_rules import Rules
from tests.dialogue.walk_starts import STARTS, Start
from tests.dialogue.walk_steps import walk
from tests.dialogue.walking import Step, Walker, scripted_reader

WALKS, A_TEST, LENGTH = 2_000, 50, 12


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return scripted_reader(knowledge)


@pytest.mark.parametrize("first", range(0, WALKS, A_TEST))
def test_on_every_walk_the_rules_hold(knowledge: Knowledge, reader: Reader, first: int) -> None:
    for seed in range(first, first + A_TEST):
        assert broken(knowledge, reader, seed) is None


def broken(knowledge: Knowledge, reader: Reader, seed: int) -> str | None:
    """The first rule that a walk breaks, with the walk."""
    start = STARTS[seed % len(STARTS)]
    walker = Walker(knowledge, reader)
    return _first_broken(walker, walk(walker, start, Random(seed), LENGTH), f"seed {seed}, {start.__name__}")


def replayed(knowledge: Knowledge, reader: Reader, start: Start, *steps: Step) -> str | None:
    """The same for steps that are given; what the start does first is done again."""
    walker = Walker(knowledge, reader)
    return _first_broken(walker, (*start(walker), *steps), start.__name__)


BROKEN_ONCE: list[tuple[str, Start, tuple[Step, ...]]] = [
    (
        "an old button declines one form while another is open",
        starts.voucher,
        (Step("says", "/piano"), Step("says", "dipendente privata"), Step("presses", "consent voucher no")),
    ),
    (
        "a place that is none of ours is asked for once",
        starts.handoff,
        (Step("presses", "consent question 2026-11"), Step("says", "Milano"), Step("says", "ripeti", ("repeat",))),
    ),
    (
        "a form that interrupts one that interrupted another",
        starts.practices,
        (Step("says", "/voucher"), Step("says", "/operatore"), Step("says", "/piano"), Step("says", "3/3/2024")),
    ),
    (
        "grief after danger, told to a form that passes it on",
        starts.rights,
        (
            Step("says", "mio marito mi picchia", danger="violence"),
            Step("says", "Opera"),
            Step("presses", "resume parla-operatore"),
            Step("says", "non ce la faccio più, sono sola e senza soldi", distress=True),
        ),
    ),
    (
        "the day in small talk is no answer",
        starts.company_done,
        (Step("says", "il 18 novembre"), Step("says", "come va oggi", ("small_talk",))),
    ),
]


@pytest.mark.parametrize(("start", "steps"), [walk[1:] for walk in BROKEN_ONCE], ids=[walk[0] for walk in BROKEN_ONCE])
def test_a_walk_that_was_broken_once_holds(
    knowledge: Knowledge, reader: Reader, start: Start, steps: tuple[Step, ...]
) -> None:
    assert replayed(knowledge, reader, start, *steps) is None


def _first_broken(walker: Walker, steps: Iterable[Step], name: str) -> str | None:
    done: list[Step] = []
    rules = Rules(walker)
    for one in steps:
        done.append(one)
        try:
            walker.does(one)
        except Exception as error:
            error.add_note(_story(name, done))
            raise
        if one.does not in ("days", "desk") and (wrong := next(rules.broken_by(one), None)):
            texts = "\n".join(f"    | {reply.text!r:.300} {walker.labels}" for reply in walker.replies)
            return f"{wrong}\n{_story(name, done)}\n  before: {walker.before.flow}\n{texts}"
    return None


def _story(name: str, steps: list[Step]) -> str:
    return "\n".join((f"  {name}:", *(f"    {one!r}," for one in steps)))
