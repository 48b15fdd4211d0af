"""Surveys, and how answers enter: counted, and apart from who gave them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.model.conversation import Conversation, Heard
from bot.model.survey import Counts, Survey, SurveySeen
from bot.store.tables import ButtonRow, SurveyCountRow, SurveyMarkRow, SurveyRow

LINK, KEY = "indagine_", "rapporto_"
"""How the word after /start begins: of who answers, and of the firm."""
VERB = "survey"
"""Of every button of a survey: what was pressed would tell what was answered."""
FLOW = "compila-questionario"


async def add(session: AsyncSession, survey: Survey) -> Survey:
    """Opens a survey; with its two secret words."""
    salt, link, key = (secrets.token_hex(12) for _ in range(3))
    session.add(
        SurveyRow(
            code=survey.code,
            questionnaire=survey.questionnaire,
            firm=survey.firm,
            firm_name=survey.firm_name,
            opens_on=survey.opens_on,
            closes_on=survey.closes_on,
            invited=survey.invited,
            replies=0,
            link=link,
            key=key,
            salt=salt,
        )
    )
    await session.flush()
    return _survey(await session.get_one(SurveyRow, survey.code))


async def read(session: AsyncSession, code: str, with_counts: bool = False) -> Survey | None:
    row = await session.get(SurveyRow, code)
    if row is None:
        return None
    return _survey(row, await _counts(session, code) if with_counts else {})


async def everyone(session: AsyncSession) -> list[Survey]:
    """Every survey that is kept, the last to close first; without counts."""
    rows = await session.scalars(select(SurveyRow).order_by(SurveyRow.closes_on.desc(), SurveyRow.code))
    return [_survey(row) for row in rows]


async def of_firm(session: AsyncSession, firm: str | None) -> list[Survey]:
    return [survey for survey in await everyone(session) if survey.firm == firm]


async def before(session: AsyncSession, survey: Survey, enough: int) -> Survey | None:
    """The firm's last survey before this one that got a report, with its counts."""
    earlier = [one for one in await of_firm(session, survey.firm) if one.closes_on < survey.opens_on]
    told = next((one for one in earlier if one.replies >= enough), None)
    return await read(session, told.code, with_counts=True) if told else None


async def seen(
    session: AsyncSession, heard: Heard, conversation: Conversation, today: date, enough: int
) -> SurveySeen | None:
    """The survey that this message is about: of the link or button just used, of the flow, else the one open to everybody."""
    word = heard.utterance.opened
    pressed = heard.action.object.split() if heard.action and heard.action.verb == VERB else []
    match pressed[:2]:
        case ["firm", key]:
            return await _for_firm(session, key, today, enough)
        case ["begin", code]:
            row = await session.get(SurveyRow, code)
            return await _for_person(session, row, heard.utterance.chat) if row else None
    if word.startswith(KEY):
        return await _for_firm(session, word.removeprefix(KEY), today, enough)
    if word.startswith(LINK):
        row = await _with(session, SurveyRow.link, word.removeprefix(LINK))
        return await _for_person(session, row, heard.utterance.chat) if row else None
    states = (conversation.flow, *conversation.waiting)
    under_way = next((state.get("survey") for state in states if state.get("name") == FLOW), None)
    row = await session.get(SurveyRow, under_way) if under_way else None
    if row is None:
        open_now = (SurveyRow.firm.is_(None), SurveyRow.opens_on <= today, SurveyRow.closes_on >= today)
        row = await session.scalar(select(SurveyRow).where(*open_now).order_by(SurveyRow.closes_on).limit(1))
    return await _for_person(session, row, heard.utterance.chat) if row else None


