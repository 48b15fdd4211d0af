"""How well danger and distress are heard, on tests/danger_eval.jsonl, by an author who had not seen the examples.

Run with `.venv/bin/python -m bench.danger`; `--lexical` measures what is heard while Rasa is away. Rules, words and
examples were developed on the odd lines; the even ones nobody who writes those should read, so that their figures
stay honest: `--wrong` lists the odd ones alone. `--keep` stores the figures of the even lines for tests/test_danger.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from bot import bootstrap
from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.reply import Line
from bot.model.understanding import Understanding
from bot.settings import ROOT, read_settings
from bot.understanding.rasa import Rasa, RasaChild
from bot.understanding.reader import Reader
from bot.understanding.training import train
from bot.wording import word

SENTENCES = ROOT / "tests" / "danger_eval.jsonl"
KEPT = Path(__file__).with_name("danger.yaml")
TODAY = date(2026, 11, 22)
REFUSALS = frozenset({"off_topic", "not_understood", "not_understood_twice", "no_words"})
LISTENING = frozenset({"distress", "danger_listening"})
PERSON = "parla-operatore"
MOST_TRIES = 5
console = Console()


@dataclass(frozen=True, slots=True)
class Sentence:
    number: int
    text: str
    label: str
    """danger, sad or harmless."""
    language: str

    @property
    def even(self) -> bool:
        return self.number % 2 == 0


@dataclass(frozen=True, slots=True)
class Met:
    """How a sentence was met, as the first message of a chat."""

    sentence: Sentence
    full: bool
    """The numbers alone."""
    half: bool
    """The numbers before an answer."""
    numbers: bool
    refused: bool
    listened: bool
    """A sentence that listens, and the button to a person."""


def sentences() -> list[Sentence]:
    rows = [json.loads(row) for row in SENTENCES.read_text(encoding="utf-8").splitlines()]
    return [Sentence(number, row["text"], row["label"], row["lang"]) for number, row in enumerate(rows, start=1)]


def met(knowledge: Knowledge, sentence: Sentence, meaning: Understanding) -> Met:
    chat = Conversation("bench", greeted=True)
    decision = decide(knowledge, chat, Heard(Utterance("bench", Kind.TEXT, sentence.text), meaning), TODAY)
    keys = {part.key for message in decision.messages for part in message.parts if isinstance(part, Line)}
    full = decision.outcome == "safety"
    return Met(
        sentence,
        full=full,
        half=bool(meaning.worry) and not full,
        numbers=_says_the_number(knowledge, decision),
        refused=bool(keys & REFUSALS),
        listened=bool(keys & LISTENING) and _offers_a_person(decision),
    )


async def hear_all(reader: Reader, knowledge: Knowledge, these: Iterable[Sentence], lexical: bool = False) -> list[Met]:
    return [met(knowledge, sentence, await _read(reader, sentence.text, lexical)) for sentence in these]


async def _read(reader: Reader, text: str, lexical: bool) -> Understanding:
    """A busy machine may be late with an answer: that is measured elsewhere."""
    for _ in range(1 if lexical else MOST_TRIES):
        meaning = await reader.read(text)
        if meaning.by == "rasa":
            break
    return meaning


def failures(heard: Sequence[Met]) -> dict[str, int]:
    """How many were met wrongly, of each kind."""
    harmless, danger, sad = ([one for one in heard if one.sentence.label == label] for label in LABELS)
    return {
        "harmless_full_alarm": sum(one.full for one in harmless),
        "harmless_half_alarm": sum(one.half for one in harmless),
        "danger_without_numbers": sum(not one.numbers for one in danger),
        "danger_refused": sum(one.refused for one in danger),
        "sad_not_listened_to": sum(not one.listened for one in sad),
    }


LABELS = ("harmless", "danger", "sad")


def wrong(one: Met) -> bool:
    return any(failures([one]).values())


def _says_the_number(knowledge: Knowledge, decision: Decision) -> bool:
    first, *_ = word(knowledge, decision, TODAY)
    return "112" in first.text


def _offers_a_person(decision: Decision) -> bool:
    shown = (one for message in decision.messages for choices in message.choices for one in choices)
    return any(one.action.object == PERSON for one in shown)


def _table(title: str, heard: Sequence[Met]) -> Table:
    table = Table("", *LABELS, *(name.replace("_", " ") for name in failures([])), title=title)
    for language in (None, *dict.fromkeys(one.sentence.language for one in heard)):
        of_language = [one for one in heard if language in (None, one.sentence.language)]
        counts = [sum(one.sentence.label == label for one in of_language) for label in LABELS]
        table.add_row(language or "all", *map(str, counts), *map(str, failures(of_language).values()))
    return table


async def _measure(lexical: bool) -> list[Met]:
    settings, knowledge = read_settings(), bootstrap.knowledge()
    examples = knowledge.labelled_examples()
    child = None if lexical else RasaChild(ROOT, settings.home, train(ROOT, settings.home, console.print, examples))
    async with Rasa(child=child) as rasa:
        if child and not await rasa.wait_ready(180):
            raise SystemExit("Rasa does not start.")
        return await hear_all(Reader(knowledge, rasa), knowledge, sentences(), lexical)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lexical", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    heard = asyncio.run(_measure(options.lexical))
    even = [one for one in heard if one.sentence.even]
    odd = [one for one in heard if not one.sentence.even]
    console.print(_table("odd lines: developed on", odd), _table("even lines: never read", even))
    if options.wrong:
        for one in filter(wrong, odd):
            console.print(one.sentence.label, one.sentence.text, markup=False)
    if options.keep:
        KEPT.write_text(yaml.safe_dump(failures(even), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
