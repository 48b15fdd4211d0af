"""What stands behind the buttons of a plan: why, doubts, pay by month, refused dates, comparison, papers, changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from bot.dialogue.leave import results
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows, answer, button
from bot.dialogue.leave.known import (
    DATES,
    DISABILITY,
    FIRST,
    GROSS,
    LAST,
    MINE,
    MODE,
    NO,
    PATTERN,
    SINGLE,
    THEIRS,
    TWIN,
    USED,
    YES,
    Known,
    in_days,
    is_employee,
)
from bot.dialogue.leave.questions import BY_NAME
from bot.dialogue.leave.spoken import dates, day, fact, text, value_words
from bot.dialogue.turn import Turn, choice, row, say
from bot.model.reply import Line, Message, Paper
from bot.rules.leave import InvalidCase, Verdict, italian

PAGE = 1300
"""Characters of one screen."""
MOST_DATES = 12
"""Dates of one reason that are named."""
PAPERS = ("plan_calendar", "plan_dates", "plan_notice")
CHANGES = (
    "job",
    "child",
    "who",
    "week",
    "agreement",
    "days",
    "until",
    "per_day",
    "used",
    "told",
    "entered",
    "ended",
    "gross",
)
"""Questions whose answers can be changed, in order."""
PAY_DOUBTS = ("pay_estimate", "pay_hourly", "pay_thirteen", "pay_blue_collar")
LABEL = 38
"""Letters of a button that a phone shows whole."""


_WISHES = (
    (("save", ""), r"(?:salva|conserva|memorizza)\w*"),
    (("paper", "plan_notice"), r"(?:la\s+)?(?:lettera|lista inps|pdf)"),
    (("paper", "plan_dates"), r"(?:le\s+)?date per il telefono|(?:file\s+)?ics|(?:per l')?agenda"),
    (("paper", "plan_calendar"), r"(?:il\s+)?calendario|immagine"),
    (("why", "1"), r"(?:e\s+)?perch[eé]"),
    (("doubts", "1"), r"da controllare"),
    (("refused", "1"), r"giorni esclusi"),
    (("compare", ""), r"(?:confront[aio]|paragona)\w*"),
    (("pay", "1"), r"paga mese per mese"),
    (("change", ""), r"(?:cambia|modifica|correggi)\w*"),
    (("more", ""), r"aggiungi altro"),
)
_WISH = r"\s*(?:vorrei|voglio|mi serve|mi dai|dammi|mandami|vedi|mostrami|fammi vedere)?\s*(?:{what})(?:\s+(?:il (?:mio )?piano|inps|qualcosa))?\s*[.!?]*\s*"


def wished_screen(said: str) -> tuple[str, str] | None:
    """The button that these words stand for: all of them, so that no sentence is taken for a press."""
    return next((wish for wish, what in _WISHES if re.fullmatch(_WISH.format(what=what), said.lower())), None)


def screen(turn: Turn, calculator: Calculator, known: Known, name: str, object: str) -> Message | None:
    """The screen of a button; None if there is none, or the plan is not complete."""
    if name in ("change", "more"):
        return _change(turn, known) if name == "change" else _more(turn, known)
    try:
        verdict = calculator.verdict(known)
    except InvalidCase:
        return None
    page = int(object) if object.isdigit() else 1
    match name:
        case "why":
            return _paged(turn, name, text(turn, "plan_why_title"), _why(verdict), page)
        case "doubts":
            return _paged(turn, name, text(turn, "plan_doubts_title"), [f"• {one}" for one in verdict.cautions], page)
        case "pay":
            return _paged(turn, name, text(turn, "plan_pay_title"), list(_pay(turn, calculator, verdict)), page)
        case "refused":
            return _paged(turn, name, text(turn, "plan_refused_title"), list(_refused(turn, verdict)), page)
        case "compare":
            return _compare(turn, calculator, known, verdict)
        case "paper" if object in PAPERS and verdict.dates_allowed:
            data = {"case": calculator.data(known), "patron": calculator.patron, "language": "it"}
            return Message((Line(f"plan_paper_{object}"),), _back(turn), (Paper(object, json.dumps(data)),))
    return None


# --- pages ---


def _paged(turn: Turn, name: str, title: str, items: list[str], page: int) -> Message:
    """One page of the items; after the last one comes the first again."""
    pages = list(_pages(items)) or [text(turn, "plan_nothing")]
    page = (page - 1) % len(pages) + 1
    count = f" ({page}/{len(pages)})" if len(pages) > 1 else ""
    more = (row(button(f"{name} {page % len(pages) + 1}", text(turn, "plan_next"))),) if len(pages) > 1 else ()
    return say("text", *more, *_back(turn), text=f"{title}{count}\n\n{pages[page - 1]}")


def _pages(items: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for item in items:
        if held and sum(map(len, held)) + len(item) > PAGE:
            yield "\n\n".join(held)
            held = []
        held.append(item)
    if held:
        yield "\n\n".join(held)


def _back(turn: Turn) -> Rows:
    return (row(button("result", text(turn, "plan_back"))),)


def _why(verdict: Verdict) -> list[str]:
    """Each step with its source and since when it holds."""
    return [
        f"• {one.text}\nFonte: {one.source}." + (f" In vigore dal {day(one.valid_from)}." if one.valid_from else "")
        for one in verdict.reasons
    ]


def _pay(turn: Turn, calculator: Calculator, verdict: Verdict) -> Iterator[str]:
    """Month by month, then the doubts about amounts."""
    for period in verdict.pay(monthly=True):
        yield f"{italian.month(period.first)}: {results.paid(turn, period)}"
    doubts = [calculator.rules.caution(key) for key in PAY_DOUBTS]
    yield from (f"• {one}" for one in verdict.cautions if one in doubts)


def _refused(turn: Turn, verdict: Verdict) -> Iterator[str]:
    """Dates by their reason."""
    reasons = dict.fromkeys(one.reason for one in verdict.dates_refused)
    for reason in reasons:
        days = [day(one.day) for one in verdict.dates_refused if one.reason == reason]
        more = len(days) - MOST_DATES
        further = [text(turn, "plan_further", count=str(more), last=days[-1])] if more > 0 else []
        yield f"• {' '.join([', '.join(days[:MOST_DATES]), *further])}\n{reason}"


# --- the same need in other ways ---


def _compare(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Message:
    """By the hour, whole days on the same dates, and all the time between the first and the last."""
    if not verdict.dates_allowed:
        return say("plan_compare_nothing", *_back(turn))
    first, last = verdict.dates_allowed[0], verdict.dates_allowed[-1]
    plain = {name: one for name, one in known.items() if name not in (PATTERN, FIRST, LAST, DATES, MODE)}
    same = " ".join(one.isoformat() for one in verdict.dates_allowed)
    ways = {
        "hours": {**plain, DATES: same, MODE: "hours"},
        "days": {**plain, DATES: same, MODE: "days"},
        "whole": {**plain, FIRST: first.isoformat(), LAST: last.isoformat(), MODE: "days"},
    }
    lines = [Line("plan_compare_title")]
    for way, answers in ways.items():
        try:
            compared = calculator.verdict(answers)
        except InvalidCase:
            continue
        lines.append(Line("text", {"text": "\n".join(_way(turn, way, compared, first=day(first), last=day(last)))}))
    gross = () if GROSS in known or not is_employee(known) else (row(button("ask gross", text(turn, "plan_add_pay"))),)
    if GROSS in known:
        lines.append(Line("text", {"text": calculator.rules.caution("pay_hourly")}))
    case = calculator.case(known)
    return Message((*lines, results.source(turn, calculator, case, verdict)), (*gross, *_back(turn)))


def _way(turn: Turn, way: str, verdict: Verdict, first: str, last: str) -> Iterator[str]:
    hours = "" if verdict.hours_per_day is None else f" ({italian.hours(verdict.hours_per_day)})"
    yield text(turn, f"plan_way_{way}", hours=hours, first=first, last=last)
    if not verdict.dates_allowed:
        yield results.main_refusal(verdict)
        return
    yield text(turn, "plan_way_uses", days=italian.days(verdict.days_used), last=day(verdict.dates_allowed[-1]))
    yield from (text(turn, "plan_pay", what=results.paid(turn, one)) for one in verdict.pay())
    if verdict.dates_refused:
        yield text(turn, "plan_way_refused", dates=dates([one.day for one in verdict.dates_refused]))


# --- changes ---


def _change(turn: Turn, known: Known) -> Message:
    """One button an answer, with its value."""
    asked = [name for name in CHANGES if any(one in known for one in _names(name))]
    buttons = [button(f"ask {name}", _label(turn, known, name)) for name in asked]
    rows = (*(row(one) for one in buttons), row(button("restart", text(turn, "plan_restart"))), *_back(turn))
    return say("plan_change_which", *rows)


def _names(question: str) -> tuple[str, ...]:
    further = {"days": (DATES,), "until": (FIRST,)}
    return (*further.get(question, ()), *BY_NAME[question].answers)


def _label(turn: Turn, known: Known, question: str) -> str:
    of = fact if question == "until" else value_words
    names = (MINE, THEIRS) if question == "used" and known.get(USED) == YES else _names(question)
    words = [of(turn, known, name) for name in names]
    said = ", ".join(one for one in words if one) or text(turn, "plan_do_not_know")
    label = f"{text(turn, f'plan_name_{question}')}: {said}"
    return label if len(label) <= LABEL else label[: LABEL - 1].rstrip(" ,") + "…"


def _more(turn: Turn, known: Known) -> Message:
    """What can be added: each of these may change the plan."""
    asks = ["gross", "other", "beside", "entered", "told", "ended"] if is_employee(known) else ["entered"]
    asks = [name for name in asks if name != "beside" or not in_days(known)]
    rows = [row(button(f"ask {name}", text(turn, f"plan_add_{name}"))) for name in asks]
    if turn.conversation.comune is None:
        rows.append(row(choice("ask_place", label="plan_add_comune")))
    for name in (TWIN, DISABILITY, SINGLE):
        told = known.get(name) == YES
        rows.append(row(answer(text(turn, f"plan_{'drop' if told else 'add'}_{name}"), **{name: NO if told else YES})))
    other = "hours" if in_days(known) else "days"
    rows.append(row(answer(text(turn, f"plan_as_{other}"), mode=other)))
    return say("plan_more", *rows, *_back(turn))
