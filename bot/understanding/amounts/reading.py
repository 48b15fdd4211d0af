"""One text while it is read: what is taken is not read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.model.entities import Amount, Found, Impossible
from bot.understanding.amounts.common import TAKEN
from bot.understanding.dates import Calendar
from bot.understanding.numerals import Digits


@dataclass(frozen=True, slots=True)
class Span:
    amount: Amount
    start: int
    end: int


class Reading:
    """One text while it is read."""

    def __init__(self, digits: Digits, today: date) -> None:
        self._digits = digits
        self.text = digits.text
        self.today = today
        self._spans: list[Span] = []

    def read(self, before_dates: Rules, after_dates: Rules) -> list[tuple[Found, Span]]:
        """What is found, with where it stands in the text with its numbers in digits."""
        for pattern, build in before_dates:
            self._apply(pattern, build)
        self._dates()
        for pattern, build in after_dates:
            self._apply(pattern, build)
        return [(self._found(span), span) for span in sorted(self._spans, key=lambda span: span.start)]

    def before(self, at: int, characters: int = 40) -> str:
        return self.text[max(0, at - characters) : at]

    def _found(self, span: Span) -> Found:
        start, end = self._digits.span(span.start, span.end)
        amount = span.amount
        if isinstance(amount, Impossible):
            amount = Impossible(self._digits.original[start:end].strip())
        return Found(amount, start, end)

    def _take(self, amount: Amount, start: int, end: int) -> None:
        """Keeps the amount, without blanks at its sides."""
        said = self.text[start:end]
        first = start + len(said) - len(said.lstrip())
        last = start + len(said.rstrip())
        self._spans.append(Span(amount, first, last))
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def _apply(self, pattern: re.Pattern[str], build: Builder) -> None:
        for match in list(pattern.finditer(self.text)):
            built = build(self, match)
            if isinstance(built, list):
                for span in built:
                    self._take(span.amount, span.start, span.end)
            elif built is not None:
                self._take(built, match.start(), match.end())

    def _dates(self) -> None:
        for match in list(Calendar(self.text, self.today).all()):
            self._take(match.meaning, match.start, match.end)


Builder = Callable[[Reading, "re.Match[str]"], "Amount | list[Span] | None"]
Rules = Sequence[tuple[re.Pattern[str], Builder]]
"""What a pattern means, in the order in which they are read."""
