"""The cautions that may turn an answer round: whoever reads the answer must read them with it."""

from __future__ import annotations

import re

from bot.knowledge.leave_words import LeaveTexts
from bot.rules.leave.verdict import Verdict

OF_THE_RULE = (
    *("no_agreement", "rule_not_found", "rule_not_read", "rule_not_known", "agreement_incomplete"),
    *("own_agreement", "own_day_supposed"),
)
"""It is not certain that the law, and no agreement, says how many hours."""
OF_THE_NOTICE = ("notice_doubt", "notice_short")
"""It is not certain which notice binds; it matters only where some day is too early for the longer one."""


def decisive(verdict: Verdict, texts: LeaveTexts) -> tuple[str, ...]:
    """Those among the cautions of the verdict, in its order; `texts` are those that it was worded with."""
    safe = verdict.undisputed_start
    early = safe is not None and any(
        day < safe for day in (*verdict.dates_allowed, *(one.day for one in verdict.dates_refused))
    )
    patterns = [_pattern(texts.cautions[key]) for key in (*OF_THE_RULE, *(OF_THE_NOTICE if early else ()))]
    return tuple(one for one in verdict.cautions if one and any(pattern.fullmatch(one) for pattern in patterns))


def _pattern(text: str) -> re.Pattern[str]:
    """Of the text however it is filled."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)))
