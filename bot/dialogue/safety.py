"""Danger comes before everything else, and what follows it is heard gently; grief is met before it is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import follow_up
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.model.understanding import DangerKind

VERB = "safety"
PERSON = "parla-operatore"
GENTLE_FOR = timedelta(hours=24)
"""For so long after danger nothing is refused and no menu is pushed."""
UNHEARD = ("fallback", "suggest")
OFF_TOPIC = "fuori-tema"
UNANSWERED = frozenset({"dont_know", "small_talk", "greet", "thanks", "acknowledge", "why_do_you_ask"})
"""Acts that choose nothing and ask for nothing."""
NUMBERS: dict[DangerKind, str] = {"violence": "danger", "suicide": "danger_suicide"}
NUMBERS_BEFORE: dict[DangerKind, str] = {"violence": "danger_maybe", "suicide": "danger_maybe_suicide"}


def hear(turn: Turn) -> Decision | None:
    """Danger in words of any kind: a message, a caption, a correction, what follows a command; None where there is none."""
    return help_at_once(turn) if turn.understanding.danger else None


def help_at_once(turn: Turn) -> Decision:
    """Whom to call, and a person to talk to; what is under way stays as it is. No menu, no leave."""
    kind = turn.understanding.danger or "violence"
    lines = [Line(NUMBERS[kind])]
    if turn.understanding.child:
        lines.append(Line("danger_child"))
    rows = [row(show(PERSON))]
    if kind == "violence":
        rows.append(row(choice(VERB, "chat", "danger_chat_label")))
    return _remembering(turn).decide("safety", Message(tuple(lines), tuple(rows)), topic="congedo-violenza")


def with_care(turn: Turn, decision: Decision) -> Decision:
    """What a decision is said with: numbers where there may be danger, a sentence that listens where there is grief.

    What nobody understood is not refused then, nor in the day after danger: it is met with that alone, and a person.
    """
    if decision.outcome == "safety" or not _spoken(turn):
        return decision
    understanding = turn.understanding
    unheard = decision.outcome in UNHEARD or decision.topic == OFF_TOPIC or decision.heard_as == "fallback"
    lines = [Line(NUMBERS_BEFORE[understanding.worry])] if understanding.worry else []
    lines += [Line("distress")] if understanding.distress else []
    if understanding.worry:
        decision = replace(decision, conversation=_remembering(turn, decision).conversation, misses=())
    answered = decision.heard_as == "open"
    if understanding.distress and not understanding.worry and _is_recent(turn) and not answered:
        return _met(turn, decision, Line("danger_again"))
    if lines and (unheard or (understanding.distress and decision.outcome == "social")):
        listening = Line("distress_alone" if understanding.distress else "danger_listening")
        return _met(turn, decision, *lines, listening)
    if lines:
        cared = replace(decision, messages=(Message(tuple(lines)), *decision.messages))
        return _with_person(cared) if understanding.distress else cared
    if understanding.doubt and unheard:
        if decision.outcome == "suggest":
            return _with_person(replace(decision, messages=(say("danger_listening"), *decision.messages)))
        return _met(turn, decision, Line("danger_listening"))
    if (unheard or decision.outcome == "social" or _only_talks(turn, decision)) and _is_recent(turn):
        return _met(turn, decision, Line("danger_again"))
    return decision


def press(turn: Turn, said: str) -> Decision | None:
    """`chat`: what is kept here, and how this chat is deleted."""
    if said != "chat":
        return None
    kept = say("danger_chat", row(show("congedo-violenza")), row(show(PERSON)))
    return replace(_remembering(turn).decide("safety", kept), events=())


def _spoken(turn: Turn) -> bool:
    """Only words are met so: who presses a button or sends a command has chosen what comes."""
    spoken = turn.utterance is None or turn.utterance.kind not in (Kind.BUTTON, Kind.COMMAND)
    return spoken or bool(turn.understanding.worry)


def _only_talks(turn: Turn, decision: Decision) -> bool:
    """Nothing was answered or chosen, and a form would only ask its question again."""
    return decision.heard_as == "act" and UNANSWERED.issuperset(act.name for act in turn.understanding.acts)


def _is_recent(turn: Turn) -> bool:
    told = turn.conversation.danger_at
    return told is not None and turn.records.now - datetime.fromisoformat(told) < GENTLE_FOR


def _remembering(turn: Turn, decision: Decision | None = None) -> Turn:
    """When danger was told, not what."""
    conversation = decision.conversation if decision else turn.conversation
    quiet = follow_up.forgetting(replace(conversation, misses=0, danger_at=turn.records.now.isoformat()))
    return replace(turn, conversation=quiet)


def _met(turn: Turn, decision: Decision, *lines: Line) -> Decision:
    """Instead of a refusal; what is open stays open, with the way back to it."""
    open_topic = turn.knowledge.topics.get(decision.conversation.flow.get("name", ""))
    back = choice("resume", open_topic.id, "resume", {"title": open_topic.title}) if open_topic else None
    rows = (row(show(PERSON)), *((row(back),) if back else ()))
    calm = replace(decision.conversation, misses=0)
    return replace(
        decision, conversation=calm, messages=(Message(lines, rows),), misses=(), outcome="social", topic=None
    )


def _with_person(decision: Decision) -> Decision:
    *others, last = decision.messages
    if any(
        one.action == show(PERSON).action for message in decision.messages for shown in message.choices for one in shown
    ):
        return decision
    return replace(decision, messages=(*others, replace(last, choices=(*last.choices, row(show(PERSON))))))


FLOW = Flow(name=VERB, verbs={VERB: press})
