"""Examples of what people do and in what state they write (nlu/data/acts, nlu/data/state): read, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, get_args

from bot.knowledge.problems import Problem, parse, read_each
from bot.knowledge.schema import ActExamples, StateExamples
from bot.model.understanding import ACTS, StateName

LEAST_OF_ACT = (40, 4)
"""Examples in Italian, and in each other language."""
LEAST_OF_STATE = (15, 1)
Labelled = TypeVar("Labelled", ActExamples, StateExamples)
Acts = Mapping[str, ActExamples]
States = Mapping[str, StateExamples]


def read_examples(root: Path, folder: str, shape: type[Labelled], problems: list[Problem]) -> dict[str, Labelled]:
    """By the name of their act or state, which is that of the file."""
    found: dict[str, Labelled] = {}
    for name, row in read_each(root, f"nlu/data/{folder}/*.yml", problems):
        if (examples := parse(shape, row, name, "", problems)) is None:
            continue
        if examples.name != Path(name).stem:
            problems.append(Problem(name, "", f"{examples.name} is not the name of the file", "rename one of the two"))
        found[examples.name] = examples
    return found


def acts_and_states_have_examples(acts: Acts, states: States, languages: Iterable[str]) -> Iterator[Problem]:
    yield from _enough("acts", acts, ACTS, LEAST_OF_ACT, sorted(languages))
    yield from _enough("state", states, get_args(StateName), LEAST_OF_STATE, sorted(languages))


def _enough(
    folder: str, found: Acts | States, names: Iterable[str], least: tuple[int, int], languages: list[str]
) -> Iterator[Problem]:
    """None at all is a knowledge base that does not use them: so are small ones."""
    for name in names if found else ():
        file = f"nlu/data/{folder}/{name}.yml"
        if name not in found:
            yield Problem(file, "", "is missing: nothing could be taken for it", "write its examples")
            continue
        for language in languages:
            wanted, there = least[language != "it"], len(found[name].questions.get(language, []))
            if there < wanted:
                problem = f"{there} examples are fewer than {wanted}"
                yield Problem(file, f"questions.{language}", problem, "write more, of other kinds")


def each_example_has_one_label(acts: Acts, states: States) -> Iterator[Problem]:
    for folder, found in (("acts", acts), ("state", states)):
        seen: dict[str, str] = {}
        for name, examples in found.items():
            for text in (text for texts in examples.questions.values() for text in texts):
                words = "".join(c if c.isalnum() or c == "?" else " " for c in text.casefold())  # "va bene?" asks
                other = seen.setdefault(" ".join(words.split()) or text, name)
                if other != name:
                    problem = f"{text!r} is an example of {other} too"
                    yield Problem(f"nlu/data/{folder}/{name}.yml", "questions", problem, "keep it in one of them")
