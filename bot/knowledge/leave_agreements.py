"""The collective agreements of knowledge_base/rules/agreements, and what they say of hourly leave.

national.yaml and other_sectors.yaml hold the CCNL, national.yaml also the words before which a sector counts; an agreement
of a company or of a territory is one more row, there or in a file of its own beside them.

Rules are kept by period, as figures are: a renewal ends the old rule with `valid_to` and adds a new one. A number is
written here, or is the name of a figure in knowledge_base/rules, so that no figure stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge.problems import Model, Problem, parse, read_yaml
from bot.knowledge.schema import Content, Figure, Slug, Text

FOLDER = "knowledge_base/rules/agreements"
FILE = f"{FOLDER}/national.yaml"

FigureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Number = Annotated[float, Field(gt=0)] | FigureName
CnelCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{3}$")]
Confidence = Literal["high", "medium-high", "medium", "low"]
Work = Literal["private_employee", "public_employee", "domestic_worker"]


class AbsenceNotice(Content):
    """Notice of whole days of leave, by their number."""

    from_days: Annotated[int, Field(ge=1)]
    notice: Number


class HourlyRule(Content):
    """What an agreement says of hourly parental leave while it says it. Hours are those of full time."""

    hourly_rule: Literal["found", "not_found", "not_read"]
    """`not_found`: we searched and found none; that is no proof that there is none. `not_read`: there is one, or may be."""
    blocks: list[Number] = Field(default_factory=list)
    """Hours of one use in a day."""
    use_of_blocks: Literal["exactly", "multiples", "at_least"] | None = None
    """A use is one of the blocks, so many of them, or the block and more."""
    part_time_blocks: list[Number] = Field(default_factory=list)
    part_time_up_to: Number | None = None
    """Weekly hours up to which `part_time_blocks` hold."""
    pro_rated: bool = False
    """Blocks and hours of a day shrink with the part-time share."""
    parts_of_day: list[Annotated[float, Field(gt=0, lt=1)]] = Field(default_factory=list)
    """Shares of a day instead of hours."""
    blocks_six_days: list[Number] = Field(default_factory=list)
    """What one use is for who works six days a week, instead of `blocks` or `parts_of_day`."""
    hours_per_day_of_leave: Number | Literal["own-day"] | None = None
    """Hours that count as one day of leave; `own-day`: the contractual hours of one's own day."""
    hours_per_day_of_leave_six_days: Number | None = None
    """The same for who works six days a week."""
    hours_per_month_of_leave: Number | None = None
    min_days_month: Number | None = None
    """Days of leave that the hours of a month must reach."""
    whole_days_in_month: bool = False
    """The hours of a month must give whole days."""
    min_hours_worked_in_day: Number | None = None
    place_in_day: Literal["start_or_end"] | None = None
    same_day_permits: bool | None = None
    """Other permits on the same day; None: it does not say."""
    whole_shift: bool = False
    """All the hours of a day may be taken, by a rule of some bodies."""
    notice_days: Number | None = None
    notice_disputed: bool = False
    """Said of leave in general: whether it binds hours too is not settled."""
    notice_of_absences: list[AbsenceNotice] = Field(default_factory=list)
    """Notice of whole days, if the agreement has one of its own: shortest absences first."""
    notice_days_urgent: Number | None = None
    notice_in_working_days: bool = False
    planning: Literal["monthly"] | None = None
    plan_days_before: Number | None = None
    """Days before the end of the month before."""
    caution: Text | None = None
    """What else to check before relying on it: said beside every plan by this rule."""
    pay: Text | None = None
    """What it adds to the allowance of the law: said to who takes the leave, never to a company."""
    valid_from: date | None = None
    """None: the day on which it began to hold was not found."""
    valid_to: date | None = None
    confidence: Confidence
    facts: list[Text] = Field(min_length=1)
    source: Text
    verified_on: date

    @model_validator(mode="after")
    def _says_something(self) -> HourlyRule:
        measures = (self.blocks, self.parts_of_day, self.hours_per_month_of_leave, self.min_hours_worked_in_day)
        if self.hourly_rule == "found" and not any(measures):
            raise ValueError("a rule that was found says how much: `blocks`, `parts_of_day` or hours of a month")
        if self.hourly_rule != "found" and any(measures):
            raise ValueError("hours stand only beside `hourly_rule: found`")
        if self.blocks and self.use_of_blocks is None:
            raise ValueError("`blocks` need `use_of_blocks`")
        return self

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def numbers(self) -> Iterator[tuple[str, Number]]:
        """Every number with its field."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if name in NUMBERS:
                yield from ((name, one) for one in (value if isinstance(value, list) else [value]) if one is not None)
        yield from (("notice_of_absences", one.notice) for one in self.notice_of_absences)


NUMBERS = frozenset(
    {
        "blocks", "blocks_six_days", "part_time_blocks", "part_time_up_to", "hours_per_day_of_leave", "hours_per_day_of_leave_six_days",
        "hours_per_month_of_leave", "min_days_month", "min_hours_worked_in_day", "notice_days", "notice_days_urgent",
        "plan_days_before",
    }
)  # fmt: skip


class Agreement(Content):
    id: Slug
    name: Text
    short: Text
    """What a reply calls it, after "contratto"."""
    signatories: Text
    cnel: list[CnelCode] = Field(default_factory=list)
    """Its codes in the archive of CNEL: the texts of several associations may stand in one row."""
    work: Work = "private_employee"
    """The kind of work of those to whom it applies."""
    nicknames: list[Text] = Field(default_factory=list)
    """Names that mean it wherever they stand."""
    sectors: list[Text] = Field(default_factory=list)
    """Ordinary words that mean it only beside "contratto", "lavoro in" and the like."""
    signed: Text | None = None
    """When, and the last renewal known."""
    rules: list[HourlyRule] = Field(min_length=1)
    """Oldest first."""

    def rule(self, day: date) -> HourlyRule | None:
        """The rule that holds on the day; None if we know none for it."""
        return next((rule for rule in self.rules if rule.holds(day)), None)


class SharedName(Content):
    """A name or a code that several agreements go by."""

    id: Slug
    name: Text
    cnel: list[CnelCode] = Field(default_factory=list)
    nicknames: list[Text] = Field(default_factory=list)
    sectors: list[Text] = Field(default_factory=list)
    candidates: list[Slug] = Field(min_length=2)


class _NoWords(Content):
    """The words that lead to agreements stand in national.yaml alone."""


class _Words(Content):
    cues: list[Text]
    """Words before which a sector means the agreement: "contratto", "lavoro in"."""
    not_names: list[Text] = Field(default_factory=list)
    """Sayings that hold a sector's word and mean no agreement: "banca ore"."""


