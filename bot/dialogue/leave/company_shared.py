"""Plans that workers share by a link: one looked at like a request that was described, several seen together.

A plan is looked up anew at every step, so that a revoked link shows nothing from that moment on. Names are not known: a
plan has a number, or what the firm calls it.
"""

from __future__ import annotations

import json
import re

from bot.dialogue import flow as flows
from bot.dialogue.leave import company_screens as screens
from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.company_screens import fill
from bot.dialogue.leave.company_state import COMPANY, LABELS, LINK, LINKS, RESULT, SIDE, VERB, button
from bot.dialogue.leave.known import TOPIC
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say
from bot.knowledge.leave import leave_rules
from bot.model.decision import Decision
from bot.model.leave import SavedPlan
from bot.model.reply import Line, Message, Paper, Part
from bot.rules.leave.company_data import as_data
from bot.rules.leave.plans import assess_shared, shared

SHARED = "piano_"
"""How the word of a link begins, after /start."""
MOST_PLANS = 6
"""More are not readable in one picture."""
LONGEST_LABEL = 16
BETWEEN = "|"
_NAMED = re.compile(
    rf"\b(?:chiama(?:lo|la|telo|tela)|questo (?:e|è)(?: il piano (?:di|del|della))?|nome:?)\s+(?P<name>[\w .'-]{{1,{LONGEST_LABEL}}})\s*[.!]?$",
    re.IGNORECASE,
)


def opened(turn: Turn, link: str) -> Decision:
    """Somebody opened a shared plan: its owner, another worker, or the company that it is for."""
    plan, own = turn.records.shared_plan, turn.records.plan
    if plan is None or plan.link != link:
        return turn.decide("action", say("plan_shared_gone", *WAYS_ON), topic=TOPIC)
    if own is not None and own.link == link:
        parts = (Line("plan_shared_own"), *preview(turn, own))
        revoke = row(choice("plan_saved", "revoke", "plan_shared_revoke"))
        return turn.decide("action", Message(parts, (revoke,)), topic=TOPIC)
    if turn.conversation.audience == "worker":
        enter = row(choice(VERB, f"open {link}", "plan_shared_open"))
        return turn.decide("action", say("plan_shared_for_company", enter), topic=TOPIC)
    return _enter(turn, link)


def preview(turn: Turn, plan: SavedPlan) -> tuple[Part, ...]:
    """What a company sees of a plan, for its owner; nothing if there is nothing to see."""
    told = assess_shared(plan, leave_rules(turn.knowledge))
    return screens.shared(turn, told, check.words_of(turn, told)) if told else ()


def show(turn: Turn) -> Decision:
    """The first screen of the shared plan; if its link was revoked nothing of it is left."""
    found = check.finished(turn)
    if found is None:
        return _gone(turn)
    parts = list(screens.shared(turn, found, check.words_of(turn, found)))
    rows = [row(button(f"section {name}", f"plan_company_section_{name}")) for name in screens.sections(found)]
    if len(plans := _plans(turn)) > 1:
        parts.append(Line("plan_check_plans_open", {"plans": f"{len(plans)} piani"}))
        rows.insert(0, row(button("together", "plan_check_plans_together")))
    return check.say(turn, Message(tuple(parts), tuple(rows)))


def together(turn: Turn) -> Decision:
    """Every plan that was opened and still is shared, in one picture."""
    plans = _plans(turn)
    if not plans:
        return turn.decide("action", say("plan_check_plans_gone", *WAYS_ON), topic=TOPIC)
    checks = [
        {"label": label, **as_data(asked, plan.saved_on, plan.patron)}
        for label, plan in plans
        if (asked := shared(plan))
    ]
    rows = (row(button("result", "plan_company_back")),)
    paper = Paper("company_cover", json.dumps({"plans": checks}))
    return check.say(turn, Message((Line("plan_check_paper_made_cover"),), rows, (paper,)))


def hear(turn: Turn) -> Decision | None:
    """The firm names the plan that it looks at."""
    found, link = _NAMED.search(turn.said), check.link_of(turn)
    if found is None or link is None:
        return None
    links = _links(turn)
    labels = _labels(turn, len(links))
    labels[links.index(link)] = found["name"].strip().replace(BETWEEN, " ")
    named = turn.remembering(flow={**turn.conversation.flow, LABELS: BETWEEN.join(labels)})
    rows = (row(button("together", "plan_check_plans_together")), row(button("result", "plan_company_back")))
    return check.say(named, say("plan_check_plans_named", *rows, label=found["name"].strip()))


def _enter(turn: Turn, link: str) -> Decision:
    turn = turn.remembering(audience="company", asked_audience=True)
    before = check.state(turn)
    links = [one for one in before.get(LINKS, "").split() if one != link]
    labels = dict(zip(before.get(LINKS, "").split(), _labels(turn, len(links) + 1), strict=False))
    links = [*links, link][-MOST_PLANS:]
    kept = {LINKS: " ".join(links), LABELS: BETWEEN.join(labels.get(one, "") for one in links)}
    return show(flows.at_step(turn, TOPIC, RESULT, **{SIDE: COMPANY, LINK: link, **kept}))


def _plans(turn: Turn) -> list[tuple[str, SavedPlan]]:
    """The plans that were opened and are still shared, with what each is called."""
    links = _links(turn)
    by_link = {plan.link: plan for plan in turn.records.shared_plans}
    if (one := turn.records.shared_plan) is not None:
        by_link[one.link] = one
    labels = _labels(turn, len(links))
    numbered = (
        (label or fill(turn, "plan_check_plan", number=str(at)), link)
        for at, (link, label) in enumerate(zip(links, labels, strict=True), start=1)
    )
    return [(label, by_link[link]) for label, link in numbered if link in by_link]


def _links(turn: Turn) -> list[str]:
    return check.state(turn).get(LINKS, "").split()


def _labels(turn: Turn, count: int) -> list[str]:
    known = check.state(turn).get(LABELS, "").split(BETWEEN)
    return (known + [""] * count)[:count]


def _gone(turn: Turn) -> Decision:
    """What belongs to other plans stays."""
    flow = check.state(turn)
    rest = [one for one in flow.get(LINKS, "").split() if one != flow.get(LINK)]
    gone = turn.remembering(flow={}, flow_on=None)
    if rest:
        labels = dict(zip(flow.get(LINKS, "").split(), _labels(turn, len(rest) + 1), strict=False))
        kept = {LINKS: " ".join(rest), LABELS: BETWEEN.join(labels.get(one, "") for one in rest)}
        gone = flows.at_step(turn, TOPIC, RESULT, **{SIDE: COMPANY, LINK: rest[-1], **kept})
    return gone.decide("action", say("plan_shared_gone", *WAYS_ON), topic=TOPIC)
