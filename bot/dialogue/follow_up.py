"""A question that goes on from the answer before it: read by itself and behind what was asked before, whichever says more.

What is remembered of the words before is a closed vocabulary, without numbers and names: see `understanding/context.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import grid
from bot.dialogue.turn import Turn
from bot.model.conversation import Conversation
from bot.model.understanding import Guess
from bot.understanding.context import MOST
from bot.understanding.plain import plain

REMEMBERED = timedelta(minutes=30)
"""How long after an answer a message may go on from it."""
LONGEST = 10
"""Words of a message that goes on from another: a longer one says by itself what it is about."""
SHORTEST = 5
"""Words of one that leaves out of which subject it asks."""
CLEAR = 0.8
"""Confidence from which a message that does not begin like a follow-up is a question of its own."""
CLEAR_ALL_THE_SAME = 0.9
"""The same where it does begin like one ..."""
HARDLY_EVER = 0.98
"""The same of very few words, where those before bring back the topic before for certain."""
SURE_ENOUGH = 0.6
"""... and where the words before only bring back the topic before."""
IN_CONTEXT = 0.3
"""Confidence that the reading behind the last words needs ..."""
CERTAIN = 0.95
"""Confidence behind the last words from which a message that begins like a follow-up stays with the topic before."""
NEXT_TO_IT = 0.25
"""Confidence of another question about the same subject."""
PARTICULAR = 0.5
"""Confidence of a particular question of the topic before from which the message asks just that."""
AFTER_NONE = 0.57
"""... and where nothing was answered yet, only understood in part."""


def in_context(turn: Turn) -> Turn | None:
    """The turn with the ranking of the message read behind what was asked before; None if it stands by itself."""
    context, last = turn.understanding.in_context, turn.conversation.last_topic
    if context is None or not context.topics:
        return None
    alone, behind = turn.understanding.best, _ours(turn, context.topics)
    if (
        behind is None
        or _is_a_wish(turn, alone)
        or (turn.understanding.place is not None and len(plain(turn.said).split()) > SHORTEST)
        or behind.confidence < (IN_CONTEXT if last else AFTER_NONE)
        or not _may_go_on(turn)
        or not recent(turn)
    ):
        return None
    if behind.confidence < CERTAIN and (facet := _same_facet(turn)) is not None:
        return replace(turn, understanding=replace(turn.understanding, ranking=(facet, *turn.understanding.ranking)))
    particular = context.points[0].confidence >= PARTICULAR if context.points else False
    if behind.topic == last and not particular and (other := _next_to_it(turn)):
        return replace(turn, understanding=replace(turn.understanding, ranking=(other, *turn.understanding.ranking)))
    if alone is not None and _ours(turn, (alone,)) and alone.topic != behind.topic:
        goes_on, certain = begins_like_one(turn), behind.confidence >= CERTAIN
        clear = CLEAR_ALL_THE_SAME if goes_on else CLEAR
        if behind.topic == last and not (goes_on and certain):
            clear = SURE_ENOUGH
        elif behind.topic == last and len(plain(turn.said).split()) <= SHORTEST and not grid.names_a_subject(turn):
            clear = HARDLY_EVER
        if alone.confidence >= clear:
            return None
    if alone is not None and alone.topic != behind.topic and _sees_it_better(turn, alone, behind):
        return None
    ranking = (behind, *(guess for guess in context.topics if guess != behind))
    return replace(turn, understanding=replace(turn.understanding, ranking=ranking, points=context.points))


def _is_a_wish(turn: Turn, alone: Guess | None) -> bool:
    """The message asks for something to be done: "l'avete ricevuta?"."""
    known = turn.knowledge.topics.get(alone.topic) if alone else None
    return known is not None and known.kind == "action" and alone is not None and alone.confidence >= SURE_ENOUGH


def same_question(turn: Turn) -> str | None:
    """The topic answered last, where a few words only tell who asks: "sono la mamma", "lavoro in banca"."""
    last = turn.conversation.last_topic
    if (
        last is None
        or (turn.understanding.question and not grid.only_tells(turn))
        or not _may_go_on(turn)
        or not recent(turn)
    ):
        return None
    return last if turn.knowledge.topics[last].kind == "answer" else None


def remembering(turn: Turn, conversation: Conversation) -> Conversation:
    """What of this question's words helps to understand the next; behind those before, if it went on from them."""
    words = turn.understanding.vocabulary
    before = conversation.context if turn.understanding.in_context and _may_go_on(turn) and recent(turn) else ""
    kept = " ".join(f"{before} {words}".split()[-MOST:])
    return replace(conversation, context=kept, context_at=turn.records.now.isoformat())


def forgetting(conversation: Conversation, misread: bool = False) -> Conversation:
    """The words before no longer help. The subject is closed as well, unless only the question was misread."""
    return replace(conversation, context="", context_at=conversation.context_at if misread else None)


def recent(turn: Turn) -> bool:
    """The answer before was given not long ago."""
    asked = turn.conversation.context_at
    return asked is not None and turn.records.now - datetime.fromisoformat(asked) <= REMEMBERED


def _may_go_on(turn: Turn) -> bool:
    return 0 < len(plain(turn.said).split()) <= LONGEST


def begins_like_one(turn: Turn) -> bool:
    """ "e per le ore?", "sicuro?" """
    first = next(iter(plain(turn.said).split()), "")
    return any(first == plain(word) for words in turn.knowledge.follow_ups.values() for word in words)


def _same_facet(turn: Turn) -> Guess | None:
    """What is asked, of the subject before: "e quanto preavviso?" after the hours a day is about the hours."""
    topics, alone = turn.knowledge.topics, turn.understanding.best
    last = topics.get(turn.conversation.last_topic or "")
    if last is None or alone is None or not _ours(turn, (alone,)) or not begins_like_one(turn):
        return None
    asked = topics[alone.topic]
    if (
        asked.subject == last.subject
        or alone.confidence < NEXT_TO_IT
        or alone.confidence >= CLEAR_ALL_THE_SAME
        or len(plain(turn.said).split()) > SHORTEST
    ):
        return None
    here = (id for id, topic in topics.items() if (topic.subject, topic.facet) == (last.subject, asked.facet))
    topic = next(here, None)
    return Guess(topic, alone.confidence) if topic and topic != last.id else None


def _next_to_it(turn: Turn) -> Guess | None:
    """Another question about the same subject, as far as the message by itself tells: "e quanto vale?" after the papers."""
    topics = turn.knowledge.topics
    last = topics[turn.conversation.last_topic or ""]
    alone = turn.understanding.best
    if not begins_like_one(turn) or (alone is not None and alone.topic == last.id):
        return None
    return next(
        (
            guess
            for guess in turn.understanding.ranking
            if guess.confidence >= NEXT_TO_IT
            and guess.topic != last.id
            and _ours(turn, (guess,))
            and topics[guess.topic].subject == last.subject
        ),
        None,
    )


def _ours(turn: Turn, guesses: tuple[Guess, ...]) -> Guess | None:
    """The best guess that is a topic with an answer."""
    topics = turn.knowledge.topics
    best = guesses[0]
    return best if best.topic in topics and topics[best.topic].kind == "answer" else None


def _sees_it_better(turn: Turn, alone: Guess, behind: Guess) -> bool:
    """The message names another subject by itself, surer than the two readings together."""
    topics, last = turn.knowledge.topics, turn.knowledge.topics.get(turn.conversation.last_topic or "")
    if alone.topic not in topics or topics[alone.topic].kind == "social":
        return False
    another = last is None or topics[alone.topic].subject != last.subject
    return alone.confidence > behind.confidence and another
