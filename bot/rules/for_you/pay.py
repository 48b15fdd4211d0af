"""At what rate the next leave of this person is paid, and how much that is (F-CP-30 to F-CP-30f, F-HP-32)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bot.rules.for_you.known import ForYou, Known, said
from bot.rules.leave import italian
from bot.rules.leave.limits import limits
from bot.rules.leave.pay import FULL_PAY, Till, average_pay

RATES = ("base_rate", "higher_rate")


def rate(known: Known) -> ForYou | None:
    """The rate, and the amount where the pay was told. None where nothing that changes it was told."""
    person, child = known.person, known.person.child
    if known.employee and child.adopted and not child.entered:
        names = {"higher": "higher_rate", "months": "higher_rate_months", "age": "child_age_80", "base": "base_rate"}
        return said("you_rate_adopted", ("child",), **{key: _figure(known, name) for key, name in names.items()})
    if not known.employee and known.work not in ("gestione_separata", "self_employed"):
        return None
    rates = _rates(known)
    if rates is None:
        return None
    amount = _amount(known, rates[0] if len(set(rates)) == 1 and rates[0] is not None else None)
    if child.born_last is None and known.work != "public_employee" and not amount:
        return None if known.employee else said(f"you_rate_{known.work}", ("work",), base=_figure(known, "base_rate"))
    if not known.employee:
        return said(f"you_rate_{known.work}", ("work",), base=_figure(known, "base_rate"))
    values = {
        "base": _figure(known, "base_rate"),
        "higher": _figure(known, "higher_rate"),
        "months": _figure(known, "higher_rate_months"),
        "age": _figure(known, "child_age_80"),
        "full": _figure(known, "public_full_pay_days"),
        "amount": amount,
    }
    uses = ["work"] if person.work else []
    uses += ["child"] if child.born_last else []
    uses += ["monthly_gross"] if amount else []
    if child.born_last is None and known.work != "public_employee":
        return said("you_rate_amount", tuple(uses), **values)
    about = f"con un figlio {known.named(child)}" if child.born_last else "nel pubblico"
    return said(f"you_rate_{_key(known, rates)}", tuple(uses), opening=about, **values)


def _key(known: Known, rates: tuple[int | None, ...]) -> str:
    """Which sentence: the rate of the next day of leave, and what follows it."""
    young = known.under(known.person.child, known.number("child_age_80") or 0)
    unborn = known.person.child.born_last is None
    if FULL_PAY in rates:
        return "full" if unborn else "full_young" if young else "full_old"
    if None in rates or len(set(rates)) > 1:
        return "doubtful"
    if rates[0] == known.number("higher_rate"):
        return "higher"
    if rates[0] == 0:
        return "nothing"
    if unborn:
        return "after_full"
    return "base_young" if young else "base"


def _rates(known: Known) -> tuple[int | None, ...] | None:
    """The rate of the next day for the child as old and as young as it may be; None: there is no such leave."""
    child = known.person.child
    ends = {child.born_first, child.born_last}
    found = []
    for born in ends:
        one = replace(known, person=replace(known.person, child=replace(child, born_first=born, born_last=born)))
        case = one.case(hourly=False)
        within = limits(case, known.rules, known.today) if case else None
        if case is None or within is None:
            return None
        found.append(Till(case, within, known.rules).rate(known.today)[0])
    return tuple(found)


def _amount(known: Known, percent: int | None) -> str:
    """ "circa 525 euro lordi al mese (17,50 al giorno)"; at both rates where the rate is not known."""
    case = known.case(hourly=False)
    daily = average_pay(case) if case else None
    if daily is None:
        return ""
    shares = [percent] if percent else [int(known.number(name) or 0) for name in RATES]
    if known.person.child.born_last is None and known.work != "public_employee":
        shares = [int(known.number(name) or 0) for name in RATES]
    month = Fraction(known.rules.known("days_in_a_month", known.today))
    told = [
        f"{_at(share)}% circa {italian.number(round(daily * month * share / 100))} euro lordi al mese "
        f"({italian.euro(daily * share / 100)} al giorno)"
        for share in shares
    ]
    return " " + ("; ".join(told)[:1].upper() + "; ".join(told)[1:]) + "." if told else ""


def _figure(known: Known, name: str) -> str:
    return italian.number(known.number(name) or 0)


def _at(share: int) -> str:
    return f"all'{share}" if str(share).startswith("8") else f"al {share}"
