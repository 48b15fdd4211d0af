"""Says back what was understood in a question: contract, hours, child, dates; a correction replaces it.

It belongs to one question, and is forgotten with the next; what lasts is in the person's record (dialogue/person.py), and
where a line worked out from it begins the answer nothing is said back. Only Italian is: the amounts are read in Italian.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.dialogue.turn import Turn, before
from bot.knowledge.figures import italian
from bot.knowledge.leave_agreements import Agreements
from bot.model.decision import Decision
from bot.model.entities import (
    Age,
    Amount,
    Birth,
    Day,
    DayPart,
    Duration,
    Entities,
    Hours,
    Impossible,
    Money,
    PartTime,
    Period,
    Weekdays,
)
from bot.model.reply import Line
from bot.model.time import italian_day

HeardValues = Mapping[str, float | str]

PLAN = "pianifica-congedo"
NOT_ECHOED = frozenset({"congedo-violenza", "congedo-straordinario"})
"""Leave of other kinds: hours and children do not change their answer."""
WITH_MONEY = frozenset({"congedo-indennita", PLAN})
IN_PLANS_ONLY = frozenset({"duration", "duration_unit", "weekdays"})
SHORTEST_HOURS = 0.25
MOST_OF_A_KIND = 3
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
MONTHS = ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
          "novembre", "dicembre")  # fmt: skip
_UNITS = {
    "day": ("giorno", "giorni"),
    "week": ("settimana", "settimane"),
    "month": ("mese", "mesi"),
    "year": ("anno", "anni"),
}
_PERS = {"hour": "all'ora", "day": "al giorno", "week": "a settimana", "month": "al mese", "year": "all'anno"}
_SLOTS_OF_HOURS = {None: "hours", "day": "daily_hours", "week": "weekly_hours", "month": "monthly_hours"}


def echoed(topic: str | None) -> bool:
    """Whether what was understood matters for the topic."""
    return bool(topic) and topic not in NOT_ECHOED and (topic == PLAN or str(topic).startswith(("ore-", "congedo-")))


def corrected_topic(turn: Turn) -> str | None:
    """The topic to answer again: the message holds amounts alone ("no, 3 ore") after a question about it."""
    conversation = turn.conversation
    topic = conversation.heard.get("topic")
    if not turn.understanding.entities.alone or conversation.awaiting or conversation.flow:
        return None
    return str(topic) if topic in turn.knowledge.topics else None


def with_echo(turn: Turn, decision: Decision) -> Decision:
    """The decision on a message in words, with one line before the answer if something was understood in it."""
    if decision.outcome not in ("answer", "action") or turn.for_operator or not decision.messages:
        return decision
    if decision.conversation.flow.get("name") == decision.topic:
        return decision  # a flow says back by itself what it understood
    if not echoed(decision.topic):
        return _remembering(decision, {}) if decision.outcome == "answer" else decision
    entities, topic = turn.understanding.entities, str(decision.topic)
    new = values(entities, turn.today, topic)
    merged = merge(turn.conversation.heard, new, entities.alone)
    lines = [Line("no_such_date", {"date": found.text}) for found in _impossible(entities)]
    if new and not decision.for_you and _differs(turn.conversation.heard, merged):
        said = spoken(merged, turn.knowledge.agreements, turn.today)
        lines.append(Line("understood", {"what": ", ".join(said)}))
    decision = _remembering(decision, {**merged, "topic": topic})
    if not lines or decision.conversation.language != "it":
        return decision
    first, *others = decision.messages
    return replace(decision, messages=(before(first, *lines), *others))


def _differs(old: HeardValues, merged: HeardValues) -> bool:
    return merged != {name: value for name, value in old.items() if name != "topic"}


def _remembering(decision: Decision, heard: HeardValues) -> Decision:
    return replace(decision, conversation=replace(decision.conversation, heard=dict(heard)))


def _impossible(entities: Entities) -> list[Impossible]:
    return [found.amount for found in entities.amounts if isinstance(found.amount, Impossible)]


# --- what is remembered ---


def values(entities: Entities, today: date, topic: str = PLAN) -> dict[str, float | str]:
    """What was understood, by name; a second child or hour has a number after its name ("hours.2")."""
    found: dict[str, float | str] = {}
    if entities.agreement:
        found["agreement"] = entities.agreement.id
    for one in entities.amounts:
        for name, value in _slots(one.amount, today).items():
            if (name in IN_PLANS_ONLY and topic != PLAN) or (name.startswith("euro") and topic not in WITH_MONEY):
                continue
            places = [name, *(f"{name}.{number}" for number in range(2, MOST_OF_A_KIND + 1))]
            free = next((place for place in places if place not in found), None)
            if free and value not in (found.get(place) for place in places):
                found[free] = value
    return found


def _slots(amount: Amount, today: date) -> dict[str, float | str]:
    match amount:
        case Hours(hours, per) if hours >= SHORTEST_HOURS and per in _SLOTS_OF_HOURS:
            return {_SLOTS_OF_HOURS[per]: hours}
        case DayPart(part, count):
            return {"day_part": part, "day_parts": count}
        case PartTime(percent):
            return {"part_time": percent}
        case Age(months):
            return {"child_born": _month(_months_before(today, months))}
        case Birth(first, last):
            return _birth(first, last, today)
        case Money(euro, gross, per):
            kind = {} if gross is None else {"euro_kind": "gross" if gross else "net"}
            return {"euro": euro, **kind, **({"euro_per": per} if per else {})}
        case Duration(count, unit):
            return {"duration": count, "duration_unit": unit}
        case Weekdays(days, begin, end):
            return {"weekdays": ",".join(map(str, days)), **_limits(begin, end)}
        case Day(day, _) if day > today:
            return {"day": day.isoformat()}
        case Period(begin, end) if _is_ahead(begin, end, today):
            return _limits(begin, end)
    return {}


def _birth(first: date, last: date, today: date) -> dict[str, float | str]:
    if first > today:
        return {"due": first.isoformat() if first == last else _month(first)}
    return {"child_born": _month(date.fromordinal((first.toordinal() + last.toordinal()) // 2))}


def _limits(first: date | None, last: date | None) -> dict[str, float | str]:
    named = {"first": first, "last": last}
    return {name: day.isoformat() for name, day in named.items() if day}


def _is_ahead(first: date | None, last: date | None, today: date) -> bool:
    """A period to come, shorter than a year."""
    if first and last and (last - first).days >= 364:
        return False
    return (last or first or today) > today


def merge(old: HeardValues, new: HeardValues, correction: bool) -> dict[str, float | str]:
    """What is known after a message: a correction replaces values of its kind, a new question begins anew."""
    kept = {name: value for name, value in old.items() if name != "topic"} if correction else {}
    new = dict(new)
    if correction and "hours" in new and "hours" not in kept and "daily_hours" in kept:
        new["daily_hours"] = new.pop("hours")
    replaced = {_kind(name) for name in new}
    return {name: value for name, value in kept.items() if _kind(name) not in replaced} | new


def _kind(name: str) -> str:
    """Values that replace each other: hours and parts of a day, a day and a period, a share and weekly hours."""
    base = name.partition(".")[0]
    groups = {
        "hours": "time", "daily_hours": "daily", "day_part": "time", "day_parts": "time", "day": "when", "first": "when",
        "last": "when", "weekdays": "when", "euro": "money", "euro_kind": "money", "euro_per": "money",
        "duration": "length", "duration_unit": "length", "part_time": "share", "weekly_hours": "share",
        "child_born": "child", "due": "child",
    }  # fmt: skip
    return groups.get(base, base)


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _months_before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


# --- in Italian ---


def spoken(heard: HeardValues, agreements: Agreements, today: date) -> list[str]:
    """What is known, in Italian, in a fixed order: contract, hours, child, dates, money."""
    said = [agreement_words(str(heard["agreement"]), agreements)] if "agreement" in heard else []
    said += [f"{hours_words(float(hours))} a settimana" for hours in _all(heard, "weekly_hours")]
    said += [f"part-time al {_plain(float(share))}%" for share in _all(heard, "part_time")]
    said += [f"{hours_words(float(hours))} al giorno" for hours in _all(heard, "daily_hours")]
    said += [f"{hours_words(float(hours))} al mese" for hours in _all(heard, "monthly_hours")]
    said += [hours_words(float(hours)) for hours in _all(heard, "hours")]
    if "day_part" in heard:
        said.append(day_parts_words(float(heard["day_part"]), int(float(heard.get("day_parts", 1)))))
    said += _children(heard, today)
    if "duration" in heard:
        said.append(duration_words(float(heard["duration"]), str(heard.get("duration_unit", "day"))))
    said += _when(heard)
    if "euro" in heard:
        gross = {"gross": True, "net": False}.get(str(heard.get("euro_kind")))
        said.append(money_words(float(heard["euro"]), gross, str(heard.get("euro_per", ""))))
    return said


def _all(heard: HeardValues, name: str) -> Iterable[float | str]:
    return (value for key, value in heard.items() if key.partition(".")[0] == name)


def _children(heard: HeardValues, today: date) -> list[str]:
    said = []
    for born in _all(heard, "child_born"):
        year, month = map(int, str(born).split("-"))
        months = max(0, today.year * 12 + today.month - year * 12 - month)
        said.append(f"bambino di {age_words(months)}")
    for due in _all(heard, "due"):
        day = str(due)
        said.append(f"nascita prevista: {italian_day(date.fromisoformat(day)) if len(day) > 7 else _month_words(day)}")
    return said


def _when(heard: HeardValues) -> list[str]:
    days = [f"il {italian_day(date.fromisoformat(str(day)))}" for day in _all(heard, "day")]
    limits = [
        f"{word} {italian_day(date.fromisoformat(str(heard[name])))}"
        for name, word in (("first", "dal"), ("last", "al" if "first" in heard else "fino al"))
        if name in heard
    ]
    if "weekdays" in heard:
        names = [WEEKDAYS[int(day)] for day in str(heard["weekdays"]).split(",")]
        limits.insert(0, "ogni " + _listed(names))
    return days + ([" ".join(limits)] if limits else [])


def agreement_words(id: str, agreements: Agreements) -> str:
    """ "contratto commercio"; where several share the name, which they are."""
    if id in agreements.by_id:
        return f"contratto {agreements.by_id[id].short}"
    if id not in agreements.shared:
        return "contratto"
    shared = agreements.shared[id]
    names = [agreements.by_id[candidate].short for candidate in shared.candidates]
    return f"contratto {shared.name} (quale: {_listed(names, 'o')}?)"


def hours_words(hours: float) -> str:
    """2.5 -> "2 ore e mezza", 7.2 -> "7 ore e 12 minuti"."""
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    if whole == 0:
        return "mezz'ora" if rest == 30 else f"{rest} minuti"
    said = "1 ora" if whole == 1 else f"{whole} ore"
    return said if rest == 0 else f"{said} e mezza" if rest == 30 else f"{said} e {rest} minuti"


def day_parts_words(part: float, count: int) -> str:
    if part == 0.25:
        return "un quarto di giornata" if count == 1 else f"{count} quarti di giornata"
    return "mezza giornata" if count == 1 else f"{count} mezze giornate"


def duration_words(count: float, unit: str) -> str:
    one, more = _UNITS[unit]
    half = " e mezza" if unit == "week" else " e mezzo"
    said = f"{int(count)} {one if int(count) == 1 else more}" if int(count) else ""
    return said + half if count % 1 == 0.5 and said else said or f"{_plain(count)} {more}"


def age_words(months: int) -> str:
    """ "8 mesi", "3 anni", "2 anni e 4 mesi"."""
    years, rest = divmod(months, 12)
    if months == 0:
        return "meno di un mese"
    if months < 24 and rest:
        return "1 mese" if months == 1 else f"{months} mesi"
    said = "1 anno" if years == 1 else f"{years} anni"
    return f"{said} e {'1 mese' if rest == 1 else f'{rest} mesi'}" if rest else said


def money_words(euro: float, gross: bool | None = None, per: str = "") -> str:
    kind = "" if gross is None else " lordi" if gross else " netti"
    return f"{italian(euro, 'euro')} euro{kind}" + (f" {_PERS[per]}" if per in _PERS else "")


def _month_words(month: str) -> str:
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def _plain(number: float) -> str:
    return italian(number, "hours")


def _listed(names: list[str], last: str = "e") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
