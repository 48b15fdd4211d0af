"""The answer to a message that goes on from the answer before it: it says how it was understood, and never says the same again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import acts, grid
from bot.dialogue.answers import answer, points
from bot.dialogue.turn import Turn, before, row, show
from bot.model.decision import Decision
from bot.model.reply import Line
from bot.model.understanding import Guess

Perform = Callable[[Turn, str], Decision]
"""Answers a topic, or starts what it stands for."""
SURE = 1.0


def by_grid(turn: Turn, cell: grid.Cell, perform: Perform) -> Decision:
    """What the grid of subject and facet leads to."""
    said = cell.answers[0]
    topic, _, point = said.partition("/")
    known = turn.understanding
    points = (Guess(said, SURE),) if point else ()
    asked = replace(turn, understanding=replace(known, ranking=(Guess(topic, SURE), *known.ranking), points=points))
    decision = perform(asked, topic)
    return _in_brief(turn, asked, topic) if _repeats(turn, decision) else _as_understood(turn, decision)


def behind(turn: Turn, read: Turn, topic: str, perform: Perform) -> Decision:
    """What the reading behind the words before leads to; where it was just said, something more particular is."""
    decision = perform(read, topic)
    return _more_particular(turn, read, topic) if _repeats(turn, decision) else _as_understood(turn, decision)


def _repeats(turn: Turn, decision: Decision) -> bool:
    """Word for word: nothing that the message tells changes it."""
    if decision.outcome != "answer" or turn.for_operator:
        return False
    told = turn.told or turn.about is not None
    return (decision.point or decision.topic) == grid.said_last(turn) and not (decision.for_you and told)


def _more_particular(turn: Turn, read: Turn, topic: str) -> Decision:
    """A particular question of the topic, else its details if they were not shown; at last the same in brief, and a person."""
    if likely := next((point for point in points.likely(read, topic) if point != grid.said_last(turn)), None):
        return answer.answer(read, topic, point=likely, doubtful=True)
    button = next((one for one in turn.conversation.shown if one.action.verb == "more"), None)
    details = answer.details(turn, button.action.object) if button and not turn.told else None
    if details is None or details.topic != topic:
        return _in_brief(turn, read, topic)
    return _with_a_person(details, "follow_up_details")


def _in_brief(turn: Turn, read: Turn, topic: str) -> Decision:
    point = next((guess.topic for guess in read.understanding.points if guess.topic == grid.said_last(turn)), None)
    return _with_a_person(answer.answer(read, topic, brief=True, point=point), "act_same")


def _with_a_person(decision: Decision, key: str) -> Decision:
    first, *others = decision.messages
    first = replace(first, choices=(*first.choices, row(show(acts.PERSON))))
    return replace(decision, messages=(before(first, Line(key)), *others))


def _as_understood(turn: Turn, decision: Decision) -> Decision:
    """The answer says how the message was understood, where it is about something else than the one before."""
    said = decision.point or decision.topic
    if said is None or said == grid.said_last(turn) or decision.outcome != "answer":
        return decision
    if decision.topic == turn.conversation.last_topic and decision.point is None:
        return decision
    first, *others = decision.messages
    if any(isinstance(part, Line) and part.key == "understood_point" for part in first.parts):
        return decision
    return replace(decision, messages=(before(first, Line("follow_up", {"title": _title(turn, said)})), *others))


def _title(turn: Turn, said: str) -> str:
    """ "Sono pagati?" stands in quotation marks: a full stop follows."""
    point = turn.knowledge.point(said)
    topic = turn.knowledge.topics[said.partition("/")[0]]
    title = point.title if point else topic.titles.get(turn.conversation.language, topic.title)
    return title if title[-1].isalnum() or title[-1] == ")" else f"«{title}»"
