"""The plan of leave as a conversation: what is asked, what is understood, what is shown. No Rasa is needed here."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.dialogue.leave.calculator import Calculator, calculator, figures_of
from bot.dialogue.leave.known import TOPIC, Known, is_employee
from bot.dialogue.leave.listen import merge
from bot.dialogue.leave.questions import QUESTIONS, next_question
from bot.dialogue.leave.results import first_screen
from bot.dialogue.turn import Turn
from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge, load
from bot.model.conversation import Action, Conversation, Kind
from bot.model.person import Person
from bot.model.understanding import ActName, Guess
from bot.rules.leave import InvalidCase, Verdict, italian
from bot.rules.leave.case import WEEKDAYS
from bot.rules.leave.checks import WORKS
from bot.settings import ROOT
from bot.wording import Writer
from tests.dialogue.talking import TODAY, Talk, answers, verdict_of

KNOWLEDGE = load(ROOT)
MANY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
LONGEST_SCREEN = 1500
LONGEST_PAGE = 1900
MOST_BUTTONS = 5
LONGEST_LABEL = 38
FULL = (
    "dipendente, commercio, sono la mamma, nata il 3/3/2024, 40 ore in 5 giorni, martedì e giovedì da gennaio a marzo"
)


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge)


@pytest.fixture
def done(talk: Talk) -> Talk:
    """A whole plan, with its first screen."""
    talk.says(f"/piano {FULL}")
    talk.presses("No, niente")
    assert talk.step == "result", talk.screen
    return talk


# --- what is asked ---


def ids(job: str = "private_employee") -> list[str]:
    return sorted(id for id, row in KNOWLEDGE.agreements.by_id.items() if job in WORKS[row.work])


@st.composite
def plans(draw: st.DrawFn, /) -> dict[str, str]:
    """Complete answers of an ordinary plan, drawn at random."""
    per_week = draw(st.integers(2, 6))
    born = draw(st.dates(date(2013, 1, 1), date(2026, 6, 30)))
    first = draw(st.dates(TODAY, date(2027, 6, 30)))
    days = sorted(draw(st.sets(st.integers(0, 5), min_size=1, max_size=3)))
    mine, theirs = draw(st.integers(0, 170)), draw(st.integers(0, 110))
    job = draw(st.sampled_from(["private_employee"] * 4 + ["public_employee", "gestione_separata", "self_employed"]))
    known = {
        "job": job,
        "born": born.isoformat(),
        "who": draw(st.sampled_from(["mother", "father"])),
        "weekly_hours": str(draw(st.sampled_from([4, 6, 8])) * per_week),
        "week_days": str(per_week),
        "agreement": draw(st.sampled_from(["?", *ids(job)])),
        "pattern": ",".join(map(str, days)),
        "first": first.isoformat(),
        "last": (first + timedelta(days=draw(st.integers(20, 250)))).isoformat(),
        "used": "yes" if mine or theirs else "no",
        "mine": str(mine),
        "theirs": str(theirs),
    }
    return known


def numbers() -> Calculator:
    return Calculator(leave_rules(KNOWLEDGE), TODAY)


def asked_of(known: dict[str, str], given: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Goes through the questions with the given answers; those asked, in order, and what is known in the end."""
    calculator, asked = numbers(), []
    while (question := next_question(calculator, known)) is not None:
        asked.append(question.name)
        options = calculator.verdict(known).hours_options or ()
        usual = {"per_day": f"{float(options[0]):.6g}" if options else "4"}
        told = {name: given.get(name) or usual.get(name, "?") for name in question.answers}
        known = merge(known, told)
        assert len(asked) < 30, asked
    return known, asked


