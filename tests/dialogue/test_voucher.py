"""The request for a voucher, from the notice to the ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.voucher.form import FIELDS, asked, fitting, form_of, next_question
from bot.knowledge.loader import Knowledge
from bot.knowledge.voucher import EMPLOYMENTS, SERVICES
from bot.model.conversation import Action
from bot.model.ticket import DropDraft, GiveConsent, KeepDraft, OpenTicket
from bot.model.understanding import Guess
from bot.rules.codes import read_code
from bot.understanding.reader import Reader
from tests.dialogue.citizen import NOW, Citizen, reader_for, with_open_call

OPERA, ROZZANO = "015159", "015189"
ANSWERS = ("Opera", "[Dipendente di un'azienda privata]", "Rozzano", "Officine Esempio srl", "3/5/2021", "[Baby-sitter]",
           "dal 1/2/2027 al 30/6/2027", "[Qui in chat]")  # fmt: skip


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def citizen(knowledge: Knowledge, reader: Reader) -> Citizen:
    return Citizen(knowledge, reader)


@pytest.fixture
def applicant(knowledge: Knowledge, reader: Reader) -> Citizen:
    """Somebody who has agreed to the notice while the example call is open."""
    applicant = Citizen(with_open_call(knowledge), reader)
    applicant.agrees("voucher")
    return applicant


def tell(citizen: Citizen, *lines: str) -> str:
    heard = ""
    for line in lines:
        heard = citizen.presses(line[1:-1]) if line.startswith("[") else citizen.says(line)
    return heard


def test_without_an_open_call_it_says_so_and_takes_an_expression_of_interest(citizen: Citizen) -> None:
    assert "non c'è un bando aperto" in citizen.says("/voucher")
    heard = tell(citizen, "[Accetto]", *ANSWERS)
    assert "Un bando non c'è ancora" in heard
    tell(citizen, "[Invia]")
    assert citizen.ticket.call is None
    assert citizen.ticket.helpdesk == "opera-servizi-sociali"


def test_nothing_is_kept_before_the_notice_is_agreed_to(citizen: Citizen) -> None:
    tell(citizen, "/voucher abito a Opera e lavoro alla Rossi Impianti srl")
    assert citizen.effects == ()
    assert "Rossi" not in str(citizen.conversation)
    tell(citizen, "[Non ora]")
    assert citizen.effects == ()
    assert citizen.conversation.flow == {}


def test_what_the_first_message_told_is_not_asked_again(citizen: Citizen) -> None:
    tell(citizen, "/voucher abito a Opera, lavoro a Rozzano, mi serve il nido")
    heard = tell(citizen, "[Accetto]")
    assert "Comune di casa: Opera" in heard
    assert citizen.answers == {"residence": OPERA, "work": ROZZANO, "service": "nido"}
    assert "Che lavoro fai?" in heard


def test_when_the_service_is_needed_may_be_said_with_it(citizen: Citizen) -> None:
    tell(citizen, "/voucher abito a Opera, lavoro 30 ore a settimana", "[Accetto]")
    tell(citizen, "mi serve il nido dal 1/2/2027 al 30/6/2027, bimbo nato il 3/3/2024, lavoro 30 ore a settimana")
    times = {"first_day": "2027-02-01", "last_day": "2027-06-30"}
    assert citizen.answers == {"residence": OPERA, "service": "nido", "children": "2024-03-03", **times}


def test_days_alone_are_no_period_before_it_is_asked_for(citizen: Citizen) -> None:
    tell(citizen, "/voucher abito a Opera, sono in congedo dal 1/2/2027 al 30/6/2027", "[Accetto]")
    assert citizen.answers == {"residence": OPERA}


def test_the_consent_names_the_version_that_was_shown(citizen: Citizen) -> None:
    tell(citizen, "/voucher", "sì, accetto")
    assert GiveConsent("voucher", "2026-11") in citizen.effects


def test_a_notice_that_changed_since_it_was_shown_is_shown_again(citizen: Citizen) -> None:
    citizen.says("/voucher")
    heard = citizen.acts(Action("consent", "voucher 2025-01"))
    assert "Prima di iniziare" in heard
    assert not any(isinstance(effect, GiveConsent) for effect in citizen.effects)


def test_a_new_version_of_the_notice_is_asked_for_again(citizen: Citizen) -> None:
    citizen.records = replace(citizen.records, consents={"voucher": "2025-01"})
    assert "Prima di iniziare" in citizen.says("/voucher")


def test_the_whole_request_reaches_the_desk_with_its_trace(applicant: Citizen) -> None:
    heard = tell(applicant, "/voucher", *ANSWERS)
    assert "✔ Zona: Opera" in heard
    assert "? Altri aiuti" in heard
    assert "decide una persona" in heard
    heard = tell(applicant, "[Invia]")
    opened, dropped = applicant.effects
    assert isinstance(opened, OpenTicket)
    assert isinstance(dropped, DropDraft)
    assert read_code(heard) == opened.ticket.code
    assert opened.ticket.call == "esempio-servizi-2026"
    assert opened.ticket.consent == "2026-11"
    assert opened.ticket.form["children"] == "2021-05-03"
    assert "Azienda: Officine Esempio srl" in opened.words
    assert "✔ Azienda" in opened.words
    assert applicant.replies[0].files[0].media == "image/png"
    assert "Documento d'identità" in heard
    assert "entro il 22/12/2026" in heard
    assert applicant.records.draft is None


def test_a_second_tap_on_send_opens_no_second_request(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS)
    send = next(
        button.action
        for reply in applicant.replies
        for row in reply.buttons
        for button in row
        if button.label == "Invia"
    )
    applicant.acts(send)
    assert "Hai già una richiesta" in applicant.acts(send)
    assert applicant.effects == ()
    assert len(applicant.records.tickets) == 1


def test_an_unfinished_request_goes_on_days_later_on_another_device(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:3])
    applicant.conversation = replace(applicant.conversation, flow={})
    applicant.days_pass(12)
    assert "l'ultima modifica è del 22/11/2026" in applicant.says("/voucher")
    assert "Come si chiama la tua azienda" in applicant.presses("Riprendi la richiesta")
    assert applicant.answers["work"] == ROZZANO


def test_each_answer_can_be_changed_by_its_button(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS, "[Cambia qualcosa]", "[Servizio: Baby-sitter]")
    heard = tell(applicant, "[Nido o micronido]")
    assert "Servizio: Nido o micronido" in heard
    assert "Comune di casa: Opera" in heard


@pytest.mark.parametrize(
    ("correction", "field", "value"),
    [
        ("no, ho sbagliato, abito a Rozzano", "residence", ROZZANO),
        ("ho sbagliato: lavoro a Opera", "work", OPERA),
        ("anzi mi serve il centro estivo", "service", "centro-estivo"),
        ("mio figlio è nato il 4/6/2022", "children", "2022-06-04"),
    ],
)
def test_each_answer_can_be_corrected_in_words(applicant: Citizen, correction: str, field: str, value: str) -> None:
    tell(applicant, "/voucher", *ANSWERS, correction)
    assert applicant.answers[field] == value


def test_a_corrected_message_replaces_the_answer_it_gave_then(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:3])
    number = applicant.messages + 1
    tell(applicant, "Rosi Impianti", "3/5/2021")
    applicant.says("Rossi Impianti", edits=number)
    assert applicant.answers["company"] == "Rossi Impianti"
    assert applicant.answers["children"] == "2021-05-03"


def test_a_childs_health_is_refused_and_nothing_of_the_message_is_kept(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:5])
    before = applicant.answers
    heard = applicant.says("mio figlio è autistico, mi serve il nido")
    assert "non l'ho salvata" in heard
    assert "Quale servizio" in heard
    assert applicant.effects == ()
    assert applicant.answers == before


def test_a_codice_fiscale_nobody_asked_for_is_not_kept(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:3])
    assert "non l'ho salvata" in applicant.says("Rossi srl, RSSMRA85T10A562S")
    assert "company" not in applicant.answers


def test_attachments_are_refused_with_the_reason_and_the_question_comes_again(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:5])
    heard = applicant.sends("photo", caption="busta paga")
    assert "non ho aperto la foto" in heard
    assert "li porti allo sportello" in heard
    assert "Quale servizio" in heard
    assert applicant.effects == ()


@pytest.mark.parametrize(
    "name", ["Robert'); DROP TABLE tickets;--", "<b>Rossi</b> & figli", "{company} {0} %s", "Ditta\u202e ossor"]
)
def test_a_name_with_strange_signs_is_a_name(applicant: Citizen, name: str) -> None:
    heard = tell(applicant, "/voucher", *ANSWERS[:3], name)
    assert applicant.answers["company"] == name
    assert name in heard
    tell(applicant, "[Non ho figli]", *ANSWERS[5:])
    tell(applicant, "[Invia]")
    assert applicant.ticket.form["company"] == name


def test_a_company_that_has_not_joined_may_be_invited_without_a_name(applicant: Citizen) -> None:
    assert "non risulta" in tell(applicant, "/voucher", *ANSWERS[:3], "Zeta Zincature snc")
    heard = tell(applicant, "[Invita la tua azienda]")
    assert "https://t.me/?start=azienda" in heard
    assert "Zeta" not in heard
    assert applicant.effects == ()


def test_the_invitation_opens_the_page_for_companies(citizen: Citizen) -> None:
    citizen.says("/start azienda")
    assert citizen.conversation.audience == "company"
    assert citizen.decision
    assert citizen.decision.topic == "azienda-adesione"


def test_a_similar_name_in_the_register_is_a_question(applicant: Citizen) -> None:
    heard = tell(applicant, "/voucher", *ANSWERS[:3], "Officine Esempi")
    assert "quale è la tua?" in heard
    assert "company" not in applicant.answers
    tell(applicant, "[Officine Esempio S.r.l.]")
    assert applicant.answers["company"] == "Officine Esempio S.r.l."


def test_home_and_work_outside_the_network_may_be_sent_all_the_same(applicant: Citizen) -> None:
    tell(applicant, "/voucher", "Segrate", ANSWERS[1], "[Fuori dai 25 Comuni della rete]")
    heard = tell(applicant, *ANSWERS[3:])
    assert "✘ Zona" in heard
    tell(applicant, "[Invia]")
    assert applicant.ticket.comune is None
    assert applicant.ticket.form["residence"] == "outside"


def test_who_has_no_work_is_not_asked_for_a_company(applicant: Citizen) -> None:
    assert "Quando sono nati" in tell(applicant, "/voucher", "Opera", "[Adesso non lavoro]")


def test_a_date_that_cannot_be_is_asked_for_again(applicant: Citizen) -> None:
    assert "non esiste" in tell(applicant, "/voucher", *ANSWERS[:4], "32/13/2020")
    assert "nel futuro" in applicant.says("3/5/2050")
    assert "giorno, mese e anno" in applicant.says("ha 3 anni")
    assert "children" not in applicant.answers


def test_another_clear_question_is_answered_and_the_request_waits(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:2])
    applicant.says("quanto preavviso serve per il congedo a ore?", Guess("ore-preavviso", 0.99))
    assert applicant.decision
    assert applicant.decision.topic == "ore-preavviso"
    assert "In quale Comune lavori" in applicant.presses("Riprendi: Chiedi il voucher")


def test_danger_comes_before_the_request(applicant: Citizen) -> None:
    tell(applicant, "/voucher", *ANSWERS[:3])
    assert "112" in applicant.says("mio marito mi picchia e ho paura")
    assert applicant.effects == ()


def test_a_call_that_closed_before_sending_shows_the_summary_again(applicant: Citizen, knowledge: Knowledge) -> None:
    tell(applicant, "/voucher", *ANSWERS)
    applicant.knowledge = knowledge
    heard = applicant.presses("Invia")
    assert "il bando è cambiato" in heard
    assert applicant.records.tickets == ()


def test_of_several_calls_the_person_chooses_one_first(applicant: Citizen) -> None:
    first = applicant.knowledge.calls["esempio-servizi-2026"]
    other = first.model_copy(update={"id": "altro-bando", "title": "Un altro bando", "services": ["nido"]})
    applicant.knowledge = replace(applicant.knowledge, calls={first.id: first, other.id: other})
    heard = applicant.says("/voucher")
    assert "Sono aperti più bandi" in heard
    assert "Sono aperti più bandi" in applicant.says("boh")
    tell(applicant, "[Un altro bando]", *ANSWERS[:5])
    assert "Nido o micronido" in applicant.labels
    assert "Baby-sitter" not in applicant.labels
    tell(applicant, "[Nido o micronido]", *ANSWERS[6:], "[Invia]")
    assert applicant.ticket.call == "altro-bando"
    assert "call" not in applicant.ticket.form


def test_companies_are_told_that_workers_ask(citizen: Citizen) -> None:
    citizen.conversation = replace(citizen.conversation, audience="company")
    assert "chi lavora da voi" in citizen.says("/voucher")


def test_buttons_of_a_request_that_is_gone_start_afresh(applicant: Citizen) -> None:
    tell(applicant, "/voucher", "Opera")
    applicant.records = replace(applicant.records, draft=None)
    assert "non vale più" in applicant.presses("Dipendente pubblico")


def test_a_withdrawn_consent_is_asked_for_before_the_next_answer_is_kept(applicant: Citizen) -> None:
    tell(applicant, "/voucher", "Opera")
    applicant.records = replace(applicant.records, consents={})
    assert "Prima di iniziare" in applicant.presses("Dipendente pubblico")
    assert not any(isinstance(effect, KeepDraft) for effect in applicant.effects)


def test_annulla_keeps_the_answers_and_says_so(applicant: Citizen) -> None:
    tell(applicant, "/voucher", "Opera")
    applicant.says("/annulla")
    assert "tengo per dopo" in applicant.presses("Tieni per dopo")
    assert applicant.answers == {"residence": OPERA}


VALUES = {
    "residence": st.sampled_from([OPERA, ROZZANO, "outside", "999999", "-"]),
    "work": st.sampled_from([OPERA, "outside", "-", "x"]),
    "employment": st.sampled_from([*EMPLOYMENTS, "pirate"]),
    "company": st.text(max_size=90),
    "children": st.sampled_from(["none", "2020-01-01", "2020-01-01,2021-02-03", "ieri", "-"]),
    "service": st.sampled_from([*SERVICES, "sauna"]),
    "first_day": st.sampled_from(["2027-01-01", "-", "mai"]),
    "last_day": st.sampled_from(["2027-02-01", "-"]),
    "hours_a_week": st.sampled_from(["10", "-3", "tante"]),
    "contact": st.sampled_from(["chat", "phone", "piccione"]),
    "old_field": st.just("x"),
}


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_whatever_an_old_draft_holds_it_becomes_a_form_and_a_next_question(answers: dict[str, str]) -> None:
    kept = fitting(answers)
    form_of(kept)
    form_of(answers)
    missing = next_question(kept)
    assert missing is None or missing in asked(kept)
    assert fitting(kept) == kept


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FIELDS), max_size=6))
def test_editing_questions_in_any_order_loses_no_answer(knowledge: Knowledge, reader: Reader, order: list[str]) -> None:
    citizen = Citizen(with_open_call(knowledge), reader, now=NOW)
    citizen.agrees("voucher")
    tell(citizen, "/voucher", *ANSWERS)
    before = citizen.answers
    for name in order:
        citizen.acts(Action("voucher", f"edit {name}"))
    citizen.acts(Action("voucher", "summary"))
    assert citizen.answers == before
    assert "Invia" in citizen.labels


def test_a_corrected_birth_keeps_the_year_that_was_told(applicant: Citizen) -> None:
    tell(applicant, "/voucher", "Opera", "dipendente", "Rozzano", "-", "5 maggio 2024")
    applicant.says("anzi no, è nato il 6 maggio")
    assert applicant.answers["children"] == "2024-05-06"
