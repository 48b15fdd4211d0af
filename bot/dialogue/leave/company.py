"""The company's side of a leave plan: is a request in order, what to answer, who is missing when.

A short flow of five facts that an employer knows. The family's are not asked: see bot/rules/leave/company.py. A plan that a
worker shares by a link is shown by the same screens; it is looked up anew at every step, so that a revoked link shows
nothing from that moment on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import flow as flows
from bot.dialogue.answers.echo import hours_words
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC
from bot.dialogue.leave import company_screens as screens
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
    asked,
    fault,
    impossible,
    in_words,
    no_notice_day,
    summary,
    told,
)
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.leave import leave_rules
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message, Part
from bot.rules.leave import CaseProblem, InvalidCase
from bot.rules.leave.company import Assessment, assess
from bot.rules.leave.plans import assess_shared

TOPIC = "pianifica-congedo"
SIDE, COMPANY, LINK = flows.SIDE, "company", "link"
RESULT, CHANGE = "result", "change"
VERB = "plan_company"
SHARED = "piano_"
"""How the word of a link begins, after /start."""
PAGE = 6
WEEKS = ("40/5", "36/5", "30/5", "20/5")
"""Hours and days that stand on buttons; any other is written."""

Rows = tuple[tuple[Choice, ...], ...]


def start(turn: Turn) -> Decision:
    """What the message itself tells is taken; the first missing fact is asked for. A draft is gone on with."""
    if _link(turn) or all(fact in _answers(turn) for fact in FACTS):
        turn = turn.remembering(flow={})
    return _next(_at(turn, FACTS[0], told(turn, "")), (Line("plan_company_start"),))


def is_under_way(turn: Turn) -> bool:
    """The flow of the conversation is a company's, whether under way or waiting."""
    flow = turn.conversation.flow
    return flow.get("name") == TOPIC and flow.get(SIDE) == COMPANY


def _link(turn: Turn) -> str | None:
    """The link of the shared plan that is being looked at."""
    return turn.conversation.flow.get(LINK) if is_under_way(turn) else None


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of the flow; None if they are for somebody else: another clear question."""
    step = flows.step(turn, TOPIC) if is_under_way(turn) else None
    if step is None or _link(turn) or flows.tells_nothing(turn):
        return None
    if date := impossible(turn):
        return _quiet(_ask(turn, step, (Line("plan_company_no_such_date", {"date": date}),)))
    if no_notice_day(turn, step):
        return _quiet(_ask(turn, step, (Line("plan_company_no_notice_day"),)))
    found = told(turn, step)
    if _sure_of_another(turn) and (turn.understanding.question or not found):
        return None
    if turn.understanding.place and turn.understanding.place.alone and not found:
        return None
    if found:
        return _quiet(_next(_at(turn, step, found), _corrected(turn, found)))
    return None


def _corrected(turn: Turn, found: Mapping[str, str]) -> tuple[Line, ...]:
    """What was told differently before: from what to what."""
    before = _answers(turn)
    names = [fact for fact in FACTS if fact in found and before.get(fact, found[fact]) != found[fact]]
    said = [", ".join(in_words(name, each[name], turn) for name in names) for each in (before, found) if names]
    return (Line("act_changed", {"before": said[0], "after": said[1]}),) if said else ()


def unclear(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    return _quiet(_ask(turn, step, (Line("plan_company_unclear"),))) if step in FACTS else None


def skip(turn: Turn) -> Decision | None:
    """Only the hours and the contract may stay untold."""
    step = flows.step(turn, TOPIC)
    return press(turn, f"set {step} {NOT_TOLD}") if step in (AGREEMENT, HOURS) else None


def change(turn: Turn) -> Decision | None:
    return press(turn, "change")


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the flow does; None if it names something that is no longer there."""
    decision = _pressed(turn, said.split())
    return decision and _quiet(decision)


