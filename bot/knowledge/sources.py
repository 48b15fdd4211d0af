"""The acts of knowledge_base/sources.yaml, and the official address of what a source cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Answer, Content, Text

FILE = "knowledge_base/sources.yaml"
ADDRESS = "https://www.normattiva.it/uri-res/N2Ls?urn:nir:"
KINDS = {
    "L.": "stato:legge",
    "D.L.": "stato:decreto.legge",
    "D.Lgs.": "stato:decreto.legislativo",
    "DPR": "presidente.repubblica:decreto",
}
"""How an act of each kind is named in Normattiva's permanent addresses."""
_KIND = "|".join(map(re.escape, KINDS))
_NUMBERED = re.compile(rf"(?<![\w.])({_KIND}) (\d+)/(\d{{4}})")
_ARTICLE = re.compile(r"\bartt?\. (\d+(?:-[a-z]+)?)")


class Act(Content):
    name: Text
    """As sources cite it: "D.Lgs. 151/2001"."""
    day: date | None = Field(alias="date", default=None)
    """Without it the year of the name leads there."""
    also: list[Text] = Field(default_factory=list)
    urn: Annotated[Text, StringConstraints(pattern=r"^[a-z.]+:[a-z.]+:[0-9:;-]+$")] | None = None

    @model_validator(mode="after")
    def _has_an_address(self) -> Act:
        if self.urn is None and not _NUMBERED.fullmatch(self.name):
            raise ValueError("needs `urn`: its name is not a kind of act with number/year, such as L. 104/1992")
        return self

    def address(self, article: str | None = None) -> str:
        """The official text as it stands today, at the article if one is named."""
        urn = self.urn
        if urn is None:
            kind, number, year = _NUMBERED.fullmatch(self.name).groups()  # type: ignore[union-attr]  # checked above
            urn = f"{KINDS[kind]}:{self.day or year};{number}"
        return ADDRESS + urn + (f"~art{article.replace('-', '')}" if article else "")


Acts = Mapping[str, Act]
"""By every name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of a citation, and the address that shows it; None where none is known."""

    text: str
    url: str | None = None


def read_acts(root: Path, problems: list[Problem]) -> dict[str, Act]:
    """The acts under `root`; every problem of shape goes to `problems`. No file: no acts."""
    if not (root / FILE).exists():
        return {}
    data = read_yaml(root / FILE, FILE, problems)
    if not isinstance(data, dict) or set(data) != {"acts"} or not isinstance(data["acts"], list):
        problems.append(Problem(FILE, "acts", "is not the list of acts", "write `acts:` with the list below it"))
        return {}
    acts: dict[str, Act] = {}
    for number, row in enumerate(data["acts"]):
        at = str(row.get("name", number)) if isinstance(row, dict) else str(number)
        act = parse(Act, row, FILE, at, problems)
        if act is None:
            continue
        for name in (act.name, *act.also):
            if name in acts:
                problems.append(Problem(FILE, name, "the name stands twice", "keep one of the two"))
            acts[name] = act
    return acts


def cited(citation: str, acts: Acts) -> tuple[Source, ...]:
    """The pieces of a source, in order: joined with "; " they are the source again.

    A piece leads to the act it names first, at its first article; one that begins with an article, to the act before it.
    """
    found: list[Source] = []
    act = None
    for piece in citation.split("; "):
        act = _act_in(piece, acts) or (act if piece.startswith("art") else None)
        article = _ARTICLE.search(piece)
        found.append(Source(piece, act.address(article and article[1]) if act else None))
    return tuple(found)


def _act_in(piece: str, acts: Acts) -> Act | None:
    numbered = [(match.start(), match[0]) for match in _NUMBERED.finditer(piece)]
    others = [(piece.find(name), name) for name in acts if name in piece and not _NUMBERED.match(name)]
    return next((acts[name] for _, name in sorted(numbered + others) if name in acts), None)


def unlinked(answers: Iterable[Answer], acts: Acts) -> list[str]:
    """What the answers cite and no address is known for, in order, each once."""
    pieces = (piece for answer in answers for source in answer.sources for piece in cited(source, acts))
    return sorted({piece.text for piece in pieces if piece.url is None})


def cited_acts_are_known(answers: Mapping[str, Answer], acts: Acts, files: Mapping[str, str]) -> Iterator[Problem]:
    for id, answer in answers.items():
        for act in unknown_acts(answer.sources, acts):
            problem = f"{act} is not in {FILE}"
            yield Problem(files[id], f"{id}.sources", problem, "add it there with its day, or mend its number")


def unknown_acts(sources: Iterable[str], acts: Acts) -> list[str]:
    """The acts with a number that are cited and not known."""
    found = (match[0] for source in sources for match in _NUMBERED.finditer(source))
    return [act for act in found if act not in acts]
