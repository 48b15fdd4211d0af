"""What is said next about meetings: a company looks for a testimone, or is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast, get_args

from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.companies import moves, sending
from bot.dialogue.companies.moves import button, say
from bot.dialogue.flow import Flow
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row
from bot.dialogue.turn import show as topic_button
from bot.model.company import AskSeat, Company, DayTime, Guest, KeepMeeting, Meeting, TellCompany, TellRoom, Tried
from bot.model.decision import Decision, Effect
from bot.model.practices import FirmProblem
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import OpenTicket
from bot.model.time import ROME, italian_moment
from bot.rules.calendar import months_later
from bot.rules.meetings import ACTIVE, may_join, side_of
from bot.understanding.plain import plain

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


# --- how it starts ---


def start(turn: Turn) -> Decision:
    """Only members meet; what they need may stand in the message already."""
    turn = turn.remembering(audience="company")
    company = turn.records.network.company
    if company is None or not company.member:
        rows = (row(choice("company", "start", "company_start")), row(topic_button("azienda-testimone")))
        return _say(turn, say("meeting_join_first", *rows, row(topic_button("buone-prassi"))))
    if problem := turn.understanding.firm.problem:
        return _ask_times(turn, problem)
    return _menu(turn, company)


def _menu(turn: Turn, company: Company, *lines: Line) -> Decision:
    listed = [_line(turn, company, each) for each in _active(turn)]
    parts = [*lines, Line("meeting_menu")]
    parts += [Line("meeting_yours", {"meetings": "\n".join(f"• {one}" for one in listed)})] if listed else []
    rows = [row(button(f"see {each.id}", "meeting_see", title=_title(turn, each))) for each in _active(turn)]
    offer = "meeting_offer_change" if company.shows else "meeting_offer"
    rows += [row(button("look", "meeting_look")), row(button("offer", offer)), row(_home())]
    return _say(flows.at_step(turn, TOPIC, "menu"), Message(tuple(parts), tuple(rows)))


def resume(turn: Turn) -> Decision:
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    asks: dict[str, Callable[[Turn], Decision]] = {
        NEED: _ask_need,
        SHOWS: _ask_shows,
        YEARLY: _ask_yearly,
        FOUND: _found,
    }
    step, need = flow.get("step", ""), flow.get("need", "")
    company = turn.records.network.company
    if company is None or not company.member:
        return start(turn)
    if step in (TIMES, SHARED, FOUND) and need not in _problems(turn):
        return _quiet(_ask_need(turn))
    if step == TIMES:
        return _quiet(_ask_times(turn, cast(FirmProblem, need)))
    if step == SHARED:
        return _quiet(_ask_shared(turn))
    if step == WRITE and (meeting := turn.records.network.meeting(flow.get("meeting", ""))):
        return _quiet(_ask_words(turn, meeting))
    return _quiet(asks[step](turn) if step in asks else start(turn))


# --- buttons ---


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it belongs to a meeting of others, or one that is no more."""
    company = turn.records.network.company
    if company is None or not company.member:
        return start(turn)
    verb, *words = said.split()
    decision = _asked(turn, company, verb, words)
    if decision is None and words and (meeting := turn.records.network.meeting(words[0])):
        decision = _on_meeting(turn, company, meeting, verb, words[1:])
    return decision and _quiet(decision)


def _asked(turn: Turn, company: Company, verb: str, words: list[str]) -> Decision | None:
    """Looking for a testimone, or being one."""
    match verb, words:
        case "menu", []:
            return _menu(turn, company)
        case "look", []:
            return _ask_need(turn)
        case "need", [need] if need in _problems(turn):
            return _ask_times(turn, cast(FirmProblem, need))
        case "time", [time] if time in TIMES_OF_DAY:
            return _toggled(turn, TIMES, time, _ask_times_again)
        case "times", []:
            return _ask_shared(turn)
        case "shared", ["yes" | "no" as shared]:
            return _found(_with(turn, FOUND, shared=shared, passed=""))
        case "skip", [other]:
            return _found(_with(turn, FOUND, passed=f"{_state(turn).get('passed', '')} {other}".strip()))
        case "ask", [other]:
            return _send(turn, company, other)
        case "table", [table]:
            return _send_to_table(turn, company, table)
        case "nobody", []:
            return _send(turn, company, None)
        case "offer", []:
            return _ask_shows(flows.at_step(turn, TOPIC, SHOWS, shows=" ".join(company.shows)))
        case "show", [problem] if problem in _problems(turn):
            return _toggled(turn, SHOWS, problem, _ask_shows)
        case "shows", []:
            return _ask_yearly(turn)
        case "yearly", [count] if count.isdecimal():
            return _offered(turn, company, int(count))
    return None


