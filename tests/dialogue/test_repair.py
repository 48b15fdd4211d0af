"""What people do in the middle of a form beside answering it: the same way in the voucher, in the plan and in the check.

Which act stands in the words is given here; that it is recognised is measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action
from bot.model.understanding import ActName
from bot.understanding.reader import Reader
from tests.dialogue.forms import CHECK, PLAN, VOUCHER, Form
from tests.dialogue.walk_starts import COMPANY, agreed
from tests.dialogue.walking import Step, Walker, scripted_reader

FORMS = pytest.mark.parametrize("form", [VOUCHER, PLAN, CHECK], ids=["voucher", "plan", "check"])


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return scripted_reader(knowledge)


Opened = Callable[[Form], Walker]


@pytest.fixture
def opened(knowledge: Knowledge, reader: Reader) -> Opened:
    def open_form(form: Form) -> Walker:
        walker = Walker(knowledge, reader)
        agreed(walker)
        if form.company:
            walker.does(COMPANY)
        for text in form.opening:
            walker.does(Step("says", text))
        assert form.asks in heard(walker)
        return walker

    return open_form


def heard(walker: Walker) -> str:
    return "\n".join(reply.text for reply in walker.replies)


def known(walker: Walker) -> set[tuple[str, str]]:
    return {*walker.conversation.flow.items(), *walker.answers.items()}


def say(walker: Walker, text: str, *acts: ActName, topic: str | None = None, tells: bool = False) -> str:
    walker.does(Step("says", text, acts, topic, tells))
    return heard(walker)


def goes_on(walker: Walker, form: Form) -> None:
    """Nothing is lost: the answer to the open question is taken, and the next one asked."""
    assert form.told in known(walker)
    assert form.asks_next in say(walker, form.answer)
    assert {form.told, form.answered} <= known(walker)


def way_back(walker: Walker, form: Form) -> bool:
    return Action("resume", form.name) in [each.action for each in walker.conversation.shown]


@FORMS
@pytest.mark.parametrize("text", ["ho sbagliato", "no aspetta, ho scritto male", "devo correggere una cosa"])
def test_who_says_only_that_something_was_wrong_is_shown_the_answers(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    say(walker, text, "correct")
    assert any(form.changed[0].removesuffix(" alla settimana").split(": ")[-1] in label for label in walker.labels)
    goes_on(walker, form)


@FORMS
def test_a_correction_says_from_what_to_what_and_asks_on(opened: Opened, form: Form) -> None:
    walker = opened(form)
    text = say(walker, form.wrong, "correct", tells=True)
    before, after = form.changed
    assert f"Prima: {before}" in text
    assert f"Adesso: {after}" in text
    assert form.asks in text
    assert form.told not in known(walker)


@FORMS
@pytest.mark.parametrize("text", ["annulla", "lascia perdere", "no niente, non voglio più farla", "/annulla"])
def test_who_stops_is_asked_once_and_what_is_kept_is_gone_on_with(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    assert "tenere" in say(walker, text, *(() if text.startswith("/") else ("cancel",)))
    assert {"Tieni per dopo", "Cancella tutto"} <= set(walker.labels)
    walker.presses("Tieni per dopo")
    assert walker.conversation.flow == {}
    assert form.asks in say(walker, "riprendi", "resume")
    goes_on(walker, form)


@FORMS
@pytest.mark.parametrize("text", ["cancella tutto", "la seconda", "2"])
def test_what_is_deleted_is_gone_and_that_is_said(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    say(walker, "annulla", "cancel")
    assert "Ho cancellato tutto" in say(walker, text)
    assert form.told not in known(walker)
    assert "niente in sospeso" in say(walker, "riprendi", "resume")


@FORMS
@pytest.mark.parametrize("text", ["un attimo", "finisco domani", "scusa mi suonano alla porta, dopo finisco"])
def test_a_pause_leaves_the_question_open(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    assert "Con calma" in say(walker, text, "pause")
    assert way_back(walker, form)
    walker.days_pass(1)
    goes_on(walker, form)


@FORMS
@pytest.mark.parametrize("text", ["riprendiamo", "eccomi, dove eravamo?", "torna al modulo"])
def test_who_comes_back_is_asked_again(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    say(walker, "un momento", "pause")
    assert form.asks in say(walker, text, "resume")
    goes_on(walker, form)


@FORMS
def test_a_form_that_another_one_interrupted_comes_back_with_its_answers(opened: Opened, form: Form) -> None:
    walker = opened(form)
    say(walker, "voglio parlare con una persona", "want_person")
    assert way_back(walker, form)
    say(walker, "Opera")
    assert "Fatto: la domanda è allo sportello" in say(walker, "mi hanno scritto una lettera che non capisco")
    assert way_back(walker, form)
    assert form.asks in say(walker, "riprendi", "resume")
    goes_on(walker, form)


SKIPPABLE = [
    (VOUCHER, (VOUCHER.answer,), "In quale Comune lavori?", ("work", "-")),
    (PLAN, (PLAN.both,), "contratto collettivo", ("agreement", "?")),
    (CHECK, (), "Quante ore di congedo", ("hours", "-")),
]


@pytest.mark.parametrize(("form", "before", "asks", "skipped"), SKIPPABLE, ids=["voucher", "plan", "check"])
@pytest.mark.parametrize("text", ["non lo so", "boh", "salta", "preferisco non dirlo"])
def test_what_nobody_knows_is_left_out_where_it_may_be(
    opened: Opened, form: Form, before: tuple[str, ...], asks: str, skipped: tuple[str, str], text: str
) -> None:
    walker = opened(form)
    for each in before:
        say(walker, each)
    assert asks in heard(walker)
    assert asks not in say(walker, text, "dont_know")
    assert skipped in known(walker)


@pytest.mark.parametrize("form", [VOUCHER, PLAN], ids=["voucher", "plan"])
def test_what_is_needed_is_asked_again_with_a_way_out(opened: Opened, form: Form) -> None:
    walker = opened(form)
    text = say(walker, "non lo so", "dont_know")
    assert "mi serve per andare avanti" in text
    assert form.asks in text
    goes_on(walker, form)


ASKED_AGAIN: list[tuple[ActName, str, str]] = [
    ("why_do_you_ask", "perché me lo chiedi?", "perché cambia la risposta"),
    ("why_do_you_ask", "a che vi serve saperlo", "perché cambia la risposta"),
    ("repeat", "puoi ripetere?", ""),
    ("repeat", "non ho letto bene, ridimmelo", ""),
    ("simpler", "non capisco la domanda", "più semplice"),
    ("simpler", "puoi dirlo con parole più facili?", "più semplice"),
    ("thanks", "grazie", "Di niente"),
    ("thanks", "grazie mille, gentilissimo", "Di niente"),
    ("greet", "ciao", "Ciao"),
    ("greet", "buongiorno, c'è qualcuno?", "Ciao"),
    ("acknowledge", "ok capito", "Bene"),
    ("bye", "a dopo", "A presto"),
    ("small_talk", "ma sto parlando con una persona o con un computer?", "programma"),
    ("small_talk", "come va oggi?", ""),
]


@FORMS
@pytest.mark.parametrize(("act", "text", "says"), ASKED_AGAIN, ids=[text for _, text, _ in ASKED_AGAIN])
def test_the_open_question_is_asked_again_behind_a_word(
    opened: Opened, form: Form, act: ActName, text: str, says: str
) -> None:
    walker = opened(form)
    before = known(walker)
    answer = say(walker, text, act)
    assert says in answer
    assert form.asks in answer
    assert answer.index(says) <= answer.index(form.asks)
    assert known(walker) == before
    goes_on(walker, form)


@FORMS
@pytest.mark.parametrize("text", ["non è quello che ho chiesto", "no, intendevo un'altra cosa"])
def test_what_was_not_asked_is_met_with_a_person_and_the_way_back(opened: Opened, form: Form, text: str) -> None:
    walker = opened(form)
    say(walker, "quanto preavviso serve per le ore?", topic="ore-preavviso")
    assert "capito male" in say(walker, text, "not_what_i_asked")
    assert "Parla con una persona" in walker.labels
    assert way_back(walker, form)
    goes_on(walker, form)


@FORMS
def test_two_answers_in_one_message_are_both_taken(opened: Opened, form: Form) -> None:
    walker = opened(form)
    assert form.asks_after_both in say(walker, form.both)
    assert {form.told, form.answered} <= known(walker)


@FORMS
def test_an_answer_before_its_question_is_kept_and_the_open_one_asked(opened: Opened, form: Form) -> None:
    walker = opened(form)
    assert form.asks in say(walker, form.early)
    assert {form.told, form.early_told} <= known(walker)


@FORMS
def test_thanks_beside_an_answer_take_nothing_from_it(opened: Opened, form: Form) -> None:
    walker = opened(form)
    assert form.asks_next in say(walker, f"grazie, {form.answer}", "thanks", tells=True)
    assert form.answered in known(walker)


ASIDE = [
    ("quanto preavviso serve?", "ore-preavviso"),
    ("il congedo è pagato?", "congedo-indennita"),
    ("chi può chiedere il voucher?", "voucher-requisiti"),
]


@FORMS
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_question_as_an_answer_is_answered_and_the_form_stays_open(opened: Opened, form: Form, count: int) -> None:
    walker = opened(form)
    before = known(walker)
    for text, topic in ASIDE[:count]:
        say(walker, text, topic=topic)
        assert walker.decision
        assert walker.decision.topic == topic
        assert way_back(walker, form)
    assert known(walker) == before
    goes_on(walker, form)
