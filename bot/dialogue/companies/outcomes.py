"""What happens at a meeting's hour although nobody wrote: reminders, the next testimone, what came of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.companies.moves import Effects, Office, button, cancel, choosing, passed_on, request, say
from bot.dialogue.turn import row
from bot.model.company import Guest, KeepMeeting, Meeting, TellCompany
from bot.model.reply import Line, Message
from bot.rules.meetings import (
    REMINDERS,
    answer_by,
    ask_again_at,
)
from bot.rules.practices import solving

LABEL = 38
PRACTICES = 4
"""Practices that are offered to be tried."""


def due(office: Office, meeting: Meeting) -> Effects:
    """What happens at a meeting's hour although nobody wrote."""
    match meeting.state:
        case "asking" if meeting.reminded < REMINDERS:
            return _remind(office, meeting, meeting.host, request(office, meeting, Line("meeting_reminder")))
        case "asking":
            return passed_on(office, meeting, "meeting_silent_desk")
        case "choosing" if meeting.reminded < REMINDERS:
            who = meeting.host if meeting.chooser == "host" else meeting.guests[0].company
            chosen = choosing(meeting)
            return _remind(office, meeting, who, replace(chosen, parts=(Line("meeting_reminder"), *chosen.parts)))
        case "choosing":
            return cancel(office, meeting, "")
        case "set":
            held = replace(
                meeting, state="held", due_at=ask_again_at(office.now), reminded=0, joining=None, changed_at=office.now
            )
            asked = [TellCompany(each.company, ask_tries(office, meeting)) for each in meeting.guests]
            return KeepMeeting(held), *asked
        case "held":
            over = replace(meeting, due_at=None, changed_at=office.now)
            asked = [
                TellCompany(each.company, ask_tried(office, meeting, each)) for each in meeting.guests if each.tries
            ]
            return KeepMeeting(over), *asked
    return (KeepMeeting(replace(meeting, due_at=None)),)


def ask_tries(office: Office, meeting: Meeting) -> Message:
    """What will you try? Practices against the need, or nothing for now."""
    cards = solving(office.knowledge.practices.values(), meeting.need)[:PRACTICES]
    rows = [row(button(f"tries {meeting.id} {card.id}", "text", text=card.title[:LABEL])) for card in cards]
    rows.append(row(button(f"tries {meeting.id} -", "meeting_tries_nothing")))
    return say("meeting_ask_tries", *rows, host=office.company(meeting.host).name)


def ask_tried(office: Office, meeting: Meeting, guest: Guest) -> Message:
    practice = office.knowledge.practices.get(guest.tries or "")
    rows = tuple(
        row(button(f"tried {meeting.id} {answer}", f"meeting_tried_{answer}")) for answer in ("yes", "partly", "no")
    )
    return say("meeting_ask_tried", *rows, practice=practice.title if practice else "?")


def _remind(office: Office, meeting: Meeting, company: str | None, message: Message) -> Effects:
    reminded = replace(meeting, due_at=answer_by(office.now), reminded=meeting.reminded + 1, changed_at=office.now)
    return KeepMeeting(reminded), TellCompany(company or "", message)
