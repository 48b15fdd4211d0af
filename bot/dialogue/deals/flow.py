"""What is said next about agreements and conventions: to a firm that has one, to a worker who looks for one."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.deals import form, proposal, screens, seeking
from bot.dialogue.deals.form import FIELDS, TOPIC
from bot.dialogue.deals.proposal import quiet
from bot.dialogue.flow import SIDE, Flow
from bot.dialogue.turn import Turn, row, say, show
from bot.model.deal import DropDeal, ForgetWorkplace, KeepDeal
from bot.model.decision import Decision, Effect
from bot.model.reply import Line
from bot.understanding.plain import PhraseFinder, plain
from bot.understanding.voucher import company_name

SEEK, SEEN = "seek", "seen"
NAMED = "named"
"""In the status: the firm that was found, as an id of the register, or as the deal in which its name stands."""
SHORT = 5
"""Words of a message that asks "che cosa posso usare?" and no more: a longer one may be about leave."""
LONGEST_NAME = 8
"""Words of a firm's name at most."""


# --- how it starts ---


def start(turn: Turn) -> Decision:
    """/convenzioni: a firm sees what it proposed, a worker what they may use."""
    firm = turn.audience == "company"
    decision = quiet(flows.ended(turn, TOPIC), screens.of_firm(turn)) if firm else seeking.seek(turn)
    return replace(decision, events=turn.decide("action", topic=TOPIC).events)


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it names something that is no longer there."""
    verb, _, rest = said.partition(" ")
    first, _, second = rest.partition(" ")
    match verb:
        case "propose" | "resume":
            return proposal.start(turn)
        case "seek":
            return seeking.seek(turn.remembering(audience="worker"))
        case "another":
            return quiet(seeking.at(turn, seeking.SEEK), screens.seek(turn))
        case "all" if first.isdecimal():
            return seeking.everything(turn, int(first))
        case "service" if second.isdecimal() and first in form.services(turn):
            return seeking.of_service(turn, first, int(second))
        case "comune" if second.isdecimal() and first in turn.knowledge.territory.municipalities:
            return seeking.of_comune(turn, first, int(second))
        case "firm" if second.isdecimal():
            firm = seeking.firm_of(turn, first)
            return seeking.of_firm(turn, firm, int(second)) if firm else None
        case "remember" if seeking.firm_of(turn, rest):
            return seeking.remember(turn, rest)
        case "forget":
            forgotten = quiet(flows.ended(turn, TOPIC), say("deals_forgotten", row(show("trova-sportello"))))
            return replace(forgotten, effects=(ForgetWorkplace(),))
        case "renew" | "end":
            return _own(turn, verb, rest)
    return _of_proposal(turn, verb, first, second)


def _of_proposal(turn: Turn, verb: str, name: str, value: str) -> Decision | None:
    """The buttons of a proposal; None where it is no longer there."""
    deal = turn.records.deals.draft
    if deal is None or not consent.agreed(turn, "agreement"):
        return None
    match verb:
        case "set" if name in FIELDS and (new := form.pressed(turn, name, value)) is not None:
            return proposal.take(turn, deal, new)
        case "skip" if name in form.MAY_BE_SKIPPED:
            return proposal.take(turn, deal, form.skipped(name))
        case "ask" if name in FIELDS:
            return proposal.ask(turn, name)
        case "back":
            return proposal.back(turn, flows.step(turn, TOPIC) or "")
        case "change":
            return quiet(turn, screens.change(turn, deal))
        case "summary":
            return proposal.go_on(turn, deal)
        case "later":
            resume_later = row(screens.button("resume", "deals_button_resume"))
            return quiet(flows.ended(turn, TOPIC), say("deals_later", resume_later))
        case "send":
            return proposal.send(turn, deal)
    return None


def _own(turn: Turn, verb: str, id: str) -> Decision | None:
    """One's own published deal: again for a later term, or taken away."""
    deal = next((each for each in turn.records.deals.own if each.id == id and each.status == "published"), None)
    if deal is None:
        return None
    if verb == "renew":
        return proposal.renewed(turn, deal)
    ended = quiet(turn, say("deals_ended", row(screens.button("propose", "deals_button_propose")), row(show(TOPIC))))
    return replace(ended, effects=(KeepDeal(replace(deal, status="ended")),))


