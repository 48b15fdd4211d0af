"""Whether a message is for the plan or for somebody else: another clear question, a place, another subject."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.answers.echo import echoed
from bot.dialogue.answers.fallback import ANSWER_AT, MOST_SUGGESTIONS, OFF_TOPIC, likely_topics
from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.known import TOPIC, Known
from bot.dialogue.leave.listen import hear_facts
from bot.dialogue.leave.questions import BY_NAME
from bot.dialogue.leave.waiting import is_plan
from bot.dialogue.turn import Turn, row, say, show
from bot.model.decision import Decision

TELLING = frozenset(
    {
        names.BORN,
        names.BORN_LAST,
        names.AGREEMENT,
        names.SHARED,
        names.HOURS,
        names.DAYS,
        names.PER_DAY,
        names.WHO,
        names.MINE,
    }
)
ENOUGH = 2
"""Facts beside the days wanted from which a message about leave is taken for the wish of a plan; one more where it is
clearly a question about something else."""


def asks_for_a_plan(turn: Turn) -> bool:
    """The days wanted and more are told, and it may be about this leave."""
    if turn.audience != "worker" or turn.for_operator or turn.conversation.awaiting:
        return False
    facts = hear_facts(turn, calculator(turn), {}, None)
    likely = [guess.topic for guess in turn.understanding.ranking[:MOST_SUGGESTIONS]]
    ours = any(topic == TOPIC or topic.startswith("ore-") for topic in likely)
    waits = is_plan(turn.conversation.flow)
    return (ours or waits) and _tells_a_plan(facts, ENOUGH + sure_of_another(turn))


def _tells_a_plan(facts: Known, enough: int = ENOUGH + 1) -> bool:
    """The days wanted and more are told: not only what belongs to a question."""
    return not facts.keys().isdisjoint({names.PATTERN, names.DATES}) and len(facts.keys() & TELLING) >= enough


def for_others(turn: Turn, facts: Known, step: str) -> bool:
    """Another clear question, a place, or a question that may be about something else."""
    understanding = turn.understanding
    if understanding.entities.alone or understanding.entities.leave.reply:
        return False
    if sure_of_another(turn) and (understanding.question or not facts):
        answers = step in BY_NAME and not facts.keys().isdisjoint(BY_NAME[step].answers)
        off_leave = answers and not any(echoed(guess.topic) for guess in understanding.ranking[:1])
        return not (_tells_a_plan(facts) or off_leave)
    if understanding.question and not facts and likely_topics(turn):
        return True
    return bool(understanding.place and understanding.place.alone and not facts)


def with_question(turn: Turn, decision: Decision) -> Decision:
    """A message full of facts that is written as a clear question: the plan goes on, the answer is a button away."""
    best = turn.understanding.best
    if best is None or not turn.understanding.question or not sure_of_another(turn):
        return decision
    if best.topic not in turn.knowledge.topics or turn.understanding.entities.alone:
        return decision
    return replace(decision, messages=(*decision.messages, say("asked_too", row(show(best.topic)))))


def sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)


def sure_of_this(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic == TOPIC
