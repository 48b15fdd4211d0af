"""One more company sits at a table: the testimone is asked, the others agreed to share it before."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.companies.moves import Effects, Office, button, is_set, say, sketch, who
from bot.dialogue.turn import choice, row
from bot.model.company import Company, KeepMeeting, Meeting, TellCompany, TellRoom
from bot.model.reply import Line, Message
from bot.model.time import italian_moment


def seat_request(office: Office, meeting: Meeting, guest: Company) -> Message:
    rows = (
        row(replace(button(f"seat {meeting.id} yes", "meeting_seat_yes"), means="yes")),
        row(replace(button(f"seat {meeting.id} no", "meeting_seat_no"), means="no")),
    )
    when = italian_moment(meeting.at) if meeting.at else "?"
    return say("meeting_seat_request", *rows, company=sketch(office, guest), when=when)


def seat(office: Office, meeting: Meeting, agreed: bool) -> tuple[Effects, Message]:
    """The testimone says whether one more may come; the others at the table agreed to that before."""
    guest = meeting.joining
    assert guest is not None, "somebody waits for a seat"
    if not agreed:
        refused = replace(meeting, joining=None, changed_at=office.now)
        no = TellCompany(guest.company, say("meeting_seat_refused", row(choice("show", "incontra-azienda"))))
        return (KeepMeeting(refused), no, TellRoom(guest.ticket, say("meeting_declined_desk"))), say("meeting_noted")
    joined = replace(meeting, joining=None, guests=(*meeting.guests, guest), changed_at=office.now)
    told = is_set(office, joined)
    told = replace(told, parts=(Line("meeting_host_agreed", who(office, meeting.host)), *told.parts))
    reply = say("meeting_seat_taken", **who(office, guest.company))
    return (
        KeepMeeting(joined),
        TellCompany(guest.company, told),
        TellRoom(guest.ticket, say("meeting_seat_desk")),
    ), reply
