"""Of whom the plain words of an Italian text speak: the writer, the other parent, or a case that is only supposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Parent = Literal["mother", "father"]

_HER = r"(?:mia\s+moglie|la\s+mia\s+(?:compagna|ex)|mia\s+ex|la\s+(?:mamma|madre)(?!\s+di\s+mi))"
_HIM = r"(?:mio\s+marito|il\s+mio\s+(?:compagno|ex)|il\s+(?:pap[aà]|padre)(?!\s+di\s+mi))"
_OTHER = re.compile(rf"\b(?:{_HER}|{_HIM})", re.IGNORECASE)
_MOTHER, _FATHER = re.compile(rf"\b{_HER}", re.IGNORECASE), re.compile(rf"\b{_HIM}", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:mamma|madre|padre|pap[aà]|genitori|figli[oaie]|sorella|fratello|famiglia)\s+(?:di|della|del)\s+(?:mi[ao]\s+)?"
    r"(?:moglie|marito|compagn[oa])\b",
    re.IGNORECASE,
)
""" "la mamma di mio marito" is neither of the two."""
_ROLE_ALONE = re.compile(r"\s*(?:sono\s+)?(?:la|il)?\s*(?:mamma|madre|pap[aà]|padre)\s*", re.IGNORECASE)
""" "il papà": who answers says so of themselves."""
_FIRST = re.compile(
    r"\b(?:io|mi|me|ho|sono|posso|devo|voglio|vorrei|lavoro|faccio|prendo|uso|chiedo|resto|abbiamo|possiamo|siamo|ci)\b",
    re.IGNORECASE,
)
_THIRD = re.compile(r"\b(?:gli|le|lui|lei)\s+\w+|\b(?:pu[oò]|prende|spettano|spetta)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:[^,;.:!?\n]|(?<=\d)[.,](?=\d))+")
_TURN = re.compile(r"\s(?:ma|mentre|e)\s+(?=(?:io|a me)\b)", re.IGNORECASE)
_OWN_CHILD = re.compile(
    r"\b(?:sono|(?:sono|appena) diventat[oa]|divento|come|da|e|anche|neo)\s*(?:un |una |il |la |1 )?(?:papa|padre|babbo|mamma|madre)\b"
    r"|\b(?:mi[oa]|nostr[oa])\s+(?:figli[oa]|bimb[oa]|bambin[oa]|piccol[oa])\b|\bmi (?:nasce|e nat[oa]|nascera)\b|\bsono incinta\b"
)
_OF_STAFF = re.compile(
    r"\bdipendent[ie]\b|\blavorat(?:ore|ori|rice|rici)\b|\bcollaborat(?:ore|ori|rice|rici)\b|\b(?:un[ao]?|1) (?:ragazz[oa]|signor[ae]|persona|commess[oa]|impiegat[oa]|operai[oa])\b"
    r"|\b(?:la|una|1|l) (?:commessa|impiegata|operaia|cameriera|segretaria|barista|ragazza)\b|\bpersonale\b|\bpaghe\b"
)
_SUPPOSING = re.compile(
    r"\bse\s+(?:io\s+|invece\s+|poi\s+)*(?:pass(?:o|assi|iamo)|fossi(?:mo)?|facessi|avessi|lavorassi|ridu(?:co|cessi)|mi\s+riducono"
    r"|aumento|aumentassi|divent(?:o|assi)|scend(?:o|essi)|salg(?:o|issi)|salissi|cambi(?:o|assi)|andassi|vado)\b"
    r"|\bquando\s+(?:(?:ne\s+)?(?:avr[aà]|far[aà]|compir[aà])|ne\s+(?:fa|compie))\b"
    r"|\b(?:mettiamo|ipotizziamo|supponiamo|facciamo\s+finta)\s+(?:che|di)\b",
    re.IGNORECASE,
)
_PAYMENTS = re.compile(r"\b(1[34])\s*(?:mensilit|mens\b)|\b(tredicesima|quattordicesima)\b", re.IGNORECASE)
_BARE_AGE = re.compile(
    r"\b(?:che\s+)?ne\s+(?:ha|compie|fa|avr[aà]|far[aà])\s+(\d{1,2})(?!\s*(?:mes[ei]|giorn[io]|or[ae]|gg|%))\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"\s*(?:e|ma|invece)?\s*(?:se\s+(?:e|è)\s+)?(?:(?:per|con)\s+)?(?:quell[oa]|un[oa]|l'altr[oa]|(?:il|la)\s+(?:pi[uù]\s+)?\w+)?\s*"
    r"(?:di|da)\s+(\d{1,2})\s*(?:ann[io])?\s*[?!.]*\s*",
    re.IGNORECASE,
)
""" "e di 15?", "e quello di 8?", by itself."""
_SIZE = re.compile(
    r"(?<!\bi )(?<!oltre )(?<!sotto )(?<!meno di )(?<!pi[uù] di )\b(\d{1,5})\s+(?:dipendenti|addett[ie]|lavorator[ie]|lavoratrici"
    r"|operai|impiegat[ie]|persone)\b|\bsiamo\s+(?:in\s+)?(\d{1,5})(?=\s*(?:$|[,.;:!?]|\b(?:in|e|a|con)\b))",
    re.IGNORECASE,
)
_NOT_WORKING = re.compile(r"\bnon\s+lavora\b|\bcasaling[ao]\b|\bdisoccupat[oa]\b|\bin\s+naspi\b", re.IGNORECASE)
_ON_LEAVE = re.compile(r"\bin\s+(?:maternit[aà]|congedo\s+di\s+maternit[aà]|obbligatoria)\b", re.IGNORECASE)
_OTHERS_JOBS = (
    (
        "self_employed",
        re.compile(r"\bautonom[oa]\b|\bpartita\s+iva\b|\bin\s+proprio\b|\bliber[oa]\s+profession", re.IGNORECASE),
    ),
    (
        "employee",
        re.compile(r"\bdipendente\b|\bimpiegat[oa]\b|\boperai[oa]\b|\bnel\s+(?:pubblico|privato)\b", re.IGNORECASE),
    ),
)


def clauses_of_the_other(text: str) -> tuple[tuple[int, int], ...]:
    """Where the text speaks of the other parent and not of the writer: characters [start, end)."""
    text = _without_relatives(text)
    return tuple(
        (start, end)
        for start, end in _clauses(text)
        if _OTHER.search(text, start, end)
        and not _FIRST.search(text, start, end)
        and not _ROLE_ALONE.fullmatch(text, start, end)
    )


def owner_as_parent(words: str) -> bool:
    """Whoever has a business and writes of a child of their own is a parent here, as long as no employee is spoken of."""
    return bool(_OWN_CHILD.search(words)) and not _OF_STAFF.search(words)


def asked_about(text: str, others_used: bool) -> Parent | None:
    """The other parent, where the question is about them: "e mio marito?", "mia moglie ..., quanto le pagano?"."""
    text = _without_relatives(text)
    found = _OTHER.search(text)
    if found is None or _FIRST.search(text) or _ROLE_ALONE.fullmatch(text):
        return None
    begins = re.match(r"\s*(?:e|ed|ma|invece|per|a|anche)\s+(?:per\s+|a\s+)?$", text[: found.start()], re.IGNORECASE)
    if others_used and not begins and not _THIRD.search(text):
        return None
    return "mother" if _MOTHER.match(text, found.start()) else "father"


def others_role(text: str) -> Parent | None:
    """The parent that the text calls wife, husband or companion."""
    if re.search(r"\bmi[ao]\s+(?:moglie|compagna)\b", text, re.IGNORECASE):
        return "mother"
    return "father" if re.search(r"\bmio\s+(?:marito|compagno)\b", text, re.IGNORECASE) else None


def others_work(text: str) -> str | None:
    """What the other parent does, as the calculator calls it."""
    for start, end in clauses_of_the_other(text):
        said = text[start:end]
        if _NOT_WORKING.search(said):
            return "not_working"
        if _ON_LEAVE.search(said):
            return "on_compulsory_leave"
        for work, pattern in _OTHERS_JOBS:
            if pattern.search(said):
                return work
    return None


def supposes(text: str) -> bool:
    """Something is supposed, not told: "e se passo a 33 ore?", "se fossi part-time"."""
    return bool(_SUPPOSING.search(text))


def payments_in(text: str) -> int | None:
    """Monthly payments a year."""
    found = _PAYMENTS.search(text)
    if found is None or found[1] is None:
        return None
    return int(found[1])


def age_in(text: str) -> int | None:
    """ "il grande che ne ha 15"."""
    found = _BARE_AGE.search(text)
    return int(found[1]) if found else None


def one_of(text: str) -> int | None:
    """The number in "e quello di 15?": years, where a child is talked about."""
    found = _ONE_OF.fullmatch(text)
    return int(found[1]) if found else None


def firm_size_in(text: str) -> int | None:
    """How many people work in a company; thresholds ("oltre 50 dipendenti") are none."""
    found = _SIZE.search(text)
    return int(found[1] or found[2]) if found else None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for part in _CLAUSE.finditer(text):
        start = part.start()
        for turn in _TURN.finditer(text, part.start(), part.end()):
            yield start, turn.start()
            start = turn.start()
        yield start, part.end()


def _without_relatives(text: str) -> str:
    return _RELATIVE.sub(lambda found: " " * len(found[0]), text)