def _on_meeting(turn: Turn, company: Company, meeting: Meeting, verb: str, words: list[str]) -> Decision | None:
    """One's own meeting, as it stands under lock: of two who act at once the second is told what the first did."""
    office, side = _office(turn), side_of(meeting, company.id)
    match verb, words:
        case "see", []:
            return _see(turn, company, meeting)
        case "accept", [] if side == "host" and meeting.state == "asking":
            return _done(turn, *moves.accept(office, meeting))
        case "decline", [] if side == "host" and meeting.state == "asking":
            return _done(
                turn, moves.passed_on(office, meeting, "meeting_declined_desk"), say("meeting_declined", row(_home()))
            )
        case "pick", [number, day] if side == meeting.chooser and meeting.state == "choosing" and number.isdecimal():
            chosen = meeting.proposed[int(number) : int(number) + 1]
            if chosen and f"{chosen[0]:%y%m%d%H%M}" == day:
                return _done(turn, *moves.pick(office, meeting, side, company.id, int(number)))
        case "others", [] if side == meeting.chooser and meeting.state == "choosing":
            return _done(turn, *moves.other_dates(office, meeting, side))
        case "change", [] if side and meeting.state == "set":
            return _done(turn, *moves.other_dates(office, meeting, side))
        case "cancel", [] if side and meeting.state in ACTIVE:
            sure = (row(replace(button(f"cancel_yes {meeting.id}", "meeting_cancel_yes"), means="yes")),
                    row(replace(button(f"see {meeting.id}", "meeting_keep"), means="no")))  # fmt: skip
            return _say(turn, say("meeting_cancel_sure", *sure, title=_title(turn, meeting)))
        case "cancel_yes", [] if side and meeting.state in ACTIVE:
            return _done(turn, moves.cancel(office, meeting, company.id), say("meeting_cancelled_yours", *_ways()))
        case "seat", [answer] if side == "host" and meeting.joining:
            return _done(turn, *moves.seat(office, meeting, answer == "yes"))
        case "write", [] if side and meeting.state in ("choosing", "set"):
            return _ask_words(turn, meeting)
        case "tries", [practice]:
            return _tries(turn, company, meeting, practice)
        case "by", [months] if months.isdecimal():
            return _by(turn, company, meeting, int(months))
        case "tried", ["yes" | "partly" | "no" as tried]:
            return _tried(turn, company, meeting, tried)
    return _see(turn, company, meeting)  # it is no longer as it was when the button was shown


# --- looking for a testimone ---


def _ask_need(turn: Turn, *lines: Line) -> Decision:
    rows = tuple(row(button(f"need {id}", "text", text=label)) for id, label in _problems(turn).items())
    return _say(flows.at_step(turn, TOPIC, NEED), Message((*lines, Line("meeting_ask_need")), rows))


def _ask_times(turn: Turn, need: FirmProblem) -> Decision:
    return _ask_times_again(_with(turn, TIMES, need=need))


def _ask_times_again(turn: Turn) -> Decision:
    chosen = _state(turn).get(TIMES, "").split()
    rows = [
        row(button(f"time {each}", _mark(each, chosen), text=_word(turn, f"meeting_time_{each}")))
        for each in TIMES_OF_DAY
    ]
    done = (row(button("times", "meeting_go_on")),) if chosen else ()
    return _say(turn, say("meeting_ask_times", *rows, *done, problem=_problems(turn)[_state(turn)["need"]]))


def _ask_shared(turn: Turn) -> Decision:
    yes = replace(button("shared yes", "meeting_shared_yes"), means="yes")
    no = replace(button("shared no", "meeting_shared_no"), means="no")
    return _say(_with(turn, SHARED), say("meeting_ask_shared", row(yes), row(no)))


