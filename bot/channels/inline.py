"""Cards for any chat: the entries that fit a few words, each whole, with its sources and the day it was verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.dialogue.turn import COMPANY_MENU, MENU
from bot.knowledge.figures import fill
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Entry
from bot.model.reply import EntryCard, Line, Message
from bot.model.style import Styled
from bot.understanding.typed import TypedFinder
from bot.wording import Writer

MOST_CARDS = 10
TITLE_COUNTS, ABOUT_COUNTS, EXAMPLE_COUNTS = 8, 3, 1
"""On held-out questions of tests/nlu: the right topic first in 86 of 100, among the first five in 96."""


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    """The entry's."""
    title: str
    description: str
    """One line: whom it is for, and how it begins."""
    told: Styled


class Cards:
    """Finds and writes cards, in Italian: the official text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._entries: dict[str, list[Entry]] = {}
        for entry in knowledge.entries.values():
            self._entries.setdefault(entry.topic, []).append(entry)
        self.finder = TypedFinder({topic: self._texts(topic) for topic in self._entries})

    def find(self, text: str, today: date) -> tuple[Card, ...]:
        """The cards of what fits the words, at most ten; of the main topics where there are no words yet."""
        topics = self.finder.find(text) if text.strip() else self._main_topics()
        entries = (entry for topic in topics for entry in self._entries[topic] if entry.current(today))
        return tuple(self._card(entry, today) for entry, _ in zip(entries, range(MOST_CARDS), strict=False))

    def _texts(self, topic: str) -> list[tuple[str, int]]:
        known = self._knowledge.topics[topic]
        examples = [t for entry in self._entries[topic] for texts in entry.questions.values() for t in texts]
        titles = [known.title, *known.titles.values()]
        return [
            *((title, TITLE_COUNTS) for title in titles),
            (known.about, ABOUT_COUNTS),
            *((text, EXAMPLE_COUNTS) for text in examples),
        ]

    def _main_topics(self) -> tuple[str, ...]:
        shown = (choice.action.object for row in (*MENU, *COMPANY_MENU) for choice in row)
        return tuple(dict.fromkeys(topic for topic in shown if topic in self._entries))

    def _card(self, entry: Entry, today: date) -> Card:
        audience = entry.for_[0]
        more = Line("inline_more", {"link": f"https://t.me/?start={entry.topic}"})
        reply = Writer(self._knowledge, audience, today).reply(Message((EntryCard(entry.id), more)))
        begins = fill(entry.answer, self._knowledge.figures, today).text.split("\n", 1)[0].strip()
        whom = "" if audience == "worker" else f"{self._knowledge.text(f'inline_for_{audience}', 'it')} · "
        return Card(entry.id, self._knowledge.topics[entry.topic].title, whom + begins, Styled(reply.text, reply.spans))
