"""`concilia coverage`: which topics need a curator's hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import bootstrap
from bot.commands.common import (
    app,
    settings_with_log,
)
from bot.knowledge.loader import Knowledge
from bot.knowledge.sources import unlinked
from bot.settings import Clock
from bot.store import events, feedback
from bot.store.database import open_database
from bot.understanding.language import LANGUAGES

FEWEST_ITALIAN = 40
"""Examples of a topic below which understanding suffers: four times as many brought twelve points in a trial."""
FEWEST_FOREIGN = 2
"""The same for each other language."""
FEWEST_VOTES = 5
"""Fewer tell nothing."""
DISLIKED = 0.4
"""Share of "Non utile" from which an answer is looked at again."""
GAPS = {
    "few_examples": "pochi esempi",
    "few_foreign_examples": "poche altre lingue",
    "never_matched": "mai chiesto",
    "often_disliked": "poco utile",
    "overdue": "revisione scaduta",
    "no_english": "senza inglese",
}
"""What a topic may lack, and how it is said."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well one topic is covered."""

    topic: str
    italian: int
    """Example questions."""
    few_foreign: tuple[str, ...]
    """Languages with too few examples."""
    answered: int | None
    """How often it was answered; None while there are no statistics."""
    votes: feedback.Votes
    overdue: tuple[str, ...]
    """Entries and points whose review is due today or was before."""
    no_english: tuple[str, ...]
    """Entries without English translation."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Keys of GAPS."""
        all_votes = self.votes.useful + self.votes.useless
        missing = {
            "few_examples": self.italian < FEWEST_ITALIAN,
            "few_foreign_examples": bool(self.few_foreign),
            "never_matched": self.answered == 0,
            "often_disliked": all_votes >= FEWEST_VOTES and self.votes.useless >= DISLIKED * all_votes,
            "overdue": bool(self.overdue),
            "no_english": bool(self.no_english),
        }
        return tuple(gap for gap, is_missing in missing.items() if is_missing)


def coverage(
    knowledge: Knowledge, answered: Mapping[str, int], votes: Mapping[str, feedback.Votes], today: date
) -> list[Coverage]:
    """Every topic; most gaps first. `answered`: topic -> how often; `votes`: entry -> its votes."""
    examples = knowledge.examples()
    found = [
        _of_topic(knowledge, topic, examples.get(topic, {}), answered.get(topic, 0) if answered else None, votes, today)
        for topic in knowledge.topics
    ]
    return sorted(found, key=lambda topic: (-len(topic.gaps), topic.topic))


def as_json(topics: Sequence[Coverage], no_address: Sequence[str]) -> dict[str, Any]:
    """The object of `coverage --json`: topics without gaps too. `no_address`: sources that open nothing."""
    rows = [
        {
            "topic": topic.topic,
            "gaps": list(topic.gaps),
            "italian_examples": topic.italian,
            "few_foreign_examples": list(topic.few_foreign),
            "answered": topic.answered,
            "useful": topic.votes.useful,
            "useless": topic.votes.useless,
            "overdue": list(topic.overdue),
            "no_english": list(topic.no_english),
        }
        for topic in topics
    ]
    gaps = {gap: sum(gap in topic.gaps for topic in topics) for gap in GAPS}
    return {"topics": rows, "gaps": gaps, "sources_without_address": list(no_address)}


def show(topics: Sequence[Coverage], no_address: Sequence[str], console: Console) -> None:
    """The topics with gaps, how many topics share each gap, and the sources that open nothing."""
    table = Table(box=None, header_style="bold")
    for heading in ("argomento", "esempi", "risposte", "utile", "non utile", "che cosa manca"):
        table.add_column(heading, justify="left" if heading in ("argomento", "che cosa manca") else "right")
    lacking = [topic for topic in topics if topic.gaps]
    for topic in lacking:
        answered = "-" if topic.answered is None else topic.answered
        numbers = (topic.italian, answered, topic.votes.useful, topic.votes.useless)
        table.add_row(topic.topic, *map(str, numbers), _in_words(topic))
    if lacking:
        console.print(table)
    console.print(f"{len(lacking)} argomenti su {len(topics)} hanno qualcosa da fare.", highlight=False)
    for gap, words in GAPS.items():
        console.print(f"  {words}: {sum(gap in topic.gaps for topic in topics)}", highlight=False)
    if no_address:
        console.print(f"{len(no_address)} fonti senza un indirizzo da aprire:", highlight=False)
    for source in no_address:
        console.print(f"  {source}", highlight=False, markup=False)


def _of_topic(
    knowledge: Knowledge,
    topic: str,
    examples: Mapping[str, list[str]],
    answered: int | None,
    votes: Mapping[str, feedback.Votes],
    today: date,
) -> Coverage:
    entries = [entry for entry in knowledge.entries.values() if entry.topic == topic]
    points = knowledge.points.get(topic, {}).values()
    of_entries = [votes[entry.id] for entry in entries if entry.id in votes]
    foreign = [language for language in LANGUAGES if language != "it"]
    return Coverage(
        topic=topic,
        italian=len(examples.get("it", [])),
        few_foreign=tuple(language for language in foreign if len(examples.get(language, [])) < FEWEST_FOREIGN),
        answered=answered,
        votes=feedback.Votes(sum(vote.useful for vote in of_entries), sum(vote.useless for vote in of_entries)),
        overdue=tuple(answer.id for answer in (*entries, *points) if answer.review_by <= today),
        no_english=tuple(entry.id for entry in entries if "en" not in entry.translations),
    )


def _in_words(topic: Coverage) -> str:
    details = {
        "few_foreign_examples": topic.few_foreign,
        "overdue": topic.overdue,
        "no_english": topic.no_english,
    }
    return "; ".join(GAPS[gap] + (f" ({', '.join(details[gap])})" if gap in details else "") for gap in topic.gaps)


@app.command("coverage")
def show_coverage(
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object, all topics.")] = False,
) -> None:
    """Topics with few examples, never asked, often disliked, overdue for review or without English."""
    settings = settings_with_log("coverage.log")

    async def counts() -> tuple[dict[str, int], dict[str, feedback.Votes]]:
        async with open_database(settings.database) as sessions, sessions() as session:
            return await events.answered_by_topic(session), await feedback.by_entry(session)

    content = bootstrap.knowledge()
    topics = coverage(content, *asyncio.run(counts()), Clock(settings.today).today())
    no_address = unlinked(content.answers().values(), content.acts)
    if json_wanted:
        print(json.dumps(as_json(topics, no_address), ensure_ascii=False))
    else:
        show(topics, no_address, Console())
