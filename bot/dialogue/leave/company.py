"""The company's side of a leave plan: is a request in order, what to answer, who is missing when.

A short flow of five facts that an employer knows. The family's are not asked: see bot/rules/leave/company.py. A plan that a
worker shares by a link is shown by the same screens; it is looked up anew at every step, so that a revoked link shows
nothing from that moment on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.dialogue import flow as flows
from bot.dialogue.answers.echo import hours_words
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.leave import (
    company_answers,
    company_money,
    company_papers,
    company_questions,
    company_screens,
    company_shared,
)
from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.company_request import (
    AGREEMENT,
    ASKED,
    DATES,
    FACTS,
    HOURS,
    NOT_TOLD,
    WEEK,
    WEEKLY,
    WHICH,
    WHOLE_DAYS,
    fault,
    impossible,
    in_words,
    no_notice_day,
    summary,
    told,
)
from bot.dialogue.leave.company_state import RESULT, VERB, at, button, is_under_way, quiet, say
from bot.dialogue.leave.known import OWN, TOPIC
from bot.dialogue.turn import Turn, choice, row
from bot.dialogue.turn import say as message
from bot.model.decision import Decision
from bot.model.own_agreement import packed
from bot.model.reply import Choice, Line, Message, Part
from bot.rules.leave import CaseProblem, InvalidCase

OF_THIS = ("notice", "hours", "papers", "cover", "why")
"""Questions that only a finished check can answer."""
PAGE = 6
WEEKS = ("40/5", "36/5", "30/5", "20/5")
"""Hours and days that stand on buttons; any other is written."""

Rows = tuple[tuple[Choice, ...], ...]


def start(turn: Turn) -> Decision:
    """What the message itself tells is taken; the first missing fact is asked for. A draft is gone on with."""
    if check.link_of(turn) or all(fact in check.answers(turn) for fact in FACTS):
        turn = check.afresh(turn)
    own = turn.conversation.person.own_agreement
    kept = {OWN: packed(own)} if own and OWN not in check.state(turn) else {}
    return _next(at(turn, FACTS[0], {**told(turn, ""), **kept}), (Line("plan_company_start"),))


def hear(turn: Turn, asks: bool = True) -> Decision | None:
    """What words mean in the middle of the flow; None if they are for somebody else: another clear question.

    `asks`: they may ask something about the request.
    """
    step = flows.step(turn, TOPIC) if is_under_way(turn) else None
    if step is None:
        return None
    if asks and (answered := _answered(turn, step)) is not None:
        return quiet(answered)
    if check.link_of(turn) or flows.tells_nothing(turn):
        return None
    if date := impossible(turn):
        return quiet(_ask(turn, step, (Line("plan_company_no_such_date", {"date": date}),)))
    if no_notice_day(turn, step):
        return quiet(_ask(turn, step, (Line("plan_company_no_notice_day"),)))
    found = _in_the_period(turn, told(turn, step))
    if _sure_of_another(turn) and (turn.understanding.question or not found):
        return None
    if turn.understanding.place and turn.understanding.place.alone and not found:
        return None
    if found:
        return quiet(_next(at(turn, step, found), _corrected(turn, found)))
    return None


def _in_the_period(turn: Turn, found: dict[str, str]) -> dict[str, str]:
    """Other weekdays of the period that is known: "no, il mercoledì"."""
    _, _, period = check.answers(turn).get(DATES, "").partition(":")
    if WEEKLY not in found or not period:
        return found
    rest = {name: value for name, value in found.items() if name != WEEKLY}
    return {**rest, DATES: f"{found[WEEKLY]}:{period}"}


def _answered(turn: Turn, step: str) -> Decision | None:
    """A question about the request, a pay to estimate its cost from, or a name for a shared plan; the check stays open."""
    name = company_questions.asked(turn)
    if name in (None, "money") and company_money.tells_money(turn) and check.finished(turn) is not None:
        return company_answers.section(company_money.with_pay(turn), "money")
    if (named := company_shared.hear(turn)) is not None:
        return named
    found = told(turn, step)
    if step == RESULT and not name and WEEKLY in found and not company_questions.tells_weekdays(turn):
        name, found = "need", {}
    if name is None or not (company_questions.is_question(turn) or (step == RESULT and not found.keys() - {WEEKLY})):
        return None
    if step == RESULT:
        return company_answers.section(turn, name)
    parts = company_answers.in_general(turn, name) if name not in OF_THIS else ()
    return _ask(turn, step, (*parts, company_answers.source(turn, name), Line("plan_check_later"))) if parts else None


def _corrected(turn: Turn, found: Mapping[str, str]) -> tuple[Line, ...]:
    """What was told differently before: from what to what."""
    before = check.answers(turn)
    names = [fact for fact in FACTS if fact in found and before.get(fact, found[fact]) != found[fact]]
    said = [", ".join(in_words(name, each[name], turn) for name in names) for each in (before, found) if names]
    return (Line("act_changed", {"before": said[0], "after": said[1]}),) if said else ()


def unclear(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    if step in FACTS:
        asks = company_questions.is_question(turn)
        return quiet(_ask(turn, step, (Line("plan_check_not_now" if asks else "plan_company_unclear"),)))
    again = company_answers.unclear(turn)
    return again and quiet(again)


def skip(turn: Turn) -> Decision | None:
    """Only the hours and the contract may stay untold."""
    step = flows.step(turn, TOPIC)
    return press(turn, f"set {step} {NOT_TOLD}") if step in (AGREEMENT, HOURS) else None


def change(turn: Turn) -> Decision | None:
    return press(turn, "change")


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the flow does; None if it names something that is no longer there."""
    decision = _pressed(turn, said.split())
    return decision and quiet(decision)


