"""The checks of a voucher request: every rule shows its trace, doubts never count against anybody, nothing is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.knowledge.examples import with_examples
from bot.knowledge.loader import Knowledge, load
from bot.knowledge.voucher import EMPLOYMENTS, SERVICES, Call, Requirement
from bot.model.conversation import Conversation
from bot.model.decision import Decision
from bot.model.reply import Message
from bot.rules.voucher.checks import OUTSIDE, Check, Form, check, slips
from bot.settings import ROOT
from bot.wording import word

TODAY = date(2026, 11, 22)
KNOWLEDGE: Knowledge = with_examples(load(ROOT), ROOT)
CALL: Call = KNOWLEDGE.calls["esempio-servizi-2026"]
SAN_DONATO, OPERA, PAULLO = "015192", "015159", "015169"
COMPANY = "Officine Esempio srl"
COMPLETE = Form(
    residence=OPERA,
    work=SAN_DONATO,
    company=COMPANY,
    employment="private_employee",
    children=(date(2023, 5, 4),),
    service="nido",
    first_day=date(2026, 12, 1),
    last_day=date(2027, 6, 30),
)
EVERY_RULE: list[dict[str, Any]] = [
    {"rule": "territory", "counts": ["residence", "work"]},
    {"rule": "employment", "kinds": ["private_employee", "self_employed"]},
    {"rule": "company_joined"},
    {"rule": "child_age", "under": 14},
    {"rule": "service_period", "starts": date(2026, 9, 1), "ends": date(2027, 7, 31)},
    {"rule": "income_ceiling", "isee_cents": 2500000},
    {"rule": "back_from_leave", "within_months": 1},
    {"rule": "service_in_area"},
    {"rule": "not_paid_twice"},
]


def call_with(*requirements: dict[str, Any], **fields: Any) -> Call:
    return Call.model_validate(CALL.model_dump() | {"requirements": list(requirements)} | fields)


def outcomes(form: Form, call: Call | None = CALL, today: date = TODAY) -> dict[str, str]:
    return {one.rule: one.outcome for one in check(KNOWLEDGE, form, call, today)}


def outcome(rule: dict[str, Any], form: Form, **fields: Any) -> str:
    return outcomes(form, call_with(rule, **fields))[rule["rule"]]


def told(checks: tuple[Check, ...]) -> str:
    message = Message(tuple(one.text for one in checks))
    return word(KNOWLEDGE, Decision(Conversation("chat"), (message,), "action"), TODAY)[0].text


def test_a_complete_request_shows_what_is_in_order_and_what_the_helpdesk_looks_at() -> None:
    checks = check(KNOWLEDGE, COMPLETE, CALL, TODAY)
    assert {one.rule: one.outcome for one in checks} == {
        "window": "ok", "service": "ok", "territory": "ok", "employment": "ok", "company_joined": "ok", "child_age": "ok",
        "service_period": "ok", "service_in_area": "unknown", "not_paid_twice": "unknown",
    }  # fmt: skip
    text = told(checks)
    assert "✔ Azienda: Officine Esempio S.r.l. ha aderito alla rete." in text
    assert "✔ Zona: Opera è nei distretti ammessi." in text
    assert "? Altri aiuti: " in text
    assert "{" not in text
    assert {one.source for one in checks if one.rule == "child_age"} == {"Bando di esempio, art. 3"}


def test_an_empty_request_has_nothing_against_it() -> None:
    assert set(outcomes(Form()).values()) == {"ok", "unknown"}
    assert outcomes(Form())["window"] == "ok"


def test_an_expression_of_interest_is_checked_only_for_what_the_project_asked() -> None:
    assert outcomes(COMPLETE, None) == {"territory": "ok", "company_joined": "ok"}
    assert outcomes(Form(), None) == {"territory": "unknown", "company_joined": "unknown"}
    assert outcomes(Form(children=(), employment="unemployed"), None) == outcomes(Form(), None)
    assert all("DGR X/1081" in one.source for one in check(KNOWLEDGE, Form(), None, TODAY))


@pytest.mark.parametrize(
    ("counts", "residence", "work", "expected"),
    [
        (["residence", "work"], OPERA, None, "ok"),
        (["residence", "work"], OUTSIDE, OPERA, "ok"),
        (["residence", "work"], OUTSIDE, None, "unknown"),
        (["residence", "work"], OUTSIDE, OUTSIDE, "no"),
        (["residence"], OUTSIDE, OPERA, "no"),
        (["residence"], None, OPERA, "unknown"),
        (["work"], OPERA, OUTSIDE, "no"),
        (["work"], None, OPERA, "ok"),
    ],
)
def test_one_place_that_counts_is_enough(
    counts: list[str], residence: str | None, work: str | None, expected: str
) -> None:
    rule = {"rule": "territory", "counts": counts}
    assert outcome(rule, Form(residence=residence, work=work)) == expected


def test_a_municipality_of_another_district_does_not_count() -> None:
    rule = {"rule": "territory", "counts": ["residence"]}
    assert outcome(rule, Form(residence=PAULLO), districts=["rozzano"]) == "no"
    assert outcome(rule, Form(residence=PAULLO), districts=["paullese"]) == "ok"
    assert outcome(rule, Form(residence="999999")) == "no"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ([date(2012, 11, 23)], "ok"),
        ([date(2012, 11, 22)], "no"),
        ([date(2000, 1, 1), date(2020, 1, 1)], "ok"),
        ([], "no"),
        ([date(2027, 1, 1)], "unknown"),
        (None, "unknown"),
    ],
)
def test_a_child_counts_until_the_day_before_the_birthday(born: list[date] | None, expected: str) -> None:
    form = Form(children=None if born is None else tuple(born))
    assert outcome({"rule": "child_age", "under": 14}, form) == expected


def test_where_a_relative_counts_too_no_child_is_no_reason_against() -> None:
    rule = {"rule": "child_age", "under": 14, "or_relative": True}
    assert outcome(rule, Form(children=())) == "unknown"
    assert outcome(rule, Form(children=(date(2000, 1, 1),))) == "unknown"


def test_a_child_born_on_the_29th_of_february_turns_on_the_first_of_march() -> None:
    call = call_with({"rule": "child_age", "under": 14})
    form = Form(children=(date(2012, 2, 29),))
    assert outcomes(form, call, date(2026, 2, 28))["child_age"] == "ok"
    assert outcomes(form, call, date(2026, 3, 1))["child_age"] == "no"


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        (COMPANY, "ok"),
        ("OFFICINE ESEMPIO", "ok"),
        ("esempio-officine", "ok"),
        ("oficine esempi", "unknown"),
        ("Ferramenta Sconosciuta", "no"),
        ("Logistica Prova", "no"),
        (None, "unknown"),
    ],
)
def test_the_company_must_stand_in_the_register(company: str | None, expected: str) -> None:
    assert outcome({"rule": "company_joined"}, Form(company=company)) == expected


def test_while_nobody_has_joined_no_company_is_refused() -> None:
    empty = replace(KNOWLEDGE, companies={})
    checks = {one.rule: one for one in check(empty, COMPLETE, CALL, TODAY)}
    assert checks["company_joined"].outcome == "unknown"


def test_what_is_not_eligible_is_said_with_its_rule() -> None:
    wrong = COMPLETE.model_copy(update={"service": "trasporto", "employment": "unemployed"})
    checks = check(KNOWLEDGE, wrong, CALL, TODAY)
    assert {one.rule for one in checks if one.outcome == "no"} == {"service", "employment"}
    assert "✘ Servizio: non è tra quelli che il bando paga." in told(checks)
    assert "✘ Lavoro: «Adesso non lavoro» non è ammesso dal bando." in told(checks)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 9, 1), date(2027, 7, 31), "ok"),
        (date(2026, 8, 31), date(2027, 7, 31), "no"),
        (date(2026, 9, 1), date(2027, 8, 1), "no"),
        (date(2026, 9, 1), None, "unknown"),
        (None, date(2027, 8, 1), "no"),
        (None, None, "unknown"),
    ],
)
def test_the_service_lies_within_its_period(first: date | None, last: date | None, expected: str) -> None:
    assert outcome(EVERY_RULE[4], Form(first_day=first, last_day=last)) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 11), "no"),
        (date(2026, 1, 12), "ok"),
        (date(2036, 12, 31), "ok"),
        (date(2037, 1, 1), "no"),
    ],
)
def test_the_window_is_looked_at_by_day(today: date, expected: str) -> None:
    assert outcomes(COMPLETE, CALL, today)["window"] == expected


def test_texts_count_in_the_singular_too() -> None:
    call = call_with({"rule": "child_age", "under": 1}, EVERY_RULE[6], EVERY_RULE[5])
    text = told(check(KNOWLEDGE, Form(children=()), call, TODAY))
    assert "meno di 1 anno." in text
    assert "da non più di 1 mese." in text
    assert "il limite è 25.000 euro" in text


def test_answers_that_cannot_be_are_named_all_at_once() -> None:
    form = Form(children=(date(2027, 1, 1), date(1980, 1, 1)), first_day=date(2027, 2, 1), last_day=date(2027, 1, 1))
    assert [(slip.field, slip.text.key) for slip in slips(form, TODAY)] == [
        ("children", "check_slip_future"),
        ("children", "check_slip_old"),
        ("last_day", "check_slip_order"),
    ]
    assert slips(COMPLETE, TODAY) == ()


@pytest.mark.parametrize("field", ["codice_fiscale", "health", "isee", "name", "notes"])
def test_the_form_has_no_place_for_what_is_not_asked(field: str) -> None:
    with pytest.raises(ValidationError):
        Form.model_validate({field: "x"})


def test_a_form_comes_back_from_json_as_it_was() -> None:
    assert Form.model_validate_json(COMPLETE.model_dump_json()) == COMPLETE


# --- what must hold for every request and every call ---

ISTATS = sorted(KNOWLEDGE.territory.municipalities)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
FORMS = st.builds(
    Form,
    residence=st.none() | st.sampled_from([*ISTATS, OUTSIDE]),
    work=st.none() | st.sampled_from([*ISTATS, OUTSIDE]),
    company=st.none() | st.sampled_from([COMPANY, "Logistica Prova", "il girasole", "offes srl"]) | st.text("abc {}", min_size=3, max_size=9).filter(str.strip),
    employment=st.none() | st.sampled_from(EMPLOYMENTS),
    children=st.none() | st.lists(st.dates(date(2005, 1, 1), date(2027, 1, 1)), max_size=4).map(tuple),
    service=st.none() | st.sampled_from(SERVICES),
    first_day=st.none() | DAYS,
    last_day=st.none() | DAYS,
)  # fmt: skip
CALLS = st.builds(
    lambda rules, districts, services: call_with(*rules, districts=districts, services=services),
    st.lists(st.sampled_from(EVERY_RULE), min_size=1, unique_by=lambda rule: rule["rule"]),
    st.lists(st.sampled_from(sorted(KNOWLEDGE.territory.districts)), min_size=1, unique=True),
    st.lists(st.sampled_from(SERVICES), min_size=1, unique=True),
)
MANY = settings(max_examples=150, deadline=None)


@MANY
@given(FORMS, CALLS, DAYS)
def test_every_rule_gives_exactly_one_check_with_its_mark_and_source(form: Form, call: Call, today: date) -> None:
    checks = check(KNOWLEDGE, form, call, today)
    assert [one.rule for one in checks] == ["window", "service", *(rule.rule for rule in call.requirements)]
    for one in checks:
        assert one.source
        assert KNOWLEDGE.words["it"][one.text.key].startswith("{mark} ")
        assert one.text.values["mark"] == {"ok": "✔", "no": "✘", "unknown": "?"}[one.outcome]


@MANY
@given(FORMS, CALLS, DAYS, st.sampled_from(sorted(Form.model_fields)))
def test_one_answer_more_only_settles_what_was_unknown(form: Form, call: Call, today: date, field: str) -> None:
    fewer = outcomes(form.model_copy(update={field: None}), call, today)
    more = outcomes(form, call, today)
    assert all(before in ("unknown", more[rule]) for rule, before in fewer.items())


@MANY
@given(FORMS, CALLS, DAYS)
def test_missing_answers_never_count_as_no(form: Form, call: Call, today: date) -> None:
    nothing = outcomes(Form(), call, TODAY)
    assert "no" not in nothing.values()
    only_helpdesk = {"income_ceiling", "back_from_leave", "service_in_area", "not_paid_twice"}
    asked = outcomes(form, call, today)
    assert all(asked[rule] == "unknown" for rule in only_helpdesk & asked.keys())


@MANY
@given(FORMS, CALLS, st.dates(date(2010, 1, 1), TODAY))
def test_one_child_more_never_takes_anything_away(form: Form, call: Call, born: date) -> None:
    larger = form.model_copy(update={"children": (*(form.children or ()), born)})
    before, after = outcomes(form, call), outcomes(larger, call)
    assert not (before.get("child_age") == "ok" and after["child_age"] != "ok")


@MANY
@given(FORMS, CALLS, DAYS)
def test_a_wider_call_refuses_nobody_that_a_narrower_one_accepts(form: Form, call: Call, today: date) -> None:
    wide = call.model_copy(update={"districts": sorted(KNOWLEDGE.territory.districts), "services": list(SERVICES)})
    narrow = outcomes(form, call, today)
    assert all(after != "no" or narrow[rule] == "no" for rule, after in outcomes(form, wide, today).items())


def test_every_rule_of_a_call_has_its_case_here() -> None:
    union = Requirement.__args__[0].__args__  # type: ignore[attr-defined]
    rules = {kind.model_fields["rule"].annotation.__args__[0] for kind in union}
    assert rules == {rule["rule"] for rule in EVERY_RULE}
