"""A person takes over: the question that goes to a helpdesk, and the silence of the assistant while somebody has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue import consent, flow, helpdesks, language, safety
from bot.dialogue.desk import appointment
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, before, choice, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Choice, HelpdeskCard, Line, Message, Paper
from bot.model.ticket import APPOINTMENT, MarkDanger, OpenTicket, TellDesk, Ticket
from bot.rules.codes import new_code
from bot.rules.helpdesks import route
from bot.understanding.contact import Contact, contact_in

TOPIC = "parla-operatore"
CONSENT, PLACE, QUESTION = "consent", "place", "question"
WRITING_IN, WRITE, WHY = "stato-pratica", "write", "why"
"""The flow and steps of a message to the desk about a request that is there: more words for it, or why it is contested."""
ABOUT, FOLLOWS, ELSEWHERE = "about", "follows", "elsewhere"
"""In the flow: the topic answered last, which the person agreed to tell the desk; the closed ticket they write after;
that their place is none of ours."""
PHONE, HOURS = "phone", "hours"
"""In the flow: the number to call back and when, told before the question."""
TOLD = (ABOUT, FOLLOWS, ELSEWHERE, PHONE, HOURS, appointment.WHEN, appointment.DESK)
LONGEST_QUESTION = 3500
"""Letters that fit one message beside the card."""
TALK = frozenset(
    {"pause", "cancel", "resume", "repeat", "simpler", "why_do_you_ask", "want_person", "thanks", "greet", "bye"}
)
"""What is said to the assistant in the middle of writing to a person; anything else is for the person."""
SHORTEST_QUESTION = 3
"""Words of a message that only affirms, denies or does not know."""
LONGEST_TALK = 12
"""Words of a message that may only say "un attimo" or "lasciamo stare"."""


# --- a question to a person ---


def start(turn: Turn) -> Decision:
    """Consent, then the municipality, then the question."""
    return _begin(flow.ended(turn, TOPIC))


def again(turn: Turn, closed: Ticket) -> Decision:
    """The citizen writes again after a ticket was closed: a new one, linked to it, for the same helpdesk."""
    there = turn.remembering(comune=closed.comune) if closed.comune else turn
    return _quieted(_begin(there.remembering(flow={"name": TOPIC, FOLLOWS: closed.code})))


def _begin(turn: Turn) -> Decision:
    if place := turn.understanding.place:
        turn = turn.remembering(comune=place.comune if place.status == "found" else None)
    if not consent.agreed(turn, "question"):
        asking = _at_step(turn, CONSENT)
        notice = consent.ask(turn, "question", row(show("trova-sportello")))
        comune = turn.conversation.comune
        desks = helpdesks.desks_for(turn, comune) if comune else ()
        return asking.decide("action", say("handoff_intro"), notice, topic=TOPIC, helpdesks=desks)
    return _next(turn)


def consented(turn: Turn, version: str) -> Decision:
    """The answer to the notice. Who does not agree gets the helpdesk's address all the same."""
    if version == consent.DECLINED:
        over = flow.ended(turn, TOPIC)
        declined = _quiet(over, say("handoff_declined"))
        desk = helpdesks.find(replace(over, understanding=replace(turn.understanding, place=None)))
        return replace(desk, messages=(*declined.messages, *desk.messages), topic=TOPIC, events=())
    effects = consent.given(turn, "question", version)
    return replace(_quieted(_next(turn)), effects=effects) if effects else _begin(turn)


def resume(turn: Turn) -> Decision:
    spoken = turn.utterance is not None and turn.utterance.kind is not Kind.BUTTON
    if spoken and flow.step(turn, TOPIC) == CONSENT and not consent.agreed(turn, "question"):
        return _quiet(turn, consent.again(turn, "question", row(show("trova-sportello"))))
    return _quieted(_begin(turn))


