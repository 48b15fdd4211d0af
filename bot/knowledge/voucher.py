"""Calls for vouchers: knowledge_base/rules/calls holds one file a call. The folder's README.md tells how to open one.

A call names written rules and gives their numbers; what follows from a rule is said by bot/rules/voucher/checks.py. Money is in
whole cents. Moments without an offset are Italian time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from bot.knowledge.notices import FILE as NOTICES_FILE
from bot.knowledge.notices import Notices
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text
from bot.knowledge.territory import DistrictId, Territory
from bot.model.time import ROME

FOLDER = "knowledge_base/rules/calls"
WORDS_FILE = "knowledge_base/words/voucher.yaml"

Employment = Literal[
    "private_employee", "public_employee", "self_employed", "gestione_separata", "domestic_worker", "unemployed"
]
"""As the leave calculator names them."""
Service = Literal[
    "nido",
    "baby-sitter",
    "ludoteca",
    "pre-post-scuola",
    "accompagnamento",
    "centro-estivo",
    "aiuto-in-casa",
    "centro-diurno",
    "badante",
    "salva-tempo",
    "trasporto",
]
"""What vouchers of this kind have paid for. Source: the Lombard calls of 2011-2025."""
EMPLOYMENTS: tuple[Employment, ...] = get_args(Employment)
SERVICES: tuple[Service, ...] = get_args(Service)


def _timed(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and ":" in value):
        return value
    raise ValueError(f"{value} is not a day with its hour, such as 2027-01-11 09:00")


def _in_italy(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ROME)


def _a_month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?", text):
        raise ValueError(f"{text!r} is not a month such as 2026-11, or a day of one")
    return text


NoticeVersion = Annotated[str, AfterValidator(_a_month)]
Moment = Annotated[datetime, BeforeValidator(_timed), AfterValidator(_in_italy)]
"""A day alone is refused: nobody could tell whether the call closes before or after it."""
Cents = Annotated[int, Field(strict=True, gt=0)]
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


# --- the written rules that a call may name ---


class Rule(Content):
    source: Text | None = None
    """The article of the call, where it has one; the call's first source otherwise."""


class InTerritory(Rule):
    """Residence or work, or only what is counted, in the districts of the call."""

    rule: Literal["territory"]
    counts: list[Literal["residence", "work"]] = Field(min_length=1)


class Employed(Rule):
    rule: Literal["employment"]
    kinds: list[Employment] = Field(min_length=1)


class CompanyJoined(Rule):
    """The company stands in the register of those that have joined."""

    rule: Literal["company_joined"]


class ChildAge(Rule):
    """At least one child who has not had this birthday yet."""

    rule: Literal["child_age"]
    under: Annotated[int, Field(strict=True, ge=1, le=18)]
    or_relative: bool = False
    """An old or disabled relative counts as well. We ask nothing about them: the helpdesk does."""


class ServicePeriod(Rule):
    """The service is used between two days, both included."""

    rule: Literal["service_period"]
    starts: date
    ends: date


class IncomeCeiling(Rule):
    """We ask for no income: the helpdesk sees the ISEE."""

    rule: Literal["income_ceiling"]
    isee_cents: Cents


class BackFromLeave(Rule):
    """Asked by the helpdesk."""

    rule: Literal["back_from_leave"]
    within_months: Annotated[int, Field(strict=True, ge=1, le=36)]


class ServiceInArea(Rule):
    """Asked by the helpdesk."""

    rule: Literal["service_in_area"]


class NotPaidTwice(Rule):
    """Declared at the helpdesk."""

    rule: Literal["not_paid_twice"]


Requirement = Annotated[
    InTerritory
    | Employed
    | CompanyJoined
    | ChildAge
    | ServicePeriod
    | IncomeCeiling
    | BackFromLeave
    | ServiceInArea
    | NotPaidTwice,
    Field(discriminator="rule"),
]


class Call(Content):
    """One call. A request may come from the moment `opens` until just before `closes`."""

    id: Slug
    title: Annotated[Text, StringConstraints(max_length=60)]
    run_by: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$")]
    """Id of a helpdesk, or of a district whose lead body runs the call."""
    opens: Moment
    closes: Moment
    districts: list[DistrictId] = Field(min_length=1)
    requirements: list[Requirement] = Field(min_length=1)
    """Each rule once. Window and eligible services are rules of every call and need no line."""
    services: list[Service] = Field(min_length=1)
    documents: list[Text] = Field(min_length=1, max_length=12)
    """What to bring to the helpdesk: a checklist, nothing is ever uploaded."""
    ceiling_cents: Cents | None = None
    """The most that one family gets; none if not published."""
    fund_cents: Cents | None = None
    """The whole fund; none if not published."""
    decide_within_days: Days
    """From the request."""
    appeal_within_days: Days
    """From a refusal, to ask for a second look."""
    notice_version: NoticeVersion
    """The notice about vouchers that it was written with; people are always shown the newest."""
    sources: list[Text] = Field(min_length=1)
    verified_on: date
    review_by: date

    def is_open(self, now: datetime) -> bool:
        """`now` with its offset."""
        return self.opens <= now < self.closes


