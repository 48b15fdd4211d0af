"""The same things are said in every language: checks of knowledge_base/words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.knowledge.loader import Knowledge
from bot.knowledge.problems import Problem

LONGEST_LABEL = 38
"""Letters of a button that a phone shows whole."""
LONGEST_TEXT = 900
ITALIAN_ONLY = (
    *(
        "act_",
        "practice",
        "check_",
        "plan_",
        "receipt_",
        "letter_",
        "inline_",
        "voucher_",
        "ticket_",
        "consent_",
        "handoff_",
    ),
    *("step_", "desk_", "draft_", "reminder_", "rights_", "data_"),
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
    "this_language",
    "useful",
    "useless",
    "skip",
)
"""Texts that stand on buttons."""
_NAME = re.compile(r"\{([a-z_]+)\}")


def languages_say_the_same(knowledge: Knowledge) -> Iterator[Problem]:
    """Every key of it.yaml and no other, with the same {names}; a form for companies may be left out."""
    italian = knowledge.words.get("it", {})
    needed = {key for key in italian if not key.endswith(".company") and not key.startswith(ITALIAN_ONLY)}
    for language, texts in knowledge.words.items():
        file = f"knowledge_base/words/{language}.yaml"
        for key in sorted(needed - texts.keys()):
            yield Problem(file, key, "is missing", "translate the text of it.yaml; until then, copy it")
        for key, text in texts.items():
            if key not in italian and key.removesuffix(".company") not in italian:
                yield Problem(file, key, "is not a key of it.yaml", "mend its name, or remove it")
                continue
            names = Counter(_NAME.findall(italian.get(key) or italian[key.removesuffix(".company")]))
            if Counter(_NAME.findall(text)) != names:
                problem = f"fills other names than in Italian: {', '.join(sorted(names)) or 'none'}"
                yield Problem(file, key, problem, "write the same {names} as in it.yaml")


def texts_fit_a_phone(knowledge: Knowledge) -> Iterator[Problem]:
    for language, texts in knowledge.words.items():
        file = f"knowledge_base/words/{language}.yaml"
        for key, text in texts.items():
            longest = LONGEST_LABEL if key.removesuffix(".company") in LABELS else LONGEST_TEXT
            length = len(_NAME.sub("", text).strip())
            if length > longest:
                yield Problem(file, key, f"has {length} letters, more than {longest}", "say it in fewer words")
        if "week" in texts and len(texts["week"].split()) != 7:
            yield Problem(file, "week", "does not name seven days", "write seven words, Monday first")


def danger_phrases_name_known_groups(knowledge: Knowledge) -> Iterator[Problem]:
    for language, words in knowledge.danger.items():
        for phrase in (*words.danger, *words.harmless):
            for group in re.findall(r"<([^>]*)>", phrase):
                if group not in words.groups:
                    problem = f"<{group}> in {phrase!r} is not a group"
                    remedy = f"name one of: {', '.join(words.groups) or 'none'}"
                    yield Problem("knowledge_base/words/danger.yaml", language, problem, remedy)
