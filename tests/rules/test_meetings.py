"""Three dates on working days, at hours that suit, always later than those before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.company import Company, Guest, Meeting
from bot.model.ticket import Ticket, TicketOutcome
from bot.model.time import ROME
from bot.rules.calendar import is_holiday
from bot.rules.companies import after_offer, after_request
from bot.rules.meetings import FIRST_AFTER, STARTS, answer_by, ask_again_at, ask_outcome_at, may_join, three_dates

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
MEETING = Meeting("m", "picchi", "set", NOW, NOW, (Guest("a", "t"),), at=NOW)


@given(MOMENTS, st.lists(st.sampled_from(sorted(STARTS)), unique=True))
def test_three_different_working_days_a_week_ahead_at_the_hours_that_suit(now: datetime, times: list) -> None:  # type: ignore[type-arg]
    dates = three_dates(times, now)
    assert len({each.date() for each in dates}) == 3
    assert list(dates) == sorted(dates)
    for each in dates:
        assert each.weekday() < 5
        assert not is_holiday(each.date())
        assert each.astimezone(ROME).time() in {STARTS[time] for time in times or ["morning"]}
        assert each.date() >= (now + FIRST_AFTER).astimezone(ROME).date()


@given(MOMENTS)
def test_other_dates_are_later_than_all_before(now: datetime) -> None:
    first = three_dates(("morning",), now)
    assert min(three_dates(("morning",), now, first)) > max(first)


def test_who_is_asked_has_three_working_days_and_the_outcome_is_asked_the_day_after_and_three_months_on() -> None:
    assert answer_by(NOW).date() == date(2026, 11, 26)
    assert ask_outcome_at(datetime(2026, 12, 4, 9, tzinfo=UTC)).date() == date(2026, 12, 7)
    assert ask_again_at(datetime(2026, 11, 30, 9, tzinfo=UTC)).date() == date(2027, 3, 1)


def test_one_more_may_sit_only_where_everybody_agreed_to_share_and_there_is_a_seat() -> None:
    from dataclasses import replace

    assert may_join(MEETING, shared=True)
    assert not may_join(MEETING, shared=False)
    assert not may_join(replace(MEETING, guests=(Guest("a", "t", shared=False),)), shared=True)
    assert not may_join(replace(MEETING, joining=Guest("b", "t")), shared=True)
    assert not may_join(replace(MEETING, guests=tuple(Guest(str(n), "t") for n in range(4))), shared=True)
    assert not may_join(replace(MEETING, state="choosing"), shared=True)


def request(outcome: TicketOutcome | None, **form: str) -> Ticket:
    status = "closed" if outcome else "open"
    return Ticket("T", "joining", "c", "it", None, NOW, NOW, status, outcome=outcome, form=form)  # type: ignore[arg-type]


def test_a_company_is_what_the_desk_made_of_its_request() -> None:
    asked, day = Company("x", state="asked", ticket="T"), NOW.date()
    states: dict[TicketOutcome, str] = {
        "granted": "member",
        "refused": "refused",
        "duplicate": "refused",
        "withdrawn": "draft",
    }
    for outcome, state in states.items():
        changed = after_request(asked, request(outcome), day)
        assert changed
        assert changed.state == state
    assert after_request(asked, request(None), day) is None
    assert after_request(Company("x", state="left"), request("granted"), day) is None


def test_what_is_offered_counts_once_it_is_granted() -> None:
    member, form = Company("x", state="member"), {"shows": "picchi nido", "yearly": "3"}
    changed = after_offer(member, request("granted", **form), NOW.date())
    assert changed
    assert (changed.shows, changed.yearly, changed.testimone) == (("picchi", "nido"), 3, True)
    assert after_offer(member, request("refused", **form), NOW.date()) is None


def test_the_clock_of_a_reminder_never_stands_on_a_holiday() -> None:
    assert answer_by(datetime(2026, 12, 23, 9, tzinfo=UTC)) - timedelta(0) == datetime(2026, 12, 29, 9, tzinfo=ROME)
