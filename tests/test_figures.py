"""A figure that falls is told; a few sentences more or less are chance."""

from __future__ import annotations

from bench.evaluate import Result, Sentence
from bench.figures import losses
from bot.model.understanding import Guess


def results(count: int, far: bool) -> list[Result]:
    sentence = Sentence("fuori-tema", "it", "che tempo fa?", far)
    return [Result(sentence, (Guess("fuori-tema", 0.9),), 1.0)] * count


def test_two_points_are_allowed_and_three_are_told() -> None:
    many = results(1000, far=False)
    before = {"italian_right_first": 0.95, "wrong_answers": 0.01}
    assert losses({"italian_right_first": 0.935, "wrong_answers": 0.025}, before, many) == []
    worse = losses({"italian_right_first": 0.92, "wrong_answers": 0.04}, before, many)
    assert len(worse) == 2
    assert "was 95.0% and is 92.0%" in worse[0]


def test_of_few_sentences_three_are_chance() -> None:
    few = results(30, far=True)
    assert losses({"far_off_topic_caught": 0.87}, {"far_off_topic_caught": 0.97}, few) == []
    assert losses({"far_off_topic_caught": 0.83}, {"far_off_topic_caught": 0.97}, few)
