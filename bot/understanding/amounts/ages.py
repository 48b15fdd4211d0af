"""Ages and births of children."""

from __future__ import annotations

import re

from bot.model.entities import Age, Amount
from bot.understanding.amounts.common import HALF, OLDEST_CHILD
from bot.understanding.amounts.reading import Reading, Rules, Span

_CHILD = (
    r"(?:figli[oaie]?|figliol[oaie]|bimb[oaie]|bambin[oaie]|bamb|pup[oa]|piccol[oaie]|piccolin[oaie]|neonat[oaie]"
    r"|gemell[oaie]|gemellin[iea]|ragazz[oaie]|ragazzin[oaie]|nan[aoe]|nipotin[oaie]|creatur[ae]|cucciol[oaie]|bebe|minore)"
)
_AGE_UNIT = r"(?P<u>ann[oi]|mes[ei]|mesetti|settiman[ae]|giorn[oi]|gg)"
_AGE_TAIL = (
    rf"(?:\s+e\s+(?:(?P<half>{HALF})\b|(?P<m>\d{{1,2}})\s*mes[ei]\b)|\s*,?\s+(?P<m2>\d{{1,2}})\s*mes[ei]\b)?"
    r"(?!\s*(?:\w+\s+)?(?:di|d')\s*(?:contratt|anzianit|servizi|esperienz|lavor|congedo|matern|ferie|permess|aspettativ|tempo|age|malatt|prova|preavvis|naspi|assunzion))"
    r"(?!\s+per\b)(?!\s+fa\b)(?!\s+prima\b)(?!\s+dal)"
)
LIMIT = re.compile(
    r"\b(?:fino\s+a[ig]?l?i?|entro(?: i| gli)?|prima\s+de[ig]l?i?|oltre(?: i| gli)?|sotto(?: i| gli)?|sopra(?: i| gli)?"
    r"|dopo(?: i| gli)?|meno di|piu di|massimo|almeno|ai|agli|dai|dagli|tra i?|fra i?|da \d+ a|a|under|over|max)\s*$"
)
_HAS = re.compile(
    r"\b(?:(?:ne\s+|che\s+)?(?:ha|hanno|a|avra|avranno|con)|eta:?|eta\s+di|eta\s+del\s+\w+:?)\s+"
    rf"(?:(?:quasi|appena|circa|gia|ora|solo|adesso|ormai|poco piu di|compiuto|piu o meno)\s+)?(?P<n>\d{{1,2}})\s*(?:{_AGE_UNIT}\b)?{_AGE_TAIL}"
)
_CHILD_OF = re.compile(
    rf"\b{_CHILD}\b(?:\s+[a-z]+){{0,3}}?[\s,(:]*(?:di|d|d'|che\s+ha(?:nno)?|ha|e di|anni)?\s*(?:quasi\s+|circa\s+|appena\s+|soli\s+)?"
    rf"(?P<list>\d{{1,2}}(?:\s*(?:,|e|ed|-)\s*(?:di\s+)?\d{{1,2}}){{0,4}})\s*{_AGE_UNIT}\b{_AGE_TAIL}"
)
_NO_AGE = re.compile(
    r"\b(?:fino|entro|prima|congedo|ho|per|ogni|permess\w*|primi|e(?!\s+di)|da|fa|fanno|danno|spettano|non|non ha|casa|prende|prendo|e sono)\b"
)
"""Between a child and a number of years: the years are not the child's."""
_ONE_OF = re.compile(rf"\b1\s+(?:di|ha|ne ha)\s+(?P<n>\d{{1,2}})\s*(?:{_AGE_UNIT}\b)?{_AGE_TAIL}")
_YEARS_OLD = re.compile(r"\b(?P<n>\d{1,2})\s?enne\b")


def _age_months(count: int, unit: str, match: re.Match[str]) -> int | None:
    named = match.groupdict()
    extra = 6 if named.get("half") else int(named.get("m") or named.get("m2") or 0)
    match unit[:1]:
        case "a":
            return count * 12 + extra if count <= OLDEST_CHILD and extra < 12 else None
        case "m":
            return count if count <= 36 else None
        case "s":
            return count * 7 // 30
        case _:
            return count // 30


def _has_age(reading: Reading, match: re.Match[str]) -> Amount | None:
    """ "ha 3 anni"; without a unit only "ne ha 3"."""
    said, unit, before = match[0], match["u"], reading.before(match.start())
    if unit is None or re.search(r"\b(?:non|fino)\s*$", before):
        return None
    if "hanno" in said and not re.search(_CHILD, before):
        return None
    if unit[0] in "gs" and not re.search(_CHILD, reading.before(match.start())):
        return None
    if re.match(r"(?:a|con)\b", said) and not re.search(rf"{_CHILD}\b[\s\w]{{0,12}}$", reading.before(match.start())):
        return None
    months = _age_months(int(match["n"]), unit, match)
    return None if months is None or _of_a_parent(reading, match) else Age(months)


def _of_a_parent(reading: Reading, match: re.Match[str]) -> bool:
    before = reading.before(match.start(), 25)
    return bool(
        re.search(
            r"\b(?:io|mamma|madre|padre|papa|suocer[ao]|nonn[oai]|marito|moglie|azienda|ditta|contratto|lei)\s*$",
            before,
        )
    )


def _children(reading: Reading, match: re.Match[str]) -> list[Span] | None:
    """ "due bimbi di 3 e 5 anni": one age each."""
    between = reading.text[match.start() : match.start("list")]
    if LIMIT.search(between) or _NO_AGE.search(between):
        return None
    if match["u"][0] in "gs" and not re.search(r"\b(?:di|ha|d')\s*(?:[a-z]+\s+)?$", between):
        return None
    counts = list(re.finditer(r"\d{1,2}", match["list"]))
    spans = []
    for at, count in enumerate(counts):
        last = at == len(counts) - 1
        months = _age_months(int(count[0]), match["u"], match) if last else _age_of_list(int(count[0]), match["u"])
        if months is None:
            return None
        start = match.start("list") + count.start()
        spans.append(Span(Age(months), start, match.end() if last else match.start("list") + count.end()))
    return spans


def _age_of_list(count: int, unit: str) -> int | None:
    return count * 12 if unit[0] == "a" and count <= OLDEST_CHILD else count if unit[0] == "m" else None


def _one_of(reading: Reading, match: re.Match[str]) -> Amount | None:
    """ "uno di 3 e una di 6 anni"."""
    if match["u"] is None and not re.search(r"\bann[oi]\b", reading.text[match.end() : match.end() + 25]):
        return None
    pair = re.match(r"\s*(?:e|,|ed)\s*1 (?:di|ha) \d", reading.text[match.end() :])
    if match["u"] is None and not pair and not re.search(_CHILD, reading.before(match.start(), 60)):
        return None
    months = _age_months(int(match["n"]), match["u"] or "anni", match)
    return None if months is None else Age(months)


def _enne(reading: Reading, match: re.Match[str]) -> Amount | None:
    return Age(int(match["n"]) * 12) if int(match["n"]) <= OLDEST_CHILD else None


RULES: Rules = ((_CHILD_OF, _children), (_HAS, _has_age), (_ONE_OF, _one_of), (_YEARS_OLD, _enne))
