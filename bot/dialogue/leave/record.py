"""The person's record as the answers of a plan, and back: what lasts beyond one plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.dialogue.leave import known as names
from bot.model import own_agreement
from bot.model.person import Child, How, Person

Known = Mapping[str, str]


def with_facts(person: Person, facts: Known, how: How, today: date) -> Person:
    """The person with the answers of a plan that last; the others belong to one plan."""
    agreement = names.told(facts, names.AGREEMENT) or names.told(facts, names.SHARED)
    working = names.told(facts, names.WORKING)
    person = person.knowing(
        how,
        today,
        role=names.told(facts, names.WHO),
        work=names.told(facts, names.JOB),
        agreement=agreement,
        weekly_hours=_number(facts, names.HOURS),
        days_per_week=_number(facts, names.DAYS),
        working_days=tuple(names.weekdays(working)) if working else None,
        used=_number(facts, names.MINE),
        used_by_other=_number(facts, names.THEIRS),
        other_work=names.told(facts, names.OTHER),
        single=_yes(facts, names.SINGLE),
        monthly_gross=_number(facts, names.GROSS),
        monthly_payments=None if (payments := _number(facts, names.PAYMENTS)) is None else int(payments),
    )
    child = _child(person.child, facts)
    return person if child == person.child else person.knowing(how, today, child=child)


def facts_of(person: Person) -> dict[str, str]:
    """What a plan can take from the record."""
    child = person.child
    values = {
        names.WHO: person.role if person.role != "other" else None,
        names.JOB: person.work,
        names.AGREEMENT: person.agreement,
        names.OWN: own_agreement.packed(person.own_agreement) if person.own_agreement else None,
        names.HOURS: _spoken(person.weekly_hours),
        names.DAYS: _spoken(person.days_per_week),
        names.WORKING: ",".join(map(str, person.working_days)) or None,
        names.MINE: _spoken(person.used),
        names.THEIRS: _spoken(person.used_by_other),
        names.OTHER: person.other_work,
        names.SINGLE: _said(person.single),
        names.GROSS: _spoken(person.monthly_gross),
        names.PAYMENTS: _spoken(person.monthly_payments),
        names.TWIN: _said(child.twin),
        names.DISABILITY: _said(child.disability),
        names.ENTERED: child.entered.isoformat() if child.entered else names.MENTIONED if child.adopted else None,
    }
    if child.born:
        values[names.BORN] = child.born.isoformat()
    elif child.born_first and child.born_last:
        values |= {names.BORN_FIRST: child.born_first.isoformat(), names.BORN_LAST: child.born_last.isoformat()}
    return {name: value for name, value in values.items() if value is not None}


def _child(child: Child, facts: Known) -> Child:
    """Another birth is another child: what was told of the one before does not hold for it."""
    born = names.told(facts, names.BORN)
    first, last = born or facts.get(names.BORN_FIRST), born or facts.get(names.BORN_LAST)
    if first and last:
        known = (child.born_first, child.born_last)
        told = (date.fromisoformat(first), date.fromisoformat(last))
        within = known[0] is None or (known[0] <= told[1] and told[0] <= (known[1] or known[0]))
        child = (
            Child(told[0], told[1], child.entered, child.adopted, child.twin, child.disability)
            if within
            else Child(*told)
        )
    entered = facts.get(names.ENTERED)
    day = names.told(facts, names.ENTERED)
    return Child(
        child.born_first,
        child.born_last,
        date.fromisoformat(day) if day else child.entered,
        True if entered else child.adopted,
        _yes(facts, names.TWIN) or child.twin,
        _yes(facts, names.DISABILITY) or child.disability,
    )


def _number(facts: Known, name: str) -> float | None:
    value = names.told(facts, name)
    return None if value is None else float(value)


def _yes(facts: Known, name: str) -> bool | None:
    value = names.told(facts, name)
    return None if value is None else value == names.YES


def _spoken(number: float | None) -> str | None:
    return None if number is None else f"{number:g}"


def _said(value: bool | None) -> str | None:
    return None if value is None else names.YES if value else names.NO
