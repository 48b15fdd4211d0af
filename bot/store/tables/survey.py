"""The needs survey, who has answered, what was answered; and the numbers that were published.

Who and what stand in two tables without a common key, moment or order. Both are written anew at each answer, in the order
of their keys: neither the place of a row on the disk nor the transaction that wrote it tells which answers came with whom.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Base


class SurveyRow(Base):
    """A survey: for whom, from when to when, how many answered. Goes five years after it closed."""

    __tablename__ = "surveys"
    __table_args__ = (UniqueConstraint("link"), UniqueConstraint("key"))

    code: Mapped[str] = mapped_column(primary_key=True)
    questionnaire: Mapped[str]
    firm: Mapped[str | None]
    firm_name: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    invited: Mapped[int]
    replies: Mapped[int]
    link: Mapped[str]
    key: Mapped[str]
    salt: Mapped[str]
    """What marks are made with; emptied with them when the survey is over."""


class SurveyMarkRow(Base):
    """That somebody has answered: a keyed digest of the chat, so that nobody answers twice. Goes when the survey is over."""

    __tablename__ = "survey_marks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(primary_key=True)


class SurveyCountRow(Base):
    """How many chose an option: no row is anybody's. Goes with the survey; at its end already where too few answered."""

    __tablename__ = "survey_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class PublishedRow(Base):
    """Numbers of the Observatory as they were published first, small ones hidden. Kept: later editions repeat them."""

    __tablename__ = "published"

    period: Mapped[str] = mapped_column(primary_key=True)
    """`2026-10`, or `2026-T4` for a quarter."""
    indicator: Mapped[str] = mapped_column(primary_key=True)
    rows: Mapped[list[Any]]
