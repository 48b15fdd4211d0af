"""A desk at work: the real assistant on a real database, a clock that stands where it is put, letters that are looked at."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assistant import Assistant
from bot.delivery import CannotArrive, Service
from bot.desk import effects
from bot.desk import serving as casework
from bot.desk.office import Office
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Kind, Utterance
from bot.model.decision import Effect
from bot.model.ticket import OpenTicket, Operator, Role, Ticket, TicketKind
from bot.rules.codes import new_code
from bot.settings import Clock
from bot.store import audit, cards, mailbox, operators, rooms, tickets
from bot.store.audit import Audited
from bot.store.database import Sessions, open_database
from bot.store.mailbox import Letter
from bot.store.tables import ButtonRow, OutboxRow
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Ten o'clock in Italy."""
SAN_DONATO = "015192"
HERE, NEAR, FAR = "san-donato-segretariato-sociale", "melegnano-servizi-sociali", "rozzano-servizio-sociale"
"""Three helpdesks: the first two are in one district."""
ROOM, NEAR_ROOM, FAR_ROOM, LEAD_ROOM = (f"telegram:-{number}" for number in (100, 200, 300, 400))
CITIZEN, ANNA, BRUNO, CARLA, STRANGER = (f"telegram:{number}" for number in (1, 11, 12, 13, 99))


@dataclass(frozen=True, slots=True)
class StandingClock(Clock):
    """Stands where it is put."""

    hands: list[datetime] = field(default_factory=lambda: [MONDAY])

    def now(self) -> datetime:
        return self.hands[0]

    def today(self) -> date:
        return self.hands[0].date()


