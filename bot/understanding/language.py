"""In which language a message is written, among those that the assistant speaks; or that it does not tell.

py3langid was chosen by measuring it against lingua-language-detector, both restricted to our languages, on the
5,600 example questions and the 1,500 of tests/nlu: equally right on whole sentences (99 % and 100 %), better on
foreign ones of four to six words (100 % against 98 %), and 5 MB on disk and 110 MB in memory instead of 96 and 225
(lingua's light mode needs 25 MB, and takes 2 % of the Italian questions for something else). 0.15 ms a message.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.understanding.plain import plain

LANGUAGES = ("it", "en", "ro", "es", "fr", "ar", "uk", "sq", "zh")
FEWEST_WORDS = 3
"""Fewer tell too little, unless they are an example question of one language alone: "hola", "thank you"."""
CLEAR = 0.6
"""How much likelier the first language must be than the second. At 0.6 one Italian question of 500 passes for another
language and one foreign question of 100 keeps the language of before."""
SCRIPTS = {"ar": ("\u0600", "\u06ff"), "uk": ("\u0400", "\u04ff"), "zh": ("\u3400", "\u9fff")}
"""Letters that only one of our languages has. Who writes Russian or Farsi gets the nearest that we have."""
EVERYWHERE = re.compile(
    "ok|okay|voucher|bonus|baby|sitter|smart|working|part|time|welfare|family|audit|best|practices?|home|office|job"
    "|sharing|friendly|manager|hr|pmi|inps|caf|isee|ccnl|iban|spid|email|whatsapp|telegram|nido|asilo|assegno|unico"
    "|complessi|equilibri|congedo|patronato|comune|sportello|inoltro"
)
"""Words that people of every language use here: they tell nothing."""


class LanguageFinder:
    """Tells the language of a text, or that it does not show.

    `examples`: language -> example questions, which settle the shortest texts.
    """

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        languages: defaultdict[str, set[str]] = defaultdict(set)
        for language, texts in examples.items():
            for text in texts:
                languages[plain(text)].add(language)
        self._known = {text: found.pop() for text, found in languages.items() if len(found) == 1}

    def find(self, text: str) -> str | None:
        """ISO 639-1, or None where the text is too short or too doubtful to tell."""
        words = plain(text)
        if language := _of_script(words):
            return language
        telling = [word for word in text.split() if _tells(word)]
        if telling and (language := self._known.get(words)):
            return language
        if len(telling) < FEWEST_WORDS:
            return None
        (first, likely), (_, second) = self._identifier.rank(" ".join(telling))[:2]
        return str(first) if likely - second >= CLEAR else None

    @cached_property
    def _identifier(self) -> LanguageIdentifier:
        """Read when the first message needs it: it takes a second."""
        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages(list(LANGUAGES))
        return identifier


def _tells(word: str) -> bool:
    """A word with letters that is not used in every language."""
    return any(c.isalpha() for c in word) and not all(map(EVERYWHERE.fullmatch, plain(word).split()))


def _of_script(words: str) -> str | None:
    """The language that has a script of its own, if a quarter of the letters are of it: names are often Italian."""
    letters = [c for c in words if c.isalpha()]
    for language, (first, last) in SCRIPTS.items():
        if sum(first <= c <= last for c in letters) * 4 > len(letters):
            return language
    return None
