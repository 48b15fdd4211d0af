"""Updates shaped like real ones, with something in them changed at random: the same seed gives the same ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

PERSON, GROUP = 42, -100
SECRET = "Ermenegildo Segretissimi"
USER = {"id": PERSON, "is_bot": False, "first_name": SECRET, "username": "ermenegildo", "language_code": "it"}
PRIVATE = {"id": PERSON, "type": "private", "first_name": SECRET, "username": "ermenegildo"}
ROOM = {"id": GROUP, "type": "supergroup", "title": SECRET, "is_forum": True}
FILE = {"file_id": "a", "file_unique_id": "b", "file_size": 10}
MESSAGE: dict[str, Any] = {"message_id": 7, "date": 1_795_000_000, "chat": PRIVATE, "from": USER}
IN_ROOM: dict[str, Any] = {**MESSAGE, "chat": ROOM, "message_thread_id": 5, "is_topic_message": True}
TEXTS = (
    "quanto preavviso serve per il congedo a ore?", "nata il 31/2/2024, 40 ore in 5 giorni, da lun a ven fino al 30/6",
    "/voucher abito a Opera, lavoro a Rozzano", "/start ore-preavviso", "/pratica K7P-2ABC", "/piano", "/operatore", "sì",
    "no, sono 30 ore", "la seconda", "annulla", "prendo 1.450,50 € al mese e mio figlio ha 13 anni e 364 giorni",
    "mio marito mi picchia", "ciao", "e per le ore?", "/cancella", "/miei_dati", "/lingua", "🦆",
)  # fmt: skip
KINDS: tuple[dict[str, Any], ...] = (
    {"message": {**MESSAGE, "text": "{text}"}},
    {"message": {**MESSAGE, "text": "/start x", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}},
    {"message": {**MESSAGE, "photo": [{**FILE, "width": 9, "height": 9}], "caption": "{text}", "media_group_id": "1"}},
    {"message": {**MESSAGE, "voice": {**FILE, "duration": 3}}},
    {"message": {**MESSAGE, "document": {**FILE, "file_name": SECRET, "mime_type": "text/plain"}, "caption": "{text}"}},
    {"message": {**MESSAGE, "location": {"latitude": 45.4, "longitude": 9.27}}},
    {"message": {**MESSAGE, "contact": {"phone_number": "1", "first_name": SECRET}}},
    {"message": {**MESSAGE, "sticker": {**FILE, "width": 9, "height": 9, "is_animated": False, "is_video": False,
                                        "type": "regular"}}},
    {"message": {**MESSAGE, "text": "{text}", "forward_origin": {"type": "hidden_user", "date": 1,
                                                                "sender_user_name": SECRET}}},
    {"message": {**IN_ROOM, "text": "/coda"}},
    {"message": {**IN_ROOM, "text": "{text}", "reply_to_message": {**IN_ROOM, "message_id": 5, "text": SECRET}}},
    {"message": {**IN_ROOM, "migrate_to_chat_id": -100200}},
    {"edited_message": {**MESSAGE, "text": "{text}", "edit_date": 1_795_000_100}},
    {"callback_query": {"id": "1", "from": USER, "chat_instance": "1", "data": "abc", "message": {**MESSAGE, "text": "x"}}},
    {"callback_query": {"id": "1", "from": USER, "chat_instance": "1", "data": "abc",
                        "message": {"chat": ROOM, "message_id": 7, "date": 0}}},
    {"inline_query": {"id": "1", "from": USER, "query": "{text}", "offset": ""}},
)  # fmt: skip
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**31, 2**63, 10**30, -(10**18), 1.5, float("1e308"), "", " ", "\0", "\ud800", "x" * 5000, "0",
    "1e9", "<b>&amp;", "'; DROP TABLE inbox; --", "=1+1", "{text}", "%s", "\u202e", "é" * 300, "\n" * 50, [], {}, [[]],
    [None], {"a": 1}, {"id": "x"}, {"update_id": 1},
)  # fmt: skip


def updates(seed: int, count: int) -> Iterator[dict[str, Any]]:
    random = Random(seed)
    for number in range(count):
        update = _worded(copy.deepcopy(random.choice(KINDS)), random)
        for _ in range(random.randint(0, 3)):
            _mutate(update, random)
        yield {"update_id": number + 1, **update}


def _worded(part: Any, random: Random) -> Any:
    if isinstance(part, dict):
        return {key: _worded(value, random) for key, value in part.items()}
    if isinstance(part, list):
        return [_worded(value, random) for value in part]
    return _mangled(random.choice(TEXTS), random) if part == "{text}" else part


def _mangled(text: str, random: Random) -> str:
    """Letters lost, doubled or replaced, as thumbs and transport do."""
    letters = list(text)
    for _ in range(random.choice((0, 0, 1, 3))):
        at = random.randrange(len(letters))
        letters[at] = random.choice(("", letters[at] * 2, "\0", "9", "/", " ", "\u0301", "😀", "-", "\ud83d"))
    return "".join(letters) or "x"


def _mutate(update: dict[str, Any], random: Random) -> None:
    places = list(_places(update))
    if not places:
        return
    holder, key = random.choice(places)
    match random.randrange(4):
        case 0:
            del holder[key]
        case 1:
            other, another = random.choice(places)
            holder[key] = copy.deepcopy(other[another]) if other is not holder[key] else None
        case _:
            holder[key] = copy.deepcopy(random.choice(STRANGE))


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    pairs = list(part.items()) if isinstance(part, dict) else list(enumerate(part)) if isinstance(part, list) else []
    for key, value in pairs:
        yield part, key
        yield from _places(value)
