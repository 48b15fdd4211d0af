"""The programme of a meeting, such as the final one of the project: a YAML file that whoever prepares it keeps."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.problems import BrokenContent, Problem, parse, read_yaml
from bot.knowledge.schema import Content, Text

Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Session(Content):
    start: Hour
    end: Hour
    title: Text
    about: Text | None = None
    speakers: list[Text] = Field(default_factory=list)
    """As they wish to be named; only who agreed to be."""


class Programme(Content):
    title: Text
    day: date
    place: Text
    address: Text
    organiser: Text
    how_to_join: Text
    sessions: list[Session] = Field(min_length=1)


def read_programme(path: Path) -> Programme:
    """Raises BrokenContent with every problem at once."""
    problems: list[Problem] = []
    data = read_yaml(path, path.name, problems)
    programme = None if data is None else parse(Programme, data, path.name, "", problems)
    for number, session in enumerate(programme.sessions if programme else ()):
        before = programme.sessions[number - 1].end if programme and number else session.start
        if session.end <= session.start or session.start < before:
            remedy = "mend the hours: sessions follow one another"
            problems.append(Problem(path.name, f"sessions.{number}", "does not begin and end in its place", remedy))
    if problems or programme is None:
        raise BrokenContent(problems)
    return programme
