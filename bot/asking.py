"""One question, one answer, nothing stored: what `concilia ask` gives."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console

from bot.dialogue.decide import decide
from bot.dialogue.fallback import likely_topics
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model import Audience, Conversation, Decision, Heard, Kind, Place, Reply, Understanding, Utterance
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
    conversation = Conversation("ask", audience=who, language=language, greeted=True, asked_audience=True)
    heard = Heard(Utterance("ask", Kind.TEXT, question), understanding)
    decision = decide(knowledge, conversation, heard, today)
    replies = word(knowledge, decision, today)
    return Answered(question, understanding, decision, replies, (time.perf_counter() - start) * 1000)


def as_json(answered: Answered, knowledge: Knowledge, today: date) -> dict[str, Any]:
    """The object of `ask --json`: see the contract in README, "concilia ask"."""
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
    }


def show(answered: Answered, console: Console) -> None:
    """The answer for a person: the replies, and what the buttons would offer."""
    for reply in answered.replies:
        console.print(reply.text, markup=False, highlight=False, emoji=False, soft_wrap=not console.is_terminal)
        for row in reply.buttons:
            for button in row:
                console.print(f"  • {button.label}", markup=False, highlight=False, style="cyan")


def _place(place: Place | None, knowledge: Knowledge) -> dict[str, str | None] | None:
    """`comune` is null where several are possible; `district` where they lie in several districts."""
    if place is None:
        return None
    if place.status == "outside":
        return {"comune": place.name, "district": "outside"}
    territory = knowledge.territory
    istats = (place.comune,) if place.comune else place.candidates
    districts = {territory.district_of(istat).id for istat in istats}
    return {
        "comune": territory.municipalities[istats[0]].name if len(istats) == 1 else None,
        "district": districts.pop() if len(districts) == 1 else None,
    }
