"""The network of companies as a graph: who met whom, about what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge.territory import Territory
from bot.model.company import Company, Meeting, MeetingState
from bot.model.practices import FirmProblem
from bot.model.time import ROME
from bot.rules.matching import district_of


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    name: str
    testimone: bool
    member: bool
    district: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """From a testimone to a company that came to learn."""

    host: str
    guest: str
    need: FirmProblem
    state: MeetingState
    day: date | None
    tries: str | None = None
    tried: str | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


AGREED: frozenset[MeetingState] = frozenset({"choosing", "set", "held"})
"""What was only asked for, or came to nothing, is no tie."""


def graph(
    companies: Iterable[Company], meetings: Iterable[Meeting], territory: Territory, district: str | None = None
) -> Graph:
    """Members, and those that left but met somebody; of one district, the ties that touch it."""
    known = {each.id: each for each in companies if each.state in ("member", "left")}
    places = {id: district_of(company, territory) for id, company in known.items()}
    edges = tuple(
        edge
        for meeting in meetings
        if meeting.state in AGREED and meeting.host in known
        for edge in _edges(meeting, meeting.host, known)
        if district is None or district in (places[edge.host], places[edge.guest])
    )
    tied = {id for edge in edges for id in (edge.host, edge.guest)}
    nodes = tuple(
        Node(id, each.name, each.testimone or any(id == edge.host for edge in edges), each.member, places[id])
        for id, each in known.items()
        if id in tied or (each.member and (district is None or places[id] == district))
    )
    return Graph(nodes, edges)


def _edges(meeting: Meeting, host: str, known: Mapping[str, Company]) -> Iterable[Edge]:
    day = meeting.at.astimezone(ROME).date() if meeting.at else None
    for guest in meeting.guests:
        if guest.company in known:
            yield Edge(host, guest.company, meeting.need, meeting.state, day, guest.tries or None, guest.tried)