def press(turn: Turn, said: str) -> Decision | None:
    """`comune ISTAT`, `about TOPIC`, `slots HELPDESK`, `book HELPDESK MOMENT`, `start`; None for what is no longer there."""
    verb, _, value = said.partition(" ")
    known = turn.knowledge
    match verb:
        case "start":
            return start(turn)
        case "comune" if value in known.territory.municipalities:
            return resume(turn.remembering(comune=value))
        case "slots":
            return appointment.slots(turn, value)
        case "book" if picked := appointment.picked(turn, value):
            desk, when = picked
            asked = {"name": TOPIC, appointment.DESK: desk.id, appointment.WHEN: when.isoformat()}
            return _quieted(_begin(turn.remembering(flow=asked)))
        case "elsewhere":
            elsewhere = _elsewhere_told(turn.remembering(comune=None))
            return _ask_question(elsewhere) if consent.agreed(turn, "question") else resume(elsewhere)
        case "about" if value in known.topics and flow.step(turn, TOPIC) == QUESTION:
            with_topic = _at_step(turn, QUESTION, **{ABOUT: value})
            return _quiet(with_topic, say("handoff_about_kept", title=known.topics[value].title))
    return None


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of the hand-off: here the question may be about anything."""
    step = flow.step(turn, TOPIC)
    contact = contact_in(turn.said)
    if contact and contact.alone and step in (PLACE, QUESTION) and consent.agreed(turn, "question"):
        return _contact_told(turn, step or QUESTION, contact)
    if step == PLACE and turn.understanding.place:
        return _place(turn)
    if step != QUESTION or not consent.agreed(turn, "question") or only_talks(turn) or _is_no_question(turn):
        return None
    if turn.understanding.sensitive:
        return _quiet(turn, say("handoff_no_sensitive"))
    if not any(letter.isalnum() for letter in turn.said):
        return _quiet(turn, say("handoff_ask_question"))
    if len(turn.said) > LONGEST_QUESTION:
        return _quiet(turn, say("ticket_too_long"))
    return _open(turn)


def _contact_told(turn: Turn, step: str, contact: Contact) -> Decision:
    """A number or an hour by itself is no question: it goes with the one that is still asked for."""
    new = {name: value for name, value in ((PHONE, contact.phone), (HOURS, contact.hours)) if value}
    kept = _at_step(turn, step, **new)
    told = say("handoff_contact_kept", told=", ".join(new.values()))
    ask = say("handoff_ask_place", row(_elsewhere())) if step == PLACE else say("handoff_ask_question")
    return _quiet(kept, before(ask, *told.parts))


def only_talks(turn: Turn) -> bool:
    """A few words that do something, such as "un attimo che cerco le parole", are no question for a person."""
    talks = turn.understanding.only_acts and len(turn.said.split()) <= LONGEST_TALK
    return talks and bool(flow.does(turn)) and TALK.issuperset(flow.does(turn)) and not flow.tells(turn)


def _is_no_question(turn: Turn) -> bool:
    """ "sì", "direi di no", "boh": a person could make nothing of it where nothing was asked before."""
    return turn.understanding.only_acts and len(turn.said.split()) <= SHORTEST_QUESTION


def unclear(turn: Turn) -> Decision | None:
    """The open question once more."""
    if flow.step(turn, TOPIC) == PLACE:
        return _quiet(turn, say("place_unknown", row(_elsewhere())))
    return resume(turn)


def refuse_file(turn: Turn, what: str) -> Decision | None:
    """Files are not passed on, and why; None where no person is being written to."""
    if flow.step(turn, TOPIC) == QUESTION or taken(turn):
        return _quiet(turn, say("handoff_no_files", what=what))
    return None


def _at_step(turn: Turn, step: str, **answers: str) -> Turn:
    """The step, with what was told before it."""
    under_way = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    told = {name: under_way[name] for name in TOLD if name in under_way}
    return flow.at_step(turn, TOPIC, step, **{**told, **answers})


def _elsewhere_told(turn: Turn) -> Turn:
    return _at_step(turn, PLACE, **{ELSEWHERE: "yes"})


def _next(turn: Turn) -> Decision:
    if turn.conversation.comune is None and not {ELSEWHERE, appointment.DESK} & turn.conversation.flow.keys():
        asking = _at_step(turn, PLACE)
        return asking.decide("action", say("handoff_ask_place", row(_elsewhere())), topic=TOPIC)
    return _ask_question(turn)


def _ask_question(turn: Turn) -> Decision:
    """The question; the topic answered last goes with it only if the person says so."""
    if asked := _appointment(turn):
        wish = say("handoff_ask_appointment", **appointment.said(turn, asked))
        return _at_step(turn, QUESTION).decide("action", wish, topic=TOPIC)
    last = turn.conversation.last_topic or ""
    topic = turn.knowledge.topics.get(last)
    offer = (row(choice("handoff", f"about {last}", "handoff_about")),) if topic else ()
    asking = _at_step(turn, QUESTION)
    question = say("handoff_ask_question_about", *offer, title=topic.title) if topic else say("handoff_ask_question")
    return asking.decide("action", question, topic=TOPIC)


def _appointment(turn: Turn) -> datetime | None:
    """The moment that was picked, if it is still to come."""
    moment = turn.conversation.flow.get(appointment.WHEN)
    when = datetime.fromisoformat(moment) if moment else None
    return when if when and when > turn.records.now else None


def _place(turn: Turn) -> Decision | None:
    place = turn.understanding.place
    if place is None:
        return None
    if place.status == "found" and place.comune:
        return _quieted(_ask_question(turn.remembering(comune=place.comune)))
    if place.status == "outside":
        return _quieted(_ask_question(_elsewhere_told(turn)))
    municipalities = turn.knowledge.territory.municipalities
    candidates = (place.comune,) if place.comune else place.candidates
    rows = [
        row(choice("handoff", f"comune {each}", "comune", {"comune": municipalities[each].name})) for each in candidates
    ]
    return _quiet(turn, say("which_place", *rows, row(_elsewhere())))


def _elsewhere() -> Choice:
    return choice("handoff", "elsewhere", "handoff_elsewhere")


def _open(turn: Turn) -> Decision:
    """A ticket for the nearest competent helpdesk, with the question and nothing more than was agreed to."""
    comune = turn.conversation.comune
    desks = route(turn.knowledge.territory, comune, turn.audience, turn.today) if comune else ()
    about = turn.knowledge.topics.get(turn.conversation.flow.get(ABOUT, ""))
    said, now = turn.said, turn.records.now
    after = turn.conversation.flow.get(FOLLOWS)
    follows = next((each for each in turn.records.tickets if each.code == after), None)
    wished, chosen = _appointment(turn), turn.conversation.flow.get(appointment.DESK)
    helpdesk = follows.helpdesk if follows else chosen or (desks[0].id if desks else None)
    ticket = Ticket(
        code=new_code(turn.records.fresh),
        kind="question",
        chat=turn.conversation.chat,
        language=turn.conversation.language,
        helpdesk=helpdesk,
        opened_at=now,
        changed_at=now,
        comune=comune,
        consent=consent.current(turn, "question").version,
        follows=follows.code if follows else None,
        form={APPOINTMENT: wished.isoformat()} if wished else {},
    )
    words = f"{said}\n\n(Argomento: {about.title})" if about else said
    if call := ", ".join(told for name in (PHONE, HOURS) if (told := turn.conversation.flow.get(name))):
        words = f"{words}\n\n(Da richiamare: {call})"
    if wished:
        words = f"{words}\n\n(Appuntamento chiesto: {appointment.said(turn, wished)['when']})"
    qr = Paper("case_qr", f'{{"code": "{ticket.code}"}}')
    first = Message((Line("handoff_sent", {"code": ticket.code}),), papers=(qr,))
    cards = (Line("handoff_desk"), HelpdeskCard(helpdesk)) if helpdesk else (Line("handoff_lead"),)
    rows = (
        row(choice("ticket", f"write {ticket.code}", "ticket_write")),
        row(choice("ticket", f"show {ticket.code}", "ticket_see")),
    )
    sent = flow.ended(turn, TOPIC).decide("action", first, Message(cards, rows), topic=TOPIC)
    mark = (MarkDanger(ticket.code),) if turn.understanding.worry else ()
    return replace(sent, events=(), effects=(OpenTicket(ticket, words), *mark))


# --- while a person has it ---


def taken(turn: Turn) -> Ticket | None:
    """The ticket of this chat that an operator has in hand and answers in; of several the one that is meant."""
    held = [each for each in turn.records.tickets if each.status == "taken" and not each.bot_speaks]
    meant = turn.records.concerns or _written_to(turn)
    return next((each for each in held if each.code == meant), None) or max(
        held, key=lambda each: each.changed_at, default=None
    )


def _written_to(turn: Turn) -> str | None:
    """Code of the ticket for which "Scrivi allo sportello" was pressed, or a second look asked."""
    return turn.conversation.flow.get("ticket") if flow.step(turn, WRITING_IN) in (WRITE, WHY) else None


def _answered_in_queue(turn: Turn) -> Ticket | None:
    """The ticket that nobody has and that these words belong to: they answer a message about it, or its operator's last."""
    waiting = [each for each in turn.records.tickets if each.status == "open"]
    if meant := next((each for each in waiting if each.code == turn.records.concerns), None):
        return meant
    busy = bool(turn.conversation.flow) and turn.conversation.flow_on == turn.today.isoformat()
    if turn.conversation.awaiting or busy or taken(turn):
        return None
    asked = [each for each in waiting if each.operator_spoke_last and not each.bot_speaks]
    return max(asked, key=lambda each: each.changed_at, default=None)