@MANY
@given(plan=plans(), data=st.data())
def test_what_is_not_asked_changes_nothing(plan: dict[str, str], data: st.DataObject) -> None:
    """Whatever the answer to a skipped question would have been, the figures are the same."""
    known, asked = asked_of({}, plan)
    calculator = numbers()
    figures = figures_of(calculator.verdict(known))
    others: dict[str, list[Known]] = {
        "who": [{"who": "mother"}, {"who": "father"}],
        "week": [{"weekly_hours": "36", "week_days": "6"}, {"weekly_hours": "20", "week_days": "4"}],
        "agreement": [{"agreement": id} for id in ids()],
        "theirs": [{"theirs": "10"}, {"theirs": "80"}] if known.get("used") == "yes" else [],
        "income": [{"income": "under"}, {"income": "over"}],
        "at_higher": [{"at_higher": "0"}] if known.get("used") == "yes" else [],
        "working": [{"working": plan["pattern"] + ",6"}]
        if len(plan["pattern"].split(",")) + 1 > int(plan["week_days"]) - 1
        else [],
    }
    if "born" in known:
        born = date.fromisoformat(known["born"])
        end = born + timedelta(days=data.draw(st.integers(60, 210)))
        others["ended"] = [{"ended": end.isoformat()}]
    for name, told in others.items():
        for one in told if name not in asked else []:
            try:
                changed = calculator.verdict({**known, **one})
            except InvalidCase:
                continue
            if calculator.settled(known):
                assert changed.allowed == "no", (name, one, known)
                assert changed.barred or not changed.usable_left, (name, one, known)
            else:
                assert figures_of(changed) == figures, (name, one, known)


@MANY
@given(plan=plans())
def test_who_is_no_employee_is_not_asked_for_hours(plan: dict[str, str]) -> None:
    known, asked = asked_of({"mode": "days"}, plan)
    if not is_employee(known):
        assert not {"week", "agreement", "per_day", "working"} & set(asked)
    assert asked[0] == "job"


@pytest.mark.parametrize("job", ["Lavoro in proprio", "Collaborazione, Gestione separata"])
def test_work_without_hourly_leave_is_answered_at_once_and_leads_to_whole_days(talk: Talk, job: str) -> None:
    talk.says("/piano")
    talk.presses(job)
    assert "a ore non si può" in talk.screen
    talk.presses("Guarda a giorni interi")
    assert talk.step == "child"


def test_a_child_over_the_age_is_answered_at_once(talk: Talk) -> None:
    talk.says("/piano sono dipendente, mia figlia è nata il 3/3/2010")
    assert talk.step == "result"
    assert "compleanno dei 14 anni" in talk.screen
    assert "Adozione o affido" in talk.labels


def test_an_age_over_the_limit_needs_no_date(talk: Talk) -> None:
    talk.says("/piano dipendente, mio figlio ha 15 anni")
    assert "compleanno dei 14 anni" in talk.screen


def test_an_age_alone_is_not_taken_for_a_date(talk: Talk) -> None:
    """Which months are paid more depends on the day of birth."""
    talk.says("/piano dipendente, mio figlio ha 3 anni")
    assert "Mi serve il giorno preciso" in talk.screen
    assert "born" not in talk.conversation.flow


