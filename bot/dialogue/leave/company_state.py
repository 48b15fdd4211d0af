"""What is known of a company's check: the answers so far, or the shared plan that it looks at, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.leave.company_request import (
    AGREEMENT,
    ASKED,
    DATES,
    FACTS,
    HOURS,
    NOT_TOLD,
    WEEK,
    WEEKLY,
    WHICH,
    WHOLE_DAYS,
    asked,
    summary,
)
from bot.dialogue.leave.known import OWN, TOPIC
from bot.dialogue.turn import Turn, choice
from bot.knowledge.leave import leave_rules
from bot.model.decision import Decision
from bot.model.reply import Choice, Message
from bot.rules.leave import InvalidCase
from bot.rules.leave.company import Assessment, assess
from bot.rules.leave.plans import assess_shared

SIDE, COMPANY, LINK = flows.SIDE, "company", "link"
RESULT = "result"
VERB = "plan_company"
GROSS, PAYMENTS = "gross", "payments"
"""The pay that an estimate is made from: a number without a person."""
LINKS, LABELS = "links", "labels"
"""The shared plans that were opened, and what the firm calls them, each by its place."""
KEPT = (*FACTS, WHICH, WEEKLY, OWN, GROSS, PAYMENTS)
LASTING = (LINKS, LABELS, OWN)
"""What stays when another request is looked at."""


def is_under_way(turn: Turn) -> bool:
    """The flow of the conversation is a company's, whether under way or waiting."""
    flow = turn.conversation.flow
    return flow.get("name") == TOPIC and flow.get(SIDE) == COMPANY


def state(turn: Turn) -> Mapping[str, str]:
    return turn.conversation.flow if is_under_way(turn) else {}


def link_of(turn: Turn) -> str | None:
    """The link of the shared plan that is being looked at."""
    return state(turn).get(LINK)


def at(turn: Turn, step: str, found: Mapping[str, str]) -> Turn:
    """The flow at a step, with what was told now; a whole answer ends the half one."""
    flow = state(turn)
    known = {name: flow[name] for name in (*KEPT, *LASTING) if name in flow} | dict(found)
    for half, whole in ((WHICH, AGREEMENT), (WEEKLY, DATES)):
        if half in found and whole not in found:
            known.pop(whole, None)
        elif whole in known:
            known.pop(half, None)
    return flows.at_step(turn, TOPIC, step, **{SIDE: COMPANY, **known})


def afresh(turn: Turn) -> Turn:
    """The turn for another request: what belongs to the firm stays."""
    lasting = {name: value for name, value in state(turn).items() if name in LASTING}
    return turn.remembering(flow={"name": TOPIC, SIDE: COMPANY, **lasting} if lasting else {})


def answers(turn: Turn) -> dict[str, str]:
    """What was told; an agreement that we no longer know counts as not told."""
    flow = state(turn)
    found = {fact: flow[fact] for fact in (*FACTS, OWN) if fact in flow}
    if AGREEMENT in found and not is_answer(turn, AGREEMENT, found[AGREEMENT]):
        del found[AGREEMENT]
    return found


def is_answer(turn: Turn, fact: str, answer: str) -> bool:
    """A button may be old: an agreement is to be one that we still know."""
    return fact != AGREEMENT or answer == NOT_TOLD or answer in turn.knowledge.agreements.by_id


def worked_out(turn: Turn, found: Mapping[str, str]) -> Assessment:
    """Raises InvalidCase."""
    rules = leave_rules(turn.knowledge)
    return assess(asked(found, rules, turn.today), rules, turn.today, patron(turn))


def patron(turn: Turn) -> str | None:
    municipality = turn.knowledge.territory.municipalities.get(turn.conversation.comune or "")
    return municipality.patron_day if municipality else None


def finished(turn: Turn) -> Assessment | None:
    """The check of which all is known: of the shared plan that is looked at, or of what was told."""
    if link_of(turn):
        plan = turn.records.shared_plan
        of_link = plan is not None and plan.link == link_of(turn)
        return assess_shared(plan, leave_rules(turn.knowledge)) if plan and of_link else None
    known = answers(turn)
    if any(fact not in known for fact in FACTS):
        return None
    try:
        return worked_out(turn, known)
    except InvalidCase:
        return None


def words_of(turn: Turn, told: Assessment) -> str:
    """Contract, week, hours and notice of a shared plan; its days stand below."""
    request = told.asked
    said = summary(
        {
            AGREEMENT: request.agreement if isinstance(request.agreement, str) else NOT_TOLD,
            WEEK: f"{request.weekly_hours:g}/{request.days_per_week:g}",
            HOURS: WHOLE_DAYS if request.mode == "days" else f"{float(told.hours_per_day or 0):g}",
            ASKED: request.told_on.isoformat(),
        },
        turn,
    )
    return said[:1].upper() + said[1:]


def button(said: str, label: str, **values: str) -> Choice:
    return choice(VERB, said, label, values)


def say(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def quiet(decision: Decision) -> Decision:
    """Steps within the flow are not counted: it was counted when it began."""
    return replace(decision, events=())