@dataclass
class Desk:
    assistant: Assistant
    clock: StandingClock
    sent: list[Letter] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    """Chats where nothing arrives."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1000))
    keys: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    edits: list[str] = field(default_factory=list)
    """Texts that replaced others."""

    @property
    def sessions(self) -> Sessions:
        return self.assistant.sessions

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, time: timedelta) -> None:
        self.clock.hands[0] += time

    def office(self, session: AsyncSession) -> Office:
        return Office(session, self.assistant.knowledge, self.now, self.clock.today())

    # --- people ---

    async def operator(self, name: str, chat: str | None, helpdesks: Iterable[str], *roles: Role) -> Operator:
        async with self.sessions.begin() as session:
            return await operators.add(session, name, chat, helpdesks, roles or ("operator",), self.now)

    async def link(self, room: str, helpdesk: str | None) -> None:
        async with self.sessions.begin() as session:
            await rooms.link(session, room, helpdesk, self.now)

    # --- what happens ---

    async def open(
        self,
        words: str = "Ho diritto al voucher?",
        chat: str = CITIZEN,
        helpdesk: str | None = HERE,
        kind: TicketKind = "question",
        call: str | None = None,
    ) -> str:
        """A citizen's new request; its code."""
        code = new_code(f"{next(self.numbers):020d}")
        ticket = Ticket(
            code, kind, chat, "it", helpdesk, self.now, self.now, comune=SAN_DONATO, call=call, consent="2026-11"
        )
        await self.effect(chat, OpenTicket(ticket, words))
        return code

    async def effect(self, chat: str, effect: Effect, text: str = "") -> None:
        async with self.sessions.begin() as session:
            await effects.carry_out(self.office(session), Utterance(chat, Kind.TEXT, text), [effect])
        await self.deliver()

    async def do(self, utterance: Utterance) -> list[Letter]:
        """Something arrives; what was sent because of it."""
        before = len(self.sent)
        async with self.sessions.begin() as session:
            await mailbox.receive(session, f"k{next(self.keys)}", utterance, self.now)
        while await self.assistant.answer_next("telegram"):
            pass
        await self.deliver()
        return self.sent[before:]

    async def write(
        self,
        who: str,
        text: str,
        room: str | None = None,
        about: str | None = None,
        message: int | None = None,
        edit: bool = False,
        forwarded: bool = False,
    ) -> list[Letter]:
        """Somebody writes: in private, or in a room, in the topic of a case if `about` names one."""
        kind = Kind.EDIT if edit else Kind.COMMAND if text.startswith("/") else Kind.TEXT
        thread = (await self.ticket(about)).thread if about else None
        number = message or next(self.numbers)
        sender = who if room else ""
        return await self.do(
            Utterance(room or who, kind, text, sender=sender, message=number, thread=thread, forwarded=forwarded)
        )

    async def reply(self, who: str, letter: Letter, text: str) -> list[Letter]:
        """Somebody answers, in private, a message that arrived."""
        async with self.sessions() as session:
            row = await session.get(OutboxRow, letter.id)
        assert row
        return await self.do(Utterance(who, Kind.TEXT, text, message=next(self.numbers), reply_to=row.sent_as))

    async def press(self, who: str, object: str, room: str | None = None, verb: str = "desk") -> list[Letter]:
        """Somebody presses a button that was shown in their chat or room."""
        chat = room or who
        async with self.sessions() as session:
            shown = (ButtonRow.chat == chat, ButtonRow.verb == verb, ButtonRow.object == object)
            ids = list(await session.scalars(select(ButtonRow.id).where(*shown)))
        assert ids, f"no button {verb} {object} in {chat}"
        return await self.do(Utterance(chat, Kind.BUTTON, ids[-1], sender=who if room else ""))

    async def tick(self) -> list[Letter]:
        before = len(self.sent)
        await self.assistant.tick()
        await self.deliver()
        return self.sent[before:]

    async def remove(self, operator: Operator) -> None:
        async with self.sessions.begin() as session:
            await casework.remove_operator(self.office(session), operator.id)
        await self.deliver()

    async def deliver(self) -> None:
        """The real service sends everything; it needs time for its pace, which is given back."""
        now = self.now
        service = Service("telegram", self.assistant, self._arrive)
        while True:
            self.wait(timedelta(seconds=30))
            await service.under_way.round()
            async with self.sessions() as session:
                unsent = (OutboxRow.closed_at.is_(None), OutboxRow.chat.startswith("telegram:"))
                if await session.scalar(select(OutboxRow.id).where(*unsent).limit(1)) is None:
                    break
        self.clock.hands[0] = now

    async def _arrive(self, letter: Letter) -> int | None:
        if letter.chat in self.blocked:
            raise CannotArrive("blocked")
        if letter.act == "edit":
            self.edits.append(letter.text)
        self.sent.append(letter)
        return next(self.numbers)

    # --- what is there ---

    async def ticket(self, code: str) -> Ticket:
        async with self.sessions() as session:
            found = await tickets.read(session, code)
        assert found
        return found

    async def open_tickets(self) -> tuple[Ticket, ...]:
        async with self.sessions() as session:
            return await tickets.queue(session)

    async def buttons(self, chat: str, verb: str = "desk") -> set[str]:
        """What the buttons that were shown in a chat do."""
        async with self.sessions() as session:
            shown = (ButtonRow.chat == chat, ButtonRow.verb == verb)
            return set(await session.scalars(select(ButtonRow.object).where(*shown)))

    async def trail(self, code: str) -> list[Audited]:
        async with self.sessions() as session:
            return list(await audit.trail(session, code))

    def told(self, chat: str, since: int = 0) -> str:
        """All texts that arrived in a chat."""
        return "\n---\n".join(letter.text for letter in self.sent[since:] if letter.chat == chat)


@pytest.fixture(scope="session")
async def lexical_reader(knowledge: Knowledge) -> AsyncIterator[Reader]:
    """Reads without Rasa: citizens here press buttons, or are passed on."""
    async with Rasa(["http://127.0.0.1:9"]) as nobody:
        yield Reader(knowledge, nobody, Clock(MONDAY.date()))


async def no_month_is_over(desk: Desk) -> None:
    """Nobody is asked whether a public card is still right, for a year."""
    async with desk.sessions.begin() as session:
        for helpdesk in desk.assistant.knowledge.territory.helpdesks:
            await cards.ask(session, helpdesk, None, MONDAY + timedelta(days=365))


@pytest.fixture
async def desk(knowledge: Knowledge, lexical_reader: Reader, tmp_path: Path) -> AsyncIterator[Desk]:
    """An empty desk."""
    clock = StandingClock()
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as sessions:
        yield Desk(Assistant(knowledge, lexical_reader, sessions, clock), clock)