# --- what is understood ---


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("lavoro 24 ore su 4 giorni", {"weekly_hours": "24", "week_days": "4"}),
        ("quaranta ore su cinque giorni", {"weekly_hours": "40", "week_days": "5"}),
        ("part time 24 ore su 4 giorni", {"weekly_hours": "24", "week_days": "4"}),
        ("lavoro 8 ore al giorno dal lunedì al venerdì", {"weekly_hours": "40", "week_days": "5"}),
        ("mio figlio è nato il 3 marzo 2024", {"born": "2024-03-03"}),
        ("lunedì e mercoledì fino a fine giugno", {"pattern": "0,2", "last": "2027-06-30"}),
        ("martedì e giovedì mattina fino a giugno", {"pattern": "1,3", "last": "2027-06-30"}),
        ("sono il papà", {"who": "father"}),
        ("sono dipendente pubblica", {"job": "public_employee"}),
        ("prendo 1.800 euro lordi al mese", {"gross": "1800"}),
        ("ho già usato 2 mesi e 10 giorni", {"mine": "70", "used": "yes"}),
        ("mio marito ha già usato 20 giorni", {"theirs": "20", "used": "yes"}),
        ("il contratto è commercio", {"agreement": "terziario-commercio", "job": "private_employee"}),
        ("comparto funzioni centrali", {"agreement": "funzioni-centrali", "job": "public_employee"}),
        ("sulla busta paga c'è S305", {"shared": "istruzione-ricerca", "job": "public_employee"}),
        ("il codice del contratto è H501", {"agreement": "lavoro-domestico", "job": "domestic_worker"}),
        ("vorrei 2 ore al giorno", {"per_day": "2"}),
        ("lavoro 4 ore al giorno per 5 giorni", {"weekly_hours": "20", "week_days": "5"}),
        ("mi servono il 3, il 10 e il 17 febbraio", {"dates": "2027-02-03 2027-02-10 2027-02-17"}),
        ("40 ore 5 giorni", {"weekly_hours": "40", "week_days": "5"}),
        ("lavoro lunedì martedì e giovedì, mi servono i martedì fino giugno", {"working": "0,1,3", "pattern": "1"}),
        ("lavoro 24 ore 4 giorni lunedi martedi giovedi venerdi", {"working": "0,1,3,4", "week_days": "4"}),
        ("part time verticale 24 ore lunedì mercoledì e venerdì", {"working": "0,2,4", "week_days": "3"}),
        ("lunedì mercoledì e venerdì fino a marzo", {"pattern": "0,2,4"}),
        ("4 ore ogni giorno fino a marzo", {"pattern": "every", "last": "2027-03-31"}),
        ("mezza giornata, 40 ore in 5 giorni", {"per_day": "4"}),
        (
            "adottata, nata il 1/1/2012, entrata in famiglia il 1/2/2025",
            {"born": "2012-01-01", "entered": "2025-02-01"},
        ),
        ("nato il 3/3/2024, maternità finita il 10/6/2024", {"born": "2024-03-03", "ended": "2024-06-10"}),
        ("ho due gemelle nate il 3/3/2024", {"born": "2024-03-03", "twin": "yes"}),
        ("nato il 03-03-2024", {"born": "2024-03-03"}),
    ],
)
def test_facts_are_taken_from_a_first_message(talk: Talk, said: str, told: dict[str, str]) -> None:
    talk.says(f"/piano {said}")
    assert told.items() <= talk.conversation.flow.items()
    assert "Ho capito: " in talk.screen


@pytest.mark.parametrize(
    ("said", "name"),
    [("lavoro 4 ore al giorno", "per_day"), ("vorrei 20 ore di congedo", "weekly_hours"), ("faccio 8 ore", "per_day")],
)
def test_hours_of_one_kind_are_not_taken_for_another(talk: Talk, said: str, name: str) -> None:
    talk.says(f"/piano {said}")
    assert name not in talk.conversation.flow


@pytest.mark.parametrize(
    ("said", "told"),
    [("lunedì", {"pattern": "0"}), ("martedì 2 marzo", {"dates": "2027-03-02"}), ("il venerdì", {"pattern": "4"})],
)
def test_a_weekday_is_every_week_and_with_a_number_one_day(talk: Talk, said: str, told: dict[str, str]) -> None:
    talk.says("/piano dipendente, commercio, sono la mamma, nata il 3/3/2024, 40 ore in 5 giorni")
    assert talk.step == "days"
    talk.says(said)
    assert told.items() <= talk.conversation.flow.items()


@pytest.mark.parametrize(
    ("said", "step", "kept"),
    [
        ("sono mamma single", "single", "genitore solo nel senso della legge"),
        ("è adottata", "entered", "In che giorno è entrato in famiglia?"),
    ],
)
def test_what_the_law_takes_in_its_own_sense_is_asked_when_it_is_named(
    talk: Talk, said: str, step: str, kept: str
) -> None:
    talk.says(f"/piano dipendente, nata il 3/3/2022, {said}")
    assert talk.step == step
    assert kept in talk.screen


@pytest.mark.parametrize("said", ["un venerdì al mese", "due giorni al mese"])
def test_days_of_which_only_the_number_is_said_are_not_guessed(done: Talk, said: str) -> None:
    done.says(said)
    assert "non lo so contare" in done.screen
    assert done.step == "days"
    assert "pattern" not in done.conversation.flow


