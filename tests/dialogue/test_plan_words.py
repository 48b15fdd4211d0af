"""What a plan hears, in many wordings of each kind: births bit by bit, rhythms, times, notices, shifts, weeks, the child."""

from __future__ import annotations

import pytest

from bot.knowledge.loader import Knowledge
from tests.dialogue.talking import Talk, verdict_of

START = "/piano sono dipendente"
WANTED = "/piano dipendente, commercio, sono la mamma, nata il 3/3/2024, 40 ore in 5 giorni"
DONE = f"{WANTED}, martedì e giovedì da gennaio a marzo"


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge)


@pytest.fixture
def done(talk: Talk) -> Talk:
    talk.says(DONE)
    talk.presses("No, niente")
    assert talk.step == "result", talk.screen
    return talk


@pytest.mark.parametrize(
    "said", ["il 14", "14", "è nata il 14", "il giorno 14", "quattordici", "nato il 14", "il 14 marzo", "14/3/2026"]
)
def test_a_day_completes_the_month_of_birth(talk: Talk, said: str) -> None:
    talk.says(START)
    talk.says("marzo 2026")
    assert "In che giorno di marzo 2026" in talk.screen
    talk.says(said)
    assert talk.conversation.flow["born"] == "2026-03-14"


@pytest.mark.parametrize(
    "said",
    [
        "maggio 2024",
        "a maggio 2024",
        "è nata a maggio 2024",
        "nel maggio 2024",
        "maggio del 2024",
        "mese di maggio 2024",
    ],
)
def test_a_month_of_birth_asks_for_the_day(talk: Talk, said: str) -> None:
    talk.says(START)
    talk.says(said)
    assert "In che giorno di maggio 2024" in talk.screen
    assert "born" not in talk.conversation.flow


@pytest.mark.parametrize("year", ["2024", "nel 2024", "è del 2024"])
def test_year_month_and_day_of_birth_may_come_one_by_one(talk: Talk, year: str) -> None:
    for said in (START, year, "maggio", "il 3"):
        talk.says(said)
    assert talk.conversation.flow["born"] == "2024-05-03"


def test_a_day_that_the_month_does_not_have_is_asked_again(talk: Talk) -> None:
    for said in (START, "aprile 2024", "il 31"):
        talk.says(said)
    assert talk.step == "child"
    assert "born" not in talk.conversation.flow


RHYTHMS = [
    ("a settimane alterne il martedì", {"each": "w2", "pattern": "1"}),
    ("un martedì sì e uno no", {"each": "w2", "pattern": "1"}),
    ("il martedì ogni due settimane", {"each": "w2", "pattern": "1"}),
    ("lunedì e venerdì, una settimana sì e una no", {"each": "w2", "pattern": "0,4"}),
    ("ogni quindici giorni il giovedì", {"each": "w2", "pattern": "3"}),
    ("il mercoledì di una settimana sì e una no", {"each": "w2", "pattern": "2"}),
    ("il venerdì ogni tre settimane", {"each": "w3", "pattern": "4"}),
    ("a settimane alterne", {"each": "w2", "pattern": "every"}),
    ("un giorno sì e uno no", {"each": "d2", "pattern": "every"}),
    ("a giorni alterni", {"each": "d2", "pattern": "every"}),
    ("un giorno su due", {"each": "d2", "pattern": "every"}),
    ("ogni 3 giorni", {"each": "d3", "pattern": "every"}),
    ("il primo lunedì del mese", {"each": "m1", "pattern": "0"}),
    ("il primo e il terzo giovedì del mese", {"each": "m1,3", "pattern": "3"}),
    ("l'ultimo venerdì del mese", {"each": "m-1", "pattern": "4"}),
]


@pytest.mark.parametrize(("said", "told"), RHYTHMS)
def test_days_that_are_not_of_every_week_are_counted_as_told(talk: Talk, said: str, told: dict[str, str]) -> None:
    talk.says(WANTED)
    assert talk.step == "days"
    talk.says(said)
    assert told.items() <= talk.conversation.flow.items()


def test_alternate_weeks_give_every_other_date(talk: Talk) -> None:
    talk.says(f"{WANTED}, il martedì a settimane alterne dal 1 febbraio al 31 marzo")
    talk.presses("No, niente")
    days = [one.isoformat() for one in verdict_of(talk).dates_allowed]
    assert days == ["2027-02-02", "2027-02-16", "2027-03-02", "2027-03-16", "2027-03-30"]
    assert "a settimane alterne" in talk.screen


def test_other_weekdays_end_the_rhythm(done: Talk) -> None:
    done.says("a settimane alterne")
    assert done.conversation.flow["each"] == "w2"
    done.says("no, tutti i venerdì")
    assert done.conversation.flow["pattern"] == "4"
    assert "each" not in done.conversation.flow


TIMES = [
    ("martedì pomeriggio", "afternoon"),
    ("il martedì di pomeriggio", "afternoon"),
    ("il martedì nel pomeriggio", "afternoon"),
    ("il giovedì mattina", "morning"),
    ("il giovedì, al mattino", "morning"),
    ("il lunedì dopo pranzo", "afternoon"),
    ("il venerdì, vorrei uscire prima", "end"),
    ("il venerdì a fine turno", "end"),
    ("il lunedì, le prime due ore", "start"),
    ("il lunedì vorrei entrare più tardi", "start"),
    ("il mercoledì dalle 14 alle 18", "14:00-18:00"),
    ("martedì mattina e giovedì pomeriggio", "1:morning,3:afternoon"),
]


@pytest.mark.parametrize(("said", "time"), TIMES)
def test_the_time_of_the_day_is_kept(talk: Talk, said: str, time: str) -> None:
    talk.says(WANTED)
    talk.says(said)
    assert talk.conversation.flow["time"] == time


