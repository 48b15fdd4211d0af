"""The plan of leave as a flow: a worker's, a company's look at a request, and saved plans."""

from __future__ import annotations

from bot.dialogue.flow import Flow
from bot.dialogue.leave import company, saved, talk
from bot.dialogue.leave.known import TOPIC
from bot.dialogue.leave.state import RESULT
from bot.dialogue.leave.waiting import kept
from bot.dialogue.turn import Turn
from bot.model.decision import Decision


def start(turn: Turn) -> Decision:
    """A plan is made with the person who takes the leave; a company looks at what it was asked."""
    return company.start(turn) if turn.audience == "company" else talk.start(turn)


def hear(turn: Turn) -> Decision | None:
    return company.hear(turn) if _companys(turn) else talk.hear(turn)


def resume(turn: Turn) -> Decision:
    return company.resume(turn) if _companys(turn) else talk.resume(turn)


def unclear(turn: Turn) -> Decision | None:
    return company.unclear(turn) if _companys(turn) else talk.unclear(turn)


def skip(turn: Turn) -> Decision | None:
    return company.skip(turn) if _companys(turn) else talk.skip(turn)


def change(turn: Turn) -> Decision | None:
    return company.change(turn) if _companys(turn) else talk.change(turn)


def asks(turn: Turn) -> bool:
    """Not on a finished plan or check."""
    return turn.conversation.flow.get("step") not in (RESULT, company.RESULT)


def holds(turn: Turn) -> bool:
    """Something was told, here or in the plan that waits."""
    states = (turn.conversation.flow, *turn.conversation.waiting)
    return any(state.get("name") == TOPIC and not state.keys() <= {"name", "step", company.SIDE} for state in states)


def _companys(turn: Turn) -> bool:
    """The side of the plan under way; if there is none, that of whoever asks."""
    under_way = turn.conversation.flow.get("name") == TOPIC
    return company.is_under_way(turn) if under_way else turn.audience == "company"


def _agreed_to_keep(turn: Turn, version: str) -> Decision | None:
    return saved.consented(turn, version, lambda agreed: talk.press(agreed, "save"))


def _open(turn: Turn, link: str) -> Decision | None:
    shared = link.startswith(company.SHARED)
    return company.opened(turn, link.removeprefix(company.SHARED)) if shared else None


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"piano": start},
    verbs={"plan": talk.press, company.VERB: company.press, saved.VERB: saved.press},
    consents={"plan": _agreed_to_keep},
    hear=hear,
    unclear=unclear,
    skip=skip,
    change=change,
    asks=asks,
    holds=holds,
    resume=resume,
    open=_open,
    after=kept,
)
