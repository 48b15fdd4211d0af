"""What people do beside asking and answering, heard against what is open: one way for each, in every flow alike.

Small talk never ends or pauses what is open; a question that is open is asked again after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import buttons, follow_up, talk
from bot.dialogue.flow import SOCIAL, Flow, asking, does, ended, named, open_flow, resumed
from bot.dialogue.turn import WAYS_ON, Turn, before, choice, row, say, show
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message
from bot.understanding.plain import plain

PERSON = "parla-operatore"
VERB = "flow"
"""Of the buttons that keep or delete what was told."""
MOST_READINGS = 3
ANSWERS = frozenset({"affirm", "deny", "acknowledge"})
CLEAR_TOPIC, CLEAR_ACT, CLEAR_ANSWER = 0.9, 0.95, 0.98
"""Confidences from which a topic is meant, from which an act is done, and one of `ANSWERS`, whatever else may be: "sì, voglio
il piano" asks for it."""
NEEDS_SOMETHING = frozenset({"cancel", "resume", "correct", "why_do_you_ask"})
"""Acts about something that is open."""
CLOSES = frozenset({"cancel", "bye", "not_what_i_asked"})
"""Acts after which the answer given last is no longer what is talked about."""
GO_AHEAD = 5
"""Words of a message that may say "let's do it"."""
NOT_STARTED = frozenset({"trova-sportello", "stato-pratica", "cancella-dati", PERSON})
"""Ways on under most answers: "let's do it" does not mean them."""
GUIDE = "cosa-sai-fare"

Press = Callable[[Turn, str, str], Decision | None]
"""Presses a button: turn, verb, object."""


def weaker_than_topic(turn: Turn) -> bool:
    """What the message seems to do counts less than what it is about: it is surer to be about it, or does what can only be
    done to something open, and nothing is."""
    acts, best, talk_of = turn.understanding.acts, turn.understanding.best, turn.conversation
    if best is None or not acts:
        return False
    if not talk_of.flow and not talk_of.waiting and all(act.name in NEEDS_SOMETHING for act in acts):
        return True
    if best.confidence < CLEAR_TOPIC or best.topic == talk_of.flow.get("name"):
        return False
    return all(act.confidence < (CLEAR_ANSWER if act.name in ANSWERS else CLEAR_ACT) for act in acts)


def hear(turn: Turn, flows: tuple[Flow, ...], press: Press) -> Decision | None:
    """What the message does; None where it does nothing beside asking or answering, or asks something clear as well."""
    acts = does(turn)
    if not acts:
        return None
    act = "cancel" if "cancel" in acts else next((name for name in acts if name not in SOCIAL), acts[-1])
    if act in CLOSES:
        misread = act == "not_what_i_asked"
        turn = replace(turn, conversation=follow_up.forgetting(turn.conversation, misread))
    decision = _done(turn, act, flows, press)
    return replace(decision, heard_as="act") if decision else None


def _done(turn: Turn, act: str, flows: tuple[Flow, ...], press: Press) -> Decision | None:
    flow = open_flow(turn, flows)
    match act:
        case "affirm" | "confirm_send":
            return _answered(turn, flow, "yes", press)
        case "deny":
            return _answered(turn, flow, "no", press)
        case "cancel":
            return cancel(turn, flows)
        case "pause":
            return _say_first(turn, flow, "act_pause") if flow else _say(turn, "act_pause_nothing")
        case "resume":
            return _resumed(turn, flows)
        case "correct" if flow:
            return flow.change(turn) or _again(turn, flow, Line("act_correct"))
        case "repeat":
            return _repeated(turn, flow)
        case "simpler":
            return (
                _again(turn, flow, Line(_known(turn, f"act_simple_{_step(turn)}", "act_simpler")))
                if flow
                else _brief(turn)
            )
        case "why_do_you_ask" if flow:
            return flow.why(turn) or _again(
                turn, flow, Line(_known(turn, f"act_why_{flow.name}_{_step(turn)}", "act_why"))
            )
        case "dont_know" if flow is None and turn.understanding.only_acts:
            return _say(turn, "act_pause_nothing")
        case "dont_know" if flow:
            return flow.skip(turn) or _again(turn, flow, Line("act_dont_know"))
        case "not_what_i_asked":
            return _other_readings(turn, flow)
        case "want_person":
            start = next((each.topics[PERSON] for each in flows if PERSON in each.topics), None)
            return start(turn) if start and not (flow and flow.name == PERSON) else None
        case "greet" | "thanks" | "bye" | "acknowledge" | "small_talk":
            return _social(turn, flow, act)
    return None


