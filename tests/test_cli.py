"""The commands as a person or a script runs them: what they print, and how they end."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.settings import ROOT
from tests.conftest import HOME

FIELDS = [
    *("q", "lang", "topic", "confidence", "outcome", "alternatives", "entry", "answer", "sources"),
    *("place", "helpdesks", "understood_by", "ms", "point", "heard_as", "person", "for_you", "asks"),
]


@dataclass
class Ended:
    code: int | None
    out: str
    err: str


async def concilia(home: Path, *arguments: str, stdin: str = "", **environment: str) -> Ended:
    """Our own command in a home of its own, which has read the content before: that takes longest."""
    if (HOME / "cache").exists() and home.is_dir() and not any(home.iterdir()):
        shutil.copytree(HOME / "cache", home / "cache", ignore=lambda *_: {"vectors.sqlite", "rasa", "matplotlib"})
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={**os.environ, "CONCILIA_HOME": str(home), "CONCILIA_TODAY": "2026-11-22", **environment},
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(stdin.encode())
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.fixture
def url(rasa_url: str) -> str:
    return rasa_url


async def test_a_stream_of_questions_comes_back_in_order_with_every_field(
    tmp_path: Path, url: str, knowledge: Knowledge
) -> None:
    questions: list[dict[str, Any]] = [
        {"q": "quanto preavviso serve per il congedo a ore?"},
        {"q": "quanto preavviso serve per il congedo a ore?", "who": "company", "lang": "it"},
        {"q": "dove trovo lo sportello a Fizzonasco?"},
        {"q": "abito a Segrate"},
        {"q": "congedo"},
        {"q": "mio marito mi picchia"},
        {"q": ""},
    ]
    lines = "\n".join(json.dumps(question) for question in questions)
    ended = await concilia(tmp_path, "ask", "--jsonl", stdin=lines, CONCILIA_NLU_URL=url)
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 0, ended.err
    assert [answer["q"] for answer in answers] == [question["q"] for question in questions]
    assert all(list(answer) == FIELDS for answer in answers)
    worker, company, desk, outside, vague, danger, empty = answers
    assert (worker["topic"], worker["entry"], worker["outcome"]) == ("ore-preavviso", "ore-preavviso", "answer")
    assert worker["sources"] == knowledge.entries["ore-preavviso"].sources
    assert worker["understood_by"] == "rasa"
    assert company["entry"] == "ore-preavviso-azienda"
    assert desk["place"] == {"comune": "Pieve Emanuele", "district": "pieve_emanuele"}
    assert all(id in knowledge.territory.helpdesks for id in desk["helpdesks"])
    assert desk["helpdesks"]
    assert outside["place"] == {"comune": "Segrate", "district": "outside"}
    assert vague["outcome"] == "suggest"
    assert len(vague["alternatives"]) > 1
    assert danger["outcome"] == "safety"
    assert "112" in danger["answer"]
    assert empty["outcome"] == "fallback"
    assert not list(tmp_path.glob("*.db"))


async def test_ask_stores_nothing_and_reads_well(tmp_path: Path, url: str) -> None:
    ended = await concilia(tmp_path, "ask", "quanto preavviso serve per il congedo a ore?", CONCILIA_NLU_URL=url)
    assert ended.code == 0
    assert "2 giorni" in ended.out
    assert "Fonte: " in ended.out
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("line", ["not json", '{"question": "x"}', '{"q": 1}', '{"q": "x", "who": "king"}'])
async def test_a_line_that_is_no_question_is_named(tmp_path: Path, url: str, line: str) -> None:
    ended = await concilia(tmp_path, "ask", "--jsonl", stdin=f'{{"q": "ciao"}}\n{line}\n', CONCILIA_NLU_URL=url)
    assert ended.code == 2
    assert "line 2 of the input" in ended.err
    assert len(ended.out.splitlines()) == 1


async def test_the_same_question_is_answered_while_rasa_is_away_and_says_so(tmp_path: Path) -> None:
    ended = await concilia(
        tmp_path, "chat", stdin="quanto preavviso serve per il congedo a ore\n", CONCILIA_NLU_URL="http://127.0.0.1:1"
    )
    assert ended.code == 0, ended.err
    assert "2 giorni" in ended.out
    assert "Fonte: " in ended.out


async def test_chat_answers_what_is_piped_in_and_ends(tmp_path: Path, url: str) -> None:
    ended = await concilia(
        tmp_path, "chat", stdin="/sportello\nRozzano\nCambia Comune\n/esci\nciao\n", CONCILIA_NLU_URL=url
    )
    assert ended.code == 0
    assert "Per Rozzano" in ended.out
    assert ended.out.rstrip().endswith("CAP.")
    with sqlite3.connect(tmp_path / "concilia.db") as database:
        texts = database.execute("SELECT text FROM inbox UNION ALL SELECT text FROM outbox").fetchall()
    assert texts
    assert set(texts) == {("",)}


async def test_the_service_without_a_token_says_which_variable_and_where_a_token_comes_from(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "telegram")
    assert ended.code == 1
    assert "CONCILIA_TELEGRAM_TOKEN is not set" in ended.err
    assert "@BotFather" in ended.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CONCILIA_TODAY", "yesterday"),
        ("CONCILIA_TELEGRAM_MODE", "pigeon"),
        ("CONCILIA_WEBHOOK_LISTEN", "8443"),
        ("CONCILIA_TELEGRAM_API_URL", "nowhere"),
    ],
)
async def test_a_wrong_setting_is_named(tmp_path: Path, variable: str, value: str) -> None:
    ended = await concilia(tmp_path, "telegram", **{variable: value})
    assert ended.code == 1
    assert f"{variable} is wrong" in ended.err
    assert "Traceback" not in ended.err


async def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = await concilia(tmp_path / "file", "telegram")
    assert ended.code == 1
    assert "CONCILIA_HOME" in ended.err


async def test_check_says_that_the_content_is_in_order(tmp_path: Path) -> None:
    ended = await concilia(tmp_path, "check")
    assert (ended.code, ended.err) == (0, "")
    assert "in order" in ended.out


async def test_the_doctor_looks_at_every_part(tmp_path: Path, url: str) -> None:
    well = await concilia(tmp_path, "doctor", CONCILIA_NLU_URL=url)
    assert well.code == 0, well.out
    for part in ("settings", "home", "content", "model", "Rasa", "database", "mail", "Telegram"):
        assert part in well.out
    assert [path.name for path in tmp_path.iterdir()] in ([], ["cache"]), "it only looks"
    ill = await concilia(tmp_path, "doctor", CONCILIA_NLU_URL="http://127.0.0.1:1", CONCILIA_TELEGRAM_TOKEN="1:X",
                         CONCILIA_TELEGRAM_API_URL="http://127.0.0.1:1")  # fmt: skip
    assert ill.code == 1
    assert ill.out.count("Remedy") >= 2


async def test_a_misspelt_variable_is_named_with_the_likely_right_one(tmp_path: Path, url: str) -> None:
    wrong = {"CONCILIA_TELEGRAM_TOKN": "1:X", "CONCILA_NLU_URL": "http://x", "CONCILIA_COLOUR": "blue"}
    looked_at = await concilia(tmp_path, "doctor", CONCILIA_NLU_URL=url, **wrong)
    asked = await concilia(tmp_path, "ask", "ciao", CONCILIA_NLU_URL=url, **wrong)
    for told in (looked_at.out, asked.err):
        assert "CONCILIA_TELEGRAM_TOKN is no setting: nobody reads it. Remedy: write CONCILIA_TELEGRAM_TOKEN." in told
        assert "CONCILA_NLU_URL is no setting: nobody reads it. Remedy: write CONCILIA_NLU_URL." in told
        assert "CONCILIA_COLOUR is no setting" in told
        assert "1:X" not in told
    assert (looked_at.code, asked.code) == (1, 0)


@pytest.mark.parametrize("command", ["ask", "chat"])
async def test_a_dead_rasa_elsewhere_is_said_and_words_answer(tmp_path: Path, command: str) -> None:
    question = "senti, vorrei capire una cosa che mi gira in testa da giorni"
    arguments = ("ask", question) if command == "ask" else ("chat",)
    ended = await concilia(tmp_path, *arguments, stdin=question, CONCILIA_NLU_URL="http://127.0.0.1:1")
    assert ended.code == 0
    assert "CONCILIA_NLU_URL: no Rasa answers there" in ended.err
    assert ended.out


async def test_what_stores_nothing_works_in_a_home_that_cannot_be_written(tmp_path: Path, url: str) -> None:
    (tmp_path / "file").touch()
    ended = await concilia(
        tmp_path / "file", "ask", "quanto preavviso serve per il congedo a ore?", CONCILIA_NLU_URL=url
    )
    assert ended.code == 0, ended.err
    assert "2 giorni" in ended.out
    assert "cannot be written" in ended.err
