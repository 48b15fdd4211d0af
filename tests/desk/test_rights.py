"""Nobody does at the desk what no role of theirs allows, whichever way they try."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest

from bot.desk.around import AROUND
from bot.desk.decide import decide
from bot.desk.handlers import COMMANDS, PRESSES
from bot.desk.handling import Handling
from bot.desk.permissions import ACTIONS, MAY, ROLES, covers, may
from bot.desk.scene import Scene
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Kind, Utterance
from bot.model.ticket import Operator, Ticket

from .conftest import ANNA, CITIZEN, FAR, HERE, MONDAY, NEAR, ROOM, SAN_DONATO

NOW: datetime = MONDAY
TODAY = date(2026, 11, 23)
TICKET = Ticket("A7C-DE3F", "question", CITIZEN, "it", HERE, NOW, NOW, comune=SAN_DONATO, room=ROOM, thread=5)
WORDS = {
    "chiudi": "risolta fatto",
    "manca": "ricevuta",
    "appuntamento": "24/11 10:30",
    "inoltra": FAR,
}


def anna(*roles: str, helpdesks: tuple[str, ...] = (HERE,)) -> Operator:
    return Operator(1, "Anna", ANNA, helpdesks, frozenset(roles))  # type: ignore[arg-type]


def scene(knowledge: Knowledge, utterance: Utterance, operator: Operator | None, ticket: Ticket = TICKET) -> Scene:
    return Scene(knowledge, utterance, NOW, TODAY, operator=operator, linked=True, ticket=ticket, names={1: "Anna"})


def held(ticket: Ticket = TICKET) -> Ticket:
    return replace(ticket, status="taken", holder=1, missing=("ricevuta",))


def did_nothing(handling: Handling) -> bool:
    quiet = handling.ticket is None and handling.to_citizen is None and handling.keeps is None
    return quiet and handling.room_change is None and not handling.audit


def keys(handling: Handling) -> set[str]:
    return {part.key for part in handling.reply.parts} if handling.reply else set()  # type: ignore[union-attr]


EVERY_WAY = [
    *((Kind.COMMAND, name) for name in (*COMMANDS, *AROUND)),
    *((Kind.BUTTON, verb) for verb in PRESSES),
    (Kind.TEXT, "answer"),
    (Kind.TEXT, "note"),
    (Kind.ATTACHMENT, "answer"),
]
NEEDS = {
    **{(Kind.COMMAND, name): action for name, (action, _) in (*COMMANDS.items(), *AROUND.items())},
    **{(Kind.BUTTON, verb): action for verb, (action, _) in PRESSES.items()},
    (Kind.TEXT, "answer"): "answer",
    (Kind.TEXT, "note"): "note",
    (Kind.ATTACHMENT, "answer"): "answer",
}


def try_it(
    knowledge: Knowledge, way: tuple[Kind, str], operator: Operator | None, ticket: Ticket, sender: str = ANNA
) -> Handling:
    kind, name = way
    text = {Kind.COMMAND: f"/{name} {WORDS.get(name, 'parole')}", Kind.TEXT: "// x" if name == "note" else "ciao"}
    utterance = Utterance(ROOM, kind, text.get(kind, ""), "photo" if kind is Kind.ATTACHMENT else None, sender, 7, 5)
    action = Action("desk", f"{name} {ticket.code}") if kind is Kind.BUTTON else None
    return decide(replace(scene(knowledge, utterance, operator, ticket), action=action))


@pytest.mark.parametrize(("way", "role"), list(product(EVERY_WAY, ROLES)))
def test_every_handler_asks_for_the_right_of_its_row(way: tuple[Kind, str], role: str, knowledge: Knowledge) -> None:
    handling = try_it(knowledge, way, anna(role), held())
    allowed = NEEDS[way] in MAY[role]  # type: ignore[index]
    assert ("desk_no_right" in keys(handling)) is not allowed
    if not allowed:
        assert did_nothing(handling)


@pytest.mark.parametrize("way", EVERY_WAY)
def test_a_stranger_and_somebody_who_was_removed_get_nothing_done(way: tuple[Kind, str], knowledge: Knowledge) -> None:
    handling = try_it(knowledge, way, None, held(), sender="telegram:99")
    assert did_nothing(handling)
    assert keys(handling) == {"desk_only_operators"}
    assert handling.once is (way[0] is not Kind.COMMAND)


@pytest.mark.parametrize("way", [way for way in EVERY_WAY if way[1] not in AROUND])
def test_an_operator_of_another_helpdesk_gets_nothing_done(way: tuple[Kind, str], knowledge: Knowledge) -> None:
    stranger = replace(anna("operator", helpdesks=(FAR,)), id=2)
    handling = try_it(knowledge, way, stranger, TICKET)
    assert did_nothing(handling)
    of_coordinators = NEEDS[way] not in MAY["operator"]
    assert keys(handling) == {"desk_no_right" if of_coordinators else "desk_not_covered"}


def test_every_action_and_role_stands_in_the_table() -> None:
    assert set(MAY) == set(ROLES)
    assert set().union(*MAY.values()) == set(ACTIONS)
    assert set(NEEDS.values()) == set(ACTIONS)
    assert not any(may(None, action) for action in ACTIONS)
    assert not any(may(anna(), action) for action in ACTIONS)


def test_a_case_is_seen_by_more_people_the_higher_it_climbs(knowledge: Knowledge) -> None:
    territory = knowledge.territory
    near, far = anna("operator", helpdesks=(NEAR,)), anna("operator", helpdesks=(FAR,))
    climbed = replace(TICKET, level="district")
    assert covers(anna("operator"), TICKET, territory)
    assert not covers(near, TICKET, territory)
    assert covers(near, climbed, territory)
    assert not covers(far, climbed, territory)
    assert not covers(far, replace(TICKET, level="lead"), territory)
    assert covers(anna("coordinator", helpdesks=()), TICKET, territory)
    assert not covers(anna("operator"), replace(TICKET, helpdesk=None), territory)


def test_a_citizen_says_yes_only_to_their_own_case(knowledge: Knowledge) -> None:
    pressed = Utterance("telegram:2", Kind.BUTTON, "id")
    there = Scene(knowledge, pressed, NOW, TODAY, action=Action("desk", f"agree {TICKET.code} {FAR}"), ticket=held())
    assert did_nothing(decide(there))