def test_leave_for_some_days_is_not_the_week_of_work(done: Talk) -> None:
    done.says("mi servono 4 ore per 3 giorni")
    assert done.conversation.flow["week_days"] == "5"


NEAR_DAYS = "/piano dipendente in azienda, madre, nato il 3/3/2024, 40 ore in 5 giorni, giorni interi, il 22 e il 28 gennaio 2027"


@pytest.mark.parametrize(("between", "days"), [("Sì, torno al lavoro", "2 giorni"), ("No, sono in ferie", "4 giorni")])
def test_what_lies_between_near_days_of_leave_is_asked_and_counted(talk: Talk, between: str, days: str) -> None:
    talk.says(NEAR_DAYS)
    while talk.step != "between":
        talk.presses("Non lo so")
    talk.presses(between)
    while talk.step != "result":
        talk.presses("No, niente" if "No, niente" in talk.labels else "Non lo so")
    assert f"Congedo che usi: {days}" in talk.screen


def test_a_notice_in_dispute_is_said_beside_the_first_day(done: Talk) -> None:
    done.says("dal 23 novembre a fine gennaio")
    assert "puoi cominciare dal 24/11/2026" in done.screen
    assert "Un preavviso più lungo, che non è certo se valga, lo rispetti dal 27/11/2026" in done.screen


def test_who_works_four_days_is_asked_which(talk: Talk) -> None:
    talk.says(
        "/piano dipendente in azienda, madre, nato il 3/3/2024, 24 ore in 4 giorni, ogni martedì fino a giugno 2027"
    )
    talk.presses("Non lo so")
    assert talk.step == "working"
    for day in ("lunedì", "martedì", "giovedì", "venerdì"):
        talk.presses(day)
    talk.presses("Basta così")
    assert talk.conversation.flow["working"] == "0,1,3,4"


def test_mio_padre_is_not_the_writer(talk: Talk) -> None:
    talk.says("/piano mio padre non può più tenere il bimbo")
    assert "who" not in talk.conversation.flow


def test_two_children_are_not_mixed_up(talk: Talk) -> None:
    talk.says("/piano dipendente, ho due figli di 3 e 6 anni")
    assert talk.step == "child"
    assert not {"born", "born_last"} & talk.conversation.flow.keys()


def test_a_correction_replaces_an_answer_and_the_plan_follows(done: Talk) -> None:
    done.says("no, ho sbagliato, sono 30 ore")
    assert done.conversation.flow["weekly_hours"] == "30"
    assert "30 ore alla settimana" in done.screen
    assert "Ore: 3 ore ogni volta." in done.screen


def test_an_edited_message_is_a_correction(done: Talk) -> None:
    done.says("nato il 5/5/2023", kind=Kind.EDIT)
    assert done.conversation.flow["born"] == "2023-05-05"
    done.says("6/5/2023", kind=Kind.EDIT)
    assert done.conversation.flow["born"] == "2023-05-06"


def test_a_past_day_by_itself_does_not_change_the_birth(done: Talk) -> None:
    done.says("3/3/2022")
    assert done.conversation.flow["born"] == "2024-03-03"


def test_every_answer_can_be_changed_by_a_button(done: Talk) -> None:
    done.presses("Cambia qualcosa")
    assert {"Nascita: 3/3/2024", "Contratto: commercio", "Già usato: niente", "Orario: 40 ore, 5 giorni"} <= set(
        done.labels
    )
    done.presses("Nascita: 3/3/2024")
    assert done.step == "child"
    done.says("4/3/2024")
    assert done.step == "result"
    assert done.conversation.flow["born"] == "2024-03-04"


