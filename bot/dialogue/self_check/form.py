"""The steps of the self-check and of the two drafts: which come, in what order, and what a message answers to each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Literal, cast, get_args

from bot.dialogue.turn import Turn
from bot.knowledge.practices import LARGEST_OF_SIZE, Practice
from bot.knowledge.self_check import FACTS, SKIPPED, Check
from bot.model.practices import FirmFactName
from bot.model.self_check import Answers, Area
from bot.rules import self_check as rules
from bot.rules.practices import solving
from bot.understanding.numerals import number
from bot.understanding.plain import plain

TOPIC = "modello-organizzativo"
DOING = "doing"
"""In the state: what the open question is for."""
Doing = Literal["check", "plan", "agreement"]
PUBLIC = "ente-pubblico"
FORMS: Mapping[str, tuple[str, ...]] = {
    "plan": ("plan_area", "plan_measures", "plan_people", "plan_hours", "plan_trial"),
    "agreement": ("agreement_block", "agreement_notice", "agreement_day", "agreement_list"),
}
OFFERED: Mapping[str, tuple[str, ...]] = {
    "plan_people": ("all",),
    "plan_hours": ("1", "2", "4"),
    "plan_trial": ("1", "3", "6"),
    "agreement_block": ("1", "2", "half"),
    "agreement_notice": ("2", "5", "15"),
    "agreement_day": ("own", "8", "6"),
    "agreement_list": ("yes", "no"),
}
"""Question of a draft -> the values on its buttons; each has its text `selfcheck_<question>_<value>`."""
NUMBERS: Mapping[str, tuple[float, float]] = {
    "plan_people": (1, 100_000),
    "plan_hours": (0.5, 40),
    "plan_trial": (1, 24),
    "agreement_block": (0.5, 4),
    "agreement_notice": (2, 15),
    "agreement_day": (3, 12),
}
"""Questions that a number answers, with the smallest and the largest; less notice than the law's is no answer."""
LONGEST_ANSWER = 12
"""Words of a message that may answer a question."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def check_of(turn: Turn) -> Check:
    """The self-check: the flow starts only where there is one."""
    assert turn.knowledge.self_check is not None
    return turn.knowledge.self_check


def state(turn: Turn) -> dict[str, str]:
    """What was answered so far, without what no longer is in the lists."""
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    facts = turn.knowledge.firm_facts
    known = {
        name: value
        for name, value in flow.items()
        if name not in FACTS or value == SKIPPED or value in facts[cast(FirmFactName, name)].values
    }
    of_drafts = {name: flow[name] for form in FORMS.values() for name in form if name in flow}
    return {**rules.fitting(check_of(turn), known), **of_drafts, DOING: flow.get(DOING, "check")}


def steps(turn: Turn, answers: Answers) -> tuple[str, ...]:
    """Every step of what is being done, in order."""
    if form := FORMS.get(answers.get(DOING, "")):
        return (*FACTS, *form)
    return (*FACTS, *(question.id for question in rules.asked(check_of(turn), answers)))


def next_step(turn: Turn, answers: Answers) -> str | None:
    return next((each for each in steps(turn, answers) if each not in answers), None)


def values(turn: Turn, step: str, answers: Answers) -> tuple[str, ...]:
    """What a button may answer to a step."""
    if step in FACTS:
        return tuple(turn.knowledge.firm_facts[cast(FirmFactName, step)].values)
    if question := check_of(turn).question(step):
        return tuple(question.answers)
    if step == "plan_area":
        first = rules.weakest(check_of(turn), answers)
        return tuple(dict.fromkeys((*first, *get_args(Area))))
    if step == "plan_measures":
        ids = tuple(practice.id for practice in measures(turn, answers))
        return (*ids, *([",".join(ids)] if len(ids) > 1 else []))
    return OFFERED.get(step, ())


def allowed(turn: Turn, step: str, value: str, answers: Answers) -> bool:
    """Whether a button, however old, may still answer the step."""
    return value in (SKIPPED, *values(turn, step, answers)) or (step in NUMBERS and _number_in(step, value) is not None)


def measures(turn: Turn, answers: Answers) -> tuple[Practice, ...]:
    """The good practices that a plan for the area may hold: those for what is missing there, else those for its problems."""
    known, area = turn.knowledge.practices, answers.get("plan_area")
    if area not in get_args(Area):
        return rules.practices_for(check_of(turn), answers, known)
    if found := rules.practices_for(check_of(turn), answers, known, cast(Area, area)):
        return found
    problems = dict.fromkeys(each.problem for each in rules.asked(check_of(turn), answers) if each.area == area)
    cards = (card for problem in problems for card in solving(known.values(), problem)[:1])
    return tuple({card.id: card for card in cards}.values())[: rules.PRACTICES_SHOWN]


# --- what a message answers ---


def told_of_firm(turn: Turn) -> dict[str, str]:
    """Size, sector and hours that the message tells, or that are remembered of who writes, or of the company they speak for."""
    company = turn.records.network.company
    joined = {name: value for name in FACTS if company and (value := getattr(company, name, None))}
    told = {name: value for name, value in asdict(turn.understanding.firm).items() if name in FACTS and value}
    people = turn.conversation.person.firm_size
    size = next((name for name, most in LARGEST_OF_SIZE.items() if people and people <= most), None)
    return {**joined, **({"size": size} if size else {}), **told}


def heard(turn: Turn, step: str, answers: Answers) -> str | None:
    """The value that words answer to the open step; None if they answer it not."""
    said = plain(turn.said)
    if step in FACTS:
        labels = turn.knowledge.firm_facts[cast(FirmFactName, step)].values
        begun = [id for id, each in labels.items() if said and plain(each.label).startswith(said)]
        return asdict(turn.understanding.firm).get(step) or (begun[0] if len(begun) == 1 else None)
    if not said or len(said.split()) > LONGEST_ANSWER:
        return None
    if step in NUMBERS:
        return _number_in(step, turn.said) or _cue(said, _texts(turn, step))
    question = check_of(turn).question(step)
    if question is None:
        return _cue(said, _texts(turn, step))
    if said in ("si", "no"):
        means = "yes" if said == "si" else "no"
        return next((id for id in question.answers if question.means(id) == means), None)
    return _cue(said, {id: (each.label, *each.words) for id, each in question.answers.items()})


def _texts(turn: Turn, step: str) -> dict[str, tuple[str, ...]]:
    """Value -> the words of its button."""
    if step == "plan_area":
        return {area: (each.title,) for area, each in check_of(turn).areas.items()}
    words = turn.knowledge.words["it"]
    return {value: (words[f"selfcheck_{step}_{value}"],) for value in OFFERED.get(step, ())}


def _cue(said: str, cues: Mapping[str, tuple[str, ...]]) -> str | None:
    """The value whose words stand in the message; that of the longest where there are several."""
    found = [
        (len(word), value)
        for value, words in cues.items()
        for word in map(plain, words)
        if word and f" {word} " in f" {said} "
    ]
    return max(found)[1] if found else None


def _number_in(step: str, said: str) -> str | None:
    """A number within the bounds of the step, as it is kept: `7.5`."""
    digits = _NUMBER.search(said)
    spoken = next((each for word in plain(said).split() if (each := number(word)) is not None), None)
    value = float(digits[0].replace(",", ".")) if digits else spoken
    least, most = NUMBERS[step]
    return f"{value:g}" if value is not None and least <= value <= most else None