def resume(turn: Turn) -> Decision:
    """Goes on where the flow was left."""
    if _link(turn):
        return _quiet(_shared(turn))
    step = turn.conversation.flow.get("step", "") if is_under_way(turn) else ""
    return _quiet(_ask(turn, step) if step in FACTS else _next(_at(turn, FACTS[0], {})))


def opened(turn: Turn, link: str) -> Decision:
    """Somebody opened a shared plan: its owner, another worker, or the company that it is for."""
    plan, own = turn.records.shared_plan, turn.records.plan
    if plan is None or plan.link != link:
        return turn.decide("action", say("plan_shared_gone", *WAYS_ON), topic=TOPIC)
    if own is not None and own.link == link:
        parts = (Line("plan_shared_own"), *preview(turn, plan_owner=True))
        revoke = row(choice("plan_saved", "revoke", "plan_shared_revoke"))
        return turn.decide("action", Message(parts, (revoke,)), topic=TOPIC)
    if turn.conversation.audience == "worker":
        enter = row(choice(VERB, f"open {link}", "plan_shared_open"))
        return turn.decide("action", say("plan_shared_for_company", enter), topic=TOPIC)
    return _enter(turn, link)


def preview(turn: Turn, plan_owner: bool = False) -> tuple[Part, ...]:
    """What a company sees of a plan, for its owner; nothing if there is nothing to see."""
    plan = turn.records.plan if plan_owner else turn.records.shared_plan
    rules = leave_rules(turn.knowledge)
    assessment = plan and assess_shared(plan, rules)
    return screens.shared(turn, assessment, _shared_words(turn, assessment)) if assessment else ()


def _enter(turn: Turn, link: str) -> Decision:
    turn = turn.remembering(audience="company", asked_audience=True)
    return _shared(flows.at_step(turn, TOPIC, RESULT, **{SIDE: COMPANY, LINK: link}))


def _pressed(turn: Turn, said: list[str]) -> Decision | None:
    match said:
        case ["open", link]:
            return opened(turn.remembering(audience="company"), link)
        case [("section" | "result") as verb, *rest] if _link(turn):
            return _shared(turn) if verb == "result" else _section(turn, rest)
        case _ if _link(turn) and said != ["start"]:
            return None
        case ["start"]:
            return start(turn)
        case ["set", fact, answer] if fact in FACTS and _is_answer(turn, fact, answer):
            return _next(_at(turn, fact, {fact: answer}))
        case ["ask", fact, page] if fact in FACTS:
            return _ask(_at(turn, fact, {}), fact, page=int(page))
        case ["change"]:
            return _change(turn)
        case ["result"]:
            return _next(_at(turn, RESULT, {}))
        case ["section", *rest]:
            return _section(turn, rest)
    return None


def _is_answer(turn: Turn, fact: str, answer: str) -> bool:
    """A button may be old: an agreement is to be one that we still know."""
    return fact != AGREEMENT or answer == NOT_TOLD or answer in turn.knowledge.agreements.by_id


def _next(turn: Turn, before: tuple[Part, ...] = ()) -> Decision:
    """Asks the first fact that is missing; the result when none is. An answer that makes no sense is asked again."""
    answers = _answers(turn)
    if problem := _problem(turn, answers):
        fact = fault(problem.field)
        kept = {name: value for name, value in turn.conversation.flow.items() if name != fact}
        name = turn.knowledge.text(f"plan_company_fact_{fact}", "it")
        wrong = Line("plan_company_wrong", {"name": name, "problem": problem.problem})
        return _ask(turn.remembering(flow=kept), fact, (*before, wrong))
    missing = [fact for fact in FACTS if fact not in answers]
    if missing:
        return _ask(turn, missing[0], before)
    return _result(_at(turn, RESULT, {}), before)


