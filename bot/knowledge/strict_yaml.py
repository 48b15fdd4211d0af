"""YAML that refuses two equal keys: YAML's own loader keeps the last of them in silence.

The library is slow to import, and not needed where everything that is read was kept before: see cache.py.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml


class NotYaml(Exception):
    """The file cannot be read as YAML: on this line, where the trouble has one."""

    def __init__(self, problem: str = "", line: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


def parsed(content: bytes) -> Any:
    """Raises UnicodeDecodeError or NotYaml."""
    import yaml

    text = content.decode("utf-8")
    try:
        return yaml.load(text, _loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NotYaml(f" ({error.problem})", line) from None
    except yaml.YAMLError:
        raise NotYaml from None
    except (ValueError, TypeError, RecursionError) as error:  # a day that is none, a list as a key, too many brackets
        raise NotYaml(f" ({error})") from None


@cache
def _loader() -> type[yaml.CSafeLoader]:
    import yaml

    class UniqueKeys(yaml.CSafeLoader):
        pass

    UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
    return UniqueKeys


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    import yaml

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
