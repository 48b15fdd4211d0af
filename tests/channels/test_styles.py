"""The verdict in bold and sources that open, where the channel can; the text stays whole where it cannot."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from rich.console import Console

from bot.assistant import Assistant
from bot.channels.telegram import LONGEST_MESSAGE
from bot.channels.terminal import Terminal
from bot.model.style import Span
from bot.store import mailbox
from tests.botapi import BotApi
from tests.channels.service import serving

PERSON = 42
LAW = "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legislativo:2001-03-26;151~art32"


@pytest.fixture
async def api(plain_assistant: Assistant) -> AsyncIterator[BotApi]:
    async with BotApi() as server, serving(server, plain_assistant):
        server.add_user(PERSON)
        yield server


def marked(text: str, kind: str, entities: list[dict[str, object]]) -> list[str]:
    """The parts of a text that Telegram shows so, counted in its own units."""
    units = text.encode("utf-16-le")
    places = [(int(str(e["offset"])), int(str(e["length"]))) for e in entities if e["type"] == kind]
    return [units[start * 2 : (start + length) * 2].decode("utf-16-le") for start, length in places]


async def test_an_answer_begins_in_bold_and_its_act_is_a_link(api: BotApi) -> None:
    api.user_says(PERSON, "quanto preavviso serve per il congedo a ore?")
    _, answer = await api.wait_for_messages(PERSON, 2, timeout=20)
    first, *_ = marked(answer.text, "bold", answer.entities)
    assert re.fullmatch(r"[^.]*\b2 giorni\b[^.]*\.", first)
    links = [entity for entity in answer.entities if entity["type"] == "text_link"]
    assert LAW in [link["url"] for link in links]
    assert all("D.Lgs. 151/2001" in text for text in marked(answer.text, "text_link", answer.entities)[:1])


async def send(assistant: Assistant, text: str, *spans: Span) -> None:
    async with assistant.sessions.begin() as session:
        await mailbox.post(session, f"telegram:{PERSON}", text, (), datetime.now(UTC), spans=spans)


async def test_letters_beyond_the_basic_plane_do_not_shift_what_is_marked(
    api: BotApi, plain_assistant: Assistant
) -> None:
    await send(plain_assistant, "👩‍👧 Sì, puoi. 🍼 La legge", Span(5, 8), Span(16, 8, LAW))
    (message,) = await api.wait_for_messages(PERSON, 1, timeout=10)
    assert marked(message.text, "bold", message.entities) == ["ì, puoi."]
    assert marked(message.text, "text_link", message.entities) == ["La legge"]


async def test_a_text_in_several_messages_keeps_its_marks_in_each(api: BotApi, plain_assistant: Assistant) -> None:
    line = "Una riga abbastanza lunga.\n"
    text = "Subito. " + line * (LONGEST_MESSAGE // len(line)) + "Fonte: la legge"
    await send(plain_assistant, text, Span(0, 7), Span(len(text) - 8, 8, LAW))
    first, last = await api.wait_for_messages(PERSON, 2, timeout=10)
    assert marked(first.text, "bold", first.entities) == ["Subito."]
    assert marked(last.text, "text_link", last.entities) == ["la legge"]
    assert len(first.entities) == len(last.entities) == 1


async def test_a_link_to_the_bot_before_a_mark_does_not_shift_it(api: BotApi, plain_assistant: Assistant) -> None:
    text = "Apri https://t.me/?start=voucher o leggi la legge"
    await send(plain_assistant, text, Span(text.index("la legge"), 8, LAW))
    (message,) = await api.wait_for_messages(PERSON, 1, timeout=10)
    assert "https://t.me/test_bot?start=voucher" in message.text
    assert marked(message.text, "text_link", message.entities) == ["la legge"]


async def test_a_card_in_any_chat_is_marked_too(api: BotApi) -> None:
    question = api.user_types_inline(PERSON, "congedo padre")
    await api.wait_until(lambda: question in api.answers, 5, "cards")
    content = api.answers[question]["results"][0]["input_message_content"]
    assert marked(content["message_text"], "bold", content["entities"])
    assert marked(content["message_text"], "text_link", content["entities"])


async def test_in_the_terminal_the_address_follows_its_source(plain_assistant: Assistant) -> None:
    screen = io.StringIO()
    terminal = Terminal(plain_assistant, Console(file=screen, width=10_000))
    await terminal.say("quanto preavviso serve per il congedo a ore?")
    assert f"({LAW})" in screen.getvalue()
    assert "D.Lgs. 151/2001" in screen.getvalue()
