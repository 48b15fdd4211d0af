"""The clauses and the questions inside one message, and the citizen's question inside an operator's words."""

from __future__ import annotations

import re

_MORE = (
    r"(?:inoltre|e un'altra cosa|un'altra cosa|seconda domanda|poi volevo|poi vorrei|"
    r"e poi(?= (?:ch[ei]|com[e']|cos[a']|dov[e']|quand|quant|qual|perch|poss|si può|dev[eo]|serv|vorrei|volevo)))"
)
"""What begins a further question; "e poi" tells a story as often."""
_END = re.compile(rf"(?<=[?!.;\n])\s+|\s+(?={_MORE})", re.IGNORECASE)
_CONNECTED = re.compile(rf"^{_MORE}", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^\W*(?:inoltro|inoltrat[oa]|fwd?|i|messaggio|richiesta)\b[^:]{0,40}:\s*",
    re.IGNORECASE,
)
_ASKED_BY = re.compile(
    r"^\W*(?:(?:allo sportello|al telefono|qui)\s+)?(?:c'è\s+)?(?:(?:una|un|la|il|lo)\s+)?"
    r"(?:signora|signore|cittadin[oa]|utente|mamma|papà|lavoratrice|lavoratore|ragazz[ao])(?:\s+d[ia]\s+[\w' ]{3,30}?)?\s+(?:che\s+)?"
    r"(?:mi\s+|ci\s+)?(?:chiede|domanda|vuole sapere|vorrebbe sapere)\s*[:,]?\s*(?:se\s+)?",
    re.IGNORECASE,
)
FEWEST_WORDS = 3
LONGEST_TEXT = 60
"""Words: in longer stories the questions around the point are not meant."""
SHORT_TEXT = 12
"""Words: in a longer message an act stands at its beginning or its end ("grazie", "no"), and each clause costs time."""
LONGEST_CLAUSE = 7
LONGEST_EDGE = 4
"""Words of a clause that may be an act by itself: anywhere in a short message, at the edge of a longer one."""
MOST_CLAUSES = 6

MOST_SENTENCES = 8

_SENTENCE_END = re.compile(r"(?<=[.!?;…؟])\s+|(?<=[。！？；])|\n")
_CLAUSE_END = re.compile(
    r"(?<!\d)[.,:]|[.,:](?!\d)|[;!…\n،؛，。！；]|(?<=[?؟？])|\s[-–—]\s|\s(?=(?:ma|però|comunque|anzi)\s)"
)


def clauses_in(text: str) -> list[str]:
    """The short clauses of a short message, where it has several: "grazie" and "no" of "no, grazie, quanti giorni?"."""
    if len(text.split()) > LONGEST_TEXT:
        return []
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text)]
    clauses = [clause for clause in clauses if any(letter.isalnum() for letter in clause)]
    if len(clauses) < 2:
        return []
    short = len(text.split()) <= SHORT_TEXT
    longest, read = (LONGEST_CLAUSE, clauses[:MOST_CLAUSES]) if short else (LONGEST_EDGE, [clauses[0], clauses[-1]])
    return [clause for clause in read if len(clause.split()) <= longest]


def sentences_in(text: str) -> list[str]:
    """The sentences of a message that has several: a story is read as a whole, danger told in passing by its sentence.

    Of a long story several stand together, so that it is read in few pieces.
    """
    pieces = (piece.strip() for piece in _SENTENCE_END.split(text))
    sentences = [piece for piece in pieces if any(letter.isalnum() for letter in piece)]
    if len(sentences) < 2:
        return []
    together = -(-len(sentences) // MOST_SENTENCES)
    return [" ".join(sentences[start : start + together]) for start in range(0, len(sentences), together)]


def questions_in(text: str) -> list[str]:
    """The separate questions of a short message; fewer than two: empty."""
    if len(text.split()) > LONGEST_TEXT:
        return []
    parts = [part.strip() for part in _END.split(text)]
    asked = [p for p in parts if (p.endswith("?") or _CONNECTED.match(p)) and len(p.split()) >= FEWEST_WORDS]
    if asked and asked[0] is not parts[0] and _CONNECTED.match(asked[0]):
        asked.insert(0, parts[0])  # "A, e poi B": A is a question even without its mark
    return asked if len(asked) > 1 else []


def citizens_words(text: str) -> str:
    """What the citizen asks, without the operator's "Inoltro: una signora chiede se"."""
    return _ASKED_BY.sub("", _FORWARDED.sub("", text)).strip() or text
