"""What stands behind the buttons of a company's check, and the answers to what it asks about it: the check stays open.

What the law says stands in the words (company_check.yaml), with its source; what is worked out of this request is said
beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.dialogue.answers.echo import WEEKDAYS
from bot.dialogue.leave import company_money, company_papers, company_questions, company_screens, company_shared
from bot.dialogue.leave import company_state as check
from bot.dialogue.leave.company_screens import fill
from bot.dialogue.leave.company_state import button
from bot.dialogue.turn import Turn, row, show
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message, Part
from bot.rules.leave import italian
from bot.rules.leave.company import Assessment

OF_NOTICE = ("F-HP-13", "F-CP-31")
OF_HOURS = ("F-HP-06", "F-HP-05", "F-HP-03", "F-HP-08", "F-HP-09", "F-HP-10")
RELATED = {
    "move": ("agree", "cover"),
    "need": ("cover", "agree"),
    "silence": ("reply", "papers"),
    "permission": ("reply", "refusal"),
    "small": ("reply", "refusal"),
    "notice": ("reply", "why"),
    "absence": ("reply", "cover"),
    "illness": ("reply", "cover"),
    "abuse": ("reply",),
    "replace": ("cover",),
    "documents": ("reply", "papers"),
    "effects": ("money",),
    "hours": ("why", "agree"),
    "part_time": ("agree",),
    "revoke": ("agree", "papers"),
    "left": ("reply",),
    "reason": ("reply",),
}
"""Question -> the sections that go on from its answer."""
Rows = tuple[tuple[Choice, ...], ...]
Extra = Callable[[Turn, Assessment], Iterator[Part]]


def section(turn: Turn, name: str, page: int = 1) -> Decision | None:
    """A section or the answer to a question, about the check under way; None if there is none, or no such name."""
    told = check.finished(turn)
    if told is None:
        return company_shared.show(turn) if check.link_of(turn) else None
    if name == "papers":
        return _say(turn, company_papers.offered(turn, told), company_papers.buttons(turn, told))
    if name == "money":
        return _say(
            turn,
            company_money.parts(turn, told),
            (*company_papers.payroll(told), *_sections(told, ("papers",))),
        )
    if name in company_screens.sections(told):
        return _say(turn, company_screens.section(turn, name, told, page), _paging(name, told, page))
    if name in RELATED:
        general, of_this = in_general(turn, name, told), tuple(EXTRAS.get(name, _nothing)(turn, told))
        parts = (
            *((*of_this, *general) if name == "need" else (*general, *of_this)),
            source(turn, name, told.asked.public),
        )
        return _say(turn, parts, (*_proposals(turn, name), *_sections(told, RELATED[name])))
    return None


def in_general(turn: Turn, name: str, told: Assessment | None = None) -> tuple[Part, ...]:
    """What is true of every request; empty where nothing is."""
    key = _key(turn, f"plan_check_{name}", told is not None and told.asked.public)
    if key is None:
        return ()
    asked = italian.day(told.asked.told_on) if told else ""
    what = fill(turn, "plan_check_move_what")
    if name == "move" and (half := company_questions.part_of_day(turn)):
        what = fill(turn, f"plan_check_move_{half}")
    return (Line(key, {"what": what, "full": company_money.full_days(turn), "asked": asked}),)


def source(turn: Turn, name: str, public: bool = False) -> Line:
    key = (_key(turn, f"plan_check_{name}_public_source", public) if public else None) or f"plan_check_{name}_source"
    return Line("plan_check_source", {"sources": fill(turn, key)})


def buttons(told: Assessment) -> Rows:
    """Everything behind the result."""
    return tuple(
        row(button(f"section {name}", f"plan_company_section_{name}")) for name in company_screens.sections(told)
    )


def unclear(turn: Turn) -> Decision | None:
    """Words that nobody understood, on a finished check."""
    told = check.finished(turn)
    if told is None:
        return None
    rows = (*buttons(told), row(show("parla-operatore")))
    return check.say(turn, Message((Line("plan_check_unclear"),), rows))


def _key(turn: Turn, key: str, public: bool) -> str | None:
    known = turn.knowledge.words["it"]
    return next((one for one in ((f"{key}_public",) if public else ()) + (key,) if one in known), None)


def _say(turn: Turn, parts: Sequence[Part], rows: Rows = ()) -> Decision:
    back = (row(button("result", "plan_company_back")), row(show("trova-sportello")))
    return check.say(turn, Message(tuple(parts), (*rows, *back)))


def _paging(name: str, told: Assessment, page: int) -> Rows:
    if name == "payroll":
        return company_papers.payroll(told)
    pages = company_screens.cover_pages(told) if name == "cover" else 1
    return (row(button(f"section cover {page % pages + 1}", "plan_company_cover_more")),) if pages > 1 else ()


def _sections(told: Assessment, names: Sequence[str]) -> Rows:
    known = company_screens.sections(told)
    return tuple(row(button(f"section {name}", f"plan_company_section_{name}")) for name in names if name in known)


def _proposals(turn: Turn, name: str) -> Rows:
    if name not in ("move", "need"):
        return ()
    days = _weekdays(turn)
    half = company_questions.part_of_day(turn)
    what = f" day{days[0]}" if days else f" {half}" if half else ""
    return (row(button(f"paper proposal{what}", "plan_check_paper_proposal")),)


def _weekdays(turn: Turn) -> tuple[int, ...]:
    return turn.understanding.entities.leave.weekdays


# --- what is worked out of this request ---


def _nothing(turn: Turn, told: Assessment) -> Iterator[Part]:
    yield from ()


def _move(turn: Turn, told: Assessment) -> Iterator[Part]:
    if told.notice_short and told.earliest:
        yield Line("plan_check_move_notice", {"earliest": italian.day(told.earliest)})
    yield from _of_place(turn, told)


def _of_place(turn: Turn, told: Assessment) -> Iterator[Part]:
    """An agreement may fix where in the day the hours stand."""
    place = turn.knowledge.leave_texts.for_company().cautions.get("place_in_day", "")
    if place and place in told.cautions:
        yield Line("text", {"text": place})


def _need(turn: Turn, told: Assessment) -> Iterator[Part]:
    for weekday in _weekdays(turn):
        days = [day for day in told.dates if day.weekday() == weekday]
        name = _the(weekday)
        if not days:
            yield Line("plan_check_need_none", {"weekday": name})
        else:
            times = "1 volta" if len(days) == 1 else f"{len(days)} volte"
            yield Line("plan_check_need_days", {"weekday": name, "times": times, "days": company_screens.listed(days)})


def _the(weekday: int) -> str:
    return f"{'la' if weekday == 6 else 'il'} {WEEKDAYS[weekday]}"


def _silence(turn: Turn, told: Assessment) -> Iterator[Part]:
    if told.dates:
        yield Line("plan_check_silence_first", {"first": italian.day(told.dates[0])})
    if told.allowed != "yes":
        yield Line("plan_check_silence_wrong")


def _steps(rules: tuple[str, ...]) -> Extra:
    def extra(turn: Turn, told: Assessment) -> Iterator[Part]:
        for step in (*told.against, *told.steps):
            if step.rule in rules:
                yield Line("text", {"text": step.text})

    return extra


def _notice(turn: Turn, told: Assessment) -> Iterator[Part]:
    yield from _steps(OF_NOTICE)(turn, told)
    yield from company_screens.doubts(told)


EXTRAS: dict[str, Extra] = {
    "move": _move,
    "need": _need,
    "silence": _silence,
    "notice": _notice,
    "hours": _steps(OF_HOURS),
}
