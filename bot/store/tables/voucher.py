"""The money of the calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


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
