"""What a message does is heard in its order, and a question is never taken for an act."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.understanding import Guess, Reading
from bot.understanding.acts import acts_in
from bot.understanding.parts import clauses_in
from bot.understanding.rasa import PARTS, Rasa
from bot.understanding.reader import Reader
from bot.understanding.standin import StandIn

SURE, CLEAR = 0.9, 0.15
"""CLEAR: how far the first act must stand before the second: what is nearer than that is no clear sentence."""


def does(act: str, confidence: float = SURE) -> Reading:
    return Reading(acts=(Guess(act, confidence), Guess("question", 1 - confidence)))


def names(whole: Reading, *clauses: tuple[str, Reading]) -> list[str]:
    return [act.name for act in acts_in(whole, clauses)]


def test_several_acts_stand_in_the_order_of_the_message() -> None:
    assert names(does("affirm"), ("sì", does("affirm")), ("grazie", does("thanks"))) == ["affirm", "thanks"]
    repeated = ("grazie", does("thanks"))
    assert names(does("thanks"), repeated, ("ciao", does("bye")), repeated) == ["thanks", "bye"]


def test_beside_a_question_nothing_counts() -> None:
    """A clear question is answered, whatever introduces it."""
    asked = does("question", 0.8)
    assert names(asked, ("ho presentato la richiesta", does("confirm_send")), ("quando rispondono?", asked)) == []
    assert names(asked, ("ok", does("affirm")), ("e quanto dura?", asked)) == []
    assert names(asked) == []


def test_a_ciao_at_the_end_is_a_goodbye() -> None:
    assert names(does("thanks"), ("grazie", does("thanks")), ("ciao", does("greet"))) == ["thanks", "bye"]
    assert names(does("bye"), ("ciao", does("greet")), ("a presto", does("bye"))) == ["bye"]


def test_a_yes_with_a_question_mark_is_a_question() -> None:
    assert names(does("question", 0.6), ("devo avvisare", does("question")), ("vero?", does("affirm"))) == []


def test_a_yes_belongs_to_the_act_that_says_more() -> None:
    assert names(does("confirm_send"), ("sì", does("affirm")), ("inviate", does("confirm_send"))) == ["confirm_send"]


def test_the_whole_says_better_what_its_clauses_only_begin() -> None:
    assert names(does("correct"), ("no", does("deny")), ("privata", does("question"))) == ["correct"]


def test_an_act_that_is_not_sure_is_none() -> None:
    assert names(does("cancel", 0.49)) == []
    assert names(Reading()) == []


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("no, grazie. ciao", ["no", "grazie", "ciao"]),
        ("sì ma dopo", ["sì", "ma dopo"]),
        ("lavoro 7,5 ore", []),
        ("alle 14:30", []),
        ("grazie", []),
        ("grazie, e quanti giorni di preavviso servono per le ore al mese?", ["grazie"]),
        ("شكرا، مع السلامة", ["شكرا", "مع السلامة"]),
        ("好的，谢谢！", ["好的", "谢谢"]),
        ("ok 👍", []),
        (
            "non posso adesso, il bimbo ha la febbre, devo anche cucinare per tutti, a dopo",
            ["non posso adesso", "a dopo"],
        ),
        ("parola " * 61 + ", grazie", []),
    ],
)
def test_short_clauses_are_read_by_themselves(text: str, clauses: list[str]) -> None:
    assert clauses_in(text) == clauses


async def test_a_message_with_all_its_parts_is_one_call(knowledge: Knowledge) -> None:
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if b"content-length" in line)
        texts = json.loads(await reader.readexactly(length))["text"].split(PARTS)
        asked.append(texts[0])
        act = {"acts": [{"name": "thanks", "confidence": 0.9}]}
        topic = {"intent_ranking": [{"name": "ore-preavviso", "confidence": 0.9}]}
        parts = [topic | (act if text == "Grazie" else {}) for text in texts]
        body = json.dumps({**parts[0], "parts": parts[1:]}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    text = "Grazie! quanto preavviso serve? e poi quanto mi pagano?"
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Rasa([f"http://127.0.0.1:{port}"]) as rasa:
            meaning = await Reader(knowledge, rasa).read(text)
    assert asked == [text]
    assert [act.name for act in meaning.acts] == ["thanks"]
    assert meaning.asked == ("ore-preavviso",)
    assert not meaning.only_acts


@pytest.fixture(scope="module")
def stand_in(knowledge: Knowledge) -> StandIn:
    return StandIn(knowledge.labelled_examples())


@pytest.mark.parametrize(
    ("text", "act"),
    [("sì", "affirm"), ("Annulla!", "cancel"), ("torno trapoco", "pause"), ("谢谢", "thanks"), ("👍", "affirm")],
)
def test_without_rasa_known_phrases_are_acts(text: str, act: str, stand_in: StandIn) -> None:
    assert names(stand_in.read(text)) == [act]


def test_without_rasa_a_question_is_no_act(stand_in: StandIn) -> None:
    assert names(stand_in.read("quanti giorni di preavviso servono per le ore?")) == []


def test_without_rasa_a_point_is_found_by_its_examples() -> None:
    stand_in = StandIn(
        {
            "ore-preavviso": {"it": ["quanto preavviso per le ore"]},
            "ore-preavviso/studi": {"it": ["preavviso negli studi professionali"]},
            "saluto": {"it": ["ciao"]},
            "state/danger": {"it": ["mi picchia"]},
        }
    )
    reading = stand_in.read("che preavviso c'è negli studi professionali?")
    assert [guess.topic for guess in reading.points] == ["ore-preavviso/studi"]
    assert reading.topics[0].topic == "ore-preavviso"
    assert stand_in.read("mi picchia").state[0].topic == "danger"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("sì sì confermo tutto, inviatela pure", "confirm_send"),
        ("lasciamo perdere questa richiesta", "cancel"),
        ("aspetta cinque minuti che torno", "pause"),
        ("riprendiamo la richiesta di stamattina", "resume"),
        ("mi sono sbagliata, è il 7 luglio", "correct"),
        ("mi puoi ripetere la domanda per favore?", "repeat"),
        ("non capisco, dillo con parole più semplici", "simpler"),
        ("per quale motivo vuoi saperlo?", "why_do_you_ask"),
        ("ma io non ti ho chiesto questo", "not_what_i_asked"),
        ("non lo so proprio", "dont_know"),
        ("vorrei parlare con una persona vera", "want_person"),
        ("grazie mille per l'aiuto", "thanks"),
        ("buongiorno a tutti voi", "greet"),
        ("arrivederci e buona giornata", "bye"),
        ("no, don't do it", "deny"),
        ("nu mai vreau, anulați", "cancel"),
        ("зачекайте хвилинку", "pause"),
    ],
)
async def test_clear_sentences_are_heard(text: str, act: str, rasa: Rasa) -> None:
    first, second, *_ = (await rasa.parse(text)).acts
    assert first.topic == act
    assert first.confidence - second.confidence >= CLEAR


@pytest.mark.parametrize(
    "text", ["quanti giorni di preavviso servono?", "e mio marito?", "5 maggio 2024", "lavoro a Rozzano"]
)
async def test_questions_and_answers_are_no_acts(text: str, reader: Reader) -> None:
    assert (await reader.read(text)).acts == ()
