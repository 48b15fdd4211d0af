"""How long each table keeps its rows."""

from __future__ import annotations

from datetime import timedelta

KEEP = {
    "inbox": timedelta(days=7),
    "outbox": timedelta(days=7),
    "buttons": timedelta(days=30),
    "conversations": timedelta(days=365),
    "misses": timedelta(days=180),
}
"""Table -> time after the row was closed, shown or last changed. Events and feedback hold no person and stay."""
