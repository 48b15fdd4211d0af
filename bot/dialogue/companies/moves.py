"""What becomes of a meeting after one thing was done, by either side or by nobody: the meeting, and who is told what.

Nothing of one company is told to another before both have agreed; before that a company is its sector, size and district.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.turn import choice, row
from bot.knowledge.loader import Knowledge
from bot.model.company import Company, KeepMeeting, Meeting, Network, Side, TellCompany, TellRoom
from bot.model.decision import Effect
from bot.model.practices import FirmProblem
from bot.model.reply import Choice, Line, Message, Paper
from bot.model.time import italian_moment
from bot.rules import matching
from bot.rules.meetings import (
    answer_by,
    ask_outcome_at,
    three_dates,
)

Effects = tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What a move looks at."""

    knowledge: Knowledge
    network: Network
    now: datetime

    def company(self, id: str | None) -> Company:
        """One that left since has no name any more."""
        return self.network.known(id) or Company(id or "")

    def problem(self, need: str) -> str:
        values = self.knowledge.firm_facts["problem"].values
        return values[need].label if need in values else need


def button(said: str, label: str, **values: str) -> Choice:
    return choice("meeting", said, label, values)


def say(key: str, *rows: tuple[Choice, ...], **values: str) -> Message:
    return Message((Line(key, values),), rows)


def sketch(office: Office, company: Company) -> str:
    """A company without its name: "Negozio o commercio, fino a 9 persone, distretto ..."."""
    facts, territory = office.knowledge.firm_facts, office.knowledge.territory
    told = [facts["sector"].values[company.sector].label] if company.sector else []
    told += [facts["size"].values[company.size].label.lower()] if company.size else []
    district = matching.district_of(company, territory)
    told += [_district(office.knowledge, district)] if district else []
    return ", ".join(told) or "?"


def _district(knowledge: Knowledge, district: str) -> str:
    """ "distretto di Rozzano": in the middle of a sentence."""
    name = knowledge.territory.districts[district].name
    return name[:1].lower() + name[1:]


def candidates(office: Office, guest: Company, need: FirmProblem, passed: Sequence[str]) -> tuple[matching.Match, ...]:
    network, territory = office.network, office.knowledge.territory
    return matching.candidates(guest, need, network.members, network.load, territory, passed)


def ask(office: Office, meeting: Meeting, host: Company) -> Effects:
    """A testimone is asked; the clock runs."""
    asking = replace(
        meeting, state="asking", host=host.id, due_at=answer_by(office.now), reminded=0, changed_at=office.now
    )
    return KeepMeeting(asking), TellCompany(host.id, request(office, asking))


def request(office: Office, meeting: Meeting, *lines: Line) -> Message:
    """What the testimone reads: what is wanted, by whom without a name."""
    guest = office.company(meeting.guests[0].company)
    values = {"problem": office.problem(meeting.need), "company": sketch(office, guest)}
    rows = (
        row(replace(button(f"accept {meeting.id}", "meeting_accept"), means="yes")),
        row(replace(button(f"decline {meeting.id}", "meeting_decline"), means="no")),
    )
    return Message((*lines, Line("meeting_request", values)), rows)


def passed_on(office: Office, meeting: Meeting, key: str) -> Effects:
    """The testimone said no, or nothing: the next is asked; if nobody is left, the operators look for one."""
    passed = (*meeting.passed, *((meeting.host,) if meeting.host else ()))
    left = replace(meeting, host=None, passed=passed, changed_at=office.now)
    first = meeting.guests[0]
    load = {id: count - (id == meeting.host) for id, count in office.network.load.items()}
    office = replace(office, network=replace(office.network, load=load))
    found = candidates(office, office.company(first.company), meeting.need, passed)
    told = TellRoom(first.ticket, say(key))
    if found:
        guest_told = TellCompany(first.company, say("meeting_next_asked", problem=office.problem(meeting.need)))
        return told, *ask(office, left, found[0].company), guest_told
    return told, *unmatched(office, left)