def _found(turn: Turn) -> Decision:
    """The best testimone by the written criteria, without its name; or a table where one more may sit."""
    company, state = turn.records.network.company, _state(turn)
    need, passed = cast(FirmProblem, state["need"]), state.get("passed", "").split()
    assert company is not None, "a member looks"
    office = _office(turn)
    if table := _table(turn, company):
        when = italian_moment(table.at) if table.at else "?"
        rows = (
            row(button(f"table {table.id}", "meeting_ask_table")),
            row(button(f"skip {table.id}", "meeting_another")),
        )
        return _say(
            turn, say("meeting_found_table", *rows, when=when, company=moves.sketch(office, office.company(table.host)))
        )
    matches = moves.candidates(office, company, need, passed)
    if not matches:
        nobody = (
            row(button("nobody", "meeting_ask_desk")),
            row(topic_button("buone-prassi")),
            row(button("look", "meeting_other_need")),
        )
        return _say(turn, say("meeting_found_nobody", *nobody, problem=_problems(turn)[need]))
    best = matches[0]
    why = "; ".join(_word(turn, f"meeting_why_{each}") for each in best.meets)
    ways = [row(button(f"ask {best.company.id}", "meeting_ask"))]
    ways += [row(button(f"skip {best.company.id}", "meeting_another"))] if len(matches) > 1 else []
    values = {"company": moves.sketch(office, best.company), "why": why, "count": str(len(matches))}
    return _say(
        turn,
        Message(
            (Line("meeting_found", values), Line("meeting_criteria")), (*ways, row(button("menu", "company_back")))
        ),
    )


def _table(turn: Turn, company: Company) -> Meeting | None:
    state = _state(turn)
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
        return _ask_need(turn)
    office = _office(turn)
    found = [match.company for match in moves.candidates(office, company, meeting.need, ()) if match.company.id == host]
    over = flows.ended(turn, TOPIC)
    if host and not found:
        return _found(turn)
    moved = moves.ask(office, meeting, found[0]) if found else moves.unmatched(office, meeting)[:2]
    told = say("meeting_sent" if found else "meeting_sent_desk", row(_see_ticket(opened)), code=opened.ticket.code)
    return _done(over, (opened, *moved), told)


def _send_to_table(turn: Turn, company: Company, id: str) -> Decision:
    table = next((each for each in turn.records.network.open_tables if each.id == id), None)
    meeting, opened = _new(turn, company)
    if table is None or meeting is None or opened is None or not may_join(table, meeting.guests[0].shared):
        return _found(turn)
    asked = AskSeat(table.id, replace(meeting.guests[0], ticket=opened.ticket.code))
    told = TellCompany(table.host or "", moves.seat_request(_office(turn), table, company))
    sent = say("meeting_sent", row(_see_ticket(opened)), code=opened.ticket.code)
    return _done(flows.ended(turn, TOPIC), (opened, asked, told), sent)


def _new(turn: Turn, company: Company) -> tuple[Meeting | None, OpenTicket | None]:
    """The meeting as it was asked for, and its ticket: operators see need, times and who asks."""
    state, now = _state(turn), sending.now(turn)
    if state.get("need") not in _problems(turn):
        return None, None
    need, times = cast(FirmProblem, state["need"]), cast(tuple[DayTime, ...], tuple(state.get(TIMES, "").split()))
    form = {"need": need, "company": company.id}
    ticket = sending.ticket(turn, "meeting", company, form)
    said = ", ".join(_word(turn, f"meeting_time_{each}") for each in times)
    values = {"name": company.name, "problem": _problems(turn)[need], "times": said or "?"}
    guest = Guest(company.id, ticket.code, state.get(SHARED) == "yes")
    meeting = Meeting(turn.records.fresh[16:32], need, "asking", now, now, (guest,), times)
    return meeting, OpenTicket(ticket, text(turn, Line("meeting_card", values), "it"))


# --- being a testimone ---


def _ask_shows(turn: Turn) -> Decision:
    chosen = _state(turn).get(SHOWS, "").split()
    rows = [row(button(f"show {id}", _mark(id, chosen), text=label)) for id, label in _problems(turn).items()]
    done = (row(button("shows", "meeting_go_on")),) if chosen else ()
    return _say(turn, say("meeting_ask_shows", *rows, *done))


