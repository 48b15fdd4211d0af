"""One case of leave as it comes in: the shapes of its fields. What makes no sense together is found in senses.py.

Hours and days are decimal numbers, money is euros, dates are ISO. `used` counts days of leave for this child (30 = 1
month) before the request. The same models serve the command `concilia leave --json` and the conversation.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""As `date.weekday()` counts them."""
Parent = Literal["mother", "father"]
Category = Literal[
    "private_employee",
    "public_employee",
    "domestic_worker",
    "home_worker",
    "gestione_separata",
    "self_employed",
    "security_defence_fire",
    "unemployed",
]
EMPLOYEES: frozenset[Category] = frozenset({"private_employee", "public_employee", "security_defence_fire"})
"""Those who have the leave of employees."""
PUBLIC: frozenset[Category] = frozenset({"public_employee", "security_defence_fire"})
"""Those who apply to the body that employs them."""
WITHOUT_LEAVE: frozenset[Category] = frozenset({"domestic_worker", "home_worker", "unemployed"})
"""Those who have no parental leave at all."""
PartTime = Literal["none", "horizontal", "vertical", "mixed"]
OtherParent = Literal["employee", "self_employed", "not_working", "on_compulsory_leave", "none"]
SameDay = Literal[
    "daily_rests", "law_104_hours", "sick_child", "hourly_other_child", "disabled_child_rests", "contract_permits"
]
Hours = Annotated[float, Field(gt=0.05, le=24)]
MonthHours = Annotated[float, Field(ge=1, le=400)]
Amount = Annotated[float, Field(ge=0, le=10_000_000)]


class Input(BaseModel):
    """Unknown fields are mistakes, numbers are numbers: "40" and true are not."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, populate_by_name=True)


class Terms(Input):
    """What an agreement that we do not know says of hourly leave, as its reader tells it."""

    min_hours: Hours | None = None
    """The least of one use; more is allowed."""
    blocks: Annotated[list[Hours], Field(min_length=1, max_length=24)] | None = None
    """A use is one of these."""
    hours_per_day_of_leave: Hours | None = None
    """Of full time."""
    hours_per_month_of_leave: MonthHours | None = None
    """Of full time."""
    min_hours_month: MonthHours | None = None
    whole_days_in_month: bool = False
    min_hours_worked_in_day: Hours | None = None
    notice_days: Annotated[int, Field(ge=0, le=90)] | None = None
    notice_in_working_days: bool = False
    plan_deadline_days_before_month_end: Annotated[int, Field(ge=0, le=60)] | None = None


class Child(Input):
    born: Day
    entered_family: Day | None = None
    """Adoption or foster care."""
    disability: bool = False
    """Serious, in the sense of L. 104/1992, art. 3, comma 3."""
    twin: bool = False
    """One of several that were born, or entered the family, together."""

    @property
    def start(self) -> date:
        """The day from which months, ages and rates of the leave count."""
        return self.entered_family or self.born


class CompulsoryLeave(Input):
    """The last day of maternity or paternity leave, taken as employees."""

    mother_ended: Day | None = None
    father_ended: Day | None = None


class Used(Input):
    mother: Annotated[float, Field(ge=0, le=2000)] = 0.0
    father: Annotated[float, Field(ge=0, le=2000)] = 0.0
    couple_at_80: Annotated[float, Field(ge=0, le=2000)] | None = None


class Weekly(Input):
    """The same weekdays between two days; no weekdays: those worked, or every day if whole days are asked."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    weekdays: Annotated[list[Weekday], Field(min_length=1)] | None = None


def _kind_of_agreement(value: Any) -> str | None:
    return "<name>" if isinstance(value, str) else "<terms>" if isinstance(value, dict | Terms) else None


def _kind_of_dates(value: Any) -> str | None:
    return "<list>" if isinstance(value, list) else "<weekly>" if isinstance(value, dict | Weekly) else None


TAGS = frozenset({"<name>", "<terms>", "<list>", "<weekly>"})
"""Names of alternatives inside a field, which are no fields."""
Name = Annotated[str, Field(min_length=1, max_length=200)]
Agreed = Annotated[Annotated[Name, Tag("<name>")] | Annotated[Terms, Tag("<terms>")], Discriminator(_kind_of_agreement)]
Days = Annotated[list[Day], Field(min_length=1, max_length=3000)]
Dates = Annotated[Annotated[Days, Tag("<list>")] | Annotated[Weekly, Tag("<weekly>")], Discriminator(_kind_of_dates)]