# --- words ---


def hear(turn: Turn) -> Decision | None:
    step, deal = flows.step(turn, TOPIC), turn.records.deals.draft
    if step is None:
        return _begun(turn)
    if turn.conversation.flow.get(SIDE) == "firm":
        return proposal.hear(turn, deal, step) if deal else None
    if step != seeking.SEEK or (turn.understanding.question and not turn.understanding.voucher.services):
        return None
    place = turn.understanding.place
    if len(turn.understanding.voucher.services) == 1 or (place and place.alone):
        return seeking.seek(
            replace(turn, records=replace(turn.records, deals=replace(turn.records.deals, workplace=None)))
        )
    name = company_name(turn.said)
    if _sure_of_another(turn) and not seeking.knows(turn, name):
        return None
    return seeking.named(turn, name) if name and len(name.split()) <= LONGEST_NAME else None


def _begun(turn: Turn) -> Decision | None:
    said, starts = plain(turn.said), turn.knowledge.deal_words
    if turn.for_operator:
        return None
    if PhraseFinder(starts.get("propose", ())).in_plain(said):
        return proposal.start(turn)
    if turn.audience == "company" or not PhraseFinder(starts.get("seek", ())).in_plain(said):
        return None
    named = "convenzion" in said or "scont" in said
    return seeking.seek(turn) if len(said.split()) <= SHORT or (named and not _sure_of_another(turn)) else None


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)


def unclear(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    if turn.conversation.flow.get(SIDE) == "firm":
        return proposal.again(turn, step or "", turn.records.deals.draft, Line("deals_unclear"))
    return quiet(turn, screens.seek(turn)) if step == seeking.SEEK else None


def skip(turn: Turn) -> Decision | None:
    step, deal = flows.step(turn, TOPIC) or "", turn.records.deals.draft
    if step == seeking.SEEK:
        return seeking.everything(turn, 1)
    return proposal.take(turn, deal, form.skipped(step)) if deal and step in form.MAY_BE_SKIPPED else None


def resume(turn: Turn) -> Decision:
    step = flows.step(turn, TOPIC) or ""
    if turn.conversation.flow.get(SIDE) == "firm" or (not step and turn.records.deals.draft):
        return proposal.again(turn, step or proposal.SUMMARY, turn.records.deals.draft)
    return quiet(seeking.at(turn, seeking.SEEK), screens.seek(turn))


def change(turn: Turn) -> Decision | None:
    deal = turn.records.deals.draft
    return quiet(turn, screens.change(turn, deal)) if deal and deal.firm else None


# --- pieces ---


def asks(turn: Turn) -> bool:
    return flows.step(turn, TOPIC) in (seeking.SEEK, proposal.CONSENT, proposal.SUMMARY, *FIELDS)


def holds(turn: Turn) -> bool:
    deal = turn.records.deals.draft
    return turn.conversation.flow.get(SIDE) == "firm" and deal is not None and deal.firm is not None


def dropping(turn: Turn) -> tuple[Effect, ...]:
    deal = turn.records.deals.draft
    return (DropDeal(deal.id),) if deal else ()


def offered(turn: Turn, decision: Decision) -> Decision:
    """Below the answer about agreements and conventions: what is published, and for a firm to propose one."""
    if decision.topic != TOPIC or decision.outcome != "answer" or not decision.messages:
        return decision
    firm = turn.audience == "company"
    buttons = [row(screens.button("propose", "deals_button_propose"))] if firm else []
    buttons.append(
        row(screens.button("all 1" if firm else "seek", "deals_button_all" if firm else "deals_button_seek"))
    )
    *others, last = decision.messages
    return replace(decision, messages=(*others, replace(last, choices=(*buttons, *last.choices))))


FLOW = Flow(
    name=TOPIC,
    commands={"convenzioni": start},
    verbs={screens.VERB: press},
    consents={"agreement": proposal.consented, "workplace": seeking.consented},
    hear=hear,
    unclear=unclear,
    skip=skip,
    change=change,
    asks=asks,
    holds=holds,
    waits=lambda turn: turn.records.deals.draft is not None,
    dropping=dropping,
    resume=resume,
    after=offered,
)
"""It starts by its buttons, its command, or words that name it: the topic itself is answered by the knowledge base."""
