"""How much leave is left to this person and until when (F-CP-10 to F-CP-25). The birthday itself still counts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from bot.model.person import Child
from bot.rules.calendar import birthday
from bot.rules.for_you.known import ForYou, Known, said
from bot.rules.leave import italian
from bot.rules.leave.case import Parent
from bot.rules.leave.hours import exactly
from bot.rules.leave.limits import AGE_FIGURES, Frame, Limits, limits

NEVER = ("domestic_worker", "home_worker", "unemployed")
"""Work without parental leave."""
OWN_AGE: dict[str, Frame] = {"gestione_separata": "gestione_separata", "self_employed": "self_employed"}
OTHERS_AGE = {"gestione_separata": "di chi è in gestione separata", "self_employed": "di chi ha un lavoro autonomo"}


def excluded(known: Known) -> ForYou | None:
    """Work that has no parental leave at all (F-CP-03)."""
    return said(f"you_none_{known.work}", ("work",), "no") if known.work in NEVER else None


def no_hours(known: Known) -> ForYou | None:
    """Work that has the leave, but not by the hour (F-HP-30)."""
    return said(f"you_no_hours_{known.work}", ("work",), "no") if known.work in OWN_AGE else None


def last_day(known: Known) -> ForYou | None:
    """The last usable day: the birthday of the limit, or the day of so many years from entry, never beyond 18."""
    child = known.person.child
    if child.adopted or child.entered:
        return _adopted(known, child)
    if child.born_first is None or child.born_last is None or child.born_first > known.today:
        return None
    frame = OWN_AGE.get(known.work, "couple")
    years = known.number(AGE_FIGURES[frame])
    under = None if years is None else known.under(child, years)
    if years is None or under is None:
        return None
    whose = {"whose": OTHERS_AGE[known.work]} if known.work in OTHERS_AGE else {}
    uses = ("child", "work") if whose else ("child",)
    own, others = ("you_until", "you_until_other_work") if under else ("you_over", "you_over_other_work")
    key = others if whose else own
    when = _when(birthday(child.born_first, int(years)), birthday(child.born_last, int(years)))
    opening = f"con un figlio {known.named(child)}"
    return said(
        key, uses, "yes" if under else "no", opening=opening, years=italian.number(years), when=when,
        most=italian.number(known.number("child_age_limit") or 0), **whose,
    )  # fmt: skip


def _adopted(known: Known, child: Child) -> ForYou | None:
    years, most, higher = (
        known.number("child_age_limit"),
        known.number("adopted_age_most"),
        known.number("child_age_80"),
    )
    if years is None or most is None or higher is None or not known.employee:
        return None
    figures = {"years": italian.number(years), "most": italian.number(most), "higher": italian.number(higher)}
    if child.entered is None:
        return said("you_adopted", ("child",), **figures)
    last = birthday(child.entered, int(years))
    if child.born_last:
        last = min(last, birthday(child.born_last, int(most)))
    figures |= {"last": italian.day(last), "last_higher": italian.day(birthday(child.entered, int(higher)))}
    says = known.today <= last
    key = "you_adopted_until" if says else "you_adopted_over"
    opening = f"con l'ingresso in famiglia il {italian.day(child.entered)}"
    return said(key, ("child",), "yes" if says else "no", opening=opening, **figures)


def months_left(known: Known) -> ForYou | None:
    """Months that this parent still has, from what both have used."""
    person, child = known.person, known.person.child
    within = _limits(known)
    if within is None or (within.frame == "couple" and person.role not in ("mother", "father")):
        return None
    over = last_day(known)
    if over and over.says == "no":
        return over
    if child.twin and person.used is None and person.used_by_other is None:
        return _of_twins(known, within)
    parent: Parent = "father" if person.role == "father" else "mother"
    own, other = exactly(person.used or 0), exactly(person.used_by_other or 0)
    left = within.left(parent, own, other)
    paid = min(left, _paid_left(known, within, own, other))
    values = {
        "left": in_months(left, within.month),
        "paid": in_months(paid, within.month) if paid else "nessuno",
        "opening": _opening(known, within),
        "couple": italian.months(within.couple / within.month),
        "couple_more": italian.months(within.couple_more / within.month),
    }
    told = person.used is not None or person.used_by_other is not None
    uses = tuple(name for name in ("role", "single", "used", "used_by_other", "child") if _told(known, name))
    key = f"you_left_{within.frame}" if told else f"you_months_{within.frame}"
    if within.frame == "couple" and not told:
        key += f"_{parent}"
    return said(key, uses, **values)


def in_months(days: Fraction, month: Fraction) -> str:
    """100 days -> "3 mesi e 10 giorni"."""
    whole, rest = divmod(days, month)
    words = [italian.months(whole)] if whole or not rest else []
    return " e ".join([*words, *([italian.days(rest)] if rest else [])])


def _of_twins(known: Known, within: Limits) -> ForYou:
    own = within.father if known.person.role == "father" else within.mother
    return said(
        "you_twins",
        ("child", "role"),
        opening=f"da {_parent(known)}",
        each=italian.months(own / within.month),
        both=italian.months(2 * own / within.month),
        couple=italian.months(within.couple / within.month),
    )


def _limits(known: Known) -> Limits | None:
    case = known.case(hourly=False)
    return limits(case, known.rules, known.today) if case else None


def _paid_left(known: Known, within: Limits, own: Fraction, other: Fraction) -> Fraction:
    """Paid months that are left, as the calculator pays them: those used were paid first (F-CP-30)."""
    if within.frame not in ("couple", "single"):
        return within.left("mother", own, other)
    single = within.frame == "single"
    most, couple = (
        exactly(known.number("paid_months_single" if single else name) or 0) * within.month
        for name in ("paid_months_most", "paid_months_couple")
    )
    return max(Fraction(0), min(most - own, couple - own - min(other, most)))


def _opening(known: Known, within: Limits) -> str:
    person, month = known.person, within.month
    told = []
    if person.used is not None:
        told.append(f"{in_months(exactly(person.used), month)} usati da te")
    if person.used_by_other is not None:
        told.append(f"{in_months(exactly(person.used_by_other), month)} usati dall'altro genitore")
    who = "da genitore solo" if within.frame == "single" else f"da {_parent(known)}"
    if within.frame == "disability":
        who = "con un figlio con disabilità grave"
    return f"{who}, con {' e '.join(told)}" if told else who


def _parent(known: Known) -> str:
    return {"mother": "mamma", "father": "papà"}.get(known.person.role or "", "genitore")


def _told(known: Known, name: str) -> bool:
    return name in known.person.told and getattr(known.person, name) is not None


def _when(first: date, last: date) -> str:
    """ "il 15/1/2035", "nel 2033", "tra il 2032 e il 2033"."""
    if first == last:
        return f"il {italian.day(first)}"
    return f"nel {first.year}" if first.year == last.year else f"tra il {first.year} e il {last.year}"