@pytest.mark.parametrize(
    ("before", "said", "wrong"),
    [
        ("/piano dipendente", "5/5/2030", "nel futuro"),
        ("/piano dipendente", "31/2/2024", "Questa data non esiste: 31/2/2024"),
        ("/piano dipendente, mamma, nata il 3/3/2024", "80 ore", "80 ore alla settimana sono più"),
        (f"/piano {FULL}", "ho usato 9 mesi", "270 giorni sono più di quelli che ci sono"),
        (f"/piano {FULL}", "dal 1 gennaio 2027 al 31 dicembre 2037", "Il piano è troppo lungo"),
        (f"/piano {FULL}", "dal 1 gennaio 2028 al 31 dicembre 2027", "Questa data non esiste"),
        (f"/piano {FULL}", "-1800 euro", "Paga: Non può essere meno di 0"),
    ],
)
def test_what_makes_no_sense_is_named_and_asked_again(talk: Talk, before: str, said: str, wrong: str) -> None:
    talk.says(before)
    known = answers(talk)
    talk.says(said)
    assert wrong in talk.screen
    assert known.items() <= answers(talk).items()
    assert "`" not in talk.screen


def test_net_pay_is_not_taken_for_gross(done: Talk) -> None:
    done.presses("Aggiungi la paga")
    done.says("1.500 euro netti")
    assert "lorda" in done.screen
    assert "gross" not in done.conversation.flow


def test_a_name_of_several_contracts_is_cleared_up(talk: Talk) -> None:
    talk.says("/piano sono metalmeccanico, papà, nato il 3/3/2024, 40 ore in 5 giorni")
    assert {"metalmeccanici industria", "Unionmeccanica-Confapi"} <= set(talk.labels)


# --- the flow ---


def test_a_question_is_answered_aside_and_facts_alone_go_on(talk: Talk) -> None:
    talk.says("/piano dipendente, papà, nata il 10/8/2023, 40 ore in 5 giorni")
    talk.says("quanto mi pagano?", Guess("congedo-indennita", 0.9))
    assert talk.decision
    assert talk.decision.entry == "ore-calcolo"
    assert "Riprendi: Fai il piano delle ore" in talk.labels
    talk.says("commercio")
    assert talk.step == "days"
    talk.says("quanto mi pagano?", Guess("congedo-indennita", 0.9))
    talk.presses("Riprendi: Fai il piano delle ore")
    assert talk.step == "days"


RICH = "posso fare 2 ore la mattina martedì e giovedì? sono la mamma, bimbo nato il 3/3/2024, commercio, 40 ore su 5 giorni"
HEARD = {
    "born": "2024-03-03",
    "who": "mother",
    "agreement": "terziario-commercio",
    "weekly_hours": "40",
    "week_days": "5",
}
WANTED = {"pattern": "1,3", "per_day": "2"}


@pytest.mark.parametrize("before", [["/piano", "sono dipendente"], ["/piano dipendente", "/piano"]])
def test_a_question_full_of_facts_goes_on_with_the_plan_and_can_be_answered_too(talk: Talk, before: list[str]) -> None:
    for said in before:
        talk.says(said)
    talk.says(RICH, Guess("ore-quante", 0.95))
    assert (HEARD | WANTED).items() <= talk.conversation.flow.items()
    assert talk.step == "until"
    assert talk.labels[-1] == "Quante ore al giorno"


def test_what_a_question_tells_beside_is_kept_and_said(talk: Talk) -> None:
    talk.says("/piano dipendente, commercio, mamma, nata il 3/3/2024")
    talk.says("quanto preavviso serve se lavoro 40 ore su 5 giorni?", Guess("ore-preavviso", 0.95))
    assert talk.decision
    assert talk.decision.entry == "ore-preavviso"
    assert "Nel piano segno: 40 ore alla settimana, 5 giorni alla settimana" in talk.screen
    talk.presses("Riprendi: Fai il piano delle ore")
    assert talk.step == "days"


def test_a_question_that_supposes_something_else_changes_nothing(done: Talk) -> None:
    before = answers(done)
    done.says("quante ore avrei con 20 ore su 5 giorni?", Guess("ore-quante", 0.95))
    assert answers(done) == before
    assert "Nel piano segno" not in done.screen


@pytest.mark.parametrize("space", [" ", "\n", "\n\n"])
def test_what_follows_the_command_counts_on_its_line_or_the_next(talk: Talk, space: str) -> None:
    talk.says("/piano dipendente")
    talk.says(f"/piano{space}{RICH}")
    assert (HEARD | WANTED).items() <= talk.conversation.flow.items()


