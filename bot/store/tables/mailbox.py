"""What arrived, and what is to be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


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
