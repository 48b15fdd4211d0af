"""What is tried out on a finished plan, kept or taken back: the plan is never lost."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.understanding import Guess
from tests.dialogue.talking import Talk, answers, verdict_of

DONE = "/piano dipendente, commercio, sono la mamma, nata il 3/3/2024, 36 ore in 5 giorni, martedì e giovedì da gennaio a marzo"


@pytest.fixture
def done(knowledge: Knowledge) -> Talk:
    """A whole plan, with its first screen."""
    talk = Talk(knowledge)
    talk.says(DONE)
    talk.presses("No, niente")
    assert talk.step == "result", talk.screen
    return talk


TRIED = [
    ("e se faccio solo il martedì?", {"pattern": "1"}),
    ("e se facessi lunedì e mercoledì?", {"pattern": "0,2"}),
    ("se invece prendo il venerdì?", {"pattern": "4"}),
    ("cosa cambia se faccio anche il lunedì?", {"pattern": "0,1,3"}),
    ("e senza il giovedì?", {"pattern": "1"}),
    ("mettiamo che faccia solo il giovedì", {"pattern": "3"}),
    ("e da febbraio?", {"first": "2027-02-01", "last": "2027-03-31"}),
    ("e se comincio a febbraio?", {"first": "2027-02-01", "last": "2027-03-31"}),
    ("che succede se parto a maggio?", {"first": "2027-05-01", "last": "2027-07-29"}),
    ("e se prendessi due settimane a febbraio?", {"first": "2027-02-01", "last": "2027-02-14"}),
    ("e da aprile?", {"first": "2027-04-01", "last": "2027-06-29"}),
    ("e fino a giugno?", {"last": "2027-06-30"}),
    ("e a giorni interi?", {"mode": "days"}),
    ("e se li prendo a giorni interi?", {"mode": "days"}),
    ("e se passo a 30 ore?", {"weekly_hours": "30"}),
    ("e a settimane alterne?", {"each": "w2"}),
    ("e se lo prende lui?", {"who": "father"}),
    ("e se lo chiede mio marito?", {"who": "father"}),
    ("se invece lo facesse il papà?", {"who": "father"}),
    ("e mio marito?", {"who": "father"}),
    ("e se resta a casa lui?", {"who": "father"}),
    ("e se le ore le usa il mio compagno?", {"who": "father"}),
]


@pytest.mark.parametrize(("said", "tried"), TRIED)
def test_a_supposition_is_tried_said_as_one_and_taken_back(done: Talk, said: str, tried: dict[str, str]) -> None:
    before = answers(done)
    done.says(said)
    assert tried.items() <= answers(done).items()
    assert "È una prova" in done.screen
    assert "Il tuo piano resta com'è" in done.screen
    assert done.labels == ["Tieni questo", "Torna come prima"]
    done.presses("Torna come prima")
    assert answers(done) == before
    assert "Rimesso com'era" in done.screen


def test_a_question_that_rasa_is_sure_of_is_still_a_trial_of_the_plan(done: Talk) -> None:
    done.says("e se faccio solo il martedì?", Guess("ore-quante", 0.95))
    assert "È una prova: martedì" in done.screen


def test_two_trials_go_on_from_one_another_and_back_to_the_plan(done: Talk) -> None:
    before = answers(done)
    done.says("e se faccio solo il martedì?")
    done.says("e da febbraio?")
    assert {"pattern": "1", "first": "2027-02-01"}.items() <= answers(done).items()
    assert "martedì, dal 1/2/2027" in done.screen
    done.presses("Torna come prima")
    assert answers(done) == before


@pytest.mark.parametrize(
    "said", ["tieni questo", "sì, tengo questo", "ok così va bene", "meglio così", "facciamo così"]
)
def test_a_trial_is_kept_in_words_and_may_still_be_undone(done: Talk, said: str) -> None:
    before = answers(done)
    done.says("e se faccio solo il martedì?")
    done.says(said)
    assert answers(done)["pattern"] == "1"
    assert "da adesso il piano è questo" in done.screen
    done.says("no, come prima")
    assert answers(done) == before


def test_a_trial_that_needs_an_answer_still_leads_back(done: Talk) -> None:
    before = answers(done)
    done.says("e se lavorassi 20 ore su 4 giorni?")
    assert done.step == "working"
    done.presses("Torna come prima")
    assert answers(done) == before


@pytest.mark.parametrize(
    ("said", "pattern"), [("ok", "1"), ("va bene", "1"), ("sì", "1"), ("no", "1,3"), ("no grazie", "1,3")]
)
def test_a_word_is_enough_to_keep_it_or_not(done: Talk, said: str, pattern: str) -> None:
    done.says("e se faccio solo il martedì?")
    done.says(said)
    assert answers(done)["pattern"] == pattern


def test_yes_and_no_answer_whether_to_keep_it(done: Talk) -> None:
    done.says("e se faccio solo il martedì?")
    done.says("no", acts=["deny"])
    assert answers(done)["pattern"] == "1,3"
    done.says("e se faccio solo il martedì?")
    done.says("sì", acts=["affirm"])
    assert answers(done)["pattern"] == "1"
    assert "Lettera, calendario, salva" in done.labels


UNDONE = [
    "no, lascia 36 come prima",
    "no, come prima",
    "torna com'era",
    "rimetti come prima",
    "lascia tutto com'era",
    "meglio prima",
    "annulla la modifica",
    "preferisco quello di prima",
    "no, era meglio prima",
    "torna indietro",
]


@pytest.mark.parametrize("said", UNDONE)
def test_a_correction_is_undone_in_words(done: Talk, said: str) -> None:
    before = answers(done)
    done.says("no, sono 30 ore")
    assert answers(done)["weekly_hours"] == "30"
    done.says(said)
    assert answers(done) == before
    assert "36 ore alla settimana" in done.screen


def test_undoing_keeps_what_was_answered_after_the_change(knowledge: Knowledge) -> None:
    talk = Talk(knowledge)
    talk.says("/piano dipendente, sono la mamma, nata il 3/3/2024, 36 ore in 5 giorni")
    talk.says("no, 30 ore")
    talk.says("commercio")
    talk.says("no, lascia 36 come prima")
    assert {"weekly_hours": "36", "agreement": "terziario-commercio"}.items() <= answers(talk).items()


def test_nothing_to_undo_is_for_others(done: Talk) -> None:
    before = answers(done)
    done.says("come prima")
    assert answers(done) == before
    assert "Rimesso" not in done.screen


def test_the_other_parents_trial_swaps_what_was_used_and_forgets_the_pay(done: Talk) -> None:
    done.says("io 2 mesi, lui 1 mese, ho sbagliato")
    done.says("1.800 euro lordi")
    if "13" in done.labels:
        done.presses("13")
    while done.step != "result":
        done.presses("Non lo so")
    done.says("e se lo prende lui?")
    assert {"who": "father", "mine": "30", "theirs": "60"}.items() <= answers(done).items()
    assert "gross" not in answers(done)
    assert "il congedo lo prende il padre" in done.screen


def test_a_question_about_something_else_supposes_nothing(done: Talk) -> None:
    before = answers(done)
    for said in ("e se mi ammalo durante il congedo?", "e se il capo dice di no?", "e se cambio idea?"):
        done.says(said, Guess("ore-rifiuto", 0.95))
        assert answers(done) == before
        assert "È una prova" not in done.screen


@pytest.mark.parametrize(("button", "mode"), [("Prova a giorni", "days"), ("Prova senza pause", "days")])
def test_another_way_of_the_comparison_can_be_tried(done: Talk, button: str, mode: str) -> None:
    before = answers(done)
    done.presses("Confronta")
    done.presses(button)
    assert answers(done)["mode"] == mode
    done.presses("Torna come prima")
    assert answers(done) == before


def test_what_is_taken_away_is_chosen(done: Talk) -> None:
    done.says("e se faccio solo il martedì?")
    done.says("calendario")
    assert "supposed" not in done.conversation.flow
    assert "Ecco il calendario" in done.screen


def test_coming_back_says_the_plan_in_a_few_lines(done: Talk) -> None:
    whole = done.screen
    done.presses("Perché e dubbi")
    done.presses("Torna al piano")
    assert done.screen.count("\n") <= 6
    assert "Ore: 3 ore e 36 minuti ogni volta" in done.screen
    done.presses("Rileggi tutto il piano")
    assert done.screen == whole


def test_the_cost_is_the_pay_that_is_lost_less_what_comes_back(done: Talk) -> None:
    done.says("no, sono 40 ore")
    done.says("1.800 euro lordi")
    done.presses("13")
    verdict = verdict_of(done)
    assert verdict.hours_used == 100
    assert "Ti costa circa 388 euro lordi: perdi circa 1.038 euro di paga" in done.screen


def test_what_is_tried_out_is_not_told_of_the_person(done: Talk) -> None:
    before = done.conversation.person
    done.says("e se passo al contratto metalmeccanici con 20 ore?")
    assert done.conversation.person == before


def test_the_other_parent_named_again_in_their_trial_is_not_the_first_one(done: Talk) -> None:
    done.says("e se lo prende lui?")
    done.says("e mio marito?")
    assert answers(done)["who"] == "father"