@pytest.mark.parametrize(
    "said", ["lavoro solo la mattina", "domani mattina vi richiamo", "lavoro dalle 8 alle 13", "buon pomeriggio"]
)
def test_another_time_is_not_that_of_the_leave(done: Talk, said: str) -> None:
    done.says(said)
    assert "time" not in done.conversation.flow


@pytest.mark.parametrize(
    "said",
    [
        "ho avvisato il 20 novembre",
        "avvisata l'azienda il 20 novembre",
        "l'ho detto al capo il 20 novembre",
        "ho mandato la richiesta il 20 novembre",
        "domanda consegnata il 20 novembre",
        "l'ho chiesto il 20/11/2026",
        "ho comunicato tutto il 20 novembre",
    ],
)
def test_a_notice_without_a_year_is_of_the_nearest_one(done: Talk, said: str) -> None:
    done.says(said)
    assert done.conversation.flow["told"] == "2026-11-20"


def test_a_notice_of_this_month_and_a_plan_of_next_year_stand_in_one_message(talk: Talk) -> None:
    talk.says(f"{WANTED}, il martedì a gennaio 2027, chiesto il 20 novembre")
    assert {"told": "2026-11-20", "first": "2027-01-01", "last": "2027-01-31"}.items() <= talk.conversation.flow.items()


@pytest.mark.parametrize(
    ("said", "shifts"),
    [
        ("lavoro anche il 25 aprile", "2027-04-25"),
        ("il 25 aprile sono di turno", "2027-04-25"),
        ("a Natale lavoro", "2026-12-25"),
        ("il 6 gennaio mi tocca lavorare", "2027-01-06"),
        ("sono di turno anche il 2 giugno", "2027-06-02"),
        ("per turno lavoro il primo maggio", "2027-05-01"),
        ("lavoro anche i festivi", "holidays"),
    ],
)
def test_a_shift_on_a_holiday_is_a_day_of_work(done: Talk, said: str, shifts: str) -> None:
    done.says(said)
    assert done.conversation.flow["shifts"] == shifts
    assert done.conversation.flow["pattern"] == "1,3"


def test_a_shift_on_a_holiday_lets_the_leave_be_taken_there(talk: Talk) -> None:
    talk.says(f"{WANTED}, il mercoledì a gennaio 2027")
    talk.presses("No, niente")
    assert "Giorni esclusi: 6/1/2027" in talk.screen
    talk.says("lavoro anche il 6 gennaio")
    assert "esclusi" not in talk.screen


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("20 ore su 4 giorni", ("20", "4")),
        ("no, 20 ore in 4 giorni", ("20", "4")),
        ("anzi 24 ore e 4 giorni", ("24", "4")),
        ("ho sbagliato: 30 ore per 5 giorni", ("30", "5")),
        ("scusa, sono 32 ore su 4 giorni, non 40 su 5", ("32", "4")),
        ("in realtà lavoro 4 giorni, 20 ore", ("20", "4")),
        ("lavoro 4 giorni alla settimana, 24 ore", ("24", "4")),
    ],
)
def test_a_correction_of_two_values_sets_both(done: Talk, said: str, week: tuple[str, str]) -> None:
    done.says("lavoro lunedì, martedì, mercoledì, giovedì e venerdì")
    done.says("no, sono 30 ore")
    done.says(said)
    assert (done.conversation.flow["weekly_hours"], done.conversation.flow["week_days"]) == week
    assert "working" not in done.conversation.flow or week[1] == "5"


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("anche il lunedì", "0,1,3"),
        ("aggiungi il venerdì", "1,3,4"),
        ("senza il giovedì", "1"),
        ("togli il martedì", "3"),
        ("solo il martedì", "1"),
        ("no, lunedì e mercoledì", "0,2"),
    ],
)
def test_a_day_is_added_or_left_out(done: Talk, said: str, pattern: str) -> None:
    done.says(said)
    assert done.conversation.flow["pattern"] == pattern


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("la mia bimba ha 3 anni", "è nata la tua bimba"),
        ("ho una bambina di 2 anni", "è nata la tua bambina"),
        ("mia figlia ha 4 anni", "è nata tua figlia"),
        ("il mio bimbo ha 3 anni", "è nato il tuo bimbo"),
        ("mio figlio ha 3 anni", "è nato tuo figlio"),
        ("ha 3 anni", "è nato tuo figlio o tua figlia"),
    ],
)
def test_the_child_is_called_as_the_parent_does(talk: Talk, said: str, form: str) -> None:
    talk.says(START)
    talk.says(said)
    assert form in talk.screen


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("sono titolare di un bar e papà di una bimba di 4 mesi", {"who": "father", "job": "self_employed"}),
        ("sono artigiano, appena diventato padre", {"who": "father", "job": "self_employed"}),
        ("ho la partita iva e sono padre di due gemelli", {"who": "father", "job": "self_employed"}),
        ("sono un imprenditore ma scrivo come papà", {"who": "father", "job": "self_employed"}),
        ("ho un negozio e sono papà", {"who": "father", "job": "self_employed"}),
        ("sono la titolare e anche mamma", {"who": "mother", "job": "self_employed"}),
    ],
)
def test_an_owner_who_is_a_parent_is_heard_as_one(talk: Talk, said: str, told: dict[str, str]) -> None:
    talk.says(f"/piano {said}")
    assert told.items() <= talk.conversation.flow.items()


def test_whole_days_of_a_period_are_all_of_them(talk: Talk) -> None:
    talk.says("/piano sono titolare di un bar e papà di una bimba nata il 10/8/2026")
    talk.presses("Guarda a giorni interi")
    talk.says("dal 7 al 20 gennaio")
    assert talk.conversation.flow["pattern"] == "every"
    assert talk.step == "used"
