"""Questions about places: which one is meant, home or work, and what a position sent from a phone is near to."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.conversation import Position
from bot.model.decision import Decision
from bot.model.reply import SEND_POSITION, Choice, Line, Message
from bot.model.understanding import Place
from bot.rules.places import NEAREST, OUTSIDE, around, place_at

TOPIC = "trova-sportello"


def ask(turn: Turn, key: str = "ask_place") -> Decision:
    """In which municipality? A phone may answer with its position."""
    return _asked(turn, say(key, row(choice(SEND_POSITION, label=SEND_POSITION))))


def confirm(turn: Turn, place: Place, comune: str) -> Decision:
    name = turn.knowledge.territory.municipalities[comune].name
    told = turn.understanding.voucher
    its = next(
        (field for field, one in (("home", told.residence), ("workplace", told.work)) if one and one.comune == comune),
        "",
    )
    yes = row(choice("place", f"{comune} {its}".strip(), "is_this", {"comune": name}, means="yes"))
    return _asked(turn, Message((_question(turn, place, comune),), (yes, _another(means_no=True))))


def which(turn: Turn, place: Place) -> Decision:
    return _asked(turn, Message((_question(turn, place),), (*_rows(turn, place.candidates), _another())))


def home_or_work(turn: Turn, home: str, work: str) -> Decision:
    """Asked only where the two are different municipalities: each has its own helpdesks."""
    towns = turn.knowledge.territory.municipalities
    rows = (
        row(choice("place", home, "where_i_live", {"comune": towns[home].name})),
        row(choice("place", work, "where_i_work", {"comune": towns[work].name})),
    )
    return _asked(turn, say("home_or_work", *rows, _another()))


def outside(turn: Turn, place: Place) -> Decision:
    note = turn.knowledge.territory.outside.get(place.outside or "")
    parts = (Line("outside", {"place": place.name}), *((Line("text", {"text": note.note}),) if note else ()))
    return _asked(turn, Message((*parts, Line("outside_work")), (row(show("cosa-sai-fare")),)))


def near(turn: Turn, position: Position) -> Decision:
    """The municipalities around a position, to choose from: it is used for this and forgotten."""
    towns = turn.knowledge.territory.municipalities
    found = around(turn.knowledge.territory, *position)[:NEAREST]
    nearest, km = found[0]
    rows = _rows(turn, tuple(istat for istat, _ in found))
    if km <= OUTSIDE:
        return _asked(turn, say("near_position", *rows, _another()))
    told = {"comune": towns[nearest].name, "km": str(round(km))}
    return _asked(turn, Message((Line("far_position", told), Line("outside_work")), (row(show("cosa-sai-fare")),)))


def position_in_form(turn: Turn, flow: Flow | None) -> Decision | None:
    """A position sent where the open form asks for a place is that place, or a choice of those near it.

    What the form would take without a place too is no answer to a question for one.
    """
    position = turn.utterance.position if turn.utterance else None
    if flow is None or position is None or not flow.asks(turn) or flow.hear(turn) is not None:
        return None
    place = place_at(turn.knowledge.territory, *position)
    return flow.hear(replace(turn, understanding=replace(turn.understanding, place=place)))


def _asked(turn: Turn, message: Message) -> Decision:
    return turn.remembering(awaiting="place").decide("action", message, topic=TOPIC)


def _question(turn: Turn, place: Place, comune: str = "") -> Line:
    """The question of a name that is known for meaning several places, or the plain one."""
    if known := turn.knowledge.territory.ambiguous.get(place.name):
        return Line("text", {"text": known.question})
    if not comune:
        return Line("which_place")
    return Line("confirm_place", {"comune": turn.knowledge.territory.municipalities[comune].name})


def _rows(turn: Turn, comuni: tuple[str, ...]) -> tuple[tuple[Choice, ...], ...]:
    towns = turn.knowledge.territory.municipalities
    return tuple(row(choice("place", istat, "comune", {"comune": towns[istat].name})) for istat in comuni)


def _another(means_no: bool = False) -> tuple[Choice, ...]:
    return row(choice("ask_place", label="another_place", means="no" if means_no else ""))
