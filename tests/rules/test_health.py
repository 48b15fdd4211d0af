"""When the service calls for somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.health import Expiring, Pulse, Surroundings
from bot.rules.health import running_out, troubles

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("pulse", "around", "expiring", "expected"),
    [
        (Pulse(), Surroundings(), Expiring(), []),
        (Pulse(unanswered=3, unanswered_since=ago(4)), Surroundings(), Expiring(), []),
        (Pulse(unanswered=3, unanswered_since=ago(6)), Surroundings(), Expiring(), ["unanswered"]),
        (Pulse(unsent=1, unsent_since=ago(9)), Surroundings(), Expiring(), []),
        (Pulse(unsent=1, unsent_since=ago(11)), Surroundings(), Expiring(), ["unsent"]),
        (Pulse(given_up=100), Surroundings(free_bytes=2**30, rasa_away_since=ago(4)), Expiring(), []),
        (Pulse(), Surroundings(free_bytes=2**20, rasa_away_since=ago(6)), Expiring(), ["disk", "rasa"]),
        (Pulse(), Surroundings(), Expiring(soon=("a",), figures=("b",)), []),
        (Pulse(), Surroundings(), Expiring(overdue=("a", "b")), ["content"]),
    ],
)
def test_only_what_lasts_is_a_trouble(
    pulse: Pulse, around: Surroundings, expiring: Expiring, expected: list[str]
) -> None:
    assert [each.name for each in troubles(pulse, around, expiring, NOW)] == expected


def test_an_answer_is_soon_to_be_read_again_before_its_day_and_overdue_from_it(knowledge: Knowledge) -> None:
    entry = knowledge.entries["privacy"]
    today = entry.review_by
    for day, where in ((today - timedelta(days=31), None), (today - timedelta(days=1), "soon"), (today, "overdue")):
        found = running_out(replace(knowledge, points={}), day)
        assert [name for name in ("soon", "overdue") if "privacy" in getattr(found, name)] == [where] * bool(where)


def test_a_figure_of_this_year_runs_out_in_december(knowledge: Knowledge) -> None:
    last = {id: figure.periods[-1].valid_to for id, figure in knowledge.figures.items()}
    ends_with_the_year = {id for id, end in last.items() if end and (end.month, end.day) == (12, 31)}
    some = next(iter(ends_with_the_year))
    end = last[some]
    assert end
    assert some in running_out(knowledge, end - timedelta(days=30)).figures
    assert some not in running_out(knowledge, end - timedelta(days=31)).figures
