"""Texts that stay plain, and beside them what a channel may set in bold or make a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, counted in letters: a link, or bold where there is no address."""

    start: int
    length: int
    url: str = ""

    @property
    def end(self) -> int:
        return self.start + self.length

    def moved(self, by: int) -> Span:
        return replace(self, start=self.start + by)


@dataclass(frozen=True, slots=True)
class Styled:
    """A text with its spans, in order. Without them it says the same."""

    text: str
    spans: tuple[Span, ...] = ()

    def joined(self, parts: Iterable[Styled]) -> Styled:
        """The parts with this text between them, as `str.join`."""
        text, spans = "", list[Span]()
        for number, part in enumerate(parts):
            text += self.text if number else ""
            spans += [span.moved(len(text)) for span in part.spans]
            text += part.text
        return Styled(text, tuple(spans))

    def within(self, text: str) -> Styled:
        """A longer text that holds this one once, as a template that was filled with it."""
        at = text.find(self.text)
        return Styled(text, tuple(span.moved(at) for span in self.spans) if at >= 0 else ())

    def replaced(self, old: str, new: str) -> Styled:
        """The text with other words; the spans keep what they held."""
        grown = len(new) - len(old)

        def place(letter: int) -> int:
            return letter + grown * self.text.count(old, 0, letter)

        spans = (Span(place(s.start), place(s.end) - place(s.start), s.url) for s in self.spans)
        return Styled(self.text.replace(old, new), tuple(spans))

    def cut(self, start: int, end: int) -> Styled:
        """The piece between two letters, with what of its spans lies there."""
        clipped = (Span(max(s.start, start), min(s.end, end) - max(s.start, start), s.url) for s in self.spans)
        return Styled(self.text[start:end], tuple(span.moved(-start) for span in clipped if span.length > 0))

    def with_addresses(self) -> str:
        """The plain text with each address behind its link, for who cannot press one."""
        text = self.text
        for span in reversed(self.spans):
            if span.url:
                text = f"{text[: span.end]} ({span.url}){text[span.end :]}"
        return text
