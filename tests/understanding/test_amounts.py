"""Hours, dates, ages and money as people really type them; what was said in Italian is read back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.answers import echo
from bot.model.entities import (
    Age,
    Amount,
    Birth,
    Day,
    DayPart,
    Duration,
    Hours,
    Impossible,
    Money,
    PartTime,
    Period,
    Weekdays,
)
from bot.model.time import italian_day
from bot.understanding.amounts import alone, find_amounts
from bot.understanding.numerals import in_digits, number

TODAY = date(2026, 11, 22)
"""A Sunday."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def d(text: str, about: bool = False) -> Day:
    return Day(day(text), about)


def p(first: str | None, last: str | None) -> Period:
    return Period(first and day(first), last and day(last))  # type: ignore[arg-type]  # None stays None


def b(first: str, last: str | None = None) -> Birth:
    return Birth(day(first), day(last or first))


H, A, M, D = Hours, Age, Money, Duration

CASES: dict[str, list[Amount]] = {
    # hours
    "due ore e mezza": [H(2.5)],
    "Due Ore": [H(2)],
    "2h": [H(2)],
    "2 h e 30": [H(2.5)],
    "2h30": [H(2.5)],
    "2 h 30": [H(2.5)],
    "2:30 ore": [H(2.5)],
    "mezz'ora": [H(0.5)],
    "mezz’ora": [H(0.5)],
    "mezzora": [H(0.5)],
    "mezza ora": [H(0.5)],
    "un'ora": [H(1)],
    "un ora": [H(1)],
    "1 ora": [H(1)],
    "un'oretta sola": [H(1)],
    "un'ora e mezza": [H(1.5)],
    "1 ora e 1/2": [H(1.5)],
    "1 ora e ½": [H(1.5)],
    "1/2 ora": [H(0.5)],
    "½ ora al giorno": [H(0.5, "day")],
    "2½ ore": [H(2.5)],
    "½ORE": [H(0.5)],
    "½ giornata": [DayPart(0.5, 1)],
    "un paio d'ore": [H(2)],
    "un paio di ore": [H(2)],
    "3 orette": [H(3)],
    "due ore e un quarto": [H(2.25)],
    "3 ore e 45 minuti": [H(3.75)],
    "7 ore e 12 minuti": [H(7.2)],
    "90 minuti": [H(1.5)],
    "tre quarti d'ora": [H(0.75)],
    "un quarto d'ora": [H(0.25)],
    "2,5 ore": [H(2.5)],
    "2.5h": [H(2.5)],
    "2 o 3 ore": [H(2), H(3)],
    "2-3 ore": [H(2), H(3)],
    "1 o 2 ore al giorno": [H(1, "day"), H(2, "day")],
    "40 ore a settimana": [H(40, "week")],
    "40h/sett": [H(40, "week")],
    "30 ore settimanali": [H(30, "week")],
    "38 ore alla settimana": [H(38, "week")],
    "posso prendere 2 ore al giorno?": [H(2, "day")],
    "4 ore giornaliere": [H(4, "day")],
    "18 ore al mese": [H(18, "month")],
    "io lavoro 8 ore, posso prendere 2 ore la mattina?": [H(8, "day"), H(2)],
    "qnt ore? mi bastano 2h": [H(2)],
    "dodici ore": [H(12)],
    "alle 16 esco, alle ore 10 entro": [],
    "24 ore su 24": [],
    "turno 8-17": [],
    "8 ore e 20 dipendenti": [H(8)],
    "non 2 ore, 3 ore": [H(3)],
    "no, 3 ore": [H(3)],
    # parts of a day
    "mezza giornata": [DayPart(0.5)],
    "46 mezze giornate": [DayPart(0.5, 46)],
    "ventidue mezze giornate": [DayPart(0.5, 22)],
    "un quarto di giornata": [DayPart(0.25)],
    # durations
    "una giornata e mezza": [D(1.5, "day")],
    "15 gg lavorativi": [D(15, "day")],
    "15gg": [D(15, "day")],
    "un mese e mezzo": [D(1.5, "month")],
    "una settimana": [D(1, "week")],
    "due settimane": [D(2, "week")],
    "per tre mesi": [D(3, "month")],
    "un paio di mesi": [D(2, "month")],
    "una quindicina di giorni": [D(15, "day")],
    "una decina di giorni": [D(10, "day")],
    "lavoro qui da 3 anni": [D(3, "year")],
    "ha 5 mesi di congedo": [D(5, "month")],
    "la mamma di ottantaquattro anni": [],
    "ho 40 anni": [],
    # dates
    "il 3 marzo": [d("2027-03-03")],
    "3 marzo 2028": [d("2028-03-03")],
    "3 mar": [d("2027-03-03")],
    "3 sett": [D(3, "week")],
    "il 3 dic": [d("2026-12-03")],
    "lunedì 7 dicembre": [d("2026-12-07")],
    "il 1° marzo": [d("2027-03-01")],
    "primo marzo 2027": [d("2027-03-01")],
    "03/03/27": [d("2027-03-03")],
    "3/3/2027": [d("2027-03-03")],
    "3-3-2027": [d("2027-03-03")],
    "3.3.2027": [d("2027-03-03")],
    "2027-03-03": [d("2027-03-03")],
    "03/04": [d("2027-04-03")],
    "dal 3/4": [p("2027-04-03", None)],
    "il 7 dicenbre": [d("2026-12-07")],
    "il 3 genaio": [d("2027-01-03")],
    "domani": [d("2026-11-23")],
    "dopodomani": [d("2026-11-24")],
    "oggi": [d("2026-11-22")],
    "ieri": [d("2026-11-21")],
    "lunedì prossimo": [d("2026-11-23")],
    "venerdi": [d("2026-11-27")],
    "martedì scorso": [d("2026-11-17")],
    "a fine mese": [d("2026-11-30", True)],
    "a fine marzo": [d("2027-03-31", True)],
    "a metà gennaio": [d("2027-01-15", True)],
    "ai primi di febbraio": [d("2027-02-01", True)],
    "a inizio anno prossimo": [d("2027-01-01", True)],
    "tra 2 settimane": [d("2026-12-06", True)],
    "fra dieci giorni": [d("2026-12-02")],
    "a natale": [d("2026-12-25")],
    "il 15": [d("2026-12-15")],
    "104/1992": [],
    "legge 104/92": [],
    "art. 32 del D.Lgs. 151/2001": [],
    "3/4 della giornata": [],
    "il 50%": [],
    # periods
    "dal 7 al 18": [p("2026-12-07", "2026-12-18")],
    "dal 7 al 18 marzo": [p("2027-03-07", "2027-03-18")],
    "dall'1 all'8 gennaio": [p("2027-01-01", "2027-01-08")],
    "7-18 marzo": [p("2027-03-07", "2027-03-18")],
    "dal 28 dicembre al 5 gennaio": [p("2026-12-28", "2027-01-05")],
    "dal 28 al 5 gennaio": [p("2026-12-28", "2027-01-05")],
    "dal 7/3 al 18/3": [p("2027-03-07", "2027-03-18")],
    "dal 7 marzo 2027 al 18 aprile": [p("2027-03-07", "2027-04-18")],
    "dal 7 marzo al 18": [p("2027-03-07", "2027-03-18")],
    "tra il 7 e il 18 marzo": [p("2027-03-07", "2027-03-18")],
    "da marzo a giugno": [p("2027-03-01", "2027-06-30")],
    "da novembre a giugno": [p("2026-11-01", "2027-06-30")],
    "marzo 2027": [p("2027-03-01", "2027-03-31")],
    "a marzo": [p("2027-03-01", "2027-03-31")],
    "nel mese di giugno": [p("2027-06-01", "2027-06-30")],
    "dal 7 marzo": [p("2027-03-07", None)],
    "da febbraio": [p("2027-02-01", None)],
    "fino al 5 gennaio": [p(None, "2027-01-05")],
    "fino a giugno": [p(None, "2027-06-30")],
    "entro il 5": [p(None, "2026-12-05")],
    "entro venerdì": [p(None, "2026-11-27")],
    "il mese prossimo": [p("2026-12-01", "2026-12-31")],
    "la settimana prossima": [p("2026-11-23", "2026-11-29")],
    "questo mese": [p("2026-11-01", "2026-11-30")],
    "l'anno scorso": [p("2025-01-01", "2025-12-31")],
    "sono rientrata a settembre": [p("2026-09-01", "2026-09-30")],
    "ho preso il congedo da marzo a luglio": [p("2027-03-01", "2027-07-31")],
    # weekdays
    "tutti i martedì e giovedì fino a giugno": [Weekdays((1, 3), None, day("2027-06-30"))],
    "ogni lunedì dal 7 gennaio al 18 febbraio": [Weekdays((0,), day("2027-01-07"), day("2027-02-18"))],
    "il martedì": [Weekdays((1,))],
    "il martedì 3 marzo": [d("2027-03-03")],
    "dal lunedì al venerdì": [Weekdays((0, 1, 2, 3, 4))],
    "da lun a ven": [Weekdays((0, 1, 2, 3, 4))],
    "lun-ven": [Weekdays((0, 1, 2, 3, 4))],
    "lun mer ven": [Weekdays((0, 2, 4))],
    "lunedi e venerdi": [Weekdays((0, 4))],
    "di sabato": [Weekdays((5,))],
    "sabati e domeniche": [Weekdays((5, 6))],
    # ages
    "ha 3 anni": [A(36)],
    "mio figlio ha 8 mesi": [A(8)],
    "ha due anni e mezzo": [A(30)],
    "ha 1 anno e 4 mesi": [A(16)],
    "bimba di 8 mesi": [A(8)],
    "bimba d 5 mesi": [A(5)],
    "mio figlio, 5 anni": [A(60)],
    "figlio 13 anni": [A(156)],
    "mio figlio di 5 anni e mezzo": [A(66)],
    "due bimbi di 3 e 5 anni": [A(36), A(60)],
    "tre bambini: 2, 5 e 8 anni": [A(24), A(60), A(96)],
    "uno di 3 e una di 6 anni": [A(36), A(72)],
    "nato 3 mesi fa": [A(3)],
    "8 mesi": [D(8, "month")],
    "fino a 12 anni": [],
    "entro i 14 anni": [],
    "quando compie 12 anni": [],
    "se non ha compiuto 12 anni": [],
    "la bimba tossisce da 3 giorni": [D(3, "day")],
    # births
    "nato a marzo 2024": [b("2024-03-01", "2024-03-31")],
    "nato a marzo": [b("2026-03-01", "2026-03-31")],
    "nata il 4/5/23": [b("2023-05-04")],
    "nata il 4 maggio 2023": [b("2023-05-04")],
    "nata a Milano il 3/4/2022": [b("2022-04-03")],
    "nato nel 2021": [b("2021-01-01", "2021-12-31")],
    "nato ieri": [b("2026-11-21")],
    "nascerà a giugno": [b("2027-06-01", "2027-06-30")],
    "dpp 12/5/2027": [b("2027-05-12")],
    "data presunta del parto 10 giugno": [b("2027-06-10")],
    "compie 6 anni a luglio": [b("2021-07-01", "2021-07-31")],
    "ha compiuto 3 anni a marzo": [b("2023-03-01", "2023-03-31")],
    "compie un anno ad aprile": [b("2026-04-01", "2026-04-30")],
    # money
    "1.800 euro": [M(1800)],
    "1800€ lordi": [M(1800, True)],
    "€ 1.200,50": [M(1200.5)],
    "1800,00 euro netti": [M(1800, False)],
    "milleottocento": [M(1800)],
    "mille e ottocento euro": [M(1800)],
    "duemilatrecento euro al mese": [M(2300, None, "month")],
    "guadagno 1500 netti al mese": [M(1500, False, "month")],
    "15k di reddito": [M(15000)],
    "15 mila euro": [M(15000)],
    "1800 euri": [M(1800)],
    "2 euro e 50": [M(2.5)],
    "stipendio 1650": [M(1650)],
    "reddito di 19.885,13": [M(19885.13)],
    "20000 € l'anno": [M(20000, None, "year")],
    "nel 2027": [],
    # part-time
    "part time al 50%": [PartTime(50)],
    "part-time 62,5%": [PartTime(62.5)],
    "pt 50": [PartTime(50)],
    "tempo parziale al 70 per cento": [PartTime(70)],
    "30 ore": [H(30)],
    "part time 30 ore": [H(30, "week")],
    "contratto di 24 ore": [H(24, "week")],
    "all'80%": [],
    # no such day
    "31 febbraio": [Impossible("31 febbraio")],
    "il 30/02/2027": [Impossible("30/02/2027")],
    "dal 31 febbraio": [Impossible("31 febbraio")],
    "fino al 31 febbraio": [Impossible("31 febbraio")],
    "nato il 31 aprile": [Impossible("31 aprile")],
    "dal 18/3/2027 al 7/3/2027": [Impossible("dal 18/3/2027 al 7/3/2027")],
    "dal 25 al 31 Novembre": [Impossible("dal 25 al 31 Novembre")],
    "12/25/2026": [Impossible("12/25/2026")],
    "29 febbraio 2028": [d("2028-02-29")],
    # several in one message
    "metalmeccanica, 2 ore al gg per la bimba di 3 anni, dal 7 al 18 marzo": [
        H(2, "day"), A(36), p("2027-03-07", "2027-03-18"),
    ],
    "ho un part-time al 50%, guadagno 900 euro, mia figlia è nata a marzo 2024": [
        PartTime(50), M(900), b("2024-03-01", "2024-03-31"),
    ],
    "": [],
    "ciao": [],
}  # fmt: skip


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("text", CASES, ids=repr)
def test_an_amount_is_read_as_it_was_meant(text: str) -> None:
    assert [found.amount for found in find_amounts(text, TODAY)] == CASES[text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vorrei DUE ore e mezza, grazie", "DUE ore e mezza"),
        ("perché è nato il 4 maggio 2023?", "nato il 4 maggio 2023"),
        ("cosi\u0300 1.800 euro", "1.800 euro"),
        ("½ giornata va bene", "½ giornata"),
    ],
)
def test_a_span_holds_the_words_as_they_were_written(text: str, said: str) -> None:
    (found,) = find_amounts(text, TODAY)
    assert text[found.start : found.end] == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no, 3 ore", True),
        ("scusa, ho sbagliato: ha 4 anni", True),
        ("non 2 ma 3 ore", True),
        ("anzi dal 7 al 18 marzo", True),
        ("quante ore al giorno posso prendere?", False),
        ("3 ore si possono avere?", False),
        ("no", False),
    ],
)
def test_a_correction_holds_nothing_but_its_amounts(text: str, expected: bool) -> None:
    assert alone(text, find_amounts(text, TODAY), None) is expected