@pytest.mark.parametrize(
    ("said", "acts", "step"),
    [
        ("sì", ["affirm"], "child"),
        ("vai avanti", ["resume"], "child"),
        ("ricomincia da capo", [], "job"),
        ("nuovo piano", [], "job"),
    ],
)
def test_whether_to_go_on_may_be_answered_in_words(talk: Talk, said: str, acts: list[ActName], step: str) -> None:
    talk.says("/piano dipendente")
    talk.says("/piano")
    talk.says(said, acts=acts)
    assert talk.step == step


@pytest.mark.parametrize("other", ["/voucher", "/operatore", "/buoneprassi"])
def test_another_dialogue_makes_the_plan_wait_and_offers_it(done: Talk, other: str) -> None:
    known = answers(done)
    done.says(other)
    assert done.conversation.flow["name"] != TOPIC
    assert "Riprendi: Fai il piano delle ore" in done.labels
    done.says("/annulla")
    done.presses("Riprendi: Fai il piano delle ore")
    assert answers(done) == known
    assert "Ore: 4 ore ogni volta." in done.screen


def test_a_waiting_plan_is_found_by_its_command_and_forgotten_by_annulla(done: Talk) -> None:
    known = answers(done)
    done.says("/voucher")
    done.says("/piano")
    assert "Vai avanti" in done.labels
    assert answers(done) == known
    done.says("/voucher")
    done.says("/annulla")
    done.says("/annulla")
    done.presses("Cancella tutto")
    assert not done.conversation.waiting
    done.says("/piano")
    assert done.step == "job"


def test_what_a_button_says_may_be_written(done: Talk) -> None:
    for said, shown in (
        ("calendario", "Ecco il calendario"),
        ("perché?", "le regole usate"),
        ("cambia", "Che cosa vuoi"),
    ):
        done.says(said)
        assert shown in done.screen, said


def test_an_ordinary_question_gets_its_answer_and_an_offer_to_plan(talk: Talk) -> None:
    talk.says("quante ore posso prendere? lavoro nel commercio, 40 ore, 2 ore al giorno", Guess("ore-quante", 0.9))
    assert talk.decision
    assert talk.decision.entry == "ore-quante"
    assert "Fai il piano delle ore" in talk.labels


def test_a_rich_question_starts_the_plan(talk: Talk) -> None:
    said = "posso fare 2 ore la mattina martedì e giovedì? bimbo nato 3/3/2024, commercio 40 ore"
    talk.says(said, Guess("ore-quante", 0.5))
    assert talk.step == "who"
    assert "martedì e giovedì" in talk.screen


def test_annulla_forgets_the_plan_and_its_old_buttons_start_again(done: Talk) -> None:
    old = dict(done.buttons)["Perché e dubbi"]
    done.says("/annulla")
    done.presses("Cancella tutto")
    assert done.conversation.flow == {}
    done.acts(old)
    assert "Questo pulsante non vale più" in done.screen


def test_a_plan_under_way_is_not_lost_by_a_second_start(done: Talk) -> None:
    done.says("/piano")
    assert {"Vai avanti", "Ricomincia da capo"} <= set(done.labels)
    done.presses("Ricomincia da capo")
    assert done.step == "job"
    assert not answers(done)


def test_what_was_told_with_a_question_before_is_not_asked_again(knowledge: Knowledge) -> None:
    person = Person().knowing("said", TODAY, agreement="terziario-commercio", weekly_hours=38.0)
    talk = Talk(knowledge, conversation=Conversation("test:1", greeted=True, person=person))
    talk.says("/piano")
    assert talk.conversation.flow["weekly_hours"] == "38"


@pytest.mark.parametrize(
    "said", ["mi chiamo Anna Rossi", "perché sono stanca", "x" * 300, "<b>ciao</b> {name}", "🙂", "0"]
)
def test_nothing_is_kept_of_words_that_are_no_answer(talk: Talk, said: str) -> None:
    talk.says("/piano")
    before = talk.conversation.flow
    talk.says(said)
    assert talk.conversation.flow == before


