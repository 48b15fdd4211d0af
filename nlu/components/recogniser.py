"""Everything that is asked of a text at once: its topic, its acts, its state, and the point of the likely topics.

A label of training is a topic (`ore-preavviso`), a point of it (`ore-preavviso/quale-contratto`), an act
(`act/affirm`) or a state (`state/danger`). Points are told apart within their topic, as Rasa's response selector does:
one against all over hundreds of classes takes five times longer, and confuses points of different topics.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from components.features import Counts, Features
from components.heads import Head, Learner, calibrated
from components.nearness import Nearness

TOPIC = "topic"
SIDES = ("act", "state")
STATE = "state"
"""What is asked beside the topic."""
QUESTION = "question"
"""The class of the texts that do none of the acts and tell none of the states: the examples of the topics."""
GENERAL = "general"
"""The class of the texts that ask for none of a topic's points: the topic's own examples."""
POINT_COUNTS = 0.2
"""What an example of a point counts for its topic beside a general one: points are many, and shared unevenly among topics
and languages. With 0.2 three questions in a hundred more are right than with 1."""
TOPICS_WITH_POINTS = 3
"""Of the likely topics, so many have their points ranked."""
POINTS = 10
Answers = dict[str, np.ndarray]


@dataclass(frozen=True)
class Example:
    text: str
    group: str
    """A topic, or one of SIDES."""
    name: str | None
    """The point, act or state."""

    @property
    def of_point(self) -> bool:
        return self.name is not None and self.group not in SIDES


@dataclass(frozen=True)
class Recogniser:
    """What training found; it asks Rasa for nothing, so that it can be measured by itself."""

    features: Features
    heads: dict[str, Head]
    """By what they ask: TOPIC, one of SIDES, or `points/<topic>`."""
    near: Nearness | None = None
    """To the examples of states; none where no state was learned."""

    def read(self, texts: Sequence[str], meanings: np.ndarray, length: int) -> list[dict[str, Any]]:
        """One object a text; its lists are ranked, best first, the topics' cut at `length`."""
        features = self.features.of(texts, meanings)
        chances = {name: self.heads[name].probabilities(features) for name in (TOPIC, *SIDES) if name in self.heads}
        near = self.near.ranked(meanings) if self.near else [[] for _ in texts]
        found = []
        for row in range(len(texts)):
            topics, acts, state = (self._ranked(name, chances, row) for name in (TOPIC, *SIDES))
            points = self._points(features[row], topics)
            read = {"intent_ranking": topics[:length], "acts": acts, "state": state, "points": points}
            found.append({**read, "near": [_guess(*guess) for guess in near[row]]})
        return found

    def _ranked(self, name: str, chances: Answers, row: int) -> list[dict[str, Any]]:
        if name not in chances:
            return []
        best = np.argsort(-chances[name][row])
        return [_guess(self.heads[name].labels[i], chances[name][row, i]) for i in best]

    def _points(self, features: csr_matrix, topics: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Confidence: that of the topic times that of the point within it, so that points of several compare."""
        found = []
        for topic in [topic for topic in topics if f"points/{topic['name']}" in self.heads][:TOPICS_WITH_POINTS]:
            head = self.heads[f"points/{topic['name']}"]
            for label, chance in zip(head.labels, head.probabilities(features)[0], strict=True):
                if label != GENERAL:
                    found.append(_guess(f"{topic['name']}/{label}", topic["confidence"] * chance))
        return sorted(found, key=lambda guess: -guess["confidence"])[:POINTS]

    def save(self, folder: Path) -> None:
        """Arrays and JSON: nothing that runs when it is read."""
        counts = {"letters": self.features.letters, "words": self.features.words}
        arrays = {"axes": self.features.axes} | {name: kind.weights() for name, kind in counts.items()}
        for name, head in self.heads.items():
            for field in ("columns", "coefficients", "intercepts", "temperature"):
                arrays[f"{name}.{field}"] = np.asarray(getattr(head, field))
        if self.near:
            arrays |= self.near.arrays()
        np.savez(folder / "heads.npz", **arrays)
        names = {name: kind.terms() for name, kind in counts.items()}
        names["near"] = self.near.labels if self.near else []
        labels = {name: head.labels for name, head in self.heads.items()}
        (folder / "heads.json").write_text(json.dumps({**names, "labels": labels}, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Recogniser:
        names = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
        with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
            letters, words = (Counts.known(kind, names[kind], arrays[kind]) for kind in ("letters", "words"))
            heads = {
                name: Head(
                    labels,
                    *(arrays[f"{name}.{field}"] for field in ("columns", "coefficients", "intercepts")),
                    temperature=float(arrays[f"{name}.temperature"]),
                )
                for name, labels in names["labels"].items()
            }
            near = Nearness.known(names["near"], arrays) if names["near"] else None
            return cls(Features(letters, words, arrays["axes"]), heads, near)


def _guess(name: str, confidence: float) -> dict[str, Any]:
    return {"name": name, "confidence": float(confidence)}


def learn_all(
    examples: Sequence[Example],
    meanings: np.ndarray,
    c: float,
    meaning_weight: float,
    meaning_weight_of_few: float,
    questions: int,
    not_questions: dict[str, list[str]],
) -> Recogniser:
    """The weights are of the meaning beside letters and words; it counts more for acts, states and points, whose few
    examples are said in many other words.

    `questions`: how many other examples stand for what does no act or tells no state; more of them cost time.

    `not_questions`: for acts and states, groups or labels whose examples say nothing about that.
    """
    texts = [example.text for example in examples]
    features = Features.learned(texts, meanings)
    rows = features.of(texts, meanings)
    wanted = {TOPIC: _topics(examples)}
    wanted |= {side: _side(examples, side, questions, not_questions.get(side, ())) for side in SIDES}
    wanted = {name: answers for name, answers in wanted.items() if len(set(answers) - {""}) > 1}
    points = {f"points/{topic}": answers for topic, answers in _points(examples).items()}
    ordinary, few = (Learner(c, features.weights(weight)) for weight in (meaning_weight, meaning_weight_of_few))
    counts_for_topics = np.where([example.of_point for example in examples], POINT_COUNTS, 1.0)
    with ThreadPoolExecutor(max_workers=2) as pool:  # the solver lets other threads run

        def start(name: str, answers: np.ndarray) -> tuple[Any, Any]:
            learner = ordinary if name == TOPIC else few
            counts = counts_for_topics if name == TOPIC else np.ones(len(examples))
            told = rows[answers != ""], answers[answers != ""], counts[answers != ""]
            return pool.submit(learner.learn, *told), pool.submit(learner.judged, *told)

        running = {name: start(name, answers) for name, answers in {**wanted, **points}.items()}
        done = {name: (head.result(), unseen.result()) for name, (head, unseen) in running.items()}
    heads: dict[str, Head] = {}
    for kind in ([TOPIC], *([name] for name in SIDES), list(points)):
        of_kind = {name: done[name] for name in kind if name in done}
        heads |= calibrated({name: head for name, (head, _) in of_kind.items()}, [u for _, u in of_kind.values()])
    near = Nearness.learned(meanings, wanted[STATE]) if STATE in wanted else None
    return Recogniser(features, heads, near)


def _topics(examples: Sequence[Example]) -> np.ndarray:
    """The right class of each example; empty where the question is not asked of it. So the two below."""
    return np.array(["" if example.group in SIDES else example.group for example in examples])


def _side(examples: Sequence[Example], side: str, questions: int, not_questions: Sequence[str]) -> np.ndarray:
    unclear = set(not_questions)
    others = [
        number
        for number, example in enumerate(examples)
        if example.group != side and not {example.group, f"{example.group}/{example.name}"} & unclear
    ]
    chosen = _sample(others, questions)
    return np.array(
        [
            (example.name or "") if example.group == side else QUESTION if number in chosen else ""
            for number, example in enumerate(examples)
        ]
    )


def _sample(numbers: Sequence[int], most: int) -> set[int]:
    """The same ones at every training."""
    if len(numbers) <= most:
        return set(numbers)
    return set(np.random.default_rng(0).choice(numbers, most, replace=False).tolist())


def _points(examples: Sequence[Example]) -> dict[str, np.ndarray]:
    topics = {example.group for example in examples if example.name and example.group not in SIDES}
    return {
        topic: np.array([(example.name or GENERAL) if example.group == topic else "" for example in examples])
        for topic in sorted(topics)
    }
