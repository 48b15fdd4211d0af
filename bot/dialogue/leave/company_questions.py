"""Which question a company asks of the request that it is checking, from the phrases of words/check_questions.yaml."""

from __future__ import annotations

import re
from functools import cache

from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.turn import Turn
from bot.understanding.plain import plain

NEAR = (
    "ore-",
    "congedo",
    "piano-personalizzato",
    "pianifica-congedo",
    "part-time",
    "accordi-convenzioni",
    "rientro",
    "picchi",
)
"""How topics begin that a question about the request may be taken for; a clear question about another is another's."""
BETWEEN = r"(?:\w+ ){0,4}"
MORNING = re.compile(r"\bmattin\w*\b")
AFTERNOON = re.compile(r"\bpomerigg\w*\b|\bdopo pranzo\b")


def asked(turn: Turn) -> str | None:
    """The name of the question; None if it asks none of these, or clearly something else."""
    best = turn.understanding.best
    far = best is not None and best.topic != OFF_TOPIC and not best.topic.startswith(NEAR)
    if best is not None and far and best.confidence >= ANSWER_AT:
        return None
    words = plain(turn.said)
    phrases = turn.knowledge.check_questions
    return next((name for name, one in phrases.items() if _pattern(tuple(one)).search(words)), None)


def part_of_day(turn: Turn) -> str | None:
    """The half of the day that the question names."""
    words = plain(turn.said)
    return "afternoon" if AFTERNOON.search(words) else "morning" if MORNING.search(words) else None


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Each phrase begins at a word and may end inside one ("spostar": "spostarla")."""
    each = (BETWEEN.join(plain(part) + " " for part in one.split("*")).rstrip() for one in phrases)
    return re.compile(rf"\b(?:{'|'.join(re.escape(one).replace(re.escape(BETWEEN), BETWEEN) for one in each)})")


_ASKS = re.compile(
    r"^(?:e |ma |allora |scusate |scusi |ok )*(?:se|posso|possiamo|devo|dobbiamo|siamo obbligati|quant\w+|chi|come|cosa|che|perche|quando|entro|non posso|non possiamo)\b"
)


_TELLS = re.compile(
    r"^(?:no|anzi|solo|soltanto|invece|scusate|scusa|volevo dire|volevamo dire)\b|\b(?:invece|non) (?:di|il|al)\b"
    r"|\b(?:fa|facesse|prende|prendesse|chiede|chiedesse|usa|usasse|vuole|volesse)\b"
)


def tells_weekdays(turn: Turn) -> bool:
    """The weekdays are other days of the request, not those on which the company needs the person."""
    return turn.understanding.entities.alone or bool(_TELLS.search(plain(turn.said)))


def is_question(turn: Turn) -> bool:
    return turn.understanding.question or bool(_ASKS.search(plain(turn.said)))
