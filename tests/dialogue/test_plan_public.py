"""Public staff have a body and apply to it: no text, button or paper of their plan speaks of INPS or of a firm."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action
from bot.model.decision import Records
from bot.papers import make
from bot.papers.leave import read_plan
from bot.papers.leave_sheet import sheet
from tests.dialogue.talking import Talk

NOT_THEIRS = re.compile(r"\binps\b|\baziend\w*|\bditt[ae]\b", re.IGNORECASE)
FIRM_BUTTON = "Dipendente in un'azienda"
"""The one button that asks what work somebody does."""
PLANS = {
    "comuni": "/piano dipendente pubblica, mamma, bimba nata il 5/6/2025, 36 ore in 5 giorni, funzioni locali, i venerdì da gennaio a marzo, 2 ore",
    "sanità": "/piano dipendente pubblico, papà, nato il 5/6/2024, 36 ore in 5 giorni, sanità, martedì e giovedì da gennaio a marzo",
    "senza contratto": "/piano dipendente pubblica, mamma, nata il 5/6/2025, 36 ore in 5 giorni, i venerdì da gennaio a marzo",
    "giorni": "/piano dipendente pubblica, mamma, nata il 5/6/2021, 36 ore in 5 giorni, giorni interi, dal 7 al 20 gennaio 2027",
    "tardi": "/piano dipendente pubblica, mamma, nata il 5/6/2025, 36 ore in 5 giorni, i martedì dal 23 novembre al 31 gennaio",
    "polizia": "/piano sono un poliziotto, papà, nato il 5/6/2024, 36 ore in 6 giorni, giorni interi, dal 7 al 20 gennaio 2027",
}
DEPTH = 3


def walked(talk: Talk) -> list[str]:
    """Every text, label and paper within three taps of the screen."""
    told: list[str] = []
    state, seen = talk.conversation, set[str]()
    paths: list[tuple[Action, ...]] = [()]
    while paths:
        path = paths.pop()
        talk.conversation = state
        for action in path:
            talk.acts(action)
        told += [talk.screen, *talk.labels]
        told += papers(talk)
        if len(path) < DEPTH:
            fresh = [
                a
                for _, a in talk.buttons
                if a.verb == "plan" and a.object not in seen and not a.object.startswith("set")
            ]
            seen |= {one.object for one in fresh}
            paths += [(*path, action) for action in fresh]
    return told


def papers(talk: Talk) -> list[str]:
    assert talk.decision
    found: list[str] = []
    for paper in (one for message in talk.decision.messages for one in message.papers):
        file = make(talk.knowledge, paper, talk.today)
        if file.media == "application/pdf":
            found += [page.extract_text() for page in PdfReader(BytesIO(file.content)).pages]
        elif file.media == "text/calendar":
            found.append(file.content.decode().replace("\r\n ", ""))
        else:
            plan = read_plan(talk.knowledge, json.loads(paper.data), talk.today)
            found.append(repr(sheet(plan, talk.knowledge.papers.calendar, talk.today)))
    return found


def to_the_end(talk: Talk) -> None:
    for _ in range(12):
        if talk.step == "result":
            return
        known = [one for one in ("No, niente", "Non lo so", "Sì, torno al lavoro") if one in talk.labels]
        talk.presses(known[0] if known else talk.labels[0])
    raise AssertionError(talk.screen)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())
def test_nothing_speaks_of_inps_or_of_a_firm(knowledge: Knowledge, plan: str) -> None:
    talk = Talk(knowledge)
    talk.says(plan)
    told = [talk.screen, *talk.labels]
    to_the_end(talk)
    told += walked(talk)
    told = [one.replace(FIRM_BUTTON, "") for one in told]
    assert [one for one in told if NOT_THEIRS.search(one)] == []
    if "Lettera, calendario, salva" in told:
        assert any("Comunico che userò il congedo" in one for one in told)
        assert any("SUMMARY:Domanda di congedo alla tua amministrazione" in one for one in told)
        assert any("verifica con la tua amministrazione" in one for one in told)


def test_every_question_to_public_staff_is_in_their_words(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.says(
        "/piano dipendente pubblica, mamma, nata il 5/6/2025, 36 ore in 5 giorni, funzioni locali, i venerdì da gennaio a marzo, 2 ore"
    )
    talk.presses("Sì")
    told = [talk.screen]
    for said in (
        "2 mesi",
        "1 mese",
        "30",
        "avviso il 20 novembre",
        "e se faccio solo il mercoledì?",
        "torna come prima",
        "e se lo prende lui?",
    ):
        talk.says(said)
        told += [talk.screen, *talk.labels]
    assert [one for one in told if NOT_THEIRS.search(one)] == []


def test_a_saved_plan_of_public_staff_is_shared_with_their_body(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.says(PLANS["comuni"])
    to_the_end(talk)
    talk.says("salva il piano")
    talk.presses("Accetto")
    assert talk.decision
    effect = next(one for one in talk.decision.effects if type(one).__name__ == "SavePlan")
    told = [talk.screen, *talk.labels]
    talk.records = replace(Records(), plan=effect.plan, fresh="abcdef")
    for label in ("Vedi il piano salvato", "Condividi con il tuo ente", "Crea il link"):
        talk.presses(label)
        told += [talk.screen, *talk.labels]
    assert [one for one in told if NOT_THEIRS.search(one)] == []
