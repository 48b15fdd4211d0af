"""Did the helpdesk help? Asked once, some days after it was named, of who agreed to it; a "no" has a way on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import acts, consent
from bot.dialogue.flow import Flow
from bot.dialogue.helpdesk_cards import CHANGE_PLACE, SHOW_VISIT
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.helpdesks import Helpdesk
from bot.knowledge.notices import Subject
from bot.model.decision import Decision
from bot.model.reply import HelpdeskCard, Line, Message
from bot.model.time import italian_day
from bot.model.visits import ForgetVisit, KeepVisit, Visit
from bot.rules.helpdesks import route

TOPIC = "trova-sportello"
SUBJECT: Subject = "visit"
AFTER = timedelta(days=4)
HELPED, NOT_HELPED = "sportello-utile", "sportello-non-utile"
"""How the answers are counted."""


def press(turn: Turn, said: str) -> Decision | None:
    """`ask HELPDESK`, `forget`; below the question `yes HELPDESK COMUNE`, `no ...`, `not_yet ...`. None for what is gone."""
    verb, _, about = said.partition(" ")
    id, _, comune = about.partition(" ")
    if verb == "forget":
        return _forgetting(turn, say("visit_forgotten", *WAYS_ON))
    desk = turn.knowledge.territory.helpdesks.get(id)
    if desk is None:
        return _forgetting(turn, say("visit_forgotten", *WAYS_ON))
    if verb == "ask":
        return _agreed_to(turn.remembering(helpdesk=id))
    if comune in turn.knowledge.territory.municipalities:
        turn = turn.remembering(comune=comune)
    match verb:
        case "yes":
            return _counted(_forgetting(turn, say("visit_glad", *WAYS_ON)), HELPED)
        case "no":
            return _counted(_next(turn, desk), NOT_HELPED)
        case "not_yet":
            message = Message((Line("visit_go"), HelpdeskCard(id)), (CHANGE_PLACE,))
            return replace(_forgetting(turn, message), helpdesks=(id,))
    return None


def consented(turn: Turn, version: str) -> Decision:
    """The answer to the notice."""
    if version == consent.DECLINED:
        return turn.decide("action", say("visit_forgotten", *WAYS_ON), topic=TOPIC)
    effects = consent.given(turn, SUBJECT, version)
    if not effects:
        return _agreed_to(turn)
    kept = _kept(turn)
    return replace(kept, effects=(*effects, *kept.effects))


def _agreed_to(turn: Turn) -> Decision:
    if consent.agreed(turn, SUBJECT):
        return _kept(turn)
    return turn.decide("action", consent.ask(turn, SUBJECT), topic=TOPIC)


def _kept(turn: Turn) -> Decision:
    """One question, on a day that is told; it can be taken back."""
    here, on = turn.conversation, turn.today + AFTER
    if here.helpdesk is None:
        return turn.decide("action", say("visit_forgotten", *WAYS_ON), topic=TOPIC)
    visit = Visit(here.chat, here.helpdesk, here.comune, here.language, on)
    told = say("visit_kept", row(choice("visit", "forget", "visit_forget")), CHANGE_PLACE, day=italian_day(on))
    return replace(turn.decide("action", told, topic=TOPIC), effects=(KeepVisit(visit),))


def _next(turn: Turn, desk: Helpdesk) -> Decision:
    """The next helpdesk for the same place, else only a person."""
    comune = turn.conversation.comune
    found = route(turn.knowledge.territory, comune, turn.audience, turn.today) if comune else ()
    other = next((each.id for each in found if each.id != desk.id), None)
    rows = (row(show(acts.PERSON)), CHANGE_PLACE)
    if other is None:
        return _forgetting(turn, say("visit_no_next", *rows))
    decision = _forgetting(turn, Message((Line("visit_next"), HelpdeskCard(other)), rows))
    return replace(decision, helpdesks=(other,))


def _forgetting(turn: Turn, message: Message) -> Decision:
    return replace(turn.decide("action", message, topic=TOPIC), effects=(ForgetVisit(),))


def _counted(decision: Decision, outcome: str) -> Decision:
    """By itself, not as a wish for a helpdesk."""
    return replace(decision, events=tuple(replace(event, topic=outcome) for event in decision.events))


FLOW = Flow(name="visits", verbs={SHOW_VISIT: press}, consents={SUBJECT: consented})
