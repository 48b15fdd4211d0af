"""Hours of leave in a day of this person, by the law or by their agreement (F-HP-05 to F-HP-11)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bot.rules.for_you.known import ForYou, Known, Says, said
from bot.rules.leave import italian
from bot.rules.leave.agreed import hour_rule
from bot.rules.leave.hours import HourRule, Ruled, exactly

WEEK = ("weekly_hours", "days_per_week")
MINUTE = Fraction(1, 60)


def hours_a_day(known: Known) -> ForYou | None:
    """How many hours may be taken in a day. None where neither the hours nor an agreement with a rule were told."""
    ruled = [one for each in known.agreements if (one := _ruled(known, each.id)) and one.rule and one.rule.by != "law"]
    if len(ruled) > 1:
        return _by_several(known, ruled)
    if ruled and ruled[0].rule:
        return _by_agreement(known, ruled[0].rule)
    law = _ruled(known, None)
    if known.worked() is None or law is None or law.rule is None:
        return None
    half = law.rule.average * exactly(known.number("hourly_legal_share") or 0)
    silent = known.agreements[0].short if known.agreements else None
    key = "you_hours_law_silent" if silent else "you_hours_law"
    return said(
        key,
        _used(known),
        opening=f"con {known.worked()}",
        half=italian.hours(half),
        average=italian.hours(law.rule.average),
        agreement=silent or "",
    )


def day_of_leave(known: Known) -> ForYou | None:
    """Hours that make a day of leave, where an agreement says how many."""
    ruled = _ruled(known, known.agreements[0].id) if len(known.agreements) == 1 else None
    rule = ruled.rule if ruled else None
    if rule is None or rule.by == "law" or rule.month_hours is not None or known.worked() is None:
        return None
    return said(
        "you_day_of_leave",
        _used(known),
        opening=f"con {known.worked()} e {rule.name}",
        day=italian.hours(rule.day_hours),
        source=rule.source,
    )


def same_day(known: Known) -> ForYou | None:
    """Whether the agreement allows other permits on a day of hourly leave (F-HP-22); None where it says nothing."""
    for agreement in known.agreements[:1]:
        ruled = _ruled(known, agreement.id)
        if len(known.agreements) == 1 and ruled and ruled.rule and ruled.rule.same_day is not None:
            key, says = ("you_same_day_yes", "yes") if ruled.rule.same_day else ("you_same_day_no", "no")
            opening = f"con {ruled.rule.name}"
            return said(key, ("agreement",), _verdict(says == "yes"), opening=opening, source=ruled.rule.source)
    return None


def _by_agreement(known: Known, rule: HourRule) -> ForYou:
    worked = known.worked()
    opening = f"con {worked} e {rule.name}" if worked else f"con {rule.name}"
    says: Says = ""
    if known.wish and worked:
        wish = exactly(known.wish)
        says = _verdict(rule.admits(wish) is not None and rule.fits(wish, rule.average))
    line = said(
        "you_hours_agreement", _used(known), says, opening=opening, options=_options(rule, worked), source=rule.source
    )
    return replace(line, settles=True)


def _by_several(known: Known, ruled: list[Ruled]) -> ForYou:
    """A name that several agreements go by: what each says."""
    worked = known.worked()
    told = "; ".join(f"{one.rule.name}: {_options(one.rule, worked)}" for one in ruled if one.rule)
    return said(
        "you_hours_several", _used(known), opening=f"con {worked}, dipende dal tuo contratto" if worked else
        "dipende dal tuo contratto", options=told.replace("il contratto ", ""),
    )  # fmt: skip


def _options(rule: HourRule, worked: str | None) -> str:
    if rule.exact:
        return f"{_either(rule.options())} alla volta" if rule.options() else "nessuna misura entra nella giornata"
    if rule.work_left:
        left = italian.hours(rule.work_left)
        most = rule.average - rule.work_left
        if worked is None:
            return f"quante ore servono, se restano almeno {left} di lavoro"
        if most < MINUTE:
            return f"niente ore: devono restare almeno {left} di lavoro"
        return f"al massimo {italian.hours(most)} al giorno, perché devono restare almeno {left} di lavoro"
    least = f"da {italian.hours(rule.least)} in su" if rule.least else "quante ore servono"
    same = abs(rule.day_hours - rule.average) < MINUTE
    return least if same or rule.month_hours else f"{least}; {italian.hours(rule.day_hours)} fanno un giorno di congedo"


def _either(options: tuple[Fraction, ...]) -> str:
    """ "1 o 2 ore", "1 ora e 30 minuti o 3 ore"."""
    if len(options) > 1 and all(one.denominator == 1 for one in options):
        *first, last = (str(int(one)) for one in options)
        return f"{', '.join(first)} o {last} ore"
    return " o ".join(italian.hours(one) for one in options)


def _ruled(known: Known, agreement: str | None) -> Ruled | None:
    case = known.case(agreement)
    return hour_rule(case, known.rules, known.today) if case else None


def _used(known: Known) -> tuple[str, ...]:
    told = [name for name in (*WEEK, "part_time", "agreement") if getattr(known.person, name)]
    return tuple(told)


def _verdict(yes: bool) -> Says:
    return "yes" if yes else "no"
