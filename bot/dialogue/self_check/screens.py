"""The messages of the self-check: a question a screen, the result, what may be changed."""

from __future__ import annotations

from dataclasses import replace
from json import dumps
from typing import cast

from bot.dialogue import flow as flows
from bot.dialogue.self_check import form
from bot.dialogue.self_check.form import DOING, PUBLIC
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.knowledge.figures import fill
from bot.knowledge.practices import Practice
from bot.knowledge.self_check import FACTS, SKIPPED
from bot.model.decision import Decision
from bot.model.practices import FirmFactName
from bot.model.reply import Choice, Line, Message, Paper
from bot.model.self_check import Answers
from bot.model.time import italian_day
from bot.rules import self_check as rules
from bot.rules.helpdesks import route

VERB = "selfcheck"
Rows = tuple[tuple[Choice, ...], ...]
RULES_SHOWN = 3
LABEL = 38
"""Letters of a button."""


def button(said: str, label: str = "text", **values: str) -> Choice:
    return choice(VERB, said, label, values)


def quiet(turn: Turn, *messages: Message) -> Decision:
    """Steps within the self-check are not counted: it was counted when it began."""
    return replace(turn.decide("action", *messages, topic=form.TOPIC), events=())


def under_way(turn: Turn) -> bool:
    return flows.step(turn, form.TOPIC) is not None


def offer(doing: str) -> Choice:
    """Starts the self-check, or one of the drafts, from elsewhere."""
    return button(doing, f"selfcheck_button_{doing}")


# --- the questions ---


def question(turn: Turn, step: str, answers: Answers) -> Message:
    """A question with its place among the others, so that the end is in sight: what it hangs on is counted by itself."""
    order = form.steps(turn, answers)
    counted = FACTS if step in FACTS else order[len(FACTS) :]
    place = {"number": str(counted.index(step) + 1), "all": str(len(counted))}
    navigation = [button(f"skip {step}", "selfcheck_button_skip"), button(f"why {step}", "selfcheck_button_why")]
    back = (row(button("back", "selfcheck_button_back")),) if step != order[0] else ()
    key = "selfcheck_question_fact" if step in FACTS else "selfcheck_question"
    asked = Line(key, {**place, "question": asked_as(turn, step, answers)})
    return Message((asked,), (*_answers(turn, step, answers), row(*navigation), *back))


def asked_as(turn: Turn, step: str, answers: Answers) -> str:
    """The words of a question."""
    if step in FACTS:
        return turn.knowledge.firm_facts[cast(FirmFactName, step)].question
    known = form.check_of(turn).question(step)
    if known:
        return known.text
    told = {"measures": "\n".join(f"• {each.title}: {each.measure}" for each in form.measures(turn, answers))}
    return text(turn, Line(f"selfcheck_ask_{step}", told if step == "plan_measures" else {}))


def why(turn: Turn, step: str) -> Line:
    known = form.check_of(turn).question(step)
    return Line("text", {"text": known.why}) if known else Line(f"selfcheck_why_{'fact' if step in FACTS else step}")


def _answers(turn: Turn, step: str, answers: Answers) -> Rows:
    known = form.check_of(turn).question(step)
    found = []
    for value in form.values(turn, step, answers):
        one = button(f"set {step} {value}", text=spoken(turn, step, value))
        if known:
            one = replace(one, means=known.means(value))
        elif value in ("yes", "no"):
            one = replace(one, means=value)  # type: ignore[arg-type]
        found.append(row(one))
    return tuple(found)


def spoken(turn: Turn, step: str, value: str) -> str:
    """An answer in words."""
    if value == SKIPPED:
        return text(turn, Line("selfcheck_not_said"))
    if step in FACTS:
        return turn.knowledge.firm_facts[cast(FirmFactName, step)].values[value].label
    known = form.check_of(turn).question(step)
    if known:
        return known.answers[value].label
    if step == "plan_area":
        return next(each.title for area, each in form.check_of(turn).areas.items() if area == value)
    if step == "plan_measures":
        if "," in value:
            return text(turn, Line("selfcheck_all_measures", {"count": str(value.count(",") + 1)}))
        return turn.knowledge.practices[value].title
    key = f"selfcheck_{step}_{value}"
    if key in turn.knowledge.words["it"]:
        return text(turn, Line(key))
    return text(turn, Line(f"selfcheck_{step}_number", {"number": value.replace(".", ",")}))


