"""Who writes during a campaign: citizens who ask for the voucher or a person, and an operator who takes what comes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from tests.botapi import BotApi
from tests.botapi.world import Sent

ANNA, GROUP = 7, -100
PATIENCE = 45.0
"""Seconds without a word after which somebody answers the open question again."""
VOUCHER = (
    ("Il tuo codice è", ""),
    ("Prima di iniziare", "#Accetto"),
    ("In quale Comune abiti", "Opera"),
    ("Che lavoro fai", "#Dipendente di un'azienda privata"),
    ("In quale Comune lavori", "Opera"),
    ("Come si chiama la tua azienda", "Officine Esempio"),
    ("Quando sono nati", "3/5/2025"),
    ("Quale servizio", "#Nido o micronido"),
    ("Da quando a quando", "dal 1/2/2027 al 30/6/2027"),
    ("Come preferisci", "#Qui in chat"),
    ("Controlla", "#Invia"),
)
"""Words of the open question -> what is said; after # the label of a button."""
QUESTION = (
    ("Il codice è", ""),
    ("Per passare la tua domanda", "#Accetto"),
    ("In quale Comune", "Opera"),
    ("Scrivi la tua domanda", "Posso chiedere il congedo a ore per mia figlia?"),
)
IDLE_TALK = ("/aiuto", "/sportello", "/lingua", "quanto preavviso serve per il congedo a ore?", "/annulla")


@dataclass
class Person:
    api: BotApi
    random: Random
    chat: int
    said: list[int] = field(default_factory=list)
    """The updates that they caused."""

    def say(self, text: str, **how: int) -> None:
        self.said.append(self.api.user_says(self.chat, text, **how).update_id)  # type: ignore[arg-type]

    def press(self, message: Sent, label: str, user: int | None = None) -> None:
        before = set(self.api.world.updates.history)
        self.api.user_presses(message.chat_id, message.message_id, label, user_id=user or self.chat)
        self.said += set(self.api.world.updates.history) - before

    def heard(self) -> list[Sent]:
        return self.api.sent(self.chat)

    async def asks_for(self, opening: str, answers: tuple[tuple[str, str], ...]) -> str:
        """Follows a form to its end, whatever comes between; the code of the ticket."""
        known = len(self.heard())
        self.say(opening)
        acted, since = "", time.monotonic()
        while True:
            await asyncio.sleep(0.2)
            fresh = self.heard()[known:]
            tired = time.monotonic() - since > PATIENCE
            if not fresh or (fresh[-1].text == acted and not tired):
                if tired and not fresh:
                    self.say(opening)
                    since = time.monotonic()
                continue
            last = fresh[-1]
            acted, since = last.text, time.monotonic()
            for sent in fresh:
                if found := re.search(r"[Ii]l (?:tuo )?codice è ([A-Z0-9-]+)", sent.text):
                    return found[1]
            self._answer(last, answers, opening)

    def _answer(self, last: Sent, answers: tuple[tuple[str, str], ...], opening: str) -> None:
        say = next((say for words, say in answers if words in last.text), None)
        if say is None:
            way = next((label for label in last.buttons if label.startswith(("Invia", "Accetto", "Qui in chat"))), None)
            say = f"#{way}" if way else None
        if say is None:
            return
        if say.startswith("#") and say[1:] in last.buttons:
            self.press(last, say[1:])
        elif not say.startswith("#"):
            self.say(say)

    async def talks(self, times: int) -> None:
        for _ in range(times):
            self.say(self.random.choice(IDLE_TALK))
            await asyncio.sleep(self.random.uniform(0.2, 2))


async def desk(api: BotApi, taken: Person, closed: set[str]) -> None:
    """Takes and closes every ticket that arrives in the group, until cancelled."""
    pressed: set[int] = set()
    told: dict[str, float] = {}
    while True:
        await asyncio.sleep(0.3)
        for sent in api.sent(GROUP):
            if sent.message_id in pressed or sent.deleted or "Prendo io" not in sent.buttons:
                continue
            pressed.add(sent.message_id)
            taken.press(sent, "Prendo io", ANNA)
        for code in dict.fromkeys(
            re.findall(r"\b[A-Z0-9]{3}-[A-Z0-9]{4}\b", "\n".join(s.text for s in api.sent(GROUP)))
        ):
            happened = "\n".join(sent.text for sent in api.sent(GROUP) if code in sent.text)
            if "l'ha presa" not in happened:
                continue
            if time.monotonic() - told.get(code, -PATIENCE) >= PATIENCE:
                told[code] = time.monotonic()
                outcome = "accolta" if f"{code}: voucher" in happened else "risolta"
                taken.said.append(
                    api.user_says(GROUP, f"/chiudi {code} {outcome} Tutto in ordine", user_id=ANNA).update_id
                )


async def until(true: Callable[[], Awaitable[bool]], seconds: float, what: str) -> None:
    ends = time.monotonic() + seconds
    while not await true():
        if time.monotonic() > ends:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        await asyncio.sleep(0.3)
