"""A firm proposes a deal: the notice, one question at a time, a summary, then to the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import likely_topics
from bot.dialogue.deals import form, screens
from bot.dialogue.deals.form import FIELDS, MAY_BE_SKIPPED, TOPIC
from bot.dialogue.turn import Turn, before, row, say, show
from bot.model.deal import Deal, KeepDeal
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.model.ticket import OpenTicket, Ticket
from bot.rules.codes import new_code
from bot.rules.deals import term_trouble
from bot.rules.helpdesks import route

CONSENT, SUMMARY = "consent", "summary"
SKIP = frozenset(
    {"salta", "saltiamo", "non lo so", "non lo sappiamo", "boh", "nessuna", "nessuno", "da soli", "solo noi"}
)
BACK = frozenset({"indietro", "torna indietro"})


def start(turn: Turn) -> Decision:
    """The notice first; then the draft that is there, or a new one."""
    turn = turn.remembering(audience="company")
    if not consent.agreed(turn, "agreement"):
        return quiet(_at(turn, CONSENT), say("deals_intro"), consent.ask(turn, "agreement"))
    return go_on(turn, turn.records.deals.draft or new(turn))


def new(turn: Turn, **known: Any) -> Deal:
    """A draft; of a company of the network, that this chat speaks for, the name need not be asked."""
    company = turn.records.network.company
    if company is not None and company.member:
        known = {"firm": company.id, **known}
    version = consent.current(turn, "agreement").version
    return Deal(new_code(turn.records.fresh), consent=version, **known)


def consented(turn: Turn, version: str) -> Decision:
    if version == consent.DECLINED:
        ways = (row(screens.button("all 1", "deals_button_all")), row(show("trova-sportello")))
        return quiet(flows.ended(turn, TOPIC), say("deals_declined", *ways))
    effects = consent.given(turn, "agreement", version)
    if not effects:
        return start(turn)
    decision = go_on(turn, turn.records.deals.draft or new(turn))
    return replace(decision, effects=(*effects, *decision.effects))


def renewed(turn: Turn, old: Deal) -> Decision:
    """The same once more, for a later term: an operator looks at it as at a new one."""
    again = replace(
        old, id=new_code(turn.records.fresh), status="draft", valid_from=None, valid_to=None, ticket=None, checked_on=None,
        renews=old.id, consent=consent.current(turn, "agreement").version,
    )  # fmt: skip
    return go_on(turn, again) if consent.agreed(turn, "agreement") else start(turn)


def go_on(turn: Turn, deal: Deal, *lines: Line) -> Decision:
    """The first question without an answer, else the summary; the draft is kept."""
    name = form.next_field(deal)
    return _kept(turn, deal, ask(turn, name, *lines) if name else shown(turn, deal, *lines))


def ask(turn: Turn, name: str, *lines: Line) -> Decision:
    return quiet(_at(turn, name), screens.question(turn, name, *lines))


def shown(turn: Turn, deal: Deal, *lines: Line) -> Decision:
    return quiet(_at(turn, SUMMARY), screens.summary(turn, deal, *lines))


def take(turn: Turn, deal: Deal, new: dict[str, Any]) -> Decision:
    return go_on(turn, form.changed(deal, new))


def hear(turn: Turn, deal: Deal, name: str) -> Decision | None:
    """What words mean to the open question; None if they are for somebody else."""
    if name not in FIELDS:
        return None
    if turn.understanding.sensitive:
        return ask(turn, name, Line("deals_no_sensitive"))
    said = turn.said.casefold().strip(" .!")
    if said in BACK:
        return back(turn, name)
    if said in SKIP and name in MAY_BE_SKIPPED:
        return take(turn, deal, form.skipped(name))
    if turn.understanding.question and likely_topics(turn):
        return None
    heard = form.heard(turn, deal, name)
    if heard is None:
        return None
    return ask(turn, name, heard.trouble) if heard.trouble else take(turn, deal, heard.values)


def back(turn: Turn, name: str) -> Decision:
    place = FIELDS.index(name) if name in FIELDS else len(FIELDS)
    return ask(turn, FIELDS[max(place - 1, 0)])


def send(turn: Turn, deal: Deal) -> Decision:
    """To the desk; what has passed meanwhile is asked for again."""
    if name := form.next_field(deal):
        return ask(turn, name)
    if trouble := term_trouble(deal.valid_from, deal.valid_to or date.min, turn.today):
        return ask(turn, "term", Line(f"deals_{trouble}", {"day": form.spoken(turn, deal, "term")}))
    ticket = _ticket(turn, deal)
    asked = replace(deal, status="asked", ticket=ticket.code)
    decision = quiet(flows.ended(turn, TOPIC), screens.sent(turn, ticket.code))
    return replace(decision, effects=(KeepDeal(asked), OpenTicket(ticket, screens.told(turn, deal))))


def _ticket(turn: Turn, deal: Deal) -> Ticket:
    comune = deal.comune or turn.conversation.comune
    desks = route(turn.knowledge.territory, comune, "company", turn.today) if comune else ()
    return Ticket(
        code=new_code(turn.records.fresh),
        kind="agreement",
        chat=turn.conversation.chat,
        language=turn.conversation.language,
        helpdesk=desks[0].id if desks else None,
        opened_at=turn.records.now,
        changed_at=turn.records.now,
        comune=comune or None,
        form={"deal": deal.id},
        consent=deal.consent,
    )


def _kept(turn: Turn, deal: Deal, decision: Decision) -> Decision:
    return replace(decision, effects=(KeepDeal(deal), *decision.effects))


def _at(turn: Turn, step: str) -> Turn:
    return flows.at_step(turn, TOPIC, step, **{flows.SIDE: "firm"})


def quiet(turn: Turn, *messages: Message) -> Decision:
    """Steps are not counted: the whole was counted when it began."""
    return replace(turn.decide("action", *messages, topic=TOPIC), events=())


def again(turn: Turn, name: str, deal: Deal | None, *lines: Line) -> Decision:
    """The open question once more."""
    if name == CONSENT or deal is None:
        asked = start(turn)
        return replace(asked, messages=(before(asked.messages[0], *lines), *asked.messages[1:])) if lines else asked
    return ask(turn, name, *lines) if name in FIELDS else shown(turn, deal, *lines)
