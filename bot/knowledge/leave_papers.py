"""The words of the papers of a leave plan: knowledge_base/words/papers.yaml. Python decides which one stands where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Text

FILE = "knowledge_base/words/papers.yaml"
LONGEST_CELL = 6
"""Letters that stay readable inside a day of the picture."""


def _only(*names: str) -> Callable[[str], str]:
    """A check that a text fills no other {names}: one that is not filled would reach people with its braces."""

    told = {"known": ", ".join(f"{{{name}}}" for name in names) or "no names in braces"}

    def check(text: str) -> str:
        try:
            found = [(name, form or turn) for _, name, form, turn in Formatter().parse(text) if name is not None]
        except ValueError:
            raise PydanticCustomError(
                "unknown_name", "a brace stands alone; this text may hold {known}", told
            ) from None
        for name, more in found:
            if name not in names:
                problem = "{name} is not filled here; this text may hold {known}"
                raise PydanticCustomError("unknown_name", problem, {**told, "name": f"{{{name}}}"})
            if more:
                raise PydanticCustomError("unknown_name", "{name} is to be written alone", {"name": f"{{{name}}}"})
        return text

    return check


Plain = Annotated[Text, AfterValidator(_only())]
Cell = Annotated[Text, StringConstraints(max_length=LONGEST_CELL), AfterValidator(_only())]
OnDay = Annotated[Text, AfterValidator(_only("day"))]
OfDates = Annotated[Text, AfterValidator(_only("dates"))]
OfHours = Annotated[Text, AfterValidator(_only("hours"))]
OfMonth = Annotated[Text, AfterValidator(_only("month"))]
WithFirst = Annotated[Text, AfterValidator(_only("first"))]
WithNotice = Annotated[Text, AfterValidator(_only("notice", "first"))]
OfTime = Annotated[Text, AfterValidator(_only("time"))]
OfPlan = Annotated[Text, AfterValidator(_only("month", "deadline"))]
Step = Annotated[Text, AfterValidator(_only("rule"))]


def _seven(text: str) -> str:
    if len(text.split()) != 7:
        raise PydanticCustomError("seven_days", "does not name seven days, Monday first")
    return text


class Whom(Content):
    """A text by whom the person works for."""

    private: Plain
    public: Plain
    own: Plain


class Employers(Content):
    private: Plain
    public: Plain


class MonthPlans(Content):
    private: OfMonth
    public: OfMonth


class PlanSteps(Content):
    private: OfPlan
    public: OfPlan


class Legend(Content):
    hours: OfHours
    whole: Plain
    between: Plain
    refused: Plain
    holiday: Plain
    rest: Plain


class Cells(Content):
    whole: Cell
    between: Cell
    refused: Cell
    holiday: Cell


class CalendarTexts(Content):
    """The picture."""

    title_hours: Plain
    title_days: Plain
    totals_hours: Annotated[Text, AfterValidator(_only("hours", "dates"))]
    totals_days: OfDates
    leave: Annotated[Text, AfterValidator(_only("leave"))]
    times: OfTime
    nothing: Plain
    refused: OfDates
    refused_one: OfDates
    left_out: Annotated[Text, AfterValidator(_only("months", "more", "dates"))]
    worked_out: OnDay
    draft: Whom
    week: Annotated[Plain, AfterValidator(_seven)]
    """Short names of the days, Monday first; the page to print uses them too."""
    legend: Legend
    cells: Cells


class DatesTexts(Content):
    """The calendar file."""

    name: Plain
    hours: OfHours
    hours_at: Annotated[Text, AfterValidator(_only("hours", "time"))]
    whole: Plain
    times: Plain
    notice: Employers
    notice_note: WithNotice
    plan: MonthPlans
    plan_note: Annotated[Text, AfterValidator(_only("agreement"))]
    apply_month: OfMonth
    apply_month_note: WithFirst
    apply_days: Plain
    apply_days_note: WithFirst
    apply_public: Plain
    apply_public_note: WithFirst


class Table(Content):
    month: Plain
    year: Plain
    days: Plain
    count: Plain
    hours: Plain
    total: Plain
    exact: Plain
    """Below a table by year, which names no single day."""


class OwnIntro(Content):
    gestione_separata: Plain
    self_employed: Plain


Steps = Annotated[list[Step], Field(min_length=1, max_length=6)]
"""More would not fit the page."""


class Checklist(Content):
    notice_by: Annotated[Text, AfterValidator(_only("deadline", "notice"))]
    notice_given: Annotated[Text, AfterValidator(_only("made_on"))]
    plan_by: PlanSteps
    private_hours: Steps
    private_days: Steps
    public: Steps
    own: Steps
    same_day: Plain


class NoticeTexts(Content):
    """The page to print."""

    title: Plain
    title_own: Plain
    draft: Plain
    draft_note: OnDay
    draft_note_own: OnDay
    from_: Plain = Field(alias="from")
    to: Employers
    child: Plain
    daughter: Plain
    son: Plain
    subject_hours: Plain
    subject_days: Plain
    body_law: OfHours
    body_agreement: Annotated[Text, AfterValidator(_only("agreement", "hours"))]
    body_days: Plain
    agreement_told: Employers
    times: Plain
    times_about: OfTime
    times_clock: OfTime
    notice: WithNotice
    notice_days: WithNotice
    signature: Plain
    table: Table
    own_intro: OwnIntro
    nothing: Plain
    nothing_next: Plain
    refused: OfDates
    refused_one: OfDates
    checklist: Plain
    checklist_note: Plain
    steps: Checklist
    rule_law: Plain
    rule_agreement: Plain
    sources: Annotated[Text, AfterValidator(_only("sources"))]
    sources_hours: Plain
    sources_days: Plain
    sources_public: Plain
    sources_gestione_separata: Plain
    sources_self_employed: Plain


class PaperTexts(Content):
    calendar: CalendarTexts
    dates: DatesTexts
    notice: NoticeTexts


def read_paper_texts(root: Path, problems: list[Problem]) -> PaperTexts:
    """The words under `root`. Every problem of the file goes to `problems`; then the texts hold nothing."""
    data = read_yaml(root / FILE, FILE, problems)
    nothing: dict[str, Any] = {}
    texts = None if data is None else parse(PaperTexts, data, FILE, "", problems)
    return texts or PaperTexts.model_construct(**nothing)
