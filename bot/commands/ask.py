"""One question, one answer, nothing stored: what `concilia ask` gives."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, cast

import typer
from rich.console import Console

from bot import bootstrap
from bot.assistant import Assistant
from bot.commands.common import (
    PATIENCE_SECONDS,
    app,
    settings_with_log,
    stderr,
    train_model,
    waiting,
    warn,
)
from bot.dialogue.answers.fallback import likely_topics
from bot.dialogue.decide import decide
from bot.dialogue.turn import NOTHING, Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.person import Audience, packed
from bot.model.reply import Reply
from bot.model.style import Styled
from bot.model.understanding import Place, Understanding
from bot.settings import Clock
from bot.store import conversations, mailbox
from bot.store.database import Sessions, open_database
from bot.understanding.reader import Reader
from bot.wording import word


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    understanding: Understanding
    decision: Decision
    replies: tuple[Reply, ...]
    milliseconds: float


async def ask(
    knowledge: Knowledge,
    reader: Reader,
    question: str,
    today: date,
    who: Audience | None = None,
    language: str = "it",
    patience: float = 0,
) -> Answered:
    """The answer to a first question of somebody who knows the assistant already."""
    start = time.perf_counter()
    understanding = await reader.read(question, patience)
    conversation = _stranger("ask", who, language)
    heard = Heard(Utterance("ask", Kind.TEXT, question), understanding)
    decision = decide(knowledge, conversation, heard, today)
    replies = word(knowledge, decision, today, datetime.now(UTC))
    return Answered(question, understanding, decision, replies, (time.perf_counter() - start) * 1000)


def _stranger(chat: str, who: Audience | None, language: str) -> Conversation:
    """Somebody who knows the assistant already and told nothing yet."""
    return Conversation(chat, audience=who, language=language, greeted=True, asked_audience=True)


class Chats:
    """Conversations by name, on the whole path of a message, with a database in memory that goes with them."""

    CHANNEL = "ask"

    def __init__(self, knowledge: Knowledge, reader: Reader, sessions: Sessions, clock: Clock) -> None:
        self._assistant = Assistant(knowledge, reader, sessions, clock, watch=self._seen)
        self._begun: set[str] = set()
        self._answers: list[tuple[Heard, Decision, tuple[Reply, ...]]] = []

    def _seen(self, heard: Heard, decision: Decision, replies: tuple[Reply, ...]) -> None:
        self._answers.append((heard, decision, replies))

    async def say(self, chat: str, text: str, who: Audience | None, language: str) -> Answered:
        """One more message of a conversation, and what it is answered."""
        start, now, name = time.perf_counter(), self._assistant.clock.now(), f"{self.CHANNEL}:{chat}"
        kind = Kind.COMMAND if text.startswith("/") else Kind.TEXT
        async with self._assistant.sessions.begin() as session:
            if name not in self._begun:
                self._begun.add(name)
                await conversations.remember(session, _stranger(name, who, language), now)
            await mailbox.receive(session, f"{self.CHANNEL}:{secrets.token_hex(12)}", Utterance(name, kind, text), now)
        while await self._assistant.answer_next(self.CHANNEL):
            pass
        heard, decision, replies = self._answers.pop()
        milliseconds = (time.perf_counter() - start) * 1000
        return Answered(text, heard.understanding or NOTHING, decision, replies, milliseconds)


def as_json(answered: Answered, knowledge: Knowledge, today: date) -> dict[str, Any]:
    """The object of `ask --json`: docs/technicians.md tells each field."""
    decision, understanding = answered.decision, answered.understanding
    entry = knowledge.entries.get(decision.entry or "")
    best = understanding.best
    turn = Turn(knowledge, decision.conversation, today, understanding)
    offered = likely_topics(turn) if decision.outcome == "suggest" else understanding.ranking[1:4]
    return {
        "q": answered.question,
        "lang": understanding.language or decision.conversation.language,
        "topic": decision.topic,
        "confidence": round(best.confidence, 4) if best else 0.0,
        "outcome": decision.outcome,
        "alternatives": [{"topic": g.topic, "confidence": round(g.confidence, 4)} for g in offered],
        "entry": decision.entry,
        "answer": "\n\n".join(reply.text for reply in answered.replies),
        "sources": entry.sources if entry else [],
        "place": _place(understanding.place, knowledge),
        "helpdesks": list(decision.helpdesks),
        "understood_by": understanding.by,
        "ms": round(answered.milliseconds, 1),
        "point": decision.point,
        "heard_as": decision.heard_as,
        "person": packed(decision.conversation.person),
        "for_you": decision.for_you,
        "asks": decision.asks,
    }


def show(answered: Answered, console: Console) -> None:
    """The answer for a person: the replies, and what the buttons would offer."""
    for reply in answered.replies:
        told = Styled(reply.text, reply.spans).with_addresses()
        console.print(told, markup=False, highlight=False, emoji=False, soft_wrap=not console.is_terminal)
        for row in reply.buttons:
            for button in row:
                console.print(f"  • {button.label}", markup=False, highlight=False, style="cyan")


def _place(place: Place | None, knowledge: Knowledge) -> dict[str, str | None] | None:
    """`comune` is null where several are possible; `district` where it is asked first, or they lie in several districts."""
    if place is None:
        return None
    if place.status == "outside":
        return {"comune": place.name, "district": "outside"}
    territory = knowledge.territory
    istats = (place.comune,) if place.comune else place.candidates
    districts = {territory.district_of(istat).id for istat in istats}
    return {
        "comune": territory.municipalities[istats[0]].name if len(istats) == 1 else None,
        "district": districts.pop() if len(districts) == 1 and place.status == "found" else None,
    }


class Who(StrEnum):
    worker = "worker"
    company = "company"
    operator = "operator"


@app.command("ask")
def answer_questions(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    json_wanted: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Questions from standard input, one JSON object a line.")
    ] = False,
    who: Annotated[Who | None, typer.Option(help="Who is asking.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the question, ISO 639-1.")] = "it",
) -> None:
    """Answer one question, or a stream of them; nothing is stored."""
    if jsonl == (question is not None):
        raise typer.BadParameter(
            'give one question in quotes, or --jsonl and lines like {"q": "..."} on standard input'
        )
    settings = settings_with_log("ask.log", needs_home=False)
    train_model(settings)
    today = Clock(settings.today).today()

    async def answer() -> None:
        content = bootstrap.knowledge()
        async with bootstrap.understanding(settings, share=True, say=warn) as rasa:
            reader = Reader(content, rasa, Clock(settings.today))
            if rasa.starting:
                with waiting("Starting the understanding of questions ..."):
                    await rasa.wait_ready(PATIENCE_SECONDS)

            if jsonl:
                async with open_database("sqlite+aiosqlite:///:memory:") as sessions:
                    chats = Chats(content, reader, sessions, Clock(settings.today))
                    async for answered in _stream(content, reader, chats, today, who, lang):
                        print(json.dumps(as_json(answered, content, today), ensure_ascii=False), flush=True)
                return
            answered = await ask(content, reader, question or "", today, cast("Audience | None", who), lang)
            if json_wanted:
                print(json.dumps(as_json(answered, content, today), ensure_ascii=False))
            else:
                show(answered, Console())

    asyncio.run(answer())


async def _stream(
    content: Knowledge, reader: Reader, chats: Chats, today: date, who: str | None, lang: str
) -> AsyncIterator[Answered]:
    """The answers to the lines of standard input, in order; lines of one `chat` are one conversation."""
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        asked = _question(line, number)
        audience, language = cast("Audience | None", asked.get("who", who)), asked.get("lang") or lang
        if name := asked.get("chat"):
            yield await chats.say(str(name), asked["q"], audience, language)
        else:
            yield await ask(content, reader, asked["q"], today, audience, language)


def _question(line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        if not isinstance(asked["q"], str) or asked.get("who") not in (None, *Who):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        stderr.print(
            f'Error: line {number} of the input is not {{"q": "...", "who": "worker|company|operator", "lang": "it"}}.'
        )
        raise typer.Exit(2) from None
    asked["q"] = asked["q"].encode("utf-8", "replace").decode()  # half a letter is no letter
    return cast("dict[str, Any]", asked)