def relayed(turn: Turn) -> Decision | None:
    """A message for the person who has the ticket goes there, and the assistant keeps silent; None otherwise.

    Commands and buttons are for the assistant. Danger is answered at once as well as told. The first time, and in the
    middle of another dialogue, a line says where the message went.
    """
    turn = language.heard(turn)
    if (urgent := _danger_in_question(turn)) is not None:
        return urgent
    utterance, ticket = turn.utterance, taken(turn)
    if utterance is None or utterance.in_group or not turn.said or utterance.kind not in (Kind.TEXT, Kind.EDIT):
        return None
    if utterance.kind is Kind.EDIT and (mended := _corrected(turn, ticket)) is not None:
        return mended
    writing = _written_to(turn)
    if utterance.kind is Kind.TEXT and not writing and (queued := _answered_in_queue(turn)):
        ways = (
            row(choice("ticket", f"write {queued.code}", "ticket_write_more")),
            row(choice("ticket", f"bot {queued.code}", "ticket_ask_bot")),
        )
        return _passed_on(turn, TellDesk(queued.code), say("ticket_joined", *ways, code=queued.code))
    if ticket is None or writing not in (None, ticket.code):
        return None
    if writing:
        turn = flow.ended(turn, WRITING_IN)
    busy = bool(turn.conversation.flow)
    back = row(choice("ticket", f"bot {ticket.code}", "handoff_back"))
    messages = (say("handoff_passed_on", back),) if busy or writing or not ticket.relayed else ()
    return _passed_on(turn, TellDesk(ticket.code, correction=utterance.kind is Kind.EDIT), *messages)