@dataclass(frozen=True, slots=True)
class Agreements:
    """The agreements by id, and the words that lead to them."""

    by_id: Mapping[str, Agreement] = field(default_factory=dict)
    shared: Mapping[str, SharedName] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """Where each agreement stands, by id."""

    def candidates(self, id: str) -> tuple[str, ...]:
        """The agreements that an id of a mention stands for; none if it is unknown."""
        if id in self.by_id:
            return (id,)
        return tuple(self.shared[id].candidates) if id in self.shared else ()


def read_agreements(root: Path, problems: list[Problem]) -> Agreements:
    """The agreements under `root`; every problem of the files goes to `problems`. No files: no agreements."""
    rows: list[Agreement] = []
    shared: list[SharedName] = []
    words = _Words(cues=[])
    files: dict[str, str] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        name = str(path.relative_to(root))
        data = read_yaml(path, name, problems)
        if not isinstance(data, dict):
            problems.append(Problem(name, "", "is not a mapping", "write `agreements:` and the list below it"))
            continue
        for row in _rows(data, name, "agreements", Agreement, problems):
            rows.append(row)
            files.setdefault(row.id, name)
        shared += _rows(data, name, "shared", SharedName, problems)
        rest = {key: value for key, value in data.items() if key not in ("agreements", "shared")}
        if name == FILE:
            words = parse(_Words, rest, name, "", problems) or words
        else:
            parse(_NoWords, rest, name, "", problems)
    problems.extend(_senseless(rows, shared, files))
    return Agreements(
        {row.id: row for row in rows}, {row.id: row for row in shared}, tuple(words.cues), tuple(words.not_names), files
    )


def _rows(data: dict[str, object], file: str, section: str, model: type[Model], problems: list[Problem]) -> list[Model]:
    rows = data.get(section) or []
    if not isinstance(rows, list):
        problems.append(Problem(file, section, "is not a list", "start each row with `- id:`"))
        return []
    at = (row["id"] if isinstance(row, dict) and "id" in row else f"{section}.{n}" for n, row in enumerate(rows))
    parsed = (parse(model, row, file, name, problems) for name, row in zip(at, rows, strict=True))
    return [row for row in parsed if row is not None]


def _senseless(agreements: list[Agreement], shared: list[SharedName], files: Mapping[str, str]) -> Iterator[Problem]:
    ids: set[str] = set()
    names: dict[str, str] = {}
    rows: list[Agreement | SharedName] = [*agreements, *shared]
    for row in rows:
        if row.id in ids:
            yield Problem(files.get(row.id, FILE), row.id, "the id stands twice", "rename one of the two")
        ids.add(row.id)
        for name in {one.casefold() for one in (*row.nicknames, *row.sectors, *row.cnel)}:
            other = names.setdefault(name, row.id)
            if other != row.id:
                yield Problem(
                    files.get(row.id, FILE),
                    row.id,
                    f"{name!r} is a name of {other} too",
                    "keep it in one, or move it to `shared`",
                )
    for one in shared:
        for candidate in one.candidates:
            if candidate not in {row.id for row in agreements}:
                yield Problem(FILE, f"{one.id}.candidates", f"{candidate} is no agreement", "use an id of this file")
    for agreement in agreements:
        yield from _disordered(agreement, files[agreement.id])


def _disordered(agreement: Agreement, file: str) -> Iterator[Problem]:
    for rule in agreement.rules:
        if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
            yield Problem(file, f"{agreement.id}.rules", "valid_to is before valid_from", "mend one of the two dates")
    for earlier, later in zip(agreement.rules, agreement.rules[1:], strict=False):
        if later.valid_from is None or earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            problem = "two rules hold on the same day"
            yield Problem(file, f"{agreement.id}.rules", problem, "end the earlier one with `valid_to`, oldest first")


def unknown_figures(agreements: Agreements, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    """Names of figures that knowledge_base/rules does not hold."""
    for agreement in agreements.by_id.values():
        for rule in agreement.rules:
            for name, number in rule.numbers():
                if isinstance(number, str) and number != "own-day" and number not in figures:
                    problem, remedy = f"{number} is not a figure", "add it to knowledge_base/rules, or write the number"
                    yield Problem(
                        agreements.files.get(agreement.id, FILE), f"{agreement.id}.rules.{name}", problem, remedy
                    )


def value(number: Number, figures: Mapping[str, Figure], day: date) -> float | None:
    """The number on a day; None if it is a figure that is not known for it."""
    if not isinstance(number, str):
        return number
    period = figures[number].on(day) if number in figures else None
    return float(period.value) if period else None
