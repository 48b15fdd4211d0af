"""From a text to its meaning: topic, place, who asks, danger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import cast

from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import ByHeart
from bot.model.entities import Entities
from bot.model.person import Audience
from bot.model.understanding import Act, Guess, Reading, Understanding, UnderstoodBy
from bot.settings import Clock
from bot.understanding.acts import act_of, acts_in
from bot.understanding.alarm import KINDS, Alarm, alarm, without_recogniser
from bot.understanding.amounts import alone, find_amounts
from bot.understanding.bare import BareWords
from bot.understanding.context import Vocabulary
from bot.understanding.danger import DangerFinder
from bot.understanding.language import LanguageFinder
from bot.understanding.leave_agreements import AgreementFinder
from bot.understanding.leave_words import read_leave_words
from bot.understanding.own_agreement import read_own_agreement, without_terms
from bot.understanding.parts import citizens_words, clauses_in, questions_in, sentences_in
from bot.understanding.person_words import owner_as_parent
from bot.understanding.places import PlaceFinder
from bot.understanding.plain import PhraseFinder, plain
from bot.understanding.practices import FirmReader, PracticeFinder, asks
from bot.understanding.rasa import NluAway, Rasa
from bot.understanding.sensitive import SensitiveFinder
from bot.understanding.standin import StandIn
from bot.understanding.voucher import VoucherReader

LONGEST_TEXT = 2000
"""Characters that are read; the rest of a longer message is not."""
SURE_PART = 0.8
"""A question inside a message counts by itself only if it is this clear."""
CLEAR_PART, LEAST_ASKED = 0.9, 4
"""The same for the only question of a story that is not clear as a whole; and its words at least."""
LONGEST_FOLLOW_UP = 12
"""Words of a message that may go on from the one before."""
LEAST_LETTERS = 6
"""Of fewer letters a likeness says nothing about danger."""
CERTAIN = 1.0
SURE = 0.9
"""A lexical match this good is as good as Rasa: no need to wait for it."""


class Reader:
    """Reads texts with Rasa when it is there, by likeness to the same examples when it is away."""

    def __init__(self, knowledge: Knowledge, rasa: Rasa, clock: Clock | None = None) -> None:
        self.rasa = rasa
        self._clock = clock or Clock()
        self._agreements = AgreementFinder(knowledge.agreements)
        self._stand_in = StandIn(knowledge.labelled_examples())
        self._places = PlaceFinder(knowledge.territory)
        by_language = knowledge.examples_by_language()
        harmless = (found.questions for state, found in knowledge.state_examples.items() if state not in KINDS)
        known = (by_language, *harmless)
        self._danger = DangerFinder(
            knowledge.danger, (text for each in known for texts in each.values() for text in texts)
        )
        self._needs = {
            role: PhraseFinder([*need.words, *need.absent]) for role, need in knowledge.territory.needs.items()
        }
        self._language = LanguageFinder(by_language)
        self._bare = BareWords(knowledge.bare_words)
        self._vocabulary = Vocabulary(text for texts in by_language.values() for text in texts)
        self._sensitive = SensitiveFinder(knowledge.sensitive)
        self._firms = FirmReader(knowledge.firm_facts)
        self._practices = PracticeFinder(knowledge.practices.values())
        self._vouchers = VoucherReader(knowledge.voucher_words, self._places)
        self._by_heart = knowledge.by_heart
        self._audiences = {audience: PhraseFinder(cues) for audience, cues in knowledge.audience_cues.items()}

    async def read(self, text: str, patience: float = 0, context: str = "") -> Understanding:
        """The meaning of a text. `patience`: seconds to wait for a Rasa that is starting for the first time.

        `context`: what is remembered of the words of the question before.
        """
        whole, text = text, text[:LONGEST_TEXT]
        words = plain(text)
        audience = self._audience(words)
        question = citizens_words(text) if audience == "operator" else text
        clauses, questions, sentences = clauses_in(question), questions_in(question), sentences_in(text)
        behind = [f"{context} {question}"] if context and len(words.split()) <= LONGEST_FOLLOW_UP else []
        parts = list(dict.fromkeys((*clauses, *questions, *behind, *sentences)))
        reading, by = (
            await self._recognised(question, parts, patience) if words else (self._stand_in.read(text), "lexical")
        )
        of_part = dict(zip(parts, reading.parts, strict=True)) if reading.parts else {}
        heard = self._heard(whole, reading, [of_part[one] for one in sentences if one in of_part], by)
        place, bare = self._places.find(text), self._bare.topics(text)
        read = Understanding(
            ranking=reading.topics,
            by=by,
            acts=()
            if bare
            else acts_in(reading, [(clause, of_part[clause]) for clause in clauses if clause in of_part]),
            only_acts=not bare and act_of(reading) is not None,
            bare=bare,
            points=reading.points,
            state=reading.state,
            in_context=next((of_part[one] for one in behind if one in of_part), None) if by == "rasa" else None,
            vocabulary="" if heard.worry else self._vocabulary.of(question),
            language=None if place and place.alone else self._language.find(text),
            place=place,
            need=next((role for role, finder in self._needs.items() if finder.in_plain(words)), None),
            audience=audience,
            asked=_asked(of_part[one] for one in questions if one in of_part) if by == "rasa" else (),
            story_asks=_story_asks({one: of_part[one] for one in sentences if one in of_part})
            if by == "rasa"
            else None,
            danger=heard.danger,
            worry=heard.worry,
            distress=heard.distress,
            child=heard.child,
            doubt=heard.doubt,
            sensitive=self._sensitive.find(text),
            firm=self._firms.read(text),
            practices=self._practices.find(text),
            question=asks(text),
            entities=self._entities(text),
            voucher=self._vouchers.find(text),
        )
        meant = self._by_heart.get(words)
        return read if meant is None else _by_heart(read, meant)

    def _heard(self, text: str, whole: Reading, sentences: Sequence[Reading], by: UnderstoodBy) -> Alarm:
        words = self._danger.read(text)
        if by == "rasa":
            return alarm(words, (whole, *sentences))
        return without_recogniser(words, whole if len(plain(text)) >= LEAST_LETTERS else Reading())

    def _entities(self, text: str) -> Entities:
        own = read_own_agreement(text)
        text = without_terms(text, own)
        amounts = find_amounts(text, self._clock.today())
        agreement = self._agreements.find(text) or self._agreements.find_in_parts(text)
        return Entities(amounts, agreement, alone(text, amounts, agreement), read_leave_words(text), own)

    async def _recognised(self, text: str, parts: Sequence[str], patience: float) -> tuple[Reading, UnderstoodBy]:
        with suppress(NluAway):
            return await self.rasa.parse(text, parts), "rasa"
        reading = self._stand_in.read(text, parts)
        sure = bool(reading.acts) or any(guess.confidence >= SURE for guess in reading.topics)
        if patience and not sure and self.rasa.starting and await self.rasa.wait_ready(patience):
            with suppress(NluAway):
                return await self.rasa.parse(text, parts), "rasa"
        return reading, "lexical"

    def _audience(self, words: str) -> Audience | None:
        for audience, finder in self._audiences.items():
            if finder.in_plain(words):
                return "worker" if audience == "company" and owner_as_parent(words) else cast(Audience, audience)
        return None


def _by_heart(read: Understanding, meant: ByHeart) -> Understanding:
    """A whole message whose meaning is certain."""
    acts = (Act(meant.does, CERTAIN),) if meant.does else ()
    ranking = (Guess(meant.about, CERTAIN), *read.ranking) if meant.about else ()
    only = bool(acts)
    return replace(read, acts=acts, only_acts=only, ranking=ranking, points=(), in_context=None, bare=())


def _asked(questions: Iterable[Reading]) -> tuple[str, ...]:
    """The topics of the questions in a message that holds several, each as sure as an answer must be."""
    best = (question.topics[0] for question in questions if question.topics)
    return tuple(dict.fromkeys(guess.topic for guess in best if guess.confidence >= SURE_PART))


def _story_asks(sentences: Mapping[str, Reading]) -> str | None:
    """The topic of the one question of a story, where it is clear by itself."""
    asked = [reading for text, reading in sentences.items() if text.endswith("?") and len(text.split()) >= LEAST_ASKED]
    best = asked[0].topics[0] if len(asked) == 1 and asked[0].topics else None
    return best.topic if best and best.confidence >= CLEAR_PART else None