def _passed_on(turn: Turn, effect: TellDesk, *messages: Message) -> Decision:
    """To the desk, with what the citizen is told of it; danger is answered at once as well."""
    mark = (MarkDanger(effect.ticket),) if turn.understanding.worry else ()
    if (urgent := safety.hear(turn)) is not None:
        return replace(urgent, effects=(effect, *mark))
    if turn.understanding.sensitive:
        messages = (*messages, say("handoff_sensitive_passed"))
    decision = replace(turn.decide("action", *messages), events=(), effects=(effect, *mark))
    return safety.with_care(turn, decision) if turn.understanding.worry else decision


def _danger_in_question(turn: Turn) -> Decision | None:
    """The question to a person speaks of danger: whom to call is said first, and the person gets it, marked."""
    urgent = safety.hear(turn)
    if urgent is None or flow.step(turn, TOPIC) != QUESTION or not turn.said or not consent.agreed(turn, "question"):
        return None
    if turn.utterance is None or turn.utterance.kind is not Kind.TEXT or len(turn.said) > LONGEST_QUESTION:
        return None
    sent = _open(replace(turn, conversation=urgent.conversation))
    return replace(sent, messages=(*urgent.messages, *sent.messages), outcome="safety", heard_as="danger")


def _corrected(turn: Turn, ticket: Ticket | None) -> Decision | None:
    """What stands in a ticket is corrected there, whoever has it now; None if it stands in none that is open.

    Where `ticket`, in hand, is the one, nothing needs saying: it goes the way of every message.
    """
    own = next((each for each in turn.records.tickets if each.code == turn.records.concerns), None)
    if own is None or own.status == "closed" or own == ticket or turn.understanding.danger:
        return None
    if turn.understanding.sensitive:
        return _quiet(turn, say("handoff_no_sensitive"))
    done = _quiet(turn, say("ticket_corrected", code=own.code))
    return replace(done, effects=(TellDesk(own.code, correction=True),))


def _quiet(turn: Turn, *messages: Message) -> Decision:
    return _quieted(turn.decide("action", *messages, topic=TOPIC))


def _quieted(decision: Decision) -> Decision:
    """Steps are not counted: the wish for a person was counted when it was said."""
    return replace(decision, events=())


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"operatore": start},
    verbs={"handoff": press},
    consents={"question": consented},
    first=relayed,
    hear=hear,
    unclear=unclear,
    resume=resume,
    refuse_file=refuse_file,
)