def to_change(turn: Turn, answers: Answers, page: int) -> Message:
    """One button an answer, a page at a time; the last answered come first."""
    given = [step for step in reversed(form.steps(turn, answers)) if step in answers]
    pages = max(1, -(-len(given) // PAGE))
    shown = given[(page - 1) % pages * PAGE :][:PAGE]
    rows = [row(button(f"ask {step}", text=_short(turn, step, answers))) for step in shown]
    if pages > 1:
        rows.append(row(button(f"change {page % pages + 1}", "selfcheck_button_others")))
    return say("selfcheck_change", *rows, row(button("on", "selfcheck_button_on")))


PAGE = 6


def _short(turn: Turn, step: str, answers: Answers) -> str:
    label = f"{asked_as(turn, step, answers)} {spoken(turn, step, answers[step])}"
    if len(label) > LABEL:
        said = spoken(turn, step, answers[step])
        room = LABEL - len(said) - 2
        asked = asked_as(turn, step, answers)
        label = f"{asked[: max(room, 8)]}… {said}" if room > 8 else f"{said[: LABEL - 1]}…"
    return label[:LABEL]


# --- the result ---


def results(turn: Turn, answers: Answers, *lines: Line) -> tuple[Message, ...]:
    """Each area in words and as a picture, beside the one of a year ago; then practices, rules and who helps."""
    check, kept = form.check_of(turn), rules.before(turn.records.self_checks, turn.today)
    areas = "\n".join(_area(turn, each) for each in rules.result(check, answers))
    told = {"areas": areas, "day": italian_day(check.verified_on)}
    before = (Line("selfcheck_before", {"day": italian_day(kept.done_on)}),) if kept else ()
    data = {"answers": of_check(answers), "day": turn.today.isoformat()}
    if kept:
        data |= {"before": dict(kept.answers), "before_day": kept.done_on.isoformat()}
    if check.review_by < turn.today:
        lines = (Line("to_confirm"), *lines)
    first = Message((*lines, Line("selfcheck_result", told), *before), (), (Paper("self_check_picture", dumps(data)),))
    return first, next_steps(turn, answers)


def of_check(answers: Answers) -> dict[str, str]:
    """The answers of the self-check alone."""
    return {name: value for name, value in answers.items() if name != DOING and "_" not in name}


def _area(turn: Turn, found: rules.AreaResult) -> str:
    title = form.check_of(turn).areas[found.area].title
    return f"• {title}: {text(turn, Line(f'selfcheck_level_{found.level}'))}"


def next_steps(turn: Turn, answers: Answers) -> Message:
    """The practices that suit, the rules that apply, the helpdesk, and what can be made of it all."""
    check = form.check_of(turn)
    cards = rules.practices_for(check, answers, turn.knowledge.practices)
    parts = [Line("selfcheck_practices") if cards else Line("selfcheck_all_good")]
    desks = route(turn.knowledge.territory, turn.conversation.comune or "", "company", turn.today)
    parts.append(Line("selfcheck_desk", {"desk": desks[0].name}) if desks else Line("selfcheck_desk_unknown"))
    rows = [*_cards(cards)]
    if rules.rules_for(check, answers):
        rows.append(row(button("rules 1", "selfcheck_button_rules")))
    rows.append(row(offer("plan")))
    if answers.get("sector") != PUBLIC:
        rows.append(row(offer("agreement")))
    rows += [row(button("keep", "selfcheck_button_keep")), row(button("change 1", "selfcheck_button_change"))]
    return Message(tuple(parts), (*rows, row(show("trova-sportello"))))


def _cards(cards: tuple[Practice, ...]) -> Rows:
    """The cards open in the practices, which lead back here."""
    return tuple(row(choice("practices", f"card {each.id}", "text", {"text": each.title})) for each in cards)


def applying(turn: Turn, answers: Answers, page: int) -> Message:
    """What the law says where something is missing, each with its source and its day of verification."""
    found = rules.rules_for(form.check_of(turn), answers)
    pages = max(1, -(-len(found) // RULES_SHOWN))
    lines = []
    for each in found[(page - 1) % pages * RULES_SHOWN :][:RULES_SHOWN]:
        if each.rule is None:
            continue
        filled = fill(each.rule.text, turn.knowledge.figures, turn.today)
        day = min([each.rule.verified_on, *(period.verified_on for period in filled.periods)])
        told = {"rule": filled.text, "sources": "; ".join(each.rule.sources), "day": italian_day(day)}
        lines.append(Line("selfcheck_rule_to_confirm" if filled.unknown else "selfcheck_rule", told))
    more = (row(button(f"rules {page % pages + 1}", "selfcheck_button_more_rules")),) if pages > 1 else ()
    return Message((Line("selfcheck_rules"), *lines), (*more, row(button("on", "selfcheck_button_back_to_result"))))


# --- the drafts ---


def papers(turn: Turn, answers: Answers, *lines: Line) -> Message:
    """The draft as a page to read and as one to write on."""
    kind = answers[DOING]
    data = {**{name: value for name, value in answers.items() if name != DOING}, "comune": turn.conversation.comune}
    made = tuple(Paper(f"firm_{kind}_{form}", dumps(data)) for form in ("pdf", "docx"))
    rows = (
        row(button("change 1", "selfcheck_button_change")),
        row(
            button(
                "result", "selfcheck_button_back_to_result" if _has_result(turn, answers) else "selfcheck_button_check"
            )
        ),
        row(show("parla-operatore")),
    )
    return Message((*lines, Line(f"selfcheck_made_{kind}")), rows, made)


def _has_result(turn: Turn, answers: Answers) -> bool:
    return rules.next_step(form.check_of(turn), of_check(answers)) is None