class VoucherWord(Content):
    """How a service or a kind of employment is shown, and the words that tell it."""

    label: Annotated[Text, StringConstraints(max_length=38)]
    """What a button says."""
    cues: list[Text] = Field(min_length=1)


class VoucherWords(Content):
    """knowledge_base/words/voucher.yaml: every value of the two closed lists."""

    services: dict[str, VoucherWord] = Field(default_factory=dict)
    employments: dict[str, VoucherWord] = Field(default_factory=dict)


# --- reading ---


def read_calls(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Call]:
    """The calls under `root` by id; every problem of shape goes to `problems`. No folder: no calls."""
    calls: dict[str, Call] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        name = str(path.relative_to(root))
        call = read_call(path, name, problems)
        if call is None:
            continue
        if call.id != path.stem:
            problems.append(Problem(name, "id", f"{call.id} is not the name of the file", "rename one of the two"))
        calls[call.id] = call
        files[f"call {call.id}"] = name
    return calls


def read_call(path: Path, name: str, problems: list[Problem]) -> Call | None:
    """One call; `name` is what messages call the file. None after adding what is wrong to `problems`."""
    before = len(problems)
    data = read_yaml(path, name, problems)
    if data is None and len(problems) > before:
        return None
    return parse(Call, data, name, "", problems)


def read_voucher_words(root: Path, problems: list[Problem]) -> VoucherWords:
    """The words of services and employments; a value of a closed list without words is a problem."""
    data = read_yaml(root / WORDS_FILE, WORDS_FILE, problems)
    words = None if data is None else parse(VoucherWords, data, WORDS_FILE, "", problems)
    if words is None:
        return VoucherWords()
    problems.extend(_unlike("services", words.services, SERVICES))
    problems.extend(_unlike("employments", words.employments, EMPLOYMENTS))
    return words


def _unlike(section: str, words: Mapping[str, VoucherWord], closed: tuple[str, ...]) -> Iterator[Problem]:
    for value in sorted(set(words) ^ set(closed)):
        known = value in closed
        problem = "has no words" if known else f"is not one of {', '.join(closed)}"
        remedy = "add it with label and cues" if known else "delete it, or mend its name"
        yield Problem(WORDS_FILE, f"{section}.{value}", problem, remedy)


# --- which calls are open ---


def open_calls(calls: Mapping[str, Call], now: datetime) -> tuple[Call, ...]:
    """The calls that take requests now, the one that closes first before the others. `now` with its offset."""
    found = (call for call in calls.values() if call.is_open(now))
    return tuple(sorted(found, key=lambda call: (call.closes, call.id)))


def runner(territory: Territory, call: Call) -> str:
    """The name of who runs the call: a helpdesk, or the lead body of a district."""
    helpdesk = territory.helpdesks.get(call.run_by)
    return helpdesk.name if helpdesk else territory.districts[call.run_by].lead


# --- sense ---


def calls_are_in_order(
    calls: Mapping[str, Call], territory: Territory, notices: Notices, files: Mapping[str, str]
) -> Iterator[Problem]:
    versions = {each.version for each in notices.get("voucher", ())}
    for call in calls.values():
        file = files[f"call {call.id}"]
        yield from call_problems(call, file, territory)
        if call.notice_version not in versions:
            problem = f"{call.notice_version} is no version of the notice about vouchers"
            yield Problem(file, "notice_version", problem, f"use a version of {NOTICES_FILE}")


def call_problems(call: Call, file: str, territory: Territory) -> Iterator[Problem]:
    """Everything in a call that has the right shape and cannot be."""
    if call.closes <= call.opens:
        yield Problem(file, "closes", "is not after `opens`", "mend one of the two")
    if call.review_by <= call.verified_on:
        yield Problem(file, "review_by", "is not after verified_on", "name a later day")
    yield from _unknown_places(call, file, territory)
    yield from _doubles(file, "services", call.services)
    yield from _doubles(file, "districts", call.districts)
    yield from _doubles(file, "requirements", [requirement.rule for requirement in call.requirements])
    for requirement in call.requirements:
        if isinstance(requirement, ServicePeriod) and requirement.ends < requirement.starts:
            yield Problem(file, "requirements.service_period", "ends before it starts", "mend one of the two days")
    if call.ceiling_cents and call.fund_cents and call.ceiling_cents > call.fund_cents:
        yield Problem(file, "ceiling_cents", "is more than the whole fund", "mend it, or `fund_cents`: both are cents")


def _unknown_places(call: Call, file: str, territory: Territory) -> Iterator[Problem]:
    helpdesk = territory.helpdesks.get(call.run_by)
    if helpdesk is None and call.run_by not in territory.districts:
        problem = f"{call.run_by} is neither a helpdesk nor a district"
        yield Problem(file, "run_by", problem, "use an id of infopoints.yaml")
    elif helpdesk and not helpdesk.shown:
        yield Problem(file, "run_by", f"{call.run_by} is {helpdesk.status} and never shown", "name another one")
    for district in call.districts:
        if district not in territory.districts:
            known = ", ".join(territory.districts)
            yield Problem(file, "districts", f"no district {district!r}", f"use one of {known}")


def _doubles(file: str, field: str, values: list[Any]) -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield Problem(file, field, f"{value} stands {times} times", "keep one of them")
