"""A company reads whether a request is in order and nothing of the family; a link shows a plan only while it holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.dialogue import consent
from bot.dialogue.decide import decide
from bot.dialogue.leave import company_screens, saved
from bot.dialogue.turn import Turn
from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge, load
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Records
from bot.model.entities import Entities
from bot.model.leave import ForgetPlan, SavedPlan, SavePlan
from bot.model.person import Audience
from bot.model.reply import Reply
from bot.model.ticket import GiveConsent
from bot.model.understanding import Guess, Understanding
from bot.rules.leave import read_case
from bot.rules.leave.plans import case_data, keep
from bot.settings import ROOT
from bot.understanding.amounts import alone, find_amounts
from bot.understanding.leave_agreements import AgreementFinder
from bot.understanding.leave_words import read_leave_words
from bot.wording import word

TODAY = date(2026, 11, 22)
KNOWLEDGE = load(ROOT)
FINDER = AgreementFinder(KNOWLEDGE.agreements)


@dataclass
class Chat:
    """A chat without database: decisions, and the plan that they keep."""

    conversation: Conversation
    records: Records = field(default_factory=lambda: Records(fresh="w0rd"))
    replies: tuple[Reply, ...] = ()
    decision: Decision | None = None
    buttons: dict[str, Action] = field(default_factory=dict)

    def say(self, text: str, topic: str | None = None) -> str:
        kind = Kind.COMMAND if text.startswith("/") else Kind.TEXT
        return self._hear(Heard(Utterance("chat", kind, text), understood(text, topic)))

    def press(self, label: str) -> str:
        return self._hear(Heard(Utterance("chat", Kind.BUTTON, "id"), action=self.buttons[label]))

    def press_action(self, verb: str, object: str) -> str:
        return self._hear(Heard(Utterance("chat", Kind.BUTTON, "id"), action=Action(verb, object)))

    def _hear(self, heard: Heard) -> str:
        self.decision = decide(KNOWLEDGE, self.conversation, heard, TODAY, self.records)
        self.conversation = self.decision.conversation
        for effect in self.decision.effects:
            plan = effect.plan if isinstance(effect, SavePlan) else None
            self.records = replace(self.records, plan=plan)
        self.replies = word(KNOWLEDGE, self.decision, TODAY)
        self.buttons = {button.label: button.action for one in self.replies for row in one.buttons for button in row}
        return "\n\n".join(reply.text for reply in self.replies)


def understood(text: str, topic: str | None) -> Understanding:
    words = text.partition(" ")[2] if text.startswith("/") else text
    amounts, agreement = find_amounts(words, TODAY), FINDER.find(words) or FINDER.find_in_parts(words)
    ranking = (Guess(topic, 0.99),) if topic else ()
    entities = Entities(amounts, agreement, alone(words, amounts, agreement), read_leave_words(words))
    return Understanding(ranking, "rasa", question=text.endswith("?"), entities=entities)


def chat(audience: Audience | None = "company", records: Records | None = None, **known: Any) -> Chat:
    conversation = Conversation("chat", audience=audience, greeted=True, asked_audience=True, **known)
    return Chat(conversation, records or Records(fresh="w0rd"))


def a_plan(**changes: Any) -> SavedPlan:
    rules = leave_rules(KNOWLEDGE)
    data = {
        "today": TODAY.isoformat(),
        "parent": "father",
        "category": "private_employee",
        "weekly_hours": 40,
        "days_per_week": 5,
        "agreement": "terziario-commercio",
        "child": {"born": "2024-03-03"},
        "request": {
            "made_on": TODAY.isoformat(),
            "mode": "hours",
            "dates": {"from": "2026-12-01", "to": "2026-12-31", "weekdays": ["Tue", "Thu"]},
        },
    }
    return keep(read_case(data | changes, rules), rules)


def opened(plan: SavedPlan, audience: Audience | None = None) -> Chat:
    shared = replace(plan, link="w0rd")
    return chat(audience, Records(shared_plan=shared))


RICH = "/piano contratto commercio, 40 ore in 5 giorni, 4 ore al giorno, martedì e giovedì a dicembre"


def test_what_the_first_message_tells_is_not_asked_again() -> None:
    company = chat()
    assert "Quando ve l'ha chiesto?" in company.say(RICH)
    assert "La richiesta è in regola" in company.press("Oggi")


def test_a_company_is_never_asked_for_the_family() -> None:
    company = chat()
    texts = [company.say("/piano"), company.say("commercio"), company.say("40 ore"), company.say("4 ore")]
    texts += [company.say("il 3 dicembre"), company.say("ieri")]
    words = " ".join(texts[:-1]).casefold().replace("non servono nomi né dati della famiglia", "")
    assert not [word for word in ("figli", "nato", "madre", "padre", "usato", "paga", "disabil") if word in words]


def test_what_a_worker_tells_of_the_child_is_not_kept_in_the_flow_of_a_company() -> None:
    company = chat()
    company.say(RICH + ", il bambino è nato il 3/3/2024 e ha una disabilità, guadagna 1800 euro")
    assert set(company.conversation.flow) == {"name", "step", "side", "agreement", "week", "hours", "dates"}


def test_the_flow_remembers_numbers_and_ids_only() -> None:
    company = chat()
    company.say(RICH + " per Maria Bianchi")
    company.press("Ieri")
    assert dict(company.conversation.flow) == {
        "name": "pianifica-congedo",
        "step": "result",
        "side": "company",
        "agreement": "terziario-commercio",
        "week": "40/5",
        "hours": "4",
        "dates": "1,3:2026-12-01:2026-12-31",
        "asked": "2026-11-21",
    }


def test_a_day_of_the_past_is_this_years_and_a_day_to_come_is_asked_again() -> None:
    company = chat()
    company.say(RICH)
    assert "oggi o un giorno dell'ultimo anno" in company.say("domani")
    assert "oggi o un giorno dell'ultimo anno" in company.say("1 gennaio 2020")
    company.say("18 novembre")
    assert company.conversation.flow["asked"] == "2026-11-18"


@pytest.mark.parametrize(("said", "day"), [("il 18", "2026-11-18"), ("martedì", "2026-11-17"), ("18/11", "2026-11-18")])
def test_the_day_of_the_notice_is_the_last_one_of_its_name(said: str, day: str) -> None:
    company = chat()
    company.say(RICH)
    company.say(said)
    assert company.conversation.flow["asked"] == day


def test_when_it_was_asked_is_no_day_of_leave() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, ce l'ha chiesto ieri, vuole 4 ore il 24 novembre")
    assert (company.conversation.flow["asked"], company.conversation.flow["dates"]) == ("2026-11-21", "2026-11-24")
    assert "avviso del 10/11/2026" in company.say("no, ce l'ha chiesto il 10 novembre")
    assert company.conversation.flow["dates"] == "2026-11-24"
    company.say("no, ha chiesto il 10 dicembre")
    assert (company.conversation.flow["asked"], company.conversation.flow["dates"]) == ("2026-11-10", "2026-12-10")


def test_a_weekday_by_itself_is_every_one_of_them_and_its_end_is_asked_for() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, 4 ore")
    assert "Fino a quando?" in company.say("martedì")
    company.say("fino al 20 dicembre")
    assert company.conversation.flow["dates"] == "1::2026-12-20"


def test_plain_numbers_and_not_knowing_are_answers() -> None:
    company = chat()
    for words in ("/piano", "non lo so", "40", "4"):
        company.say(words)
    flow = company.conversation.flow
    assert (flow["agreement"], flow["week"], flow["hours"], flow["step"]) == ("-", "40/5", "4", "dates")


def test_half_a_day_is_half_of_the_day_and_not_the_smallest_block() -> None:
    company = chat()
    company.say("/piano metalmeccanici industria, 40 ore in 5 giorni, mezza giornata, ogni martedì a gennaio")
    assert "Ore in ogni giorno: 4 ore." in company.press("Oggi")


def test_whole_days_on_a_weekday_that_meets_a_holiday_are_in_order() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, giorni interi, ogni martedì a dicembre")
    told = company.press("Oggi")
    assert "La richiesta è in regola. Voi" in told
    assert ", giorni interi, " in told
    assert "Giorni che non contano:\n• 8/12/2026" in told
    assert "almeno 5 giorni di preavviso" in company.press("Che cosa rispondere")


def test_free_days_within_a_period_of_leave_need_no_cover() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, giorni interi, dal 7 al 18 gennaio")
    company.press("Oggi")
    told = company.press("Chi manca e quando")
    assert "venerdì, gennaio 2027: tutto il giorno, il 8, 15" in told
    assert "sabato" not in told
    assert "domenica" not in told


@pytest.mark.parametrize(
    ("agreement", "doubt"),
    [
        ("non lo so", "Il contratto collettivo non è indicato"),
        ("commercio", "Nel contratto commercio non abbiamo trovato una regola sulle ore"),
    ],
)
def test_a_doubt_that_may_turn_the_answer_round_stands_beside_it(agreement: str, doubt: str) -> None:
    company = chat()
    company.say("/piano")
    company.say(agreement)
    company.say("40 ore in 5 giorni, 3 ore al giorno, il 10 dicembre")
    told = company.say("ieri")
    assert "non è in regola" in told
    assert "Prima di rispondere controllate" in told
    assert doubt in told
    assert doubt in company.press("Che cosa rispondere")


def test_a_notice_that_the_agreement_may_not_ask_of_hours_refuses_nothing_and_is_told_as_a_doubt() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, 4 ore al giorno, il 24 novembre")
    told = company.press("Oggi")
    assert "La richiesta è in regola" in told
    assert "La legge per le ore ne chiede 2 giorni. Dal 27/11/2026 sono rispettati tutti e due." in told
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, 4 ore al giorno, il 14 dicembre")
    assert "La legge per le ore" not in company.press("Oggi")


def test_a_public_body_is_told_nothing_of_inps_flows_and_receipts() -> None:
    company = chat()
    company.say("/piano funzioni locali, 36 ore in 5 giorni, 2 ore al giorno, ogni martedì a dicembre")
    company.press("Oggi")
    assert "Busta paga e flussi INPS" not in company.buttons
    told = company.press("Che cosa rispondere")
    assert "la domanda arriva all'ente, non all'INPS" in told
    assert "ricevuta" not in told


def test_what_makes_no_sense_names_the_answer() -> None:
    company = chat()
    company.say("/piano contratto commercio")
    assert "Orario: non può essere più di 7" in company.say("40 ore in 8 giorni")


def test_a_late_plan_and_a_wrong_measure_are_both_told() -> None:
    company = chat()
    company.say("/piano metalmeccanici industria, 40 ore in 5 giorni, 3 ore al giorno, il 25 novembre")
    told = company.press("Oggi")
    assert "andava dato entro il 24/10/2026" in told
    assert "In un giorno si possono prendere: 2 ore oppure 4 ore." in told


def test_every_section_shows_its_source_and_the_day_it_was_verified() -> None:
    company = chat()
    company.say(RICH)
    company.press("Oggi")
    for name in company_screens.SECTIONS:
        told = company.press_action("plan_company", f"section {name}")
        if name not in ("cover", "papers"):
            assert "Fonte: " in told, name
            assert "Verificato il " in told, name


def test_the_entries_behind_the_buttons_are_those_of_companies() -> None:
    ids = {entry for entry, _ in company_screens.ENTRIES.values()} | {company_screens.NOTICE_ENTRY}
    ids |= {company_screens.WHOLE_DAYS_ENTRY, company_screens.PUBLIC_ENTRY}
    assert [id for id in ids if KNOWLEDGE.entries[id].for_ != ["company"]] == []
    assert KNOWLEDGE.entries["ore-azienda"].more


def test_a_clear_question_is_answered_aside_and_the_flow_waits() -> None:
    company = chat()
    company.say("/piano contratto commercio")
    company.say("possiamo rifiutare il congedo a ore?", topic="ore-rifiuto")
    assert company.decision is not None
    assert company.decision.entry == "ore-rifiuto-azienda"
    assert "Quante ore alla settimana" in company.press("Riprendi: Fai il piano delle ore")


def test_a_whole_screen_fits_a_phone() -> None:
    company = chat()
    company.say("/piano metalmeccanici industria, 40 ore in 5 giorni, 3 ore al giorno, ogni lunedì fino a giugno")
    assert len(company.press("Oggi")) < 1500


def test_many_months_of_absences_are_read_page_by_page() -> None:
    company = chat()
    company.say("/piano contratto commercio, 40 ore in 5 giorni, 4 ore al giorno, martedì e giovedì fino al 30/11/2027")
    company.press("Oggi")
    pages = [company.press("Chi manca e quando")]
    while pages[-1] not in pages[:-1]:
        pages.append(company.press("Altri mesi"))
    lines = [line for page in pages[:-1] for line in page.splitlines() if line.startswith("•")]
    assert len(lines) == len(set(lines)) == 2 * 13


SAID = st.one_of(
    st.sampled_from(["40 ore", "48 ore in 2 giorni", "3 ore", "mezza giornata", "il 31 febbraio", "martedì", "ieri"]),
    st.sampled_from(
        ["fino al 2090", "dal 20 al 10 dicembre", "metalmeccanici", "commercio", "a dicembre", "boh", "0 ore"]
    ),
    st.sampled_from(
        ["il 24 novembre", "ogni domenica a gennaio", "dal 1/1/2020 al 1/1/2030", "-", "4,5 ore al giorno"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(SAID, st.integers(0, 12)), max_size=10))
def test_whatever_is_written_and_pressed_the_flow_answers(steps: list[str | int]) -> None:
    company = chat()
    company.say("/piano")
    for step in steps:
        if isinstance(step, str):
            assert company.say(step)
        elif company.buttons:
            assert company.press(list(company.buttons)[step % len(company.buttons)])


# --- a shared plan ---

FAMILY = st.fixed_dictionaries(
    {
        "parent": st.sampled_from(["mother", "father"]),
        "single_parent": st.booleans(),
        "child": st.fixed_dictionaries(
            {"born": st.dates(date(2019, 1, 1), date(2025, 6, 1)).map(date.isoformat), "disability": st.booleans()}
        ),
        "used": st.fixed_dictionaries({"mother": st.integers(0, 20), "father": st.integers(0, 20)}),
        "monthly_gross": st.sampled_from([None, 1777.0, 2777.0]),
        "own_income": st.sampled_from([None, 7777.0]),
        "other_parent": st.sampled_from(["none", "not_working", None]),
        "compulsory_leave": st.just({"mother_ended": "2025-12-01"}),
    }
)


def everything_shown(plan: SavedPlan) -> str:
    company = opened(plan)
    shown = [company.say("/start piano_w0rd"), " ".join(company.buttons)]
    for name in company_screens.SECTIONS:
        shown.append(company.press_action("plan_company", f"section {name}"))
    return "\n".join([*shown, repr(company.conversation)])


@settings(max_examples=40, deadline=None)
@given(FAMILY)
def test_a_company_reads_the_same_words_whatever_family_stands_behind_the_days(family: dict[str, Any]) -> None:
    plan, plain = a_plan(**family), a_plan()
    assume('"dates_refused": ["2026-12-08"]' in plan.result)
    assert everything_shown(plan) == everything_shown(plain)


def test_a_shared_plan_shows_days_hours_notice_and_contract() -> None:
    company = opened(a_plan())
    told = company.say("/start piano_w0rd")
    assert "Contratto commercio, 40 ore in 5 giorni, 4 ore al giorno, avviso del 22/11/2026." in told
    assert "• martedì, dicembre 2026: 4 ore, il 1, 15, 22, 29" in told
    assert "Il preavviso è rispettato: con l'avviso del 22/11/2026 si può cominciare dal 24/11/2026." in told
    assert company.conversation.audience == "company"
    assert dict(company.conversation.flow) == {
        "name": "pianifica-congedo",
        "step": "result",
        "side": "company",
        "link": "w0rd",
        "links": "w0rd",
        "labels": "",
    }


def test_whole_days_are_shown_as_such_and_without_the_rules_of_hours() -> None:
    request = {"made_on": "2026-11-22", "mode": "days", "dates": {"from": "2026-12-09", "to": "2026-12-11"}}
    company = opened(a_plan(request=request))
    assert "mercoledì, dicembre 2026: tutto il giorno, il 9" in company.say("/start piano_w0rd")
    assert "Busta paga e flussi INPS" not in company.buttons


def test_a_revoked_link_shows_nothing_from_that_moment_on() -> None:
    company = opened(a_plan())
    company.say("/start piano_w0rd")
    company.records = Records()
    for told in (company.press("Chi manca e quando"), company.say("/start piano_w0rd")):
        assert "Questo link non vale più" in told
        assert "dicembre" not in told
    assert "link" not in company.conversation.flow


def test_another_link_does_not_open_this_plan() -> None:
    assert "Questo link non vale più" in opened(a_plan()).say("/start piano_0ther")


def test_a_worker_who_opens_a_link_is_told_whom_it_is_for_and_keeps_the_own_plan() -> None:
    draft = {"name": "pianifica-congedo", "step": "week", "who": "father"}
    worker = opened(a_plan(), "worker")
    worker.conversation = replace(worker.conversation, flow=draft)
    assert "Questo link è fatto per un'azienda" in worker.say("/start piano_w0rd")
    assert worker.conversation.flow == draft
    assert "Una persona che lavora da voi" in worker.press("Siamo l'azienda: apri")


# --- the owner's side ---


def saver(**changes: Any) -> Chat:
    worker = chat("worker")
    plan = a_plan(**changes)
    worker.records = replace(worker.records, plan=plan)
    worker.press_action("plan_saved", "show")
    return worker


def test_nothing_is_saved_before_the_owner_agrees() -> None:
    case = read_case(case_data(a_plan()), leave_rules(KNOWLEDGE))
    turn = Turn(KNOWLEDGE, chat("worker").conversation, TODAY)
    asked = saved.save(turn, case)
    assert asked.effects == ()
    (reply,) = word(KNOWLEDGE, asked, TODAY)
    assert "Se salvi il piano, teniamo" in reply.text
    version = reply.buttons[0][0].action.object.removeprefix("plan ")
    agreed = saved.consented(turn, version, lambda agreeing: saved.save(agreeing, case))
    assert agreed is not None
    assert agreed.effects == (GiveConsent("plan", version), SavePlan(a_plan()))
    declined = saved.consented(turn, "no", lambda agreeing: saved.save(agreeing, case))
    assert declined is not None
    assert declined.effects == ()
    stale = saved.consented(turn, "1999-01", lambda agreeing: saved.save(agreeing, case))
    assert stale is not None
    assert stale.effects == ()


def test_saving_says_what_is_kept_and_keeps_it() -> None:
    rules = leave_rules(KNOWLEDGE)
    plan = a_plan()
    case = read_case(case_data(plan), rules)
    turn = Turn(KNOWLEDGE, chat("worker").conversation, TODAY)
    agreed = Records(consents={"plan": consent.current(turn, "plan").version})
    decision = saved.save(replace(turn, records=agreed), case)
    assert decision.effects == (SavePlan(plan),)
    assert "fino a un anno dopo l'ultimo giorno" in word(KNOWLEDGE, decision, TODAY)[0].text


def test_the_owner_sees_first_what_the_company_will_see() -> None:
    worker = saver()
    told = worker.press("Condividi con l'azienda")
    assert worker.decision is not None
    assert worker.decision.effects == ()
    seen = opened(a_plan()).say("/start piano_w0rd")
    assert seen in told


def test_a_link_is_made_once_shown_again_and_taken_back() -> None:
    worker = saver()
    worker.press("Condividi con l'azienda")
    assert "https://t.me/?start=piano_w0rd" in worker.press("Crea il link")
    worker.records = replace(worker.records, fresh="0ther")
    assert "piano_w0rd" in worker.press_action("plan_saved", "link")
    worker.press("Togli il link")
    assert worker.records.plan == a_plan()


def test_the_owner_who_opens_the_own_link_sees_what_the_company_sees() -> None:
    shared = replace(a_plan(), link="w0rd")
    worker = chat("worker", Records(plan=shared, shared_plan=shared))
    assert "Questo è il link del tuo piano" in worker.say("/start piano_w0rd")
    assert worker.conversation.audience == "worker"
    assert "Togli il link" in worker.buttons


def test_deleting_asks_first() -> None:
    worker = saver()
    worker.press("Cancella il piano salvato")
    assert worker.records.plan is not None
    worker.press("Sì, cancella")
    assert worker.decision is not None
    assert worker.decision.effects == (ForgetPlan(),)
    assert "Non c'è un piano salvato" in worker.press_action("plan_saved", "show")


def test_a_plan_without_a_possible_day_has_no_link() -> None:
    worker = saver(child={"born": "2010-01-01"})
    assert "non ci sono giorni da mostrare" in worker.press("Condividi con l'azienda")


@pytest.mark.parametrize("said", ["", "link x", "0", "forget no"])
def test_a_button_that_is_none_of_ours_is_told_as_old(said: str, knowledge: Knowledge) -> None:
    assert knowledge.text("old_button", "it").strip()[:20] in saver().press_action("plan_saved", said)


def test_a_long_shared_plan_says_that_there_are_more_days() -> None:
    days = {"from": "2026-12-14", "to": "2027-01-15", "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"]}
    company = opened(a_plan(request={"made_on": TODAY.isoformat(), "mode": "days", "dates": days}))
    told = company.say("/start piano_w0rd")
    assert "venerdì, gennaio 2027" not in told
    assert "Gli altri giorni sono in «Chi manca e quando»" in told
    company.press("Chi manca e quando")
    assert "venerdì, gennaio 2027: tutto il giorno, il 8, 15" in company.press("Altri mesi")


def test_a_company_is_told_of_an_agreement_in_its_own_form() -> None:
    agreement = {"min_hours": 1, "blocks": [1, 2], "hours_per_day_of_leave": 8, "notice_days": 3}
    request = {"made_on": TODAY.isoformat(), "mode": "hours", "hours_per_day": 2, "dates": ["2026-12-10"]}
    company = opened(a_plan(agreement=agreement, request=request))
    company.say("/start piano_w0rd")
    told = company.press("Perché")
    assert "lo chiede l'accordo descritto" in told
    assert " hai " not in told


def test_a_week_without_days_is_named_also_when_half_a_day_is_asked() -> None:
    company = chat()
    company.say("/piano contratto commercio, mezza giornata")
    assert "Qui qualcosa non torna. Orario: " in company.press_action("plan_company", "set week 40/0")
