"""Other rights of parents whose measure depends on the child's age, the hours of work or the kind of work."""

from __future__ import annotations

from bot.rules.for_you.known import ForYou, Known, said
from bot.rules.leave import italian

HALF = 0.5
"""Up to half a day is rounded down, more is rounded up."""
NIGHT_NEVER = 1
"""Birthday until which nobody may put the mother on the night shift."""


def sick_child(known: Known) -> ForYou | None:
    """Days a year for the illness of each child told (F-OL-20 to F-OL-26)."""
    free, limit, days = (known.number(f"sick_child_{name}") for name in ("free_age", "age_limit", "days"))
    if free is None or limit is None or days is None or not known.children or not known.employee:
        return None
    if any(child.adopted or child.entered for child in known.children):
        return None  # other ages: the point of adoption tells them
    kinds = [_sick(known, one_free, one_limit) for one_free, one_limit in
             ((known.under(child, free), known.under(child, limit)) for child in known.children)]  # fmt: skip
    if None in kinds:
        return None
    figures = {"free": italian.number(free), "limit": italian.number(limit), "days": italian.number(days)}
    if len(kinds) > 1:
        between = kinds.count("between")
        if between != len(kinds):
            return None
        return said(
            "you_sick_several", ("child",), **figures, children=str(between), all=italian.number(between * days)
        )
    kind = str(kinds[0])
    uses = ("child", "work") if known.person.work and kind == "small" else ("child",)
    key = "you_sick_small_public" if kind == "small" and known.work == "public_employee" else f"you_sick_{kind}"
    figures["paid"] = italian.number(known.number("sick_child_public_days") or 0)
    opening = f"con un figlio {known.named(known.children[0])}"
    return said(key, uses, "no" if kind == "big" else "", opening=opening, **figures)


def _sick(known: Known, free: bool | None, limit: bool | None) -> str | None:
    if free is None or limit is None:
        return None
    return "small" if free else "between" if limit else "big"


def smart_working(known: Known) -> ForYou | None:
    """Whether the priority for work from home is there: children up to 12, with a disability at any age (F-OL-55)."""
    child, age = known.person.child, known.number("agile_child_age")
    under = None if age is None else known.under(child, age)
    if age is None or (under is None and not child.disability):
        return None
    opening = f"con un figlio {known.named(child)}"
    if child.disability:
        return said("you_agile_disability", ("child",), opening="con un figlio con disabilità")
    key = "you_agile" if under else "you_agile_over"
    return said(key, ("child",), "" if under else "no", opening=opening, age=italian.number(age))


def night(known: Known) -> ForYou | None:
    """Whether night work may be refused (F-OL-60)."""
    person, child = known.person, known.person.child
    age, alone = known.number("night_child_age"), known.number("night_single_child_age")
    if age is None or alone is None or not child.born_last or child.adopted or child.entered:
        return None
    young, under = known.under(child, age), known.under(child, alone)
    values = {
        "opening": f"con un figlio {known.named(child)}",
        "age": italian.number(age),
        "alone": italian.number(alone),
    }
    if young is None or under is None:
        return None
    if known.under(child, NIGHT_NEVER) and person.role != "father":
        return said("you_night_baby", ("child",), **values)
    if young:
        return said("you_night_small", ("child",), **values)
    if under and person.single:
        return said("you_night_alone", ("child", "single"), **values)
    return said("you_night_under" if under else "you_night_over", ("child",), "no", **values)


def paternity(known: Known) -> ForYou | None:
    """Paid days at birth: 10 working days, 20 with twins (F-OL-10)."""
    days, twins = known.number("paternity_days"), known.number("paternity_days_multiple")
    if days is None or twins is None:
        return None
    if known.work in ("self_employed", "gestione_separata"):
        return said("you_paternity_none", ("work",), "no", days=italian.number(days))
    if known.person.child.twin:
        return said("you_paternity_twins", ("child",), days=italian.number(twins))
    return None


def rests(known: Known) -> ForYou | None:
    """Hours of rest a day in the first year, by the hours of the contract; twice with twins."""
    person, child = known.person, known.person.child
    short, age = known.number("rests_short_day_hours"), known.number("rests_child_age")
    if short is None or age is None or not known.employee:
        return None
    if child.born_last and not child.adopted and not child.entered and known.under(child, age) is False:
        return said("you_rests_over", ("child",), "no", opening=f"con un figlio {known.named(child)}")
    worked = known.worked()
    if worked is None:
        return None
    weekly, days = known.week()
    hours = known.number("rests_hours" if weekly / days >= short else "rests_hours_short") or 0
    twins = 2 if child.twin else 1
    uses = tuple(name for name in ("weekly_hours", "days_per_week", "part_time") if getattr(person, name))
    opening = f"con {worked}{' e due gemelli' if child.twin else ''}"
    return said(
        "you_rests", (*uses, "child") if child.twin else uses, opening=opening, hours=italian.hours(hours * twins),
        short=italian.number(short),
    )  # fmt: skip


def carer_part_time(known: Known) -> ForYou | None:
    """The three days of L. 104 with the share of part-time (F-OL-31)."""
    days, share, least = known.number("l104_days"), known.person.part_time, known.number("l104_part_time_threshold")
    if days is None or share is None or least is None:
        return None
    key = "you_104_all" if share > least else "you_104_less"
    values = {"share": italian.number(share), "days": italian.number(days), "least": italian.number(least)}
    exact = days * share / 100
    cut = int(exact) if exact % 1 <= HALF else int(exact) + 1
    return said(key, ("part_time",), **values, cut=italian.number(cut))


def public_application(known: Known) -> ForYou | None:
    """Public staff ask their own body, not INPS (F-CP-36)."""
    return said("you_apply_public", ("work",)) if known.work == "public_employee" else None
