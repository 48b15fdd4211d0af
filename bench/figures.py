"""The few figures that must not fall, and their comparison with the last ones kept in baseline.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.answers.fallback import OFF_TOPIC, likely_topics, sure_topic
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation
from bot.model.understanding import Guess, Understanding

BASELINE = Path(__file__).with_name("baseline.yaml")
MOST_LOST = 0.02
"""Two points: what a figure may get worse by ..."""
CHANCE = 3
"""... or so many sentences, if that is more: the same model differs by as much from machine to machine."""
LOWER_IS_BETTER = {"good_refused", "wrong_answers", "calibration_error"}


def outcome(knowledge: Knowledge, guesses: tuple[Guess, ...]) -> str:
    """What the dialogue does with a ranking: `answer`, `suggest` or `refuse`."""
    turn = Turn(knowledge, Conversation("bench"), date.today(), Understanding(guesses, by="rasa"))
    sure = sure_topic(turn)
    if sure:
        return "refuse" if sure == OFF_TOPIC else "answer"
    return "suggest" if likely_topics(turn) else "refuse"


def figures(knowledge: Knowledge, results: Sequence[Any], calibration_error: float) -> dict[str, float]:
    """Shares from 0 to 1, of results of bench.evaluate."""
    good = [r for r in results if r.in_scope]
    italian = [r for r in good if r.sentence.language == "it"]
    foreign = [r for r in good if r.sentence.language != "it"]
    near = [r for r in results if not r.in_scope and not r.sentence.far]
    far = [r for r in results if not r.in_scope and r.sentence.far]
    done = {id(r): outcome(knowledge, r.guesses) for r in results}
    return {
        "italian_right_first": _share(r.right for r in italian),
        "italian_answered_or_suggested": _share(
            (done[id(r)] == "answer" and r.right) or (done[id(r)] == "suggest" and r.in_three) for r in italian
        ),
        "other_languages_right_first": _share(r.right for r in foreign),
        "good_answered": _share(done[id(r)] == "answer" for r in good),
        "good_refused": _share(done[id(r)] == "refuse" for r in good),
        "near_off_topic_caught": _share(done[id(r)] == "refuse" for r in near),
        "far_off_topic_caught": _share(done[id(r)] == "refuse" for r in far),
        "wrong_answers": _share(done[id(r)] == "answer" and not r.right for r in results),
        "calibration_error": calibration_error,
    }


def losses(now: Mapping[str, float], before: Mapping[str, float], results: Sequence[Any]) -> list[str]:
    """The figures that got worse by more than MOST_LOST and CHANCE allow, in words."""
    worse = []
    for name, value in before.items():
        lost = now[name] - value if name in LOWER_IS_BETTER else value - now[name]
        if lost > max(MOST_LOST, CHANCE / _measured_on(name, results)):
            worse.append(f"{name} was {value:.1%} and is {now[name]:.1%}")
    return worse


def _measured_on(name: str, results: Sequence[Any]) -> int:
    """How many sentences a figure is a share of."""
    if name.endswith("off_topic_caught"):
        return sum(not r.in_scope and r.sentence.far == name.startswith("far") for r in results)
    return len(results)


def read_baseline() -> dict[str, float]:
    return dict(yaml.safe_load(BASELINE.read_text())["figures"])


def keep(now: Mapping[str, float], sentences: int) -> None:
    """Writes the figures as the ones to compare with from now on."""
    kept = {
        "measured_on": date.today(),
        "sentences": sentences,
        "figures": {name: round(value, 4) for name, value in now.items()},
    }
    head = "# The last figures of `make evaluate`. CI fails when one gets worse by more than two points.\n"
    BASELINE.write_text(head + yaml.safe_dump(kept, sort_keys=False))


def _share(facts: Iterable[bool]) -> float:
    found = list(facts)
    return sum(found) / len(found) if found else 0.0
