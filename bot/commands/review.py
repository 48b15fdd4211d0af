"""`concilia review`: a curator turns what was not understood into examples, and what operators propose into drafts."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz, process
from rich.console import Console

from bot import bootstrap
from bot.commands.common import (
    app,
    settings_with_log,
)
from bot.knowledge.loader import Knowledge
from bot.knowledge.proposals import write_draft
from bot.knowledge.writing import CannotWrite, add_example
from bot.model.understanding import Guess
from bot.settings import ROOT, Clock
from bot.store import misses, proposals
from bot.store.database import Sessions, open_database
from bot.store.misses import KeptMiss
from bot.store.proposals import KeptProposal
from bot.understanding.plain import plain

ALIKE = 70.0
"""Likeness of words, of 100, from which two questions share a group: measured on 1,482 questions of 79 topics, half of
them fall into groups, in which 72 % ask the same. Higher, most stay alone; lower, the groups mix topics."""
SAME = 95.0
"""Likeness of letters, of 100, from which an example teaches nothing new."""
CLOSE_ENOUGH = 60.0
"""Likeness of what was typed to the id or title of a topic, to be proposed."""
GUESSES_SHOWN = 3
SHOWN = 12
"""Questions of a group on one screen; the others stay for the next review."""
OUT_OF_SCOPE = "fuori-tema"
PLACEHOLDER = re.compile(r"\[[a-z]+\]")
NEW_TOPIC = re.compile(r"\+\s*([a-z0-9]+(?:-[a-z0-9]+)*)")
"""How a topic that is not in topics.yaml yet is named."""
HELP_PROPOSAL = (
    "Scrivi l'argomento per farne una bozza (+nome per un argomento nuovo), oppure: s salta, d cancella, q esci"
)
HELP = "Scrivi l'argomento, oppure: f fuori tema, s salta, d cancella, q esci"

Ask = Callable[[str], str]
"""Shows a question and gives the line that is typed; raises EOFError when there is none."""


class Quit(Exception):
    """The curator has had enough."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that look alike."""

    misses: tuple[KeptMiss, ...]

    def guesses(self) -> tuple[Guess, ...]:
        """What understanding would have said, on average, best first."""
        sums: defaultdict[str, float] = defaultdict(float)
        for miss in self.misses:
            for guess in miss.guesses:
                sums[guess.topic] += guess.confidence / len(self.misses)
        best = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Guess(topic, confidence) for topic, confidence in best[:GUESSES_SHOWN])


