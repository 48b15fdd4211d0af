"""What a helpdesk of infopoints.yaml may not say, alone or beside the others: each problem with its remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from opening_hours import validate

from bot.knowledge.helpdesks import FILE, HOW_TO_COME, WEEK, Helpdesk
from bot.knowledge.problems import Problem


class Town(Protocol):
    """What is asked of a municipality."""

    @property
    def name(self) -> str: ...
    @property
    def cap(self) -> str: ...
    @property
    def district(self) -> str: ...


def helpdesk_problems(
    desk: Helpdesk, desks: Mapping[str, Helpdesk], towns: Mapping[str, Town], today: date | None
) -> Iterator[Problem]:
    at = f"helpdesks.{desk.id}"
    yield from unknown_codes(towns, f"{at}.serves", desk.serves)
    yield from _place_problems(at, desk, towns)
    if desk.shown and not desk.phones and not desk.address.street:
        yield Problem(FILE, at, "has neither a phone nor a street", "add one of the two, or leave the record out")
    yield from _contact_problems(at, desk)
    yield from hours_problems(f"{at}.opening_hours", desk.opening_hours)
    if desk.opening_hours:
        yield from _week_problems(f"{at}.opening_hours", desk.opening_hours)
    yield from _alert_problems(f"{at}.alert", desk)
    yield from future(f"{at}.checked_on", desk.checked_on, today)
    yield from _fallback_problems(desks, f"{at}.fallback", desk)


def _place_problems(at: str, desk: Helpdesk, towns: Mapping[str, Town]) -> Iterator[Problem]:
    if (desk.lat is None) != (desk.lon is None):
        yield Problem(FILE, at, "has one coordinate only", "write both `lat` and `lon`, or neither")
    if (desk.coord_precision == "building") != (desk.lat is not None):
        remedy = "write `lat` and `lon` with `building`, and only with it"
        yield Problem(FILE, f"{at}.coord_precision", "does not fit the coordinates", remedy)
    if desk.comune is None:
        if desk.coord_precision == "town_hall":
            yield Problem(FILE, f"{at}.coord_precision", "no `comune` has the town hall", "write `locality`")
        return
    yield from unknown_codes(towns, f"{at}.comune", [desk.comune])
    home = towns.get(desk.comune)
    if home and home.cap != desk.address.cap:
        problem = f"{desk.address.cap} is not the postcode of {home.name}"
        yield Problem(FILE, f"{at}.address.cap", problem, f"write {home.cap}, or mend `comune`")
    served = {towns[istat].district for istat in desk.serves if istat in towns}
    if home and served and home.district not in served:
        problem = f"the helpdesk stands in the district {home.district} and serves none of it"
        yield Problem(FILE, f"{at}.serves", problem, "add the municipalities that it serves there, or mend `comune`")


def unknown_codes(towns: Mapping[str, Town], at: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code in codes:
        if code not in towns:
            yield Problem(FILE, at, f"no municipality has the code {code}", "write the ISTAT code of one of the list")


def future(at: str, day: date, today: date | None) -> Iterator[Problem]:
    if today and day > today:
        yield Problem(FILE, at, f"{day} is in the future", "write the day of the last check")


def _alert_problems(at: str, desk: Helpdesk) -> Iterator[Problem]:
    """A closure ends, or the helpdesk is suspended."""
    alert = desk.alert
    if alert and alert.closed and alert.until is None:
        yield Problem(FILE, f"{at}.until", "a closure has no last day", "write it, or `status: suspended`")
    if alert and alert.since and alert.until and alert.until < alert.since:
        yield Problem(FILE, f"{at}.until", "the alert ends before it begins", "mend `since` or `until`")


def _fallback_problems(desks: Mapping[str, Helpdesk], at: str, desk: Helpdesk) -> Iterator[Problem]:
    if desk.fallback is None:
        return
    other = desks.get(desk.fallback)
    if other is None:
        yield Problem(FILE, at, f"no helpdesk {desk.fallback!r}", "write the id of another helpdesk")
    elif other is desk:
        yield Problem(FILE, at, "names the helpdesk itself", "write the id of another helpdesk")
    elif not other.shown:
        yield Problem(FILE, at, f"{desk.fallback!r} is {other.status} and never shown", "write the id of another one")
    elif not desk.shown and (left := sorted({*desk.serves} - {*other.serves})):
        problem = f"{desk.fallback!r} stands in and does not serve {', '.join(left)}"
        yield Problem(FILE, at, problem, "write the id of one that serves all of them")


_MOBILE = re.compile(r"(?<!\d)(?:\+39|0039)?[\s./-]*3\d{2}[\s./-]*\d{3}[\s./-]*\d{3,4}\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PERSON = re.compile(
    r"\b[Dd]ott(?:\.ssa|oressa|\.|or)? [A-Z]\w+|\b[Ss]ig(?:\.ra|\.na|nora|nor|\.)? [A-Z]\w+"
    r"|\b(?:[Aa]vv|[Ii]ng|[Rr]ag|[Gg]eom|[Pp]rof)(?:\.ssa|\.) [A-Z]\w+"
)
"""A title before a name."""
_PRIVATE_PROVIDERS = re.compile(
    r"@(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|libero|virgilio|tiscali|alice|tin|fastwebnet)\."
)
_OFFICE_WORDS = frozenset(
    {"anagrafe", "archivio", "centro", "comune", "consultorio", "distretto", "generale", "impiego", "imprese", "info"}
    | {"lavoro", "piano", "politiche", "posta", "protocollo", "segreteria", "servizi", "servizio", "settore", "sindaco"}
    | {"sociale", "sociali", "sportello", "suap", "ufficio", "urp"}
)


def _contact_problems(at: str, desk: Helpdesk) -> Iterator[Problem]:
    """No mobile numbers and no mailboxes of one person, in whatever field they hide."""
    for field, text in _written(desk):
        if _MOBILE.search(text):
            yield Problem(FILE, f"{at}.{field}", "holds a mobile number", "write the office's landline or leave it out")
        if named := _PERSON.search(text):
            remedy = "write the role or the office in its place"
            yield Problem(FILE, f"{at}.{field}", f"{named[0]!r} looks like a person's name", remedy)
        for mailbox in _MAIL.findall(text):
            if personal(mailbox):
                problem = f"{mailbox} looks like a person's mailbox"
                yield Problem(FILE, f"{at}.{field}", problem, "write the office's mailbox or leave it out")
    for field, mailboxes in (("emails", desk.emails), ("pec", [desk.pec] if desk.pec else [])):
        for mailbox in mailboxes:
            if not _MAIL.fullmatch(mailbox):
                yield Problem(FILE, f"{at}.{field}", f"{mailbox!r} is not an e-mail address", "mend the address")


def _written(desk: Helpdesk) -> Iterator[tuple[str, str]]:
    """The fields in which a contact or a name may stand."""
    yield "name", desk.name
    for phone in desk.phones:
        yield "phones", phone.note or ""
    for email in desk.emails:
        yield "emails", email
    yield "pec", desk.pec or ""
    yield "hours_note", desk.hours_note or ""
    yield "services", " ; ".join(desk.services)
    yield "languages", " ; ".join(desk.languages)
    yield "bring", " ; ".join(desk.bring)
    yield "alert", desk.alert.text if desk.alert else ""
    yield "address", desk.address.locality_note or ""


def personal(mailbox: str) -> bool:
    """True for private providers and for name.surname@, where no part is the word of an office."""
    mailbox = mailbox.casefold()
    if _PRIVATE_PROVIDERS.search(mailbox):
        return True
    parts = re.split(r"[._]", mailbox.partition("@")[0])
    return len(parts) == 2 and all(map(str.isalpha, parts)) and _OFFICE_WORDS.isdisjoint(parts)


_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIMES = rf"{_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = rf"{_MONTH} (?:[0-3]\d|{_DAY}\[-?[1-5]\])(?: \+\d+ days?)?"
_OPEN = rf'{_DAYS} {_TIMES}(?: "(?:{"|".join(HOW_TO_COME)})")?'
_RULE = re.compile(rf"(?:PH off|{_DATE} off|{_OPEN}(?:, {_OPEN})*)")


def hours_problems(at: str, hours: str | None) -> Iterator[Problem]:
    """The part of the OpenStreetMap syntax that offices need; a rule outside it is refused."""
    if hours is None:
        return
    refused = [rule.strip() for rule in hours.split(";") if not _RULE.fullmatch(rule.strip())]
    remedy = 'write rules such as `Mo,Th 09:00-12:00; Tu 14:00-16:00 "solo telefono"; PH off; Dec 07 off`'
    for rule in refused:
        yield Problem(FILE, at, f"{rule!r} is not a rule of opening hours", remedy)
    if not refused and not validate(hours):
        yield Problem(FILE, at, f"{hours!r} cannot be read", remedy)


def _week_problems(at: str, hours: str) -> Iterator[Problem]:
    """What the syntax allows and nobody means."""
    rules = [rule.strip() for rule in hours.split(";")]
    if "PH off" not in rules:
        yield Problem(FILE, at, "says nothing of national holidays", "add `; PH off`")
    named = Counter(day for rule in rules for day in {*_weekdays(rule)})
    for day in (day for day, times in named.items() if times > 1):
        problem = f"{day} stands in two rules: the second takes the place of the first"
        yield Problem(FILE, at, problem, "join the two with a comma: `Mo 09:00-12:00, Mo 14:00-16:00`")
    for start, end in re.findall(rf"({_TIME})-({_TIME})", hours):
        if end <= start:
            yield Problem(FILE, at, f"{start}-{end} ends before it begins", "write the earlier time first")


def _weekdays(rule: str) -> Iterator[str]:
    """The days that a rule of the week names, ranges spelt out: `Mo-We 09:00-12:00` -> Mo, Tu, We."""
    if not re.match(_DAY + "[-, ]", rule):
        return
    for first, last in re.findall(rf"(?<!\[)\b({_DAY})(?:-({_DAY}))?", rule):
        start, end = WEEK.index(first), WEEK.index(last or first)
        yield from (WEEK[at % 7] for at in range(start, end + 1 if end >= start else end + 8))
