"""Each indicator gives on its own example the result that stands beside it; on both databases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Date, insert

from bot.knowledge.indicators import Indicator
from bot.rules.observatory import month
from bot.store import observatory
from bot.store.database import Sessions
from bot.store.observatory import indicators, measure
from bot.store.tables import Base
from bot.store.tables.base import Moment

COUNTED = [one for one in indicators() if one.sql]
OCTOBER = month(2026, 10)


def typed(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the days and moments that YAML writes as text."""
    columns = Base.metadata.tables[table].columns
    read: dict[type, Any] = {Date: date.fromisoformat, Moment: datetime.fromisoformat}
    return {
        name: read[type(columns[name].type)](value)
        if isinstance(value, str) and type(columns[name].type) in read
        else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("indicator", COUNTED, ids=lambda one: one.id)
async def test_an_indicator_counts_what_its_example_says(sessions: Sessions, indicator: Indicator) -> None:
    assert indicator.example
    async with sessions.begin() as session:
        for table, rows in indicator.example.rows.items():
            for row in rows:
                await session.execute(insert(Base.metadata.tables[table]).values(typed(table, row)))
        counted = await measure(session, indicator, OCTOBER.first, OCTOBER.last)
    expected = {
        within: {str(part): number for part, number in parts.items()}
        for within, parts in indicator.example.expected.items()
    }
    assert counted == expected


def test_every_indicator_is_defined_in_words_and_divides_one_that_exists() -> None:
    ids = [one.id for one in indicators()]
    assert len(set(ids)) == len(ids)
    for one in indicators():
        assert len(one.definition) > 40
        assert (one.sql is None) != (one.content is None)
        assert one.within is None or ids.index(one.within) < ids.index(one.id), "what is divided is counted first"


async def test_what_was_published_stays(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await observatory.keep(session, "2026-10", "argomento", [["", "=", 7]])
    async with sessions() as session:
        assert await observatory.published(session, "2026-10") == {"argomento": [["", "=", 7]]}
        assert await observatory.published(session, "2026-11") == {}
