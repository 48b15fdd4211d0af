""" "Cosa so di te": what a person told that lasts, how and when; each can be deleted, or simply told again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue.flow import Flow
from bot.dialogue.texts import text
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say
from bot.dialogue.turn import before as put_before
from bot.model.decision import Decision
from bot.model.own_agreement import OwnAgreement
from bot.model.person import KEPT, Child, Person
from bot.model.reply import Choice, Line, Message
from bot.model.time import italian_day
from bot.rules.leave import italian, own_terms

VERB = "about"
ASKED = re.compile(
    r"\b(?:cosa|che cosa|che)\s+(?:sai|sapete|ricordi|ricordate|hai memorizzato)\s+(?:di|su)\s+(?:me|noi)\b"
    r"|\bcosa\s+(?:ti|vi)\s+ho\s+detto\b|\b(?:dimentica|dimenticate)\s+(?:tutto|quello che)\b",
    re.IGNORECASE,
)
CHOICES = ("role", "work", "other_work")
"""Fields whose values have words of their own."""


def show(turn: Turn) -> Decision:
    """Everything that is remembered, a line each, with a button to delete it."""
    person = turn.conversation.person.recent(turn.today)
    told = dict(_known(turn, person))
    if not told:
        return _quiet(turn, say("you_know_nothing", *WAYS_ON))
    lines = "\n".join(f"• {_name(turn, name)}: {value} ({_how(turn, person, name)})" for name, value in told.items())
    rows = [row(_button(f"forget {name}", "you_button_forget", name=_name(turn, name).lower())) for name in told]
    everything = row(_button("forget_all", "you_button_forget_all"))
    return _quiet(turn, say("you_know", *rows, everything, lines=lines, days=str(KEPT.days)))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it names something of another version."""
    verb, _, name = said.partition(" ")
    person, known = turn.conversation.person, turn.knowledge.agreements
    match verb:
        case "show":
            return show(turn)
        case "forget_all":
            return _quiet(turn.remembering(person=Person(), asked=(), heard={}), say("you_forgotten_all", *WAYS_ON))
        case "forget" if name in person.told:
            return show(turn.remembering(person=person.without(name), heard={}))
        case "public" | "private":
            works = {known.by_id[id].work for id in known.candidates(person.agreement or "")}
            work = "public_employee" if verb == "public" else "private_employee"
            kept = person if work in works else person.without("agreement")
            settled = kept.knowing("button", turn.today, work=work)
            return _quiet(turn.remembering(person=settled), say("you_settled", *WAYS_ON))
        case "other_child":
            return _quiet(turn, say("you_settled", *WAYS_ON))
        case "same_child":
            settled = replace(person, other_children=())
            return _quiet(turn.remembering(person=settled), say("you_settled", *WAYS_ON))
    return None


def hear(turn: Turn) -> Decision | None:
    return show(turn) if ASKED.search(turn.said) else None


def doubt(turn: Turn) -> tuple[tuple[Line, ...], tuple[tuple[Choice, ...], ...]]:
    """The question about what cannot both be true, with its two buttons; empty where nothing contradicts."""
    person, agreements = turn.conversation.person, turn.knowledge.agreements
    if turn.doubt and turn.doubt.born_last:
        before, now = spoken_child(turn, turn.doubt), spoken_child(turn, person.child)
        rows = row(_button("other_child", "you_button_other_child"), _button("same_child", "you_button_same_child"))
        return (Line("you_doubt_child", {"before": before, "now": now}),), (rows,)
    said = person.told.get("work")
    if said and said.how != "guessed" and person.agreement and str(person.work).endswith("_employee"):
        works = {agreements.by_id[id].work for id in agreements.candidates(person.agreement)}
        if works and person.work not in works:
            rows = row(_button("public", "you_button_public"), _button("private", "you_button_private"))
            return (Line("you_doubt_work", {"agreement": _agreement(turn, person.agreement)}),), (rows,)
    return (), ()


def with_change(turn: Turn, decision: Decision, before: Person) -> Decision:
    """An answer to a correction says first what it takes for changed: what was known, and what is now."""
    words, now = turn.understanding.entities.leave, turn.conversation.person
    old = before.recent(turn.today)
    names = [name for name in turn.told if old.told.get(name) and getattr(now, name) not in (None, (), Child())]
    if not (names and words.correction) or decision.outcome != "answer" or turn.conversation.language != "it":
        return decision
    said = [
        (_spoken(turn, name, getattr(old, name)), _spoken(turn, name, getattr(now, name))) for name in sorted(names)
    ]
    values = {"before": ", ".join(old for old, _ in said), "after": ", ".join(new for _, new in said)}
    first, *others = decision.messages
    return replace(decision, messages=(put_before(first, Line("act_changed", values)), *others))


def _known(turn: Turn, person: Person) -> Iterator[tuple[str, str]]:
    """Field -> value in words."""
    for name in person.told:
        value = getattr(person, name, None)
        if value in (None, (), Child()):
            continue
        said = _spoken(turn, name, value)
        if said:
            yield name, said


def _spoken(turn: Turn, name: str, value: object) -> str:
    match name, value:
        case "agreement", str(id):
            return _agreement(turn, id)
        case "own_agreement", OwnAgreement() as own:
            return own_terms.in_words(own)
        case "weekly_hours", float() | int() as number:
            return f"{italian.hours(number)} a settimana"
        case "days_per_week" | "used" | "used_by_other", float() | int() as number:
            return italian.days(number)
        case "part_time", float() | int() as number:
            return f"{italian.number(number)}%"
        case "monthly_gross", float() | int() as number:
            return f"{italian.euro(number)} euro lordi al mese"
        case "working_days", tuple() as days:
            return ", ".join(turn.knowledge.text("week", "it").split()[day] for day in days)
        case "child", Child() as child:
            return spoken_child(turn, child)
        case "other_children", tuple() as children:
            return "; ".join(spoken_child(turn, each) for each in children)
        case "home" | "workplace", str(istat) if istat in turn.knowledge.territory.municipalities:
            return turn.knowledge.territory.municipalities[istat].name
        case "single", bool() as yes:
            return "sì" if yes else "no"
        case _, str(id) if name in CHOICES:
            return text(turn, Line(f"you_value_{id}"), "it")
    return str(value)


def spoken_child(turn: Turn, child: Child) -> str:
    words = [
        text(turn, Line(f"you_child_{name}"), "it")
        for name in ("adopted", "twin", "disability")
        if getattr(child, name)
    ]
    if child.born:
        words.insert(0, f"nascita {italian_day(child.born)}")
    elif child.born_first and child.born_last:
        words.insert(0, f"nascita tra {italian_day(child.born_first)} e {italian_day(child.born_last)}")
    return ", ".join(words)


def _agreement(turn: Turn, id: str) -> str:
    known = turn.knowledge.agreements
    return known.by_id[id].short if id in known.by_id else known.shared[id].name if id in known.shared else id


def _name(turn: Turn, field: str) -> str:
    return text(turn, Line(f"you_field_{field}"), "it")


def _how(turn: Turn, person: Person, name: str) -> str:
    told = person.told[name]
    return text(turn, Line(f"you_how_{told.how}", {"day": italian_day(told.on)}), "it")


def _button(object: str, label: str, **values: str) -> Choice:
    return choice(VERB, object, label, values)


def _quiet(turn: Turn, message: Message) -> Decision:
    return replace(turn.decide("action", message), events=())


FLOW = Flow(name="about-me", commands={"cosa_sai": show, "dati": show}, verbs={VERB: press}, hear=hear)
