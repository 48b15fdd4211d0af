"""Hides persons in a question, before it is kept for the curators.

Numbers, codes, addresses and names are replaced by what they were, in brackets: `chiamami al [numero]`. No list of
names is ever complete, so what looks like a name is hidden unless it is known to be something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge.loader import Knowledge

LONGEST = 400
"""Characters that are kept of a masked text: a longer story tells too much about who wrote it."""
FIRST_NAMES_AND_SURNAMES = 3
"""Words that are hidden at most after "mi chiamo"."""
DIGITS_OF_A_CODE = 3
"""A word of letters and at least so many digits is a code: a plate, a codice fiscale, the number of a file."""

COMMON = 3
"""Times that our content holds a small word before it counts as an everyday one: a name may stand in an example."""

_WORD = re.compile(r"\[(?:nome|email|link|indirizzo|codice|data|numero)\]|[^\W\d_]+")
_NAMES = re.compile(r"\[nome\](?:[ '’-]+\[nome\])+")
_SENTENCE_END = tuple('.!?…:;\n"“”«»()-–•*¿¡،؟。！？：，')
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TAX_DIGIT = r"[\dLMNP-V]"
"""In a codice fiscale a digit may be replaced by one of these letters."""
_ADDRESS = (
    r"\b(?:via|viale|v\.le|piazza|p\.za|piazzale|corso|largo|vicolo|strada)\s+"
    r"(?!(?:(?:e-?)?mail|pec|sms|whatsapp|telefono|app|web|internet)\b)"
    r"(?:[^\W\d_]+[.'’]?\s*){1,4},?\s*(?:n\.?\s*)?\d+(?:[\w/]*\w)?"
)
_TAX_CODE = (
    rf"(?<!\w)[A-Z]{{3}}[ -]?[A-Z]{{3}}[ -]?{_TAX_DIGIT}{{2}}[A-EHLMPRST]{_TAX_DIGIT}{{2}}[ -]?"
    rf"[A-Z]{_TAX_DIGIT}{{3}}[A-Z](?!\w)"
)
_HIDDEN = (
    (r"(?<!\S)(?:\S++ @ \S+|[^\s@]*+@\S*|\S++ chiocciola \S+(?: punto \w+)?)", "[email]"),
    (r"(?:https?://|www\.)\S+", "[link]"),
    (r"(?<![\w.-])[\w-]++(?:\.[\w-]+)*\.(?:it|com|org|net|eu|info|me|gov)\b(?:/\S*)?", "[link]"),
    (_ADDRESS, "[indirizzo]"),
    (_TAX_CODE, "[codice]"),
    (r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", "[codice]"),
    (r"\b\d{1,2}([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d{2})\b", "[data]"),
    (r"\+?\d(?:[\s./()–-]{0,3}\d){5,}", "[numero]"),
)
"""In order: e-mails and @names, links, addresses, codici fiscali, IBANs, dates, telephone numbers."""
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), placeholder) for pattern, placeholder in _HIDDEN)
_PLATE = re.compile(r"\b[A-Z]{2} ?(\d{3}) ?[A-Z]{2}\b")
_CODE = re.compile(r"\w{5,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Masker:
    """Masks with the words that the content knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        words = knowledge.masking
        self._introductions = _phrases(words["introductions"])
        unspaced = "|".join(phrase for phrase in words["introductions"] if _UNSPACED.search(phrase))
        self._unspaced_names = re.compile(rf"({unspaced})\w{{1,3}}" if unspaced else r"(?!)")
        self._titles = _phrases(words["titles"])
        self._given_names = frozenset(words["given_names"])
        self._numbers = frozenset(words["numbers"])
        self._known = frozenset(words["known"]) | {w for t in knowledge.topics.values() for w in _lower_words(t.title)}
        surnames = frozenset(words["surnames"])
        self._places = frozenset(place for place in _places(knowledge) if surnames.isdisjoint(place))
        self._longest_place = max(map(len, self._places), default=0)
        times = Counter(_everyday_words(knowledge))
        common = frozenset(word for word, count in times.items() if count >= COMMON)
        self._everyday = common - self._given_names - surnames

    def mask(self, text: str) -> str:
        """The text without what could tell who wrote it. Masking a masked text changes nothing."""
        text = _tidy(text)
        while (masked := _tidy(self._mask_names(self._mask_numbers(text)))) != text:
            text = masked  # each round leaves fewer words, so it ends
        return text

    def for_curators(self, text: str) -> str:
        """What is kept of a question that was not understood: masked, then cut at a word."""
        masked = self.mask(text)
        return masked if len(masked) <= LONGEST else masked[: LONGEST + 1].rpartition(" ")[0]

    def _mask_numbers(self, text: str) -> str:
        for pattern, placeholder in _PATTERNS:
            text = pattern.sub(f" {placeholder} ", text)
        text = _PLATE.sub(lambda m: m[0] if m[1] in self._numbers else "[codice]", text)
        text = _CODE.sub(lambda m: "[codice]" if _is_code(m[0]) else m[0], text)
        text = _NUMBER.sub(self._number, text)
        return self._unspaced_names.sub(r"\1[nome]", text)

    def _number(self, match: re.Match[str]) -> str:
        """Times, ages and days have two digits at most: they say what was asked, not who asked."""
        number = match[0]
        long = re.search(r"\d{3}", number)
        return "[numero]" if long and number not in self._numbers else number

    def _mask_names(self, text: str) -> str:
        words = [_Word(m[0], m.start(), m.end(), _starts_sentence(text, m.start())) for m in _WORD.finditer(text)]
        names = self._names(words, text)
        masked = text
        for word in reversed([word for word, is_name in zip(words, names, strict=True) if is_name]):
            masked = masked[: word.start] + "[nome]" + masked[word.end :]
        return _NAMES.sub("[nome]", masked)

    def _names(self, words: list[_Word], text: str) -> list[bool]:
        """For each word whether it is taken for (a part of) a name."""
        places = self._in_places(words)
        names = [number not in places and self._looks_like_a_name(word) for number, word in enumerate(words)]
        for number, word in enumerate(words):
            if number == 0 or word.is_masked:
                continue
            gap = text[words[number - 1].end : word.start]
            if _after(self._introductions, words[:number]) and gap.strip(" :,'’") == "":
                for later in self._full_name(words[number:], text):
                    names[number + later] = True
            elif self._a_name_may_follow(words[:number], names[number - 1], gap):
                names[number] = names[number] or self._could_be_a_name(word)
        return names

    def _a_name_may_follow(self, before: list[_Word], after_a_name: bool, gap: str) -> bool:
        """A surname after a given name; anything after "sig."."""
        if gap.strip(" '’-") == "" and after_a_name and before[-1].lower in self._given_names:
            return True
        return gap.strip(" .'’") == "" and _after(self._titles, before)

    def _could_be_a_name(self, word: _Word) -> bool:
        return word.has_capital or word.lower not in self._everyday

    def _in_places(self, words: list[_Word]) -> set[int]:
        """The words that belong to the name of a place: San Giuliano is no person, Giuliano is."""
        found: set[int] = set()
        for first in range(len(words)):
            for length in range(1, self._longest_place + 1):
                if tuple(word.lower for word in words[first : first + length]) in self._places:
                    found.update(range(first, min(first + length, len(words))))
        return found

    def _looks_like_a_name(self, word: _Word) -> bool:
        if word.is_masked:
            return False
        if word.lower in self._given_names:
            return True
        if not word.has_capital or len(word.text) == 1 or word.lower in self._known:
            return False
        ordinary = word.starts_sentence or word.text.isupper()
        return not (ordinary and word.lower in self._everyday)

    def _full_name(self, words: list[_Word], text: str) -> Iterator[int]:
        """After an introduction: one word for sure, then those beside it that could be a name."""
        for number, word in enumerate(words[:FIRST_NAMES_AND_SURNAMES]):
            if number:
                beside = not text[words[number - 1].end : word.start].strip(" '’-")
                if word.is_masked or not beside or not self._could_be_a_name(word):
                    return
            yield number


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    starts_sentence: bool

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_masked(self) -> bool:
        return self.text.startswith("[")

    @property
    def has_capital(self) -> bool:
        return self.text != self.lower


