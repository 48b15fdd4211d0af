"""What may stand beside hourly leave on the same day (F-HP-20 to F-HP-23).

Interpretation: the law's incompatibilities hold under every agreement, also under one that allows other permits: those of
other laws and of the agreement itself are meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.leave import LeaveRules, Reason
from bot.rules.leave.case import Case, SameDay
from bot.rules.leave.hours import HourRule

OF_THE_SAME_LAW: frozenset[SameDay] = frozenset(
    {"daily_rests", "hourly_other_child", "disabled_child_rests", "sick_child"}
)
NAMES: dict[SameDay, str] = {
    "daily_rests": "riposi giornalieri («per allattamento»)",
    "hourly_other_child": "congedo a ore per un altro figlio",
    "disabled_child_rests": "ore di riposo per il figlio con disabilità",
    "sick_child": "congedo per la malattia del figlio",
    "law_104_hours": "permessi a ore della legge 104",
    "contract_permits": "permessi del contratto",
}


@dataclass(frozen=True, slots=True)
class Beside:
    possible: bool
    reasons: tuple[Reason, ...] = ()


def beside(case: Case, rule: HourRule, rules: LeaveRules) -> Beside:
    """Whether hourly leave can be taken on days that also hold the permits of the case."""
    asked = sorted(set(case.same_day))
    source = rule.source or None
    refused: list[Reason] = []
    if of_law := [one for one in asked if one in OF_THE_SAME_LAW and one != "sick_child"]:
        refused.append(rules.reason("same_day_law", what=_named(of_law)))
    if "sick_child" in asked:
        refused.append(rules.reason("same_day_sick_child"))
    others = [one for one in asked if one not in OF_THE_SAME_LAW]
    if others and rule.same_day is False:
        refused.append(rules.reason("same_day_agreement", source=source, name=rule.name, what=_named(others)))
    elif others and rule.same_day:
        why = rules.reason("same_day_agreement_yes", source=source, name=rule.name, what=_named(others))
        return Beside(not refused, (*refused, why))
    elif others:
        return Beside(not refused, (*refused, rules.reason("same_day_yes", what=_named(others))))
    return Beside(not refused, tuple(refused))


def _named(permits: Sequence[SameDay]) -> str:
    return ", ".join(NAMES[one] for one in permits)
