"""What the assistant says is said in every language, fits a phone, and reads well from right to left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.dialogue import language as languages
from bot.dialogue.decide import decide
from bot.knowledge.loader import Knowledge, read
from bot.knowledge.problems import Problem
from bot.knowledge.schema import DangerWords, Translation
from bot.knowledge.words import (
    ITALIAN_ONLY,
    danger_phrases_name_known_groups,
    fingerprint,
    languages_say_the_same,
    texts_fit_a_phone,
    translations_are_of_this_text,
)
from bot.model.conversation import Action, Conversation, Heard, Kind, Utterance
from bot.model.decision import Decision
from bot.model.understanding import Understanding
from bot.understanding.language import LANGUAGES
from bot.wording import kept_together, word

TODAY = date(2026, 11, 22)


def said(knowledge: Knowledge, decision: Decision) -> str:
    return "\n\n".join(reply.text for reply in word(knowledge, decision, TODAY))


def labels(knowledge: Knowledge, decision: Decision) -> list[str]:
    return [button.label for reply in word(knowledge, decision, TODAY) for row in reply.buttons for button in row]


def hear(text: str = "", kind: Kind = Kind.TEXT, **understood: object) -> Heard:
    understanding = Understanding(ranking=(), by="rasa", **understood)  # type: ignore[arg-type]
    return Heard(Utterance("chat", kind, text), understanding)


def press(verb: str, object: str) -> Heard:
    return Heard(Utterance("chat", Kind.BUTTON, "id"), action=Action(verb, object))


def speaking(language: str) -> Conversation:
    return Conversation("chat", language=language, greeted=True, asked_audience=True)


def test_every_language_has_its_texts(knowledge: Knowledge) -> None:
    assert set(knowledge.words) == set(LANGUAGES) == set(languages.ORDER)
    assert list(languages_say_the_same(knowledge.words, knowledge.files)) == []
    assert list(texts_fit_a_phone(knowledge.words, knowledge.files)) == []
    assert list(danger_phrases_name_known_groups(knowledge.danger)) == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"it"}))
def test_nothing_was_left_in_italian(language: str, knowledge: Knowledge) -> None:
    italian, texts = knowledge.words["it"], knowledge.words[language]
    sentences = [key for key in texts if len(texts[key]) > 25 and not key.startswith(ITALIAN_ONLY)]
    assert [key for key in sentences if texts[key] == italian.get(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_numbers_come_first_in_danger(language: str, knowledge: Knowledge) -> None:
    for greeted in (True, False):
        before = replace(speaking("it"), greeted=greeted)
        decision = decide(knowledge, before, hear("...", danger="violence", language=language), TODAY)
        first, second, *_ = word(knowledge, decision, TODAY)[0].text.splitlines()
        assert "112" in first
        assert "1522" in second
        assert decision.conversation.language == language


def test_a_missing_a_strange_and_a_differently_filled_text_are_named(knowledge: Knowledge) -> None:
    broken = dict(knowledge.words["en"], strange="x", phone="Phone")
    files = {**knowledge.files, "en/strange": "knowledge_base/words/en/conversation.yaml"}
    del broken["hello"]
    found = [str(problem) for problem in languages_say_the_same({**knowledge.words, "en": broken}, files)]
    assert len(found) == 3
    assert any("hello: is missing" in text for text in found)
    assert any("strange: is no Italian key" in text for text in found)
    assert any("phone: fills other names" in text for text in found)


def test_a_translation_older_than_its_italian_is_named_with_what_to_write(knowledge: Knowledge) -> None:
    assert list(translations_are_of_this_text(knowledge.words, knowledge.translated)) == []
    newer = {**knowledge.words, "it": {**knowledge.words["it"], "hello": "Buondì!"}}
    (problem,) = translations_are_of_this_text(newer, knowledge.translated)
    assert problem.field == "hello"
    assert fingerprint("Buondì!") in problem.remedy


def test_a_text_that_stands_in_two_files_is_named(root: Path) -> None:
    extra = root / "knowledge_base" / "words" / "it" / "acts.yaml"
    extra.write_text(extra.read_text() + 'hello: "Ciao due volte"\n')
    problems: list[Problem] = []
    read(root, problems)
    assert ["hello: stands in knowledge_base/words/it/acts.yaml too" in str(problem) for problem in problems] == [True]


def test_a_long_label_and_a_week_of_six_days_are_named(knowledge: Knowledge) -> None:
    broken = dict(knowledge.words["en"], more="more " * 10, week="Mon Tue Wed Thu Fri Sat")
    found = [str(problem) for problem in texts_fit_a_phone({"en": broken}, knowledge.files)]
    assert len(found) == 2
    assert all("Remedy: " in text for text in found)


def test_an_unknown_group_of_danger_words_is_named(knowledge: Knowledge) -> None:
    violence = ["<man> ... picchia", "<woman> picchia"]
    words = DangerWords(groups={"man": ["lui"]}, danger=violence, suicide=["a"], distress=["b"], child=["c"])
    (problem,) = danger_phrases_name_known_groups({"it": words})
    assert "<woman>" in str(problem)


def test_a_language_is_followed_until_one_is_chosen(knowledge: Knowledge) -> None:
    first = decide(knowledge, speaking("it"), hear("...", language="es"), TODAY).conversation
    assert first.language == "es"
    unclear = decide(knowledge, first, hear("ok"), TODAY).conversation
    assert unclear.language == "es"
    chosen = decide(knowledge, unclear, press("language", "sq"), TODAY).conversation
    assert chosen.language == "sq"
    later = decide(knowledge, chosen, hear("...", language="it"), TODAY).conversation
    assert later.language == "sq"


def test_an_unknown_language_of_an_old_button_starts_again(knowledge: Knowledge) -> None:
    decision = decide(knowledge, speaking("it"), press("language", "xx"), TODAY)
    assert decision.conversation.language == "it"
    assert decision.messages


def test_lingua_offers_each_language_by_its_own_name(knowledge: Knowledge) -> None:
    decision = decide(knowledge, speaking("zh"), hear("/lingua", Kind.COMMAND), TODAY)
    assert labels(knowledge, decision) == [
        "Italiano",
        "English",
        "Română",
        "Español",
        "Français",
        "العربية",
        "Українська",
        "Shqip",
        "中文",
    ]


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"it"}))
def test_an_answer_without_translation_says_that_it_is_in_italian(language: str, knowledge: Knowledge) -> None:
    entry = replace_translations(knowledge, "ore-preavviso", {})
    text = said(entry, decide(entry, speaking(language), press("show", "ore-preavviso"), TODAY))
    assert text.startswith(knowledge.words[language]["italian_answer"])


def test_a_translated_answer_says_which_text_is_official(knowledge: Knowledge) -> None:
    translation = Translation(answer="Tell them two days before.", verified_on=date(2026, 3, 1))
    known = replace_translations(knowledge, "ore-preavviso", {"en": translation})
    text = said(known, decide(known, speaking("en"), press("show", "ore-preavviso"), TODAY))
    assert text.index("Tell them") < text.index(knowledge.words["en"]["official_italian"]) < text.index("Source:")
    assert "Checked on 01/03/2026" in text
    assert knowledge.words["en"]["italian_answer"] not in text
    spanish = said(known, decide(known, speaking("es"), press("show", "ore-preavviso"), TODAY))
    assert "Tell them" not in spanish


def replace_translations(knowledge: Knowledge, topic: str, translations: dict[str, Translation]) -> Knowledge:
    entries = {
        id: entry.model_copy(update={"translations": translations}) if entry.topic == topic else entry
        for id, entry in knowledge.entries.items()
    }
    return replace(knowledge, entries=entries)


def test_topics_have_english_titles_and_others_stay_italian(knowledge: Knowledge) -> None:
    assert all("en" in topic.titles for topic in knowledge.topics.values())
    menu = decide(knowledge, speaking("en"), hear("/aiuto", Kind.COMMAND), TODAY)
    assert "Hourly leave: what it is" in labels(knowledge, menu)
    menu = decide(knowledge, speaking("uk"), hear("/aiuto", Kind.COMMAND), TODAY)
    assert "Congedo a ore: cos'è" in labels(knowledge, menu)


def test_data_nobody_asked_for_are_not_needed_and_danger_comes_before_that(knowledge: Knowledge) -> None:
    notice = knowledge.words["it"]["no_sensitive_data"]
    asked = decide(knowledge, speaking("it"), hear("...", sensitive=True), TODAY)
    assert said(knowledge, asked).startswith(notice)
    danger = decide(knowledge, speaking("it"), hear("...", sensitive=True, danger="violence"), TODAY)
    assert notice not in said(knowledge, danger)


def test_numbers_and_commands_keep_their_direction_in_arabic(knowledge: Knowledge) -> None:
    desk = decide(knowledge, speaking("ar"), press("place", "015189"), TODAY)
    assert desk.helpdesks
    phones = [line for line in said(knowledge, desk).splitlines() if line.startswith("الهاتف")]
    assert phones
    assert all("\u2068" in line and line.endswith("\u2069") for line in phones)
    text, _ = kept_together(knowledge.words["ar"]["trouble"], {})
    assert "\u2066/sportello\u2069" in text
    assert kept_together("{text}", {"text": "Rozzano"}) == ("{text}", {"text": "Rozzano"})
