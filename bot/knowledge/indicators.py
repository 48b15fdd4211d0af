"""The shape of an indicator of the Observatory. The files stand in bot/store/indicators, because each holds its query."""

from __future__ import annotations

from typing import Any, Literal

from bot.knowledge.schema import Content, Slug, Text

Section = Literal["domanda", "persone", "censimento", "indagini"]


class Example(Content):
    """Rows of tables, and what the indicator makes of October 2026 with them."""

    rows: dict[str, list[dict[str, Any]]]
    expected: dict[str, dict[Any, int]]


class Indicator(Content):
    id: Slug
    order: int
    section: Section
    title: Text
    what: Text
    """What a part is."""
    unit: Text
    definition: Text
    period: Literal["month", "quarter"] = "month"
    within: Slug | None = None
    """The indicator each of whose parts is divided by this one."""
    sql: Text | None = None
    bands: Literal["week", "days"] | None = None
    """What becomes of the rows: days into weeks; the moments `opened` and `answered` into waits."""
    content: Literal["census", "surveys"] | None = None
    """Without a query: what is counted elsewhere."""
    names: Literal["topics", "points", "districts", "days", "surveys"] | dict[str, Text]
    """How parts are called."""
    example: Example | None = None
