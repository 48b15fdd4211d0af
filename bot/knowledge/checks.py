"""Problems of sense: content that has the right shape and still cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.knowledge import (
    answers,
    companies,
    figures,
    firm_papers,
    grid,
    notices,
    points,
    practices,
    recognition,
    self_check,
    sources,
    surveys,
    voucher,
    words,
)
from bot.knowledge.leave_agreements import unknown_figures
from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem


def find_problems(knowledge: Knowledge, today: date | None = None) -> list[Problem]:
    """Every problem of every check, sorted by file; with `today`, points that were to be reviewed before it too."""
    examples = tuple(_examples(knowledge))
    of_points = _points(knowledge, examples, today)
    return sorted([*_answers(knowledge, examples), *of_points, *_the_rest(knowledge)])


def _answers(k: Knowledge, examples: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Entries, and what points share with them."""
    told, known_acronyms = k.answers(), {acronym for acronyms in k.acronyms.values() for acronym in acronyms}
    yield from answers.every_topic_is_answered(k.topics, k.entries)
    yield from answers.labels_are_words(k.topics)
    yield from answers.each_audience_has_one_answer(k.entries, k.files)
    yield from answers.general_answers_take_no_side(k.entries, k.files)
    yield from answers.answers_name_known_things(told, k.files, k.topics, k.figures, k.agreements.by_id)
    yield from answers.variants_are_told_apart(told, k.files)
    yield from answers.days_are_in_order(told, k.files)
    yield from answers.first_screens_are_easy_to_read(told, k.files, k.figures)
    yield from answers.acronyms_are_explained(told, k.files, known_acronyms)
    yield from sources.cited_acts_are_known(told, k.acts, k.files)
    yield from answers.examples_are_told_apart(examples)


def _points(k: Knowledge, examples: Sequence[tuple[str, str]], today: date | None) -> Iterator[Problem]:
    of_all = tuple(k.every_point())
    yield from points.points_are_learnt(of_all, k.files)
    yield from points.points_are_told_apart(of_all, k.files, examples)
    yield from points.points_answer_at_once(of_all, k.files, k.figures)
    if today:
        yield from points.points_are_reviewed(of_all, k.files, today)


def _the_rest(k: Knowledge) -> Iterator[Problem]:
    yield from recognition.acts_and_states_have_examples(k.act_examples, k.state_examples, k.words)
    yield from recognition.each_example_has_one_label(k.act_examples, k.state_examples)
    yield from figures.figures_are_in_order(k.figures, k.files)
    yield from unknown_figures(k.agreements, k.figures)
    yield from words.languages_say_the_same(k.words, k.files)
    yield from words.translations_are_of_this_text(k.words, k.translated)
    yield from words.texts_fit_a_phone(k.words, k.files)
    yield from words.bare_words_name_topics(k.bare_words, k.topics)
    yield from words.by_heart_names_topics(k.by_heart, k.topics)
    yield from grid.grid_names_what_there_is(k.grid, k.topics, k.points)
    yield from words.danger_phrases_name_known_groups(k.danger)
    yield from words.masking_has_its_lists(k.masking)
    yield from practices.practices_are_in_order(k.practices, k.topics, k.files)
    yield from practices.practices_are_easy_to_read(k.practices, k.files)
    yield from self_check.self_check_is_in_order(k.self_check, k.figures, k.acts, k.practices)
    yield from firm_papers.firm_papers_are_in_order(k.firm_papers, k.figures, k.acts)
    yield from notices.notices_are_in_order(k.notices)
    yield from voucher.calls_are_in_order(k.calls, k.territory, k.notices, k.files)
    yield from companies.companies_are_in_order(k.companies, k.territory)
    yield from surveys.questionnaires_are_in_order(k.questionnaires, k.files)


def _examples(k: Knowledge) -> Iterator[tuple[str, str]]:
    for topic, languages in k.examples().items():
        for texts in languages.values():
            yield from ((topic, text) for text in texts)
