"""Each line against its rule: what is known of a person -> the number, the date, the yes or no that they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.leave import LeaveRules, leave_rules
from bot.knowledge.loader import load
from bot.model.person import Child, Person
from bot.rules.for_you import ForYou, Known, company, hours, notice, pay, rights, time_left
from bot.settings import ROOT

TODAY = date(2026, 11, 28)
RULES: LeaveRules = leave_rules(load(ROOT))
Work = Callable[[Known], ForYou | None]


def known(wish: float | None = None, euro: float | None = None, **facts: Any) -> Known:
    return Known(Person().knowing("said", TODAY, **facts), RULES, TODAY, wish, euro)


def aged(years: int, today: date = TODAY) -> Child:
    """A child of whom only the age in years is known."""
    return Child(today.replace(year=today.year - years - 1) + timedelta(days=1), today.replace(year=today.year - years))


def born(day: date, **more: Any) -> Child:
    return Child(day, day, **more)


def told(work: Work, about: Known) -> dict[str, str]:
    line = work(about)
    assert line is not None
    return {"key": line.line.key, "says": line.says, **line.line.values}


@pytest.mark.parametrize(
    ("facts", "half"),
    [
        ({"weekly_hours": 40, "days_per_week": 5}, "4 ore"),
        ({"weekly_hours": 30, "days_per_week": 5}, "3 ore"),
        ({"weekly_hours": 33, "days_per_week": 6}, "2 ore e 45 minuti"),
        ({"weekly_hours": 25, "days_per_week": 6}, "2 ore e 5 minuti"),
        ({"weekly_hours": 18, "days_per_week": 2}, "4 ore e 30 minuti"),
        ({"part_time": 50}, "2 ore"),
        ({"weekly_hours": 40, "days_per_week": 5, "agreement": "terziario-commercio"}, "4 ore"),
    ],
)
def test_by_law_it_is_half_of_the_average_day(facts: dict[str, Any], half: str) -> None:
    assert told(hours.hours_a_day, known(**facts))["half"] == half


@pytest.mark.parametrize(
    ("agreement", "weekly", "days", "options"),
    [
        ("metalmeccanici-industria", 40, 5, "2 o 4 ore alla volta"),
        ("metalmeccanici-industria", 20, 5, "1 o 2 ore alla volta"),
        ("studi-professionali", 30, 5, "al massimo 2 ore al giorno, perché devono restare almeno 4 ore di lavoro"),
        ("studi-professionali", 20, 5, "niente ore: devono restare almeno 4 ore di lavoro"),
        ("credito-abi", 37.5, 5, "da 1 ora in su"),
        ("funzioni-locali", 36, 5, "da 1 ora in su; 6 ore fanno un giorno di congedo"),
    ],
)
def test_an_agreement_that_rules_the_hours_is_followed(agreement: str, weekly: float, days: int, options: str) -> None:
    person = known(agreement=agreement, weekly_hours=weekly, days_per_week=days)
    assert told(hours.hours_a_day, person)["options"] == options


@pytest.mark.parametrize(("wish", "says"), [(2, "yes"), (3, "no")])
def test_hours_asked_for_are_judged_by_the_agreement(wish: float, says: str) -> None:
    person = known(wish, agreement="studi-professionali", weekly_hours=30, days_per_week=5)
    assert told(hours.hours_a_day, person)["says"] == says


def test_a_name_of_several_agreements_tells_what_each_says() -> None:
    line = told(hours.hours_a_day, known(agreement="metalmeccanici", weekly_hours=40, days_per_week=5))
    assert line["key"] == "you_hours_several"
    assert "metalmeccanici industria: 2 o 4 ore alla volta" in line["options"]


def test_hours_of_a_day_of_leave_shrink_with_the_share_of_part_time() -> None:
    person = known(agreement="funzioni-locali", work="public_employee", part_time=70)
    assert told(hours.day_of_leave, person)["day"] == "4 ore e 12 minuti"


@pytest.mark.parametrize(
    ("agreement", "way"),
    [
        ("studi-professionali", "15 giorni prima"),
        ("credito-abi", "5 giorni lavorativi prima; se non si può prima, 2 giorni lavorativi"),
        (
            "metalmeccanici-industria",
            "7 giorni prima della fine del mese prima (per gennaio 2027: entro il 24/12/2026)",
        ),
    ],
)
def test_the_notice_is_the_agreements_beside_the_laws(agreement: str, way: str) -> None:
    line = told(notice.of_hours, known(agreement=agreement))
    assert line["law"] == "2 giorni"
    assert line["way"].endswith(way)


def test_an_agreement_without_a_term_of_its_own_leaves_the_laws() -> None:
    assert told(notice.of_hours, known(agreement="turismo-pubblici-esercizi"))["key"] == "you_notice_silent"


@pytest.mark.parametrize(
    ("facts", "key", "when"),
    [
        ({"child": aged(7)}, "you_until", "tra il 2032 e il 2033"),
        ({"child": born(date(2012, 11, 28))}, "you_until", "il 28/11/2026"),
        ({"child": born(date(2012, 11, 27))}, "you_over", "il 27/11/2026"),
        ({"child": aged(14)}, "you_over", "tra il 2025 e il 2026"),
        ({"child": aged(12), "work": "gestione_separata"}, "you_over_other_work", "tra il 2025 e il 2026"),
        ({"child": aged(5), "work": "self_employed"}, "you_over_other_work", "tra il 2021 e il 2022"),
    ],
)
def test_the_last_day_is_the_birthday_itself(facts: dict[str, Any], key: str, when: str) -> None:
    line = told(time_left.last_day, known(**facts))
    assert (line["key"], line["when"]) == (key, when)


@pytest.mark.parametrize(
    ("child", "last"),
    [
        (born(date(2022, 3, 1), entered=date(2024, 5, 2)), "2/5/2038"),
        (born(date(2014, 3, 1), entered=date(2024, 5, 2)), "1/3/2032"),
    ],
)
def test_an_adopted_child_has_years_from_entry_and_never_more_than_eighteen(child: Child, last: str) -> None:
    line = told(time_left.last_day, known(child=child))
    assert (line["says"], line["last"], line["last_higher"]) == ("yes", last, "2/5/2030")


@pytest.mark.parametrize(
    ("facts", "left", "paid"),
    [
        ({"role": "mother", "used_by_other": 210.0}, "4 mesi", "3 mesi"),
        ({"role": "father", "used": 60.0, "used_by_other": 180.0}, "3 mesi", "1 mese"),
        ({"role": "mother", "used": 45.0}, "4 mesi e 15 giorni", "4 mesi e 15 giorni"),
        ({"single": True, "used": 120.0, "child": aged(13)}, "7 mesi", "5 mesi"),
        ({"work": "gestione_separata", "used": 30.0}, "5 mesi", "5 mesi"),
    ],
)
def test_months_left_count_what_both_have_used(facts: dict[str, Any], left: str, paid: str) -> None:
    line = told(time_left.months_left, known(**facts))
    assert (line["left"], line["paid"]) == (left, paid)


def test_twins_have_a_full_set_of_months_each() -> None:
    line = told(time_left.months_left, known(role="mother", child=Child(twin=True)))
    assert (line["each"], line["both"]) == ("6 mesi", "12 mesi")


def test_months_left_to_a_child_past_the_age_are_none() -> None:
    assert told(time_left.months_left, known(role="mother", used=30.0, child=aged(15)))["says"] == "no"


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"child": aged(2)}, "you_rate_higher"),
        ({"child": aged(7)}, "you_rate_base"),
        ({"child": born(date(2021, 1, 15))}, "you_rate_base_young"),
        ({"work": "public_employee"}, "you_rate_full"),
        ({"work": "public_employee", "child": aged(2)}, "you_rate_full_young"),
        ({"work": "public_employee", "child": aged(9)}, "you_rate_full_old"),
        ({"work": "gestione_separata", "child": aged(2)}, "you_rate_gestione_separata"),
    ],
)
def test_the_rate_follows_age_and_work(facts: dict[str, Any], key: str) -> None:
    assert told(pay.rate, known(**facts))["key"] == key


def test_an_amount_is_worked_out_from_the_monthly_gross() -> None:
    line = told(pay.rate, known(monthly_gross=1500.0, monthly_payments=14))
    assert "al 30% circa 525 euro lordi al mese (17,50 al giorno)" in line["amount"].lower()
    assert "all'80% circa 1.400 euro" in line["amount"]
    old = told(pay.rate, known(monthly_gross=1500.0, monthly_payments=14, child=aged(8)))
    assert "80%" not in old["amount"]


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"child": aged(2)}, "you_sick_small"),
        ({"child": aged(2), "work": "public_employee"}, "you_sick_small_public"),
        ({"child": born(date(2023, 11, 28))}, "you_sick_small"),
        ({"child": born(date(2023, 11, 27))}, "you_sick_between"),
        ({"child": aged(15)}, "you_sick_big"),
        ({"child": aged(5), "other_children": (aged(8),)}, "you_sick_several"),
    ],
)
def test_days_for_a_sick_child_go_by_its_age(facts: dict[str, Any], key: str) -> None:
    assert told(rights.sick_child, known(**facts))["key"] == key


@pytest.mark.parametrize(("years", "says"), [(10, ""), (13, "no")])
def test_the_priority_for_smart_working_ends_at_twelve(years: int, says: str) -> None:
    assert told(rights.smart_working, known(child=aged(years)))["says"] == says


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"child": aged(2)}, "you_night_small"),
        ({"child": aged(6)}, "you_night_under"),
        ({"child": aged(6), "single": True}, "you_night_alone"),
        ({"child": aged(13)}, "you_night_over"),
    ],
)
def test_night_work_may_be_refused_until_three_or_twelve_if_alone(facts: dict[str, Any], key: str) -> None:
    assert told(rights.night, known(**facts))["key"] == key


@pytest.mark.parametrize(
    ("facts", "rest"),
    [
        ({"weekly_hours": 25, "days_per_week": 5}, "1 ora"),
        ({"weekly_hours": 30, "days_per_week": 5}, "2 ore"),
        ({"weekly_hours": 40, "days_per_week": 5, "child": Child(twin=True)}, "4 ore"),
    ],
)
def test_daily_rests_go_by_the_hours_of_the_contract(facts: dict[str, Any], rest: str) -> None:
    assert told(rights.rests, known(**facts))["hours"] == rest


def test_daily_rests_end_with_the_first_year() -> None:
    thirteen_months = Child(date(2025, 9, 29), date(2025, 10, 28))
    assert told(rights.rests, known(child=thirteen_months))["says"] == "no"


@pytest.mark.parametrize(("share", "key"), [(60, "you_104_all"), (50, "you_104_less")])
def test_the_three_days_are_whole_over_half_time(share: float, key: str) -> None:
    assert told(rights.carer_part_time, known(part_time=share))["key"] == key


@pytest.mark.parametrize("work", ["domestic_worker", "home_worker", "unemployed"])
def test_some_work_has_no_parental_leave(work: str) -> None:
    assert told(time_left.excluded, known(work=work))["says"] == "no"


def test_companies_are_told_their_band() -> None:
    line = told(company.parity, known(firm_size=30))
    assert (line["advice"], line["certify"]) == ("4.000", "4.000")
    assert told(company.replacement, known(firm_size=19))["key"] == "you_replacement"
    assert told(company.replacement, known(firm_size=20))["key"] == "you_replacement_over"
    assert told(company.bonus, known(euro=6000.0))["rest"] == "1.000"


@pytest.mark.parametrize(
    "work",
    [hours.hours_a_day, hours.day_of_leave, notice.of_hours, notice.of_days, time_left.last_day, time_left.months_left,
     time_left.excluded, time_left.no_hours, pay.rate, rights.sick_child, rights.smart_working, rights.night,
     rights.rests, rights.carer_part_time, rights.paternity, company.parity, company.replacement],
)  # fmt: skip
def test_nothing_is_said_to_whom_nothing_is_known_of(work: Work) -> None:
    assert work(known()) is None


@given(weekly=st.floats(4, 48), days=st.integers(1, 6))
def test_hours_of_the_law_are_half_of_the_average_day_to_the_minute(weekly: float, days: int) -> None:
    weekly = round(weekly, 1)
    line = hours.hours_a_day(known(weekly_hours=weekly, days_per_week=float(days)))
    if line is None:  # a day longer than a day
        assert weekly / days > 12
        return
    said = line.line.values["half"]
    numbers = [int(word) for word in said.split() if word.isdecimal()]
    minutes = numbers[0] * 60 + (numbers[1] if len(numbers) > 1 else 0) if "or" in said else numbers[0]
    assert abs(minutes - weekly / days * 30) <= 0.5 + 1e-6


@given(age=st.integers(0, 20 * 365))
def test_the_leave_is_there_until_the_fourteenth_birthday_and_not_a_day_longer(age: int) -> None:
    day = TODAY - timedelta(days=age)
    line = time_left.last_day(known(child=born(day)))
    years = TODAY.year - day.year - ((TODAY.month, TODAY.day) < (day.month, day.day))
    birthday = (TODAY.month, TODAY.day) == (day.month, day.day)
    assert line is not None
    assert (line.says == "yes") == (years < 14 or (years == 14 and birthday))


@given(st.data())
def test_no_mixture_of_facts_is_too_odd(data: st.DataObject) -> None:
    days = st.dates(date(2005, 1, 1), date(2027, 6, 30))
    first, last = sorted((data.draw(days), data.draw(days)))
    child = Child(
        first, last, data.draw(st.none() | days), data.draw(st.none() | st.booleans()), data.draw(st.booleans())
    )
    facts = {
        "role": data.draw(st.sampled_from([None, "mother", "father"])),
        "work": data.draw(st.sampled_from([None, "private_employee", "public_employee", "gestione_separata",
                                            "self_employed", "domestic_worker", "security_defence_fire"])),
        "agreement": data.draw(st.sampled_from([None, *RULES.agreements.by_id, *RULES.agreements.shared])),
        "weekly_hours": data.draw(st.none() | st.floats(1, 60)),
        "days_per_week": data.draw(st.none() | st.floats(1, 7)),
        "part_time": data.draw(st.none() | st.floats(5, 100)),
        "used": data.draw(st.none() | st.floats(0, 400)),
        "used_by_other": data.draw(st.none() | st.floats(0, 400)),
        "single": data.draw(st.none() | st.booleans()),
        "monthly_gross": data.draw(st.none() | st.floats(0, 20_000)),
        "child": child,
    }  # fmt: skip
    person = known(data.draw(st.none() | st.floats(0.5, 9)), **facts)
    works = [hours.hours_a_day, hours.day_of_leave, hours.same_day, notice.of_hours, notice.of_days, time_left.last_day,
             time_left.months_left, pay.rate, rights.sick_child, rights.smart_working, rights.night, rights.rests]  # fmt: skip
    for work in works:
        line = work(person)
        assert line is None or all(value is not None for value in line.line.values.values())
