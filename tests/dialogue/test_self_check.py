"""The self-check of a firm of eight and of a town hall: asked, skipped, corrected, kept, and done again after a year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.self_check.form import TOPIC
from bot.knowledge.loader import Knowledge
from bot.model.company import Company, Network
from bot.model.conversation import Action
from bot.model.self_check import ForgetSelfChecks, KeepSelfCheck
from bot.understanding.reader import Reader
from tests.dialogue.citizen import Citizen, reader_for

OFFICE = ("/autovalutazione", "siamo in 8", "uffici", "giornata")
MOSTLY_NO = ("sì", "sì", "caso per caso", "[No, ma si potrebbe]", "a volte", "no", "[Decidiamo noi se darlo]", "no",
             "solo i giorni obbligatori", "no", "no", "sì", "no", "sì", "no", "sì", "no", "sì", "no")  # fmt: skip


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return reader_for(knowledge)


@pytest.fixture
def firm(knowledge: Knowledge, reader: Reader) -> Citizen:
    return Citizen(knowledge, reader)


def tell(firm: Citizen, *lines: str) -> str:
    heard = ""
    for line in lines:
        heard = firm.presses(line[1:-1]) if line.startswith("[") else firm.says(line)
    return heard


def answers(firm: Citizen) -> dict[str, str]:
    return {name: value for name, value in firm.conversation.flow.items() if name not in ("name", "step", "doing")}


def test_a_firm_of_eight_answers_in_words_and_by_buttons_and_sees_each_area(firm: Citizen) -> None:
    heard = tell(firm, *OFFICE, *MOSTLY_NO)
    assert "• Orari: c'è quasi tutto" in heard
    assert "• Congedi: quasi tutto da cominciare" in heard
    assert [file.name for reply in firm.replies for file in reply.files] == ["autovalutazione.png"]
    assert {"Accordo per il congedo a ore", "Le regole da conoscere", "Bozza di piano"} <= set(firm.labels)
    assert firm.effects == ()


def test_it_starts_by_words_that_name_it_and_below_the_answer_about_the_model(firm: Citizen) -> None:
    assert "chi siete (1 di 3)" in tell(firm, "vorremmo fare l'autovalutazione della ditta")
    assert firm.conversation.audience == "company"
    other = Citizen(firm.knowledge, firm.reader)
    tell(other, "/start")
    other.conversation = replace(other.conversation, audience="company")
    other.acts(Action("show", TOPIC))
    assert "Autovalutazione: venti domande" in other.labels


def test_the_rules_are_told_with_source_and_day(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO)
    heard = tell(firm, "[Le regole da conoscere]")
    assert heard.count("Fonte: ") == heard.count("Verificata il ") == 3
    assert "Torna al risultato" in firm.labels


def test_what_was_told_first_is_not_asked(firm: Citizen) -> None:
    assert "Domanda 1 di" in tell(firm, "facciamo un'autodiagnosi: siamo 12 in un'officina a turni")
    assert answers(firm) == {"size": "small", "sector": "manifattura", "work": "turni"}


def test_what_a_company_told_when_it_joined_is_not_asked(firm: Citizen) -> None:
    joined = Company("bottega", "Bottega", "private", "micro", "commercio", state="member")
    firm.records = replace(firm.records, network=Network(joined))
    tell(firm, "/autovalutazione")
    assert answers(firm) == {"size": "micro", "sector": "commercio"}


@pytest.mark.parametrize("word", ["saltiamo", "non lo so", "boh", "[Saltiamo]"])
def test_a_question_may_stay_without_an_answer(firm: Citizen, word: str) -> None:
    assert "Domanda 2" in tell(firm, *OFFICE, word)
    assert answers(firm)["orari-flessibili"] == "-"


@pytest.mark.parametrize("word", ["perché lo chiedete?", "a cosa vi serve?", "[Perché lo chiedete?]"])
def test_each_question_says_why_it_is_asked_and_stays_open(firm: Citizen, word: str) -> None:
    heard = tell(firm, *OFFICE, word)
    assert "Mezz'ora di margine" in heard
    assert "Domanda 1 di" in heard


def test_one_goes_back_and_answers_otherwise(firm: Citizen) -> None:
    tell(firm, *OFFICE, "sì")
    assert "Domanda 1 di" in tell(firm, "torna indietro")
    tell(firm, "no")
    assert answers(firm)["orari-flessibili"] == "nessuno"


def test_an_answer_is_changed_from_the_list_and_the_result_follows(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO, "[Cambia una risposta]")
    changed = next(label for label in firm.labels if label.endswith("No, si sanno a voce") or "… Sì" in label)
    tell(firm, f"[{changed}]")
    assert "Domanda " in firm.replies[0].text


def test_another_size_changes_which_questions_follow(firm: Citizen) -> None:
    tell(firm, *OFFICE, "sì")
    heard = tell(firm, "scusate, siamo in 60")
    assert "Va bene: Da 50 a 249 persone." in heard
    assert answers(firm)["size"] == "medium"


def test_words_that_are_no_answer_ask_again_and_lose_nothing(firm: Citizen) -> None:
    before = tell(firm, *OFFICE)
    heard = tell(firm, "<b>ciao</b> xkcd")
    assert "non l'ho capita" in heard
    assert before in heard


def test_it_goes_on_where_it_was_left(firm: Citizen) -> None:
    tell(firm, *OFFICE, "sì", "sì")
    tell(firm, "/buoneprassi")
    assert "Riprendi: Nuovo modello organizzativo" in firm.labels
    assert "Domanda 3 di" in tell(firm, "[Riprendi: Nuovo modello organizzativo]")


def test_a_result_is_kept_only_after_the_notice_is_agreed_to(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO)
    assert "Niente nomi" in tell(firm, "[Salva il risultato]")
    assert firm.effects == ()
    assert "non tengo il risultato" in tell(firm, "[Non ora]")
    assert firm.records.self_checks == ()
    tell(firm, "/autovalutazione", "[Salva il risultato]", "[Accetto]")
    assert any(isinstance(effect, KeepSelfCheck) for effect in firm.effects)
    (kept,) = firm.records.self_checks
    assert kept.answers["size"] == "micro"
    assert not any("plan" in name for name in kept.answers)


def test_a_year_later_both_results_stand_side_by_side(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO, "[Salva il risultato]", "[Accetto]")
    firm.days_pass(366)
    assert "22/11/2026 avete salvato" in tell(firm, "/autovalutazione")
    heard = tell(firm, "[Rifai l'autovalutazione]", *OFFICE[1:], *MOSTLY_NO)
    assert "trovate accanto il risultato del 22/11/2026" in heard


def test_the_consent_is_taken_back_and_the_results_go(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO, "[Salva il risultato]", "[Accetto]", "/privacy")
    withdraw = next(label for label in firm.labels if "autovalutazione" in label.casefold())
    tell(firm, f"[{withdraw}]")
    tell(firm, f"[{next(label for label in firm.labels if label.startswith('Sì') or 'itir' in label)}]")
    assert any(isinstance(effect, ForgetSelfChecks) for effect in firm.effects)


# --- the drafts ---


def files(firm: Citizen) -> list[str]:
    return [file.name for reply in firm.replies for file in reply.files]


def test_a_plan_is_drafted_from_the_result(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO, "[Bozza di piano]", "[Congedi]", "[Tutte queste 2]", "6 persone", "due ore", "3")
    assert files(firm) == ["bozza-piano-conciliazione.pdf", "bozza-piano-conciliazione.docx"]
    assert "Torna al risultato" in firm.labels


def test_a_plan_without_a_result_asks_who_the_firm_is(firm: Citizen) -> None:
    firm.acts(Action("selfcheck", "plan"))
    assert "Quante persone lavorano da voi?" in firm.replies[0].text
    tell(firm, "siamo in 30", "negozio", "a turni", "[Orari]", "[Saltiamo]", "[Tutte]", "saltiamo", "[Tre mesi]")
    assert files(firm) == ["bozza-piano-conciliazione.pdf", "bozza-piano-conciliazione.docx"]


def test_an_agreement_takes_no_less_notice_than_the_law(firm: Citizen) -> None:
    tell(firm, *OFFICE, *MOSTLY_NO, "[Bozza di accordo sulle ore]", "due ore")
    assert "da 2 a 15" in tell(firm, "1 giorno")
    tell(firm, "5 giorni", "8 ore", "sì")
    assert files(firm) == ["bozza-accordo-congedo-a-ore.pdf", "bozza-accordo-congedo-a-ore.docx"]


def test_a_town_hall_is_told_why_the_agreement_is_none_of_its(firm: Citizen) -> None:
    firm.acts(Action("selfcheck", "agreement"))
    heard = tell(firm, "siamo in 120", "[Comune o ente pubblico]")
    assert "contratto nazionale del comparto" in heard
    assert "Bozza di piano" in firm.labels


def test_a_button_of_an_older_self_check_does_no_harm(firm: Citizen) -> None:
    assert "non vale più" in firm.acts(Action("selfcheck", "set orari-flessibili tutti")) or firm.replies
    tell(firm, *OFFICE)
    firm.acts(Action("selfcheck", "set orari-flessibili mai-esistita"))
    assert "orari-flessibili" not in answers(firm)
