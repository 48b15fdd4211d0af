"""A company looks for a testimone, or offers itself as one."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from bot.dialogue import flow as flows
from bot.dialogue.companies import moves, seats, sending
from bot.dialogue.companies.moves import button, say
from bot.dialogue.companies.pieces import (
    FOUND,
    NEED,
    SHARED,
    SHOWS,
    TIMES,
    TIMES_OF_DAY,
    TOPIC,
    YEARLY,
    YEARLY_CHOICES,
    done,
    knowing,
    mark,
    office_of,
    problems,
    said,
    see_ticket,
    shown,
    state_of,
    toggled,
)
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, row
from bot.dialogue.turn import show as topic_button
from bot.model.company import AskSeat, Company, DayTime, Guest, Meeting, TellCompany
from bot.model.decision import Decision
from bot.model.practices import FirmProblem
from bot.model.reply import Line, Message
from bot.model.ticket import OpenTicket
from bot.model.time import italian_moment
from bot.rules.meetings import may_join, side_of


def press_looking(turn: Turn, company: Company, verb: str, words: list[str]) -> Decision | None:
    """Looking for a testimone, or being one."""
    match verb, words:
        case "look", []:
            return ask_need(turn)
        case "need", [need] if need in problems(turn):
            return ask_times(turn, cast(FirmProblem, need))
        case "time", [time] if time in TIMES_OF_DAY:
            return toggled(turn, TIMES, time, ask_times_again)
        case "times", []:
            return ask_shared(turn)
        case "shared", ["yes" | "no" as shared]:
            return found(knowing(turn, FOUND, shared=shared, passed=""))
        case "skip", [other]:
            return found(knowing(turn, FOUND, passed=f"{state_of(turn).get('passed', '')} {other}".strip()))
        case "ask", [other]:
            return _send(turn, company, other)
        case "table", [table]:
            return _send_to_table(turn, company, table)
        case "nobody", []:
            return _send(turn, company, None)
        case "offer", []:
            return ask_shows(flows.at_step(turn, TOPIC, SHOWS, shows=" ".join(company.shows)))
        case "show", [problem] if problem in problems(turn):
            return toggled(turn, SHOWS, problem, ask_shows)
        case "shows", []:
            return ask_yearly(turn)
        case "yearly", [count] if count.isdecimal():
            return offered(turn, company, int(count))
    return None


def ask_need(turn: Turn, *lines: Line) -> Decision:
    rows = tuple(row(button(f"need {id}", "text", text=label)) for id, label in problems(turn).items())
    return shown(flows.at_step(turn, TOPIC, NEED), Message((*lines, Line("meeting_ask_need")), rows))


def ask_times(turn: Turn, need: FirmProblem) -> Decision:
    return ask_times_again(knowing(turn, TIMES, need=need))


def ask_times_again(turn: Turn) -> Decision:
    chosen = state_of(turn).get(TIMES, "").split()
    rows = [
        row(button(f"time {each}", mark(each, chosen), text=said(turn, f"meeting_time_{each}")))
        for each in TIMES_OF_DAY
    ]
    done = (row(button("times", "meeting_go_on")),) if chosen else ()
    return shown(turn, say("meeting_ask_times", *rows, *done, problem=problems(turn)[state_of(turn)["need"]]))


def ask_shared(turn: Turn) -> Decision:
    yes = replace(button("shared yes", "meeting_shared_yes"), means="yes")
    no = replace(button("shared no", "meeting_shared_no"), means="no")
    return shown(knowing(turn, SHARED), say("meeting_ask_shared", row(yes), row(no)))


def found(turn: Turn) -> Decision:
    """The best testimone by the written criteria, without its name; or a table where one more may sit."""
    company, state = turn.records.network.company, state_of(turn)
    need, passed = cast(FirmProblem, state["need"]), state.get("passed", "").split()
    assert company is not None, "a member looks"
    office = office_of(turn)
    if table := _table(turn, company):
        when = italian_moment(table.at) if table.at else "?"
        rows = (
            row(button(f"table {table.id}", "meeting_ask_table")),
            row(button(f"skip {table.id}", "meeting_another")),
        )
        return shown(
            turn, say("meeting_found_table", *rows, when=when, company=moves.sketch(office, office.company(table.host)))
        )
    matches = moves.candidates(office, company, need, passed)
    if not matches:
        nobody = (
            row(button("nobody", "meeting_ask_desk")),
            row(topic_button("buone-prassi")),
            row(button("look", "meeting_other_need")),
        )
        return shown(turn, say("meeting_found_nobody", *nobody, problem=problems(turn)[need]))
    best = matches[0]
    why = "; ".join(said(turn, f"meeting_why_{each}") for each in best.meets)
    ways = [row(button(f"ask {best.company.id}", "meeting_ask"))]
    ways += [row(button(f"skip {best.company.id}", "meeting_another"))] if len(matches) > 1 else []
    values = {"company": moves.sketch(office, best.company), "why": why, "count": str(len(matches))}
    return shown(
        turn,
        Message(
            (Line("meeting_found", values), Line("meeting_criteria")), (*ways, row(button("menu", "company_back")))
        ),
    )


def _table(turn: Turn, company: Company) -> Meeting | None:
    state = state_of(turn)
    passed = state.get("passed", "").split()
    return next(
        (
            each
            for each in turn.records.network.open_tables
            if each.need == state["need"] and each.id not in passed
            and may_join(each, state.get(SHARED) == "yes") and side_of(each, company.id) is None
        ),
        None,
    )  # fmt: skip


def _send(turn: Turn, company: Company, host: str | None) -> Decision:
    """To the testimone that was chosen, if it still can; to the operators where there is none."""
    meeting, opened = _new(turn, company)
    if meeting is None or opened is None:
        return ask_need(turn)
    office = office_of(turn)
    hosts = [match.company for match in moves.candidates(office, company, meeting.need, ()) if match.company.id == host]
    over = flows.ended(turn, TOPIC)
    if host and not hosts:
        return found(turn)
    moved = moves.ask(office, meeting, hosts[0]) if hosts else moves.unmatched(office, meeting)[:2]
    told = say("meeting_sent" if hosts else "meeting_sent_desk", row(see_ticket(opened)), code=opened.ticket.code)
    return done(over, (opened, *moved), told)


def _send_to_table(turn: Turn, company: Company, id: str) -> Decision:
    table = next((each for each in turn.records.network.open_tables if each.id == id), None)
    meeting, opened = _new(turn, company)
    if table is None or meeting is None or opened is None or not may_join(table, meeting.guests[0].shared):
        return found(turn)
    asked = AskSeat(table.id, replace(meeting.guests[0], ticket=opened.ticket.code))
    told = TellCompany(table.host or "", seats.seat_request(office_of(turn), table, company))
    sent = say("meeting_sent", row(see_ticket(opened)), code=opened.ticket.code)
    return done(flows.ended(turn, TOPIC), (opened, asked, told), sent)


def _new(turn: Turn, company: Company) -> tuple[Meeting | None, OpenTicket | None]:
    """The meeting as it was asked for, and its ticket: operators see need, times and who asks."""
    state, now = state_of(turn), sending.now(turn)
    if state.get("need") not in problems(turn):
        return None, None
    need, times = cast(FirmProblem, state["need"]), cast(tuple[DayTime, ...], tuple(state.get(TIMES, "").split()))
    form = {"need": need, "company": company.id}
    ticket = sending.ticket(turn, "meeting", company, form)
    hours = ", ".join(said(turn, f"meeting_time_{each}") for each in times)
    values = {"name": company.name, "problem": problems(turn)[need], "times": hours or "?"}
    guest = Guest(company.id, ticket.code, state.get(SHARED) == "yes")
    meeting = Meeting(turn.records.fresh[16:32], need, "asking", now, now, (guest,), times)
    return meeting, OpenTicket(ticket, text(turn, Line("meeting_card", values), "it"))


def ask_shows(turn: Turn) -> Decision:
    chosen = state_of(turn).get(SHOWS, "").split()
    rows = [row(button(f"show {id}", mark(id, chosen), text=label)) for id, label in problems(turn).items()]
    done = (row(button("shows", "meeting_go_on")),) if chosen else ()
    return shown(turn, say("meeting_ask_shows", *rows, *done))


def ask_yearly(turn: Turn) -> Decision:
    rows = row(*(button(f"yearly {count}", "text", text=str(count)) for count in YEARLY_CHOICES))
    return shown(knowing(turn, YEARLY), say("meeting_ask_yearly", rows))


def offered(turn: Turn, company: Company, yearly: int) -> Decision:
    """An operator agrees before anybody is sent there."""
    shows = state_of(turn).get(SHOWS, "").split()
    if not shows:
        return ask_shows(flows.at_step(turn, TOPIC, SHOWS, shows=""))
    form = {"company": company.id, "shows": " ".join(shows), "yearly": str(yearly)}
    ticket = sending.ticket(turn, "meeting", company, form)
    told = "; ".join(problems(turn)[each] for each in shows if each in problems(turn))
    values = {"name": company.name, "problems": told, "yearly": str(yearly)}
    opened = OpenTicket(ticket, text(turn, Line("meeting_offer_card", values), "it"))
    return done(
        flows.ended(turn, TOPIC), (opened,), say("meeting_offer_sent", row(see_ticket(opened)), code=ticket.code)
    )
