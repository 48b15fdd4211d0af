"""The citizen's view of their requests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action
from bot.model.ticket import AskSecondLook, LetBotSpeak, Rate, Step, TellDesk, Ticket, Withdraw
from bot.rules.codes import new_code
from bot.understanding.reader import Reader
from tests.dialogue.citizen import NOW, TODAY, Citizen, reader_for

CODE, OTHER, STRANGERS = (new_code(f"{letter}bcdefghijkl") for letter in "axz")


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    """Somebody with one open request for a voucher."""
    citizen = Citizen(knowledge, reader)
    citizen.records = replace(citizen.records, tickets=(ticket(),))
    return citizen


def ticket(**changes: Any) -> Ticket:
    opened = NOW - timedelta(days=3)
    first = Ticket(CODE, "voucher", "test:1", "it", "opera-servizi-sociali", opened_at=opened, changed_at=opened)
    return replace(first, **changes)


def refused(**changes: Any) -> dict[str, Any]:
    values = {
        "status": "closed",
        "outcome": "refused",
        "reason": "Manca la residenza.",
        "term": TODAY + timedelta(days=5),
    }
    return {**values, **changes}


def test_pratica_shows_the_only_request_and_who_has_the_ball(citizen: Citizen) -> None:
    heard = citizen.says("/pratica")
    assert CODE in heard
    assert "Tocca allo sportello" in heard
    citizen.desk_does(status="taken", holder=4, bot_speaks=True)
    assert "una persona se ne occupa" in citizen.says("/pratica")


def test_missing_papers_and_the_place_in_the_waiting_list_are_said(citizen: Citizen) -> None:
    citizen.desk_does(missing=("Busta paga",), waiting=7)
    heard = citizen.says("/pratica")
    assert "Tocca a te" in heard
    assert "• Busta paga" in heard
    assert "sei al posto 7" in heard


def test_the_steps_are_dated_and_those_without_words_are_left_out(citizen: Citizen, knowledge: Knowledge) -> None:
    words = {**knowledge.words["it"], "step_seen": "La guarda {name}."}
    citizen.knowledge = replace(knowledge, words={**knowledge.words, "it": words})
    steps = (Step("seen", NOW, values={"name": "Anna"}), Step("nobody_wrote_this", NOW))
    citizen.desk_does(steps=steps)
    heard = citizen.says("/pratica")
    assert "22/11/2026: La guarda Anna." in heard
    assert "nobody" not in heard


def test_several_requests_are_listed_the_open_ones_first(citizen: Citizen) -> None:
    closed = ticket(code=OTHER, kind="question", status="closed", outcome="answered")
    citizen.records = replace(citizen.records, tickets=(closed, ticket()))
    citizen.says("/pratica")
    assert [label.split(" · ")[0] for label in citizen.labels] == [CODE, OTHER]
    assert "hai avuto la risposta" in citizen.presses(citizen.labels[1])


def test_without_requests_it_offers_to_make_one(citizen: Citizen) -> None:
    citizen.records = replace(citizen.records, tickets=())
    assert "non risultano richieste" in citizen.says("/pratica")
    assert "Chiedi il voucher" in citizen.labels


@pytest.mark.parametrize(
    "typed", [f"/pratica {CODE}", f"/pratica {CODE.lower().replace('-', ' ')}", CODE, f"/start {CODE}"]
)
def test_a_code_finds_its_request_however_it_is_typed(citizen: Citizen, typed: str) -> None:
    assert "Tocca allo sportello" in citizen.says(typed)


def test_somebody_elses_code_and_one_that_does_not_exist_get_the_same_reply(
    citizen: Citizen, knowledge: Knowledge
) -> None:
    theirs = Citizen(knowledge, citizen.reader, chat="test:2")
    heard = theirs.says(f"/pratica {CODE}")
    nobodys = theirs.says(f"/pratica {STRANGERS}")
    assert heard.replace(CODE, "") == nobodys.replace(STRANGERS, "")
    assert "Da questa chat non risulta" in heard


def test_a_mistyped_code_is_told_from_one_that_is_not_found(citizen: Citizen) -> None:
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "C")
    assert "non torna" in citizen.says(f"/pratica {wrong}")


def test_buttons_with_somebody_elses_code_do_nothing(citizen: Citizen) -> None:
    for verb in ("show", "withdraw", "second", "write", "bot", "stop"):
        assert "non vale più" in citizen.acts(Action("ticket", f"{verb} {STRANGERS} yes"))
        assert citizen.effects == ()


def test_a_request_is_withdrawn_after_being_asked_once(citizen: Citizen) -> None:
    citizen.says("/pratica")
    assert "perdi il posto" in citizen.presses("Ritira la richiesta")
    assert citizen.effects == ()
    citizen.presses("Sì, ritirala")
    assert citizen.effects == (Withdraw(CODE),)
    assert "l'hai ritirata" in citizen.acts(Action("ticket", f"withdraw {CODE} yes"))
    assert citizen.effects == ()


def test_a_message_goes_into_the_request(citizen: Citizen) -> None:
    citizen.says("/pratica")
    citizen.presses("Scrivi allo sportello")
    citizen.says("quanto preavviso serve? mi serve da marzo")
    assert citizen.effects == (TellDesk(CODE),)
    citizen.says("ciao")
    assert citizen.effects == ()


def test_health_and_files_do_not_go_into_the_request(citizen: Citizen) -> None:
    citizen.acts(Action("ticket", f"write {CODE}"))
    assert "non l'ho passato" in citizen.says("mio figlio è autistico")
    assert citizen.effects == ()
    assert "Non passo file" in citizen.sends("document")
    citizen.says("mi serve da marzo")
    assert citizen.effects == (TellDesk(CODE),)


def test_a_refusal_shows_its_reason_and_one_tap_asks_another_look(citizen: Citizen) -> None:
    citizen.desk_does(**refused())
    heard = citizen.says("/pratica")
    assert "Motivo: Manca la residenza." in heard
    assert "entro il 27/11/2026" in heard
    citizen.presses("Chiedi un secondo sguardo")
    assert citizen.effects == ()
    citizen.presses("Chiedilo senza dire perché")
    assert citizen.effects == (AskSecondLook(CODE),)


@pytest.mark.parametrize(
    "changes",
    [{"term": date(2026, 11, 21)}, {"second_look": 3}, {"outcome": "granted"}, {"status": "open", "outcome": None}],
)
def test_no_second_look_after_the_term_nor_twice_nor_without_a_refusal(
    citizen: Citizen, changes: dict[str, Any]
) -> None:
    citizen.desk_does(**refused(**changes))
    citizen.says("/pratica")
    assert "Chiedi un secondo sguardo" not in citizen.labels
    citizen.acts(Action("ticket", f"second {CODE}"))
    assert citizen.effects == ()


def test_on_the_last_day_of_the_term_it_can_still_be_asked(citizen: Citizen) -> None:
    citizen.desk_does(**refused(term=TODAY))
    citizen.says("/pratica")
    assert "Chiedi un secondo sguardo" in citizen.labels


def test_the_help_is_rated_once_after_closing(citizen: Citizen) -> None:
    citizen.acts(Action("ticket", f"rate {CODE} 4"))
    assert citizen.effects == ()
    citizen.desk_does(status="closed", outcome="answered")
    citizen.says("/pratica")
    citizen.presses("4")
    assert citizen.effects == (Rate(CODE, 4),)
    assert "già contato" in citizen.acts(Action("ticket", f"rate {CODE} 5"))
    assert citizen.effects == ()


@pytest.mark.parametrize("stars", ["0", "6", "-1", "tante", ""])
def test_a_rating_is_from_one_to_five(citizen: Citizen, stars: str) -> None:
    citizen.desk_does(status="closed", outcome="answered")
    citizen.acts(Action("ticket", f"rate {CODE} {stars}"))
    assert citizen.effects == ()


def test_the_citizen_goes_back_to_the_assistant(citizen: Citizen) -> None:
    citizen.desk_does(status="taken", holder=4)
    citizen.acts(Action("ticket", f"bot {CODE}"))
    assert citizen.effects == (LetBotSpeak(CODE),)
    assert citizen.says("ciao")
    assert citizen.effects == ()
