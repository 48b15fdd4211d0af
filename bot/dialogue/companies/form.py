"""The answers of a request to join: which are asked, what a message tells of them, how they are said back.

Answers are text by field: ids of closed lists, the company's name. Those of a draft stand in the company and its contact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from bot.dialogue.answers.echo import agreement_words
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn
from bot.model.company import ELSEWHERE, Company, CompanyKind, ContactRole, Interest
from bot.model.practices import FirmSector, FirmSize
from bot.model.reply import Line
from bot.understanding.plain import plain

Answers = Mapping[str, str]

FIELDS = ("kind", "name", "size", "sector", "comune", "agreement", "role", "interest")
"""The questions, in the order in which they are asked."""
PUBLIC_SECTOR: FirmSector = "ente-pubblico"
NO_AGREEMENT = "-"
"""Answer of who does not know the collective agreement, or applies none."""
LONGEST_NAME = 80
VALUES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(CompanyKind),
    "size": get_args(FirmSize),
    "sector": get_args(FirmSector),
    "role": get_args(ContactRole),
    "interest": get_args(Interest),
}
_SAID: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "kind": {
        "public": re.compile(
            r"\b(ente|enti|comune|municipio|unione di comuni|asst|ats|provincia|citta metropolitana|azienda speciale"
            r"|amministrazione comunale|pubblica amministrazione|pubblico|pubblica)\b"
        ),
        "private": re.compile(
            r"\b(azienda|impresa|ditta|srl|spa|snc|sas|societa|cooperativa|negozio|studio|associazione|privat[ao])\b"
        ),
    },
    "role": {
        "owner": re.compile(r"\b(titolare|proprietari[ao]|soci[ao]|amministrat(?:ore|rice) unic[ao]|sindac[oa])\b"),
        "personnel": re.compile(r"\b(personale|hr|risorse umane|paghe|amministrazione)\b"),
        "management": re.compile(r"\b(direttor[ea]|direttrice|direzione|dirigente|responsabile|segretari[oa])\b"),
        "equality": re.compile(r"\b(cug|pari opportunita|comitato|consiglier[ae]|welfare)\b"),
        "adviser": re.compile(r"\b(consulente|commercialista|associazione di categoria)\b"),
    },
    "interest": {
        "both": re.compile(r"\b(entramb[ei]|tutt[ei] e due|tutte e due|l uno e l altro)\b"),
        "show": re.compile(r"\b(testimon[ei]|raccontare|mostrare|ospitare|far vedere)\b"),
        "learn": re.compile(r"\b(imparare|incontrare|conoscere|ascoltare|vedere come|confrontarci)\b"),
        "none": re.compile(r"\b(solo aderire|niente|nessuno|nessuna|per ora no|nessuna delle due)\b"),
    },
}
"""What words tell of closed lists; of two that fit, the first counts."""
_SURE_KIND = re.compile(r"\bsiamo (?:un|una|il|la|l) |\bper conto d")
"""Only said of oneself, or where it is asked, does a word tell what the company is."""

_LEADING = re.compile(
    r"^\s*(?:(?:no|scusate|siamo|ci chiamiamo|la ditta si chiama|l'azienda si chiama|si chiama|il nome è|è|la|il|lo)\b[',: ]*)+",
    re.IGNORECASE,
)
"""What stands before a name: "no, ci chiamiamo Bar Centrale"."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells of the form."""

    answers: Answers = field(default_factory=dict)
    doubt: tuple[str, ...] = ()
    """Municipalities between which to choose."""


def answers_of(company: Company | None, role: ContactRole | None = None) -> dict[str, str]:
    """What a company has answered so far."""
    if company is None:
        return {}
    known = {name: getattr(company, name) for name in FIELDS if name != "role"} | {"role": role}
    told = {name: str(value) for name, value in known.items() if value}
    if company.agreement == "":
        told["agreement"] = NO_AGREEMENT
    return told


def with_answers(company: Company, answers: Answers) -> Company:
    """The company as it is told; of a public body the sector needs no question."""
    values: dict[str, Any] = {name: answers[name] for name in FIELDS if name in answers and name != "role"}
    if values.get("agreement") == NO_AGREEMENT:
        values["agreement"] = ""
    changed = replace(company, **values)
    if changed.public:
        return replace(changed, sector=PUBLIC_SECTOR)
    return replace(changed, sector=None) if changed.sector == PUBLIC_SECTOR else changed


