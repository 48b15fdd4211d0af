"""Whether a text speaks of danger or of distress: a rule over what its words say and what the recogniser makes of it.

Evidence adds up, in log-odds:
- how much likelier danger is than everything else that the recogniser knows (0 means as likely as not);
- how much nearer the text is to an example of danger than to any harmless example;
- a phrase of knowledge_base/words/danger.yaml outside its figures of speech.
The whole text and each of its sentences are read; the one that tells most counts, so that danger told in passing
beside a question is heard. A text that resembles no example of danger and holds no phrase of it is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.model.understanding import DangerKind, Guess, Reading
from bot.understanding.danger import Words

KINDS: Mapping[str, DangerKind] = {"danger": "violence", "suicide": "suicide"}
"""The states in which somebody needs the emergency numbers."""
DISTRESS = "distress"
NEARNESS = 8.0
"""What a whole difference of cosines counts; those that occur are about a tenth."""
PHRASE = 1.5
FULL_AT = 4.0
"""From this evidence the numbers are all that is said ..."""
HALF_AT = -0.25
"""... and from this they stand before the answer."""
DOUBT_AT = -2.0
"""From this a text that nobody understood is met with a sentence that listens."""
RESEMBLES = 0.38
"""Cosine below which a text is like no example."""
DISTRESS_AT, DISTRESS_LIKELY = 0.1, 0.25
"""Confidences of distress from which a sentence that listens does no harm, by how near its examples are; a phrase of it is
enough as well."""
SURE = 1e-6
LITTLE_ALIKE, ALIKE, ALIKE_IN_DISTRESS = 0.18, 0.28, 0.2
"""The same for the stand-in, whose confidences are low: beside a phrase, without one, and of distress."""


@dataclass(frozen=True, slots=True)
class Alarm:
    danger: DangerKind = ""
    worry: DangerKind = ""
    distress: bool = False
    child: bool = False
    doubt: bool = False
    """Not enough for any of these, and too much for a refusal."""


def alarm(words: Words, readings: Sequence[Reading]) -> Alarm:
    """`readings`: of the whole text, then of its sentences; those of a stand-in rank states by likeness of letters."""
    told = max((_evidence(reading) for reading in readings), default=-log(1 / SURE))
    evidence = told + (PHRASE if words.danger else 0.0)
    if words.alone:
        evidence = max(evidence, HALF_AT)
    kind = _kind(words, readings)
    distress = words.distress or any(_grieves(reading) for reading in readings)
    if evidence < HALF_AT:
        return Alarm(distress=distress, doubt=evidence >= DOUBT_AT)
    return Alarm(kind if evidence >= FULL_AT else "", kind, distress, words.child)


def without_recogniser(words: Words, reading: Reading) -> Alarm:
    """Where only phrases and likeness of letters tell: a phrase is believed, unless nothing else is like danger."""
    alike = _chance(reading.state, tuple(KINDS))
    kind = words.danger or (_kind(words, [reading]) if alike >= ALIKE else "")
    distress = words.distress or _chance(reading.state, (DISTRESS,)) >= ALIKE_IN_DISTRESS
    if not kind:
        return Alarm(distress=distress)
    return Alarm(words.danger if alike >= LITTLE_ALIKE else "", kind, distress, words.child)


def _evidence(reading: Reading) -> float:
    near = {guess.topic: guess.confidence for guess in reading.near}
    of_danger = max((near[state] for state in KINDS if state in near), default=0.0)
    if near and of_danger < RESEMBLES:
        return log(SURE)
    harmless = max((like for state, like in near.items() if state not in (*KINDS, DISTRESS)), default=0.0)
    chance = min(max(_chance(reading.state, tuple(KINDS)), SURE), 1 - SURE)
    return log(chance / (1 - chance)) + NEARNESS * (of_danger - harmless)


def _grieves(reading: Reading) -> bool:
    """A little likelihood is enough where the text is nearer to an example of distress than to any harmless one."""
    chance, near = _chance(reading.state, (DISTRESS,)), {guess.topic: guess.confidence for guess in reading.near}
    if chance < DISTRESS_AT or DISTRESS not in near:
        return chance >= DISTRESS_AT
    like = near[DISTRESS]
    harmless = max((each for state, each in near.items() if state not in (*KINDS, DISTRESS)), default=0.0)
    return like >= RESEMBLES and (like > harmless or chance >= DISTRESS_LIKELY)


def _chance(ranking: Sequence[Guess], states: Sequence[str]) -> float:
    return sum(guess.confidence for guess in ranking if guess.topic in states)


def _kind(words: Words, readings: Sequence[Reading]) -> DangerKind:
    """Which danger: what the recogniser finds likeliest in any sentence; the phrase where it is not clear."""
    chances = {
        kind: max((_chance(reading.state, (state,)) for reading in readings), default=0.0)
        for state, kind in KINDS.items()
    }
    likeliest = max(chances, key=lambda kind: chances[kind])
    unsure = abs(chances["violence"] - chances["suicide"]) < 0.2
    return words.danger if words.danger and unsure else likeliest