def _problem(turn: Turn, answers: Mapping[str, str]) -> CaseProblem | None:
    """The first thing that makes no sense in what was told so far."""
    try:
        _assess(turn, answers)
    except InvalidCase as invalid:
        return invalid.problems[0]
    return None


def _assess(turn: Turn, answers: Mapping[str, str]) -> Assessment:
    """Raises InvalidCase."""
    rules = leave_rules(turn.knowledge)
    return assess(asked(answers, rules, turn.today), rules, turn.today, _patron(turn))


def _patron(turn: Turn) -> str | None:
    municipality = turn.knowledge.territory.municipalities.get(turn.conversation.comune or "")
    return municipality.patron_day if municipality else None


def _ask(turn: Turn, fact: str, before: tuple[Part, ...] = (), page: int = 1) -> Decision:
    if fact not in FACTS:
        return _result(turn, before)
    flow = turn.conversation.flow
    turn = _at(turn, fact, {})
    if fact == AGREEMENT and flow.get(WHICH) in turn.knowledge.agreements.shared:
        shared_name = turn.knowledge.agreements.shared[flow[WHICH]]
        question = Line("plan_company_ask_which", {"name": shared_name.name})
        rows = _agreements(turn, turn.knowledge.agreements.candidates(shared_name.id), 1)
    elif fact == DATES and WEEKLY in flow:
        question, rows = Line("plan_company_ask_period"), ()
    else:
        question, rows = Line(f"plan_company_ask_{fact}"), _rows(turn, fact, page)
    if all(name in _answers(turn) for name in FACTS):
        rows = (*rows, row(_button("result", "plan_company_see")))
    return _say(turn, Message((*before, question), rows))


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
            whole = _button(f"set {HOURS} {WHOLE_DAYS}", "plan_company_whole_days")
            return (*buttons, row(whole), row(_button(f"set {HOURS} {NOT_TOLD}", "plan_company_hours_not_told")))
        case "asked":
            days = {"plan_company_today": turn.today, "plan_company_yesterday": turn.today - timedelta(days=1)}
            return tuple(row(_button(f"set {ASKED} {day.isoformat()}", label)) for label, day in days.items())
    return ()


def _options(turn: Turn) -> list[float]:
    """Hours of one day that the rule of this contract knows."""
    try:
        found = _assess(turn, {name: value for name, value in _answers(turn).items() if name in (AGREEMENT, WEEK)})
    except InvalidCase:
        return []
    return [round(float(one), 2) for one in found.hours_options or ()]


