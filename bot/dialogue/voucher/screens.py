"""The messages of a request for a voucher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from json import dumps
from typing import Literal

from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.dialogue.voucher import sending
from bot.dialogue.voucher.form import (
    CALL,
    CONTACTS,
    FIELDS,
    MAY_BE_SKIPPED,
    NO_CHILDREN,
    Answers,
    asked,
    keys,
    spoken,
)
from bot.knowledge.figures import italian
from bot.knowledge.voucher import Call, runner
from bot.model.reply import Choice, HelpdeskCard, Line, Message, Paper
from bot.model.ticket import Draft, Ticket
from bot.model.time import italian_day, italian_moment
from bot.rules.voucher.checks import OUTSIDE

Rows = tuple[tuple[Choice, ...], ...]

LONGEST_NAME = 80
"""Letters of a company's name."""
BUTTON = 38
"""Letters of a button."""
LEADING = ("lavoro alla ", "lavoro alle ", "lavoro allo ", "lavoro all'", "lavoro per la ", "lavoro per ", "lavoro da ",
           "lavoro presso ", "si chiama ", "la mia azienda è ", "è la ", "è ", "alla ", "presso ", "no, ")  # fmt: skip


def button(said: str, label: str = "text", **values: str) -> Choice:
    return choice("voucher", said, label, values)


# --- before the questions ---


def intro(turn: Turn) -> Message:
    """Which call is open and until when; without one, that this is an expression of interest and what that means."""
    calls = sending.calls(turn)
    foreign = (Line("voucher_in_italian"),) if turn.conversation.language != "it" else ()
    if not calls:
        return Message((*foreign, Line("voucher_no_call")))
    return Message((*foreign, *(line for call in calls for line in _about_call(turn, call))))


def _about_call(turn: Turn, call: Call) -> list[Line]:
    values = {"title": call.title, "closes": _moment(call), "runner": runner(turn.knowledge.territory, call)}
    parts = [Line("voucher_call", values)]
    if call.ceiling_cents:
        parts.append(Line("voucher_ceiling", {"euro": italian(call.ceiling_cents / 100, "euro")}))
    parts.append(Line("voucher_source", {"source": "; ".join(call.sources)}))
    return parts


def which_call(turn: Turn, *lines: Line) -> Message:
    """Several are open: each has its own rules, so the person chooses first."""
    rows = (row(button(f"set {CALL} {call.id}", text=call.title[:BUTTON])) for call in sending.calls(turn))
    return Message((*lines, Line("voucher_which_call")), tuple(rows))


def for_workers() -> Message:
    rows = (row(button("worker", "i_am_worker")), row(show("azienda-adesione")), row(show("voucher-cosa")))
    return say("voucher_for_workers", *rows)


def declined() -> Message:
    return say("voucher_declined", row(show("voucher-cosa")), row(show("trova-sportello")))


def go_on_or_again(draft: Draft) -> Message:
    rows = (row(replace(button("resume", "voucher_go_on"), means="yes")), row(button("again", "voucher_again")))
    return say("voucher_draft", *rows, day=italian_day(draft.changed_at))


def already_sent(ticket: Ticket) -> Message:
    see = row(choice("ticket", f"show {ticket.code}", "ticket_see"))
    opened = italian_day(ticket.opened_at)
    return say("voucher_already", see, row(button("another", "voucher_another")), code=ticket.code, day=opened)


def later() -> Message:
    return say("voucher_later", row(button("resume", "voucher_go_on")))


# --- the questions ---


def question(turn: Turn, name: str, answers: Answers) -> Message:
    """A question with its buttons; its place among the questions is said, so that the end is in sight."""
    names = asked(answers)
    count = {"number": str(names.index(name) + 1 if name in names else 1), "all": str(len(names))}
    skip = (row(button(f"skip {name}", "skip")),) if name in MAY_BE_SKIPPED else ()
    return say(f"voucher_ask_{name}", *_choices(turn, name, answers), *skip, **count)


def _choices(turn: Turn, name: str, answers: Answers) -> Rows:
    words = turn.knowledge.voucher_words
    match name:
        case "employment":
            return tuple(row(button(f"set employment {id}", text=each.label)) for id, each in words.employments.items())
        case "service":
            return tuple(
                row(button(f"set service {id}", text=words.services[id].label)) for id in _services(turn, answers)
            )
        case "residence":
            return (row(button(f"set residence {OUTSIDE}", "voucher_elsewhere")),)
        case "work":
            return (*_same_place(turn, answers), row(button(f"set work {OUTSIDE}", "voucher_elsewhere")))
        case "children":
            return (row(button(f"set children {NO_CHILDREN}", "voucher_no_children")),)
        case "contact":
            return tuple(row(button(f"set contact {each}", f"voucher_contact_{each}")) for each in CONTACTS)
    return ()


def _same_place(turn: Turn, answers: Answers) -> Rows:
    home = answers.get("residence", "")
    known = turn.knowledge.territory.municipalities.get(home)
    return (row(button(f"set work {home}", "comune", comune=known.name)),) if known else ()


def _services(turn: Turn, answers: Answers) -> list[str]:
    """Those that the call pays; all of them without a call."""
    call = sending.open_call(turn, answers)
    return [id for id in turn.knowledge.voucher_words.services if call is None or id in call.services]