def _answered(turn: Turn, flow: Flow | None, means: str, press: Press) -> Decision | None:
    """A yes or a no goes to the button that says it; where no button does, it is for others."""
    button = buttons.meaning(turn, "yes" if means == "yes" else "no")
    if button is not None:
        return press(turn, button.verb, button.object)
    if flow is None:
        return _say(turn, "act_yes" if means == "yes" else "act_no")
    return flow.unclear(turn)


def cancel(turn: Turn, flows: tuple[Flow, ...]) -> Decision:
    """Asks once: keep for later, or delete all. Where nothing was told there is nothing to ask."""
    flow = open_flow(turn, flows) or next((named(flows, state["name"]) for state in turn.conversation.waiting), None)
    if flow is None:
        idle = turn.remembering(awaiting=None, misses=0)
        return talk.start_again(idle, "cancelled")
    if not flow.holds(turn):
        return drop(turn, flow)
    rows = (
        row(choice(VERB, f"keep {flow.name}", "act_keep")),
        row(choice(VERB, f"drop {flow.name}", "act_drop")),
        row(choice("resume", flow.name, "resume", {"title": turn.knowledge.topics[flow.name].title})),
    )
    return _quiet(turn, flow, say("act_cancel", *rows))


def press(turn: Turn, said: str, flows: tuple[Flow, ...]) -> Decision | None:
    """The buttons of a cancelled flow: `keep NAME`, `drop NAME`."""
    verb, _, name = said.partition(" ")
    flow = named(flows, name)
    if flow is None:
        return None
    return keep(turn, flow) if verb == "keep" else drop(turn, flow) if verb == "drop" else None


def keep(turn: Turn, flow: Flow) -> Decision:
    """What was told waits; a button goes on with it."""
    under_way, waits = turn.conversation.flow, turn.conversation.waiting
    here = under_way.get("name") == flow.name
    kept = (under_way, *waits) if here and not flow.waits(turn) else waits
    waiting = turn.remembering(flow={} if here else under_way, waiting=kept, awaiting=None, misses=0)
    title = turn.knowledge.topics[flow.name].title
    return _quiet(waiting, flow, say("act_kept", row(choice("resume", flow.name, "resume", {"title": title}))))


def drop(turn: Turn, flow: Flow) -> Decision:
    """Everything that was told is deleted, and that is said."""
    told = "act_dropped" if flow.holds(turn) else "cancelled"
    gone = ended(turn, flow.name).remembering(awaiting=None)
    anew = (row(show(flow.name)),) if flow.topics.get(flow.name) and flow.name not in NOT_STARTED else ()
    return replace(_quiet(gone, flow, say(told, *anew, *WAYS_ON)), effects=flow.dropping(turn))


def _resumed(turn: Turn, flows: tuple[Flow, ...]) -> Decision | None:
    """Goes on with what is open, else with what waits; where nothing does, that is said."""
    for state in (turn.conversation.flow, *turn.conversation.waiting):
        flow = named(flows, state.get("name"))
        if flow and (decision := resumed(turn, flow)) is not None:
            return decision
    waits = next((flow for flow in flows if flow.resume and flow.waits(turn)), None)
    return waits.resume(turn) if waits and waits.resume else _say(turn, "act_nothing_open")


def _repeated(turn: Turn, flow: Flow | None) -> Decision | None:
    if flow:
        return _again(turn, flow)
    last = turn.conversation.last_topic
    return None if last is None else _answer_again(turn, last)


