"""The needs survey: one period of it, and what a person answers. Who answered is never beside what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Answers = Mapping[str, tuple[str, ...]]
"""Question -> the options chosen, or SKIPPED; questions that were not asked are left out."""
Counts = Mapping[str, Mapping[str, int]]
"""Question -> option -> how many chose it. Questions stand apart: nothing tells which answers came from one person."""
ASKED = "*"
"""In place of an option: how many the question was asked."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A questionnaire that is open to the people of one firm, or to everybody, for a period."""

    code: str
    questionnaire: str
    opens_on: date
    closes_on: date
    """The last day on which answers are taken."""
    invited: int
    """How many may answer: the people of the firm. 0: not known, for a survey open to everybody."""
    firm: str | None = None
    """Id and ..."""
    firm_name: str = ""
    """... name of the firm; none for a survey open to everybody."""
    replies: int = 0
    link: str = ""
    """The secret word of the link by which people answer."""
    key: str = ""
    """The secret word by which the firm sees how many answered, and its report."""
    counts: Counts = field(default_factory=dict)
    """Only of a survey that is over, and only where they are asked for."""

    def open_on(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    def over(self, day: date) -> bool:
        return self.closes_on < day

    @property
    def full(self) -> bool:
        """As many answered as there are people: whoever else has the link is not one of them."""
        return bool(self.invited) and self.replies >= self.invited


@dataclass(frozen=True, slots=True)
class SurveySeen:
    """The survey that a message is about, as this chat may see it."""

    survey: Survey
    answered: bool = False
    """This chat has sent its answers."""
    as_firm: bool = False
    """The firm's own key was used."""
    before: Survey | None = None
    """The firm's last survey before this one that got a report."""


@dataclass(frozen=True, slots=True)
class SendAnswers:
    """Counts the answers and marks that this chat has given them; from then on the two cannot be joined."""

    survey: str
    answers: Answers
