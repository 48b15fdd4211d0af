"""What a text says beside its question: hours, dates, ages, money, a contract. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.model.own_agreement import OwnAgreementTold

Per = Literal["hour", "day", "week", "month", "year"]
Unit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Hours:
    hours: float
    per: Per | None = None
    """ "40 ore a settimana": `week`."""


@dataclass(frozen=True, slots=True)
class DayPart:
    """Half a day, a quarter of a day, or several of them."""

    part: float
    """Of one day: 0.5, 0.25."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Duration:
    count: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    about: bool = False
    """ "a fine mese": the day is meant roughly."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included; None on a side: open there."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Weekdays:
    """The same days of every week, between two days if they were said."""

    days: tuple[int, ...]
    """0 is Monday; in order, each once."""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """A child's age, in completed months."""

    months: int


@dataclass(frozen=True, slots=True)
class Birth:
    """A child was or will be born between these days, both included; the same day twice: exactly then."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Money:
    euro: float
    gross: bool | None = None
    """None: it was not said whether gross or net."""
    per: Per | None = None


@dataclass(frozen=True, slots=True)
class PartTime:
    percent: float
    """Of the full time, 0 to 100."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A date that no calendar has, or a period that ends before it starts: as it was written."""

    text: str


Amount = Hours | DayPart | Duration | Day | Period | Weekdays | Age | Birth | Money | PartTime | Impossible


@dataclass(frozen=True, slots=True)
class Found:
    """An amount and where it stands: characters [start, end) of the text."""

    amount: Amount
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AgreementMention:
    """A collective agreement named in a text, at characters [start, end)."""

    id: str
    """Of the agreement; of the shared name ("metalmeccanici") where several are possible."""
    candidates: tuple[str, ...]
    """Ids of agreements: one, or those that share the name."""
    start: int
    end: int
    exact: bool = True
    """False: it was guessed from a misspelling."""


@dataclass(frozen=True, slots=True)
class LeaveWords:
    """What the plain words of a text tell about a plan of leave; None or empty where they tell nothing."""

    parent: Literal["mother", "father"] | None = None
    job: str | None = None
    """A category of the leave calculator: `private_employee`, `public_employee` ..."""
    reply: Literal["yes", "no", "unknown"] | None = None
    """The whole text is a yes, a no, or "I do not know"."""
    number: float | None = None
    """The whole text is this number."""
    days_per_week: float | None = None
    """Days of work: "24 ore su 4 giorni"."""
    workday: float | None = None
    """Hours of one day of work: "lavoro 4 ore al giorno"."""
    weekdays: tuple[int, ...] = ()
    """Every weekday that is named, 0 is Monday."""
    own_used: tuple[int, int] | None = None
    """Months and days of leave that the writer used before ..."""
    other_used: tuple[int, int] | None = None
    """... and that the other parent did."""
    whole_days: bool | None = None
    """Whole days are wanted; False: hours."""
    every_day: bool = False
    """The leave is wanted on every day of work."""
    twins: bool = False
    single: bool = False
    """A parent alone, in whatever sense: the law's is narrower."""
    adopted: bool = False
    """The child was adopted or is in foster care."""
    correction: bool = False
    """It says that something told before was wrong."""
    of_other: tuple[tuple[int, int], ...] = ()
    """Where the text speaks of the other parent, not of the writer: characters [start, end)."""
    about: Literal["mother", "father"] | None = None
    """The other parent, where the question is about them."""
    other_parent: Literal["mother", "father"] | None = None
    """Which parent the text calls wife, husband or companion ..."""
    other_work: str | None = None
    """... and what they do, as the leave calculator calls it."""
    supposing: bool = False
    """What it tells is only supposed."""
    age: int | None = None
    """Years of a child, told without their name: "il grande che ne ha 15"."""
    one_of: int | None = None
    """The number in "e quello di 15?", which is all that is said."""
    payments: int | None = None
    """Monthly payments a year."""
    firm_size: int | None = None
    """People who work in a company."""


@dataclass(frozen=True, slots=True)
class Entities:
    """Everything found in one text, in its order."""

    amounts: tuple[Found, ...] = ()
    agreement: AgreementMention | None = None
    alone: bool = False
    """The text holds nothing else that matters: "no, 3 ore"."""
    leave: LeaveWords = LeaveWords()
    own_agreement: OwnAgreementTold | None = None
    """What an agreement of the company or the territory says, as it is told."""