def resume(turn: Turn) -> Decision:
    """Goes on where the flow was left."""
    if check.link_of(turn):
        return quiet(company_shared.show(turn))
    step = turn.conversation.flow.get("step", "") if is_under_way(turn) else ""
    return quiet(_ask(turn, step) if step in FACTS else _next(at(turn, FACTS[0], {})))


def _pressed(turn: Turn, said: list[str]) -> Decision | None:
    match said:
        case ["open", link]:
            return company_shared.opened(turn.remembering(audience="company"), link)
        case ["section", name, page]:
            return company_answers.section(turn, name, int(page)) if page.isdigit() else None
        case ["section", name]:
            return company_answers.section(turn, name)
        case ["paper", kind, *about]:
            return company_papers.made(turn, kind, *about[:1])
        case ["together"]:
            return company_shared.together(turn)
        case ["result"] if check.link_of(turn):
            return company_shared.show(turn)
        case _ if check.link_of(turn) and said != ["start"]:
            return None
        case ["start"]:
            return start(turn)
        case ["set", fact, answer] if fact in FACTS and check.is_answer(turn, fact, answer):
            return _next(at(turn, fact, {fact: answer}))
        case ["ask", fact, page] if fact in FACTS:
            return _ask(at(turn, fact, {}), fact, page=int(page))
        case ["change"]:
            return _change(turn)
        case ["result"]:
            return _next(at(turn, RESULT, {}))
    return None


def _next(turn: Turn, before: tuple[Part, ...] = ()) -> Decision:
    """Asks the first fact that is missing; the result when none is. An answer that makes no sense is asked again."""
    answers = check.answers(turn)
    if problem := _problem(turn, answers):
        fact = fault(problem.field)
        kept = {name: value for name, value in turn.conversation.flow.items() if name != fact}
        name = turn.knowledge.text(f"plan_company_fact_{fact}", "it")
        wrong = Line("plan_company_wrong", {"name": name, "problem": problem.problem})
        return _ask(turn.remembering(flow=kept), fact, (*before, wrong))
    missing = [fact for fact in FACTS if fact not in answers]
    if missing:
        return _ask(turn, missing[0], before)
    return _result(at(turn, RESULT, {}), before)


def _problem(turn: Turn, answers: Mapping[str, str]) -> CaseProblem | None:
    """The first thing that makes no sense in what was told so far."""
    try:
        check.worked_out(turn, answers)
    except InvalidCase as invalid:
        return invalid.problems[0]
    return None


