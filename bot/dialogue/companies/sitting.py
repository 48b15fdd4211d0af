"""A meeting of one's own: its date, its end, words for the other side, what came of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.companies import moves, seats, sending
from bot.dialogue.companies.moves import button, say
from bot.dialogue.companies.pieces import (
    LONGEST_MESSAGE,
    MONTHS_TO_TRY,
    TOPIC,
    WRITE,
    done,
    home,
    office_of,
    shown,
    state_of,
    title_of,
    ways,
)
from bot.dialogue.turn import Turn, choice, row
from bot.model.company import Company, KeepMeeting, Meeting, TellCompany, TellRoom, Tried
from bot.model.decision import Decision, Effect
from bot.model.time import ROME
from bot.rules.calendar import months_later
from bot.rules.meetings import ACTIVE, side_of


def press_meeting(turn: Turn, company: Company, meeting: Meeting, verb: str, words: list[str]) -> Decision | None:
    """One's own meeting, as it stands under lock: of two who act at once the second is told what the first did."""
    office, side = office_of(turn), side_of(meeting, company.id)
    match verb, words:
        case "see", []:
            return see(turn, company, meeting)
        case "accept", [] if side == "host" and meeting.state == "asking":
            return done(turn, *moves.accept(office, meeting))
        case "decline", [] if side == "host" and meeting.state == "asking":
            return done(
                turn, moves.passed_on(office, meeting, "meeting_declined_desk"), say("meeting_declined", row(home()))
            )
        case "pick", [number, day] if side == meeting.chooser and meeting.state == "choosing" and number.isdecimal():
            chosen = meeting.proposed[int(number) : int(number) + 1]
            if chosen and f"{chosen[0]:%y%m%d%H%M}" == day:
                return done(turn, *moves.pick(office, meeting, side, company.id, int(number)))
        case "others", [] if side == meeting.chooser and meeting.state == "choosing":
            return done(turn, *moves.other_dates(office, meeting, side))
        case "change", [] if side and meeting.state == "set":
            return done(turn, *moves.other_dates(office, meeting, side))
        case "cancel", [] if side and meeting.state in ACTIVE:
            sure = (row(replace(button(f"cancel_yes {meeting.id}", "meeting_cancel_yes"), means="yes")),
                    row(replace(button(f"see {meeting.id}", "meeting_keep"), means="no")))  # fmt: skip
            return shown(turn, say("meeting_cancel_sure", *sure, title=title_of(turn, meeting)))
        case "cancel_yes", [] if side and meeting.state in ACTIVE:
            return done(turn, moves.cancel(office, meeting, company.id), say("meeting_cancelled_yours", *ways()))
        case "seat", [answer] if side == "host" and meeting.joining:
            return done(turn, *seats.seat(office, meeting, answer == "yes"))
        case "write", [] if side and meeting.state in ("choosing", "set"):
            return ask_words(turn, meeting)
        case "tries", [practice]:
            return _tries(turn, company, meeting, practice)
        case "by", [months] if months.isdecimal():
            return _by(turn, company, meeting, int(months))
        case "tried", ["yes" | "partly" | "no" as tried]:
            return _tried(turn, company, meeting, tried)
    return see(turn, company, meeting)  # it is no longer as it was when the button was shown


def see(turn: Turn, company: Company, meeting: Meeting) -> Decision:
    side, office = side_of(meeting, company.id), office_of(turn)
    if meeting.state == "asking" and side == "host":
        return shown(turn, moves.request(office, meeting))
    if meeting.state == "choosing" and side == meeting.chooser:
        return shown(turn, moves.choosing(meeting))
    if meeting.state == "set" and side:
        return shown(turn, moves.is_set(office, meeting))
    cancel = (row(button(f"cancel {meeting.id}", "meeting_cancel")),) if side and meeting.state in ACTIVE else ()
    return shown(turn, say(f"meeting_state_{meeting.state}", *cancel, *ways(), title=title_of(turn, meeting)))


def ask_words(turn: Turn, meeting: Meeting) -> Decision:
    asking = flows.at_step(turn, TOPIC, WRITE, meeting=meeting.id)
    return shown(asking, say("meeting_ask_words", row(button("menu", "company_back"))))


def written(turn: Turn) -> Decision | None:
    """A message for the other side, which knows who writes: both have agreed to meet."""
    company, meeting = turn.records.network.company, turn.records.network.meeting(state_of(turn).get("meeting", ""))
    if company is None or meeting is None or meeting.state not in ("choosing", "set"):
        return None
    if turn.understanding.sensitive or len(turn.said) > LONGEST_MESSAGE:
        key = "company_no_sensitive" if turn.understanding.sensitive else "meeting_words_long"
        return shown(turn, say(key, row(button("menu", "company_back"))))
    side = side_of(meeting, company.id)
    to = [guest.company for guest in meeting.guests] if side == "host" else [meeting.host or ""]
    told = say("meeting_words", row(button(f"write {meeting.id}", "meeting_answer")), name=company.name, text=turn.said)
    sent = say("meeting_words_sent", row(button(f"write {meeting.id}", "ticket_write_more")), *ways())
    return done(flows.ended(turn, TOPIC), tuple(TellCompany(each, told) for each in to), sent)


def _tries(turn: Turn, company: Company, meeting: Meeting, practice: str) -> Decision:
    if side_of(meeting, company.id) != "guest" or meeting.state != "held":
        return see(turn, company, meeting)
    tries = practice if practice in turn.knowledge.practices else ""
    kept = _as_guest(turn, company, meeting, tries=tries)
    if not tries:
        return done(turn, kept, say("meeting_tries_noted", *ways()))
    rows = row(*(button(f"by {meeting.id} {months}", f"meeting_by_{months}") for months in MONTHS_TO_TRY))
    return done(turn, kept, say("meeting_ask_by", rows))


def _by(turn: Turn, company: Company, meeting: Meeting, months: int) -> Decision:
    by = months_later(sending.now(turn).astimezone(ROME).date(), min(months, max(MONTHS_TO_TRY)))
    return done(turn, _as_guest(turn, company, meeting, by=by), say("meeting_tries_noted", *ways()))


def _tried(turn: Turn, company: Company, meeting: Meeting, tried: Tried) -> Decision:
    """What was tried may stand on the card of the practice, once two operators have looked at it."""
    guest = next((each for each in meeting.guests if each.company == company.id), None)
    if guest is None or not guest.tries:
        return see(turn, company, meeting)
    effects = _as_guest(turn, company, meeting, tried=tried)
    practice = turn.knowledge.practices.get(guest.tries)
    if tried != "no" and practice:
        publish = choice("desk", f"publish {guest.ticket}", "meeting_publish")
        told = say("meeting_tried_desk", row(publish), name=company.name, practice=practice.title)
        effects = (*effects, TellRoom(guest.ticket, told, form={"tried": practice.id}))
    return done(turn, effects, say("meeting_tried_noted", *ways()))


def _as_guest(turn: Turn, company: Company, meeting: Meeting, **told: object) -> tuple[Effect, ...]:
    guests = tuple(
        replace(each, **told) if each.company == company.id else each  # type: ignore[arg-type]  # replace checks names
        for each in meeting.guests
    )
    return (KeepMeeting(replace(meeting, guests=guests, changed_at=turn.records.now)),)
