"""What is wrong with the content, said so that a curator can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.cache import recalled
from bot.knowledge.strict_yaml import NotYaml, parsed

Model = TypeVar("Model", bound=BaseModel)

REMEDIES = {
    "missing": "add the field",
    "extra_forbidden": "delete the field, or mend its name",
    "literal_error": "use one of the values named",
    "string_too_long": "shorten the text; what does not fit goes into `more`",
    "string_pattern_mismatch": "use small letters, digits and single hyphens",
    "unknown_name": "write only these names, spelt so",
    "seven_days": "write seven short words",
    "too_short": "add at least one item",
    "too_long": "keep fewer items",
    "int_type": "write a whole number, without quotes",
    "union_tag_invalid": "use one of the names listed",
    "union_tag_not_found": "add the field that names it",
    "date_from_datetime_parsing": "write a date as 2026-03-15",
    "date_parsing": "write a date as 2026-03-15",
    "empty_scope": "name what must be known of the person, or write the text as the point's own",
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    file: str
    field: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.field}" if self.field else self.file
        return f"{where}: {self.problem}. Remedy: {self.remedy}."


class BrokenContent(Exception):
    """The content cannot be used; `problems` names everything that is wrong, at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Any:
    """The file's content, or None after adding to `problems` why it cannot be read."""
    try:
        return recalled(path.read_bytes(), parsed)
    except OSError as error:
        problems.append(Problem(name, "", f"cannot be read ({error.strerror})", "restore the file"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "is not UTF-8", "save the file as UTF-8"))
    except NotYaml as error:
        remedy = (
            "mend the line: indentation, colon, quotes" if error.line else "remove the characters that are not text"
        )
        at = f"line {error.line}" if error.line else ""
        problems.append(Problem(name, at, f"is not valid YAML{error.problem}", remedy))
    return None


def read_each(root: Path, pattern: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """The files under `root` that match, each with what messages call it; those that cannot be read are left out."""
    for path in sorted(root.glob(pattern)):
        name = str(path.relative_to(root))
        data = read_yaml(path, name, problems)
        if data is not None:
            yield name, data


def parse(model: type[Model], data: Any, name: str, at: str, problems: list[Problem]) -> Model | None:
    """The validated model, or None after adding every problem of `data` to `problems`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            field = ".".join(str(part) for part in (at, *detail["loc"]) if part != "")
            remedy = REMEDIES.get(detail["type"], "write the value that the field asks for")
            problems.append(Problem(name, field, detail["msg"][0].lower() + detail["msg"][1:], remedy))
    return None
