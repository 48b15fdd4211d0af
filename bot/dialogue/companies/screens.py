"""The messages of a request to join, and of a company that has joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from json import dumps

from bot.dialogue.companies.form import NO_AGREEMENT, VALUES, Answers, asked, spoken
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.company import ELSEWHERE, Company
from bot.model.reply import Choice, HelpdeskCard, Line, Message, Paper
from bot.model.ticket import Ticket
from bot.model.time import italian_day

Rows = tuple[tuple[Choice, ...], ...]

BUTTON = 38
"""Letters of a button."""
LINK = "https://t.me/?start=contatto_"
"""Followed by the code of an invitation; the channel fills in the assistant's name."""


def button(said: str, label: str = "text", **values: str) -> Choice:
    return choice("company", said, label, values)


# --- before the questions ---


def intro() -> Message:
    """What joining is, what follows, and what it is not."""
    return say("company_intro")


def declined() -> Message:
    return say("company_declined", row(show("azienda-adesione")), row(show("trova-sportello")))


# --- the questions ---


def question(turn: Turn, name: str, answers: Answers) -> Message:
    """A question with its buttons; its place among the questions is said, so that the end is in sight."""
    names = asked(answers)
    count = {"number": str(names.index(name) + 1 if name in names else 1), "all": str(len(names))}
    public = answers.get("kind") == "public" and f"company_ask_{name}_public" in turn.knowledge.words["it"]
    return say(f"company_ask_{name}_public" if public else f"company_ask_{name}", *_choices(turn, name), **count)


def _choices(turn: Turn, name: str) -> Rows:
    match name:
        case "size" | "sector":
            values = turn.knowledge.firm_facts["size" if name == "size" else "sector"].values
            shown = (id for id in values if id != "ente-pubblico")
            return tuple(row(button(f"set {name} {id}", text=values[id].label)) for id in shown)
        case "comune":
            return (row(button(f"set comune {ELSEWHERE}", "company_elsewhere_button")),)
        case "agreement":
            return (row(button(f"set agreement {NO_AGREEMENT}", "company_no_agreement_button")),)
        case _ if name in VALUES:
            return tuple(row(button(f"set {name} {id}", f"company_{name}_{id}")) for id in VALUES[name])
    return ()


def which_comune(turn: Turn, candidates: tuple[str, ...]) -> Message:
    towns = turn.knowledge.territory.municipalities
    rows = (row(button(f"set comune {id}", text=towns[id].name)) for id in candidates if id in towns)
    return say("company_which_comune", *rows, row(button("edit comune", "company_none_of_these")))


def understood(turn: Turn, answers: Answers, names: list[str], least: int = 2) -> list[Line]:
    """What was taken from a message that told several things; nothing for fewer than `least` answers."""
    return [Line("company_understood", {"facts": _facts(turn, answers, names)})] if len(names) >= least else []


def changed(turn: Turn, before: Answers, after: Answers, names: list[str]) -> list[Line]:
    """What was told differently before: from what to what."""
    facts = [_facts(turn, each, names) for each in (before, after)]
    return [Line("act_changed", {"before": facts[0], "after": facts[1]})] if names else []


def _facts(turn: Turn, answers: Answers, names: list[str]) -> str:
    return "; ".join(f"{text(turn, Line(f'company_name_{name}'))}: {spoken(turn, name, answers)}" for name in names)


def known_already(company: Company) -> Message:
    """A member bears the name: whoever works there needs a colleague's link, a namesake goes on."""
    rows = (
        row(button("namesake", "company_namesake")),
        row(button("edit name", "company_other_name")),
        row(show("parla-operatore")),
    )
    return say("company_known", *rows, name=company.name)


# --- the end ---


def summary(turn: Turn, answers: Answers, *lines: Line) -> Message:
    told = "\n".join(f"• {_facts(turn, answers, [name])}" for name in asked(answers))
    parts = [*lines, Line("company_summary", {"answers": told})]
    if answers.get("kind") == "public":
        parts.append(Line("company_public"))
    rows = (
        row(replace(button("send", "company_send"), means="yes")),
        row(button("change", "company_change")),
        row(button("later", "company_later")),
    )
    return Message(tuple(parts), rows)


