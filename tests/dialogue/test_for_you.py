"""An answer begins with this person's number, date or rule; what is missing is asked once; records do not mix."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.dialogue.decide import decide
from bot.dialogue.turn import Turn
from bot.dialogue.voucher import form
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.person import Child, Person, packed
from bot.model.understanding import Guess
from bot.store import conversations
from bot.store.database import open_database
from tests.dialogue.talking import Talk

TODAY = date(2026, 11, 28)
HOURS, NOTICE, PAY, AGE, MONTHS, SICK = (
    Guess(topic, 0.95)
    for topic in (
        "ore-quante",
        "ore-preavviso",
        "congedo-indennita",
        "congedo-eta",
        "congedo-durata",
        "malattia-figlio",
    )
)


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(knowledge, TODAY, Conversation("test:1", greeted=True, asked_audience=True))


def decided(talk: Talk) -> Decision:
    assert talk.decision is not None
    return talk.decision


def test_the_number_of_this_person_stands_first_and_names_its_facts(talk: Talk) -> None:
    talk.says("ho un contratto di 30 ore su 5 giorni: quante ore posso prendere?", HOURS)
    assert talk.screen.startswith("Con 30 ore su 5 giorni: 3 ore al giorno.")
    assert decided(talk).for_you


def test_overtime_does_not_count(talk: Talk) -> None:
    talk.says("30 ore su 5 giorni ma con gli straordinari ne faccio 36, quante ore di congedo?", HOURS)
    assert talk.screen.startswith("Con 30 ore su 5 giorni: 3 ore al giorno.")


def test_what_is_missing_is_asked_once_with_buttons_and_the_answer_follows(talk: Talk) -> None:
    talk.says("quante ore di congedo posso prendere?", HOURS)
    assert decided(talk).asks == "weekly_hours"
    assert "Quante ore lavori?" in talk.screen
    talk.presses("30 su 5")
    assert talk.screen.startswith("Con 30 ore su 5 giorni: 3 ore al giorno.")
    assert decided(talk).topic == "ore-quante"
    assert talk.conversation.person.told["weekly_hours"].how == "button"


def test_a_question_that_was_not_answered_is_not_asked_again(talk: Talk) -> None:
    talk.says("quante ore di congedo posso prendere?", HOURS)
    talk.says("quante ore sono al giorno?", HOURS)
    assert decided(talk).asks is None


def test_what_was_told_is_used_by_the_next_answers(talk: Talk) -> None:
    talk.says("lavoro in uno studio legale, quante ore posso prendere?", HOURS)
    talk.says("e il preavviso?", NOTICE)
    first = talk.screen.removeprefix("Ho capito: Preavviso per le ore.").strip()
    assert first.startswith("Con il contratto studi professionali: 15 giorni prima. La legge chiede almeno 2 giorni")


def test_where_a_line_says_no_no_text_says_yes(talk: Talk) -> None:
    talk.says("mio figlio ha 15 anni, posso ancora avere il congedo?", AGE)
    assert talk.screen.startswith("No: con un figlio di 15 anni il congedo non c'è più")
    assert "Sì" not in talk.screen
    talk.presses("La regola generale")
    assert decided(talk).entry == "congedo-eta"


def test_a_supposition_is_answered_and_not_remembered(talk: Talk) -> None:
    talk.says("lavoro 25 ore su 6 giorni, quante ore di congedo?", HOURS)
    assert "2 ore e 5 minuti" in talk.screen
    talk.says("e se passo a 33 ore alla settimana?", HOURS)
    assert talk.screen.startswith("Con 33 ore su 6 giorni: 2 ore e 45 minuti")
    assert talk.conversation.person.weekly_hours == 25


def test_a_correction_is_remembered(talk: Talk) -> None:
    talk.says("lavoro 25 ore su 5 giorni, quante ore di congedo?", HOURS)
    talk.says("scusa, ho sbagliato: 6 giorni", HOURS)
    assert talk.screen.startswith("Ho cambiato. Prima: 5 giorni. Adesso: 6 giorni.")
    assert "\n\nCon 25 ore su 6 giorni: 2 ore e 5 minuti" in talk.screen


def test_the_other_parent_is_answered_for_and_the_writer_keeps_their_own_record(talk: Talk) -> None:
    talk.says("lavoro nel privato, mia figlia ha 2 anni: quanto mi pagano?", PAY)
    before = packed(talk.conversation.person)
    talk.says("mia moglie è nel pubblico, quanto le pagano?", PAY)
    assert "\n\nCon un figlio di 2 anni, nel pubblico: i primi 30 giorni al 100%" in talk.screen
    assert packed(talk.conversation.person) == before


def test_what_the_other_parent_does_is_not_the_writers(talk: Talk) -> None:
    talk.says("mio marito è nel pubblico e fa 20 ore, io quanto prendo? la bimba ha 2 anni", PAY)
    assert talk.conversation.person.work is None
    assert talk.conversation.person.weekly_hours is None
    assert talk.conversation.person.other_work == "employee"


def test_months_used_by_the_other_parent_count_for_the_writer(talk: Talk) -> None:
    talk.says("mio marito di mesi ne ha fatti 7. a me mamma quanti ne restano?", MONTHS)
    assert talk.screen.startswith("Da mamma, con 7 mesi usati dall'altro genitore: restano 4 mesi.")


def test_others_at_home_with_work_of_their_own_are_not_the_writer(talk: Talk) -> None:
    talk.says("ho la badante per mia madre, quanto dura il congedo parentale?", MONTHS)
    assert talk.conversation.person.work is None


def test_the_worker_a_company_asks_about_is_not_the_companys_record(talk: Talk) -> None:
    talk.conversation = replace(talk.conversation, audience="company")
    talk.says("siamo 30 persone, metalmeccanici industria: un padre con 20 ore su 5 giorni, quante ore?", HOURS)
    assert "1 o 2 ore alla volta" in talk.screen
    person = talk.conversation.person
    assert (person.agreement, person.firm_size) == ("metalmeccanici-industria", 30)
    assert (person.weekly_hours, person.role) == (None, None)


def test_a_price_is_not_a_pay(talk: Talk) -> None:
    talk.says("un premio da 6.000 euro, quanto mi pagano il congedo?", PAY)
    assert talk.conversation.person.monthly_gross is None


def test_public_work_beside_a_private_agreement_is_asked_about(talk: Talk) -> None:
    talk.says("ho il contratto studi professionali, quante ore posso prendere?", HOURS)
    talk.says("lavoro nel pubblico, quanto preavviso serve?", NOTICE)
    assert "non vanno insieme" in talk.screen
    talk.presses("Nel pubblico")
    person = talk.conversation.person
    assert (person.work, person.agreement) == ("public_employee", None)


def test_an_agreement_alone_tells_the_work_without_asking(talk: Talk) -> None:
    talk.says("contratto studi professionali: quante ore?", HOURS)
    talk.says("e con il contratto funzioni locali quante ore?", HOURS)
    assert "non vanno insieme" not in talk.screen
    assert talk.conversation.person.work == "public_employee"


@pytest.mark.parametrize(("button", "others"), [("È un altro figlio", 1), ("Correggi", 0)])
def test_an_age_that_cannot_be_the_same_childs_is_asked_about(talk: Talk, button: str, others: int) -> None:
    talk.says("nato il 15/1/2021, quanto mi pagano?", PAY)
    talk.says("mio figlio ha 9 anni: posso avere il congedo?", AGE)
    assert "Prima avevi detto: nascita 15/01/2021." in talk.screen
    talk.presses(button)
    assert len(talk.conversation.person.other_children) == others


def test_two_children_told_together_have_their_days_each(talk: Talk) -> None:
    talk.says("ho due bambini di 5 e 8 anni, quanti giorni di malattia figlio in un anno?", SICK)
    assert talk.screen.startswith("10 giorni lavorativi l'anno per ogni figlio: con 2 figli, 20 in tutto")


def test_another_child_named_by_its_age_alone_is_the_one_asked_about(talk: Talk) -> None:
    talk.says("bimbo di 4 anni con la febbre, quanti giorni posso stare a casa?", SICK)
    talk.says("e per il grande che ne ha 15?", SICK)
    assert talk.screen.startswith("No: con un figlio di 15 anni")
    assert "È un altro figlio" in talk.labels


def test_the_higher_rate_of_an_adopted_child_counts_from_the_entry(talk: Talk) -> None:
    talk.says("abbiamo adottato un bimbo arrivato nel 2024, ha 7 anni: l'80% ce l'ho?", PAY)
    assert talk.screen.startswith("Con l'adozione o l'affido l'80% c'è per 6 anni dall'ingresso in famiglia")


def test_a_point_that_is_sure_is_answered_and_others_are_offered(knowledge: Knowledge, talk: Talk) -> None:
    sure = heard(talk, "ultimo giorno?", [Guess("congedo-eta/giorno-del-compleanno", 0.8)])
    assert sure.point == "congedo-eta/giorno-del-compleanno"
    near = [Guess("congedo-eta/giorno-del-compleanno", 0.4), Guess("congedo-eta/gia-dodici-tredici", 0.3)]
    doubtful = heard(talk, "ultimo giorno?", near)
    assert doubtful.point is None
    shown = [one.action for rows in doubtful.messages[0].choices for one in rows]
    assert Action("point", "congedo-eta/giorno-del-compleanno") in shown


def test_the_variant_for_what_is_known_is_shown(talk: Talk) -> None:
    talk.conversation = replace(talk.conversation, person=Person().knowing("said", TODAY, child=Child(adopted=True)))
    decision = heard(talk, "ultimo giorno?", [Guess("congedo-eta/giorno-del-compleanno", 0.8)])
    cards = [part for part in decision.messages[0].parts if hasattr(part, "variant")]
    assert [card.variant for card in cards] == [0]


def heard(talk: Talk, text: str, points: list[Guess]) -> Decision:
    understanding = replace(talk._read(text, [AGE]), points=tuple(points))
    utterance = Utterance("test:1", Kind.TEXT, text)
    return decide(talk.knowledge, talk.conversation, Heard(utterance, understanding), TODAY)


def test_what_is_known_is_listed_deleted_one_by_one_or_all(talk: Talk) -> None:
    talk.says("lavoro 30 ore su 5 giorni in uno studio legale, mio figlio ha 7 anni, quante ore?", HOURS)
    talk.says("cosa sai di me?")
    for line in ("Contratto: studi professionali (scritto il 28/11/2026)", "Ore: 30 ore a settimana"):
        assert line in talk.screen
    talk.presses("Cancella: contratto")
    assert "Contratto:" not in talk.screen
    talk.presses("Dimentica tutto")
    assert talk.conversation.person == Person()
    talk.says("/cosa_sai")
    assert "non so ancora niente" in talk.screen


def test_deleting_everything_forgets_the_person(talk: Talk) -> None:
    talk.says("lavoro 30 ore su 5 giorni, quante ore?", HOURS)
    talk.says("/cancella")
    talk.presses("Sì, cancella tutto")
    assert talk.conversation.person == Person()


def test_what_was_told_long_ago_is_forgotten(talk: Talk) -> None:
    talk.says("lavoro 30 ore su 5 giorni, quante ore?", HOURS)
    talk.today = date(2027, 3, 1)
    talk.says("quante ore posso prendere?", HOURS)
    assert talk.conversation.person == Person()
    assert not decided(talk).for_you


async def test_what_was_asked_comes_back_from_the_database(tmp_path: Path) -> None:
    before = Conversation("test:1", asked=("child", "work"), person=Person().knowing("said", TODAY, firm_size=12))
    async with open_database(f"sqlite+aiosqlite:///{tmp_path}/concilia.db") as sessions:
        async with sessions.begin() as session:
            await conversations.remember(session, before, datetime(2026, 11, 28, tzinfo=UTC))
        async with sessions.begin() as session:
            assert await conversations.recall(session, "test:1") == before


def test_a_voucher_request_starts_from_what_is_known(knowledge: Knowledge) -> None:
    person = Person().knowing(
        "said", TODAY, home="015159", work="public_employee", child=Child(date(2024, 3, 1), date(2024, 3, 1))
    )
    turn = Turn(knowledge, Conversation("test:1", person=person), TODAY)
    assert form.of_person(turn) == {"residence": "015159", "employment": "public_employee", "children": "2024-03-01"}
    assert form.of_person(replace(turn, today=date(2027, 6, 1))) == {}


HALF = (Guess("ore-quante", 0.45), Guess("ore-part-time", 0.4), Guess("ore-preavviso", 0.1))


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("ho 30 ore su 5 giorni: quante ne posso fare?", "Con 30 ore su 5 giorni: 3 ore al giorno."),
        ("sono in uno studio legale, lavoro 6 ore al giorno: 3 ore si può?", "No: con 6 ore al giorno"),
        ("assunta presso uno studio dentistico, faccio 6 ore al giorno, posso 3 ore?", "No: con 6 ore al giorno"),
    ],
)
def test_likely_topics_that_come_to_the_same_line_are_one_answer(talk: Talk, said: str, begins: str) -> None:
    assert talk.says(said, *HALF).startswith(begins)
    assert decided(talk).outcome == "answer"


def test_public_work_is_none_for_who_works_in_a_company(talk: Talk) -> None:
    public = (Guess("ore-quante", 0.5), Guess("ore-pubblico", 0.45))
    talk.says("impiegata in uno studio legale, 6 ore al giorno: posso prendere 3 ore?", *public)
    assert decided(talk).topic == "ore-quante"


def test_where_nothing_was_told_or_the_lines_differ_the_topics_are_offered(talk: Talk) -> None:
    talk.says("quante ne posso fare?", *HALF)
    assert decided(talk).outcome == "suggest"
    talk.says("ho 30 ore su 5 giorni", Guess("ore-quante", 0.45), Guess("ore-preavviso", 0.45))
    assert decided(talk).outcome == "suggest"
