"""A conversation without Rasa, database and channel: the words are read, the decision taken, the reply worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.dialogue.decide import decide
from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.known import NAMES
from bot.dialogue.turn import NO_RECORDS, Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Records
from bot.model.entities import Entities
from bot.model.understanding import Act, ActName, Guess, Understanding
from bot.rules.leave import Verdict
from bot.understanding.amounts import alone, find_amounts
from bot.understanding.leave_agreements import AgreementFinder
from bot.understanding.leave_words import read_leave_words
from bot.understanding.practices import asks
from bot.wording import Writer, seen

TODAY = date(2026, 11, 22)


@dataclass
class Talk:
    """One chat; what it last heard is in `screen` and `labels`."""

    knowledge: Knowledge
    today: date = TODAY
    conversation: Conversation = field(default_factory=lambda: Conversation("test:1", greeted=True))
    screen: str = ""
    buttons: tuple[tuple[str, Action], ...] = ()
    decision: Decision | None = None
    records: Records = NO_RECORDS

    def __post_init__(self) -> None:
        self._agreements = AgreementFinder(self.knowledge.agreements)

    def says(self, text: str, *guesses: Guess, kind: Kind = Kind.TEXT, acts: Sequence[ActName] = ()) -> str:
        """Words, with what Rasa would make of them."""
        if text.startswith("/"):
            kind = Kind.COMMAND
        words = text.partition(" ")[2] if kind is Kind.COMMAND else text
        return self._hear(Heard(Utterance("test:1", kind, text), self._read(words, guesses, acts)))

    def presses(self, label: str) -> str:
        actions = [action for name, action in self.buttons if name == label]
        assert actions, (label, self.labels)
        return self.acts(actions[0])

    def acts(self, action: Action) -> str:
        return self._hear(Heard(Utterance("test:1", Kind.BUTTON, "b"), None, action))

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]

    @property
    def step(self) -> str | None:
        return self.conversation.flow.get("step")

    def _read(self, text: str, guesses: Sequence[Guess], acts: Sequence[ActName] = ()) -> Understanding:
        amounts = find_amounts(text, self.today)
        agreement = self._agreements.find(text) or self._agreements.find_in_parts(text)
        entities = Entities(amounts, agreement, alone(text, amounts, agreement), read_leave_words(text))
        done = tuple(Act(name, 0.9) for name in acts)
        return Understanding(tuple(guesses), "rasa", acts=done, question=asks(text), entities=entities)

    def _hear(self, heard: Heard) -> str:
        self.decision = decide(self.knowledge, self.conversation, heard, self.today, self.records)
        writer = Writer(self.knowledge, self.conversation.audience, self.today, self.conversation.language)
        replies = [writer.reply(replace(message, papers=())) for message in self.decision.messages]
        self.conversation = seen(self.decision.conversation, replies)
        self.screen = "\n\n".join(reply.text for reply in replies)
        self.buttons = tuple((one.label, one.action) for reply in replies for row in reply.buttons for one in row)
        return self.screen


def verdict_of(talk: Talk) -> Verdict:
    """What the calculator says of the plan under way."""
    return calculator(Turn(talk.knowledge, talk.conversation, talk.today)).verdict(answers(talk))


def answers(talk: Talk) -> dict[str, str]:
    """What the plan under way knows."""
    return {name: value for name, value in talk.conversation.flow.items() if name in NAMES}
