"""The tables. Each states what it keeps and for how long; `retention.py` holds the periods."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, in UTC: SQLite would hand back moments without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=value.tzinfo or UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: Moment, str: String, dict[str, Any]: JSON, list[Any]: JSON}


class InboxRow(Base):
    """What arrived. The text is wiped as soon as it is answered; the empty row goes after 7 days."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("update_key"), Index("ix_inbox_open", "done_at", "chat", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    update_key: Mapped[str]
    """Channel and number of the update: the same update is stored once."""
    chat: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    attachment: Mapped[str | None]
    sender: Mapped[str] = mapped_column(default="")
    """Empty in rows of a private chat: it is the chat."""
    message: Mapped[int | None] = mapped_column(BigInteger)
    thread: Mapped[int | None] = mapped_column(BigInteger)
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    forwarded: Mapped[bool] = mapped_column(default=False)
    album: Mapped[str | None]
    received_at: Mapped[datetime]
    """When it was written, where the channel tells."""
    leased_until: Mapped[datetime | None]
    """A worker has it in hand until then; or more of it may follow until then."""
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]


class OutboxRow(Base):
    """What is to be sent. The text is wiped when it has arrived; the empty row goes after 7 days."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_open", "closed_at", "chat", "id"), Index("ix_outbox_sent", "sent_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Any]]
    """Rows of [label, id of the button]."""
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When it was sent or given up."""
    trouble: Mapped[str | None]
    """Why the last attempt failed: blocked, gone, refused, network, slow_down."""
    act: Mapped[str] = mapped_column(default="say")
    """What sending it does: `say`, `edit`, `open_topic` ..., see `Act` in mailbox.py."""
    thread: Mapped[int | None] = mapped_column(BigInteger)
    """The topic it goes to; of a ticket's letter in its room, the ticket knows the topic."""
    reply_to: Mapped[int | None] = mapped_column(BigInteger)
    """The channel's number of the message it answers."""
    edits: Mapped[int | None]
    """For an `edit`: the row whose message gets this text."""
    sent_as: Mapped[int | None] = mapped_column(BigInteger)
    """The channel's number of the message it became; of the topic, for `open_topic`."""
    ticket: Mapped[str | None]
    receipt: Mapped[int | None]
    """The row of the room's message that tells operators how the delivery of this one goes."""
    file_name: Mapped[str | None]
    file_media: Mapped[str | None]
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Wiped with the text."""
    spans: Mapped[list[Any]] = mapped_column(default=list)
    """What of the text is bold or a link: rows of [start, length, address or nothing]. Wiped with the text."""


class ConversationRow(Base):
    """What is remembered of a chat: no text. Goes a year after the last message."""

    __tablename__ = "conversations"

    chat: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class ButtonRow(Base):
    """What a button shown in a chat does. Goes after 30 days."""

    __tablename__ = "buttons"
    __table_args__ = (Index("ix_buttons_shown_at", "shown_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[str]
    verb: Mapped[str]
    object: Mapped[str]
    shown_at: Mapped[datetime]
    pressed_at: Mapped[datetime | None]


class EventRow(Base):
    """One thing that happened, without person, chat or text. Kept: it is statistics."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    topic: Mapped[str | None]
    outcome: Mapped[str]
    audience: Mapped[str | None]
    district: Mapped[str | None]


