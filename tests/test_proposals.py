"""A curator makes a draft of an entry from what an operator proposes; it is never told to anybody as it is."""

from __future__ import annotations

import io
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.commands.review import Review
from bot.knowledge.loader import load, read
from bot.knowledge.problems import Problem
from bot.knowledge.proposals import FOLDER, skeleton
from bot.model.decision import Miss
from bot.store import misses, proposals
from bot.store.database import Sessions, open_database

TODAY = date(2026, 11, 22)
QUESTION = "bastano due giorni anche se lavoro a turni di notte?"
REPLY = "Gentile [nome], sì.\nBastano due giorni: lo dice il contratto."


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncIterator[Sessions]:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as opened:
        yield opened


async def sit(root: Path, sessions: Sessions, question: str, *typed: str) -> tuple[str, list[str]]:
    """Reviews one proposal with what is typed; the screen, and the proposals that are left."""
    async with sessions.begin() as session:
        await proposals.keep(session, TODAY, question, REPLY, "it", "ore-preavviso")
    screen = io.StringIO()
    lines: Iterator[str] = iter(typed)

    def ask(prompt: str) -> str:
        screen.write(prompt + "\n")
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    await Review(root, load(root), sessions, Console(file=screen, width=10_000), ask, today=TODAY).run()
    assert next(lines, None) is None
    async with sessions() as session:
        return screen.getvalue(), [each.question for each in await proposals.all_kept(session)]


def drafts(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*"))


async def test_a_proposal_becomes_the_draft_of_an_entry_that_nobody_is_told(root: Path, sessions: Sessions) -> None:
    before = load(root)
    screen, left = await sit(root, sessions, QUESTION, "ore-preavviso")
    assert left == []
    assert "1 proposta degli operatori." in screen
    assert "Ipotesi: ore-preavviso" in screen
    assert "1 bozza scritta in: knowledge_base/drafts/ore-preavviso-2.yaml" in screen
    assert load(root) == before
    (entry,) = yaml.safe_load(drafts(root)[0].read_text())
    assert entry["questions"] == {"it": [QUESTION]}
    assert entry["answer"].strip() == REPLY
    assert (entry["topic"], entry["verified_on"], entry["sources"]) == ("ore-preavviso", TODAY, [])


async def test_a_draft_moved_among_the_answers_before_it_has_sources_is_refused(root: Path, sessions: Sessions) -> None:
    await sit(root, sessions, QUESTION, "ore-preavviso")
    shutil.move(drafts(root)[0], root / "knowledge_base" / "answers" / "hourly_leave")
    problems: list[Problem] = []
    found = read(root, problems)
    assert "ore-preavviso-2" not in found.entries
    assert {problem.field.rpartition(".")[2] for problem in problems} == {"sources", "facts"}


async def test_a_topic_that_is_new_gets_a_draft_too_and_a_second_one_its_own_file(
    root: Path, sessions: Sessions
) -> None:
    await sit(root, sessions, QUESTION, "+turni-di-notte")
    await sit(root, sessions, f"allora {QUESTION}", "+turni-di-notte")
    assert [path.name for path in drafts(root)] == ["turni-di-notte-2.yaml", "turni-di-notte.yaml"]


async def test_what_was_masked_in_the_question_is_said_in_other_words_first(root: Path, sessions: Sessions) -> None:
    _, left = await sit(root, sessions, "[nome] chiede se bastano due giorni", "ore-preavviso", "")
    assert (len(left), drafts(root)) == (1, [])
    await sit(root, sessions, "[nome] chiede se bastano due giorni", "ore-preavviso", "bastano due giorni?")
    assert yaml.safe_load(drafts(root)[0].read_text())[0]["questions"] == {"it": ["bastano due giorni?"]}


async def test_a_proposal_is_skipped_deleted_or_left_for_later(root: Path, sessions: Sessions) -> None:
    assert (await sit(root, sessions, QUESTION, "s"))[1] == [QUESTION]
    assert (await sit(root, sessions, QUESTION, "q"))[1] == [QUESTION]
    assert (await sit(root, sessions, QUESTION, "trova-sportello"))[1] == [QUESTION]
    assert (await sit(root, sessions, QUESTION, "d"))[1] == []
    assert drafts(root) == []


async def test_the_questions_that_were_not_understood_follow(root: Path, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        misses.keep(session, Miss(TODAY, "it"), "il mio canarino in ufficio")
    screen, _ = await sit(root, sessions, QUESTION, "s", "q")
    assert screen.index("Proposta 1 di 1") < screen.index("Gruppo 1 di 1")


printable = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1)


@given(
    printable.map(lambda words: " ".join(words.split())).filter(bool),
    st.lists(printable.map(lambda words: " ".join(words.split())).filter(bool), min_size=1, max_size=4),
)
def test_any_masked_text_is_read_back_as_it_was_written(question: str, lines: list[str]) -> None:
    reply = "\n".join(lines)
    (entry,) = yaml.safe_load(skeleton("no", "no", ["worker"], "it", question, reply, TODAY))
    assert (entry["id"], entry["questions"]["it"], entry["answer"].rstrip("\n")) == ("no", [question], reply)
