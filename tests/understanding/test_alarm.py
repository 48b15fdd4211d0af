"""The rule of danger, on readings as the recogniser gives them."""

from __future__ import annotations

import pytest

from bot.model.understanding import Guess, Reading
from bot.understanding.alarm import Alarm, alarm, without_recogniser
from bot.understanding.danger import Words

PHRASE = Words("violence")
NOTHING = Words()


def reading(
    danger: float = 0.0, suicide: float = 0.0, distress: float = 0.0, like: float = 0.7, other: float = 0.5
) -> Reading:
    rest = 1 - danger - suicide - distress
    chances = {"danger": danger, "suicide": suicide, "distress": distress, "everyday": rest / 2, "question": rest / 2}
    near = {"danger": like, "everyday": other, "question": other}
    return Reading(
        state=tuple(Guess(name, chance) for name, chance in chances.items()),
        near=tuple(Guess(name, cosine) for name, cosine in near.items()),
    )


def test_what_is_likely_near_and_said_is_danger() -> None:
    assert alarm(PHRASE, [reading(danger=0.95)]) == Alarm("violence", "violence")


def test_what_is_almost_certain_needs_no_phrase() -> None:
    assert alarm(NOTHING, [reading(suicide=0.98)]) == Alarm("suicide", "suicide")


def test_what_may_be_danger_gets_the_numbers_before_its_answer() -> None:
    assert alarm(NOTHING, [reading(danger=0.6)]) == Alarm("", "violence")


def test_a_phrase_alone_is_a_manner_of_speaking_where_everything_else_says_so() -> None:
    assert alarm(PHRASE, [reading(danger=0.02, like=0.4, other=0.7)]) == Alarm()


def test_a_word_of_danger_alone_gets_the_numbers_whatever_it_resembles() -> None:
    assert alarm(Words("violence", alone=True), [reading(danger=0.02)]).worry == "violence"


def test_what_resembles_nothing_known_is_no_danger() -> None:
    assert alarm(NOTHING, [reading(danger=0.9, like=0.2, other=0.1)]) == Alarm()


def test_a_doubt_is_no_alarm() -> None:
    assert alarm(NOTHING, [reading(danger=0.1)]) == Alarm(doubt=True)
    assert alarm(NOTHING, [reading(danger=0.01)]) == Alarm()


def test_being_nearer_to_a_harmless_example_takes_evidence_away() -> None:
    assert not alarm(NOTHING, [reading(danger=0.6, like=0.5, other=0.8)]).worry


def test_danger_in_one_sentence_of_a_question_is_heard() -> None:
    whole, passing = reading(danger=0.1), reading(danger=0.98)
    assert not alarm(NOTHING, [whole]).worry
    assert alarm(NOTHING, [whole, reading(), passing]).danger == "violence"


def test_grief_is_no_danger() -> None:
    assert alarm(NOTHING, [reading(distress=0.7)]) == Alarm(distress=True)
    assert alarm(Words(distress=True), [reading()]) == Alarm(distress=True)


def test_a_child_is_told_only_with_danger() -> None:
    assert alarm(Words("violence", child=True), [reading(danger=0.95)]).child
    assert not alarm(Words(child=True), [reading()]).child


def test_the_phrase_tells_which_danger_where_the_recogniser_cannot() -> None:
    either = reading(danger=0.5, suicide=0.48)
    assert alarm(Words("suicide"), [either]).danger == "suicide"
    assert alarm(PHRASE, [either]).danger == "violence"


@pytest.mark.parametrize(
    ("words", "state", "expected"),
    [
        (PHRASE, (Guess("danger", 0.3),), Alarm("violence", "violence")),
        (PHRASE, (Guess("idiom", 0.3),), Alarm("", "violence")),
        (NOTHING, (Guess("suicide", 0.4),), Alarm("", "suicide")),
        (NOTHING, (Guess("danger", 0.2),), Alarm()),
        (NOTHING, (Guess("everyday", 0.9), Guess("danger", 0.05)), Alarm()),
        (Words(distress=True), (), Alarm(distress=True)),
    ],
)
def test_without_the_recogniser_a_phrase_is_believed_and_likeness_is_a_doubt(
    words: Words, state: tuple[Guess, ...], expected: Alarm
) -> None:
    assert without_recogniser(words, Reading(state=state)) == expected


@pytest.mark.parametrize(
    ("chance", "like", "grieves"),
    [(0.15, 0.6, True), (0.3, 0.45, True), (0.15, 0.45, False), (0.3, 0.3, False), (0.05, 0.6, False)],
    ids=["nearer than the harmless", "likely", "nearer to the harmless", "like nothing known", "hardly likely"],
)
def test_a_little_likelihood_of_grief_counts_where_it_resembles_grief(
    chance: float, like: float, grieves: bool
) -> None:
    read = reading(distress=chance)
    near = (*read.near, Guess("distress", like))
    assert alarm(NOTHING, [Reading(state=read.state, near=near)]).distress is grieves
