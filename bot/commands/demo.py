"""`concilia demo`: a citizen's chat and the desk side by side in one terminal, on invented data in a folder that goes away.

The example call is open here and nowhere else. Nothing of the real home is read but the trained model, and nothing written.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from rich.console import Console

from bot import bootstrap
from bot.assistant import Assistant
from bot.channels.terminal import CHANNEL, CHAT, GOODBYE, Terminal
from bot.commands.common import (
    app,
    settings_with_log,
)
from bot.commands.desk import DeskTerminal
from bot.desk import effects
from bot.desk.office import Office
from bot.desk.serving import serve
from bot.dialogue import consent
from bot.dialogue.turn import Turn
from bot.knowledge.examples import with_examples
from bot.knowledge.notices import notice
from bot.model.company import Company
from bot.model.conversation import Conversation, Kind, Utterance
from bot.model.deal import Deal
from bot.model.ticket import GiveConsent, OpenTicket, Role, Ticket
from bot.rules.codes import new_code
from bot.settings import ROOT, Clock, Settings
from bot.store import companies, conversations, deals, operators, tickets
from bot.store.database import open_database
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from bot.understanding.training import model_file

CALL = "esempio-servizi-2026"
SAN_DONATO = "san-donato-segretariato-sociale"
ROZZANO = "rozzano-servizio-sociale"
ANNA, CARLA = f"{CHANNEL}:anna", f"{CHANNEL}:carla"
SHOP, WORKSHOP = f"{CHANNEL}:bottega", f"{CHANNEL}:officina"
NOBODY = "demo"
"""The channel of the invented citizens: what is said to them is sent nowhere."""


@dataclass(frozen=True, slots=True)
class Invented:
    """A request that waits when the demonstration starts."""

    kind: Literal["question", "voucher", "agreement"]
    helpdesk: str
    comune: str
    words: str
    form: Mapping[str, str]


REQUESTS = (
    Invented("question", SAN_DONATO, "015192", "Lavoro su turni: posso chiedere il congedo a ore per mia figlia?", {}),
    Invented(
        "voucher", SAN_DONATO, "015192", "Voucher: nido. Abito a San Donato Milanese, dipendente privata.",
        {"residence": "015192", "employment": "private_employee", "company": "Officine Esempio",
         "children": "2024-05-10", "service": "nido"},
    ),
    Invented(
        "voucher", ROZZANO, "015189", "Voucher: centro estivo. Abito a Rozzano, autonomo.",
        {"residence": "015189", "employment": "self_employed", "children": "2017-03-02", "service": "centro-estivo"},
    ),
)  # fmt: skip

SHARED = Deal(
    "EX4-MPL3", "published", firm="esempio-officine", service="nido", provider="Nido d'Esempio (inventato)",
    others=("esempio-cooperativa",), whom="families", price="10% sulla retta (esempio)", valid_to=date(2027, 7, 31),
    comune="015192", usage="Si mostra il tesserino dell'azienda.", joining="Si scrive allo sportello.",
    checked_on=date(2026, 11, 1),
)  # fmt: skip
"""A convention that is published, and asked for once more, for a later term, by the same invented firm."""
AGAIN = replace(SHARED, id="EX4-MPL4", status="asked", valid_to=date(2028, 7, 31), renews=SHARED.id, checked_on=None)


COMPANIES = (
    (SHOP, Company("esempio-bottega", "Bottega Esempio (inventata)", "private", "micro", "commercio", "015192", "", "learn",
                   "member")),
    (WORKSHOP, Company("esempio-officina", "Officina Prova (inventata)", "private", "medium", "commercio", "015192", "", "show",
                       "member", shows=("picchi", "rientro"), yearly=4)),
)  # fmt: skip
"""Who speaks for them, and the company: a small firm, and a testimone that it may meet."""


class Demo:
    """Who is at the keyboard now: the citizen, or an operator."""

    def __init__(self, assistant: Assistant, console: Console, folder: Path) -> None:
        self.console = console
        self.people: dict[str, Terminal] = {
            "cittadino": Terminal(assistant, console, CHAT, folder=folder),
            "bottega": Terminal(assistant, console, SHOP, folder=folder),
            "officina": Terminal(assistant, console, WORKSHOP, folder=folder),
            "anna": DeskTerminal(assistant, console, ANNA),
            "carla": DeskTerminal(assistant, console, CARLA),
        }
        self.now = "cittadino"

    async def converse(self) -> None:
        """Line by line; `@anna` hands the keyboard over. What reaches the others is printed under their name."""
        first = next(iter(self.people.values()))
        self._says_who()
        async for line in first.lines():
            wanted = line.strip().casefold()
            if wanted in GOODBYE or wanted == "esci":
                return
            if wanted.startswith("@"):
                self._hand_over(wanted.removeprefix("@"))
            else:
                await self.people[self.now].say(line)
                await self._show_others()
            self._says_who()

    def _hand_over(self, name: str) -> None:
        if name in self.people:
            self.now = name
        else:
            self._write(f"Qui ci sono: {', '.join(f'@{known}' for known in self.people)}.")

    async def _show_others(self) -> None:
        for name, terminal in self.people.items():
            if name != self.now and await terminal.awaits():
                self._write(f"\n--- intanto, a {name} arriva ---")
                await terminal.deliver()

    def _says_who(self) -> None:
        if sys.stdin.isatty():
            self.console.print(f"[bold magenta]({self.now})[/]", end="")

    def _write(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False)


async def run(settings: Settings, console: Console) -> None:
    """Fills a new folder and talks until the input ends; the folder is deleted then."""
    content = with_examples(bootstrap.knowledge(), ROOT)
    clock = Clock(settings.today)
    with tempfile.TemporaryDirectory(prefix="concilia-demo-") as folder:
        async with AsyncExitStack() as stack:
            sessions = await stack.enter_async_context(open_database(f"sqlite+aiosqlite:///{folder}/demo.db"))
            rasa = await stack.enter_async_context(_rasa(settings))
            assistant = Assistant(content, Reader(content, rasa, clock), sessions, clock)
            codes = await fill(assistant)
            console.print(what_to_try(codes), markup=False, highlight=False, soft_wrap=True)
            await Demo(assistant, console, Path(folder) / "file").converse()
    console.print("\nFine della prova: i dati inventati non ci sono più.", markup=False)


def _rasa(settings: Settings) -> Rasa:
    """One that runs elsewhere, a child if a model was trained before, else none: nobody should wait for a demonstration."""
    if settings.nlu_url:
        return Rasa(settings.nlu_url)
    model = model_file(ROOT, settings.home, bootstrap.knowledge().labelled_examples())
    return bootstrap.child(settings, model) if model.exists() else Rasa()


async def fill(assistant: Assistant) -> list[str]:
    """Two operators, three requests, the first of them answered, and what a firm shares. The codes of the requests."""
    staff: tuple[tuple[str, str, list[str], list[Role]], ...] = (
        ("Anna", ANNA, [SAN_DONATO], ["operator"]),
        ("Carla", CARLA, [SAN_DONATO, ROZZANO], ["operator", "coordinator"]),
    )
    now, today = assistant.clock.now(), assistant.clock.today()
    async with assistant.sessions.begin() as session:
        for name, chat, helpdesks, roles in staff:
            await operators.add(session, name, chat, helpdesks, roles, now)
    await _found_companies(assistant, now)
    codes = []
    for number, request in enumerate(REQUESTS, start=1):
        opened = now - timedelta(minutes=10 * (len(REQUESTS) - number))
        async with assistant.sessions.begin() as session:
            office = Office(session, assistant.knowledge, opened, today)
            codes.append(await _open(office, f"{NOBODY}:{number}", request, opened))
    for line in (
        f"/prendi {codes[0]}",
        f"/rispondi {codes[0]} Sì: si può chiedere anche a ore. Ne parliamo di persona?",
    ):
        async with assistant.sessions.begin() as session:
            await serve(Office(session, assistant.knowledge, now, today), Utterance(ANNA, Kind.COMMAND, line), None)
    async with assistant.sessions.begin() as session:
        codes.append(await _share(Office(session, assistant.knowledge, now, today), f"{NOBODY}:firm", now))
    return codes


async def _found_companies(assistant: Assistant, now: datetime) -> None:
    """Two invented members, as if an operator had confirmed them."""
    day = assistant.clock.today()
    version = notice(assistant.knowledge.notices, "joining", day).version
    async with assistant.sessions.begin() as session:
        for chat, company in COMPANIES:
            since = day if company.shows else None
            await companies.save(session, replace(company, joined_on=day, testimone_since=since), now)
            await companies.add_contact(session, chat, company.id, "owner", now)
            await tickets.give_consent(session, chat, "joining", version, now)
            await conversations.remember(session, Conversation(chat, audience="company", greeted=True), now)


async def _share(office: Office, chat: str, now: datetime) -> str:
    """What an invented firm shares, and the code of its request for a later term."""
    asked = Invented(
        "agreement", SAN_DONATO, "015192", "Rinnovo della convenzione con il Nido d'Esempio (inventato).", {}
    )
    await deals.keep(office.session, chat, SHARED, now)
    code = await _open(office, chat, asked, now)
    await deals.keep(office.session, chat, replace(AGAIN, ticket=code), now)
    return code


async def _open(office: Office, chat: str, request: Invented, now: datetime) -> str:
    code = new_code(f"{chat}{now.isoformat()}")
    turn = Turn(office.knowledge, Conversation(chat), office.today)
    version = consent.current(turn, request.kind).version
    ticket = Ticket(code, request.kind, chat, "it", request.helpdesk, now, now, comune=request.comune, consent=version)
    if request.kind == "voucher":
        ticket = replace(ticket, call=CALL, form=request.form)
    wanted = (GiveConsent(request.kind, version), OpenTicket(ticket, request.words))
    await effects.carry_out(office, Utterance(chat, Kind.TEXT, request.words), wanted)
    return code


def what_to_try(codes: list[str]) -> str:
    return (
        "Prova di Concilia: dati inventati, in una cartella che sparisce alla fine.\n"
        "Scrivi come cittadino. Con @anna o @carla passi allo sportello, con @bottega o @officina a un'azienda, con @cittadino torni indietro.\n"
        "\n"
        "Da provare come cittadino:\n"
        "  /voucher        chiedi il voucher del bando di esempio (un'azienda che ha aderito: Officine Esempio)\n"
        "  /operatore      passa una domanda allo sportello\n"
        "  /convenzioni    che cosa può usare chi lavora alle Officine Esempio\n"
        "  /autovalutazione  come un'azienda o un Comune vede la propria organizzazione\n"
        "  /pratica, /privacy, /miei_dati, /cancella\n"
        "Da provare come azienda (@bottega è una piccola ditta della rete, @officina una testimone; sono inventate):\n"
        "  /azienda, poi «Incontra un'azienda testimone» e «Cercate una testimone»: problema picchi\n"
        "  @cittadino e /azienda: un'azienda nuova chiede di aderire, e @carla la conferma\n"
        "Da provare come Anna:\n"
        f"  coda, scheda {codes[1]}, prendi {codes[1]}\n"
        f"  rispondi {codes[1]} Ciao, porta i documenti giovedì\n"
        f"  chiudi {codes[1]} accolta Tutto in ordine\n"
        "Per uscire: /esci"
    )


@app.command("demo")
def try_it() -> None:
    """Try citizen and desk side by side, on invented data in a folder that goes away (in Italian)."""
    asyncio.run(run(settings_with_log("demo.log"), Console()))
