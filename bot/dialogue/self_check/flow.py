"""What is said next in the self-check of a firm."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC, likely_topics
from bot.dialogue.flow import Flow
from bot.dialogue.self_check import form, keeping, screens
from bot.dialogue.self_check.form import DOING, FORMS, NUMBERS, PUBLIC, TOPIC
from bot.dialogue.turn import Turn, before, choice, row, say, show
from bot.knowledge.self_check import FACTS, SKIPPED
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.model.self_check import Answers
from bot.model.time import italian_day
from bot.rules import self_check as rules
from bot.understanding.plain import PhraseFinder, plain

RESULTS, PAPERS = "results", "papers"
SKIP = frozenset({"salta", "saltiamo", "salta questa", "passiamo", "passo", "la prossima", "prossima", "avanti", "non so",
                  "non lo so", "non lo sappiamo", "boh", "preferisco non dirlo"})  # fmt: skip
BACK = frozenset({"indietro", "torna indietro", "torniamo indietro", "quella di prima", "domanda precedente",
                  "la domanda di prima"})  # fmt: skip
WHY = PhraseFinder(("perché lo chiedete", "perché me lo chiedi", "perché ce lo chiedete", "a cosa serve", "a cosa vi serve",
                    "perché questa domanda", "perché lo chiedi"))  # fmt: skip
OFFERED_AT = {
    TOPIC: ("check",),
    "piano-personalizzato": ("plan",),
    "ente-locale": ("check",),
    "ore-contratto": ("agreement",),
}
"""Answers for companies -> what is offered below them."""


# --- how it starts and goes on ---


def start(turn: Turn) -> Decision:
    """Where one is kept, it is told first, and what it is worth to do it again; else the questions."""
    if turn.knowledge.self_check is None:
        return turn.decide("action", say("not_active", row(show("trova-sportello"))), topic=TOPIC)
    turn = turn.remembering(audience="company")
    kept = max(turn.records.self_checks, key=lambda each: each.done_on, default=None)
    if kept and not asks(turn):
        told = Line("selfcheck_kept_before", {"day": italian_day(kept.done_on)})
        rows = (
            row(screens.button("kept", "selfcheck_button_kept")),
            row(screens.button("again", "selfcheck_button_again")),
        )
        return turn.decide("action", Message((told,), rows), topic=TOPIC)
    return begin(turn, "check")


def begin(turn: Turn, doing: str) -> Decision:
    """The questions from the first that is not answered, with what was told of the firm."""
    turn = turn.remembering(audience="company")
    answers = {**form.told_of_firm(turn), **form.state(turn), DOING: doing}
    intro = Line(f"selfcheck_intro_{doing}")
    begun = _next(turn, answers, intro)
    return replace(begun, events=turn.decide("action", topic=TOPIC).events)


def resume(turn: Turn) -> Decision:
    """Goes on where it was left, days or restarts later."""
    answers, step = form.state(turn), flows.step(turn, TOPIC)
    if step in form.steps(turn, answers):
        return _ask(turn, str(step), answers)
    if step in (RESULTS, PAPERS):
        return _next(turn, answers)
    return start(turn)


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it names something that is no longer there."""
    if turn.knowledge.self_check is None:
        return None
    verb, _, rest = said.partition(" ")
    match verb:
        case "check" | "plan" | "agreement":
            return begin(turn, verb)
        case "again":
            return begin(flows.ended(turn, TOPIC), "check")
        case "kept":
            return _show_kept(turn)
    if not screens.under_way(turn):
        return None
    return _pressed(turn, form.state(turn), verb, rest)


def _pressed(turn: Turn, answers: dict[str, str], verb: str, rest: str) -> Decision | None:
    step, _, value = rest.partition(" ")
    known = step in form.steps(turn, answers)
    match verb:
        case "set" if known and form.allowed(turn, step, value, answers):
            return _next(turn, {**answers, step: value})
        case "skip" if known:
            return _next(turn, {**answers, step: SKIPPED})
        case "why" if known:
            return _ask(turn, step, answers, screens.why(turn, step))
        case "ask" if known:
            return _ask(turn, step, answers)
        case "back":
            return back(turn)
        case "on" | "result":
            return _next(turn, {**answers, DOING: "check"} if verb == "result" else answers)
        case "change" if rest.isdecimal():
            return screens.quiet(turn, screens.to_change(turn, answers, int(rest)))
        case "rules" if rest.isdecimal():
            return screens.quiet(turn, screens.applying(turn, answers, int(rest)))
        case "keep":
            return keeping.keep(turn)
    return None


