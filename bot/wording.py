"""Decision -> Reply: picks the text and fills it. What to say was decided before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.helpdesk_card import Card
from bot.knowledge.figures import fill
from bot.knowledge.loader import Knowledge
from bot.knowledge.practices import Practice
from bot.knowledge.readability import first_sentence
from bot.knowledge.schema import Answer, Translation, Variant
from bot.knowledge.sources import cited
from bot.model.conversation import Conversation, Shown
from bot.model.decision import Decision
from bot.model.person import Audience
from bot.model.reply import (
    Button,
    Choice,
    EntryCard,
    HelpdeskCard,
    HelpdeskHours,
    Line,
    Message,
    Part,
    PointCard,
    PracticeCard,
    Reply,
)
from bot.model.style import Span, Styled
from bot.model.time import italian_day
from bot.papers import make

SOURCES_ON_FIRST_SCREEN = 2
FOR_YOU = "you_"
"""How the keys of lines for one person begin: their first sentence is the verdict."""
PARAGRAPHS = Styled("\n\n")
RIGHT_TO_LEFT = {"ar"}
_NAME = re.compile(r"\{([a-z_]+)\}")
_COMMAND = re.compile(r"(?<!\w)/[a-z_]+")


def word(knowledge: Knowledge, decision: Decision, today: date, now: datetime | None = None) -> tuple[Reply, ...]:
    """The replies to send, in order."""
    conversation = decision.conversation
    writer = Writer(knowledge, conversation.audience, today, conversation.language, now)
    return tuple(writer.reply(message) for message in decision.messages)


def seen(conversation: Conversation, replies: Sequence[Reply]) -> Conversation:
    """The conversation with the buttons that its last replies show."""
    buttons = [button for reply in replies for row in reply.buttons for button in row]
    shown = tuple(Shown(one.label, one.action.verb, one.action.object, one.means) for one in buttons)
    return replace(conversation, shown=shown) if replies else conversation


class Writer:
    """Fills texts for one audience on one day, in one language; what is not translated stays Italian."""

    def __init__(
        self,
        knowledge: Knowledge,
        audience: Audience | None,
        today: date,
        language: str = "it",
        now: datetime | None = None,
    ) -> None:
        """With `now`, helpdesks tell whether they are open at this moment."""
        self._knowledge = knowledge
        self._language = language
        self._audience = audience
        self._today = today
        self._card = Card(knowledge.territory, self.text, today, now, language)

    def reply(self, message: Message) -> Reply:
        told = PARAGRAPHS.joined(self._part(part) for part in message.parts)
        buttons = tuple(tuple(self._button(choice) for choice in row) for row in message.choices)
        papers = tuple(make(self._knowledge, paper, self._today) for paper in message.papers)
        return Reply(told.text, buttons, papers, told.spans)

    def text(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """The text of a key, in the company's form if there is one and a company asks."""
        text = self._knowledge.text(key, self._language, self._audience).strip()
        if self._language in RIGHT_TO_LEFT:
            text, values = kept_together(text, values or {})
        return _NAME.sub(lambda name: (values or {}).get(name[1], name[0]), text).strip()

    def _part(self, part: Part) -> Styled:
        match part:
            case Line(key, values) if key.startswith(FOR_YOU):
                text = self.text(key, values)
                return Styled(text, (Span(0, len(first_sentence(text))),))
            case Line(key, values):
                return Styled(self.text(key, values))
            case EntryCard(entry, sources_only=True):
                known = self._knowledge.entries[entry]
                return self._provenance(known.sources, False, known.verified_on)
            case EntryCard(entry):
                return self._answer(self._knowledge.entries[entry], part)
            case PointCard(point):
                topic, _, id = point.partition("/")
                return self._answer(self._knowledge.points[topic][id], part)
            case HelpdeskCard(helpdesk):
                return self._card.of(self._knowledge.territory.helpdesks[helpdesk])
            case HelpdeskHours(helpdesk, day):
                desk = self._knowledge.territory.helpdesks[helpdesk]
                return self._card.open_now(desk, date.fromisoformat(day) if day else None)
            case PracticeCard(practice, details, tried):
                return self._practice(self._knowledge.practices[practice], details, tried)

    def _button(self, choice: Choice) -> Button:
        label = self.text(choice.label, choice.values) if choice.label else self._title(choice.action.object)
        return Button(label, choice.action, choice.means)

    def _title(self, topic: str) -> str:
        known = self._knowledge.topics[topic]
        return known.titles.get(self._language, known.title)

    def _answer(self, answer: Answer, card: EntryCard | PointCard) -> Styled:
        """The text for this person, or its translation if there is one; another language is told which text is official.

        A variant is Italian: what holds for this person matters more than the language of what holds in general.
        """
        told: Answer | Translation | Variant = answer.translations.get(self._language, answer)
        if card.variant is not None:
            told = answer.variants[card.variant]
        more = told.more or answer.more if isinstance(told, Variant) else told.more
        filled = fill(more or told.answer if card.details else told.answer, self._knowledge.figures, self._today)
        days = [answer.verified_on, *(period.verified_on for period in filled.periods)]
        if isinstance(told, Translation):
            days.append(told.verified_on)
        text = first_sentences(filled.text) if card.brief else filled.text.strip()
        verdict = Span(0, len(first_sentence(text)))
        parts = [
            Styled(text, () if card.details else (verdict,)),
            self._provenance(answer.sources, card.details or not more, min(days)),
        ]
        if isinstance(told, Translation):
            parts.insert(1, Styled(self.text("official_italian")))
        elif self._language != "it":
            parts.insert(0, Styled(self.text("italian_answer")))
        if filled.unknown or not answer.current(self._today) or answer.review_by < self._today:
            parts.insert(0, Styled(self.text("to_confirm")))
        return PARAGRAPHS.joined(parts)

    def _provenance(self, sources: Sequence[str], all_sources: bool, verified_on: date | None) -> Styled:
        """Where it stands, with links to the acts, and when it was verified, if it was."""
        shown = sources if all_sources else sources[:SOURCES_ON_FIRST_SCREEN]
        pieces = [piece for source in shown for piece in cited(source, self._knowledge.acts)]
        links = [Styled(piece.text, (Span(0, len(piece.text), piece.url),) if piece.url else ()) for piece in pieces]
        if len(shown) < len(sources):
            links.append(Styled(self.text("more_sources")))
        told = Styled("; ").joined(links)
        day = (
            self.text("verified", {"day": italian_day(verified_on)}) if verified_on else self.text("practice_to_check")
        )
        return Styled("\n").joined((told.within(self.text("source", {"sources": told.text})), Styled(day)))

    def _practice(self, card: Practice, details: bool, tried: int) -> Styled:
        parts = [Styled(self._practice_details(card) if details else self._practice_screen(card))]
        if tried:
            parts.append(Styled(self.text("meeting_tried_by", {"count": str(tried)})))
        parts.append(self._provenance(card.sources, details, card.verified_on))
        if card.review_by < self._today:
            parts.insert(0, Styled(self.text("to_confirm")))
        return PARAGRAPHS.joined(parts)

    def _practice_screen(self, card: Practice) -> str:
        told = {"title": card.title, "problem": card.problem, "measure": card.measure, "example": card.example}
        lines = [self.text("practice", told)]
        if card.caution:
            lines.append(self.text("practice_caution", {"caution": card.caution}))
        sizes, work = self._knowledge.firm_facts["size"].values, self._knowledge.firm_facts["work"].values
        suits = {
            "sizes": ", ".join(sizes[size].in_lists for size in card.sizes),
            "work": ", ".join(work[time].in_lists for time in card.shifts_or_office),
            "cost": card.cost_band,
            "effort": card.effort,
            "transferability": card.transferability,
        }
        return "\n".join(lines) + "\n\n" + self.text("practice_fits", suits)

    def _practice_details(self, card: Practice) -> str:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(card.first_month, start=1))
        pitfalls = "\n".join(f"• {pitfall}" for pitfall in card.pitfalls)
        return self.text("practice_details", {"title": card.title, "steps": steps, "pitfalls": pitfalls})


_SENTENCE = re.compile(r"(?<=[.!?])\s+")
BRIEF = 2
"""Sentences of an answer that is said more simply."""


def first_sentences(text: str) -> str:
    """The first two sentences, which hold the answer; a list is cut before its first item."""
    told = text.strip().split("\n•")[0].strip()
    return " ".join(_SENTENCE.split(told)[:BRIEF]).rstrip(":").strip()


def kept_together(text: str, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A text written from right to left whose commands and filled-in values keep their own direction.

    Without the invisible marks (Unicode isolates) a phone number would show its groups in reverse order and a
    command its stroke on the wrong side. A value that is the whole text needs none.
    """
    text = _COMMAND.sub(lambda command: f"\u2066{command[0]}\u2069", text)
    if _NAME.fullmatch(text):
        return text, dict(values)
    return text, {name: f"\u2068{value}\u2069" for name, value in values.items()}
