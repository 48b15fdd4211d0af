"""What the assistant says by itself and listens for: knowledge_base/words. The same is said in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from bot.knowledge.problems import Problem, parse, read_yaml
from bot.knowledge.schema import ByHeart, ByHearts, DangerFile, DangerWords, Phrases, Texts
from bot.model.text import plain

Words = Mapping[str, Mapping[str, str]]
"""Language -> key -> text."""

TRANSLATED = "knowledge_base/words/translated.yaml"
LONGEST_LABEL = 38
"""Letters of a button that a phone shows whole."""
LONGEST_TEXT = 900
ITALIAN_ONLY = (
    "practice",
    "selfcheck_",
    "deals_",
    "check_",
    "plan_",
    "receipt_",
    "letter_",
    "inline_",
    "voucher_",
    "ticket_",
    "consent_",
    "handoff_",
    "step_",
    "desk_",
    "draft_",
    "reminder_",
    "rights_",
    "data_",
    "you_",
    "company_",
    "meeting_",
    "survey_firm_",
    "observatory_",
    "print_",
)
"""How the keys begin that need no translation: practices, plans, requests and the desk speak Italian, whoever writes;
the notices that are agreed to have their own languages, in knowledge_base/privacy.yaml."""
LABELS = (
    "i_am_worker",
    "i_am_company",
    "see_for_company",
    "more",
    "none_of_these",
    "is_this",
    "another_place",
    "change_place",
    "other_desks",
    "on_map",
    "where_i_live",
    "where_i_work",
    "send_position",
    "this_language",
    "useful",
    "useless",
    "skip",
    "danger_chat_label",
)
"""Texts that stand on buttons."""
_NAME = re.compile(r"\{([a-z_]+)\}")


MASKING_LISTS = ("introductions", "titles", "known", "numbers", "given_names", "surnames")


def read_words(root: Path, files: dict[str, str], problems: list[Problem]) -> dict[str, dict[str, str]]:
    """The texts of every language that has a folder named by its two letters: one file a subject."""
    words: dict[str, dict[str, str]] = {"it": {}}
    for path in sorted(root.glob("knowledge_base/words/[a-z][a-z]/*.yaml")):
        language, name = path.parent.name, path.relative_to(root).as_posix()
        for key, text in _texts(root, name, problems).items():
            if other := files.get(f"{language}/{key}"):
                problems.append(Problem(name, key, f"stands in {other} too", "keep it in one of the two"))
            files[f"{language}/{key}"] = name
            words.setdefault(language, {})[key] = text
    return words


def read_translated(root: Path, problems: list[Problem]) -> dict[str, str]:
    """Key -> the fingerprint of the Italian text of which the translations are."""
    return _texts(root, TRANSLATED, problems)


def fingerprint(text: str) -> str:
    """Eight letters that another text does not have."""
    return sha256(text.strip().encode()).hexdigest()[:8]


def translations_are_of_this_text(words: Words, translated: Mapping[str, str]) -> Iterator[Problem]:
    """An Italian text that changed since it was translated."""
    abroad = {key for language, texts in words.items() if language != "it" for key in texts}
    for key, text in words.get("it", {}).items():
        if key in abroad and translated.get(key) != fingerprint(text):
            remedy = f"translate it again in every language that has it, then write {key}: {fingerprint(text)} there"
            yield Problem(TRANSLATED, key, "the Italian text is newer than its translations", remedy)


def read_danger(root: Path, problems: list[Problem]) -> dict[str, DangerWords]:
    """Phrases of danger by language."""
    name = "knowledge_base/words/danger.yaml"
    languages = parse(DangerFile, read_yaml(root / name, name, problems), name, "", problems)
    return languages.root if languages else {}


def read_phrases(root: Path, file: str, problems: list[Problem]) -> dict[str, list[str]]:
    """The phrases of knowledge_base/words/`file`.yaml by what they tell."""
    name = f"knowledge_base/words/{file}.yaml"
    phrases = parse(Phrases, read_yaml(root / name, name, problems), name, "", problems)
    return phrases.root if phrases else {}


def read_by_heart(root: Path, problems: list[Problem]) -> dict[str, ByHeart]:
    """What whole messages mean, by their plain words; none where the file is missing."""
    name = "knowledge_base/words/by_heart.yaml"
    known = (root / name).exists()
    lines = parse(ByHearts, read_yaml(root / name, name, problems), name, "", problems) if known else None
    return {plain(words): line for line in (lines.root if lines else []) for words in line.words}


def by_heart_names_topics(by_heart: Mapping[str, ByHeart], topics: Iterable[str]) -> Iterator[Problem]:
    known = set(topics)
    for words, line in by_heart.items():
        if line.about is not None and line.about not in known:
            yield Problem(
                "knowledge_base/words/by_heart.yaml", words, f"{line.about} is no topic", "name one of topics.yaml"
            )


def _texts(root: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    texts = parse(Texts, read_yaml(root / name, name, problems), name, "", problems)
    return texts.root if texts else {}


def bare_words_name_topics(bare: Mapping[str, list[str]], topics: Iterable[str]) -> Iterator[Problem]:
    known = set(topics)
    for word, offered in bare.items():
        for topic in offered:
            if topic not in known:
                yield Problem("knowledge_base/words/bare.yaml", word, f"{topic} is no topic", "name one of topics.yaml")


def languages_say_the_same(words: Words, files: Mapping[str, str]) -> Iterator[Problem]:
    """Every Italian key and no other, with the same {names}; a form for companies may be left out."""
    italian = words.get("it", {})
    needed = {key for key in italian if not key.endswith(".company") and not key.startswith(ITALIAN_ONLY)}
    for language, texts in words.items():
        for key in sorted(needed - texts.keys()):
            file = files[f"it/{key}"].replace("/it/", f"/{language}/")
            yield Problem(file, key, "is missing", "translate the Italian text; until then, copy it")
        for key, text in texts.items():
            file = files[f"{language}/{key}"]
            if key not in italian and key.removesuffix(".company") not in italian:
                yield Problem(file, key, "is no Italian key", "mend its name, or remove it")
                continue
            names = Counter(_NAME.findall(italian.get(key) or italian[key.removesuffix(".company")]))
            if Counter(_NAME.findall(text)) != names:
                problem = f"fills other names than in Italian: {', '.join(sorted(names)) or 'none'}"
                yield Problem(file, key, problem, "write the same {names} as in Italian")


def texts_fit_a_phone(words: Words, files: Mapping[str, str]) -> Iterator[Problem]:
    for language, texts in words.items():
        for key, text in texts.items():
            file = files[f"{language}/{key}"]
            longest = LONGEST_LABEL if key.removesuffix(".company") in LABELS else LONGEST_TEXT
            length = len(_NAME.sub("", text).strip())
            if length > longest:
                yield Problem(file, key, f"has {length} letters, more than {longest}", "say it in fewer words")
        if "week" in texts and len(texts["week"].split()) != 7:
            remedy = "write seven words, Monday first"
            yield Problem(files[f"{language}/week"], "week", "does not name seven days", remedy)


def danger_phrases_name_known_groups(danger: Mapping[str, DangerWords]) -> Iterator[Problem]:
    for language, words in danger.items():
        for phrase in words.phrases:
            for group in re.findall(r"<([^>]*)>", phrase):
                if group not in words.groups:
                    problem = f"<{group}> in {phrase!r} is not a group"
                    remedy = f"name one of: {', '.join(words.groups) or 'none'}"
                    yield Problem("knowledge_base/words/danger.yaml", language, problem, remedy)


def masking_has_its_lists(masking: Mapping[str, list[str]]) -> Iterator[Problem]:
    for name in MASKING_LISTS:
        if not masking.get(name):
            remedy = "restore the list: without it names would be kept"
            yield Problem("knowledge_base/words/masking.yaml", name, "is missing or empty", remedy)