def test_the_flow_holds_numbers_dates_and_names_of_choices_only(done: Talk) -> None:
    done.says("1.800 euro lordi")
    done.presses("13")
    for value in answers(done).values():
        assert re.fullmatch(r"[a-z_?-]+|[wdm]-?\d|\d+(\.\d+)?|\d{4}-\d\d-\d\d( \d{4}-\d\d-\d\d)*|\d(,\d)*", value), (
            value
        )


def test_every_button_of_a_plan_leads_somewhere(done: Talk) -> None:
    """Every screen within three taps of the result is there, fits a phone and leads on."""
    seen: set[tuple[str, ...]] = set()
    state = done.conversation
    paths: list[tuple[Action, ...]] = [(action,) for _, action in done.buttons]
    while paths:
        path = paths.pop()
        done.conversation = state
        for action in path:
            done.acts(action)
        if path[-1].verb != "plan" or len(path) > 2:
            continue
        assert "Questo pulsante non vale più" not in done.screen, path
        assert "{" not in done.screen, (path, done.screen)
        assert len(done.screen) <= LONGEST_PAGE, (path, done.screen)
        assert all(0 < len(label) <= LONGEST_LABEL for label in done.labels), done.labels
        if (key := tuple(action.object for action in path[-1:])) not in seen:
            seen.add(key)
            paths += [(*path, action) for _, action in done.buttons]


# --- what is shown ---


def shown(known: dict[str, str]) -> tuple[str, list[str], Verdict]:
    turn = Turn(KNOWLEDGE, Conversation("test:1"), TODAY)
    calculator = numbers()
    message = first_screen(turn, calculator, known)
    reply = Writer(KNOWLEDGE, None, TODAY).reply(message)
    return reply.text, [one.label for row in reply.buttons for one in row], calculator.verdict(known)


@MANY
@given(plan=plans(), gross=st.sampled_from([None, "1800", "2345.67"]))
def test_the_first_screen_fits_a_phone_and_says_the_calculators_figures(
    plan: dict[str, str], gross: str | None
) -> None:
    known, _ = asked_of({"gross": gross, "payments": "13"} if gross else {}, plan)
    text, labels, verdict = shown(known)
    assert len(text) <= LONGEST_SCREEN, text
    assert "Fonte: " in text
    assert "Verificato il " in text
    assert all(len(label) <= LONGEST_LABEL for label in labels), labels
    if verdict.dates_allowed:
        assert f"Congedo che usi: {italian.days(verdict.days_used)}" in text
        assert verdict.usable_left is not None
        assert f"restano: {italian.days(verdict.usable_left)}" in text
        if verdict.hours_per_day is not None:
            assert f"Ore: {italian.hours(verdict.hours_per_day)} ogni volta." in text
        for period in verdict.pay()[:3]:
            assert italian.days(period.leave) in text
            assert period.amount is None or not period.rate or f"{italian.euro(period.amount)} euro lordi" in text
    assert ("Lettera, calendario, salva" in labels) == bool(verdict.dates_allowed)
    assert len(labels) <= MOST_BUTTONS or not verdict.dates_allowed
    assert text.count("•") <= 3


@MANY
@given(plan=plans())
def test_hours_that_the_rule_has_not_are_refused_with_those_it_has(plan: dict[str, str]) -> None:
    known, _ = asked_of({}, plan | {"job": "private_employee", "agreement": "?"})
    assume(is_employee(known) and numbers().verdict(known).dates_allowed)
    text, labels, verdict = shown({**known, "per_day": "0.3"})
    assert text.startswith("Così non si può.")
    assert verdict.hours_options
    assert italian.hours(verdict.hours_options[0]) in labels


def test_an_unknown_contract_is_planned_by_the_law_and_says_so(talk: Talk) -> None:
    talk.says("/piano dipendente, mamma, nata il 3/3/2024, 40 ore in 5 giorni, martedì da gennaio a marzo")
    talk.presses("Non lo so")
    talk.presses("No, niente")
    assert "Non so il tuo contratto: ho usato la regola di legge" in talk.screen
    talk.presses("Perché e dubbi")
    assert "Chiedi all'ufficio del personale" in talk.screen


