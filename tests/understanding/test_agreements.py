"""Collective agreements in texts: by name, nickname, code or misspelling; never in ordinary sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.leave_agreements import Agreements, read_agreements
from bot.knowledge.loader import Knowledge
from bot.settings import ROOT
from bot.understanding.leave_agreements import AgreementFinder

AGREEMENTS: Agreements = read_agreements(ROOT, [])
FINDER = AgreementFinder(AGREEMENTS)
METAL = ("metalmeccanici-industria", "metalmeccanici-confapi", "artigianato")

NAMED = {
    "contratto metalmeccanici": "metalmeccanici",
    "sono metalmeccanica da dodici anni": "metalmeccanici",
    "METALMECCANICI INDUSTRIA": "metalmeccanici-industria",
    "noi siamo metalmeccanici confapi": "metalmeccanici-confapi",
    "unionmeccanica, congedo a ore": "metalmeccanici-confapi",
    "metalmeccanici artigiani": "artigianato",
    "ccnl commercio": "terziario-commercio",
    "commercio": "terziario-commercio",
    "Confcommercio": "terziario-commercio",
    "studi professionali": "studi-professionali",
    "lavoro in uno studio dentistico": "studi-professionali",
    "lavoro in studio dentistico": "studi-professionali",
    "coop sociali": "cooperative-sociali",
    "lavoro in una cooperativa sociale": "cooperative-sociali",
    "enti locali": "funzioni-locali",
    "sono una dipendente comunale": "funzioni-locali",
    "ccnl tessile": "tessile-abbigliamento",
    "tessile-abbigliamento": "tessile-abbigliamento",
    "contratto ABI": "credito-abi",
    "banca di credito cooperativo": "credito-cooperativo-bcc",
    "lavoro in banca": "banche",
    "lavoro alle poste": "poste-italiane",
    "Poste Italiane": "poste-italiane",
    "settore chimico": "chimica-farmaceutica",
    "contratto turismo": "turismo-pubblici-esercizi",
    "pubblici esercizi": "turismo-pubblici-esercizi",
    "comparto sanità": "sanita-pubblica",
    "università": "universita",
    "contratto è logistica": "logistica-trasporto",
    "alimentaristi": "alimentari-industria",
    "gomma-plastica": "gomma-plastica",
    "contratto artigiani": "artigianato",
    "contratto dei multiservizi": "pulizie-multiservizi",
    "lavoro per una ditta di pulizie": "pulizie-multiservizi",
    "sono una guardia giurata": "vigilanza-privata",
    "lavoro nelle telecomunicazioni": "telecomunicazioni",
    "ccnl sanità privata": "sanita-privata",
    "lavoro in una casa di riposo": "rsa",
    "lavoro in un supermercato": "supermercati",
    "lavoro in una scuola": "scuola",
    "sono ata": "scuola-statale",
    "comparto funzioni centrali": "funzioni-centrali",
    "chimici confapi": "chimica-pmi",
    "lavoro nei trasporti pubblici": "autoferrotranvieri",
    "ccnl colf": "lavoro-domestico",
    "sono interinale": "somministrazione",
}
MISSPELLED = {
    "contratto metalmecanici": "metalmeccanici",
    "ccnl turirsmo": "turismo-pubblici-esercizi",
    "contratto studi profesionali": "studi-professionali",
    "ccnl comercio": "terziario-commercio",
    "ccnl logisttica": "logistica-trasporto",
}
ORDINARY = [
    "ho 30 ore in banca ore",
    "vado in banca a chiedere il mutuo",
    "passo alle poste a ritirare un pacco",
    "la camera di commercio ha un bando?",
    "lavoro al centro logistico con i turni",
    "quante ore al giorno posso prendere?",
    "il bar sotto casa",
    "mio figlio va alla scuola privata",
    "vado in palestra dopo il turno",
    "prendo i trasporti pubblici",
    "ho 100 ore e un 011 davanti al numero",
    "il codice dice Z999",
    "",
]


@pytest.mark.parametrize("text", NAMED, ids=repr)
def test_an_agreement_is_found_by_its_names(text: str) -> None:
    mention = FINDER.find(text)
    assert (mention and mention.id) == NAMED[text]
    assert mention is None or mention.exact


@pytest.mark.parametrize("text", MISSPELLED, ids=repr)
def test_a_misspelling_is_guessed_after_a_cue(text: str) -> None:
    mention = FINDER.find(text)
    assert mention
    assert (mention.id, mention.exact) == (MISSPELLED[text], False)


@pytest.mark.parametrize("text", ORDINARY, ids=repr)
def test_ordinary_sentences_name_no_agreement(text: str) -> None:
    assert FINDER.find(text) is None


def test_a_name_that_several_share_gives_them_all() -> None:
    mention = FINDER.find("contratto metalmeccanici, quante ore?")
    assert mention
    assert mention.candidates == METAL


def test_the_span_holds_the_name_as_it_was_written() -> None:
    text = "Applichiamo il CCNL Studi Professionali, grazie"
    mention = FINDER.find(text)
    assert mention
    assert text[mention.start : mention.end] == "CCNL Studi Professionali"


CODED = {
    "H011 sulla busta paga": "terziario-commercio",
    "in busta c'è scritto codice h442": "studi-professionali",
    "codice cnel: C011, sono part time": "metalmeccanici-industria",
    "sul cedolino trovo HO11": "terziario-commercio",
    "cnel k511, quante ore?": "pulizie-multiservizi",
    "il mio è S305": "istruzione-ricerca",
    "contratto codice H01N": "terziario-sistema-impresa",
}


@pytest.mark.parametrize("text", CODED, ids=repr)
def test_a_cnel_code_names_its_agreement(text: str) -> None:
    mention = FINDER.find(text)
    assert (mention and mention.id) == CODED[text]


@pytest.mark.parametrize("code", ["H024", "K574", "H05L", "D018"])
def test_a_code_that_resembles_a_known_one_is_another_agreement(code: str) -> None:
    mention = FINDER.find(f"contratto commercio, codice {code}")
    assert mention
    assert mention.id == "altre-associazioni"


def test_every_code_leads_to_its_agreement() -> None:
    rows = [*AGREEMENTS.by_id.values(), *AGREEMENTS.shared.values()]
    found = {code: FINDER.find(f"codice {code.lower()}") for row in rows for code in row.cnel}
    assert {code: mention and mention.id for code, mention in found.items()} == {
        code: row.id for row in rows for code in row.cnel
    }


def test_no_example_question_holds_a_misspelling_by_accident(knowledge: Knowledge) -> None:
    texts = [text for languages in knowledge.examples().values() for text in languages.get("it", [])]
    guessed = {text for text in texts if (mention := FINDER.find(text)) and not mention.exact}
    assert guessed == set()


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    mention = FINDER.find(text)
    assert mention is None or 0 <= mention.start < mention.end <= len(text)


@given(st.sampled_from([(row.id, name) for row in AGREEMENTS.by_id.values() for name in row.nicknames]))
def test_every_nickname_leads_to_its_agreement(case: tuple[str, str]) -> None:
    id, name = case
    mention = FINDER.find(f"buongiorno, {name}: posso avere le ore?")
    assert mention
    assert mention.id == id
