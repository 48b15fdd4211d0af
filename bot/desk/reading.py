"""Commands, codes and notes as operators type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.knowledge.territory import Territory
from bot.model.conversation import Action, Kind, Utterance
from bot.model.ticket import Operator
from bot.rules.codes import read_code

CODE_SIGNS = 7
LONGEST_DOCUMENT = 80
YES = frozenset({"si", "sì", "ok", "va bene", "certo", "confermo", "sì va bene", "si va bene"})
NO = frozenset({"no", "no grazie"})
STOP = frozenset({"annulla", "lascia stare", "lascia perdere", "niente"})
_NOTE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[/／⁄∕\\]{2}")
"""What begins so is a note, however the strokes were typed."""
_COMMAND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[/／⁄∕\\]")
"""What begins so was meant for a command or a note: it is never taken for words to the citizen."""


def command_of(text: str) -> tuple[str, str]:
    """Name and words of a command: `/nota@bot ciao` -> `nota`, `ciao`."""
    name, _, words = text.strip().removeprefix("/").partition(" ")
    name, _, first = name.partition("\n")
    return name.partition("@")[0].casefold(), f"{first} {words}".strip() if first else words.strip()


def split_code(words: str) -> tuple[str | None, str]:
    """A ticket's code at the beginning of a command's words, and what follows it."""
    parts = words.split(maxsplit=2)
    for count in (1, 2):
        head = " ".join(parts[:count])
        code = read_code(head) if sum(sign.isalnum() for sign in head) == CODE_SIGNS else None
        if isinstance(code, str):
            return code, " ".join(parts[count:])
    return None, words


def code_named(utterance: Utterance, action: Action | None) -> str | None:
    """The ticket that a press or a command names; None if its place must tell."""
    if action is not None:
        return action.object.partition(" ")[2].partition(" ")[0] or None
    if utterance.kind is Kind.COMMAND:
        return split_code(command_of(utterance.text)[1])[0]
    return None


def is_note(text: str) -> bool:
    return _NOTE.match(text) is not None


def without_note_sign(text: str) -> str:
    return _NOTE.sub("", text, count=1).strip()


def is_meant_as_command(text: str) -> bool:
    return _COMMAND.match(text) is not None


def without_command(words: str) -> str:
    return split_code(command_of(words)[1])[1] if words.lstrip().startswith("/") and not is_note(words) else words


def is_one_of(text: str, words: frozenset[str]) -> bool:
    return " ".join(text.casefold().replace(",", " ").strip(" .!").split()) in words


def helpdesk_named(territory: Territory, words: str) -> str | None:
    """By its id, or by a part of its name that no other has."""
    known = {id: desk for id, desk in territory.helpdesks.items() if desk.shown}
    wanted = words.strip().casefold()
    if wanted in known:
        return wanted
    found = [id for id, desk in known.items() if wanted in desk.name.casefold()]
    return found[0] if len(found) == 1 else None


def operator_named(staff: Iterable[Operator], words: str) -> Operator | None:
    """By number, by the whole name, or by a part of it that no other has."""
    wanted = words.strip().casefold()
    known = list(staff)
    exact = [each for each in known if wanted in (str(each.id), each.name.casefold())]
    found = exact or [each for each in known if wanted and wanted in each.name.casefold()]
    return found[0] if len(found) == 1 else None


def picked(words: str, among: Sequence[str]) -> str | None:
    """An item of a list, by number or by its words; where there is no list, the words themselves."""
    wanted = " ".join(words.split())
    if wanted.isdigit() and 1 <= int(wanted) <= len(among):
        return among[int(wanted) - 1]
    found = [item for item in among if wanted and wanted.casefold() in item.casefold()]
    if found:
        return found[0]
    return wanted[:LONGEST_DOCUMENT] or None if not among else None
