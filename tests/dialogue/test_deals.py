"""Agreements and conventions: a firm proposes one in ten questions, a worker finds what they may use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.company import Company, Network
from bot.model.conversation import Action
from bot.model.deal import Deal, DropDeal, ForgetWorkplace, KeepDeal, KeepWorkplace
from bot.model.ticket import OpenTicket
from bot.understanding.reader import Reader
from tests.dialogue.citizen import TODAY, Citizen, reader_for, with_open_call

ANSWERS = ("siamo le Officine Esempio srl", "[Nido o micronido]", "Asilo L'Albero", "Bar Sport, Logistica Prova",
           "anche le famiglie", "10% sulla retta", "fino al 31/12/2027", "San Donato", "si mostra il tesserino", "saltiamo")  # fmt: skip
PUBLISHED = Deal("AB2-CD34", "published", firm="esempio-officine", service="nido", provider="Asilo L'Albero",
                 others=("Bar Sport",), whom="families", price="10%", valid_to=date(2027, 12, 31), comune="015192",
                 usage="il tesserino", joining="", checked_on=TODAY)  # fmt: skip


@pytest.fixture(scope="module")
def known(knowledge: Knowledge) -> Knowledge:
    """With three invented companies in the register."""
    return with_open_call(knowledge)


@pytest.fixture(scope="module")
def reader(known: Knowledge) -> Reader:
    return reader_for(known)


@pytest.fixture
def firm(known: Knowledge, reader: Reader) -> Citizen:
    return Citizen(known, reader)


@pytest.fixture
def worker(known: Knowledge, reader: Reader) -> Citizen:
    worker = Citizen(known, reader)
    worker.records = replace(worker.records, deals=replace(worker.records.deals, published=(PUBLISHED,)))
    return worker


def tell(who: Citizen, *lines: str) -> str:
    heard = ""
    for line in lines:
        heard = who.presses(line[1:-1]) if line.startswith("[") else who.says(line)
    return heard


def draft(firm: Citizen) -> Deal:
    found = firm.records.deals.draft
    assert found
    return found


# --- a firm ---


def test_nothing_is_kept_before_the_notice_is_agreed_to(firm: Citizen) -> None:
    assert "Prima la legge un operatore" in tell(firm, "vorremmo proporre una convenzione")
    assert firm.effects == ()
    assert "non tengo niente" in tell(firm, "[Non ora]")
    assert firm.conversation.flow == {}


def test_a_company_of_the_network_is_not_asked_its_name(firm: Citizen) -> None:
    joined = Company("bottega", "Bottega", "private", "micro", "commercio", state="member")
    firm.records = replace(firm.records, network=Network(joined))
    tell(firm, "vorremmo proporre una convenzione", "sì")
    assert draft(firm).firm == "bottega"


def test_a_proposal_goes_to_the_desk_as_a_ticket_of_its_kind(firm: Citizen) -> None:
    heard = tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS)
    assert "• Azienda: Officine Esempio S.r.l." in heard
    assert "• Validità: fino al 31/12/2027" in heard
    tell(firm, "[Invia allo sportello]")
    opened = next(effect for effect in firm.effects if isinstance(effect, OpenTicket))
    assert opened.ticket.kind == "agreement"
    assert opened.ticket.helpdesk is not None
    assert "• Prezzo o sconto: 10% sulla retta" in opened.words
    (deal,) = firm.records.deals.own
    assert (deal.status, deal.ticket, deal.firm) == ("asked", opened.ticket.code, "esempio-officine")
    assert deal.others == ("Bar Sport", "Logistica Prova")
    assert "in mano allo sportello" in tell(firm, "/convenzioni")


def test_the_conversation_holds_nothing_that_was_written(firm: Citizen) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS)
    assert "Albero" not in str(firm.conversation.flow)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Asilo <b>L'Albero</b>", "{nome}", "***"])
def test_signs_of_a_page_are_refused_kindly_and_nothing_is_lost(firm: Citizen, name: str) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS[:2])
    heard = tell(firm, name)
    assert "Chi dà il servizio?" in heard
    assert draft(firm).provider is None
    assert draft(firm).firm == "esempio-officine"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fino al 31/12/2020", "è già passato"),
        ("dal 1/9/2027 al 30/6/2027", "Questa data non esiste"),
        ("fino al 31/2/2027", "31/2/2027"),
    ],
)
def test_a_term_that_cannot_be_is_asked_for_again(firm: Citizen, said: str, told: str) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS[:6])
    assert told in tell(firm, said)
    assert draft(firm).valid_to is None
    tell(firm, "dal 1/9/2026 al 30/6/2027")
    assert (draft(firm).valid_from, draft(firm).valid_to) == (date(2026, 9, 1), date(2027, 6, 30))


def test_a_firm_that_never_joined_is_told_so_and_may_still_ask(firm: Citizen) -> None:
    heard = tell(firm, "vorremmo proporre una convenzione", "[Accetto]", "Pippo Impianti", *ANSWERS[1:])
    assert "Pippo Impianti non risulta ancora" in heard
    assert "Invia allo sportello" in firm.labels


def test_a_question_between_is_answered_and_the_proposal_goes_on(firm: Citizen) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS[:3])
    tell(firm, "/buoneprassi")
    assert "Quali altre aziende" in tell(firm, "[Riprendi: Accordi e convenzioni]")
    tell(firm, "indietro")
    assert "Chi dà il servizio?" in firm.replies[0].text


def test_an_answer_is_changed_before_it_is_sent(firm: Citizen) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS, "[Cambia una risposta]")
    tell(firm, "[Prezzo o sconto: 10% sulla retta]", "20% sulla retta")
    assert draft(firm).price == "20% sulla retta"
    assert "Invia allo sportello" in firm.labels


def test_a_draft_waits_and_can_be_dropped(firm: Citizen) -> None:
    tell(firm, "vorremmo proporre una convenzione", "[Accetto]", *ANSWERS[:3], "/annulla")
    tell(firm, f"[{next(label for label in firm.labels if 'ancella' in label)}]")
    assert any(isinstance(effect, DropDeal) for effect in firm.effects)


def test_a_published_one_is_renewed_as_a_new_proposal_or_taken_away(firm: Citizen) -> None:
    firm.agrees("agreement")
    firm.conversation = replace(firm.conversation, audience="company")
    firm.records = replace(firm.records, deals=replace(firm.records.deals, own=(PUBLISHED,)))
    tell(firm, "/convenzioni")
    assert "Fino a quando vale?" in tell(firm, "[Rinnova: Asilo L'Albero]")
    assert (draft(firm).renews, draft(firm).provider) == (PUBLISHED.id, "Asilo L'Albero")
    tell(firm, "/convenzioni", "[Togli: Asilo L'Albero]")
    assert [effect.deal.status for effect in firm.effects if isinstance(effect, KeepDeal)] == ["ended"]


# --- a worker ---


@pytest.mark.parametrize("name", ["Officine Esempio", "lavoro alla OffEs", "bar sport"])
def test_a_worker_finds_what_the_firm_has(worker: Citizen, name: str) -> None:
    tell(worker, "che cosa posso usare?")
    heard = tell(worker, name)
    assert "Nido o micronido: Asilo L'Albero" in heard
    assert "Letta da un operatore il 22/11/2026" in heard
    assert worker.effects == ()


@pytest.mark.parametrize("said", ["nido", "San Donato", "[Nido o micronido]", "[Tutte le convenzioni]"])
def test_it_is_found_by_service_and_by_municipality_too(worker: Citizen, said: str) -> None:
    tell(worker, "/convenzioni")
    assert "Asilo L'Albero" in tell(worker, said)


def test_a_name_that_resembles_one_is_asked_about(worker: Citizen) -> None:
    tell(worker, "/convenzioni")
    assert "Quale di queste?" in tell(worker, "officine")
    assert "Asilo L'Albero" in tell(worker, "[Officine Esempio S.r.l.]")


def test_a_firm_that_never_joined_gets_a_way_on(worker: Citizen) -> None:
    tell(worker, "/convenzioni")
    assert "non risulta tra quelle della rete" in tell(worker, "Pippo srl")
    assert {"Tutte le convenzioni", "Trova lo sportello"} <= set(worker.labels)


def test_the_firm_is_remembered_only_after_a_yes_and_forgotten_on_request(worker: Citizen) -> None:
    tell(worker, "/convenzioni", "bar sport")
    assert "L'azienda non lo sa" in tell(worker, "[Ricorda la mia azienda]")
    assert worker.effects == ()
    assert "bar sport" not in str(worker.conversation.flow).casefold()
    tell(worker, "[Accetto]")
    assert [effect.firm for effect in worker.effects if isinstance(effect, KeepWorkplace)] == ["Bar Sport"]
    assert "chi lavora in Bar Sport" in tell(worker, "che cosa posso usare?")
    tell(worker, "[Dimentica la mia azienda]")
    assert any(isinstance(effect, ForgetWorkplace) for effect in worker.effects)


def test_what_is_over_is_shown_to_nobody(worker: Citizen) -> None:
    worker.days_pass(3 * 365)
    assert "non ci sono convenzioni pubblicate" in tell(worker, "/convenzioni", "[Tutte le convenzioni]")


def test_a_button_of_what_is_gone_does_no_harm(worker: Citizen) -> None:
    for said in ("remember XX/0", "firm nobody 1", "renew XX", "send", "set service nido", "service pizza 1"):
        assert worker.acts(Action("deals", said))
        assert worker.effects == ()