class OtherChild(Child):
    """Another child, whose leave is counted apart (F-CP-15)."""

    used: Used = Used()


class Absence(Input):
    """Days without work between two periods of leave, which are no return to work (F-CP-41)."""

    kind: Literal["holidays", "sickness", "other"]
    days: Dates


class Request(Input):
    made_on: Day
    """The day on which the employer is told."""
    mode: Literal["hours", "days"]
    hours_per_day: Hours | None = None
    dates: Dates


class Case(Input):
    today: Day
    parent: Parent
    single_parent: bool = False
    category: Category
    weekly_hours: Annotated[float, Field(gt=0.5)] | None = None
    """By contract; employees must tell it, for the others it changes nothing."""
    days_per_week: Annotated[float, Field(gt=0.1, le=7)] | None = None
    working_days: Annotated[list[Weekday], Field(min_length=1)] | None = None
    schedule: dict[Weekday, Annotated[float, Field(ge=0, le=24)]] | None = None
    part_time: PartTime | None = None
    """None: not told; a short week counts as part-time."""
    agreement: Agreed | None = None
    """An id, name or CNEL code, or what the agreement says; None: not known, or none."""
    own_agreement: Terms | None = None
    """What an agreement of the company or the territory says beside it: it comes first."""
    child: Child
    compulsory_leave: CompulsoryLeave = CompulsoryLeave()
    used: Used = Used()
    other_children: Annotated[list[OtherChild], Field(max_length=20)] = []
    other_parent: OtherParent | None = None
    own_income: Amount | None = None
    """Personal taxable income of the year."""
    monthly_gross: Amount | None = None
    monthly_payments: Literal[13, 14] | None = None
    request: Request
    same_day: list[SameDay] = []
    between: Annotated[list[Absence], Field(max_length=60)] = []
    """Holidays, sickness and the like between the days of leave; one alone may stand without brackets."""
    shift_days: Annotated[list[Day], Field(max_length=3000)] = []
    """Days of work by one's shifts, whatever the calendar says; a night shift is of the day on which it begins."""

    @property
    def employee(self) -> bool:
        return self.category in EMPLOYEES

    @property
    def own_used(self) -> float:
        return self.used.mother if self.parent == "mother" else self.used.father

    @property
    def other_used(self) -> float:
        return self.used.father if self.parent == "mother" else self.used.mother

    @property
    def worked(self) -> frozenset[int]:
        """Weekdays of work (0 is Monday): as told, else Monday to Friday, and on for weeks of six or seven days."""
        if self.schedule:
            return frozenset(WEEKDAYS.index(day) for day, hours in self.schedule.items() if hours > 0)
        if self.working_days:
            return frozenset(WEEKDAYS.index(day) for day in self.working_days)
        return frozenset(range(max(5, min(7, int(self.days_per_week or 5)))))

    @property
    def worked_is_told(self) -> bool:
        return bool(self.schedule or self.working_days) or (self.days_per_week or 5) >= 5

    @property
    def dates(self) -> tuple[date, ...]:
        """The days asked for, in order."""
        dates = self.request.dates
        if isinstance(dates, list):
            return tuple(sorted(dates))
        every = self.worked if self.request.mode == "hours" else frozenset(range(7))
        days, absent = _spread(dates, every), self.absent
        return tuple(day for day in days if day not in absent) if absent else days

    @property
    def absent(self) -> frozenset[date]:
        """Days between those of leave on which nobody works for another reason."""
        return frozenset(
            day
            for absence in self.between
            for day in (absence.days if isinstance(absence.days, list) else _spread(absence.days, frozenset(range(7))))
        )

    def in_whole_days(self) -> Case:
        """The same days asked for as whole ones."""
        request = self.request.model_copy(update={"mode": "days", "hours_per_day": None, "dates": list(self.dates)})
        return self.model_copy(update={"request": request})


def _spread(weekly: Weekly, every: frozenset[int]) -> tuple[date, ...]:
    """The days of a weekly pattern; `every`: the weekdays of one that names none."""
    wanted = frozenset(WEEKDAYS.index(day) for day in weekly.weekdays) if weekly.weekdays else every
    return _days_between(weekly.first, weekly.last, wanted)


@lru_cache(maxsize=128)
def _days_between(first: date, last: date, wanted: frozenset[int]) -> tuple[date, ...]:
    """Asked for many times in every step of a plan."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() in wanted)