def _phrases(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_lower_words(text)) for text in texts)


def _after(phrases: tuple[tuple[str, ...], ...], before: list[_Word]) -> bool:
    """Whether one of the phrases ends here."""
    return any(tuple(word.lower for word in before[-len(phrase) :]) == phrase for phrase in phrases)


def _tidy(text: str) -> str:
    """One form for each sign, nothing invisible, single spaces; lines stay lines."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    lines = (" ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _is_code(word: str) -> bool:
    return sum(c.isdigit() for c in word) >= DIGITS_OF_A_CODE and any(c.isalpha() for c in word)


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return not before or before.endswith(_SENTENCE_END)


def _lower_words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFKC", text))]


def _places(knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    for municipality in knowledge.territory.municipalities.values():
        for name in (municipality.name, *municipality.localities, *municipality.aliases):
            yield tuple(_lower_words(name))
    for ambiguous in knowledge.territory.ambiguous.values():
        yield from _phrases((ambiguous.name, *ambiguous.names))
    for outside in knowledge.territory.outside.values():
        yield from _phrases((outside.name, *outside.names))


def _everyday_words(knowledge: Knowledge) -> Iterator[str]:
    """Words that the examples and our own texts write small: no names."""
    for languages in knowledge.examples().values():
        for texts in languages.values():
            for text in texts:
                yield from (word for word in _WORD.findall(text) if word == word.lower())
    for texts_by_key in knowledge.words.values():
        for text in texts_by_key.values():
            yield from (word for word in _WORD.findall(text) if word == word.lower())