def change(turn: Turn, answers: Answers, back: str = "summary") -> Message:
    """One button a question that has its answer."""
    rows = []
    for name in (each for each in asked(answers) if each in answers):
        label = _facts(turn, answers, [name])
        rows.append(row(button(f"edit {name}", text=label if len(label) <= BUTTON else label[: BUTTON - 1] + "…")))
    return say("company_change_which", *rows, row(button(back, "company_back")))


def later() -> Message:
    return say("company_kept", row(button("resume", "company_go_on")))


def sent(ticket: Ticket) -> tuple[Message, ...]:
    qr = Paper("case_qr", dumps({"code": ticket.code}))
    desk = (HelpdeskCard(ticket.helpdesk),) if ticket.helpdesk else ()
    first = Message((Line("company_sent", {"code": ticket.code}),), papers=(qr,))
    return first, Message((Line("company_next"), *desk), (row(_see(ticket.code)), row(show("buone-prassi"))))


def _see(code: str) -> Choice:
    return choice("ticket", f"show {code}", "ticket_see")


# --- a company that asked, or joined ---


def waiting(company: Company) -> Message:
    see = (row(_see(company.ticket)),) if company.ticket else ()
    rows = (*see, row(button("leave", "company_leave")), row(show("trova-sportello")))
    return say("company_waiting", *rows, name=company.name)


def refused(company: Company) -> Message:
    see = (row(_see(company.ticket)),) if company.ticket else ()
    return say("company_refused", *see, row(button("again", "company_again")), name=company.name)


def home(turn: Turn, company: Company, *lines: Line) -> Message:
    """What a member can do from here."""
    values = {"name": company.name, "since": italian_day(company.joined_on) if company.joined_on else "?"}
    values["contacts"] = str(len(turn.records.network.contacts))
    rows = (
        row(show("incontra-azienda")),
        row(show("buone-prassi")),
        row(button("advice", "company_advice")),
        row(button("contacts", "company_contacts")),
        row(button("details", "company_details")),
        row(button("leave", "company_leave")),
    )
    return Message((*lines, Line("company_home", values)), rows)


def details(turn: Turn, answers: Answers) -> Message:
    return say("company_details_are", row(button("home", "company_back")), row(show("parla-operatore")),
               answers="\n".join(f"• {_facts(turn, answers, [name])}" for name in asked(answers)))  # fmt: skip


def contacts(turn: Turn, *lines: Line) -> Message:
    """Who speaks for the company, by role and day: nobody's name. Another contact can be revoked, one's own left."""
    own = turn.conversation.chat
    listed, rows = [], []
    for number, each in enumerate(turn.records.network.contacts, start=1):
        role = text(turn, Line(f"company_role_{each.role}" if each.role else "company_not_said"))
        me = " " + text(turn, Line("company_you")) if each.chat == own else ""
        listed.append(f"{number}. {role}, dal {italian_day(each.since)}{me}")
        if each.chat != own:
            rows.append(row(button(f"revoke {number} {each.since:%y%m%d%H%M%S}", "company_revoke", number=str(number))))
    told = Line("company_contacts_are", {"contacts": "\n".join(listed)})
    ways = (row(button("invite", "company_invite")), row(button("step_down", "company_step_down")))
    return Message((*lines, told), (*ways, *rows, row(button("home", "company_back"))))


def invitation(code: str, company: Company) -> Message:
    back = row(button("contacts", "company_back"))
    return say("company_invitation", back, link=LINK + code, name=company.name)


def sure(key: str, yes: str, back: str, **values: str) -> Message:
    """Asked once before something ends."""
    rows = (
        row(replace(button(yes, f"{key}_yes"), means="yes")),
        row(replace(button(back, "company_keep"), means="no")),
    )
    return say(key, *rows, **values)


def invited(company: Company) -> Message:
    rows = tuple(row(button(f"join {role}", f"company_role_{role}")) for role in VALUES["role"])
    return say("company_invited", *rows, name=company.name)


def told(key: str, *rows: tuple[Choice, ...], values: Mapping[str, str] | None = None) -> Message:
    return Message((Line(key, values or {}),), rows)
