"""Every reader of what people or files say, on anything at all: an answer, or the trouble it promises, never another."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bootstrap import knowledge as shipped
from bot.commands.leave import run
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.problems import parse
from bot.knowledge.strict_yaml import NotYaml, parsed
from bot.papers.census_csv import NotTheCensus, as_csv, read_csv
from bot.rules.census_import import preview
from bot.rules.codes import read_code
from bot.settings import ROOT
from bot.understanding.amounts import find_amounts

TODAY = date(2026, 11, 22)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = st.sampled_from(
    ["31/2/2024", "il 29 febbraio", "1.450,50", "€", "ore", "h", "24:61", "40", "mille", "mezzo", "figlio di", "anni", "mesi",
     "dal", "al", "lun", "-", "/", ".", "99999999999999999999", "0", "nato", "ieri", "½", "٣", "\u202e", "\0", "²", "1e9"]
)  # fmt: skip
SPEECH = st.lists(PIECES | st.text(max_size=6), max_size=12).map(" ".join) | st.text(max_size=200)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CASE: dict[str, Any] = {
    "today": "2026-11-22", "parent": "mother", "category": "private_employee", "weekly_hours": 40, "days_per_week": 5,
    "child": {"born": "2024-08-15"}, "used": {"mother": 30, "father": 0},
    "request": {"made_on": "2026-11-22", "mode": "hours", "hours_per_day": 4,
                "dates": {"from": "2027-02-01", "to": "2027-02-28", "weekdays": ["Tue", "Thu"]}},
}  # fmt: skip


@FEW
@given(SPEECH)
def test_amounts_and_dates_are_read_from_anything(text: str) -> None:
    find_amounts(text, TODAY)


@FEW
@given(SPEECH)
def test_codes_are_read_from_anything(text: str) -> None:
    read_code(text)


@FEW
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_yaml_is_content_or_says_that_it_is_none(content: bytes) -> None:
    with suppress(NotYaml, UnicodeDecodeError):
        parsed(content)


@FEW
@given(
    st.sampled_from(
        ["a: &a [*a]", "? [a]: b", "a: 2026-02-30", "a: 1:99", "<<: 5", "!!python/object:os {}", "a: {a: b"]
    )
)
def test_yaml_with_traps_is_content_or_says_that_it_is_none(text: str) -> None:
    with suppress(NotYaml):
        parsed(text.encode())


@FEW
@given(st.text(max_size=40) | st.lists(st.sampled_from(
    ["Mo-Fr", "09:00-12:30", "PH off", ";", ",", "25:00", "Tu", '"x"', "easter", "24/7", "-", "week 1-53/2", "Feb 30"]
), max_size=6).map(" ".join))  # fmt: skip
def test_opening_hours_are_right_or_a_problem_with_its_remedy(hours: str) -> None:
    desk = next(iter(shipped().territory.helpdesks.values()))
    problems: list[Any] = []
    record = desk.model_dump(mode="json", by_alias=True, exclude_none=True) | {"opening_hours": hours}
    read = parse(Helpdesk, record, "x.yaml", "x", problems)
    assert read is not None or problems


@FEW
@given(st.sampled_from([*CASE, "request", "child"]), JSON)
def test_a_case_of_leave_with_anything_in_it_is_answered_or_refused_in_words(name: str, value: Any) -> None:
    _answered_or_refused(json.dumps({**CASE, name: value}))


@FEW
@given(st.text(max_size=60) | JSON.map(json.dumps))
def test_no_case_of_leave_at_all_is_refused_in_words(text: str) -> None:
    _answered_or_refused(text)


def _answered_or_refused(text: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    code = run(ROOT, io.StringIO(text), out, err)
    assert code in (0, 2)
    assert json.loads(out.getvalue() if code == 0 else err.getvalue())


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, 5000), st.sampled_from(['"', ",", "\n", ";", "\0", "=", "x", "[", "è"])), max_size=6
    )
)
def test_a_table_of_helpdesks_is_read_or_refused_in_words(changes: list[tuple[int, str]]) -> None:
    territory = shipped().territory
    text = as_csv(territory)
    for at, sign in changes:
        text = text[:at] + sign + text[at + 1 :]
    problems: list[Any] = []
    with suppress(NotTheCensus):
        rows = read_csv(text.encode(), problems, "table.csv")
        preview(territory, [(f"row {row.number}", row.record) for row in rows], TODAY, problems, "table.csv")