def unmatched(office: Office, meeting: Meeting) -> Effects:
    """Nobody is left to ask: an operator has to take it."""
    first = meeting.guests[0]
    over = replace(meeting, state="unmatched", host=None, due_at=None, changed_at=office.now)
    problem = office.problem(meeting.need)
    desk = TellRoom(first.ticket, say("meeting_unmatched_desk", problem=problem), wakes=True)
    return KeepMeeting(over), desk, TellCompany(first.company, say("meeting_unmatched", problem=problem))


def accept(office: Office, meeting: Meeting) -> tuple[Effects, Message]:
    """Both have agreed: each learns who the other is, and the guest reads three dates."""
    meeting = replace(
        meeting,
        state="choosing",
        chooser="guest",
        proposed=three_dates(meeting.times, office.now),
        due_at=answer_by(office.now),
        reminded=0,
        changed_at=office.now,
    )
    first = meeting.guests[0]
    values = {"dates": dates(meeting.proposed)}
    reply = Message(
        (Line("meeting_accepted", who(office, first.company) | values),), (row(_cancel(meeting)), row(_write(meeting)))
    )
    told = Message(
        (Line("meeting_host_agreed", who(office, meeting.host)), *choosing(meeting).parts), choosing(meeting).choices
    )
    desk = TellRoom(first.ticket, say("meeting_agreed_desk", host=office.company(meeting.host).name))
    return (KeepMeeting(meeting), TellCompany(first.company, told), desk), reply


def other_dates(office: Office, meeting: Meeting, side: Side) -> tuple[Effects, Message]:
    """Three later dates, from which whoever wants another chooses. The others know, where a date was set."""
    earlier = (*meeting.proposed, *((meeting.at,) if meeting.at else ()))
    changed = replace(
        meeting,
        state="choosing",
        chooser=side,
        proposed=three_dates(meeting.times, office.now, earlier),
        due_at=answer_by(office.now),
        reminded=0,
        changed_at=office.now,
    )
    told = say("meeting_date_changes", title=_title(office, meeting)) if meeting.at else None
    others = [TellCompany(each, told) for each in _others(meeting, side)] if told else []
    return (KeepMeeting(changed), *others), choosing(changed)


def pick(office: Office, meeting: Meeting, side: Side, company: str, number: int) -> tuple[Effects, Message]:
    """A date: everybody gets it for the calendar."""
    at = meeting.proposed[number]
    fixed = replace(
        meeting,
        state="set",
        at=at,
        sequence=meeting.sequence + (meeting.at is not None),
        due_at=ask_outcome_at(at),
        reminded=0,
        changed_at=office.now,
    )
    told = is_set(office, fixed)
    others = [TellCompany(each, told) for each in _parties(fixed) if each != company]
    desk = [TellRoom(each.ticket, say("meeting_set_desk", when=italian_moment(at))) for each in fixed.guests]
    return (KeepMeeting(fixed), *others, *desk), told


def is_set(office: Office, meeting: Meeting) -> Message:
    """When and where, with a file for the calendar; either side may change it."""
    assert meeting.at is not None, "its date is set"
    values = {"when": italian_moment(meeting.at), "where": _where(office, meeting), "title": _title(office, meeting)}
    others = (Line("meeting_others", {"count": str(len(meeting.guests))}),) if len(meeting.guests) > 1 else ()
    rows = (
        row(button(f"change {meeting.id}", "meeting_change")),
        row(_write(meeting)),
        row(_cancel(meeting)),
    )
    return Message((Line("meeting_is_set", values), *others), rows, (_calendar(office, meeting),))


def choosing(meeting: Meeting) -> Message:
    rows = [
        row(button(f"pick {meeting.id} {number} {at:%y%m%d%H%M}", "meeting_date", when=italian_moment(at)))
        for number, at in enumerate(meeting.proposed)
    ]
    rows += [row(button(f"others {meeting.id}", "meeting_other_dates")), row(_cancel(meeting))]
    return Message((Line("meeting_choose"),), tuple(rows))