def which(turn: Turn, name: str, values: tuple[str, ...]) -> Message:
    """What was said fits several values, or one that is not sure."""
    rows = tuple(row(button(f"set {name} {value}", text=spoken(turn, name, {name: value}))) for value in values)
    other = (row(button(f"edit {name}", "voucher_none_of_these")),)
    about = text(turn, Line(f"voucher_name_{name}"))
    return say("voucher_which", *rows, *other, about=about)


def understood(turn: Turn, answers: Answers, new: Mapping[str, str], least: int = 2) -> list[Line]:
    """What was taken from a message that told several things; nothing for fewer than `least` answers."""
    names = [name for name in FIELDS if any(key in new for key in keys(name)) and name in asked(answers)]
    if len(names) < least:
        return []
    facts = (f"{text(turn, Line(f'voucher_name_{name}'))}: {spoken(turn, name, answers)}" for name in names)
    return [Line("voucher_understood", {"facts": "; ".join(facts)})]


def changed(turn: Turn, before: Answers, after: Answers, names: list[str]) -> list[Line]:
    """What was told differently before: from what to what."""
    facts = [
        "; ".join(f"{text(turn, Line(f'voucher_name_{name}'))}: {spoken(turn, name, each)}" for name in names)
        for each in (before, {**before, **after})
    ]
    return [Line("act_changed", {"before": facts[0], "after": facts[1]})] if names else []


# --- the company ---


def typed_company(said: str) -> str:
    """The name in an answer to "where do you work": as it was typed, without "lavoro alla"; empty if it is none."""
    name = " ".join(said.split())
    for leading in LEADING:
        if name.casefold().startswith(leading):
            name = name[len(leading) :]
    name = name.strip(' .,;:!?"«»')
    return name if len(name) <= LONGEST_NAME and any(letter.isalnum() for letter in name) else ""


def which_company(names: tuple[str, ...], typed: str) -> Message:
    rows = tuple(row(button(f"set company {name}", text=name[:BUTTON])) for name in names)
    return say("voucher_which_company", *rows, row(button("edit company", "voucher_none_of_these")), company=typed)


def about_company(found: Literal["exact", "candidates", "none", "unknown"], company: str) -> Message:
    """✔ with a company of the register; one that is not there may be invited."""
    values = {"company": company}
    if found == "exact":
        return say("voucher_company_found", **values)
    if found == "unknown":
        return say("voucher_company_no_register", **values)
    return say("voucher_company_missing", row(button("invite", "voucher_invite")), **values)


def invitation() -> Message:
    """To be passed on by hand: nobody is told who asked."""
    return say("voucher_invitation")


# --- the end ---


def summary(turn: Turn, answers: Answers, *lines: Line) -> tuple[Message, ...]:
    """The answers; then the trace of the written checks, and that a person decides."""
    told = "\n".join(
        f"• {text(turn, Line(f'voucher_name_{name}'))}: {spoken(turn, name, answers)}" for name in asked(answers)
    )
    checks = "\n".join(text(turn, each.text) for each in sending.trace(turn, answers))
    sources = "; ".join(dict.fromkeys(each.source for each in sending.trace(turn, answers)))
    key = "voucher_checked" if sending.open_call(turn, answers) else "voucher_checked_no_call"
    rows = (
        row(replace(button(f"send {sending.call_id(turn, answers)}", "voucher_send"), means="yes")),
        row(button("change", "voucher_change")),
        row(button("later", "voucher_stop")),
    )
    answered = Message((*lines, Line("voucher_summary", {"answers": told})))
    return answered, say(key, *rows, checks=checks, source=sources)


def change(turn: Turn, answers: Answers) -> Message:
    """One button a question that has its answer."""
    rows = []
    for name in (each for each in asked(answers) if any(key in answers for key in keys(each))):
        label = f"{text(turn, Line(f'voucher_name_{name}'))}: {spoken(turn, name, answers)}"
        rows.append(row(button(f"edit {name}", text=label if len(label) <= BUTTON else label[: BUTTON - 1] + "…")))
    return say("voucher_change_which", *rows, row(button("summary", "voucher_back")))


def sent(turn: Turn, ticket: Ticket) -> tuple[Message, ...]:
    """The code, on paper too; what to bring; what happens next and when."""
    call = turn.knowledge.calls.get(ticket.call or "")
    qr = Paper("case_qr", dumps({"code": ticket.code}))
    first = Message((Line("voucher_sent", {"code": ticket.code}),), papers=(qr,))
    rows = (row(choice("ticket", f"show {ticket.code}", "ticket_see")), row(show("voucher-documenti")))
    desk = (HelpdeskCard(ticket.helpdesk),) if ticket.helpdesk else ()
    if call is None:
        return first, Message((Line("voucher_next_no_call"), *desk), rows)
    answer_by = italian_day(turn.today + timedelta(days=call.decide_within_days))
    documents = "\n".join(f"• {document}" for document in call.documents)
    told = {"runner": runner(turn.knowledge.territory, call), "day": answer_by, "documents": documents}
    return first, Message((Line("voucher_next", told), *desk), rows)


def _moment(call: Call) -> str:
    return italian_moment(call.closes)
