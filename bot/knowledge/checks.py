"""Problems of sense: content that has the right shape and still cannot be trusted."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

from bot.knowledge import readability
from bot.knowledge.companies import companies_are_in_order
from bot.knowledge.figures import fill, names_in
from bot.knowledge.languages import danger_phrases_name_known_groups, languages_say_the_same, texts_fit_a_phone
from bot.knowledge.leave_agreements import unknown_figures
from bot.knowledge.loader import Knowledge
from bot.knowledge.notices import notices_are_in_order
from bot.knowledge.practices import practices_are_easy_to_read, practices_are_in_order
from bot.knowledge.problems import Problem
from bot.knowledge.schema import Entry
from bot.knowledge.voucher import calls_are_in_order

Check = Callable[[Knowledge], Iterator[Problem]]


def find_problems(knowledge: Knowledge) -> list[Problem]:
    """Every problem of every check, sorted by file."""
    return sorted(problem for check in CHECKS for problem in check(knowledge))


def entries_name_known_things(knowledge: Knowledge) -> Iterator[Problem]:
    for entry in knowledge.entries.values():
        file = knowledge.files[entry.id]
        topic = knowledge.topics.get(entry.topic)
        if topic is None or topic.kind != "answer":
            yield Problem(file, f"{entry.id}.topic", f"{entry.topic} is no topic to answer", "use an id of topics.yaml")
        for following in entry.next:
            if following not in knowledge.topics:
                yield Problem(
                    file, f"{entry.id}.next", f"{following} is not in topics.yaml", "use an id of topics.yaml"
                )
        translated = [(f"translations.{code}", f"{t.answer} {t.more or ''}") for code, t in entry.translations.items()]
        for field, text in (("answer", entry.answer), ("more", entry.more or ""), *translated):
            for name in names_in(text):
                if name not in knowledge.figures:
                    remedy = "add it to knowledge_base/rules, or mend its name"
                    yield Problem(file, f"{entry.id}.{field}", f"{{{name}}} is not a figure", remedy)


def each_audience_has_one_answer(knowledge: Knowledge) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in knowledge.entries.values():
        for audience in entry.for_:
            other = seen.setdefault((entry.topic, audience), entry)
            if other is not entry and _overlap(other, entry):
                problem = f"answers {entry.topic} for {audience}, as {other.id} does on the same days"
                yield Problem(knowledge.files[entry.id], entry.id, problem, "change `for`, or end one with `valid_to`")


def _overlap(one: Entry, other: Entry) -> bool:
    first, second = sorted((one, other), key=lambda entry: entry.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def every_topic_is_answered(knowledge: Knowledge) -> Iterator[Problem]:
    answered = {(entry.topic, audience) for entry in knowledge.entries.values() for audience in entry.for_}
    for topic in knowledge.topics.values():
        for audience in topic.for_:
            if topic.kind == "answer" and (topic.id, audience) not in answered:
                problem = f"{topic.id} has no answer for {audience}"
                yield Problem(
                    "knowledge_base/topics.yaml", topic.id, problem, "write an entry in knowledge_base/answers"
                )


def dates_are_in_order(knowledge: Knowledge) -> Iterator[Problem]:
    for entry in knowledge.entries.values():
        file = knowledge.files[entry.id]
        if entry.valid_to and entry.valid_to < entry.valid_from:
            yield Problem(file, f"{entry.id}.valid_to", "is before valid_from", "mend one of the two dates")
        if entry.review_by <= entry.verified_on:
            yield Problem(file, f"{entry.id}.review_by", "is not after verified_on", "name a later day")
    for name, figure in knowledge.figures.items():
        for earlier, later in zip(figure.periods, figure.periods[1:], strict=False):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                problem = f"two values hold on {later.valid_from}"
                yield Problem(knowledge.files[name], name, problem, "end the earlier one with `valid_to`")


def examples_are_told_apart(knowledge: Knowledge) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for topic, languages in knowledge.examples().items():
        for text in (text for texts in languages.values() for text in texts):
            key = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
            other = seen.setdefault(key, topic)
            if other != topic:
                yield Problem("questions", topic, f"{text!r} is an example of {other} too", "keep it in one topic")


def first_screens_are_easy_to_read(knowledge: Knowledge) -> Iterator[Problem]:
    ease = {}
    for entry in knowledge.entries.values():
        file = knowledge.files[entry.id]
        text = _readable(entry.answer, knowledge, entry)
        ease[entry.id] = readability.gulpease(text)
        if ease[entry.id] < readability.EASY_ENOUGH:
            problem = f"Gulpease {ease[entry.id]:.0f} is below {readability.EASY_ENOUGH}"
            yield Problem(file, f"{entry.id}.answer", problem, "shorter sentences, shorter words")
        for sentence in readability.long_sentences(text + "\n" + _readable(entry.more or "", knowledge, entry)):
            if not any(sentence.startswith(start) for start in entry.long_sentences):
                problem = f"more than {readability.LONGEST_SENTENCE} words: {sentence[:40]!r}…"
                yield Problem(file, entry.id, problem, "cut the sentence in two, or give a reason in `long_sentences`")
    if ease and statistics.median(ease.values()) < readability.EASY_MEDIAN:
        problem = f"the median Gulpease {statistics.median(ease.values()):.0f} is below {readability.EASY_MEDIAN}"
        yield Problem("knowledge_base/answers", "", problem, "rewrite the hardest answers")


def acronyms_are_explained(knowledge: Knowledge) -> Iterator[Problem]:
    """On the first screen by itself; the details may rely on the first screen."""
    known = {acronym for acronyms in knowledge.acronyms.values() for acronym in acronyms}
    for entry in knowledge.entries.values():
        for field, text in (("answer", entry.answer), ("more", f"{entry.answer}\n{entry.more or ''}")):
            for acronym in set(readability.unexplained_acronyms(text)) - known:
                remedy = "write its meaning beside it, or add it to knowledge_base/words/acronyms.yaml"
                yield Problem(knowledge.files[entry.id], f"{entry.id}.{field}", f"{acronym} is not explained", remedy)


def labels_are_words(knowledge: Knowledge) -> Iterator[Problem]:
    """A button says something by its letters: an emoji alone does not."""
    for topic in knowledge.topics.values():
        if not any(letter.isalpha() for letter in topic.title):
            yield Problem("knowledge_base/topics.yaml", f"{topic.id}.title", "holds no word", "say it in words")


def _readable(text: str, knowledge: Knowledge, entry: Entry) -> str:
    known = all(name in knowledge.figures for name in names_in(text))
    return fill(text, knowledge.figures, entry.verified_on).text if known else text


def agreements_name_known_figures(knowledge: Knowledge) -> Iterator[Problem]:
    yield from unknown_figures(knowledge.agreements, knowledge.figures)


MASKING_LISTS = ("introductions", "titles", "known", "numbers", "given_names", "surnames")


def masking_has_its_lists(knowledge: Knowledge) -> Iterator[Problem]:
    for name in MASKING_LISTS:
        if not knowledge.masking.get(name):
            remedy = "restore the list: without it names would be kept"
            yield Problem("knowledge_base/words/masking.yaml", name, "is missing or empty", remedy)


CHECKS: tuple[Check, ...] = (
    masking_has_its_lists,
    entries_name_known_things,
    each_audience_has_one_answer,
    every_topic_is_answered,
    dates_are_in_order,
    agreements_name_known_figures,
    examples_are_told_apart,
    first_screens_are_easy_to_read,
    acronyms_are_explained,
    labels_are_words,
    languages_say_the_same,
    texts_fit_a_phone,
    danger_phrases_name_known_groups,
    practices_are_in_order,
    practices_are_easy_to_read,
    notices_are_in_order,
    calls_are_in_order,
    companies_are_in_order,
)
