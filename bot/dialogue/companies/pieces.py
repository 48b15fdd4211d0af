"""What the talk about meetings is made of: its state, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from bot.dialogue import flow as flows
from bot.dialogue.companies import moves, sending
from bot.dialogue.companies.moves import button
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row
from bot.model.company import DayTime, Meeting
from bot.model.decision import Decision, Effect
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import OpenTicket
from bot.rules.meetings import ACTIVE

TOPIC = "incontra-azienda"
NEED, TIMES, SHARED, FOUND, SHOWS, YEARLY, WRITE = "need", "times", "shared", "found", "shows", "yearly", "write"
QUESTIONS = (NEED, TIMES, SHARED, SHOWS, YEARLY, WRITE)
TIMES_OF_DAY: tuple[DayTime, ...] = get_args(DayTime)
TIME_WORDS: dict[DayTime, tuple[str, ...]] = {
    "morning": ("mattina", "mattino", "mattine"),
    "midday": ("pranzo", "mezzogiorno"),
    "afternoon": ("pomeriggio", "pomeriggi"),
    "evening": ("sera", "dopo il lavoro", "dopo le 18"),
}
YEARLY_CHOICES = (1, 2, 4, 8)
MONTHS_TO_TRY = (1, 2, 3)
LONGEST_MESSAGE = 1000
Rows = tuple[tuple[Choice, ...], ...]


def office_of(turn: Turn) -> moves.Office:
    return moves.Office(turn.knowledge, turn.records.network, sending.now(turn))


def active(turn: Turn) -> list[Meeting]:
    return [each for each in turn.records.network.meetings if each.state in ACTIVE]


def title_of(turn: Turn, meeting: Meeting) -> str:
    return problems(turn).get(meeting.need, meeting.need)


def problems(turn: Turn) -> dict[str, str]:
    return {id: value.label for id, value in turn.knowledge.firm_facts["problem"].values.items()}


def state_of(turn: Turn) -> dict[str, str]:
    return dict(turn.conversation.flow) if turn.conversation.flow.get("name") == TOPIC else {}


def knowing(turn: Turn, step: str, **told: str) -> Turn:
    kept = {key: value for key, value in state_of(turn).items() if key not in ("name", "step")}
    return flows.at_step(turn, TOPIC, step, **{**kept, **told})


def toggled(turn: Turn, key: str, value: str, then: Callable[[Turn], Decision]) -> Decision:
    chosen = state_of(turn).get(key, "").split()
    rest = [each for each in chosen if each != value] if value in chosen else [*chosen, value]
    return then(knowing(turn, key, **{key: " ".join(rest)}))


def mark(value: str, chosen: list[str]) -> str:
    return "meeting_chosen" if value in chosen else "text"


def said(turn: Turn, key: str) -> str:
    return text(turn, Line(key))


def home() -> Choice:
    return choice("company", "start", "company_mine")


def ways() -> Rows:
    return (row(button("menu", "meeting_all")), row(home()))


def see_ticket(opened: OpenTicket) -> Choice:
    return choice("ticket", f"show {opened.ticket.code}", "ticket_see")


def shown(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def done(turn: Turn, effects: tuple[Effect, ...], message: Message) -> Decision:
    return replace(shown(turn, message), effects=effects)


def quiet(decision: Decision) -> Decision:
    """Steps are not counted: it was counted when it began."""
    return replace(decision, events=())


def heard(decision: Decision | None) -> Decision | None:
    return decision and quiet(decision)
