"""A citizen's chat without Rasa, database and channel: words are read by likeness, what was decided is remembered.

What the store would keep of the effects (draft, consents, tickets) is kept in `records`; what the desk does to a ticket
is told with `desk_does`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.dialogue.decide import decide
from bot.knowledge.examples import with_examples
from bot.knowledge.loader import Knowledge
from bot.model.company import ForgetCompany, KeepCompany
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.deal import DropDeal, ForgetWorkplace, KeepDeal, KeepWorkplace
from bot.model.decision import Decision, Effect, Records
from bot.model.reply import Reply
from bot.model.self_check import ForgetSelfChecks, KeepSelfCheck
from bot.model.ticket import (
    AskSecondLook,
    DropDraft,
    GiveConsent,
    KeepDraft,
    LetBotSpeak,
    OpenTicket,
    Rate,
    Ticket,
    Withdraw,
)
from bot.model.understanding import Guess
from bot.settings import ROOT, Clock
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from bot.wording import seen, word

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def with_open_call(knowledge: Knowledge) -> Knowledge:
    return with_examples(knowledge, ROOT)


@dataclass
class Citizen:
    knowledge: Knowledge
    reader: Reader
    chat: str = "test:1"
    conversation: Conversation = field(default_factory=lambda: Conversation("test:1", greeted=True))
    records: Records = field(default_factory=Records)
    now: datetime = NOW
    replies: tuple[Reply, ...] = ()
    decision: Decision | None = None
    messages: int = 0

    def says(self, text: str, *guesses: Guess, edits: int | None = None) -> str:
        """Words; `edits`: the number of the message that they correct. `guesses`: what Rasa would make of them."""
        kind = Kind.EDIT if edits is not None else Kind.COMMAND if text.startswith("/") else Kind.TEXT
        self.messages += edits is None
        words = text.partition(" ")[2] if kind is Kind.COMMAND else text
        read = asyncio.run(self.reader.read(words)) if words else None
        if read and guesses:
            read = replace(read, ranking=guesses, by="rasa")
        number = edits if edits is not None else self.messages
        return self._hear(Heard(Utterance(self.chat, kind, text, message=number), read))

    def presses(self, label: str) -> str:
        found = [b.action for reply in self.replies for row in reply.buttons for b in row if b.label == label]
        assert found, (label, self.labels)
        return self.acts(found[0])

    def acts(self, action: Action) -> str:
        return self._hear(Heard(Utterance(self.chat, Kind.BUTTON, "b"), None, action))

    def sends(self, what: str, caption: str = "") -> str:
        self.messages += 1
        return self._hear(Heard(Utterance(self.chat, Kind.ATTACHMENT, caption, what, message=self.messages)))

    def agrees(self, subject: str) -> None:
        version = self.knowledge.notices[subject][-1].version
        self.records = replace(self.records, consents={**self.records.consents, subject: version})

    def desk_does(self, **changes: Any) -> None:
        """The newest ticket changes."""
        first, *others = self.records.tickets
        self.records = replace(self.records, tickets=(replace(first, **changes), *others))

    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @property
    def labels(self) -> list[str]:
        return [button.label for reply in self.replies for row in reply.buttons for button in row]

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.decision.effects if self.decision else ()

    @property
    def answers(self) -> dict[str, str]:
        return dict(self.records.draft.answers) if self.records.draft else {}

    @property
    def ticket(self) -> Ticket:
        return self.records.tickets[0]

    def _hear(self, heard: Heard) -> str:
        self.decision = decide(self.knowledge, self.conversation, heard, self.now.date(), self._records())
        self.replies = self._worded()
        self.conversation = seen(self.decision.conversation, self.replies)
        for effect in self.decision.effects:
            self._keep(effect)
        return "\n\n".join(reply.text for reply in self.replies)

    def _records(self) -> Records:
        fresh = f"{self.messages:04d}{len(self.records.tickets)}abcdefghijk"
        return replace(self.records, now=self.now, fresh=fresh)

    def _worded(self) -> tuple[Reply, ...]:
        assert self.decision
        return word(self.knowledge, self.decision, self.now.date(), self.now)

    def _keep(self, effect: Effect) -> None:
        records = self.records
        match effect:
            case KeepSelfCheck(check):
                others = (each for each in records.self_checks if each.done_on != check.done_on)
                self.records = replace(records, self_checks=(*others, check))
            case ForgetSelfChecks():
                self.records = replace(records, self_checks=())
            case KeepCompany(company):
                self.records = replace(records, network=replace(records.network, company=company))
            case ForgetCompany():
                self.records = replace(records, network=replace(records.network, company=None))
            case KeepDeal(deal):
                own = (deal, *(each for each in records.deals.own if each.id != deal.id))
                self.records = replace(records, deals=replace(records.deals, own=own))
            case DropDeal(id):
                own = tuple(each for each in records.deals.own if each.id != id)
                self.records = replace(records, deals=replace(records.deals, own=own))
            case KeepWorkplace(firm):
                self.records = replace(records, deals=replace(records.deals, workplace=firm))
            case ForgetWorkplace():
                self.records = replace(records, deals=replace(records.deals, workplace=None))
            case KeepDraft(draft):
                self.records = replace(records, draft=draft)
            case DropDraft():
                self.records = replace(records, draft=None)
            case GiveConsent(subject, version):
                self.records = replace(records, consents={**records.consents, subject: version})
            case OpenTicket(ticket, _):
                self.records = replace(records, tickets=(ticket, *records.tickets))
            case Withdraw(code):
                self._change(code, status="closed", outcome="withdrawn")
            case AskSecondLook(code):
                self._change(code, status="open", outcome=None, second_look=7)
            case Rate(code, stars):
                self._change(code, stars=stars)
            case LetBotSpeak(code):
                self._change(code, bot_speaks=True)

    def _change(self, code: str, **changes: Any) -> None:
        tickets = (replace(each, **changes) if each.code == code else each for each in self.records.tickets)
        self.records = replace(self.records, tickets=tuple(tickets))


def reader_for(knowledge: Knowledge) -> Reader:
    return Reader(knowledge, Rasa(), Clock(TODAY))
