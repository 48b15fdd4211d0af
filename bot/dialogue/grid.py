"""A follow-up read by the grid of subject and facet: "e mi pagano?" asks the pay of what was talked about, "e la maternità?" what was
asked last of another subject.

Words decide here, of a closed list in knowledge_base/words/facets.yaml; the trained model is asked where they tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue.turn import Turn
from bot.knowledge.grid import Finders
from bot.model.person import Audience
from bot.rules.answers import OF_COMPANIES, point_for
from bot.understanding.plain import plain

LONGEST = 9
"""Words of a message that asks one facet; a longer one says by itself what it is about."""
LONGEST_FOREIGN = 7
"""The same in a language of which the little words are not listed."""


SHORTEST = 3
"""Words of one that only names another subject, in such a language."""
FEW = 2
"""Words beside a facet that the grid does not know, up to which it may still be all that is asked."""
CLEAR, CLEAR_ABROAD = 0.8, 0.9
"""Confidence from which such a message is a question about something else; and in a language without a list of little words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where the grid leads."""

    answers: tuple[str, ...]
    """Topics, or points of them, that tell it; what was just said comes last."""
    facet: str
    unknown: int
    """Words of the message that the grid does not know."""


def asked(turn: Turn) -> Cell | None:
    """The cell that a short message means; None if it names no facet and no subject, or both: that is a whole question."""
    grid, words, languages = turn.knowledge.grid, plain(turn.said), _languages(turn)
    if not 0 < len(words.split()) <= (LONGEST if "it" in languages else LONGEST_FOREIGN):
        return None
    facet, told = _named(grid.facet_words, words, languages)
    subject, named = _named(grid.subject_words, words, languages)
    here = subject_of(turn)
    answered = turn.conversation.last_topic
    if facet and subject not in (None, here) and not grid.cell(facet, here, answered) and set(told) <= set(named):
        facet, told = None, ()  # "quello a ore" names the hours
    if facet is None and subject not in (None, here):
        facet = _facet_said_last(turn) if _names_it_only(turn, words, named) else None
    elif here is None or subject not in (None, here):
        return None
    if facet is None or (turn.about is not None and (facet, here) in OF_PERSONS):
        return None
    last = said_last(turn)
    cell = grid.cell(facet, subject or here, answered if subject in (None, here) else None)
    answers = tuple(_for_who_asks(turn, cell))
    if not grid.facets[facet].answers:
        answers = (last,) if last else ()
    read = Cell(tuple(sorted(answers, key=lambda each: each == last)), facet, _unknown(turn, words, told + named))
    return read if answers and not _about_something_else(turn, read) else None


def _names_it_only(turn: Turn, words: str, named: tuple[str, ...]) -> bool:
    """ "e la maternità?": a subject with little words; "chi può chiedere il voucher?" is a question of its own."""
    known = not _languages(turn).isdisjoint(turn.knowledge.grid.little)
    return _unknown(turn, words, named) == 0 if known else len(words.split()) <= SHORTEST


def _about_something_else(turn: Turn, cell: Cell) -> bool:
    """The message as a whole is clearer than the few words of it that the grid knows, and is about something else."""
    best, topics, languages = turn.understanding.best, turn.knowledge.topics, _languages(turn)
    if cell.unknown > FEW:
        return True
    known = not languages.isdisjoint(turn.knowledge.grid.little)
    if best is None or best.topic not in topics or (known and not cell.unknown):
        return False
    topic = topics[best.topic]
    clear = best.confidence >= (CLEAR if known else CLEAR_ABROAD) and topic.kind != "social"
    led_to = [answer.partition("/")[0] for answer in cell.answers]
    same = topic.subject == topics[led_to[0]].subject and (not known or best.topic in led_to)
    agrees = not known and turn.knowledge.grid.facet_of(best.topic, topic.subject) == cell.facet
    return clear and not same and not agrees


OF_PERSONS = frozenset({("padre", "congedo"), ("padre", "ore")})
"""Facets that ask the same for somebody else, where the message is known to be about them: months and hours are worked out for them."""


def _languages(turn: Turn) -> set[str]:
    return {turn.conversation.language, turn.understanding.language or turn.conversation.language}


def subject_of(turn: Turn) -> str | None:
    """What is talked about: the answer given last, or the form under way where nothing was asked in the middle of it."""
    topics, talk = turn.knowledge.topics, turn.conversation
    if any(one.action.verb == "none" for one in talk.shown):  # what may have been meant was offered
        offered = topics.get(talk.shown[0].action.object)
        return offered.subject if offered else None
    under_way = topics.get(talk.flow.get("name", ""))
    if under_way is not None and under_way.subject and talk.asides == 0:
        return under_way.subject
    last = topics.get(talk.last_topic or "")
    return last.subject if last else None


def names_a_subject(turn: Turn) -> bool:
    return _named(turn.knowledge.grid.subject_words, plain(turn.said), _languages(turn))[0] is not None


def only_tells(turn: Turn) -> bool:
    """Nothing stands in the message but what it tells and little words: "e se siamo metalmeccanici industria?"."""
    entities, said = turn.understanding.entities, turn.said
    if entities.alone or entities.agreement is None:
        return entities.alone
    spans = ((entities.agreement.start, entities.agreement.end), *((each.start, each.end) for each in entities.amounts))
    for start, end in spans:
        said = said[:start] + " " * (end - start) + said[end:]
    return "it" in _languages(turn) and _unknown(turn, plain(said), ()) == 0


def said_last(turn: Turn) -> str | None:
    """The topic or the point answered last."""
    return turn.conversation.last_point or turn.conversation.last_topic


def _facet_said_last(turn: Turn) -> str | None:
    topic = turn.knowledge.topics.get(turn.conversation.last_topic or "")
    said = said_last(turn)
    return turn.knowledge.grid.facet_of(said, topic.subject) if topic and said else None


def _named(finders: Finders, words: str, languages: set[str]) -> tuple[str | None, tuple[str, ...]]:
    """What the words name, by its longest name, and all its names."""
    found = list(_found(finders, words, languages))
    name, _ = max(found, key=lambda each: len(each[1]), default=(None, ""))
    return name, tuple(said for each, said in found if each == name)


def _found(finders: Finders, words: str, languages: set[str]) -> Iterator[tuple[str, str]]:
    for name, patterns in finders.items():
        for language, pattern in patterns.items():
            if language in languages:
                yield from ((name, match[0]) for match in pattern.finditer(words))


def _unknown(turn: Turn, words: str, told: tuple[str, ...]) -> int:
    """Words that are neither of a facet or a subject nor little; none are counted in a language whose little words are not listed."""
    little = [each for language, each in turn.knowledge.grid.little.items() if language in _languages(turn)]
    if not little:
        return 0
    for name in sorted(told, key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(name)}\b", " ", words)
    return sum(not word.isdecimal() and not any(word in each for each in little) for word in words.split())


def _for_who_asks(turn: Turn, answers: tuple[str, ...]) -> Iterator[str]:
    """Topics and points for who asks; of a point its twin for companies."""
    audience: Audience = turn.audience
    for answer in answers:
        topic, _, id = answer.partition("/")
        if not id:
            yield answer
            continue
        point = point_for(turn.knowledge, topic, id.removesuffix(OF_COMPANIES), audience, turn.today)
        if point and (audience in point.for_ or audience == "operator"):
            yield point.intent
