"""What to say next. Pure: no clock, no database, no waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.dialogue import flow as flows
from bot.dialogue import helpdesks, language, leave, practices, rights, safety, talk, voucher
from bot.dialogue.answers import answer, echo, fallback, vote
from bot.dialogue.desk import drafts, handoff, tickets
from bot.dialogue.leave import company as plan_company
from bot.dialogue.leave import saved
from bot.dialogue.turn import NO_RECORDS, NOTHING, WAYS_ON, Turn, before, row, say, show
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind
from bot.model.decision import Decision, Records
from bot.model.reply import Line, Message
from bot.rules.codes import read_code

Said = TypeVar("Said")
INVITED_COMPANY = "azienda"
LONG = 1000
"""Characters from which we say that a message is long."""


def decide(
    knowledge: Knowledge, conversation: Conversation, heard: Heard, today: date, records: Records = NO_RECORDS
) -> Decision:
    """The whole reply to one message, and what to remember after it."""
    turn = Turn(knowledge, conversation, today, heard.understanding or NOTHING, records, heard.utterance)
    if (drafted := drafts.hear(turn)) is not None:
        return drafted if conversation.greeted else _introduced(drafted)
    if turn.understanding.audience and turn.understanding.audience != "operator":
        turn = turn.remembering(audience=turn.understanding.audience)
    turn = language.heard(turn)
    if (passed_on := handoff.relayed(turn)) is not None:
        return passed_on
    match heard.utterance.kind:
        case Kind.BUTTON:
            decision = press(turn, heard.action) if heard.action else None
            decision = decision or talk.start_again(turn, "old_button")
        case Kind.COMMAND:
            decision = command(turn, heard.utterance.text)
        case Kind.ATTACHMENT if (refused := _refused_file(turn, heard.utterance.attachment or "other")) is not None:
            decision = refused
        case Kind.ATTACHMENT if not heard.utterance.text.strip():
            decision = attachment(turn, heard.utterance.attachment or "other")
        case _:
            decision = _with_notes(echo.with_echo(turn, words(turn)), heard)
    decision = _with_last_topic(leave.kept(turn, flows.aside(turn, decision)))
    if not decision.conversation.greeted:
        decision = _introduced(decision)
    return safety.with_numbers(decision) if turn.understanding.worry else decision


def words(turn: Turn) -> Decision:
    """A message in words: danger first, then a place that was asked for, then the question."""
    understanding = turn.understanding
    if understanding.danger:
        return safety.help_at_once(turn)
    for hear in (voucher.hear, handoff.hear, tickets.hear):
        if (heard := hear(turn)) is not None:
            return heard
    if (heard := _of_plan(turn, leave.hear, plan_company.hear)) is not None:
        return heard
    if (heard := practices.hear(turn)) is not None:
        return heard
    if not understanding.ranking and understanding.place is None:
        return talk.start_again(turn, "no_words") if understanding.by == "lexical" else fallback.miss(turn)
    if understanding.place and (understanding.place.alone or turn.conversation.awaiting == "place"):
        return helpdesks.at(turn, understanding.place)
    if topic := echo.corrected_topic(turn):
        return perform(_understood(turn), topic)
    sure = fallback.sure_topic(turn)
    if turn.conversation.awaiting == "place" and sure in (None, fallback.OFF_TOPIC):
        return helpdesks.place_not_found(turn)
    asked = [topic for topic in understanding.asked if turn.knowledge.topics[topic].kind != "social"]
    if len(asked) > 1:
        first = sure if sure in asked else asked[0]
        return _with_others(perform(_understood(turn), first), [topic for topic in asked if topic != first])
    if sure:
        return perform(turn.remembering(awaiting=None) if sure == fallback.OFF_TOPIC else _understood(turn), sure)
    if guesses := fallback.likely_topics(turn):
        return fallback.suggest(turn, guesses)
    return helpdesks.at(turn, understanding.place) if understanding.place else fallback.miss(turn)


def _understood(turn: Turn) -> Turn:
    return turn.remembering(misses=0, awaiting=None)


def perform(turn: Turn, topic: str) -> Decision:
    """Answers a topic or starts what it stands for."""
    match turn.knowledge.topics[topic].kind:
        case "answer" if turn.records.operator and (chosen := drafts.for_topic(turn, topic)) is not None:
            return chosen
        case "answer" if turn.for_operator:
            return answer.draft(turn, topic)
        case "answer":
            return _with_place(turn, answer.answer(turn, topic))
        case "social":
            return talk.talk(turn, topic)
        case _:
            return _counted_as(topic, ACTIONS.get(topic, _not_active)(turn))


def press(turn: Turn, action: Action) -> Decision | None:
    """What a button does; None if it names something that is no longer there."""
    match action.verb, action.object:
        case "show", topic if topic in turn.knowledge.topics:
            return perform(turn.remembering(misses=0), topic)
        case "more", entry:
            return answer.details(turn, entry)
        case "audience", said:
            audience, _, topic = said.partition(" ")
            return answer.answer_for(turn, audience, topic)
        case "place", comune if comune in turn.knowledge.territory.municipalities:
            return helpdesks.in_comune(turn, comune)
        case "practices", said:
            return practices.press(turn, said)
        case "voucher", said:
            return voucher.press(turn, said)
        case rights.VERB, said:
            return rights.press(turn, said)
        case "ticket", said:
            return tickets.press(turn, said)
        case "handoff", said:
            return handoff.press(turn, said)
        case "consent", said if (flow := CONSENTS.get(said.partition(" ")[0])) is not None:
            return flow(turn, said.partition(" ")[2])
        case "plan", said:
            return leave.press(turn, said)
        case "plan_company", said:
            return plan_company.press(turn, said)
        case "plan_saved", said:
            return saved.press(turn, said)
        case "resume", flow if flow in RESUMES:
            return RESUMES[flow](turn)
        case "ask_place", _:
            return helpdesks.ask(turn)
        case "language", code if code in turn.knowledge.words:
            return language.chosen(turn, code)
        case "none", _:
            return fallback.miss(turn)
        case drafts.VERB, said:
            return drafts.press(turn, said)
        case ("useful" | "useless") as verb, entry:
            return vote.vote(turn, entry, useful=verb == "useful")
        case "voted", _:
            return vote.voted(turn)
    return None


def command(turn: Turn, text: str) -> Decision:
    """A /command, with the words after it."""
    name, *rest = text.lstrip("/").split(maxsplit=1) or [""]
    name, argument = name.partition("@")[0].casefold(), "".join(rest)
    turn = turn.remembering(awaiting=None)
    if name == "start" and argument:
        return _deep_link(turn, argument.strip())
    return COMMANDS.get(name, _unknown_command)(turn)


def attachment(turn: Turn, what: str) -> Decision:
    """Photos, voices and papers are not opened; a position stands for the wish to find a helpdesk."""
    if what == "location":
        return helpdesks.ask(turn, "write_your_town")
    return turn.decide("fallback", say("attachment", *WAYS_ON, what=_name_of_file(turn, what)))


def _refused_file(turn: Turn, what: str) -> Decision | None:
    """In the middle of a request, or while a person answers, files are refused with the reason; None elsewhere."""
    name = _name_of_file(turn, what)
    flows_of_files = (voucher.refuse_file, tickets.refuse_file, handoff.refuse_file)
    return next((refused for refuse in flows_of_files if (refused := refuse(turn, name)) is not None), None)


def _name_of_file(turn: Turn, what: str) -> str:
    known = what if f"attachment_{what}" in turn.knowledge.words["it"] else "other"
    return turn.knowledge.text(f"attachment_{known}", turn.conversation.language)


def _deep_link(turn: Turn, argument: str) -> Decision:
    """t.me/<bot>?start=<topic, place or code>; `azienda` is the invitation that workers pass on to their company."""
    if argument == INVITED_COMPANY:
        return perform(turn.remembering(audience="company"), "azienda-adesione")
    if argument in turn.knowledge.topics:
        return perform(turn, argument)
    if argument.startswith(plan_company.SHARED):
        return plan_company.opened(turn, argument.removeprefix(plan_company.SHARED))
    if isinstance(read_code(argument), str):
        return tickets.start(turn)
    if turn.understanding.place:
        return helpdesks.at(turn, turn.understanding.place)
    return talk.welcome(turn)


def _unknown_command(turn: Turn) -> Decision:
    return talk.start_again(turn, "unknown_command")


def _cancel(turn: Turn) -> Decision:
    if (left := voucher.leave(turn)) is not None:
        return left
    waiting = turn.conversation.waiting if turn.conversation.flow else {}
    forgotten = turn.remembering(awaiting=None, misses=0, flow={}, waiting=waiting)
    return talk.start_again(forgotten, "cancelled")


def _counted_as(topic: str, decision: Decision) -> Decision:
    """Two actions may lead to the same place: each is counted by its own name."""
    events = tuple(replace(event, topic=topic) for event in decision.events)
    return replace(decision, topic=topic, events=events)


def _plan(turn: Turn) -> Decision:
    """A plan of leave is made with the person who takes it; a company looks at what it was asked."""
    return plan_company.start(turn) if turn.audience == "company" else leave.start(turn)


def _agreed_to_keep_plan(turn: Turn, version: str) -> Decision | None:
    return saved.consented(turn, version, lambda agreed: leave.press(agreed, "save"))


def _resume_plan(turn: Turn) -> Decision:
    return _of_plan(turn, leave.resume, plan_company.resume)


def _of_plan(turn: Turn, worker: Callable[[Turn], Said], company: Callable[[Turn], Said]) -> Said:
    """The side of the plan under way; if there is none, that of whoever asks."""
    under_way = turn.conversation.flow.get("name") == plan_company.TOPIC
    side = plan_company.is_under_way(turn) if under_way else turn.audience == "company"
    return company(turn) if side else worker(turn)


def _not_active(turn: Turn) -> Decision:
    return turn.decide("action", say("not_active", row(show("trova-sportello"))))


def _with_place(turn: Turn, decision: Decision) -> Decision:
    """A question that also names a certain place gets its helpdesk too."""
    place = turn.understanding.place
    if place is None or place.status != "found" or place.comune is None:
        return decision
    desks = helpdesks.in_comune(replace(turn, conversation=decision.conversation), place.comune, place.name)
    return replace(
        decision,
        conversation=desks.conversation,
        messages=(*decision.messages, *desks.messages),
        helpdesks=desks.helpdesks,
    )


def _with_others(decision: Decision, topics: list[str]) -> Decision:
    """A message with several questions: the others are offered."""
    others = say("asked_too", *(row(show(topic)) for topic in topics))
    return replace(decision, messages=(*decision.messages, others))


def _with_notes(decision: Decision, heard: Heard) -> Decision:
    """Says that a correction was seen, or that a long message was searched for its question."""
    notes = []
    if heard.utterance.kind is Kind.EDIT:
        notes.append(Line("edited"))
    if len(heard.utterance.text) > LONG and decision.outcome != "safety" and not decision.effects:
        notes.append(Line("long_message"))
    if heard.understanding and heard.understanding.sensitive and decision.outcome != "safety":
        notes.append(Line("no_sensitive_data"))
    first, *others = decision.messages
    return replace(decision, messages=(before(first, *notes), *others)) if notes else decision


def _with_last_topic(decision: Decision) -> Decision:
    """The topic of the last answer is remembered: a person who takes over may be told it."""
    if decision.outcome != "answer" or decision.topic is None:
        return decision
    return replace(decision, conversation=replace(decision.conversation, last_topic=decision.topic))


def _introduced(decision: Decision) -> Decision:
    """The first reply of a chat says what this assistant is; danger is answered before that."""
    told = replace(decision.conversation, greeted=True)
    notice = Message((Line("first_contact"),))
    messages = (*decision.messages, notice) if decision.outcome == "safety" else (notice, *decision.messages)
    return replace(decision, conversation=told, messages=messages)


ACTIONS: dict[str, Callable[[Turn], Decision]] = {
    "trova-sportello": helpdesks.find,
    "parla-operatore": handoff.start,
    "richiedi-voucher": voucher.start,
    rights.TOPIC: rights.start,
    "stato-pratica": tickets.start,
    "buone-prassi": practices.start,
    "pianifica-congedo": _plan,
}
RESUMES: dict[str, Callable[[Turn], Decision]] = {"buone-prassi": practices.resume, "pianifica-congedo": _resume_plan}
RESUMES |= {voucher.TOPIC: voucher.resume, handoff.TOPIC: handoff.resume, tickets.TOPIC: tickets.resume}
"""Flow -> what goes on where it was left."""
CONSENTS: dict[str, Callable[[Turn, str], Decision | None]] = {
    "voucher": voucher.consented,
    "question": handoff.consented,
    "plan": _agreed_to_keep_plan,
}
"""Subject of a notice -> what follows from agreeing to a version of it, or declining."""
COMMANDS: dict[str, Callable[[Turn], Decision]] = {
    "start": talk.welcome,
    "aiuto": talk.help_menu,
    "help": talk.help_menu,
    "sportello": helpdesks.find,
    "buoneprassi": practices.start,
    "piano": _plan,
    "voucher": voucher.start,
    "pratica": tickets.start,
    "operatore": handoff.start,
    "privacy": rights.privacy,
    "annulla": _cancel,
    "cancella": rights.erase,
    "miei_dati": rights.copy,
    "lingua": language.choose,
    "language": language.choose,
}
