"""What to say next. Pure: no clock, no database, no waiting. Here is only the order in which the flows are heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from bot.dialogue import (
    FLOWS,
    about_me,
    acts,
    around,
    buttons,
    follow_up,
    grid,
    helpdesks,
    language,
    person,
    results,
    safety,
    talk,
    where,
)
from bot.dialogue.answers import answer, echo, fallback, for_you, going_on
from bot.dialogue.flow import SOCIAL, Flow, aside, does, named, open_flow, resumed, tells_nothing
from bot.dialogue.turn import NO_RECORDS, NOTHING, WAYS_ON, Turn, row, say, show
from bot.knowledge.loader import Knowledge
from bot.model.conversation import LOCATION, Action, Conversation, Heard, Kind
from bot.model.decision import Decision, Records
from bot.rules.companies import registered

UNASKED = frozenset({fallback.OFF_TOPIC, "saluto", "grazie"})
"""Topics that ask nothing: in the middle of a form its open question is asked again."""

WORDLESS = frozenset({"not_what_i_asked", "simpler", "resume", "repeat", "cancel", "pause", "want_person"})
"""Acts in whose words no facet is asked: "non è la risposta alla mia domanda"."""


def decide(
    knowledge: Knowledge,
    conversation: Conversation,
    heard: Heard,
    today: date,
    records: Records = NO_RECORDS,
    flows: tuple[Flow, ...] = FLOWS,
) -> Decision:
    """The whole reply to one message, and what to remember after it."""
    if joined := registered(records.network.members):
        knowledge = replace(knowledge, companies={**knowledge.companies, **joined})
    turn = Turn(knowledge, conversation, today, heard.understanding or NOTHING, records, heard.utterance)
    for flow in flows:
        if (decision := flow.first(turn)) is not None:
            decision = results.counted(turn, aside(turn, decision, flows))
            return decision if conversation.greeted else around.introduced(knowledge, decision)
    if turn.understanding.audience and turn.understanding.audience != "operator":
        turn = turn.remembering(audience=turn.understanding.audience)
    decision = around.without_dead_ends(knowledge, flows, _decided(language.heard(turn), heard, flows))
    if not decision.conversation.greeted:
        decision = around.introduced(knowledge, decision)
    return results.counted(turn, safety.with_care(turn, decision))


def _decided(turn: Turn, heard: Heard, flows: tuple[Flow, ...]) -> Decision:
    """What the message means, then what becomes of the flow that was under way."""
    urgent = safety.hear(turn)
    match heard.utterance.kind:
        case _ if urgent:
            decision = around.with_notes(replace(urgent, heard_as="danger"), heard)
        case Kind.BUTTON:
            pressed = press(turn, heard.action, flows) if heard.action else None
            decision = pressed or talk.start_again(turn, "old_button")
        case Kind.COMMAND:
            decision = command(turn, heard.utterance.text, flows)
        case Kind.ATTACHMENT if taken := where.position_in_form(turn, open_flow(turn, flows)):
            decision = replace(taken, heard_as="open")
        case Kind.ATTACHMENT if refused := _refused_file(turn, heard.utterance.attachment or "other", flows):
            decision = refused
        case Kind.ATTACHMENT if not turn.said:
            decision = attachment(turn, heard.utterance.attachment or "other")
        case _:
            before_it = turn.conversation.person
            under_way = open_flow(turn, flows)
            turn = turn if under_way and under_way.private else person.remembered(turn)
            turn = replace(turn, told=turn.conversation.person.changed_from(before_it))
            decided = about_me.with_change(turn, words(turn, flows), before_it)
            decision = around.with_notes(echo.with_echo(turn, decided), heard)
    decision = aside(turn, decision, flows)
    for flow in flows:
        decision = flow.after(turn, decision)
    return around.with_last_topic(turn, decision)


def words(turn: Turn, flows: tuple[Flow, ...]) -> Decision:
    """A message in words: danger, what is open, what it does, what it asks."""
    under_way, button = open_flow(turn, flows), buttons.typed(turn)
    stopping = button is not None and button.verb == acts.VERB
    idle = under_way is not None and tells_nothing(turn) and not under_way.tells(turn)
    answers = under_way and not stopping and not (under_way.asks(turn) and idle)
    if under_way and answers and (fits := under_way.hear(turn)) is not None:
        return replace(fits, heard_as="open")

    def pressed(turn: Turn, verb: str, object: str) -> Decision | None:
        return press(turn, Action(verb, object), flows)

    if button and (done := pressed(turn, button.verb, button.object)):
        return replace(done, heard_as="button")
    if not under_way and (begun := acts.started(turn, flows, pressed)) is not None:
        return begun
    sure = fallback.sure_topic(turn)
    corrects = "correct" in does(turn) or not _asks(turn, sure)
    tells_only = grid.only_tells(turn) and (for_you.changes(turn) or not sure)
    if turn.told and not under_way and (corrects or tells_only) and (topic := follow_up.same_question(turn)):
        return replace(perform(_understood(turn), topic, flows), heard_as="follow_up")
    if (by_grid := _by_grid(turn, flows, under_way)) is not None:
        return by_grid
    if (
        not _tells_a_place(turn, flows)
        and not _asks(turn, sure)
        and (done := acts.hear(turn, flows, pressed)) is not None
    ):
        return done
    if under_way and not _asks(turn, sure) and (taken := under_way.take(turn)) is not None:
        return replace(taken, heard_as="open")
    for flow in flows:
        if flow is not under_way and (heard := flow.hear(turn)) is not None:
            return replace(heard, heard_as="open")
    if not sure and (button := buttons.hinted(turn)) and (done := pressed(turn, button.verb, button.object)):
        return replace(done, heard_as="button")
    return question(turn, flows, sure, under_way)


def _tells_a_place(turn: Turn, flows: tuple[Flow, ...]) -> bool:
    """A place is no yes and no "enough", whatever its letters are like; and a greeting with a place is more than one."""
    place = turn.understanding.place
    if place is None:
        return False
    if place.alone or turn.conversation.awaiting == "place":
        return True
    return SOCIAL.issuperset(does(turn)) and (place.status == "found" or _rescued(turn, flows) is not None)


def _asks(turn: Turn, sure: str | None) -> bool:
    """A clear question about one of our topics is a question, whatever else the message does."""
    if sure is None or (kind := turn.knowledge.topics[sure].kind) == "social":
        return False
    return acts.weaker_than_topic(turn) if turn.understanding.only_acts else kind == "answer"


def question(turn: Turn, flows: tuple[Flow, ...], sure: str | None, under_way: Flow | None) -> Decision:
    """A new question: its topic, or several; where none is clear, what may have been meant, and a person."""
    understanding = turn.understanding
    if not understanding.ranking and understanding.place is None:
        return talk.start_again(turn, "no_words") if understanding.by == "lexical" else fallback.miss(turn)
    if topic := echo.corrected_topic(turn):
        return replace(perform(_understood(turn), topic, flows), heard_as="follow_up")
    answers_form = under_way is not None and (_answers_it(turn, under_way) or _said_last(turn, under_way))
    behind = None if answers_form else follow_up.in_context(turn)
    if behind is not None and behind.understanding.best:
        topic, do = behind.understanding.best.topic, partial(perform, flows=flows)
        return replace(going_on.behind(turn, _understood(behind), topic, do), heard_as="follow_up")
    if understanding.bare:
        return replace(fallback.which_of(turn, understanding.bare), heard_as="fallback")
    asked = [topic for topic in understanding.asked if turn.knowledge.topics[topic].kind != "social"]
    if len(asked) > 1:
        return around.with_others(perform(_understood(turn), asked[0], flows), asked[1:])
    clear = sure is not None and turn.knowledge.topics[sure].kind != "social"
    if not clear and not under_way and (topic := _asked_by_the_way(turn) or for_you.one_answer(turn)) is not None:
        return perform(_understood(turn), topic, flows)
    if not clear and not under_way and (rescued := _rescued(turn, flows)) is not None:
        return rescued
    if sure and not (sure in UNASKED and under_way):
        calm = turn.remembering(awaiting=None) if sure == fallback.OFF_TOPIC else _understood(turn)
        return perform(calm, sure, flows)
    asks = turn.understanding.question and bool(fallback.likely_topics(turn))
    if under_way and not asks and (again := under_way.unclear(turn)) is not None:
        return replace(again, heard_as="fallback")
    if sure:
        return perform(turn.remembering(awaiting=None), sure, flows)
    if guesses := fallback.likely_topics(turn):
        return replace(fallback.suggest(turn, guesses), heard_as="fallback")
    return replace(_rescued(turn, flows) or fallback.miss(turn), heard_as="fallback")


def _rescued(turn: Turn, flows: tuple[Flow, ...]) -> Decision | None:
    """What a flow makes of a message that asks nothing clear; where it may ask something, that is offered below."""
    rescued = next((found for flow in flows if (found := flow.rescue(turn)) is not None), None)
    if rescued is None:
        return None
    return fallback.with_other_readings(turn, rescued)


def _by_grid(turn: Turn, flows: tuple[Flow, ...], under_way: Flow | None) -> Decision | None:
    """A facet of what is talked about, or another subject with the facet asked last: see dialogue/grid.py."""
    does_it = turn.understanding.only_acts and any(act.name in WORDLESS for act in turn.understanding.acts)
    cell = None if does_it or (under_way and _answers_it(turn, under_way)) else grid.asked(turn)
    if cell is None or not (turn.conversation.flow or follow_up.recent(turn)):
        return None
    done = going_on.by_grid(_understood(turn), cell, partial(perform, flows=flows))
    return replace(done, heard_as="follow_up")


def _said_last(turn: Turn, flow: Flow) -> bool:
    """The question of the form is what was said last: nothing goes on from an answer before it."""
    return flow.asks(turn) and turn.conversation.asides == 0


def _answers_it(turn: Turn, flow: Flow) -> bool:
    """A question is open, and the message is none itself: however it is read, it does not go on from an answer."""
    return flow.asks(turn) and not turn.understanding.question and not follow_up.begins_like_one(turn)


def _asked_by_the_way(turn: Turn) -> str | None:
    """What the one question of a story asks, where the story as a whole is not clear."""
    topic = turn.understanding.story_asks
    return topic if topic and turn.knowledge.topics[topic].kind == "answer" else None


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
            flow = named(flows, name)
            return resumed(turn, flow) if flow else None
        case acts.VERB, said:
            return acts.press(turn, said, flows)
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
            return acts.cancel(turn, flows)
    start = next((flow.commands[name] for flow in flows if name in flow.commands), None)
    return start(turn) if start else talk.start_again(turn, "unknown_command")


def commands(flows: tuple[Flow, ...] = FLOWS) -> frozenset[str]:
    """Every /command that there is."""
    return frozenset({"start", "aiuto", "help", "annulla"}.union(*(flow.commands for flow in flows)))


def attachment(turn: Turn, what: str) -> Decision:
    """Photos, voices and papers are not opened; a position is the wish to find a helpdesk."""
    if what == LOCATION:
        return helpdesks.positioned(turn)
    return turn.decide("fallback", say("attachment", *WAYS_ON, what=_name_of_file(turn, what)))


def _refused_file(turn: Turn, what: str, flows: tuple[Flow, ...]) -> Decision | None:
    """In the middle of a request, or while a person answers, files are refused with the reason; None elsewhere."""
    if what == LOCATION:
        return None
    name = _name_of_file(turn, what)
    return next((refused for flow in flows if (refused := flow.refuse_file(turn, name)) is not None), None)


def _name_of_file(turn: Turn, what: str) -> str:
    known = what if f"attachment_{what}" in turn.knowledge.words["it"] else "other"
    return turn.knowledge.text(f"attachment_{known}", turn.conversation.language)


def _deep_link(turn: Turn, argument: str, flows: tuple[Flow, ...]) -> Decision:
    """t.me/<bot>?start=<a topic, or what a flow knows: a place, a code ...>"""
    topic = argument.casefold().replace("_", "-")
    if topic in turn.knowledge.topics:
        return perform(turn, topic, flows)
    opened = (found for flow in flows if (found := flow.open(turn, argument)) is not None)
    return next(opened, None) or talk.welcome(turn)


def _counted_as(topic: str, decision: Decision) -> Decision:
    """Two actions may lead to the same place: each is counted by its own name."""
    events = tuple(replace(event, topic=topic) for event in decision.events)
    return replace(decision, topic=topic, events=events)


def _not_active(turn: Turn) -> Decision:
    return turn.decide("action", say("not_active", row(show("trova-sportello"))))
