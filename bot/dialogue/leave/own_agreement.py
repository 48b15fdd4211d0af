"""An agreement of one's own, told in words: used for this plan or check, said back, and kept only if the person says so.

It is never a verified source: what it says is told as what the person said. What the law fixes it cannot take away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.leave.known import OWN, TOPIC
from bot.dialogue.turn import WAYS_ON, Turn, before, choice, row, say
from bot.model.decision import Decision
from bot.model.own_agreement import OwnAgreement, OwnAgreementTold, known, packed, unpacked
from bot.model.reply import Choice, Line
from bot.rules.leave import own_terms
from bot.rules.leave.case import Terms

VERB = "own_agreement"
CHANGE = "change"
"""What a button does that only a result has."""
NEAR = ("ore-", "congedo", "pianifica-congedo", "piano-personalizzato")
"""How topics begin that a message about one's own agreement may be taken for."""

Go = Callable[[Turn], Decision]


def told(turn: Turn, under_way: bool) -> OwnAgreementTold | None:
    """The terms that a message tells for this plan or check; None if it tells none, or is about something else."""
    found = turn.understanding.entities.own_agreement
    if found is None:
        return None
    terms = known(found.terms).keys() - {"level"}
    if not under_way:
        best = turn.understanding.best
        ours = best is None or best.confidence < 0.9 or best.topic.startswith(NEAR)
        return found if found.cued and terms and ours and not turn.conversation.flow else None
    if found.cued:
        return found
    corrects = OWN in turn.conversation.flow and terms & {"notice_days", "day_hours", "plan_days"}
    answers = turn.conversation.flow.get("step") == "agreement" and found.terms.of_hours
    both = "notice_days" in terms and found.terms.of_hours
    return found if corrects or answers or both else None


def taken(turn: Turn, found: OwnAgreementTold, go_on: Go) -> Decision:
    """The plan or check goes on with the terms, said back in full; `go_on` hears the rest of the message."""
    lines = [Line(f"plan_own_against_{name}") for name in found.against]
    if found.terms.level == "personal":
        return _said(go_on(turn), *lines, Line("plan_own_personal"))
    if not known(found.terms).keys() - {"level"}:
        return _said(go_on(turn), *lines)
    terms = _of_flow(turn).corrected(found.terms)
    if problem := _problem(terms):
        return _said(go_on(turn), *lines, Line("plan_own_wrong", {"what": problem}))
    decision = go_on(turn.remembering(flow={**turn.conversation.flow, OWN: packed(terms)}))
    said = Line("plan_own_understood", {"terms": own_terms.in_words(terms)})
    more = [Line("plan_own_worth")] if terms.of_hours and terms.day_hours is None else []
    keep = () if turn.conversation.person.own_agreement == terms else (choice(VERB, "keep", "plan_own_keep"),)
    return _said(decision, said, *lines, *more, rows=(row(*keep, choice(VERB, "drop", "plan_own_drop")),))


def press(turn: Turn, said: str, resume: Go) -> Decision | None:
    """What its buttons do; None if there is none any more."""
    terms = _of_flow(turn)
    back = row(choice("resume", TOPIC, "plan_own_back"))
    match said:
        case "keep" if known(terms):
            person = turn.conversation.person.knowing("said", turn.today, own_agreement=terms)
            kept = say("plan_own_kept", back, row(choice("about", "show", "plan_own_see")))
            return replace(turn.remembering(person=person).decide("action", kept, topic=TOPIC), events=())
        case "drop":
            flow = {name: value for name, value in turn.conversation.flow.items() if name != OWN}
            if not flow:
                return turn.decide("action", say("plan_own_dropped", *WAYS_ON), topic=TOPIC)
            return _said(resume(turn.remembering(flow=flow)), Line("plan_own_dropped"))
    return None


def offered(turn: Turn, decision: Decision) -> Decision:
    """A result that stands on an agreement of one's own offers to remember it, where that is not so yet."""
    flow, person = decision.conversation.flow, decision.conversation.person
    if OWN not in flow or flow.get("name") != TOPIC or decision.topic != TOPIC or not decision.messages:
        return decision
    kept = person.own_agreement is not None and packed(person.own_agreement) == flow[OWN]
    objects = {one.action.object for each in decision.messages[-1].choices for one in each}
    if kept or "keep" in objects or CHANGE not in objects:
        return decision
    return _said(decision, rows=(row(choice(VERB, "keep", "plan_own_keep"), choice(VERB, "drop", "plan_own_drop")),))


def _of_flow(turn: Turn) -> OwnAgreement:
    return unpacked(turn.conversation.flow.get(OWN, ""))


def _problem(terms: OwnAgreement) -> str | None:
    """The terms that no agreement can have, in words; None if they can be worked with."""
    from pydantic import ValidationError

    try:
        Terms.model_validate_json(Terms.model_construct(**own_terms.for_case(terms)).model_dump_json())
    except ValidationError:
        return own_terms.in_words(terms)
    return None


def _said(decision: Decision, *lines: Line, rows: tuple[tuple[Choice, ...], ...] = ()) -> Decision:
    first, *others = decision.messages
    messages = (before(first, *lines), *others)
    last = replace(messages[-1], choices=(*messages[-1].choices, *rows))
    return replace(decision, messages=(*messages[:-1], last))
