"""The words of the drafts for firms: knowledge_base/words/firm_papers.yaml. Python decides which of them stand where."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from bot.knowledge.figures import names_in
from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import Content, Text
from bot.knowledge.sources import Acts, unknown_acts

FILE = "knowledge_base/words/firm_papers.yaml"
FILLED = {
    "plan": {
        *(
            "day",
            "verified",
            "size",
            "sector",
            "work",
            "comune",
            "area",
            "goal",
            "people",
            "hours",
            "total",
            "trial",
            "measures",
        ),
        *("indicators", "rule", "sources", "caution"),
    },
    "agreement": {"day", "verified", "block", "hours", "times", "notice"},
}
"""Names that the drafts fill, besides figures."""
NEEDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "plan": {
        "who": (), "today": ("area", "level"), "goal": (), "measures": ("steps", "caution", "source", "none"),
        "people": ("total", "rights"), "trial": (), "indicators": ("indicator", "now", "after"),
        "rules": ("rule", "none"), "public": (), "readers": ("private", "public"),
    },
    "agreement": {
        "parties": (), "premise": (), "use": ("block", "half", "work"), "day": ("number", "own", "part_time", "example"),
        "base": (), "notice": (), "list": ("yes", "no", "keeps"), "others": (), "rights": (), "length": (), "signatures": (),
    },
}  # fmt: skip
"""Draft -> section -> the variants that it chooses from."""


class FirmSection(Content):
    title: Text
    lines: list[Text] = Field(default_factory=list)
    variants: dict[str, Text] = Field(default_factory=dict)

    def texts(self) -> Iterator[str]:
        yield self.title
        yield from self.lines
        yield from self.variants.values()


class FirmPaper(Content):
    title: Text
    mark: Text
    """That it is a draft, and who has to read it."""
    note: Text
    verified_on: date
    """The day on which what it says of the law was verified."""
    sections: dict[str, FirmSection]


class FirmPapers(Content):
    plan: FirmPaper
    agreement: FirmPaper


def read_firm_papers(root: Path, problems: list[Problem]) -> FirmPapers:
    """The words under `root`. Every problem of the file goes to `problems`; then the texts hold nothing."""
    data = read_yaml(root / FILE, FILE, problems)
    nothing: dict[str, Any] = {}
    papers = None if data is None else parse(FirmPapers, data, FILE, "", problems)
    return papers or FirmPapers.model_construct(**nothing)


def firm_papers_are_in_order(papers: FirmPapers, figures: Container[str], acts: Acts) -> Iterator[Problem]:
    """Every section with its variants is there, and every {name} is filled; what is cited is known."""
    for name, needed in NEEDED.items():
        paper: FirmPaper | None = getattr(papers, name, None)
        if paper is None:
            continue  # its shape is wrong, and that was said
        for section, variants in needed.items():
            known = paper.sections.get(section)
            if known is None:
                yield Problem(FILE, f"{name}.sections.{section}", "is missing", "restore the section")
                continue
            for variant in variants:
                if variant not in known.variants:
                    yield Problem(FILE, f"{name}.sections.{section}.variants.{variant}", "is missing", "restore it")
        for section in paper.sections.keys() - needed.keys():
            yield Problem(FILE, f"{name}.sections.{section}", "is not a section of this draft", "delete it")
        for at, text in _texts(paper):
            for filled in names_in(text):
                if filled not in FILLED[name] and filled not in figures:
                    yield Problem(FILE, f"{name}.{at}", f"{{{filled}}} is not filled", "name a figure, or delete it")
            for act in unknown_acts([text], acts):
                yield Problem(FILE, f"{name}.{at}", f"{act} is not in sources.yaml", "add it there, or mend it")


def _texts(paper: FirmPaper) -> Iterator[tuple[str, str]]:
    yield from (("title", paper.title), ("mark", paper.mark), ("note", paper.note))
    for id, section in paper.sections.items():
        yield from ((f"sections.{id}", text) for text in section.texts())
