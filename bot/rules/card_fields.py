"""What operators type to correct a card: each field read into the shape of infopoints.yaml, or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.problems import Problem
from bot.model.entities import Day, Impossible, Period
from bot.rules.card_changes import as_json
from bot.rules.hours_words import read_hours
from bot.understanding.amounts import find_amounts

Field = Literal["hours", "phone", "alert"]
FIELDS: tuple[Field, ...] = ("hours", "phone", "alert")
STORED: dict[Field, str] = {"hours": "opening_hours", "phone": "phones", "alert": "alert"}
"""What it is called in infopoints.yaml."""
Wrong = Literal[
    "hours", "phone", "mobile", "alert_end", "alert_past", "alert_day", "alert_long", "person", "mailbox", "alone"
]
"""Why it cannot be: there is a text `desk_card_wrong_<wrong>` for each."""
REMOVES = frozenset({"togli", "togli avviso", "togli l'avviso", "nessuno", "niente"})
LONGEST_ALERT = 200
_THREE = ["010", "011", "015", "019", "030", "031", "035", "039", "040", "041", "045", "049", "050", "051", "055", "059", "070", "071", "075", "079", "080", "081", "085", "089", "090", "091", "095", "099"]  # fmt: skip
"""Area codes of three digits; Milan and Rome have two, all others four."""


def read_field(desk: Helpdesk, field: Field, words: str, today: date) -> dict[str, Any] | Wrong:
    """Field of infopoints.yaml -> its new value."""
    match field:
        case "hours":
            hours = read_hours(words)
            return {"opening_hours": hours} if hours else "hours"
        case "phone":
            return _phones(desk, words)
        case "alert":
            return _alert(words, today)


def wrong_in(problems: Sequence[Problem]) -> Wrong | None:
    """The first problem of the checks in a word that operators are told; None: only a curator can make something of it."""
    said: dict[str, Wrong] = {
        "mobile number": "mobile",
        "person's name": "person",
        "person's mailbox": "mailbox",
        "no helpdesk that can be shown serves": "alone",
        "opening_hours": "hours",
        "number": "phone",
    }
    told = (f"{problem.field} {problem.problem}" for problem in problems)
    return next((wrong for text in told for part, wrong in said.items() if part in text), None)


def _phones(desk: Helpdesk, words: str) -> dict[str, Any] | Wrong:
    """The number takes the place of the first one."""
    number = read_phone(words)
    if number in ("phone", "mobile"):
        return number  # type: ignore[return-value]  # one of the two
    old: list[dict[str, Any]] = as_json(desk)["phones"]
    use = old[0]["use"] if old else "info"
    return {"phones": [{"number": number, "use": use}, *(each for each in old[1:] if each["number"] != number)]}


def read_phone(words: str) -> str:
    """`+39 02 1234567`, `800 123456`; or `mobile`, `phone` where it is none of these."""
    if not re.fullmatch(r"[\s\d+().\-/]+", words.strip()):
        return "phone"
    digits = re.sub(r"\D", "", words)
    digits = digits.removeprefix("0039") if digits.startswith("0039") else digits
    if digits.startswith("39") and len(digits) > 10:
        digits = digits[2:]
    if re.fullmatch(r"3\d{8,9}", digits):
        return "mobile"
    if re.fullmatch(r"800\d{6}", digits):
        return f"800 {digits[3:]}"
    area = 2 if digits[:2] in ("02", "06") else 3 if digits[:3] in _THREE else 4
    whole = digits.startswith("0") and 6 <= len(digits) - area <= 9
    return f"+39 {digits[:area]} {digits[area:]}" if whole else "phone"


def _alert(words: str, today: date) -> dict[str, Any] | Wrong:
    """What to know until a day, which must stand in it; where it tells of a closure, nobody is received meanwhile."""
    text = " ".join(words.split())
    if text.casefold().strip(" .!") in REMOVES:
        return {"alert": None}
    if len(text) > LONGEST_ALERT:
        return "alert_long"
    found = [each.amount for each in find_amounts(text, today)]
    if any(isinstance(each, Impossible) for each in found):
        return "alert_day"
    days = [each for each in found if isinstance(each, Day | Period)]
    first, last = _span(days[0]) if len(days) == 1 else (None, None)
    if last is None:
        return "alert_end"
    if last < today:
        return "alert_past"
    alert: dict[str, Any] = {"text": text, "since": first and first.isoformat(), "until": last.isoformat()}
    return {"alert": alert | {"closed": bool(re.search(r"\bchius[aoei]\b|\bchiusur", text.casefold()))}}


def _span(said: Day | Period) -> tuple[date | None, date | None]:
    """ "fino al 7 dicembre" begins today; a day alone is that day."""
    match said:
        case Day(day):
            return day, day
        case Period(first, last):
            return first, last