def test_refused_days_stand_with_their_reason(done: Talk) -> None:
    done.says("martedì e giovedì dal 1 dicembre al 31 dicembre")
    assert "Giorni esclusi: 8/12/2026" in done.screen
    assert "festivo" in done.screen
    done.presses("Perché e dubbi")
    done.presses("Giorni esclusi")
    assert "8/12/2026" in done.screen


def test_a_plan_of_five_years_still_fits_the_screens(talk: Talk) -> None:
    talk.says("/piano dipendente, commercio, sono la mamma, nata il 3/3/2023, 40 ore in 5 giorni")
    talk.presses("Ogni giorno di lavoro")
    talk.says("dal 1 dicembre 2026 al 30 novembre 2031")
    talk.presses("No, niente")
    assert len(talk.screen) <= LONGEST_SCREEN
    assert "Il congedo che ti resta finisce prima" in talk.screen
    talk.presses("Perché e dubbi")
    talk.presses("Giorni esclusi")
    assert " e altri " in talk.screen
    assert len(talk.screen) <= LONGEST_PAGE


def test_the_patron_of_the_municipality_is_a_holiday(knowledge: Knowledge) -> None:
    """San Donato Milanese: one of the municipalities with a known patron day."""
    patron = {istat: one.patron_day for istat, one in knowledge.territory.municipalities.items() if one.patron_day}
    comune, rule = next(iter(sorted(patron.items())))
    turn = Turn(knowledge, Conversation("test:1", comune=comune), TODAY)
    assert calculator(turn).patron == rule


def test_the_pay_is_shown_month_by_month_with_its_caution(done: Talk) -> None:
    done.says("1.800 euro lordi")
    done.presses("13")
    done.presses("Paga mese per mese")
    for period in verdict_of(done).pay(monthly=True):
        assert f"{italian.month(period.first)}: {italian.days(period.leave)}" in done.screen
        assert f"{italian.euro(period.amount or 0)} euro lordi" in done.screen
    assert "stima lorda" in done.screen
    assert "l'indennità rende di solito meno" in done.screen


def test_three_ways_are_compared_with_the_calculators_figures(done: Talk) -> None:
    done.presses("Confronta")
    verdict = verdict_of(done)
    assert f"A ore (4 ore)\n25 giorni, usi {italian.days(verdict.days_used)} di congedo" in done.screen
    assert "A giorni interi, gli stessi" in done.screen
    assert "Senza pause, dal" in done.screen


def test_why_shows_every_step_with_source_and_every_doubt_is_listed(done: Talk) -> None:
    verdict = verdict_of(done)
    for labels, items in (
        (["Perché e dubbi"], list(verdict.cautions)),
        (["Perché e dubbi", "Perché"], [one.text for one in verdict.reasons]),
    ):
        for label in labels:
            done.presses(label)
        told = done.screen
        for _ in range(6):
            if "Continua" in done.labels:
                done.presses("Continua")
                told += done.screen
        assert [one for one in items if one not in told] == []
        done.presses("Torna al piano")


def test_a_plan_is_saved_only_when_asked_and_agreed(done: Talk) -> None:
    assert done.decision
    assert not done.decision.effects
    done.presses("Lettera, calendario, salva")
    done.presses("Salva il piano")
    assert not done.decision.effects
    done.presses("Accetto")
    assert [type(effect).__name__ for effect in done.decision.effects] == ["GiveConsent", "SavePlan"]
    assert done.step == "result"


def test_every_question_has_its_words(knowledge: Knowledge) -> None:
    words = knowledge.words["it"]
    missing = [
        f"plan_{kind}_{one.name}"
        for one in QUESTIONS
        for kind in ("ask", "name")
        if f"plan_{kind}_{one.name}" not in words
    ]
    assert missing == []


def test_the_topic_is_the_action_of_the_catalogue(knowledge: Knowledge) -> None:
    assert knowledge.topics[TOPIC].kind == "action"
    assert len(WEEKDAYS) == 7
