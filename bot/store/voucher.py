"""The journal of each call's fund. Here it is kept in order and under lock; `bot/rules/voucher/checks/ledger.py` says what it means.

    done = await ledger.change(session, call, lambda journal: reserve(journal, code, cents, now))

Of two transactions that change the same call, the second waits until the first has ended, and then reads what it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.fund import Entries, Movement, MovementKind, ReleaseReason
from bot.store.tables import FundRow, LedgerRow


class Appends(Protocol):
    @property
    def movements(self) -> tuple[Movement, ...]: ...


Done = TypeVar("Done", bound=Appends)


async def change(session: AsyncSession, call: str, rule: Callable[[tuple[Movement, ...]], Done]) -> Done:
    """Hands the journal to `rule`, appends the movements it gives, and returns what it gave.

    The call stays locked until the session's transaction ends.
    """
    await _lock(session, call)
    done = rule(await journal(session, call))
    if done.movements:
        await session.execute(insert(LedgerRow), [_columns(call, movement) for movement in done.movements])
    return done


async def journal(session: AsyncSession, call: str) -> tuple[Movement, ...]:
    """All movements of a call, in order; to read only, without a lock."""
    rows = await session.execute(
        select(*LedgerRow.__table__.c).where(LedgerRow.call == call).order_by(LedgerRow.number)
    )
    return tuple(_movement(row) for row in rows)


async def calls(session: AsyncSession) -> Sequence[str]:
    """The calls that have a journal."""
    return (await session.scalars(select(LedgerRow.call).distinct().order_by(LedgerRow.call))).all()


async def forget(session: AsyncSession, before: datetime) -> None:
    """Deletes the calls whose last movement is older, whole: half a journal would not add up."""
    last = select(LedgerRow.call).group_by(LedgerRow.call).having(func.max(LedgerRow.at) < before)
    old = (await session.scalars(last)).all()
    for table in (LedgerRow, FundRow):
        await session.execute(delete(table).where(table.call.in_(old)))


async def _lock(session: AsyncSession, call: str) -> None:
    """SQLite has one writer at a time anyway; on PostgreSQL the fund's row is the lock."""
    fund = select(FundRow.call).where(FundRow.call == call).with_for_update()
    if await session.scalar(fund) is None:
        dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        new = dialects[session.get_bind().dialect.name](FundRow).values(call=call)
        await session.execute(new.on_conflict_do_nothing())
        await session.scalar(fund)


def _columns(call: str, movement: Movement) -> dict[str, Any]:
    values = asdict(movement)
    return {"call": call, **values.pop("entries"), **values}


def _movement(row: Row[Any]) -> Movement:
    return Movement(
        number=row.number,
        at=row.at,
        kind=cast(MovementKind, row.kind),
        ticket=row.ticket,
        cents=row.cents,
        reason=cast("ReleaseReason | None", row.reason),
        entries=Entries(row.external, row.available, row.reserved, row.confirmed),
        left=row.left,
    )
