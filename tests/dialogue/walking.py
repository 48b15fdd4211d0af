"""Random walks through every flow: where a walk starts, what somebody may do next, and what is understood of it.

No Rasa is needed: a walk says which acts, which topic and which danger stand in its words; everything else of the words
(dates, places, firms, agreements, what is sensitive) is really read. A walk is a list of steps, and steps can be replayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Effect
from bot.model.leave import ForgetPlan, SavePlan
from bot.model.reply import Reply
from bot.model.ticket import EraseEverything, TellDesk, WithdrawConsent
from bot.model.understanding import Act, ActName, DangerKind, Guess, Reading, Understanding
from bot.settings import Clock
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from tests.dialogue.citizen import TODAY, Citizen

SURE = 0.95


@dataclass(frozen=True)
class Step:
    """Something a person does, or that happens around them."""

    does: Literal["says", "edits", "sends", "presses", "days", "desk"]
    text: str = ""
    """Words; for `presses` the action, `days` their number, `desk` what an operator does, `sends` the kind of file."""
    acts: tuple[ActName, ...] = ()
    topic: str | None = None
    tells: bool = False
    """Something beside its acts stands in the words."""
    danger: DangerKind = ""
    distress: bool = False


class Scripted(Rasa):
    """A recogniser that leaves topics, acts and danger to the walk."""

    async def parse(self, text: str, parts: Sequence[str] = ()) -> Reading:
        return Reading(parts=(Reading(),) * len(parts))


def scripted_reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge, Scripted(), Clock(TODAY))


_READ: dict[str, Understanding] = {}


@dataclass
class Walker(Citizen):
    """Somebody who walks; `pressable` are the buttons of all replies so far."""

    pressable: list[Action] = field(default_factory=list)
    before: Conversation = field(default_factory=lambda: Conversation("test:1"))
    """The conversation before the last step."""
    turn_before: Turn | None = None
    heard: Understanding | None = None

    def does(self, step: Step) -> None:
        self.before, self.heard = self.conversation, None
        self.turn_before = Turn(self.knowledge, self.conversation, self.now.date(), records=self._records())
        match step.does:
            case "says" | "edits":
                self._says(step)
            case "sends":
                self.sends(step.text)
            case "presses":
                self.acts(Action(*step.text.split(" ", 1)))
            case "days":
                self.days_pass(int(step.text))
            case "desk":
                DESK[step.text](self)

    def understood(self, step: Step) -> Understanding | None:
        _, _, argument = step.text.partition(" ")
        words = argument if step.text.startswith("/") else step.text
        if not words.strip():
            return None
        if words not in _READ:
            _READ[words] = asyncio.run(self.reader.read(words))
        acts = tuple(Act(name, SURE) for name in step.acts)
        ranking = (Guess(step.topic, SURE),) if step.topic else (Guess("ore-cosa", 0.1), Guess("fuori-tema", 0.1))
        read = replace(
            _READ[words], ranking=ranking, acts=acts, only_acts=bool(acts) and not (step.topic or step.tells)
        )
        return replace(read, danger=step.danger, worry=step.danger or read.worry, distress=step.distress)

    def _says(self, step: Step) -> None:
        edited = step.does == "edits"
        kind = Kind.EDIT if edited else Kind.COMMAND if step.text.startswith("/") else Kind.TEXT
        self.messages += not edited
        self.heard = self.understood(step)
        self._hear(Heard(Utterance(self.chat, kind, step.text, message=self.messages), self.heard))

    def _hear(self, heard: Heard) -> str:
        said = super()._hear(heard)
        self.pressable += [each.action for each in self.conversation.shown]
        return said

    def _worded(self) -> tuple[Reply, ...]:
        """Papers are proved elsewhere: they take a while."""
        assert self.decision
        bare = tuple(replace(message, papers=()) for message in self.decision.messages)
        self.decision = replace(self.decision, messages=bare)
        return super()._worded()

    def _keep(self, effect: Effect) -> None:
        match effect:
            case SavePlan(plan):
                self.records = replace(self.records, plan=plan)
            case ForgetPlan():
                self.records = replace(self.records, plan=None)
            case WithdrawConsent(subject):
                kept = {name: version for name, version in self.records.consents.items() if name != subject}
                self.records = replace(self.records, consents=kept)
            case EraseEverything():
                self.records = replace(self.records, plan=None, draft=None, consents={}, tickets=())
            case TellDesk(code):
                self._change(code, relayed=True, operator_spoke_last=False)
            case _:
                super()._keep(effect)


# --- what happens at the desk meanwhile ---

DESK: dict[str, Callable[[Walker], None]] = {
    "takes": lambda walker: walker.desk_does(status="taken", holder=4, changed_at=walker.now),
    "asks": lambda walker: walker.desk_does(operator_spoke_last=True),
    "answers": lambda walker: walker.desk_does(status="closed", outcome="answered"),
    "refuses": lambda walker: walker.desk_does(
        status="closed", outcome="refused", term=walker.now.date() + timedelta(days=5)
    ),
}