async def take(session: AsyncSession, chat: str, code: str, counts: Mapping[str, Sequence[str]], asked: str) -> bool:
    """Counts one person's answers; False if nothing was counted: the same person twice, or more than are invited.

    `asked`: the option under which it is counted that a question was asked. Nothing that this chat pressed in the survey
    is kept afterwards. The rows of the survey are written anew in the order of their keys, see the tables.
    """
    row = await session.get(SurveyRow, code, with_for_update=True, populate_existing=True)
    if row is None or (row.invited and row.replies >= row.invited):
        return False
    mark = _mark(row, chat)
    if await session.get(SurveyMarkRow, (code, mark)):
        return False
    row.replies += 1
    marks = sorted({mark, *await session.scalars(select(SurveyMarkRow.mark).where(SurveyMarkRow.survey == code))})
    numbers = {(question, option): number for question, options in (await _counts(session, code)).items()
               for option, number in options.items()}  # fmt: skip
    for question, options in counts.items():
        for option in (asked, *options):
            numbers[question, option] = numbers.get((question, option), 0) + 1
    await session.execute(delete(SurveyMarkRow).where(SurveyMarkRow.survey == code))
    await session.execute(delete(SurveyCountRow).where(SurveyCountRow.survey == code))
    await session.execute(insert(SurveyMarkRow), [{"survey": code, "mark": each} for each in marks])
    rows = [{"survey": code, "question": question, "option": option, "number": number}
            for (question, option), number in sorted(numbers.items())]  # fmt: skip
    await session.execute(insert(SurveyCountRow), rows)
    await forget_buttons(session, chat)
    return True


async def forget_buttons(session: AsyncSession, chat: str) -> None:
    await session.execute(delete(ButtonRow).where(ButtonRow.chat == chat, ButtonRow.verb == VERB))


async def close(session: AsyncSession, code: str, last_day: date) -> None:
    """Ends a survey before its time: the last day on which answers were taken."""
    await session.execute(update(SurveyRow).where(SurveyRow.code == code).values(closes_on=last_day))


async def settle(session: AsyncSession, today: date, enough: int) -> None:
    """Surveys that are over: who answered is forgotten; answers of too few are deleted unread."""
    over = select(SurveyRow.code).where(SurveyRow.closes_on < today)
    few = over.where(SurveyRow.replies < enough)
    await session.execute(delete(SurveyMarkRow).where(SurveyMarkRow.survey.in_(over)))
    await session.execute(delete(SurveyCountRow).where(SurveyCountRow.survey.in_(few)))
    await session.execute(update(SurveyRow).where(SurveyRow.closes_on < today).values(salt=""))


async def forget(session: AsyncSession, limit: date) -> None:
    """Surveys that closed before, with all that belongs to them."""
    old = select(SurveyRow.code).where(SurveyRow.closes_on < limit)
    for table in (SurveyMarkRow, SurveyCountRow):
        await session.execute(delete(table).where(table.survey.in_(old)))
    await session.execute(delete(SurveyRow).where(SurveyRow.closes_on < limit))


async def answered(session: AsyncSession, chat: str) -> list[str]:
    """The surveys, not yet over, that hold a mark of this chat."""
    rows = await session.scalars(select(SurveyRow).where(SurveyRow.salt != "").order_by(SurveyRow.code))
    return [row.code for row in rows if await session.get(SurveyMarkRow, (row.code, _mark(row, chat)))]


async def _for_firm(session: AsyncSession, key: str, today: date, enough: int) -> SurveySeen | None:
    row = await _with(session, SurveyRow.key, key)
    if row is None:
        return None
    told = row.closes_on < today and row.replies >= enough
    survey = _survey(row, await _counts(session, row.code) if told else {})
    return SurveySeen(survey, as_firm=True, before=await before(session, survey, enough) if told else None)


async def _for_person(session: AsyncSession, row: SurveyRow, chat: str) -> SurveySeen:
    mark = await session.get(SurveyMarkRow, (row.code, _mark(row, chat))) if row.salt else None
    return SurveySeen(_survey(row), answered=mark is not None)


async def _with(session: AsyncSession, column: InstrumentedAttribute[str], word: str) -> SurveyRow | None:
    if not word.isascii() or not word.isalnum():
        return None
    return await session.scalar(select(SurveyRow).where(column == word))


async def _counts(session: AsyncSession, code: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    columns = (SurveyCountRow.question, SurveyCountRow.option, SurveyCountRow.number)
    for question, option, number in await session.execute(select(*columns).where(SurveyCountRow.survey == code)):
        found.setdefault(question, {})[option] = number
    return found


def _mark(row: SurveyRow, chat: str) -> str:
    return hashlib.blake2b(chat.encode(), key=row.salt.encode(), digest_size=16).hexdigest()


def _survey(row: SurveyRow, counts: Counts | None = None) -> Survey:
    return Survey(
        row.code,
        row.questionnaire,
        row.opens_on,
        row.closes_on,
        row.invited,
        row.firm,
        row.firm_name,
        row.replies,
        row.link,
        row.key,
        counts or {},
    )
