"""The words and the table of the papers of a company's check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.loader import Knowledge
from bot.papers.leave import by_month
from bot.papers.leave_letter import MOST_MONTHS, Table, days_of_month, span
from bot.papers.leave_sheet import short_hours
from bot.rules.leave import italian, own_terms
from bot.rules.leave.company import Assessment
from bot.rules.leave.company_money import MonthMoney

MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The texts `plan_paper_...` of the content, filled."""

    knowledge: Knowledge

    def __call__(self, key: str, **values: str) -> str:
        return self._filled(f"plan_paper_{key}", values)

    def check(self, key: str, **values: str) -> str:
        """A text of the chat, where the paper says the same."""
        return self._filled(f"plan_check_{key}", values)

    def _filled(self, key: str, values: dict[str, str]) -> str:
        return self.knowledge.text(key, "it", "company").strip().format(**values)

    def figure(self, name: str, told: Assessment | None = None) -> str:
        """A figure as it stands on the first day of the request, or as it was known last."""
        figure = self.knowledge.figures[name]
        period = (figure.on(told.dates[0]) if told and told.dates else None) or figure.periods[-1]
        return italian.number(float(period.value))

    def own(self, told: Assessment) -> str:
        """The terms of an agreement of one's own, and whose words they are."""
        own = own_terms.of_case(told.asked.own_agreement or {})
        return self("own", terms=own_terms.in_words(own))

    def month(self, month: MonthMoney, public: bool) -> str:
        amounts = italian.either(
            self.check("money_at", euro=italian.euro(round(euro)), rate=str(rate)) for rate, euro in month.at
        )
        key = "money_month_public" if public else "money_month"
        return self.check(key, month=italian.month(month.month), amounts=amounts)


def table(told: Assessment) -> Table:
    """The days of the request by month; hours where it is by the hour."""
    week = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"]
    months = by_month(told.dates)
    hourly = told.asked.mode == "hours"
    if len(months) > MOST_MONTHS:
        rows = [("", span(told.dates, week), *_numbers(told, len(told.dates)))]
    else:
        rows = [
            (italian.month(month), days_of_month(days, week), *_numbers(told, len(days)))
            for month, days in months.items()
        ]
    head = ("Mese", "Giorni", "Quanti", *(("Ore",) if hourly else ()))
    return Table(head, tuple(rows), ("In tutto", "", *_numbers(told, len(told.dates))))


def _numbers(told: Assessment, days: int) -> tuple[str, ...]:
    if told.asked.mode == "days" or told.hours_per_day is None:
        return (str(days),)
    return (str(days), short_hours(told.hours_per_day * days))


def refused_days(told: Assessment) -> Iterator[tuple[str, str]]:
    """Days that are not in order, by reason; those on which nobody works anyhow are no matter."""
    reasons: dict[str, list[str]] = {}
    if told.allowed == "yes":
        return
    for one in told.refused:
        reasons.setdefault(one.reason, []).append(italian.day(one.day))
    for reason, days in list(reasons.items())[:MOST_REASONS]:
        more = f" e altri {len(days) - 6}" if len(days) > 6 else ""
        yield ", ".join(days[:6]) + more, reason
