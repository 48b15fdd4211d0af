"""What is wrong with the content, said so that a curator can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
    "pattern": "mend the expression: brackets, backslashes",
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


class _UniqueKeys(yaml.CSafeLoader):
    """YAML's own loader keeps the last of two equal keys in silence; this one refuses them."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: dict[Any, int] = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {key!r} stands on line {seen[key]} and again", key_node.start_mark
            )
        seen[key] = line
    return loader.construct_mapping(node, deep=True)


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path, name: str, problems: list[Problem]) -> Any:
    """The file's content, or None after adding to `problems` why it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _UniqueKeys)
    except OSError as error:
        problems.append(Problem(name, "", f"cannot be read ({error.strerror})", "restore the file"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "is not UTF-8", "save the file as UTF-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"is not valid YAML ({error.problem})"
        problems.append(Problem(name, f"line {line}", problem, "mend the line: indentation, colon, quotes"))
    except yaml.YAMLError:
        problems.append(Problem(name, "", "is not valid YAML", "remove the characters that are not text"))
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