def _ask(turn: Turn, fact: str, before: tuple[Part, ...] = (), page: int = 1) -> Decision:
    if fact not in FACTS:
        return _result(turn, before)
    flow = turn.conversation.flow
    turn = at(turn, fact, {})
    if fact == AGREEMENT and flow.get(WHICH) in turn.knowledge.agreements.shared:
        shared_name = turn.knowledge.agreements.shared[flow[WHICH]]
        question = Line("plan_company_ask_which", {"name": shared_name.name})
        rows = _agreements(turn, turn.knowledge.agreements.candidates(shared_name.id), 1)
    elif fact == DATES and WEEKLY in flow:
        question, rows = Line("plan_company_ask_period"), ()
    else:
        question, rows = Line(f"plan_company_ask_{fact}"), _rows(turn, fact, page)
    if all(name in check.answers(turn) for name in FACTS):
        rows = (*rows, row(button("result", "plan_company_see")))
    return say(turn, Message((*before, question), rows))


def _rows(turn: Turn, fact: str, page: int) -> Rows:
    """The answers that a button can give."""
    match fact:
        case "agreement":
            return _agreements(turn, tuple(turn.knowledge.agreements.by_id), page)
        case "week":
            return tuple(row(_answer(WEEK, week, in_words(WEEK, week, turn))) for week in WEEKS)
        case "hours":
            options = [f"{float(one):g}" for one in _options(turn)[:PAGE]]
            buttons = [row(_answer(HOURS, one, hours_words(float(one)))) for one in options]
            whole = button(f"set {HOURS} {WHOLE_DAYS}", "plan_company_whole_days")
            return (*buttons, row(whole), row(button(f"set {HOURS} {NOT_TOLD}", "plan_company_hours_not_told")))
        case "asked":
            days = {"plan_company_today": turn.today, "plan_company_yesterday": turn.today - timedelta(days=1)}
            return tuple(row(button(f"set {ASKED} {day.isoformat()}", label)) for label, day in days.items())
    return ()


def _options(turn: Turn) -> list[float]:
    """Hours of one day that the rule of this contract knows."""
    try:
        known = {name: value for name, value in check.answers(turn).items() if name in (AGREEMENT, WEEK, OWN)}
        found = check.worked_out(turn, known)
    except InvalidCase:
        return []
    return [round(float(one), 2) for one in found.hours_options or ()]


def _agreements(turn: Turn, ids: tuple[str, ...], page: int) -> Rows:
    known = turn.knowledge.agreements.by_id
    pages = -(-len(ids) // PAGE)
    page = (page - 1) % pages + 1
    shown = [row(_answer(AGREEMENT, id, known[id].short)) for id in ids[(page - 1) * PAGE : page * PAGE]]
    more = (row(button(f"ask {AGREEMENT} {page % pages + 1}", "practices_more")),) if pages > 1 else ()
    unknown = row(button(f"set {AGREEMENT} {NOT_TOLD}", "plan_company_unknown_agreement"))
    return (*shown, *more, unknown)


def _result(turn: Turn, before: tuple[Part, ...] = ()) -> Decision:
    answers = check.answers(turn)
    assessment = check.worked_out(turn, answers)
    parts = company_screens.result(turn, assessment, summary(answers, turn))
    rows = (*company_answers.buttons(assessment), row(button("change", "plan_company_change")))
    return say(turn, Message((*before, *parts), rows))


def _change(turn: Turn) -> Decision:
    """One button a fact, with what is known of it."""
    answers = check.answers(turn)
    rows = []
    for fact in FACTS:
        name = turn.knowledge.text(f"plan_company_fact_{fact}", turn.conversation.language)
        label = f"{name}: {in_words(fact, answers.get(fact), turn).removeprefix('contratto ')}"
        rows.append(row(choice(VERB, f"ask {fact} 1", "text", {"text": label})))
    rows.append(row(button("result", "plan_company_see")))
    return say(turn, message("plan_company_change_which", *rows))


def _answer(fact: str, answer: str, text: str) -> Choice:
    return choice(VERB, f"set {fact} {answer}", "text", {"text": text})


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)
