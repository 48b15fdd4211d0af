"""How well acts are heard, on tests/nlu/acts.jsonl (by an author who had not seen the examples), and at what cost.

Run with `.venv/bin/python -m bench.acts`; `--lexical` measures the phrases that answer while Rasa is away,
`--wrong` lists what was heard wrongly.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.evaluate import held_out
from bot import bootstrap
from bot.dialogue.answers.fallback import OFF_TOPIC
from bot.model.understanding import ACTS, QUESTION, Understanding
from bot.settings import ROOT, read_settings
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.reader import Reader
from bot.understanding.training import train

SENTENCES = ROOT / "tests" / "nlu" / "acts.jsonl"
ACTS_THEMSELVES = ("saluto", "grazie", "parla-operatore")
"""Topics whose sentences do an act: none of them is a question that could lose its answer."""
console = Console()


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    language: str
    acts: tuple[str, ...]
    """In order; empty: a question."""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    sentence: Sentence
    meaning: Understanding

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(act.name for act in self.meaning.acts)


def sentences() -> list[Sentence]:
    rows = map(json.loads, SENTENCES.read_text(encoding="utf-8").splitlines())
    return [Sentence(r["text"], r["lang"], tuple(act for act in r["acts"] if act != QUESTION)) for r in rows]


def questions() -> list[Sentence]:
    return [Sentence(s.text, s.language, (), s.topic) for s in held_out() if s.topic not in ACTS_THEMSELVES]


def scores(heard: Sequence[Heard]) -> dict[str, float]:
    """F1 of each act that stands in the sentences."""
    right = Counter(act for one in heard for act in set(one.acts) & set(one.sentence.acts))
    said = Counter(act for one in heard for act in set(one.acts))
    meant = Counter(act for one in heard for act in set(one.sentence.acts))
    return {act: 2 * right[act] / (said[act] + meant[act]) for act in ACTS if meant[act]}


def lost(heard: Sequence[Heard]) -> list[Heard]:
    """The questions that were taken for nothing but an act; small talk off topic has no answer to lose."""
    taken = [one for one in heard if not one.sentence.acts and one.meaning.only_acts]
    return [one for one in taken if one.sentence.topic != OFF_TOPIC or one.acts != ("small_talk",)]


async def measure(lexical: bool) -> tuple[list[Heard], list[Heard]]:
    settings, knowledge = read_settings(), bootstrap.knowledge()
    child = None if lexical else RasaChild(ROOT, settings.home, train(ROOT, settings.home, console.print))
    async with Rasa(child=child) as rasa:
        if child and not await rasa.wait_ready(180):
            raise SystemExit("Rasa did not start.")
        reader = Reader(knowledge, rasa)
        acts = [Heard(sentence, await reader.read(sentence.text)) for sentence in sentences()]
        return acts, [Heard(sentence, await reader.read(sentence.text)) for sentence in questions()]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.acts", description=__doc__)
    parser.add_argument("--lexical", action="store_true", help="the phrases that answer while Rasa is away")
    parser.add_argument("--wrong", action="store_true", help="list what was heard wrongly: the set is then spent")
    options = parser.parse_args()
    acts, topics = asyncio.run(measure(options.lexical))
    by_act = scores(acts)
    table = Table("act", "sentences", "F1")
    for act, score in sorted(by_act.items(), key=lambda pair: pair[1]):
        table.add_row(act, str(sum(act in one.sentence.acts for one in acts)), f"{score:.3f}")
    console.print(table)
    console.print(f"macro F1 {sum(by_act.values()) / len(by_act):.3f}")
    for name, part in (("Italian", True), ("other languages", False)):
        of_language = [one for one in acts if (one.sentence.language == "it") is part]
        exact = sum(one.acts == one.sentence.acts for one in of_language)
        console.print(f"{name}: exactly these acts, in this order: {exact} of {len(of_language)}")
    for name, heard in (("questions among them", acts), ("questions of topics", topics)):
        asked = [one for one in heard if not one.sentence.acts]
        named = sum(bool(one.acts) for one in asked)
        console.print(f"{name}: {len(lost(heard))} of {len(asked)} taken for an act alone; an act heard in {named}")
    if options.wrong:
        for one in [one for one in acts if one.acts != one.sentence.acts] + lost(topics):
            line = f"{','.join(one.sentence.acts) or QUESTION} -> {','.join(one.acts) or QUESTION}: {one.sentence.text}"
            console.print(line, markup=False, highlight=False)


if __name__ == "__main__":
    main()