def _next(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    """The first question without an answer, else what comes of them all."""
    turn = _at(turn, RESULTS, answers)
    answers = form.state(turn)  # without what is no longer asked
    if answers[DOING] == "agreement" and answers.get("sector") == PUBLIC:
        return screens.quiet(_at(turn, RESULTS, {**answers, DOING: "check"}), _no_agreement())
    if step := form.next_step(turn, answers):
        return _ask(turn, step, answers, *lines)
    if answers[DOING] in FORMS:
        return screens.quiet(_at(turn, PAPERS, answers), screens.papers(turn, answers))
    return screens.quiet(turn, *screens.results(turn, answers))


def _ask(turn: Turn, step: str, answers: Answers, *lines: Line) -> Decision:
    asking = _at(turn, step, answers)
    return screens.quiet(asking, before(screens.question(asking, step, answers), *lines))


def _no_agreement() -> Message:
    """The hours of public bodies are fixed by their national agreement."""
    rows = (row(show("ore-pubblico")), row(screens.offer("plan")), row(show("trova-sportello")))
    return say("selfcheck_no_agreement", *rows)


# --- words ---


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of it, or what starts it; None if they are for somebody else."""
    if turn.knowledge.self_check is None:
        return None
    step = flows.step(turn, TOPIC)
    if step is None:
        starts = PhraseFinder(turn.knowledge.self_check.starts)
        return start(turn) if starts.in_plain(plain(turn.said)) and _asks_for_nothing_else(turn) else None
    answers = form.state(turn)
    if step not in form.steps(turn, answers):
        return None
    said = plain(turn.said)
    if said in SKIP:
        return _next(turn, {**answers, step: SKIPPED})
    if said in BACK:
        return back(turn)
    if WHY.in_plain(said):
        return why(turn)
    return _heard(turn, step, answers)


def _heard(turn: Turn, step: str, answers: Answers) -> Decision | None:
    value, firm = form.heard(turn, step, answers), form.told_of_firm(turn)
    another = _sure_of_another(turn)
    if another and (turn.understanding.question or value is None):
        return None
    if turn.understanding.question and value is None and likely_topics(turn):
        return None
    told = {name: each for name, each in firm.items() if step in FACTS and getattr(turn.understanding.firm, name)}
    corrected = {"size": firm["size"]} if turn.understanding.firm.size and step not in (*FACTS, *NUMBERS) else {}
    if step in FACTS and told:
        return _next(turn, {**answers, **told})
    if value is not None:
        return _next(turn, {**answers, step: value})
    if corrected and corrected["size"] != answers.get("size"):
        size = screens.spoken(turn, "size", corrected["size"])
        return _next(turn, {**answers, **corrected}, Line("selfcheck_size_now", {"size": size}))
    if step in NUMBERS and any(letter.isdigit() for letter in turn.said):
        least, most = (f"{bound:g}".replace(".", ",") for bound in NUMBERS[step])
        return _ask(turn, step, answers, Line("selfcheck_bounds", {"least": least, "most": most}))
    return None


def unclear(turn: Turn) -> Decision | None:
    step, answers = flows.step(turn, TOPIC), form.state(turn)
    if step in form.steps(turn, answers):
        return _ask(turn, str(step), answers, Line("selfcheck_unclear"))
    return None


def skip(turn: Turn) -> Decision | None:
    step, answers = flows.step(turn, TOPIC), form.state(turn)
    return _next(turn, {**answers, str(step): SKIPPED}) if step in form.steps(turn, answers) else None


def why(turn: Turn) -> Decision | None:
    """Why the open question is asked."""
    step, answers = flows.step(turn, TOPIC), form.state(turn)
    if step not in form.steps(turn, answers):
        return None
    return _ask(turn, str(step), answers, screens.why(turn, str(step)))


def back(turn: Turn) -> Decision:
    """The question before the open one; its answer stays until another is given."""
    answers, step = form.state(turn), flows.step(turn, TOPIC)
    order = form.steps(turn, answers)
    place = order.index(step) if step in order else len(order)
    return _ask(turn, order[max(place - 1, 0)], answers)


def change(turn: Turn) -> Decision | None:
    return screens.quiet(turn, screens.to_change(turn, form.state(turn), 1)) if holds(turn) else None


def asks(turn: Turn) -> bool:
    return flows.step(turn, TOPIC) in form.steps(turn, form.state(turn)) if turn.knowledge.self_check else False


def holds(turn: Turn) -> bool:
    if turn.knowledge.self_check is None:
        return False
    return any(value != SKIPPED for name, value in form.state(turn).items() if name != DOING)


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)


def _asks_for_nothing_else(turn: Turn) -> bool:
    """ "che cos'è l'autovalutazione?" is answered by starting it; a question that is sure to be another is not."""
    return not (turn.understanding.question and _sure_of_another(turn)) and not turn.for_operator


# --- what is kept ---


def _show_kept(turn: Turn) -> Decision | None:
    """The newest that is kept, as if it had just been answered."""
    kept = max(turn.records.self_checks, key=lambda each: each.done_on, default=None)
    if kept is None:
        return None
    return _next(turn, {**rules.fitting(form.check_of(turn), kept.answers), DOING: "check"})


# --- pieces ---


def _at(turn: Turn, step: str, answers: Answers) -> Turn:
    return flows.at_step(turn, TOPIC, step, **answers)


def offered(turn: Turn, decision: Decision) -> Decision:
    """Below the answers that it belongs to, a button starts it; where it is under way, one leads back."""
    if decision.outcome != "answer" or not decision.messages or turn.knowledge.self_check is None:
        return decision
    if turn.audience != "company":
        return decision
    buttons = tuple(row(screens.offer(each)) for each in OFFERED_AT.get(decision.topic or "", ()))
    if decision.topic == TOPIC and flows.asking(turn, FLOW):
        title = turn.knowledge.topics[TOPIC].title
        buttons = (row(choice("resume", TOPIC, "resume", {"title": title})),)
    *others, last = decision.messages
    return replace(decision, messages=(*others, replace(last, choices=(*buttons, *last.choices))))


FLOW = Flow(
    name=TOPIC,
    commands={"autovalutazione": start},
    verbs={screens.VERB: press},
    consents={"self_check": keeping.consented},
    hear=hear,
    unclear=unclear,
    skip=skip,
    why=why,
    change=change,
    asks=asks,
    holds=holds,
    resume=resume,
    after=offered,
)
"""It starts by its button, its command, or words that name it: the topic itself is answered by the knowledge base."""
