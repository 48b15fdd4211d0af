"""Counts what the Observatory publishes: what was published once is read, what is new is counted, protected and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.indicators import Indicator
from bot.knowledge.loader import Knowledge
from bot.papers.observatory import Edition
from bot.rules import observatory as rules
from bot.rules import surveys as survey_rules
from bot.rules.observatory import Period, Rows
from bot.store import observatory as store
from bot.store import surveys

PICTURED = ("argomento", "esito", "distretto", "richieste")
"""Indicators of the picture for the desk."""


async def editions(session: AsyncSession, knowledge: Knowledge, today: date) -> list[Edition]:
    """Every period that is over, the first one first; quarters after their months."""
    first = await store.first_day(session)
    if first is None:
        return []
    months = rules.months(first, today)
    found = [await edition(session, knowledge, month, "month") for month in months]
    found += [await edition(session, knowledge, quarter, "quarter") for quarter in rules.quarters(months)]
    return sorted(found, key=lambda one: (one.period.last, one.period.first))


async def month_of_the_desk(session: AsyncSession, knowledge: Knowledge, today: date) -> tuple[str, str] | None:
    """The name and the numbers, as JSON, of the last month that is over; None while there is none."""
    first = await store.first_day(session)
    months = rules.months(first, today) if first else []
    if not months:
        return None
    told = await edition(session, knowledge, months[-1], "month")
    about = {one.id: one.model_dump() for one in store.indicators() if one.id in PICTURED}
    rows = {id: told.rows[id] for id in about}
    return told.period.name, json.dumps({"month": told.period.name, "about": about, "rows": rows}, default=str)


async def edition(session: AsyncSession, knowledge: Knowledge, period: Period, every: str) -> Edition:
    """What is published of a period."""
    rows: dict[str, Rows] = {id: list(kept) for id, kept in (await store.published(session, period.id)).items()}
    for indicator in store.indicators():
        if indicator.period == every and indicator.id not in rows:
            rows[indicator.id] = await _counted(session, knowledge, indicator, period, rows)
            await store.keep(session, period.id, indicator.id, rows[indicator.id])
    return Edition(period, rows)


async def _counted(
    session: AsyncSession, knowledge: Knowledge, indicator: Indicator, period: Period, rows: dict[str, Rows]
) -> Rows:
    if indicator.content == "census":
        return rules.freshness(knowledge.territory, period.last)
    if indicator.content == "surveys":
        return await _surveys(session, knowledge, period)
    counted = await store.measure(session, indicator, period.first, period.last)
    return rules.rows_of(counted, rows.get(indicator.within, []) if indicator.within else None)


async def _surveys(session: AsyncSession, knowledge: Knowledge, period: Period) -> Rows:
    """What the reports of the firms show, added up: see rules/surveys.py."""
    reports: list[Sequence[survey_rules.Result]] = []
    for one in await surveys.everyone(session):
        sheet = knowledge.questionnaires.get(one.questionnaire)
        if one.firm and sheet and period.first <= one.closes_on <= period.last:
            survey = await surveys.read(session, one.code, with_counts=True)
            before = await surveys.before(session, one, survey_rules.ENOUGH)
            reports.append(survey_rules.report(sheet, survey, before) or () if survey else ())
    return [[question, option, number] for question, option, number in survey_rules.together(reports)]
