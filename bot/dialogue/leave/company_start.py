"""Whether a message begins a company's check: somebody says that a firm writes, or tells a request that was made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.answers.fallback import ANSWER_AT
from bot.dialogue.leave.company_questions import NEAR, is_question
from bot.dialogue.leave.company_request import DATES, HOURS, WEEKLY, told
from bot.dialogue.turn import Turn, row, show
from bot.model.decision import Decision
from bot.understanding.plain import plain

MOST_WORDS = 9
"""Of a message that says who writes, and nothing else."""
_REQUEST = re.compile(
    r"\b(?:chiede|chiedono|chiest\w+|richiesta|vorrebbe|vuole|domanda)\b.*\b(?:congedo|parentale|or[ae])\b"
)
_ELSE = re.compile(
    r"\b(?:aderire|adesione|rete|progetto|voucher|welfare|bando|osservatorio|incontr\w+|formazione|buon[ae] prassi|certificazion\w+|smart|dimission\w+|maternita|104)\b"
)


def begins(turn: Turn) -> bool:
    """The message itself says that a company writes; a question is answered first, and what is about another subject too."""
    if turn.understanding.audience != "company" or is_question(turn) or turn.for_operator or turn.conversation.awaiting:
        return False
    words = plain(turn.said)
    best = turn.understanding.best
    far = (
        best is not None
        and best.confidence >= ANSWER_AT
        and not best.topic.startswith((*NEAR, "azienda", "fuori", "ente", "saluto"))
    )
    if far or _ELSE.search(words):
        return False
    facts = told(turn, "").keys()
    of_request = bool(_REQUEST.search(words)) or bool({DATES, WEEKLY} & facts and HOURS in facts)
    return of_request or len(words.split()) <= MOST_WORDS


def begun(turn: Turn, start: Callable[[Turn], Decision]) -> Decision:
    """The first question of the check; who wants something else finds it below."""
    decision = start(turn)
    first, *others = decision.messages
    return replace(decision, messages=(replace(first, choices=(*first.choices, row(show("cosa-sai-fare")))), *others))
