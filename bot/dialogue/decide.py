"""What to say next. Pure: no clock, no database, no waiting. Here is only the order in which the flows are heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.dialogue import FLOWS, helpdesks, language, safety, talk
from bot.dialogue.answers import answer, echo, fallback
from bot.dialogue.flow import Flow, aside
from bot.dialogue.turn import NO_RECORDS, NOTHING, WAYS_ON, Turn, before, row, say, show
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind
from bot.model.decision import Decision, Records
from bot.model.reply import Choice, Line, Message

Row = tuple[Choice, ...]

LONG = 1000
"""Characters from which we say that a message is long."""


def decide(
    knowledge: Knowledge,
    conversation: Conversation,
    heard: Heard,
    today: date,
    records: Records = NO_RECORDS,
    flows: tuple[Flow, ...] = FLOWS,
) -> Decision:
    """The whole reply to one message, and what to remember after it."""
    turn = Turn(knowledge, conversation, today, heard.understanding or NOTHING, records, heard.utterance)
    for flow in flows:
        if (decision := flow.first(turn)) is not None:
            return decision if conversation.greeted else _introduced(decision)
    if turn.understanding.audience and turn.understanding.audience != "operator":
        turn = turn.remembering(audience=turn.understanding.audience)
    decision = _without_dead_ends(knowledge, flows, _decided(language.heard(turn), heard, flows))
    if not decision.conversation.greeted:
        decision = _introduced(decision)
    return safety.with_numbers(decision) if turn.understanding.worry else decision


def _decided(turn: Turn, heard: Heard, flows: tuple[Flow, ...]) -> Decision:
    """What the message means, then what becomes of the flow that was under way."""
    match heard.utterance.kind:
        case Kind.BUTTON:
            pressed = press(turn, heard.action, flows) if heard.action else None
            decision = pressed or talk.start_again(turn, "old_button")
        case Kind.COMMAND:
            decision = command(turn, heard.utterance.text, flows)
        case Kind.ATTACHMENT if refused := _refused_file(turn, heard.utterance.attachment or "other", flows):
            decision = refused
        case Kind.ATTACHMENT if not heard.utterance.text.strip():
            decision = attachment(turn, heard.utterance.attachment or "other")
        case _:
            decision = _with_notes(echo.with_echo(turn, words(turn, flows)), heard)
    decision = aside(turn, decision)
    for flow in flows:
        decision = flow.after(turn, decision)
    return _with_last_topic(decision)


def words(turn: Turn, flows: tuple[Flow, ...]) -> Decision:
    """A message in words: danger first, then the flows, then the question."""
    understanding = turn.understanding
    if understanding.danger:
        return safety.help_at_once(turn)
    for flow in flows:
        if (heard := flow.hear(turn)) is not None:
            return heard
    if not understanding.ranking and understanding.place is None:
        return talk.start_again(turn, "no_words") if understanding.by == "lexical" else fallback.miss(turn)
    if topic := echo.corrected_topic(turn):
        return perform(_understood(turn), topic, flows)
    sure = fallback.sure_topic(turn)
    asked = [topic for topic in understanding.asked if turn.knowledge.topics[topic].kind != "social"]
    if len(asked) > 1:
        first = sure if sure in asked else asked[0]
        return _with_others(perform(_understood(turn), first, flows), [topic for topic in asked if topic != first])
    if sure:
        calm = turn.remembering(awaiting=None) if sure == fallback.OFF_TOPIC else _understood(turn)
        return perform(calm, sure, flows)
    if guesses := fallback.likely_topics(turn):
        return fallback.suggest(turn, guesses)
    rescued = (found for flow in flows if (found := flow.rescue(turn)) is not None)
    return next(rescued, None) or fallback.miss(turn)


def _understood(turn: Turn) -> Turn:
    return turn.remembering(misses=0, awaiting=None)


def perform(turn: Turn, topic: str, flows: tuple[Flow, ...]) -> Decision:
    """Answers a topic or starts what it stands for."""
    match turn.knowledge.topics[topic].kind:
        case "answer":
            own = (found for flow in flows if (found := flow.answer(turn, topic)) is not None)
            return next(own, None) or answer.answer(turn, topic)
        case "social":
            return talk.talk(turn, topic)
        case _:
            start = next((flow.topics[topic] for flow in flows if topic in flow.topics), _not_active)
            return _counted_as(topic, start(turn))


def press(turn: Turn, action: Action, flows: tuple[Flow, ...]) -> Decision | None:
    """What a button does; None if it names something that is no longer there."""
    match action.verb, action.object:
        case "show", topic if topic in turn.knowledge.topics:
            return perform(turn.remembering(misses=0), topic, flows)
        case "resume", name:
            resume = next((flow.resume for flow in flows if flow.name == name), None)
            return resume(turn) if resume else None
        case "consent", said:
            subject, _, version = said.partition(" ")
            consented = next((flow.consents[subject] for flow in flows if subject in flow.consents), None)
            return consented(turn, version) if consented else None
        case verb, said:
            pressed = next((flow.verbs[verb] for flow in flows if verb in flow.verbs), None)
            return pressed(turn, said) if pressed else None


def command(turn: Turn, text: str, flows: tuple[Flow, ...]) -> Decision:
    """A /command, with the words after it."""
    name, *rest = text.lstrip("/").split(maxsplit=1) or [""]
    name, argument = name.partition("@")[0].casefold(), "".join(rest).strip()
    turn = turn.remembering(awaiting=None)
    match name:
        case "start" if argument:
            return _deep_link(turn, argument, flows)
        case "start":
            return talk.welcome(turn)
        case "aiuto" | "help":
            return talk.help_menu(turn)
        case "annulla":
            return _cancel(turn, flows)
    start = next((flow.commands[name] for flow in flows if name in flow.commands), None)
    return start(turn) if start else talk.start_again(turn, "unknown_command")


def commands(flows: tuple[Flow, ...] = FLOWS) -> frozenset[str]:
    """Every /command that there is."""
    return frozenset({"start", "aiuto", "help", "annulla"}.union(*(flow.commands for flow in flows)))


def attachment(turn: Turn, what: str) -> Decision:
    """Photos, voices and papers are not opened; a position stands for the wish to find a helpdesk."""
    if what == "location":
        return helpdesks.ask(turn, "write_your_town")
    return turn.decide("fallback", say("attachment", *WAYS_ON, what=_name_of_file(turn, what)))


def _refused_file(turn: Turn, what: str, flows: tuple[Flow, ...]) -> Decision | None:
    """In the middle of a request, or while a person answers, files are refused with the reason; None elsewhere."""
    name = _name_of_file(turn, what)
    return next((refused for flow in flows if (refused := flow.refuse_file(turn, name)) is not None), None)


def _name_of_file(turn: Turn, what: str) -> str:
    known = what if f"attachment_{what}" in turn.knowledge.words["it"] else "other"
    return turn.knowledge.text(f"attachment_{known}", turn.conversation.language)


def _deep_link(turn: Turn, argument: str, flows: tuple[Flow, ...]) -> Decision:
    """t.me/<bot>?start=<a topic, or what a flow knows: a place, a code ...>"""
    if argument in turn.knowledge.topics:
        return perform(turn, argument, flows)
    opened = (found for flow in flows if (found := flow.open(turn, argument)) is not None)
    return next(opened, None) or talk.welcome(turn)


def _cancel(turn: Turn, flows: tuple[Flow, ...]) -> Decision:
    for flow in flows:
        if (left := flow.leave(turn)) is not None:
            return left
    waiting = turn.conversation.waiting if turn.conversation.flow else {}
    forgotten = turn.remembering(awaiting=None, misses=0, flow={}, waiting=waiting)
    return talk.start_again(forgotten, "cancelled")


def _counted_as(topic: str, decision: Decision) -> Decision:
    """Two actions may lead to the same place: each is counted by its own name."""
    events = tuple(replace(event, topic=topic) for event in decision.events)
    return replace(decision, topic=topic, events=events)


def _not_active(turn: Turn) -> Decision:
    return turn.decide("action", say("not_active", row(show("trova-sportello"))))


def _without_dead_ends(knowledge: Knowledge, flows: tuple[Flow, ...], decision: Decision) -> Decision:
    """No button leads to an action that no flow starts; it is answered if it is asked for."""
    active = {topic for flow in flows for topic in flow.topics}
    dead = {topic.id for topic in knowledge.topics.values() if topic.kind == "action"} - active

    def alive(choices: Row) -> Row:
        return tuple(one for one in choices if not (one.action.verb == "show" and one.action.object in dead))

    messages = tuple(
        replace(message, choices=tuple(kept for choices in message.choices if (kept := alive(choices))))
        for message in decision.messages
    )
    return replace(decision, messages=messages)


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