def groups(kept: Iterable[KeptMiss]) -> list[Group]:
    """Each question joins the group whose first question is most like it, or starts its own. Biggest group first."""
    found: list[list[KeptMiss]] = []
    firsts: list[str] = []
    for miss in kept:
        text = plain(miss.text)
        nearest = process.extractOne(text, firsts, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
        if nearest:
            found[nearest[2]].append(miss)
        else:
            firsts.append(text)
            found.append([miss])
    return [Group(tuple(group)) for group in sorted(found, key=len, reverse=True)]


@dataclass(frozen=True, slots=True)
class Example:
    topic: str
    text: str


class Examples:
    """The examples there are, to find out whether a new one says something new."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._examples: list[Example] = []
        self._plain: list[str] = []
        for topic, languages in knowledge.examples().items():
            for texts in languages.values():
                for text in texts:
                    self.add(Example(topic, text))

    def add(self, example: Example) -> None:
        self._examples.append(example)
        self._plain.append(plain(example.text))

    def same(self, text: str) -> Example | None:
        """The example that says the same in the same letters, if there is one."""
        found = process.extractOne(plain(text), self._plain, scorer=fuzz.ratio, score_cutoff=SAME)
        return self._examples[found[2]] if found else None


def find_topic(knowledge: Knowledge, typed: str) -> tuple[str | None, bool]:
    """The topic that was meant, by id or title, and whether that is certain."""
    if typed in knowledge.topics:
        return typed, True
    names = {
        (id, which): plain(name)
        for id, topic in knowledge.topics.items()
        for which, name in (("id", id), ("title", topic.title))
    }
    found = process.extractOne(plain(typed), names, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE_ENOUGH)
    return (found[2][0], False) if found else (None, False)


@dataclass
class Review:
    """One sitting of a curator. Every group is finished, file and database, before the next is shown."""

    root: Path
    """The folder that holds knowledge_base/ and nlu/."""
    knowledge: Knowledge
    sessions: Sessions
    console: Console
    ask: Ask
    written: list[str] = field(default_factory=list)
    """The file of each example."""
    drafts: list[str] = field(default_factory=list)
    """The file of each draft of an entry."""
    today: date = field(default_factory=date.today)

    async def run(self) -> None:
        async with self.sessions() as session:
            kept = await misses.all_kept(session)
            proposed = await proposals.all_kept(session)
        todo = groups(miss for miss in kept if miss.text)
        questions = sum(len(group.misses) for group in todo)
        self._say(
            f"{_many(questions, 'domanda non capita', 'domande non capite')}, {_many(len(todo), 'gruppo', 'gruppi')}."
        )
        if refused := sum(not miss.text for miss in kept):
            self._say(f'"Nessuna di queste" è stato premuto {_many(refused, "volta", "volte")}.')
        if proposed:
            self._say(f"{_many(len(proposed), 'proposta', 'proposte')} degli operatori.")
        examples = Examples(self.knowledge)
        try:
            for number, proposal in enumerate(proposed, start=1):
                self._say(f"\nProposta {number} di {len(proposed)}")
                if self._decide(proposal):
                    async with self.sessions.begin() as session:
                        await proposals.forget(session, [proposal.id])
            for number, group in enumerate(todo, start=1):
                self._say(f"\nGruppo {number} di {len(todo)}")
                done = self._handle(group, examples)
                async with self.sessions.begin() as session:
                    await misses.forget(session, [miss.id for miss in done])
        except (Quit, EOFError):
            pass
        self._summary()

    def _handle(self, group: Group, examples: Examples) -> Sequence[KeptMiss]:
        """Does what the curator says; the misses that are finished with."""
        shown = group.misses[:SHOWN]
        self._show(group)
        while True:
            match typed := self.ask(f"{HELP}: ").strip():
                case "" | "s":
                    return ()
                case "d":
                    return shown
                case "q":
                    raise Quit
                case _:
                    if topic := OUT_OF_SCOPE if typed == "f" else self._topic(typed):
                        return [miss for miss in self._choose(shown) if self._write(miss, topic, examples)]

    def _decide(self, proposal: KeptProposal) -> bool:
        """Makes a draft of what an operator proposes, or drops it. True if the proposal is finished with."""
        self._say(f"  Domanda ({proposal.language}): {proposal.question}")
        self._say("  Risposta: " + proposal.reply.replace("\n", "\n    "))
        self._say(f"  Ipotesi: {proposal.topic or 'nessuna'}")
        while True:
            match typed := self.ask(f"{HELP_PROPOSAL}: ").strip():
                case "" | "s":
                    return False
                case "d":
                    return True
                case "q":
                    raise Quit
                case _:
                    new = NEW_TOPIC.fullmatch(typed)
                    if topic := new[1] if new else self._topic(typed):
                        return self._draft(proposal, topic)

    def _draft(self, proposal: KeptProposal, topic: str) -> bool:
        if topic in self.knowledge.topics and self.knowledge.topics[topic].kind != "answer":
            self._say(f"{topic} non è un argomento con una risposta.")
            return False
        question = self._without_placeholders(proposal.question)
        if not question:
            return False
        file = write_draft(self.root, self.knowledge, topic, proposal.language, question, proposal.reply, self.today)
        self.drafts.append(file)
        self._say(f"Bozza scritta in {file}: non la legge nessuno finché non la sposti tra le risposte.")
        return True

    def _show(self, group: Group) -> None:
        for number, miss in enumerate(group.misses[:SHOWN], start=1):
            self._say(f"  {number}. ({miss.language}) {miss.text}")
        if len(group.misses) > SHOWN:
            self._say(f"  ... e altre {len(group.misses) - SHOWN}")
        guesses = ", ".join(f"{guess.topic} {guess.confidence:.0%}" for guess in group.guesses())
        self._say(f"  Ipotesi: {guesses or 'nessuna'}")

    def _topic(self, typed: str) -> str | None:
        topic, certain = find_topic(self.knowledge, typed)
        if topic is None:
            self._say(f"Nessun argomento somiglia a {typed!r}: gli id sono in knowledge_base/topics.yaml.")
            return None
        title = self.knowledge.topics[topic].title
        if certain or self.ask(f"Intendi {topic} ({title})? s/n: ").strip().lower() in ("s", "sì", "si"):
            return topic
        return None

    def _choose(self, shown: Sequence[KeptMiss]) -> Sequence[KeptMiss]:
        """The questions to write; the others stay for the next review."""
        if len(shown) == 1:
            return shown
        while True:
            typed = self.ask("Quali frasi? I numeri, oppure invio per tutte: ").replace(",", " ").split()
            if all(word.isdecimal() and 1 <= int(word) <= len(shown) for word in typed):
                return [shown[int(word) - 1] for word in dict.fromkeys(typed)] if typed else shown
            self._say(f"Scrivi numeri da 1 a {len(shown)}, separati da spazi.")

    def _write(self, miss: KeptMiss, topic: str, examples: Examples) -> bool:
        """Writes one example, unless it is there already. True if the miss is finished with."""
        text = self._without_placeholders(miss.text)
        if not text:
            return False
        if same := examples.same(text):
            self._say(f"C'è già, in {same.topic}: {same.text}")
            return same.topic == topic
        try:
            file = add_example(self.root, self.knowledge, topic, miss.language, text)
        except CannotWrite as trouble:
            self._say(f"Non scritta. {trouble}.")
            return False
        examples.add(Example(topic, text))
        self.written.append(file)
        self._say(f"Scritta in {file}: {text}")
        return True

    def _without_placeholders(self, text: str) -> str:
        """What was masked must not become an example: the curator says it in other words."""
        while PLACEHOLDER.search(text):
            self._say(f"  {text}")
            text = self.ask("Riscrivi la frase senza le parti tra parentesi, oppure invio per lasciarla: ").strip()
        return text

    def _summary(self) -> None:
        if self.drafts:
            written = _many(len(self.drafts), "bozza scritta", "bozze scritte")
            self._say(f"\n{written} in: {', '.join(self.drafts)}.")
            self._say("Completale con le fonti, poi spostale in knowledge_base/answers e prova: concilia check.")
        if not self.written:
            self._say("\nNessun esempio scritto.")
            return
        written = _many(len(self.written), "esempio scritto", "esempi scritti")
        self._say(f"\n{written} in: {', '.join(sorted(set(self.written)))}.")
        self._say("Rileggili, poi: concilia check, concilia train.")

    def _say(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


@app.command("review")
def sit_down() -> None:
    """Turn what operators propose into drafts, and what was not understood into examples (in Italian)."""
    settings = settings_with_log("review.log")
    console = Console()

    async def sit() -> None:
        async with open_database(settings.database) as sessions:
            ask = partial(console.input, markup=False, emoji=False)
            today = Clock(settings.today).today()
            await Review(ROOT, bootstrap.knowledge(), sessions, console, ask, today=today).run()

    asyncio.run(sit())
