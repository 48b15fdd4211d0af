"""The companies of the network and who speaks for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.company import Company, Contact, ContactRole
from bot.store.tables import CompanyContactRow, CompanyInviteRow, CompanyRow, TriedRow

INVITE_HOLDS = timedelta(days=7)
NotUsable = Literal["unknown", "used", "expired"]


# --- companies ---


async def of_chat(session: AsyncSession, chat: str, lock: bool = False) -> Company | None:
    """The company that this chat speaks for; with `lock` nobody else changes it before the transaction ends."""
    spoken_for = select(CompanyContactRow.company).where(CompanyContactRow.chat == chat)
    query = select(CompanyRow).where(CompanyRow.id == spoken_for.scalar_subquery())
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = await session.scalar(query)
    return _company(row) if row else None


async def read(session: AsyncSession, id: str | None, lock: bool = False) -> Company | None:
    row = await session.get(CompanyRow, id, with_for_update=lock or None, populate_existing=True) if id else None
    return _company(row) if row else None


async def of_ticket(session: AsyncSession, code: str) -> Company | None:
    """The company whose request to join this is."""
    row = await session.scalar(select(CompanyRow).where(CompanyRow.ticket == code).with_for_update())
    return _company(row) if row else None


async def members(session: AsyncSession) -> tuple[Company, ...]:
    """Those that are in the network now, by name."""
    rows = await session.scalars(select(CompanyRow).where(CompanyRow.state == "member").order_by(CompanyRow.name))
    return tuple(map(_company, rows))


async def pending(session: AsyncSession) -> tuple[Company, ...]:
    """Those that have asked to join and wait."""
    rows = await session.scalars(select(CompanyRow).where(CompanyRow.state == "asked").order_by(CompanyRow.name))
    return tuple(map(_company, rows))


async def everybody(session: AsyncSession) -> tuple[Company, ...]:
    """All but drafts, those that left too: what they did still bears their name."""
    rows = await session.scalars(select(CompanyRow).where(CompanyRow.state != "draft").order_by(CompanyRow.name))
    return tuple(map(_company, rows))


async def save(session: AsyncSession, company: Company, now: datetime) -> None:
    values: dict[str, Any] = asdict(company) | {"shows": list(company.shows), "changed_at": now}
    await session.merge(CompanyRow(**values))
    await session.flush()


async def forget(session: AsyncSession, ids: Iterable[str]) -> None:
    """Deletes companies with their contacts and invitations."""
    gone = list(ids)
    for table in (CompanyContactRow, CompanyInviteRow):
        await session.execute(delete(table).where(table.company.in_(gone)))
    await session.execute(delete(CompanyRow).where(CompanyRow.id.in_(gone)))


# --- who speaks for them ---


async def contacts(session: AsyncSession, company: str) -> tuple[Contact, ...]:
    """Oldest first."""
    own = select(CompanyContactRow).where(CompanyContactRow.company == company)
    rows = await session.scalars(own.order_by(CompanyContactRow.since, CompanyContactRow.chat))
    return tuple(Contact(row.chat, row.company, row.role, row.since) for row in rows)  # type: ignore[arg-type]  # closed lists


async def add_contact(session: AsyncSession, chat: str, company: str, role: ContactRole | None, now: datetime) -> None:
    """A chat speaks for one company: the one before is left. A role alone may change."""
    row = await session.get(CompanyContactRow, chat)
    if row is None:
        session.add(CompanyContactRow(chat=chat, company=company, role=role, since=now))
    elif row.company == company:
        row.role = role or row.role
    else:
        row.company, row.role, row.since = company, role, now
    await session.flush()


async def drop_contact(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(CompanyContactRow).where(CompanyContactRow.chat == chat))


async def invite(session: AsyncSession, company: str, code: str, now: datetime) -> None:
    """Keeps an invitation of a contact; of its code only the digest."""
    expires = now + INVITE_HOLDS
    session.add(CompanyInviteRow(digest=_digest(code), company=company, made_at=now, expires_at=expires))
    await session.flush()


async def invited(session: AsyncSession, code: str, now: datetime) -> Company | NotUsable:
    """What an invitation leads to; it is locked, so that of two who open it only one gets in."""
    query = select(CompanyInviteRow).where(CompanyInviteRow.digest == _digest(code)).with_for_update()
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return "unknown"
    if row.used_at is not None:
        return "used"
    company = await read(session, row.company) if row.expires_at > now else None
    return company if company and company.state in ("asked", "member") else "expired"


async def use_invitation(session: AsyncSession, code: str, now: datetime) -> str | None:
    """Ends an invitation; the company it leads to, None if it was used meanwhile."""
    row = await session.get(CompanyInviteRow, _digest(code), with_for_update=True, populate_existing=True)
    if row is None or row.used_at is not None:
        return None
    row.used_at = now
    await session.flush()
    return row.company


async def end_invitations(session: AsyncSession, company: str) -> None:
    """Links that nobody has used yet lead nowhere from now on."""
    unused = (CompanyInviteRow.company == company, CompanyInviteRow.used_at.is_(None))
    await session.execute(delete(CompanyInviteRow).where(*unused))


# --- what was tried ---


async def has_tried(session: AsyncSession, practice: str, company: str, now: datetime) -> None:
    await session.merge(TriedRow(practice=practice, company=company, day=now.date()))


async def tried(session: AsyncSession) -> dict[str, int]:
    """Practice -> how many companies tried it."""
    counted = select(TriedRow.practice, func.count()).group_by(TriedRow.practice)
    return {str(practice): count for practice, count in await session.execute(counted)}


def _company(row: CompanyRow) -> Company:
    values: dict[str, Any] = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return Company(**values | {"shows": tuple(row.shows)})


def _digest(code: str) -> str:
    """Of the letters and digits alone, as for the invitations of the desk."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