PIECES = st.sampled_from(
    [
        "2",
        "3,5",
        "31",
        "dal",
        "al",
        "il",
        "da",
        "a",
        "ore",
        "h",
        "mezza",
        "e",
        "un'ora",
        "ha",
        "anni",
        "mesi",
        "nato",
        "compie",
        "febbraio",
        "marzo",
        "31/2",
        "3/4/25",
        "euro",
        "€",
        "k",
        "mila",
        "1.800",
        "%",
        "part",
        "time",
        "lunedì",
        "martedì",
        "tutti",
        "i",
        "fino",
        "entro",
        "domani",
        "fine",
        "mese",
        "prossimo",
        "scorso",
        ",",
        ".",
        "/",
        "-",
        "non",
        "99999",
        "½",
        "’",
        "\n",
    ]
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map(" ".join)), DAYS)
def test_no_text_is_too_odd_and_spans_lie_inside_it(text: str, today: date) -> None:
    found = find_amounts(text, today)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def read(text: str) -> list[Any]:
    return [found.amount for found in find_amounts(text, TODAY)]


@given(st.integers(1, 24 * 60))
def test_hours_that_were_said_are_read_back(minutes: int) -> None:
    (amount,) = read(f"vorrei {echo.hours_words(minutes / 60)}")
    assert round(amount.hours * 60) == minutes


