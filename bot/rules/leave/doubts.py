"""The cautions by their weight: those that may turn an answer round first, and all of them by what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.knowledge.leave_words import LeaveTexts
from bot.rules.leave.verdict import Verdict

OF_THE_RULE = (
    *("no_agreement", "rule_not_found", "rule_not_read", "rule_not_known", "agreement_incomplete"),
    *("own_agreement", "own_day_supposed"),
)
"""It is not certain that the law, and no agreement, says how many hours."""
OF_THE_NOTICE = ("notice_doubt", "notice_short")
"""It is not certain which notice binds; it matters only where some day is too early for the longer one."""


MATTER = (
    *OF_THE_RULE,
    *(
        "mother_end_unknown",
        "shift_on_holiday",
        *OF_THE_NOTICE,
        "higher_used_unknown",
        "compulsory_unknown",
        "higher_unknown",
    ),
    *("income_unknown", "threshold_unknown", "mixed_couple", "days_unknown", "vertical", "fractions", "odd_halves"),
    *("after_2026", "option_taken", "ambiguous", "one_application"),
)
"""From the heaviest on; the others come after, in the order of the verdict."""
GROUPS: Mapping[str, frozenset[str]] = {
    "contract": frozenset(
        {
            *OF_THE_RULE,
            "rule_source",
            "ambiguous",
            "full_week",
            "scaled_terms",
            "vertical_share",
            "public_rule",
            "place_in_day",
        }
        | {"whole_shift", "option_taken", "agreement_pay"}
    ),
    "days": frozenset(
        {
            "days_unknown",
            "holidays_only_national",
            "shift_on_holiday",
            "on_holidays",
            "odd_halves",
            "fractions",
            "weekend_after",
        }
        | {
            "vertical",
            "birthday",
            "birthday_higher",
            "leap_birthday",
            "adopted_birthday",
            "adopted_limit",
            "after_2026",
        }
    ),
    "notice": frozenset(
        {
            "notice_count",
            "notice_working",
            "notice_late",
            "notice_urgent",
            *OF_THE_NOTICE,
            "notice_days_doubt",
            "one_application",
        }
    ),
    "money": frozenset(
        {
            "higher_used_unknown",
            "higher_over",
            "higher_unknown",
            "compulsory_unknown",
            "income_unknown",
            "threshold_unknown",
        }
        | {
            "threshold_provisional",
            "pay_unknown",
            "pay_estimate",
            "pay_hourly",
            "pay_thirteen",
            "pay_blue_collar",
            "public_full",
        }
        | {"public_other_unknown", "public_higher", "security_pay", "single_higher", "self_employed"}
    ),
}
"""What a caution is about; one that stands in no group is about the leave itself."""
LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A caution and what it is about."""

    key: str
    group: str
    text: str


def doubts(verdict: Verdict, texts: LeaveTexts) -> list[Doubt]:
    """Every caution of the verdict, the heaviest first."""
    found = [Doubt(key := _key(one, texts), _group(key), one) for one in verdict.cautions]
    return sorted(found, key=lambda one: MATTER.index(one.key) if one.key in MATTER else len(MATTER))


def _key(said: str, texts: LeaveTexts) -> str:
    return next((key for key, text in texts.cautions.items() if _pattern(text).fullmatch(said)), "")


def _group(key: str) -> str:
    return next((group for group, keys in GROUPS.items() if key in keys), LEAVE)


def decisive(verdict: Verdict, texts: LeaveTexts) -> tuple[str, ...]:
    """Those among the cautions of the verdict, in its order; `texts` are those that it was worded with."""
    safe = verdict.undisputed_start
    early = safe is not None and any(
        day < safe for day in (*verdict.dates_allowed, *(one.day for one in verdict.dates_refused))
    )
    patterns = [_pattern(texts.cautions[key]) for key in (*OF_THE_RULE, *(OF_THE_NOTICE if early else ()))]
    return tuple(one for one in verdict.cautions if one and any(pattern.fullmatch(one) for pattern in patterns))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Of the text however it is filled."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))