def _ask_yearly(turn: Turn) -> Decision:
    rows = row(*(button(f"yearly {count}", "text", text=str(count)) for count in YEARLY_CHOICES))
    return _say(_with(turn, YEARLY), say("meeting_ask_yearly", rows))


def _offered(turn: Turn, company: Company, yearly: int) -> Decision:
    """An operator agrees before anybody is sent there."""
    shows = _state(turn).get(SHOWS, "").split()
    if not shows:
        return _ask_shows(flows.at_step(turn, TOPIC, SHOWS, shows=""))
    form = {"company": company.id, "shows": " ".join(shows), "yearly": str(yearly)}
    ticket = sending.ticket(turn, "meeting", company, form)
    problems = "; ".join(_problems(turn)[each] for each in shows if each in _problems(turn))
    values = {"name": company.name, "problems": problems, "yearly": str(yearly)}
    opened = OpenTicket(ticket, text(turn, Line("meeting_offer_card", values), "it"))
    return _done(
        flows.ended(turn, TOPIC), (opened,), say("meeting_offer_sent", row(_see_ticket(opened)), code=ticket.code)
    )


# --- a meeting of one's own ---


def _see(turn: Turn, company: Company, meeting: Meeting) -> Decision:
    side, office = side_of(meeting, company.id), _office(turn)
    if meeting.state == "asking" and side == "host":
        return _say(turn, moves.request(office, meeting))
    if meeting.state == "choosing" and side == meeting.chooser:
        shown = moves.choosing(meeting)
        return _say(turn, shown)
    if meeting.state == "set" and side:
        return _say(turn, moves.is_set(office, meeting))
    cancel = (row(button(f"cancel {meeting.id}", "meeting_cancel")),) if side and meeting.state in ACTIVE else ()
    return _say(turn, say(f"meeting_state_{meeting.state}", *cancel, *_ways(), title=_title(turn, meeting)))


def _ask_words(turn: Turn, meeting: Meeting) -> Decision:
    asking = flows.at_step(turn, TOPIC, WRITE, meeting=meeting.id)
    return _say(asking, say("meeting_ask_words", row(button("menu", "company_back"))))


def _written(turn: Turn) -> Decision | None:
    """A message for the other side, which knows who writes: both have agreed to meet."""
    company, meeting = turn.records.network.company, turn.records.network.meeting(_state(turn).get("meeting", ""))
    if company is None or meeting is None or meeting.state not in ("choosing", "set"):
        return None
    if turn.understanding.sensitive or len(turn.said) > LONGEST_MESSAGE:
        key = "company_no_sensitive" if turn.understanding.sensitive else "meeting_words_long"
        return _say(turn, say(key, row(button("menu", "company_back"))))
    side = side_of(meeting, company.id)
    to = [guest.company for guest in meeting.guests] if side == "host" else [meeting.host or ""]
    told = say("meeting_words", row(button(f"write {meeting.id}", "meeting_answer")), name=company.name, text=turn.said)
    sent = say("meeting_words_sent", row(button(f"write {meeting.id}", "ticket_write_more")), *_ways())
    return _done(flows.ended(turn, TOPIC), tuple(TellCompany(each, told) for each in to), sent)


def _tries(turn: Turn, company: Company, meeting: Meeting, practice: str) -> Decision:
    if side_of(meeting, company.id) != "guest" or meeting.state != "held":
        return _see(turn, company, meeting)
    tries = practice if practice in turn.knowledge.practices else ""
    kept = _as_guest(turn, company, meeting, tries=tries)
    if not tries:
        return _done(turn, kept, say("meeting_tries_noted", *_ways()))
    rows = row(*(button(f"by {meeting.id} {months}", f"meeting_by_{months}") for months in MONTHS_TO_TRY))
    return _done(turn, kept, say("meeting_ask_by", rows))


def _by(turn: Turn, company: Company, meeting: Meeting, months: int) -> Decision:
    by = months_later(sending.now(turn).astimezone(ROME).date(), min(months, max(MONTHS_TO_TRY)))
    return _done(turn, _as_guest(turn, company, meeting, by=by), say("meeting_tries_noted", *_ways()))