def _agreements(turn: Turn, ids: tuple[str, ...], page: int) -> Rows:
    known = turn.knowledge.agreements.by_id
    pages = -(-len(ids) // PAGE)
    page = (page - 1) % pages + 1
    shown = [row(_answer(AGREEMENT, id, known[id].short)) for id in ids[(page - 1) * PAGE : page * PAGE]]
    more = (row(_button(f"ask {AGREEMENT} {page % pages + 1}", "practices_more")),) if pages > 1 else ()
    unknown = row(_button(f"set {AGREEMENT} {NOT_TOLD}", "plan_company_unknown_agreement"))
    return (*shown, *more, unknown)


def _result(turn: Turn, before: tuple[Part, ...] = ()) -> Decision:
    answers = _answers(turn)
    assessment = _assess(turn, answers)
    parts = screens.result(turn, assessment, summary(answers, turn))
    return _say(
        turn, Message((*before, *parts), (*_sections(assessment), row(_button("change", "plan_company_change"))))
    )


def _shared(turn: Turn) -> Decision:
    """The first screen of the shared plan; if its link was revoked nothing of it is left."""
    found = _shared_assessment(turn)
    if found is None:
        gone = turn.remembering(flow={}, flow_on=None)
        return gone.decide("action", say("plan_shared_gone", *WAYS_ON), topic=TOPIC)
    return _say(turn, Message(screens.shared(turn, found, _shared_words(turn, found)), _sections(found)))


def _shared_assessment(turn: Turn) -> Assessment | None:
    plan = turn.records.shared_plan
    if plan is None or plan.link != _link(turn):
        return None
    return assess_shared(plan, leave_rules(turn.knowledge))


def _shared_words(turn: Turn, assessment: Assessment) -> str:
    """Contract, week, hours and notice of a shared plan; its days stand below."""
    request = assessment.asked
    answers = {
        AGREEMENT: request.agreement if isinstance(request.agreement, str) else NOT_TOLD,
        WEEK: f"{request.weekly_hours:g}/{request.days_per_week:g}",
        HOURS: WHOLE_DAYS if request.mode == "days" else f"{float(assessment.hours_per_day or 0):g}",
        ASKED: request.told_on.isoformat(),
    }
    words = summary(answers, turn)
    return words[:1].upper() + words[1:]


def _section(turn: Turn, said: list[str]) -> Decision | None:
    name, page = (said[0], int(said[1])) if len(said) == 2 and said[1].isdigit() else (" ".join(said), 1)
    if name not in screens.SECTIONS:
        return None
    if _link(turn):
        assessment = _shared_assessment(turn)
        if assessment is None:
            return _shared(turn)
    else:
        answers = _answers(turn)
        if any(fact not in answers for fact in FACTS):
            return None
        assessment = _assess(turn, answers)
    pages = screens.cover_pages(assessment)
    more = name == "cover" and pages > 1
    following = (row(_button(f"section cover {page % pages + 1}", "plan_company_cover_more")),) if more else ()
    rows = (*following, row(_button("result", "plan_company_back")), row(show("trova-sportello")))
    return _say(turn, Message(screens.section(turn, name, assessment, page), rows))


def _sections(assessment: Assessment) -> Rows:
    return tuple(
        row(_button(f"section {name}", f"plan_company_section_{name}")) for name in screens.sections(assessment)
    )


def _change(turn: Turn) -> Decision:
    """One button a fact, with what is known of it."""
    answers = _answers(turn)
    rows = []
    for fact in FACTS:
        name = turn.knowledge.text(f"plan_company_fact_{fact}", turn.conversation.language)
        label = f"{name}: {in_words(fact, answers.get(fact), turn).removeprefix('contratto ')}"
        rows.append(row(choice(VERB, f"ask {fact} 1", "text", {"text": label})))
    rows.append(row(_button("result", "plan_company_see")))
    return _say(turn, say("plan_company_change_which", *rows))


def _at(turn: Turn, step: str, found: Mapping[str, str]) -> Turn:
    """The flow at a step, with what was told now; a whole answer ends the half one."""
    flow = turn.conversation.flow if is_under_way(turn) else {}
    known = {name: flow[name] for name in (*FACTS, WHICH, WEEKLY) if name in flow} | dict(found)
    for half, whole in ((WHICH, AGREEMENT), (WEEKLY, DATES)):
        if half in found and whole not in found:
            known.pop(whole, None)
        elif whole in known:
            known.pop(half, None)
    return flows.at_step(turn, TOPIC, step, **{SIDE: COMPANY, **known})


def _answers(turn: Turn) -> dict[str, str]:
    """What was told; an agreement that we no longer know counts as not told."""
    flow = turn.conversation.flow if is_under_way(turn) else {}
    answers = {fact: flow[fact] for fact in FACTS if fact in flow}
    if AGREEMENT in answers and not _is_answer(turn, AGREEMENT, answers[AGREEMENT]):
        del answers[AGREEMENT]
    return answers


def _answer(fact: str, answer: str, text: str) -> Choice:
    return choice(VERB, f"set {fact} {answer}", "text", {"text": text})


def _button(said: str, label: str) -> Choice:
    return choice(VERB, said, label)


def _say(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def _quiet(decision: Decision) -> Decision:
    """Steps within the flow are not counted: it was counted when it began."""
    return replace(decision, events=())


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)
