"""Cases of leave: each YAML file has a `base` and cases with a name, an input laid over the base, and what to expect.

`source` names the facts of the dossier that a case stands on, of one case or of all those of a file that name none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


class _Plain(yaml.CSafeLoader):
    """YAML where `yes` and `no` are words."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in pairs if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def over(base: Any, change: Any) -> Any:
    """`change` laid over `base`, field by field."""
    if not isinstance(base, Mapping) or not isinstance(change, Mapping):
        return change
    return {**base, **{key: over(base.get(key), value) for key, value in change.items()}}


def cases(file: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Name, input and expectation of each case of a file."""
    content = yaml.load((HERE / file).read_text(encoding="utf-8"), _Plain)
    for case in content["cases"]:
        yield case["name"], over(content["base"], case["input"]), case["expect"]


def sources(file: str) -> Iterator[tuple[str, str]]:
    """Name and source of each case of a file."""
    content = yaml.load((HERE / file).read_text(encoding="utf-8"), _Plain)
    for case in content["cases"]:
        yield case["name"], case.get("source", content.get("source", ""))