def _tried(turn: Turn, company: Company, meeting: Meeting, tried: Tried) -> Decision:
    """What was tried may stand on the card of the practice, once two operators have looked at it."""
    guest = next((each for each in meeting.guests if each.company == company.id), None)
    if guest is None or not guest.tries:
        return _see(turn, company, meeting)
    effects = _as_guest(turn, company, meeting, tried=tried)
    practice = turn.knowledge.practices.get(guest.tries)
    if tried != "no" and practice:
        publish = choice("desk", f"publish {guest.ticket}", "meeting_publish")
        told = say("meeting_tried_desk", row(publish), name=company.name, practice=practice.title)
        effects = (*effects, TellRoom(guest.ticket, told, form={"tried": practice.id}))
    return _done(turn, effects, say("meeting_tried_noted", *_ways()))


def _as_guest(turn: Turn, company: Company, meeting: Meeting, **told: object) -> tuple[Effect, ...]:
    guests = tuple(
        replace(each, **told) if each.company == company.id else each  # type: ignore[arg-type]  # replace checks names
        for each in meeting.guests
    )
    return (KeepMeeting(replace(meeting, guests=guests, changed_at=turn.records.now)),)


# --- words ---


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of it; None if they are for somebody else: another clear question."""
    step, best = flows.step(turn, TOPIC), turn.understanding.best
    if step is None or turn.records.network.company is None:
        return None
    if step == WRITE:
        return None if flows.tells_nothing(turn) else _heard(_written(turn))
    sure = best is not None and best.confidence >= ANSWER_AT
    problem = turn.understanding.firm.problem
    if best and sure and best.topic not in (TOPIC, OFF_TOPIC, "buone-prassi") and turn.understanding.question:
        return None
    if step in (NEED, "menu") and problem:
        return _heard(_ask_times(turn, problem))
    if step == TIMES and (times := _times(turn)):
        return _heard(_ask_shared(_with(turn, TIMES, times=" ".join(times))))
    if step == SHOWS and problem:
        return _heard(_toggled(turn, SHOWS, problem, _ask_shows))
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


# --- pieces ---


def _office(turn: Turn) -> moves.Office:
    return moves.Office(turn.knowledge, turn.records.network, sending.now(turn))


def _active(turn: Turn) -> list[Meeting]:
    return [each for each in turn.records.network.meetings if each.state in ACTIVE]


def _line(turn: Turn, company: Company, meeting: Meeting) -> str:
    when = f", {italian_moment(meeting.at)}" if meeting.at and meeting.state == "set" else ""
    return f"{_title(turn, meeting)}{when}: {_word(turn, f'meeting_short_{meeting.state}')}"


def _title(turn: Turn, meeting: Meeting) -> str:
    return _problems(turn).get(meeting.need, meeting.need)


def _problems(turn: Turn) -> dict[str, str]:
    return {id: value.label for id, value in turn.knowledge.firm_facts["problem"].values.items()}


def _state(turn: Turn) -> dict[str, str]:
    return dict(turn.conversation.flow) if turn.conversation.flow.get("name") == TOPIC else {}


def _with(turn: Turn, step: str, **told: str) -> Turn:
    kept = {key: value for key, value in _state(turn).items() if key not in ("name", "step")}
    return flows.at_step(turn, TOPIC, step, **{**kept, **told})


def _toggled(turn: Turn, key: str, value: str, then: Callable[[Turn], Decision]) -> Decision:
    chosen = _state(turn).get(key, "").split()
    rest = [each for each in chosen if each != value] if value in chosen else [*chosen, value]
    return then(_with(turn, key, **{key: " ".join(rest)}))


def _mark(value: str, chosen: list[str]) -> str:
    return "meeting_chosen" if value in chosen else "text"


def _word(turn: Turn, key: str) -> str:
    return text(turn, Line(key))


def _home() -> Choice:
    return choice("company", "start", "company_mine")


def _ways() -> Rows:
    return (row(button("menu", "meeting_all")), row(_home()))


def _see_ticket(opened: OpenTicket) -> Choice:
    return choice("ticket", f"show {opened.ticket.code}", "ticket_see")


def _say(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def _done(turn: Turn, effects: tuple[Effect, ...], message: Message) -> Decision:
    return replace(_say(turn, message), effects=effects)


def _quiet(decision: Decision) -> Decision:
    """Steps are not counted: it was counted when it began."""
    return replace(decision, events=())


def _heard(decision: Decision | None) -> Decision | None:
    return decision and _quiet(decision)


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