class MissRow(Base):
    """A question that was not understood, masked, without chat and time of day. Goes after 180 days."""

    __tablename__ = "misses"
    __table_args__ = (Index("ix_misses_day", "day"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random, and no hidden number beside it: the order of the rows does not tell which came first."""
    day: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    """Empty where only the fact is known: somebody pressed "Nessuna di queste"."""
    language: Mapped[str]
    guesses: Mapped[list[Any]]
    """[topic, confidence], best first."""


class ProposalRow(Base):
    """A question and its reply at the desk, masked, for the curators: no case, person or time of day. Goes after 180 days."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_day", "day"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random, as for a miss."""
    day: Mapped[date]
    question: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    topic: Mapped[str | None]
    """What understanding made of the question."""


class PlanRow(Base):
    """A leave plan, kept because its owner asked for it: one a chat. Goes a year after its last day."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("link"), Index("ix_plans_ends_on", "ends_on"))

    chat: Mapped[str] = mapped_column(primary_key=True)
    case: Mapped[str] = mapped_column(Text)
    """The case as JSON: what was told, numbers and closed lists, never free text."""
    patron: Mapped[str | None]
    """The patron's day of the municipality, a rule of infopoints.yaml."""
    result: Mapped[str] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(Text)
    saved_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day of leave; the day of saving where the plan has no dates."""
    link: Mapped[str | None]
    """The secret word of the link by which it is shared; None: not shared."""


class FeedbackRow(Base):
    """How many found an answer useful on a day, without person or chat. Kept: it is statistics."""

    __tablename__ = "feedback"

    day: Mapped[date] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    useful: Mapped[int]
    useless: Mapped[int]


class OperatorRow(Base):
    """Who works at the desk, from where, and what they may do. A year after the removal only the number is left."""

    __tablename__ = "operators"
    __table_args__ = (UniqueConstraint("chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    chat: Mapped[str | None]
    helpdesks: Mapped[list[Any]]
    roles: Mapped[list[Any]]
    joined_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class InviteRow(Base):
    """An invitation to the desk, usable once. The code itself is not kept. Goes 30 days after it was made."""

    __tablename__ = "invites"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the code."""
    name: Mapped[str]
    helpdesks: Mapped[list[Any]]
    roles: Mapped[list[Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RoomRow(Base):
    """A group where operators work. Kept until it is unlinked."""

    __tablename__ = "rooms"

    chat: Mapped[str] = mapped_column(primary_key=True)
    helpdesk: Mapped[str | None]
    """Whose tickets come here; None: of every helpdesk without a room of its own."""
    forum: Mapped[bool]
    """It has topics, one a ticket; else one thread of replies a ticket."""
    hinted: Mapped[list[Any]]
    """Who wrote here without being an operator, and was told so: once is enough."""
    linked_at: Mapped[datetime]
    trouble: Mapped[str | None]
    """Why nothing arrives here at the moment; None: all is well. A room that is `blocked` or `gone` is none any more."""
    trouble_since: Mapped[datetime | None]


class QuestionRow(Base):
    """A question of the desk that an operator has not answered yet. Goes with the answer, with its ticket, or after 30 days."""

    __tablename__ = "questions"

    chat: Mapped[str] = mapped_column(primary_key=True)
    """Where it was asked."""
    person: Mapped[str] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(primary_key=True)
    """Empty where the question is which ticket, or about none."""
    thread: Mapped[int | None] = mapped_column(BigInteger)
    """The topic where it was asked."""
    command: Mapped[str]
    kept: Mapped[str] = mapped_column(Text)
    wants_yes: Mapped[bool]
    asked_at: Mapped[datetime]


class TicketRow(Base):
    """A request that waits for a person. Goes two years after it was closed."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_chat", "chat"), Index("ix_tickets_status", "status", "due_at"))

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    chat: Mapped[str]
    """Emptied when the person has their data deleted and the ticket must stay."""
    language: Mapped[str]
    helpdesk: Mapped[str | None]
    comune: Mapped[str | None]
    status: Mapped[str]
    holder: Mapped[int | None]
    level: Mapped[str]
    call: Mapped[str | None]
    form: Mapped[dict[str, Any]]
    consent: Mapped[str]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    term: Mapped[date | None]
    missing: Mapped[list[Any]]
    second_look: Mapped[int | None]
    bot_speaks: Mapped[bool] = mapped_column(default=False)
    """The citizen went back to the assistant while an operator has the ticket."""
    stars: Mapped[int | None]
    room: Mapped[str | None]
    thread: Mapped[int | None] = mapped_column(BigInteger)
    follows: Mapped[str | None]
    """The closed ticket after which the citizen wrote again."""


class TicketStepRow(Base):
    """The dated steps of a ticket. Go with it."""

    __tablename__ = "ticket_steps"
    __table_args__ = (Index("ix_ticket_steps_ticket", "ticket"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    what: Mapped[str]
    operator: Mapped[int | None]
    values: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class TicketMessageRow(Base):
    """What citizen and operators wrote in a ticket, notes included. Goes with it."""

    __tablename__ = "ticket_messages"
    __table_args__ = (
        Index("ix_ticket_messages_ticket", "ticket"),
        Index("ix_ticket_messages_message", "chat", "message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    author: Mapped[str]
    operator: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    chat: Mapped[str | None]
    """Where it was written."""
    message: Mapped[int | None] = mapped_column(BigInteger)
    """Its number there: a correction of it is carried on as a correction."""
    letter: Mapped[int | None]
    """The outbox row that carried it to the other side."""


class PostingRow(Base):
    """Which ticket a message of ours in a room belongs to: replies to it are about that ticket. Goes with the ticket."""

    __tablename__ = "postings"

    chat: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ticket: Mapped[str]


class ConsentRow(Base):
    """What a person agreed to, in which words. Goes five years after it was withdrawn, or with the person's data."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_chat", "chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str]
    subject: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DraftRow(Base):
    """A request that is being written. Goes after 30 days without a change."""

    __tablename__ = "drafts"

    chat: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    answers: Mapped[dict[str, Any]]
    consent: Mapped[str]
    changed_at: Mapped[datetime]


class ReminderRow(Base):
    """Something to say later. Goes 7 days after it was said."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_due", "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str]
    what: Mapped[str]
    """Key of a text, `reminder_<what>`."""
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class FundRow(Base):
    """One row a call with a journal: whoever changes the journal holds it locked. Goes with the journal."""

    __tablename__ = "funds"

    call: Mapped[str] = mapped_column(primary_key=True)


class LedgerRow(Base):
    """A movement of a call's fund: money and case codes, no person. Goes ten years after the call's last movement.

    Append-only: triggers (migration 0005) refuse changes, and deletion before its time. A migration that rebuilds the
    table in SQLite must make them again.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("external + available + reserved + confirmed = 0", name="ck_ledger_adds_up_to_zero"),
        CheckConstraint('"left" >= 0', name="ck_ledger_never_overspent"),
    )

    call: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    ticket: Mapped[str | None]
    cents: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None]
    external: Mapped[int] = mapped_column(BigInteger)
    """This and the next three: what is added to each account, in cents."""
    available: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    confirmed: Mapped[int] = mapped_column(BigInteger)
    left: Mapped[int] = mapped_column(BigInteger)
    """The balance of `available` afterwards."""


class AuditRow(Base):
    """Who did what at the desk, without texts. Goes after five years; append-only like the ledger."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_ticket", "ticket"), Index("ix_audit_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    operator: Mapped[int | None]
    """None: the assistant itself."""
    action: Mapped[str]
    ticket: Mapped[str | None]
