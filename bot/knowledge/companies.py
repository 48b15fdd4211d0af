"""The register of the companies that have joined the network: knowledge_base/companies.yaml.

It says who joined and since when. Who asks about a company is kept nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.helpdesks import Istat
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Slug, Text
from bot.knowledge.territory import Territory

FILE = "knowledge_base/companies.yaml"
LEGAL_FORMS = frozenset(
    {"srl", "srls", "spa", "sas", "snc", "ss", "scarl", "scrl", "scpa", "sapa", "coop", "cooperativa", "onlus", "ets"}
    | {"societa", "soc", "sociale", "impresa", "ditta", "azienda", "gruppo", "group", "gmbh", "ltd", "sa", "ag", "sb"}
    | {"arl", "rl", "individuale", "semplice", "benefit"}
)
"""Words that say what a company is, not which: they do not count when names are compared."""
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?")
_WORD = re.compile(r"[^\W_]+")


class Company(Content):
    id: Slug
    name: Annotated[Text, StringConstraints(max_length=80)]
    names: list[Text] = Field(default_factory=list)
    """What else its workers call it: shop sign, former name, group."""
    comune: Istat | None = None
    """Where it is, if in the 25 municipalities: it tells namesakes apart."""
    joined_on: date
    left_on: date | None = None
    """First day on which it is no longer a member."""
    source: Text
    """The act by which it joined."""

    def member(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


def name_key(name: str) -> tuple[str, ...]:
    """The words by which company names are compared: no accents, capitals, punctuation, legal form.

    "S.r.l." is one word. A name that is nothing but legal forms keeps them.
    """
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " e "))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    joined = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", plain)
    words = tuple(_WORD.findall(joined.replace(" a rl", " arl")))
    return tuple(word for word in words if word not in LEGAL_FORMS) or words


def read_companies(root: Path, problems: list[Problem]) -> Mapping[str, Company]:
    """The register under `root` by id; every problem of shape goes to `problems`. A missing file: an empty register."""
    return read_register(root / FILE, FILE, problems) if (root / FILE).exists() else {}


def read_register(path: Path, name: str, problems: list[Problem]) -> dict[str, Company]:
    """The register in one file; `name` is what messages call it."""
    data = read_yaml(path, name, problems)
    if not isinstance(data, dict) or set(data) != {"companies"} or not isinstance(data["companies"], list):
        remedy = "write `companies:` with the list below it, or `companies: []`"
        problems.append(Problem(name, "companies", "is not the list of the register", remedy))
        return {}
    found: dict[str, Company] = {}
    for number, row in enumerate(data["companies"]):
        at = str(row["id"]) if isinstance(row, dict) and "id" in row else f"companies.{number}"
        company = parse(Company, row, name, at, problems)
        if company and company.id in found:
            problems.append(Problem(name, company.id, "the id stands twice", "rename one of the two"))
        elif company:
            found[company.id] = company
    return found


def companies_are_in_order(companies: Mapping[str, Company], territory: Territory) -> Iterator[Problem]:
    """Dates in order, places that exist, and no two companies that nobody could tell apart."""
    owners: dict[tuple[tuple[str, ...], str | None], str] = {}
    for company in companies.values():
        if company.left_on and company.left_on <= company.joined_on:
            yield Problem(FILE, f"{company.id}.left_on", "is not after joined_on", "mend one of the two dates")
        if company.comune and company.comune not in territory.municipalities:
            problem = f"no municipality has the code {company.comune}"
            yield Problem(FILE, f"{company.id}.comune", problem, "use a code of infopoints.yaml, or leave it out")
        for name in (company.name, *company.names):
            key = name_key(name)
            if not key:
                yield Problem(FILE, f"{company.id}.names", f"{name!r} holds no letters", "write the name or delete it")
            first = owners.setdefault((key, company.comune), company.id)
            if key and first != company.id:
                problem = f"{name!r} is a name of {first} too, in the same place"
                yield Problem(FILE, f"{company.id}.names", problem, "keep it in one, or say where each is in `comune`")