def asked(answers: Answers) -> tuple[str, ...]:
    """The questions for a company that answered so far like this."""
    return tuple(name for name in FIELDS if name != "sector" or answers.get("kind") != "public")


def next_question(answers: Answers) -> str | None:
    """The first one without an answer; None when the form is complete."""
    return next((name for name in asked(answers) if name not in answers), None)


def fits(turn: Turn, name: str, value: str) -> bool:
    """Whether a button's value still is one: lists change, buttons stay."""
    if name in VALUES:
        return value in VALUES[name]
    if name == "comune":
        return value == ELSEWHERE or value in turn.knowledge.territory.municipalities
    if name == "agreement":
        return value == NO_AGREEMENT or bool(turn.knowledge.agreements.candidates(value))
    return False


# --- what a message tells ---


def told(turn: Turn, question: str | None) -> Told:
    """What the message tells, read with the open question in mind; a name alone tells nothing else."""
    understood, words = turn.understanding, plain(turn.said)
    named, rest = _name(turn, question)
    found: dict[str, str] = {"name": named} if named else {}
    if question == "name" and not rest:
        return Told(found)
    firm = understood.firm
    if firm.size:
        found["size"] = firm.size
    if firm.sector:
        found |= {"sector": firm.sector} if firm.sector != PUBLIC_SECTOR else {"kind": "public"}
    if understood.entities.agreement:
        found["agreement"] = understood.entities.agreement.id
    for name in ("kind", "role", "interest"):
        sure = question == name or (name == "kind" and _SURE_KIND.search(words)) or (name == "role" and "sono" in words)
        if sure and (value := _said(name, words)) and name not in found:
            found[name] = value
    comune, doubt = _comune(turn)
    if comune and (question in ("comune", None) or len(words.split()) > 1):
        found["comune"] = comune
    if question == "agreement" and "agreement" in found:
        found.pop("sector", None)  # "commercio" is a contract there
    return Told(found, doubt if question == "comune" and not comune else ())


def _said(name: str, words: str) -> str | None:
    return next((value for value, pattern in _SAID[name].items() if pattern.search(words)), None)


def _name(turn: Turn, question: str | None) -> tuple[str, str]:
    """The name that is told, and what is said beside it: "Bar Centrale, siamo in 4 a Opera"."""
    if question != "name":
        return readable(turn.understanding.voucher.company), turn.said
    name, _, rest = turn.said.replace("\n", ",").partition(",")
    return readable(_LEADING.sub("", name)), rest.strip()


def readable(name: str) -> str:
    """The name as it may be shown: one line, signs that have a shape, no more than fit; empty if it has no letters."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    shown = shown.strip(' ,;:!?"«»')
    return shown if len(shown) <= LONGEST_NAME and any(sign.isalpha() for sign in shown) else ""


def _comune(turn: Turn) -> tuple[str | None, tuple[str, ...]]:
    place = turn.understanding.place
    if place is None:
        return None, ()
    if place.status == "outside":
        return ELSEWHERE, ()
    if place.status == "found" and place.comune:
        return place.comune, ()
    return None, (place.comune,) if place.comune else place.candidates


# --- how the answers are said ---


def spoken(turn: Turn, name: str, answers: Answers) -> str:
    """The answer to a question in words; "non detto" where there is none."""
    value = answers.get(name)
    if value is None:
        return text(turn, Line("company_not_said"))
    match name:
        case "name":
            return value
        case "size" | "sector":
            return turn.knowledge.firm_facts["size" if name == "size" else "sector"].values[value].label
        case "comune":
            town = turn.knowledge.territory.municipalities.get(value)
            return town.name if town else text(turn, Line("company_elsewhere"))
        case "agreement":
            if value == NO_AGREEMENT or not turn.knowledge.agreements.candidates(value):
                return text(turn, Line("company_no_agreement"))
            return agreement_words(value, turn.knowledge.agreements)
        case _:
            return text(turn, Line(f"company_{name}_{value}"))