@given(st.sampled_from([0.25, 0.5]), st.integers(1, 99))
def test_parts_of_a_day_that_were_said_are_read_back(part: float, count: int) -> None:
    assert read(echo.day_parts_words(part, count)) == [DayPart(part, count)]


@given(st.dates(date(1990, 1, 1), date(2036, 12, 31)))
def test_dates_that_were_said_are_read_back(meant: date) -> None:
    assert read(f"il {italian_day(meant)}") == [Day(meant)]
    month = echo.MONTHS[meant.month - 1]
    assert read(f"il {meant.day} {month} {meant.year}") == [Day(meant)]


@given(st.dates(date(2020, 1, 1), date(2036, 1, 1)), st.integers(0, 400))
def test_periods_that_were_said_are_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    said = f"dal {italian_day(first)} al {italian_day(last)}"
    assert read(said) == [Period(first, last)]


@given(st.integers(1, 18 * 12))
def test_ages_that_were_said_are_read_back(months: int) -> None:
    assert read(f"bambino di {echo.age_words(months)}") == [Age(months)]


@given(
    st.integers(1, 9_999_999).map(lambda cents: cents / 100),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "month", "year"]),
)
def test_money_that_was_said_is_read_back(euro: float, gross: bool | None, per: Any) -> None:
    assert read(echo.money_words(euro, gross, per)) == [Money(euro, gross, per or None)]


