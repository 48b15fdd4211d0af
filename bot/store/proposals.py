"""Questions and replies of the desk that may become answers for everybody: masked, and nothing that leads back to a case."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import ProposalRow


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A row: `question` and `reply` are masked."""

    id: str
    question: str
    reply: str
    language: str
    """Of the case, ISO 639-1."""
    topic: str | None
    """What understanding made of the question."""


async def keep(
    session: AsyncSession, day: date, question: str, reply: str, language: str, topic: str | None = None
) -> bool:
    """Keeps a proposal; False if the same is kept already. Both texts have gone through `bot.rules.masking`."""
    same = (ProposalRow.question == question, ProposalRow.reply == reply)
    if await session.scalar(select(ProposalRow.id).where(*same)) is not None:
        return False
    row = ProposalRow(id=secrets.token_hex(8), day=day, question=question, reply=reply, language=language, topic=topic)
    session.add(row)
    await session.flush()
    return True


async def all_kept(session: AsyncSession) -> Sequence[KeptProposal]:
    """In the order of their texts: that of the rows tells nothing."""
    rows = await session.scalars(select(ProposalRow).order_by(ProposalRow.question, ProposalRow.id))
    return [KeptProposal(row.id, row.question, row.reply, row.language, row.topic) for row in rows]


async def forget(session: AsyncSession, ids: Iterable[str]) -> None:
    await session.execute(delete(ProposalRow).where(ProposalRow.id.in_(list(ids))))
