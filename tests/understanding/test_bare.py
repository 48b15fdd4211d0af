"""A word that stands alone is asked about, whatever a recogniser makes of it."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.understanding.bare import BareWords

BARE = BareWords({"congedo, congedi": ["durata", "paga"], "permesso": ["ore"]})


@pytest.mark.parametrize(
    "text", ["congedo", "Congedi", "il congedo!", "vorrei informazioni sui congedi", "ciao, congedo?"]
)
def test_a_word_alone_is_heard_with_whatever_stands_around_it(text: str) -> None:
    assert BARE.topics(text) == ("durata", "paga")


@pytest.mark.parametrize(
    "text",
    ["", "congedo padre", "quanto dura il congedo", "permesso congedo", "vorrei informazioni", "voglio un permesso"],
)
def test_more_words_ask_something(text: str) -> None:
    assert BARE.topics(text) == ()


def test_every_bare_word_offers_few_topics_and_stands_once(knowledge: Knowledge) -> None:
    words = [word.strip() for key in knowledge.bare_words for word in key.split(",")]
    assert len(words) == len(set(words))
    assert all(2 <= len(set(topics)) == len(topics) <= 4 for topics in knowledge.bare_words.values())