@given(st.integers(1, 52), st.sampled_from(["day", "week", "month"]), st.booleans())
def test_durations_that_were_said_are_read_back(count: int, unit: Any, half: bool) -> None:
    assert read(echo.duration_words(count + half / 2, unit)) == [Duration(count + half / 2, unit)]


@given(st.dates(date(2020, 1, 1), date(2036, 1, 1)))
def test_a_day_without_a_year_is_the_next_one(today: date) -> None:
    (found,) = find_amounts("il 3 marzo", today)
    assert isinstance(found.amount, Day)
    assert today <= found.amount.date < today + timedelta(days=367)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("zero", 0), ("ventuno", 21), ("ventun", 21), ("ventitre", 23), ("trentotto", 38), ("cento", 100),
        ("centouno", 101), ("duecentocinquanta", 250), ("mille", 1000), ("milleottocento", 1800),
        ("duemilatrecentoventuno", 2321), ("centomila", 100_000), ("mila", None), ("milano", None), ("seria", None),
    ],
)  # fmt: skip
def test_number_words_have_their_value(word: str, value: int | None) -> None:
    assert number(word) == value


@given(st.text())
def test_every_character_knows_where_it_came_from(text: str) -> None:
    digits = in_digits(text)
    assert len(digits.text) == len(digits.starts) == len(digits.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(digits.starts, digits.ends, strict=True))
