"""What was not understood: masked, and nothing that leads back to who wrote it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.decision import Miss
from bot.model.understanding import Guess
from bot.store.tables import MissRow


@dataclass(frozen=True, slots=True)
class KeptMiss:
    """A row: `text` is masked."""

    id: str
    text: str
    language: str
    guesses: tuple[Guess, ...]


def keep(session: AsyncSession, miss: Miss, masked: str) -> None:
    """`masked` has gone through `bot.rules.masking`; empty if the words are not known or nothing may stay of them."""
    guesses = [[guess.topic, round(guess.confidence, 2)] for guess in miss.guesses]
    session.add(
        MissRow(id=secrets.token_hex(8), day=miss.day, text=masked, language=miss.language, guesses=guesses),
    )


async def all_kept(session: AsyncSession) -> Sequence[KeptMiss]:
    """In the order of their texts: that of the rows tells nothing."""
    rows = await session.scalars(select(MissRow).order_by(MissRow.text, MissRow.id))
    return [
        KeptMiss(row.id, row.text, row.language, tuple(Guess(topic, sure) for topic, sure in row.guesses))
        for row in rows
    ]


async def forget(session: AsyncSession, ids: Iterable[str]) -> None:
    await session.execute(delete(MissRow).where(MissRow.id.in_(list(ids))))
