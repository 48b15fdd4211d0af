"""Money and part-time."""

from __future__ import annotations

import re

from bot.model.entities import Amount, Money, PartTime
from bot.understanding.amounts.common import PER, TAKEN, number, per_of
from bot.understanding.amounts.reading import Reading, Rules, Span

_MONEY_NUMBER = r"(?P<n>\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?(?!\d)|\d{1,7}(?:[.,]\d{1,2})?(?!\d))"
_CURRENCY = r"(?:euro|euri|eur|eu|€)"
_WORTH = re.compile(
    rf"(?<![\d.,/:]){_MONEY_NUMBER}(?:\s*(?P<k>k|mila)\b(?:\s+e?\s*(?P<rest>\d{{1,3}})(?!\d))?|\s+e\s+(?P<rest2>\d{{2,3}})(?!\d))?"
    rf"\s*(?P<c>{_CURRENCY}(?![a-z]))?(?:\s+e\s+(?P<cents>\d{{1,2}})\b(?!\s*(?:%|ann|mes|or[ae]|giorn|h\b|figli|bamb|bimb)))?"
)
_CURRENCY_FIRST = re.compile(
    rf"(?:€|\beuro|\beur)\s*{_MONEY_NUMBER}(?P<k>\s*k\b)?(?P<c>)(?P<rest>)(?P<rest2>)(?P<cents>)"
)
_MONEY_BEFORE = re.compile(
    r"\b(?:guadagn\w*|prend[oei]\w*|stipendio|reddito|isee|paga|busta paga|ral|retribuzione|cost\w+|spend\w*|lord[oaie]|nett[oaie]|salario|importo|imponibile)"
    r"\b[^\d.;!?\n]{0,22}$"
)
_MONEY_AFTER = re.compile(
    r"\s*(?:lord[oaie]|nett[oaie]|al mese\b|mensili|all'anno|annu[iaoe]|l'anno|di reddito|di isee|di ral|di stipendio|x mese)"
)
_GROSS = re.compile(r"\s*(?:e\s+)?(?:(?P<g>lord[oaie]|ral\b)|(?P<t>nett[oaie]))")

PT = r"(?:part[\s-]?time|par time|partime|pt|p\.t\.|tempo parziale)"
_SHARE_AFTER = re.compile(
    rf"\b{PT}\b(?:\s+\w+){{0,2}}?\s*(?:al|a|del|di|:|all'|dell')?\s*(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*(?:%|per\s?cento)"
)
_SHARE_BARE = re.compile(
    rf"\b{PT}\s+(?:al\s+|all')?(?P<n>\d{{2}})\b(?!\s*(?:or[ae]|h\b|[.,]\d|ann|mes|giorn|gg|€|eur))"
)
_SHARE_BEFORE = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*(?:%|per\s?cento)\s+(?:di\s+|in\s+)?{PT}\b"
)


def _money(reading: Reading, match: re.Match[str]) -> list[Span] | None:
    before = reading.before(match.start())
    value = _euro(match)
    named = bool(match["c"]) or match.re is _CURRENCY_FIRST
    if not named and not _is_worth(reading, match, before, value):
        return None
    end = match.end()
    gross, per = None, None
    for _ in range(2):
        if (kind := _GROSS.match(reading.text, end)) and gross is None:
            gross, end = bool(kind["g"]), kind.end()
        if (rate := PER.match(reading.text, end)) and per is None and per_of(rate):
            per, end = per_of(rate), rate.end()
    if gross is None and re.search(r"\b(?:lord[oaie]|ral)\b[^\d]{0,12}$", before):
        gross = True
    if gross is None and re.search(r"\bnett[oaie]\b[^\d]{0,12}$", before):
        gross = False
    return [Span(Money(value, gross, per), match.start(), end)]


def _is_worth(reading: Reading, match: re.Match[str], before: str, value: float) -> bool:
    """A number without a currency: thousands, or after "stipendio", before "lordi", or all that is written."""
    if _MONEY_AFTER.match(reading.text, match.end()) and value >= 300:
        return True
    if match["k"] or match["rest2"]:
        return value >= 1000 and not re.match(
            r"\s*(?:person|abitant|dipendent|km|volt|or[ae]\b)", reading.text[match.end() :]
        )
    if value < 300 or re.match(r"\s*(?:or[ae]\b|h\b|giorn|ann|mes|settiman|%|gg)", reading.text[match.end() :]):
        return False
    if 1990 <= value <= 2035 and "." not in match["n"]:
        return False
    alone = not reading.text.replace(TAKEN, " ").replace(match[0], " ").strip(" .,!?")
    return bool(_MONEY_BEFORE.search(before)) or (alone and value < 200_000 and len(match["n"]) != 5)


def _euro(match: re.Match[str]) -> float:
    said = match["n"].replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", said):
        said = said.replace(".", "")
    value = float(said.replace(",", "."))
    if match["k"]:
        value = value * 1000 + int(match["rest"] or 0)
    return round(value + int(match["rest2"] or 0) + int(match["cents"] or 0) / 100, 2)


def _part_time(reading: Reading, match: re.Match[str]) -> Amount | None:
    percent = number(match["n"])
    return PartTime(percent) if 5 <= percent < 100 else None


PART_TIME: Rules = ((_SHARE_AFTER, _part_time), (_SHARE_BEFORE, _part_time), (_SHARE_BARE, _part_time))
RULES: Rules = ((_CURRENCY_FIRST, _money), (_WORTH, _money))
