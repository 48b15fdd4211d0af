"""The topics, and the general answer to each: knowledge_base/topics.yaml and knowledge_base/answers.

What entries share with points (see points.py) is checked here for both.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.knowledge import readability
from bot.knowledge.figures import fill, names_in
from bot.knowledge.problems import Problem, parse, read_each, read_yaml
from bot.knowledge.schema import Answer, Entry, Examples, Figure, Topic
from bot.model.text import words_of

TOPICS_FILE = "knowledge_base/topics.yaml"
Answers = Mapping[str, Answer]
"""Entries by id, points by intent."""
Files = Mapping[str, str]
"""Where each of them stands."""
_YES_OR_NO = re.compile(r"(Sì|SÌ|No|NO|Yes)\b")


# --- reading ---


def read_topics(root: Path, problems: list[Problem]) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for group, rows in (read_yaml(root / TOPICS_FILE, TOPICS_FILE, problems) or {}).items():
        for number, row in enumerate(rows):
            topic = parse(Topic, row, TOPICS_FILE, f"{group}.{number}", problems)
            if topic:
                topics[topic.id] = topic
    return topics


def read_entries(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, Entry]:
    """The entries under `root` by id; `files` learns where each stands."""
    entries: dict[str, Entry] = {}
    for name, rows in read_each(root, "knowledge_base/answers/*/*.yaml", problems):
        if not isinstance(rows, list):
            problems.append(Problem(name, "", "is not a list of entries", "start each entry with `- id:`"))
            continue
        for number, row in enumerate(rows):
            at = row["id"] if isinstance(row, dict) and "id" in row else str(number)
            entry = parse(Entry, row, name, at, problems)
            if entry is None:
                continue
            if entry.id in entries:
                other = files[entry.id]
                problems.append(Problem(name, entry.id, f"the id stands in {other} too", "rename one of the two"))
            entries[entry.id] = entry
            files[entry.id] = name
    return entries


def read_talk(root: Path, problems: list[Problem]) -> dict[str, Examples]:
    """Example utterances of actions and small talk, by topic: the files of nlu/data."""
    talk: dict[str, Examples] = {}
    for name, row in read_each(root, "nlu/data/*.yml", problems):
        examples = parse(Examples, row, name, "", problems)
        if examples:
            talk[examples.topic] = examples
    return talk


# --- topics and entries ---


def every_topic_is_answered(topics: Mapping[str, Topic], entries: Mapping[str, Entry]) -> Iterator[Problem]:
    answered = {(entry.topic, audience) for entry in entries.values() for audience in entry.for_}
    for topic in topics.values():
        for audience in topic.for_:
            if topic.kind == "answer" and (topic.id, audience) not in answered:
                problem = f"{topic.id} has no answer for {audience}"
                yield Problem(TOPICS_FILE, topic.id, problem, "write an entry in knowledge_base/answers")


def labels_are_words(topics: Mapping[str, Topic]) -> Iterator[Problem]:
    """A button says something by its letters: an emoji alone does not."""
    for topic in topics.values():
        if not any(letter.isalpha() for letter in topic.title):
            yield Problem(TOPICS_FILE, f"{topic.id}.title", "holds no word", "say it in words")


def each_audience_has_one_answer(entries: Mapping[str, Entry], files: Files) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries.values():
        for audience in entry.for_:
            other = seen.setdefault((entry.topic, audience), entry)
            if other is not entry and _overlap(other, entry):
                problem = f"answers {entry.topic} for {audience}, as {other.id} does on the same days"
                yield Problem(files[entry.id], entry.id, problem, "change `for`, or end one with `valid_to`")


def _overlap(one: Entry, other: Entry) -> bool:
    first, second = sorted((one, other), key=lambda entry: entry.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def general_answers_take_no_side(entries: Mapping[str, Entry], files: Files) -> Iterator[Problem]:
    """People ask about a topic both ways round: a canned yes or no answers half of them the wrong way."""
    for entry in entries.values():
        for field, text in _all_texts(entry):
            if not field.endswith("more") and (said := _YES_OR_NO.match(text)):
                remedy = "say the rule as a whole sentence"
                yield Problem(files[entry.id], f"{entry.id}.{field}", f"begins with {said[0]!r}", remedy)


# --- entries and points ---


def answers_name_known_things(
    answers: Answers, files: Files, topics: Mapping[str, Topic], figures: Container[str], agreements: Container[str]
) -> Iterator[Problem]:
    for id, answer in answers.items():
        topic = topics.get(answer.topic)
        if topic is None or topic.kind != "answer":
            yield Problem(files[id], f"{id}.topic", f"{answer.topic} is no topic to answer", "use an id of topics.yaml")
        for following in answer.next:
            if following not in topics:
                yield Problem(files[id], f"{id}.next", f"{following} is not in topics.yaml", "use an id of topics.yaml")
        for field, text in _all_texts(answer):
            for name in names_in(text):
                if name not in figures:
                    remedy = "add it to knowledge_base/rules, or mend its name"
                    yield Problem(files[id], f"{id}.{field}", f"{{{name}}} is not a figure", remedy)
        for number, variant in enumerate(answer.variants):
            if variant.scope.agreement and variant.scope.agreement not in agreements:
                at, remedy = f"{id}.variants.{number}.scope.agreement", "use an id of knowledge_base/rules/agreements"
                yield Problem(files[id], at, f"{variant.scope.agreement} is no agreement", remedy)


def _all_texts(answer: Answer) -> Iterator[tuple[str, str]]:
    for field, first, details in answer.texts():
        yield f"{field}answer", first
        yield f"{field}more", details
    for language, told in answer.translations.items():
        yield f"translations.{language}", f"{told.answer} {told.more or ''}"


def variants_are_told_apart(answers: Answers, files: Files) -> Iterator[Problem]:
    for id, answer in answers.items():
        scopes = [variant.scope for variant in answer.variants]
        for number, scope in enumerate(scopes):
            if scope in scopes[:number]:
                problem = f"is for the same people as variant {scopes.index(scope)}"
                yield Problem(files[id], f"{id}.variants.{number}", problem, "keep one, or name more in its scope")


def days_are_in_order(answers: Answers, files: Files) -> Iterator[Problem]:
    for id, answer in answers.items():
        if answer.valid_to and answer.valid_to < answer.valid_from:
            yield Problem(files[id], f"{id}.valid_to", "is before valid_from", "mend one of the two dates")
        if answer.review_by <= answer.verified_on:
            yield Problem(files[id], f"{id}.review_by", "is not after verified_on", "name a later day")


def first_screens_are_easy_to_read(answers: Answers, files: Files, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    ease = {}
    for id, answer in answers.items():
        for field, first, details in answer.texts():
            text = filled(first, figures, answer.verified_on)
            ease[f"{id}.{field}answer"] = found = readability.gulpease(text)
            if found < readability.EASY_ENOUGH:
                problem = f"Gulpease {found:.0f} is below {readability.EASY_ENOUGH}"
                yield Problem(files[id], f"{id}.{field}answer", problem, "shorter sentences, shorter words")
            both = (text, filled(details, figures, answer.verified_on))
            for sentence in (one for part in both for one in readability.long_sentences(part)):
                if not any(sentence.startswith(start) for start in answer.long_sentences):
                    problem = f"more than {readability.LONGEST_SENTENCE} words: {sentence[:40]!r}…"
                    remedy = "cut the sentence in two, or give a reason in `long_sentences`"
                    yield Problem(files[id], id, problem, remedy)
    if ease and statistics.median(ease.values()) < readability.EASY_MEDIAN:
        problem = f"the median Gulpease {statistics.median(ease.values()):.0f} is below {readability.EASY_MEDIAN}"
        yield Problem("knowledge_base/answers", "", problem, "rewrite the hardest answers")


def filled(text: str, figures: Mapping[str, Figure], day: date) -> str:
    """The text with its figures; as it stands if one is unknown, which is told elsewhere."""
    return fill(text, figures, day).text if all(name in figures for name in names_in(text)) else text


def acronyms_are_explained(answers: Answers, files: Files, known: Collection[str]) -> Iterator[Problem]:
    """On the first screen by itself; the details may rely on the first screen."""
    for id, answer in answers.items():
        for field, first, details in answer.texts():
            for name, text in (("answer", first), ("more", f"{first}\n{details}")):
                for acronym in set(readability.unexplained_acronyms(text)) - set(known):
                    remedy = "write its meaning beside it, or add it to knowledge_base/words/acronyms.yaml"
                    yield Problem(files[id], f"{id}.{field}{name}", f"{acronym} is not explained", remedy)


def examples_are_told_apart(examples: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Pairs of topic and example."""
    seen: dict[str, str] = {}
    for topic, text in examples:
        other = seen.setdefault(words_of(text), topic)
        if other != topic:
            yield Problem("questions", topic, f"{text!r} is an example of {other} too", "keep it in one topic")
