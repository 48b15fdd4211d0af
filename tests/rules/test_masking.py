"""No person survives in what is kept of a question."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.loader import Knowledge
from bot.rules.masking import LONGEST, Masker

SURNAMES = [
    *["Rossi", "Russo", "Ferrari", "Esposito", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno"],
    *["Gallo", "De Luca", "Mancini", "Giordano", "Rizzo", "Lombardi", "Moretti", "Barbieri", "Fontana", "Santoro"],
    *["Mariani", "Rinaldi", "Caruso", "Ferrara", "Galli", "Martini", "Leone", "Longo", "Gentile", "Martinelli"],
    *["Vitale", "Pellegrini", "Brambilla", "Fumagalli", "Cattaneo", "Popescu", "Ionescu", "Hoxha", "Shevchenko"],
    *["García", "Fernández", "Dubois", "Benali", "El Amrani", "Diop", "Hussain", "Chen", "O'Brien", "D'Angelo"],
]
CODICE_FISCALE = re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z](?!\w)", re.IGNORECASE)
EMAIL = re.compile(r"\w@\w")

texts = st.text(max_size=60)
italian = st.sampled_from(
    [
        "vorrei il congedo a ore",
        "Buongiorno, chiedo per mia moglie",
        "ho la 104 e 2 figli.",
        "mi chiamo",
        "Signora",
        "è il sig.",
        "devo avvisare l'INPS? Poi",
        "SONO IN MATERNITÀ",
        "lavoro a San Giuliano Milanese,",
        "я працюю",
        "我叫",
    ]
)


@pytest.fixture(scope="module")
def masker(knowledge: Knowledge) -> Masker:
    return Masker(knowledge)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Mi chiamo Mario Rossi e vorrei il congedo", "Mi chiamo [nome] e vorrei il congedo"),
        ("mi chiamo mario rossi e ho 2 figli", "mi chiamo [nome] e ho 2 figli"),
        ("mi chiamo: xhensila, lavoro a Opera", "mi chiamo: [nome], lavoro a Opera"),
        ("sono il signor brambilla", "sono il signor [nome]"),
        ("il sig. Conti dice di no", "il sig. [nome] dice di no"),
        ("signora chiede se spetta il voucher", "signora chiede se spetta il voucher"),
        ("mia figlia giulia fumagalli ha 3 anni", "mia figlia [nome] ha 3 anni"),
        ("Fumagalli ha chiesto le ore", "[nome] ha chiesto le ore"),
        ("HO LA 104 MA IL CAPO NON VUOLE, SONO FERRARI", "HO LA 104 MA IL CAPO NON VUOLE, SONO [nome]"),
        ("abito a San Giuliano Milanese e Giuliano pure", "abito a San Giuliano Milanese e [nome] pure"),
        ("chiamate il 02 82.26.369 o il +39 333 1234567", "chiamate il [numero] o il [numero]"),
        ("scrivete a mario.rossi@example.it o @mariorossi", "scrivete a [email] o [email]"),
        ("mario chiocciola gmail punto com", "[email]"),
        ("il codice è RSSMRA85T10A562S", "il codice è [codice]"),
        ("rss mra 85t10 a562s", "[codice]"),
        ("cf con lettere al posto delle cifre: RSSMRAURTMLARSNS", "cf con lettere al posto delle cifre: [codice]"),
        ("iban IT60 X054 2811 1010 0000 0123 456", "iban [codice]"),
        ("la targa AB123CD oppure AB 123 CD", "la targa [codice] oppure [codice]"),
        ("guarda www.example.it/io e esempio.com", "guarda [link] e [link]"),
        ("abito in via Garibaldi 12/b a Rozzano", "abito in [indirizzo] a Rozzano"),
        ("nato il 12/03/1980", "nato il [data]"),
        ("guadagno 1.800 euro", "guadagno [numero] euro"),
        ("я Оксана, мене звати Олена Шевченко", "я [nome], мене звати [nome]"),
        ("我叫王小明,想问育儿假", "我叫[nome],想问育儿假"),
        ("3\u200b3\u200b3 ４５６ ٧٨٩", "[numero]"),
    ],
)
def test_persons_are_hidden(said: str, kept: str, masker: Masker) -> None:
    assert masker.mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "ho la 104, posso prendere 2 ore al giorno dalle 8.30 alle 17.30?",
        "L'INPS mi ha detto di no. Cosa posso fare?",
        "devo fare la domanda a Rozzano o a San Donato Milanese?",
        "Da Lunedì a Venerdì lavoro part-time al 50%",
        "posso disdire via mail 2 giorni prima",
        "Buongiorno, quanto preavviso serve per il Congedo a Ore?",
        "当天才告诉老板休几小时育儿假可以吗",
    ],
)
def test_a_question_without_persons_stays_as_it_is(said: str, masker: Masker) -> None:
    assert masker.mask(said) == said


def test_most_questions_of_other_authors_lose_nothing(knowledge: Knowledge, masker: Masker) -> None:
    questions = [text for topic in knowledge.examples().values() for texts in topic.values() for text in texts]
    changed = sum("[" in masker.mask(question) for question in questions)
    assert changed < 0.1 * len(questions)


def test_a_long_story_is_cut_after_masking_and_at_a_word(masker: Masker) -> None:
    story = "vorrei il congedo " * 21 + "lungo.indirizzo.di.posta.elettronica.davvero@example.it " * 3
    kept = masker.for_curators(story)
    assert len(kept) <= LONGEST
    assert "posta" not in kept
    assert kept.endswith("[email]")
    assert masker.for_curators("x" * 5000) == ""


@settings(max_examples=300, deadline=None)
@given(texts)
def test_any_text_is_masked_without_trouble_and_for_good(masker: Masker, text: str) -> None:
    masked = masker.mask(text)
    assert masker.mask(masked) == masked
    runs = re.findall(r"\d{3,}", masked)
    assert set(runs) <= {"104", "112", "151", "730", "1522"}


@settings(max_examples=300, deadline=None)
@given(texts, italian, texts, st.integers(10**5, 10**15).map(str), st.booleans())
def test_no_number_survives(masker: Masker, before: str, middle: str, after: str, number: str, spaced: bool) -> None:
    said = " ".join(number) if spaced else number
    masked = masker.mask(f"{before} {middle} {said} {after}")
    assert number not in re.sub(r"\D", "", masked)


@settings(max_examples=200, deadline=None)
@given(texts, st.emails(), italian)
def test_no_e_mail_survives(masker: Masker, before: str, email: str, after: str) -> None:
    masked = masker.mask(f"{before} {email} {after}")
    assert email not in masked
    assert not EMAIL.search(masked)


@settings(max_examples=200, deadline=None)
@given(italian, st.from_regex(r"[A-Za-z]{6}[0-9]{2}[A-Ta-t][0-9]{2}[A-Za-z][0-9]{3}[A-Za-z]", fullmatch=True), italian)
def test_no_codice_fiscale_survives(masker: Masker, before: str, code: str, after: str) -> None:
    assert not CODICE_FISCALE.search(masker.mask(f"{before} {code} {after}"))


@settings(max_examples=300, deadline=None)
@given(italian, st.sampled_from(SURNAMES), st.booleans(), italian, st.booleans())
def test_no_surname_with_a_capital_survives(
    masker: Masker, before: str, name: str, shouted: bool, after: str, given: bool
) -> None:
    said = name.upper() if shouted else name
    masked = masker.mask(f"{before} {'Mario ' if given else ''}{said} {after}")
    assert set(re.findall(r"[^\W\d_]{3,}", said)).isdisjoint(re.findall(r"[^\W\d_]+", masked))
