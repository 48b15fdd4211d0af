"""A curator turns what was not understood into examples, and sees what is missing."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.commands.coverage import GAPS, as_json, coverage, show
from bot.commands.review import Examples, Review, find_topic, groups
from bot.knowledge.loader import Knowledge, load
from bot.knowledge.writing import CannotWrite, quoted, with_example
from bot.model.decision import Miss
from bot.model.understanding import Guess
from bot.store import misses
from bot.store.database import Sessions, open_database
from bot.store.feedback import Votes
from bot.store.misses import KeptMiss

TODAY = date(2026, 11, 22)
ENTRIES = """\
# A comment at the top.
- id: uno
  topic: ore-cosa
  questions:  # as people write
    it:
      - prima domanda
      - "seconda: con due punti"   # kept

    en:
      - first question
  answer: |
    Un testo.

- id: due
  questions:
    it:
    - senza rientro
"""


def kept(*texts: str) -> list[KeptMiss]:
    return [KeptMiss(str(number), text, "it", ()) for number, text in enumerate(texts)]


def test_questions_that_look_alike_are_grouped_biggest_group_first() -> None:
    found = groups(
        kept(
            "posso portare il cane in ufficio?",
            "come chiedo le ferie ad agosto",
            "ferie ad agosto come si chiedono",
            "le ferie di agosto come le chiedo?",
        )
    )
    assert [[miss.text for miss in group.misses] for group in found] == [
        ["come chiedo le ferie ad agosto", "ferie ad agosto come si chiedono", "le ferie di agosto come le chiedo?"],
        ["posso portare il cane in ufficio?"],
    ]


def test_the_guesses_of_a_group_are_those_of_its_questions_on_average() -> None:
    one = KeptMiss("1", "ferie", "it", (Guess("ore-cosa", 0.4), Guess("part-time", 0.1)))
    other = KeptMiss("2", "ferie", "it", (Guess("part-time", 0.5),))
    (group,) = groups([one, other])
    assert [(guess.topic, round(guess.confidence, 2)) for guess in group.guesses()] == [
        ("part-time", 0.3),
        ("ore-cosa", 0.2),
    ]


@pytest.mark.parametrize(
    ("typed", "topic", "certain"),
    [
        ("ore-preavviso", "ore-preavviso", True),
        ("preavviso ore", "ore-preavviso", False),
        ("vocher importo", "voucher-importo", False),
        ("congedo violenza", "congedo-violenza", False),
        ("qzxw", None, False),
    ],
)
def test_a_topic_is_found_by_what_was_typed(typed: str, topic: str | None, certain: bool, knowledge: Knowledge) -> None:
    assert find_topic(knowledge, typed) == (topic, certain)


def test_an_example_that_differs_in_nothing_but_a_letter_is_the_same(knowledge: Knowledge) -> None:
    examples = Examples(knowledge)
    same = examples.same("Quanto PREAVVISO serve, per il congedo a orre?")
    assert same
    assert same.topic == "ore-preavviso"
    assert examples.same("posso portare il mio canarino in ufficio durante la pausa") is None


def test_an_example_is_added_as_one_line_and_nothing_else_changes() -> None:
    assert with_example(ENTRIES, "uno", "it", "terza") == ENTRIES.replace("# kept\n", "# kept\n      - terza\n")
    assert with_example(ENTRIES, "due", "it", "no") == ENTRIES + '    - "no"\n'
    assert with_example(ENTRIES, "uno", "en", "a: b") == ENTRIES.replace(
        "first question\n", 'first question\n      - "a: b"\n'
    )
    windows = ENTRIES.replace("\n", "\r\n")
    assert with_example(windows, "due", "it", "bis") == windows + "    - bis\r\n"
    assert with_example(ENTRIES.rstrip(), "due", "it", "bis") == ENTRIES + "    - bis\n"


def test_a_language_that_was_not_there_is_added_after_the_others() -> None:
    assert with_example(ENTRIES, "uno", "ro", "întrebare") == ENTRIES.replace(
        "first question\n", "first question\n    ro:\n      - întrebare\n"
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).map(str.strip).filter(bool))
def test_any_text_is_read_back_as_it_was_written(text: str) -> None:
    assert yaml.safe_load(f"- {quoted(text)}\n") == [text]
    written = yaml.safe_load(with_example(ENTRIES, "uno", "it", text))
    assert written[0]["questions"]["it"][-1] == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("- id: uno\n  questions: {it: [a, b]}\n", "line 2: the examples are not one a line"),
        ("- id: uno\n  questions:\n    it: []\n", "line 3: the examples are not one a line"),
        ("- id: uno\n  answer: x\n", "uno has no `questions`"),
    ],
)
def test_a_file_laid_out_otherwise_is_left_alone_with_the_remedy(source: str, words: str) -> None:
    with pytest.raises(CannotWrite, match=f"{words}.*Remedy: "):
        with_example(source, "uno", "it", "x")


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncIterator[Sessions]:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'concilia.db'}") as opened:
        yield opened


async def sit(root: Path, sessions: Sessions, texts: list[str], *typed: str) -> tuple[str, list[str]]:
    """Reviews the texts with what is typed; the screen, and the texts that are left."""
    async with sessions.begin() as session:
        for text in texts:
            misses.keep(session, Miss(TODAY, "it", (Guess("ore-cosa", 0.3),)), text)
    screen = io.StringIO()
    lines: Iterator[str] = iter(typed)

    def ask(prompt: str) -> str:
        screen.write(prompt + "\n")
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    await Review(root, load(root), sessions, Console(file=screen, width=10_000), ask).run()
    assert next(lines, None) is None
    async with sessions() as session:
        return screen.getvalue(), [miss.text for miss in await misses.all_kept(session)]


def italian(root: Path, topic: str) -> list[str]:
    return load(root).examples()[topic]["it"]


async def test_a_question_becomes_an_example_of_its_topic(root: Path, sessions: Sessions) -> None:
    new = "entro che ora del mattino va segnalata l'uscita anticipata al reparto?"
    screen, left = await sit(root, sessions, [new], "ore-preavviso")
    assert new in italian(root, "ore-preavviso")
    assert left == []
    assert "Ipotesi: ore-cosa 30%" in screen
    assert "1 esempio scritto in: knowledge_base/answers/hourly_leave/ore-preavviso.yaml" in screen


async def test_out_of_scope_goes_to_its_file(root: Path, sessions: Sessions) -> None:
    new = "quanto dura la revisione del motorino elettrico?"
    _, left = await sit(root, sessions, [new], "f")
    assert italian(root, "fuori-tema")[-1] == new
    assert left == []


async def test_a_topic_typed_roughly_is_confirmed_first(root: Path, sessions: Sessions) -> None:
    new = "entro che ora del mattino va segnalata l'uscita anticipata al reparto?"
    screen, left = await sit(root, sessions, [new], "preaviso ore", "n", "qzxw", "preaviso ore", "s")
    assert "Intendi ore-preavviso (Preavviso per le ore)?" in screen
    assert "Nessun argomento somiglia a 'qzxw'" in screen
    assert new in italian(root, "ore-preavviso")
    assert left == []


async def test_what_is_there_already_is_refused_and_named(root: Path, sessions: Sessions) -> None:
    before = italian(root, "ore-preavviso")
    text = "Quanto preavviso serve per il congedo a ore??"
    screen, left = await sit(root, sessions, [text], "ore-preavviso")
    assert "C'è già, in ore-preavviso: quanto preavviso serve per il congedo a ore" in screen
    assert italian(root, "ore-preavviso") == before
    assert left == []


async def test_an_example_of_another_topic_is_refused_and_stays_to_be_looked_at(root: Path, sessions: Sessions) -> None:
    text = "quanto preavviso serve per il congedo a ore"
    screen, left = await sit(root, sessions, [text], "ore-cosa")
    assert "C'è già, in ore-preavviso" in screen
    assert left == [text]


async def test_of_a_group_the_curator_chooses_and_the_rest_waits(root: Path, sessions: Sessions) -> None:
    texts = ["gatto in ufficio si può", "il gatto in ufficio si può?", "si può il gatto grasso in ufficio"]
    screen, left = await sit(root, sessions, texts, "f", "0 9", "1, 3")
    assert "Scrivi numeri da 1 a 3" in screen
    assert len(left) == 1
    assert set(texts) - set(left) <= set(italian(root, "fuori-tema"))


async def test_placeholders_never_become_an_example(root: Path, sessions: Sessions) -> None:
    text = "[nome] porta il gatto in ufficio dal [data]"
    _, left = await sit(root, sessions, [text], "f", "ancora [nome]", "la collega porta il gatto in ufficio")
    assert italian(root, "fuori-tema")[-1] == "la collega porta il gatto in ufficio"
    assert left == []
    _, left = await sit(root, sessions, [text], "f", "")
    assert left == [text]


async def test_skipped_and_unread_questions_stay_and_deleted_ones_go(root: Path, sessions: Sessions) -> None:
    texts = ["aaa bbb ccc", "ddd eee fff", "ggg hhh iii", "lll mmm nnn"]
    screen, left = await sit(root, sessions, texts, "d", "s", "q")
    assert left == texts[1:]
    assert "Nessun esempio scritto." in screen
    _, left = await sit(root, sessions, [], "d")
    assert left == texts[2:]


async def test_how_often_no_proposal_was_right_is_told(root: Path, sessions: Sessions) -> None:
    screen, left = await sit(root, sessions, ["", ""])
    assert '"Nessuna di queste" è stato premuto 2 volte.' in screen
    assert left == ["", ""]


def test_what_is_missing_is_named_topic_by_topic(knowledge: Knowledge) -> None:
    entry = next(entry for entry in knowledge.entries.values() if entry.topic == "ore-preavviso")
    votes = {entry.id: Votes(useful=3, useless=2)}
    found = {topic.topic: topic for topic in coverage(knowledge, {"ore-preavviso": 7}, votes, entry.review_by)}
    assert set(found) == set(knowledge.topics)
    topic = found["ore-preavviso"]
    assert {"often_disliked", "overdue"} <= set(topic.gaps)
    assert "never_matched" not in topic.gaps
    assert "never_matched" in found["ore-cosa"].gaps
    assert entry.id in topic.overdue
    assert (topic.answered, topic.votes) == (7, Votes(3, 2))


def test_without_statistics_no_topic_counts_as_never_asked(knowledge: Knowledge) -> None:
    assert not any("never_matched" in topic.gaps for topic in coverage(knowledge, {}, {}, TODAY))


def test_few_votes_say_nothing_and_most_gaps_come_first(knowledge: Knowledge) -> None:
    votes = {"ore-preavviso": Votes(useful=0, useless=4)}
    topics = coverage(knowledge, {}, votes, TODAY)
    assert not any("often_disliked" in topic.gaps for topic in topics)
    assert [len(topic.gaps) for topic in topics] == sorted((len(topic.gaps) for topic in topics), reverse=True)


def test_few_examples_are_counted_by_language(knowledge: Knowledge) -> None:
    entry = knowledge.entries["ore-preavviso"]
    few = entry.model_copy(update={"questions": {"it": ["una"], "en": ["one", "two"], "ro": ["unu"]}})
    small = Knowledge(
        **{name: getattr(knowledge, name) for name in Knowledge.__slots__} | {"entries": {few.id: few}, "points": {}}
    )
    found = {topic.topic: topic for topic in coverage(small, {}, {}, TODAY)}["ore-preavviso"]
    assert found.italian == 1
    assert found.few_foreign == ("ro", "es", "fr", "ar", "uk", "sq", "zh")
    assert {"few_examples", "few_foreign_examples"} <= set(found.gaps)


def test_table_and_json_tell_the_same(knowledge: Knowledge) -> None:
    topics = coverage(knowledge, {}, {}, TODAY)
    screen = io.StringIO()
    no_address = ["INPS, circolare 1/2000 [bozza]"]
    show(topics, no_address, Console(file=screen, width=200))
    told = json.loads(json.dumps(as_json(topics, no_address)))
    assert told["sources_without_address"] == no_address
    assert no_address[0] in screen.getvalue()
    assert all(f"{GAPS[gap]}: {count}" in screen.getvalue() for gap, count in told["gaps"].items())
    assert [row["topic"] for row in told["topics"]] == [topic.topic for topic in topics]
    assert all(row["topic"] in screen.getvalue() for row in told["topics"] if row["gaps"])
