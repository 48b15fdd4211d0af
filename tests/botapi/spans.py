"""Text with entities, measured in UTF-16 units as Telegram measures it."""

from dataclasses import dataclass, field
from typing import Any

Entity = dict[str, Any]


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Formatted:
    text: str
    entities: list[Entity]


@dataclass
class Open:
    """A mark or tag that is open: what it is, where it began in the text and in the source."""

    kind: str
    offset: int
    byte: int
    extra: dict[str, Any] = field(default_factory=dict)


class Builder:
    """Collects plain text and closes entities over it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._entities: list[Entity] = []
        self.length = 0

    def add(self, text: str) -> None:
        self._pieces.append(text)
        self.length += utf16_length(text)

    def text_from(self, offset: int) -> str:
        units = "".join(self._pieces).encode("utf-16-le")
        return units[offset * 2 :].decode("utf-16-le")

    def close(self, kind: str, offset: int, **extra: Any) -> None:
        if kind and self.length > offset:
            self._entities.append({"type": kind, "offset": offset, "length": self.length - offset, **extra})

    def finish(self) -> Formatted:
        return Formatted("".join(self._pieces), self._entities)
