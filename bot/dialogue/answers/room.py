"""Answers as a flow: their buttons, votes, and the invitation that workers pass on to their company."""

from __future__ import annotations

from bot.dialogue.answers import answer, fallback, vote
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn
from bot.model.decision import Decision

INVITED_COMPANY, INVITATION = "azienda", "azienda-adesione"


def _audience(turn: Turn, said: str) -> Decision:
    audience, _, topic = said.partition(" ")
    return answer.answer_for(turn, audience, topic)


def _open(turn: Turn, link: str) -> Decision | None:
    return (
        answer.answer(turn.remembering(audience="company"), INVITATION) if link.casefold() == INVITED_COMPANY else None
    )


FLOW = Flow(
    name="answers",
    verbs={
        "more": answer.details,
        "general": answer.general,
        "point": answer.show_point,
        "told": answer.after_fact,
        "audience": _audience,
        "none": lambda turn, _: fallback.miss(turn),
        "useful": lambda turn, entry: vote.vote(turn, entry, useful=True),
        "useless": lambda turn, entry: vote.vote(turn, entry, useful=False),
        "voted": lambda turn, _: vote.voted(turn),
    },
    open=_open,
)
