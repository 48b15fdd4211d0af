"""Rows for any table, as its columns will have them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Integer, LargeBinary, Table, insert
from sqlalchemy.types import TypeDecorator, TypeEngine

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ROWS = 3


def fill(connection: Connection, tables: Iterable[Table]) -> None:
    """Three rows in each; every column has a value."""
    for table in tables:
        connection.execute(insert(table), [row(table, number) for number in range(1, ROWS + 1)])


def row(table: Table, number: int) -> dict[str, Any]:
    values = {column.name: _value(column.type, column.name, number) for column in table.columns}
    if table.name == "ledger":  # its amounts add up to zero
        values |= dict.fromkeys(("external", "available", "reserved", "confirmed", "left"), 0)
    return values


def _value(kind: TypeEngine[Any], name: str, number: int) -> Any:
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    match kind:
        case Boolean():
            return bool(number % 2)
        case Integer():
            return number
        case DateTime():
            return NOW
        case Date():
            return date(2026, 11, number)
        case LargeBinary():
            return bytes([0, number, 255])
        case JSON():
            return [f"{name} {number}", {"è": None}]
    return f"{name} {number} è 😀"
