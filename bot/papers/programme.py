"""The programme sheet of a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.programme import Programme
from bot.model.time import italian_day
from bot.papers.document import Block


def blocks(programme: Programme) -> list[Block]:
    return list(_all(programme))


def _all(programme: Programme) -> Iterator[Block]:
    yield Block("term", italian_day(programme.day), name="Quando")
    yield Block("term", f"{programme.place}, {programme.address}", name="Dove")
    yield Block("term", programme.organiser, name="Chi organizza")
    yield Block("term", programme.how_to_join, name="Come partecipare")
    yield Block("chapter", "Programma")
    for session in programme.sessions:
        yield Block("part", f"{session.start}-{session.end}  {session.title}")
        if session.about:
            yield Block("text", session.about)
        yield from (Block("item", speaker) for speaker in session.speakers)
