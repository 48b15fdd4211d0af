"""What stands behind the buttons of a plan: why, doubts, pay by month, refused dates, papers, changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from bot.dialogue.leave import known as names
from bot.dialogue.leave.calculator import Calculator
from bot.dialogue.leave.choices import Rows, answer, button
from bot.dialogue.leave.compare import compare
from bot.dialogue.leave.known import Known, in_days, is_employee, is_public
from bot.dialogue.leave.money import paid
from bot.dialogue.leave.questions import BY_NAME
from bot.dialogue.leave.spoken import day, fact, text, value_words
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.reply import Line, Message, Paper
from bot.rules.leave import InvalidCase, Verdict, italian
from bot.rules.leave.doubts import GROUPS, LEAVE, doubts
from bot.rules.leave.sources import for_public

PAGE = 1300
"""Characters of one screen."""
MOST_DATES = 12
"""Dates of one reason that are named."""
PAPERS = {"plan_notice": "plan_notice", "plan_calendar": "plan_calendar", "plan_dates": "plan_ics"}
"""Each with its label."""
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
    (("whole", ""), r"(?:tutto )?il (?:mio )?piano(?: intero)?|tutto il (?:mio )?piano"),
    (("papers", ""), r"(?:i )?(?:documenti|fogli|carte)"),
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
            items = list(_why(turn, known, verdict))
            return _paged(turn, name, text(turn, "plan_why_title"), items, page)
        case "doubts":
            items = list(_doubts(turn, calculator, known, verdict))
            return _paged(turn, name, text(turn, "plan_doubts_title"), items, page, _ways_on(turn, verdict))
        case "pay":
            return _paged(turn, name, text(turn, "plan_pay_title"), list(_pay(turn, calculator, verdict)), page)
        case "refused":
            return _paged(turn, name, text(turn, "plan_refused_title"), list(_refused(turn, verdict)), page)
        case "compare":
            return compare(turn, calculator, known, _back(turn))
        case "papers" if verdict.dates_allowed:
            papers = [row(button(f"paper {paper}", text(turn, label))) for paper, label in PAPERS.items()]
            return say("plan_papers_which", *papers, row(button("save", text(turn, "plan_save"))), *_back(turn))
        case "paper" if object in PAPERS and verdict.dates_allowed:
            data = {"case": calculator.data(known), "patron": calculator.patron, "language": "it"}
            data |= {name: known[name] for name in (names.TIME, names.KID) if name in known}
            return Message((Line(f"plan_paper_{object}"),), _back(turn), (Paper(object, json.dumps(data)),))
    return None


# --- pages ---


def _paged(turn: Turn, name: str, title: str, items: list[str], page: int, ways_on: Rows = ()) -> Message:
    """One page of the items; after the last one comes the first again."""
    pages = list(_pages(items)) or [text(turn, "plan_nothing")]
    page = (page - 1) % len(pages) + 1
    count = f" ({page}/{len(pages)})" if len(pages) > 1 else ""
    more = (row(button(f"{name} {page % len(pages) + 1}", text(turn, "plan_next"))),) if len(pages) > 1 else ()
    return say("text", *more, *ways_on, *_back(turn), text=f"{title}{count}\n\n{pages[page - 1]}")


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
    return (row(button("recap", text(turn, "plan_back"))),)


def _ways_on(turn: Turn, verdict: Verdict) -> Rows:
    """From the doubts to the rules, to the days left out, and to people."""
    why = button("why 1", text(turn, "plan_why"))
    refused = (button("refused 1", text(turn, "plan_see_refused")),) if verdict.dates_refused else ()
    return (row(why, *refused), row(show("trova-sportello")))


def _why(turn: Turn, known: Known, verdict: Verdict) -> Iterator[str]:
    """Each step with its source and since when it holds; the last day that the child's age allows stands first."""
    if verdict.last_possible_day is not None:
        yield text(turn, "plan_last_day", day=day(verdict.last_possible_day))
    for one in verdict.reasons:
        source = for_public(one.source) if is_public(known) else one.source
        since = f" In vigore dal {day(one.valid_from)}." if one.valid_from else ""
        yield f"• {one.text}\nFonte: {source}.{since}"


def _doubts(turn: Turn, calculator: Calculator, known: Known, verdict: Verdict) -> Iterator[str]:
    """By what they are about, under a heading; the permits that cannot stand beside hours come last."""
    found = doubts(verdict, calculator.rules.texts)
    for group in (*GROUPS, LEAVE):
        told = [f"• {one.text}" for one in found if one.group == group]
        if told:
            yield f"{text(turn, f'plan_doubts_{group}')}\n{told[0]}"
            yield from told[1:]
    if not in_days(known) and (never := calculator.not_beside(known)):
        yield text(turn, "plan_not_beside", what=", ".join(text(turn, f"plan_beside_{one}").lower() for one in never))


def _pay(turn: Turn, calculator: Calculator, verdict: Verdict) -> Iterator[str]:
    """Month by month, then the doubts about amounts."""
    for period in verdict.pay(monthly=True):
        yield f"{italian.month(period.first)}: {paid(turn, period)}"
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


# --- changes ---


def _change(turn: Turn, known: Known) -> Message:
    """One button an answer, with its value."""
    asked = [name for name in CHANGES if any(one in known for one in _names(name))]
    buttons = [button(f"ask {name}", _label(turn, known, name)) for name in asked]
    rows = (
        *(row(one) for one in buttons),
        row(button("more", text(turn, "plan_add")), button("restart", text(turn, "plan_restart"))),
        *_back(turn),
    )
    return say("plan_change_which", *rows)


def _names(question: str) -> tuple[str, ...]:
    further = {"days": (names.DATES, names.EACH), "until": (names.FIRST,)}
    return (*further.get(question, ()), *BY_NAME[question].answers)


def _label(turn: Turn, known: Known, question: str) -> str:
    of = fact if question == "until" else value_words
    both = question == "used" and known.get(names.USED) == names.YES
    words = [of(turn, known, name) for name in ((names.MINE, names.THEIRS) if both else _names(question))]
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
    for name in (names.TWIN, names.DISABILITY, names.SINGLE):
        told = known.get(name) == names.YES
        rows.append(
            row(
                answer(
                    text(turn, f"plan_{'drop' if told else 'add'}_{name}"), **{name: names.NO if told else names.YES}
                )
            )
        )
    other = "hours" if in_days(known) else "days"
    rows.append(row(answer(text(turn, f"plan_as_{other}"), mode=other)))
    return say("plan_more", *rows, *_back(turn))
