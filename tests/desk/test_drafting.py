"""The operators' assistant: drafts from what a citizen wrote, and good replies that go to the curators, masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.desk.drafts import Exchange, exchange, last_question
from bot.dialogue.decide import decide
from bot.dialogue.desk.drafts import WAIT
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision, Records
from bot.model.reply import EntryCard
from bot.model.ticket import AnswerTicket, Author, Operator, Role, Ticket, TicketMessage
from bot.model.understanding import Guess, Place, Understanding
from bot.rules.drafts import MOST_OTHERS, suggest
from bot.store import proposals, tickets
from bot.store.proposals import KeptProposal
from bot.wording import word
from tests.desk.conftest import ANNA, BRUNO, CITIZEN, HERE, ROOM, STRANGER, Desk

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPERATOR = Operator(1, "Anna", ANNA, (HERE,), frozenset({"operator"}))
BINASCO = Place("found", "Binasco", "015024")
NOTICE = "quanto preavviso serve per il congedo a ore"
PASTED = Understanding((Guess("ore-preavviso", 0.87), Guess("ore-cosa", 0.1), Guess("saluto", 0.05)), by="rasa")


def held(*codes: str) -> tuple[Ticket, ...]:
    return tuple(Ticket(code, "question", CITIZEN, "it", HERE, NOW, NOW, "taken", holder=1) for code in codes)


def hears(
    knowledge: Knowledge,
    understanding: Understanding = PASTED,
    *codes: str,
    operator: Operator | None = OPERATOR,
    forwarded: bool = True,
    action: Action | None = None,
    words: str = "Una signora scrive ...",
    awaiting: str | None = None,
    now: datetime = NOW,
) -> Decision:
    kind = Kind.BUTTON if action else Kind.TEXT
    heard = Heard(Utterance(ANNA, kind, words, forwarded=forwarded), None if action else understanding, action)
    conversation = Conversation(ANNA, greeted=True, awaiting=awaiting)
    return decide(knowledge, conversation, heard, TODAY, Records(now=now, operator=operator, held=held(*codes)))


def screen(knowledge: Knowledge, decision: Decision) -> str:
    return "\n\n".join(reply.text for reply in word(knowledge, decision, TODAY))


def actions(decision: Decision) -> list[Action]:
    return [choice.action for message in decision.messages for row in message.choices for choice in row]


# --- in private ---


def test_a_forwarded_message_gets_topic_confidence_draft_source_and_verified_day(knowledge: Knowledge) -> None:
    decision = hears(knowledge)
    assert decision.entry == "ore-preavviso"
    told = screen(knowledge, decision)
    assert f"{knowledge.topics['ore-preavviso'].title} (sicurezza 87 %)" in told
    assert "Fonte:" in told
    assert "erificat" in told
    assert Action("draft", "topic ore-cosa -") in actions(decision)
    assert not any("saluto" in action.object for action in actions(decision))


def test_the_text_to_copy_stands_alone_in_its_message(knowledge: Knowledge) -> None:
    assert [message.parts for message in hears(knowledge).messages if EntryCard("ore-preavviso") in message.parts] == [
        (EntryCard("ore-preavviso"),)
    ]


def test_the_helpdesk_comes_from_the_place_in_the_message_and_from_no_earlier_one(knowledge: Knowledge) -> None:
    there = hears(knowledge, replace(PASTED, place=BINASCO))
    assert there.helpdesks
    assert there.conversation.comune is None
    assert Action("draft", "topic ore-cosa 015024") in actions(there)
    assert hears(knowledge).helpdesks == ()


def test_a_pasted_message_does_not_tell_who_the_operator_is(knowledge: Knowledge) -> None:
    pasted = replace(PASTED, audience="worker", language="en")
    assert hears(knowledge, pasted).conversation == Conversation(ANNA, greeted=True)


def test_a_question_typed_by_an_operator_gets_a_draft_and_small_talk_does_not(knowledge: Knowledge) -> None:
    assert hears(knowledge, forwarded=False).messages[1].parts == (EntryCard("ore-preavviso"),)
    chat = Understanding((Guess("saluto", 0.9), Guess("ore-preavviso", 0.3)), by="rasa")
    assert not any(action.verb == "draft" for action in actions(hears(knowledge, chat, forwarded=False)))


def test_nobody_else_gets_the_buttons_of_a_draft(knowledge: Knowledge) -> None:
    decision = hears(knowledge, operator=None)
    assert not any(action.verb == "draft" for action in actions(decision))
    stale = hears(knowledge, action=Action("draft", "use ore-preavviso ABC"), operator=None)
    assert stale.effects == ()


def test_danger_in_a_forwarded_message_gets_no_draft_and_the_numbers(knowledge: Knowledge) -> None:
    decision = hears(knowledge, replace(PASTED, danger="violence", worry="violence"))
    assert decision.outcome == "safety"
    assert "1522" in screen(knowledge, decision)
    assert "Leggilo subito tu" in screen(knowledge, decision)


def test_words_that_begin_as_passed_on_are_the_citizens_whoever_they_speak_of(knowledge: Knowledge) -> None:
    about_a_boss = replace(PASTED, audience="worker")
    for words, goes_out in (("Inoltro: il mio capo dice no", False), ("Inoltre le spettano due giorni.", True)):
        waiting = f"answer AAA {(NOW + WAIT).isoformat()}"
        decision = hears(knowledge, about_a_boss, "AAA", forwarded=False, words=words, awaiting=waiting)
        assert bool(decision.effects) is goes_out


def test_what_fits_nothing_is_said_plainly(knowledge: Knowledge) -> None:
    for ranking in ((), (Guess("fuori-tema", 0.9), Guess("ore-cosa", 0.25)), (Guess("ore-cosa", 0.1),)):
        decision = hears(knowledge, Understanding(ranking, by="rasa"))
        assert decision.entry is None
        assert "Non ho una bozza" in screen(knowledge, decision)


def test_without_a_case_in_hand_the_draft_is_to_be_copied(knowledge: Knowledge) -> None:
    decision = hears(knowledge, action=Action("draft", "use ore-preavviso"))
    assert decision.effects == ()
    assert "copia il testo" in screen(knowledge, decision)


def test_with_one_case_in_hand_the_button_names_it_and_with_more_the_operator_chooses(knowledge: Knowledge) -> None:
    assert Action("draft", "use ore-preavviso AAA") in actions(hears(knowledge, PASTED, "AAA"))
    assert Action("draft", "use ore-preavviso") in actions(hears(knowledge, PASTED, "AAA", "BBB"))
    asked = hears(knowledge, PASTED, "AAA", "BBB", action=Action("draft", "use ore-preavviso"))
    assert actions(asked) == [Action("draft", f"use ore-preavviso {code}") for code in ("AAA", "BBB")]
    chosen = hears(knowledge, PASTED, "AAA", "BBB", action=Action("draft", "use ore-preavviso BBB"))
    assert chosen.effects == (AnswerTicket("BBB", entry="ore-preavviso"),)


@pytest.mark.parametrize("what", ["use ore-preavviso CCC", "edit CCC"])
def test_a_case_that_is_no_longer_in_hand_gets_nothing(what: str, knowledge: Knowledge) -> None:
    decision = hears(knowledge, PASTED, "AAA", action=Action("draft", what))
    assert (decision.effects, decision.conversation.awaiting) == ((), None)
    assert "non è in mano tua" in screen(knowledge, decision)


def test_after_modify_the_next_message_goes_out_instead_of_the_draft(knowledge: Knowledge) -> None:
    waiting = hears(knowledge, PASTED, "AAA", action=Action("draft", "edit AAA")).conversation.awaiting
    sent = hears(knowledge, PASTED, "AAA", forwarded=False, awaiting=waiting, words="Due giorni, signora.")
    assert sent.effects == (AnswerTicket("AAA", text="Due giorni, signora."),)
    assert sent.conversation.awaiting is None


def test_a_message_for_somebody_else_never_goes_out_after_modify(knowledge: Knowledge) -> None:
    waiting = hears(knowledge, PASTED, "AAA", action=Action("draft", "edit AAA")).conversation.awaiting
    forwarded = hears(knowledge, PASTED, "AAA", awaiting=waiting)
    pasted = hears(knowledge, replace(PASTED, audience="operator"), "AAA", forwarded=False, awaiting=waiting)
    late = hears(knowledge, PASTED, "AAA", forwarded=False, awaiting=waiting, now=NOW + WAIT + timedelta(minutes=1))
    stopped = hears(knowledge, PASTED, "AAA", awaiting=waiting, action=Action("draft", "stop"))
    for decision in (forwarded, pasted, late, stopped):
        assert (decision.effects, decision.conversation.awaiting) == ((), None)
    assert "troppo tempo" in screen(knowledge, late)


rankings = st.lists(
    st.tuples(st.sampled_from(["ore-cosa", "ore-preavviso", "saluto", "fuori-tema", "trova-sportello", "gone"]),
              st.floats(0, 1)),
    max_size=6,
)  # fmt: skip


@given(rankings, st.booleans())
def test_whatever_is_understood_a_draft_is_an_answer_with_a_source(
    knowledge: Knowledge, ranking: list[tuple[str, float]], danger: bool
) -> None:
    guesses = tuple(Guess(topic, sure) for topic, sure in sorted(ranking, key=lambda guess: -guess[1]))
    found = suggest(knowledge, Understanding(guesses, by="rasa", danger="violence" if danger else ""), TODAY)
    if found:
        assert not danger
        assert knowledge.entries[found.entry].topic == found.topic
        assert knowledge.entries[found.entry].sources
        assert found.topic not in found.others
        assert len(found.others) <= MOST_OTHERS


# --- which reply is meant ---


def said(*lines: tuple[Author, str]) -> list[TicketMessage]:
    return [TicketMessage(author, words, NOW + timedelta(minutes=n)) for n, (author, words) in enumerate(lines)]


def test_a_proposal_is_the_last_reply_with_the_question_before_it() -> None:
    told = said(
        ("citizen", "prima"), ("operator", "uno"), ("note", "// tra noi"), ("citizen", "seconda"),
        ("note", "altra nota"), ("operator", "due"), ("citizen", "grazie"),
    )  # fmt: skip
    assert exchange(told, "question") == Exchange("seconda", "due")
    assert exchange(told, "question", told[1]) == Exchange("prima", "uno")
    assert exchange(told, "question", told[2]) == Exchange()
    assert last_question(told, "question") == "grazie"


def test_the_summary_of_a_form_is_no_question() -> None:
    told = said(("citizen", "Servizio: nido. Figli: 1"), ("operator", "manca il documento"))
    assert exchange(told, "voucher") == Exchange("", "manca il documento")
    assert last_question(told[:1], "voucher") == ""


# --- at the desk ---


async def at_work(desk: Desk, words: str = NOTICE + "?") -> str:
    """Anna has a case in hand, in her room; its code."""
    await desk.operator("Anna", ANNA, [HERE])
    await desk.link(ROOM, HERE)
    code = await desk.open(words)
    await desk.write(ANNA, "/prendi", ROOM, code)
    return code


async def proposed(desk: Desk) -> list[KeptProposal]:
    async with desk.sessions() as session:
        return list(await proposals.all_kept(session))


async def test_a_draft_on_the_card_is_shown_in_the_topic_and_sent_only_when_it_is_used(desk: Desk) -> None:
    code = await at_work(desk)
    before = len(desk.sent)
    (draft,) = await desk.press(ANNA, f"draft {code}", ROOM)
    assert draft.chat == ROOM
    assert draft.ticket == code
    assert "il cittadino non la vede" in draft.text
    assert "sicurezza" in draft.text
    assert "Fonte:" in draft.text
    assert desk.told(CITIZEN, before) == ""
    await desk.press(ANNA, f"use {code} ore-preavviso", ROOM)
    answer = desk.told(CITIZEN, before)
    assert "Anna" in answer
    assert "Fonte:" in answer
    details = await desk.press(CITIZEN, "ore-preavviso", verb="more")
    assert "Fonte:" in details[-1].text
    assert [each.action for each in await desk.trail(code)][-1] == "answer"


async def test_a_draft_answers_what_the_citizen_wrote_last(desk: Desk) -> None:
    code = await at_work(desk, "cos'è il voucher di conciliazione")
    await desk.write(CITIZEN, NOTICE)
    shown = [label for letter in desk.sent[-1:] for row in letter.buttons for label, _ in row]
    assert shown == ["Bozza"]
    (draft,) = await desk.write(ANNA, "/bozza", ROOM, code)
    assert desk.assistant.knowledge.topics["ore-preavviso"].title in draft.text


async def test_another_topic_gives_another_draft(desk: Desk) -> None:
    code = await at_work(desk, "quanto preavviso serve per il congedo")
    (draft,) = await desk.press(ANNA, f"draft {code}", ROOM)
    labels = [label for row in draft.buttons for label, _ in row]
    titles = {topic.title: id for id, topic in desk.assistant.knowledge.topics.items()}
    other = next(label for label in labels if label in titles)
    (again,) = await desk.press(ANNA, f"draft {code} {titles[other]}", ROOM)
    assert f"Argomento scelto da te: {other}" in again.text


async def test_a_draft_is_sent_only_by_who_has_the_case(desk: Desk) -> None:
    code = await at_work(desk)
    await desk.operator("Bruno", BRUNO, [HERE])
    await desk.press(BRUNO, f"draft {code}", ROOM)
    before = len(desk.sent)
    for who in (BRUNO, STRANGER):
        await desk.press(who, f"use {code} ore-preavviso", ROOM)
    assert desk.told(CITIZEN, before) == ""
    assert "Anna" in desk.told(ROOM, before)


async def test_an_operator_forwards_in_private_and_uses_the_draft_in_a_case(desk: Desk) -> None:
    code = await at_work(desk, "Buongiorno, posso chiedere una cosa?")
    before = len(desk.sent)
    await desk.write(ANNA, NOTICE, forwarded=True)
    told = await desk.press(ANNA, f"use ore-preavviso {code}", verb="draft")
    assert "Fonte:" in desk.told(CITIZEN, before)
    assert f"Risposta di Anna nella pratica {code}" in desk.told(ROOM, before)
    (answer,) = (letter for letter in told if letter.chat == CITIZEN)
    assert answer.receipt in [letter.id for letter in told if letter.chat == ANNA]


async def test_own_words_after_modify_reach_the_citizen_and_a_note_never_does(desk: Desk) -> None:
    code = await at_work(desk)
    before = len(desk.sent)
    await desk.write(ANNA, NOTICE, forwarded=True)
    await desk.press(ANNA, f"edit {code}", verb="draft")
    await desk.write(ANNA, "Bastano due giorni, signora.")
    assert "Bastano due giorni, signora." in desk.told(CITIZEN, before)
    await desk.press(ANNA, f"edit {code}", verb="draft")
    await desk.write(ANNA, "//richiamare la signora domani")
    assert "richiamare" not in desk.told(CITIZEN, before)


async def test_own_words_are_corrected_where_they_arrived(desk: Desk) -> None:
    code = await at_work(desk)
    await desk.write(ANNA, NOTICE, forwarded=True)
    await desk.press(ANNA, f"edit {code}", verb="draft")
    await desk.write(ANNA, "Bastano tre giorni.", message=77)
    before = len(desk.sent)
    await desk.write(ANNA, "Bastano due giorni.", message=77, edit=True)
    assert "Bastano due giorni." in desk.told(CITIZEN, before)


async def test_the_citizen_gets_the_draft_in_their_language_if_it_is_translated(desk: Desk) -> None:
    code = await at_work(desk)
    async with desk.sessions.begin() as session:
        ticket = await tickets.lock(session, code)
        assert ticket
        await tickets.save(session, replace(ticket, language="en"))
    (draft,) = await desk.press(ANNA, f"draft {code}", ROOM)
    assert "un'altra lingua" in draft.text
    before = len(desk.sent)
    await desk.press(ANNA, f"use {code} ore-preavviso", ROOM)
    translated = desk.assistant.knowledge.entries["ore-preavviso"].translations["en"]
    assert translated.answer.split("{")[0].strip()[:40] in desk.told(CITIZEN, before)


async def test_nothing_that_was_pasted_stays_in_the_database(desk: Desk) -> None:
    await at_work(desk, "Buongiorno")
    await desk.write(ANNA, f"{NOTICE}, mi chiamo Genoveffa", forwarded=True)
    assert await tables_with(desk, "Genoveffa") == []


async def tables_with(desk: Desk, words: str) -> list[str]:
    found = []
    async with desk.sessions() as session:
        tables = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        for table in tables.all():
            rows = await session.execute(text(f'SELECT * FROM "{table}"'))  # names of our own tables
            if any(words in str(row) for row in rows):
                found.append(table)
    return found


async def test_a_citizen_in_danger_gets_no_draft(desk: Desk) -> None:
    code = await at_work(desk, "mio marito mi picchia")
    (reply,) = await desk.press(ANNA, f"draft {code}", ROOM)
    assert "Leggilo subito tu" in reply.text


# --- for the curators ---


async def test_a_reply_is_proposed_without_what_tells_who_it_was(desk: Desk) -> None:
    code = await at_work(desk, f"Sono Genoveffa Bianchi, 333 1234567: {NOTICE}?")
    await desk.write(ANNA, "Gentile Genoveffa, bastano due giorni. Mi chiami allo 02 5551234.", ROOM, code)
    before = len(desk.sent)
    await desk.write(ANNA, "/bozza_voce", ROOM, code)
    (kept,) = await proposed(desk)
    assert kept.topic == "ore-preavviso"
    assert NOTICE in kept.question
    assert "bastano due giorni" in kept.reply
    for personal in ("Genoveffa", "Bianchi", "1234567", "5551234", "Anna", code):
        assert personal not in f"{kept.question} {kept.reply}"
    assert desk.told(CITIZEN, before) == ""
    assert [each.action for each in await desk.trail(code)][-1] == "propose"
    await desk.write(ANNA, "/bozza_voce", ROOM, code)
    assert len(await proposed(desk)) == 1


async def test_after_closing_one_press_proposes_the_reply(desk: Desk) -> None:
    code = await at_work(desk)
    await desk.write(ANNA, "Bastano due giorni.", ROOM, code)
    await desk.write(ANNA, "/chiudi risolta Tutto chiaro.", ROOM, code)
    await desk.press(ANNA, f"propose {code}", ROOM)
    assert [each.reply for each in await proposed(desk)] == ["Bastano due giorni."]


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("mio marito mi picchia", "La chiamo subito."),
        ("ho la depressione, quanto preavviso serve per il congedo a ore?", "Due giorni."),
        (NOTICE, "Con la sclerosi multipla può chiedere altri permessi."),
        (NOTICE, ""),
    ],
)
async def test_nothing_too_personal_and_nothing_unanswered_is_proposed(question: str, reply: str, desk: Desk) -> None:
    code = await at_work(desk, question)
    if reply:
        await desk.write(ANNA, reply, ROOM, code)
    await desk.write(ANNA, "/bozza_voce", ROOM, code)
    assert await proposed(desk) == []


@pytest.mark.parametrize(
    ("roles", "helpdesks", "may"),
    [
        (("operator",), [HERE], True),
        (("coordinator",), [], True),
        (("operator",), ["rozzano-servizio-sociale"], False),
        (("curator",), [HERE], False),
        ((), [], False),
    ],
)
async def test_who_may_propose_and_draft(roles: tuple[Role, ...], helpdesks: list[str], may: bool, desk: Desk) -> None:
    code = await at_work(desk)
    await desk.write(ANNA, "Bastano due giorni.", ROOM, code)
    if roles:
        await desk.operator("Bruno", BRUNO, helpdesks, *roles)
    before = len(desk.sent)
    await desk.write(BRUNO, "/bozza", ROOM, code)
    assert ("il cittadino non la vede" in desk.told(ROOM, before)) is may
    await desk.write(BRUNO, "/bozza_voce", ROOM, code)
    assert bool(await proposed(desk)) is may


@pytest.mark.parametrize(("role", "may"), [("curator", True), ("coordinator", True), ("operator", False)])
async def test_who_may_read_what_was_proposed(role: Role, may: bool, desk: Desk) -> None:
    code = await at_work(desk)
    await desk.write(ANNA, "Bastano due giorni.", ROOM, code)
    await desk.write(ANNA, "/bozza_voce", ROOM, code)
    await desk.operator("Bruno", BRUNO, [HERE], role)
    (reply,) = await desk.write(BRUNO, "/proposte")
    assert ("Bastano due giorni." in reply.text) is may
    before = len(desk.sent)
    await desk.write(STRANGER, "/proposte")
    assert "Bastano due giorni." not in desk.told(STRANGER, before)


async def test_a_removed_operator_neither_drafts_nor_proposes(desk: Desk) -> None:
    code = await at_work(desk)
    await desk.write(ANNA, "Bastano due giorni.", ROOM, code)
    bruno = await desk.operator("Bruno", BRUNO, [HERE])
    await desk.remove(bruno)
    before = len(desk.sent)
    await desk.write(BRUNO, "/bozza_voce", ROOM, code)
    await desk.write(BRUNO, NOTICE, forwarded=True)
    assert await proposed(desk) == []
    assert "Bozza" not in desk.told(BRUNO, before)
