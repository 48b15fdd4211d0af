"""What is said next about meetings: a company looks for a testimone, or is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.companies.looking import (
    ask_need,
    ask_shared,
    ask_shows,
    ask_times,
    ask_yearly,
    found,
    press_looking,
)
from bot.dialogue.companies.moves import button, say
from bot.dialogue.companies.pieces import (
    FOUND,
    NEED,
    QUESTIONS,
    SHARED,
    SHOWS,
    TIME_WORDS,
    TIMES,
    TIMES_OF_DAY,
    TOPIC,
    WRITE,
    YEARLY,
    active,
    heard,
    home,
    knowing,
    problems,
    quiet,
    said,
    shown,
    title_of,
    toggled,
)
from bot.dialogue.companies.sitting import ask_words, press_meeting, written
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row
from bot.dialogue.turn import show as topic_button
from bot.model.company import Company, DayTime, Meeting
from bot.model.decision import Decision
from bot.model.practices import FirmProblem
from bot.model.reply import Line, Message
from bot.model.time import italian_moment
from bot.understanding.plain import plain


def start(turn: Turn) -> Decision:
    """Only members meet; what they need may stand in the message already."""
    turn = turn.remembering(audience="company")
    company = turn.records.network.company
    if company is None or not company.member:
        rows = (row(choice("company", "start", "company_start")), row(topic_button("azienda-testimone")))
        return shown(turn, say("meeting_join_first", *rows, row(topic_button("buone-prassi"))))
    if problem := turn.understanding.firm.problem:
        return ask_times(turn, problem)
    return _menu(turn, company)


def _menu(turn: Turn, company: Company, *lines: Line) -> Decision:
    listed = [_line(turn, company, each) for each in active(turn)]
    parts = [*lines, Line("meeting_menu")]
    parts += [Line("meeting_yours", {"meetings": "\n".join(f"• {one}" for one in listed)})] if listed else []
    rows = [row(button(f"see {each.id}", "meeting_see", title=title_of(turn, each))) for each in active(turn)]
    offer = "meeting_offer_change" if company.shows else "meeting_offer"
    rows += [row(button("look", "meeting_look")), row(button("offer", offer)), row(home())]
    return shown(flows.at_step(turn, TOPIC, "menu"), Message(tuple(parts), tuple(rows)))


def resume(turn: Turn) -> Decision:
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    asks: dict[str, Callable[[Turn], Decision]] = {
        NEED: ask_need,
        SHOWS: ask_shows,
        YEARLY: ask_yearly,
        FOUND: found,
    }
    step, need = flow.get("step", ""), flow.get("need", "")
    company = turn.records.network.company
    if company is None or not company.member:
        return start(turn)
    if step in (TIMES, SHARED, FOUND) and need not in problems(turn):
        return quiet(ask_need(turn))
    if step == TIMES:
        return quiet(ask_times(turn, cast(FirmProblem, need)))
    if step == SHARED:
        return quiet(ask_shared(turn))
    if step == WRITE and (meeting := turn.records.network.meeting(flow.get("meeting", ""))):
        return quiet(ask_words(turn, meeting))
    return quiet(asks[step](turn) if step in asks else start(turn))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it belongs to a meeting of others, or one that is no more."""
    company = turn.records.network.company
    if company is None or not company.member:
        return start(turn)
    verb, *words = said.split()
    decision = _menu(turn, company) if verb == "menu" else press_looking(turn, company, verb, words)
    if decision is None and words and (meeting := turn.records.network.meeting(words[0])):
        decision = press_meeting(turn, company, meeting, verb, words[1:])
    return decision and quiet(decision)


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of it; None if they are for somebody else: another clear question."""
    step, best = flows.step(turn, TOPIC), turn.understanding.best
    if step is None or turn.records.network.company is None:
        return None
    if step == WRITE:
        return None if flows.tells_nothing(turn) else heard(written(turn))
    sure = best is not None and best.confidence >= ANSWER_AT
    problem = turn.understanding.firm.problem
    if best and sure and best.topic not in (TOPIC, OFF_TOPIC, "buone-prassi") and turn.understanding.question:
        return None
    if step in (NEED, "menu") and problem:
        return heard(ask_times(turn, problem))
    if step == TIMES and (times := _times(turn)):
        return heard(ask_shared(knowing(turn, TIMES, times=" ".join(times))))
    if step == SHOWS and problem:
        return heard(toggled(turn, SHOWS, problem, ask_shows))
    if step == YEARLY and turn.said.strip().isdecimal():
        return press(turn, f"yearly {turn.said.strip()}")
    return None


def unclear(turn: Turn) -> Decision | None:
    """The open question once more."""
    if flows.step(turn, TOPIC) not in QUESTIONS:
        return None
    decision = resume(turn)
    first, *others = decision.messages
    return replace(decision, messages=(replace(first, parts=(Line("company_unclear"), *first.parts)), *others))


def _times(turn: Turn) -> list[DayTime]:
    said = f" {plain(turn.said)} "
    if " sempre " in said or " quando volete " in said:
        return list(TIMES_OF_DAY)
    return [time for time, words in TIME_WORDS.items() if any(f" {word} " in said for word in words)]


def _line(turn: Turn, company: Company, meeting: Meeting) -> str:
    when = f", {italian_moment(meeting.at)}" if meeting.at and meeting.state == "set" else ""
    return f"{title_of(turn, meeting)}{when}: {said(turn, f'meeting_short_{meeting.state}')}"


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    verbs={"meeting": press},
    hear=hear,
    unclear=unclear,
    asks=lambda turn: flows.step(turn, TOPIC) in QUESTIONS,
    holds=lambda turn: flows.step(turn, TOPIC) in QUESTIONS,
    resume=resume,
)