def dates(moments: Sequence[datetime]) -> str:
    return "\n".join(f"• {italian_moment(moment)}" for moment in moments)


def cancel(office: Office, meeting: Meeting, company: str) -> Effects:
    """Called off by its testimone or its last guest; a guest among several only stays away. Who is told knows by whom."""
    guest = next((each for each in meeting.guests if each.company == company), None)
    if meeting.state == "asking" and meeting.host == company:
        return passed_on(office, meeting, "meeting_declined_desk")
    rest = tuple(each for each in meeting.guests if each is not guest)
    if guest and rest:
        gone = TellCompany(meeting.host or "", say("meeting_guest_gone", title=_title(office, meeting)))
        left = KeepMeeting(replace(meeting, guests=rest, changed_at=office.now))
        return left, gone, TellRoom(guest.ticket, say("meeting_cancelled_desk"))
    over = replace(meeting, state="cancelled", due_at=None, joining=None, sequence=meeting.sequence + 1)
    file = (_calendar(office, over),) if meeting.at else ()
    line = Line("meeting_cancelled", {"problem": office.problem(meeting.need)})
    told = Message((line,), (row(choice("show", "incontra-azienda")),), file)
    waiting = (meeting.joining.company,) if meeting.joining else ()
    others = {*waiting, *filter(None, (meeting.host,)), *(each.company for each in meeting.guests)} - {company}
    desks = (TellRoom(each.ticket, say("meeting_cancelled_desk")) for each in meeting.guests)
    kept = KeepMeeting(replace(over, changed_at=office.now))
    return kept, *(TellCompany(each, told) for each in sorted(others)), *desks


def leaves(office: Office, company: Company, meetings: Sequence[Meeting]) -> Iterator[Effect]:
    """A company that leaves the network leaves its meetings."""
    for meeting in meetings:
        if meeting.joining and meeting.joining.company == company.id:
            yield KeepMeeting(replace(meeting, joining=None, changed_at=office.now))
        elif meeting.state in ("asking", "choosing", "set") and company.id in _parties(meeting):
            yield from cancel(office, meeting, company.id)


def _parties(meeting: Meeting) -> list[str]:
    host = [meeting.host] if meeting.host and meeting.state != "asking" else []
    return [*host, *(guest.company for guest in meeting.guests)]


def _others(meeting: Meeting, side: Side) -> list[str]:
    first = meeting.host if side == "host" else meeting.guests[0].company
    return [each for each in _parties(meeting) if each != first]


def who(office: Office, company: str | None) -> dict[str, str]:
    """The name, the municipality and the contact's role of a company that agreed."""
    known = office.company(company)
    town = office.knowledge.territory.municipalities.get(known.comune or "")
    role = office.network.roles.get(known.id)
    said = office.knowledge.text(f"company_role_{role}" if role else "company_not_said", "it")
    return {"name": known.name, "comune": town.name if town else "fuori dai 25 Comuni", "role": said.lower()}


def _where(office: Office, meeting: Meeting) -> str:
    host = who(office, meeting.host)
    return f"{host['name']}, {host['comune']}"


def _title(office: Office, meeting: Meeting) -> str:
    return office.problem(meeting.need)


def _calendar(office: Office, meeting: Meeting) -> Paper:
    data = {
        "id": meeting.id,
        "at": meeting.at.isoformat() if meeting.at else office.now.isoformat(),
        "sequence": meeting.sequence,
        "host": office.company(meeting.host).name,
        "place": _where(office, meeting),
        "cancelled": meeting.state == "cancelled",
    }
    return Paper("meeting_dates", json.dumps(data))


def _cancel(meeting: Meeting) -> Choice:
    return button(f"cancel {meeting.id}", "meeting_cancel")


def _write(meeting: Meeting) -> Choice:
    return button(f"write {meeting.id}", "meeting_write")