def _answer_again(turn: Turn, topic: str, brief: bool = False) -> Decision | None:
    from bot.dialogue.answers import answer

    return answer.answer(turn, topic, brief=brief) if turn.knowledge.topics[topic].kind == "answer" else None


def _brief(turn: Turn) -> Decision | None:
    last = turn.conversation.last_topic
    return None if last is None else _answer_again(turn, last, brief=True)


def _other_readings(turn: Turn, flow: Flow | None) -> Decision:
    """What else the question may have meant, and a person."""
    topics = [topic for topic in turn.conversation.other_readings if topic in turn.knowledge.topics][:MOST_READINGS]
    rows = (*(row(show(topic)) for topic in topics), row(show(PERSON)))
    decision = turn.remembering(misses=1).decide(
        "suggest", say("act_not_what" if topics else "act_not_what_else", *rows)
    )
    return replace(decision, topic=turn.conversation.last_topic, events=())


def _social(turn: Turn, flow: Flow | None, act: str) -> Decision | None:
    """A short word; what is open is asked again behind it."""
    if act == "small_talk" and not turn.understanding.vocabulary and _doubtful(turn, act):
        return None  # letters without words
    about_us = act == "small_talk" and any(guess.topic == GUIDE for guess in turn.understanding.ranking[:1])
    if flow is None:
        match act:
            case "greet":
                return talk.talk(turn, "saluto")
            case "thanks":
                return talk.talk(turn, "grazie")
            case "small_talk" if about_us:
                return talk.help_menu(turn, "who_i_am")
        return _say(turn, f"act_{act}")
    line = Line("who_i_am") if about_us else Line(f"act_{act}")
    return _again(turn, flow, line) if asking(turn, flow) else _say(turn, line.key)


def _doubtful(turn: Turn, name: str) -> bool:
    return any(act.name == name and act.confidence < CLEAR_TOPIC for act in turn.understanding.acts)


def _say_first(turn: Turn, flow: Flow | None, key: str) -> Decision:
    rows = () if flow is None else (row(_way_back(turn, flow)),)
    return _quiet(turn, flow, say(key, *rows))


def _way_back(turn: Turn, flow: Flow) -> Choice:
    return choice("resume", flow.name, "resume", {"title": turn.knowledge.topics[flow.name].title})


def _again(turn: Turn, flow: Flow, *lines: Line) -> Decision | None:
    """The open question once more, after some words."""
    if flow.resume is None:
        return None
    decision = flow.resume(turn)
    first, *others = decision.messages
    return replace(decision, messages=(before(first, *lines), *others), events=())


def _step(turn: Turn) -> str:
    return turn.conversation.flow.get("step", "")


def _known(turn: Turn, key: str, other: str) -> str:
    key = key.replace("-", "_")
    return key if key in turn.knowledge.words["it"] else other


def started(turn: Turn, flows: tuple[Flow, ...], press: Press) -> Decision | None:
    """ "let's do it": what the last reply offered to start, where it offered one thing."""
    said = f" {plain(turn.said)} "
    phrases = (plain(one) for each in turn.knowledge.go_ahead.values() for one in each)
    if len(said.split()) > GO_AHEAD or turn.understanding.question or not any(f" {one} " in said for one in phrases):
        return None
    starts = {topic for flow in flows for topic in flow.topics} - NOT_STARTED
    actions = turn.knowledge.topics
    offered = {
        one.action
        for one in turn.conversation.shown
        if one.action.verb == "show" and one.action.object in starts and actions[one.action.object].kind == "action"
    }
    only = offered.pop() if len(offered) == 1 else None
    decision = press(turn, only.verb, only.object) if only else None
    return replace(decision, heard_as="act") if decision else None


def _say(turn: Turn, key: str) -> Decision:
    return turn.decide("social", say(key, *WAYS_ON))


def _quiet(turn: Turn, flow: Flow | None, *messages: Message) -> Decision:
    """Not counted: it is a step of a conversation that was counted when it began."""
    decision = turn.decide("action" if flow else "social", *messages, topic=flow.name if flow else None)
    return replace(decision, events=())
