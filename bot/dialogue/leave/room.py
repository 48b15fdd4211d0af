"""The plan of leave as a flow: a worker's, a company's look at a request, and saved plans."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow import Flow
from bot.dialogue.leave import company, company_shared, company_start, own_agreement, saved, talk
from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.known import OWN, TOPIC
from bot.dialogue.leave.state import RESULT
from bot.dialogue.leave.waiting import kept
from bot.dialogue.turn import Turn
from bot.model.decision import Decision


def start(turn: Turn) -> Decision:
    """A plan is made with the person who takes the leave; a company looks at what it was asked."""
    return company.start(turn) if turn.audience == "company" else talk.start(turn)


def hear(turn: Turn) -> Decision | None:
    """An agreement of one's own that the message tells is used with the rest of it."""
    own = own_agreement.told(turn, _under_way(turn))
    return own_agreement.taken(turn, own, _go_on if own.cued else resume) if own else _heard(turn)


def _go_on(turn: Turn) -> Decision:
    """What else the message tells, then the open question; a plan or check begins where none is under way."""
    if _under_way(turn):
        rest = company.hear(turn, asks=False) if _companys(turn) else talk.hear(turn)
        return rest or resume(turn)
    begun = start(turn.remembering(flow={}))
    if begun.conversation.flow.get("name") != TOPIC:
        begun = talk.press(turn.remembering(flow={}), "new") or begun
    if (own := turn.conversation.flow.get(OWN)) is None:
        return begun
    flow = {**begun.conversation.flow, OWN: own}
    gone_on = resume(replace(turn, conversation=replace(begun.conversation, flow=flow)))
    return replace(gone_on, events=begun.events)


def _heard(turn: Turn) -> Decision | None:
    if not _under_way(turn) and company_start.begins(turn):
        return company_start.begun(turn, company.start)
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
    return turn.conversation.flow.get("step") not in (RESULT, check.RESULT)


def holds(turn: Turn) -> bool:
    """Something was told, here or in the plan that waits."""
    states = (turn.conversation.flow, *turn.conversation.waiting)
    return any(state.get("name") == TOPIC and not state.keys() <= {"name", "step", check.SIDE} for state in states)


def _under_way(turn: Turn) -> bool:
    return turn.conversation.flow.get("name") == TOPIC


def _companys(turn: Turn) -> bool:
    """The side of the plan under way; if there is none, that of whoever asks."""
    return check.is_under_way(turn) if _under_way(turn) else turn.audience == "company"


def _afterwards(turn: Turn, decision: Decision) -> Decision:
    return own_agreement.offered(turn, kept(turn, decision))


def _of_own(turn: Turn, said: str) -> Decision | None:
    return own_agreement.press(turn, said, resume)


def _agreed_to_keep(turn: Turn, version: str) -> Decision | None:
    return saved.consented(turn, version, lambda agreed: talk.press(agreed, "save"))


def _open(turn: Turn, link: str) -> Decision | None:
    shared = link.startswith(company_shared.SHARED)
    return company_shared.opened(turn, link.removeprefix(company_shared.SHARED)) if shared else None


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"piano": start},
    verbs={"plan": talk.press, check.VERB: company.press, saved.VERB: saved.press, own_agreement.VERB: _of_own},
    consents={"plan": _agreed_to_keep},
    hear=hear,
    unclear=unclear,
    skip=skip,
    change=change,
    asks=asks,
    holds=holds,
    resume=resume,
    open=_open,
    after=_afterwards,
)
