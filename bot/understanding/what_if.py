"""What is said about a plan that is open: "e se faccio solo il martedì?", "e se lo prende lui?", "no, come prima"."""

from __future__ import annotations

import re

from bot.understanding.plain import plain

_SUPPOSES = re.compile(
    r"^(?:e )?(?:se|invece se|se invece|e invece se)\b|\bse (?:invece |poi |per caso )?(?:io |lo |la |li |le |ne |ci |mi |il |uso |usassi )*(?:facc|fac|prend|us|inizi|cominc|part|"
    r"pass|avess|foss|chied|chiess|tolg|togl|aggiung|spost|mett|lavor|rest|finiss|finisc|sceg|scelg|va|and)\w*"
    r"|\b(?:mettiamo|ipotizziamo|supponiamo|poniamo) (?:che|di|caso)\b|\bfacciamo finta\b|\b(?:che|cosa|come) (?:succede|cambia|cambierebbe|diventa|viene) (?:se|con|da|facendo|prendendo)\b"
    r"|\bprov(?:a|iamo) (?:con|a|anche)\b"
)
_GOES_ON = re.compile(
    r"^(?:e|ed|oppure|o|invece|ma) (?:invece |magari |solo |per |con |da |dal |fino |a |al |il |lo |la |tutt|ogni |anche |senza |\d)"
)
_OTHER = (
    r"(?:lui|lei|mio marito|mia moglie|(?:il mio|la mia) compagn[oa]|il papa|la mamma|il padre|la madre|suo padre|sua madre|il mio ex|la mia ex"
    r"|l altro genitore|l altra mamma|l altro)"
)
_TAKES = r"(?:prend|us|fa|fac|chied|chiess|facess|sta|rest|va|tien|occup|assent|richied)\w*"
_BY_THE_OTHER = re.compile(
    rf"\b(?:lo|la|li|le|ci|ne|il congedo|le ore|i giorni|a casa)? ?{_TAKES} (?:invece |a casa |il congedo |le ore |i giorni )?{_OTHER}\b"
    rf"|\b{_OTHER} (?:invece )?(?:lo |la |li |le |ci |ne )?{_TAKES}|\btocca(?:sse)? a {_OTHER}\b"
)
_FOR_THE_OTHER = re.compile(rf"^(?:e|ed|invece|ma|e invece|e se fosse|e se invece fosse) (?:per |con |a )?{_OTHER}$")
_SAME = {"mother": re.compile(r"\b(?:mamma|madre)\b"), "father": re.compile(r"\b(?:papa|padre)\b")}
"""Who is not the other one."""
_UNDO = re.compile(
    r"\b(?:come|com|quello di|quella di|quelli di|la situazione di) (?:era(?:no)?|stava(?:no)?|prima)(?! di| del| cosa)\b|\b(?:annulla|togli|cancella) (?:la|l ultima|questa|quest ultima)"
    r" (?:modifica|prova|correzione|cambiamento|ipotesi)\b|\b(?:torna|torniamo|ritorna|vai) (?:indietro|al piano (?:di prima|iniziale|originale)|a prima)\b"
    r"|\b(?:meglio|preferisco|preferivo|lascia|tieni|teniamo) (?:il |quello |quella |il piano |tutto )*(?:di |come )?(?:prima|originale|iniziale)\b|\bera meglio (?:prima|l altr)"
    r"|^(?:no )?lascia (?:stare|perdere)(?: la prova)?$|^no(?: no)? (?:niente|lascia|non cambi\w+)(?: niente| nulla)?$"
)
_KEEP = re.compile(
    r"^(?:si |ok |va bene |allora |dai |perfetto )*(?:tengo|tieni|teniamo|scelgo|prendo|preferisco|mi piace|facciamo|usa|metti) (?:quest[oa]|cosi|la prova|il nuovo|quest ultim[oa])"
    r"(?: piano| qui)?$|^(?:si |ok )*(?:cosi (?:va bene|e meglio)|meglio cosi|va (?:meglio )?cosi)$"
)


def supposes(text: str) -> bool:
    """Something is tried out, not told."""
    said = plain(text)
    return bool(_SUPPOSES.search(said) or (text.rstrip().endswith("?") and _GOES_ON.match(said)))


def by_the_other(text: str, writer: str) -> bool:
    """The other parent would take the leave; `writer`: mother or father, who takes it in the plan."""
    said = plain(text)
    found = _FOR_THE_OTHER.match(said) or (_BY_THE_OTHER.search(said) if supposes(text) else None)
    return found is not None and not _SAME[writer].search(found[0])


def undoes(text: str) -> bool:
    """The change made last is taken back."""
    return bool(_UNDO.search(plain(text)))


def keeps(text: str) -> bool:
    """What was tried out is to stay."""
    return bool(_KEEP.match(plain(text)))
