"""When a service needs somebody to look at it, and what of the content runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.knowledge.loader import Knowledge
from bot.model.health import Expiring, Pulse, Surroundings, Trouble

SLOW_ANSWER = timedelta(minutes=5)
SLOW_DEPARTURE = timedelta(minutes=10)
"""Telegram slows us down for seconds; a reply that waits longer has another trouble."""
RASA_MAY_BE_AWAY = timedelta(minutes=5)
"""Longer than a start and a restart take."""
LEAST_FREE = 100 * 2**20
"""Bytes: below this the next day may find the disk full."""
SOON = timedelta(days=30)


def troubles(pulse: Pulse, around: Surroundings, expiring: Expiring, now: datetime) -> Iterator[Trouble]:
    """What is wrong now, the most urgent first."""
    if pulse.unanswered_since and now - pulse.unanswered_since > SLOW_ANSWER:
        yield Trouble("unanswered", _waiting(pulse.unanswered, now - pulse.unanswered_since))
    if pulse.unsent_since and now - pulse.unsent_since > SLOW_DEPARTURE:
        yield Trouble("unsent", _waiting(pulse.unsent, now - pulse.unsent_since))
    if around.free_bytes is not None and around.free_bytes < LEAST_FREE:
        yield Trouble("disk", {"megabytes": str(around.free_bytes // 2**20)})
    if around.rasa_away_since and now - around.rasa_away_since > RASA_MAY_BE_AWAY:
        yield Trouble("rasa", {"minutes": _minutes(now - around.rasa_away_since)})
    if expiring.overdue:
        yield Trouble("content", {"count": str(len(expiring.overdue))})


def running_out(knowledge: Knowledge, today: date) -> Expiring:
    """What a curator has to read again, or to find anew, by the end of a month."""
    answers = knowledge.answers()
    overdue = tuple(id for id, answer in answers.items() if answer.review_by <= today)
    soon = tuple(id for id, answer in answers.items() if today < answer.review_by <= today + SOON)
    ends = {id: figure.periods[-1].valid_to or date.max for id, figure in knowledge.figures.items()}
    return Expiring(overdue, soon, tuple(id for id, end in ends.items() if today <= end <= today + SOON))


def _waiting(count: int, time: timedelta) -> dict[str, str]:
    return {"count": str(count), "minutes": _minutes(time)}


def _minutes(time: timedelta) -> str:
    return str(round(time.total_seconds() / 60))
