"""How a request for a voucher starts and goes on: what is there already, then the notice, then the questions."""

from __future__ import annotations

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC, likely_topics
from bot.dialogue.turn import Turn, before
from bot.dialogue.voucher import screens, sending
from bot.dialogue.voucher.form import CALL, FIELDS, HOURS, Told, keys, of_person, told
from bot.dialogue.voucher.steps import (
    CONSENT,
    GO_ON,
    TOPIC,
    again,
    at,
    begin,
    carrying,
    counted,
    draft_of,
    next_step,
    quiet,
)
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Line


def start(turn: Turn) -> Decision:
    """What is there already comes first: a draft to go on with, a request under way; then consent, then the questions."""
    if turn.audience == "company":
        return counted(turn, screens.for_workers())
    draft = draft_of(turn)
    if consent.agreed(turn, "voucher"):
        if draft and draft.answers:
            return counted(at(turn, GO_ON), screens.go_on_or_again(draft))
        if under_way := sending.under_way(turn):
            return counted(turn, screens.already_sent(under_way))
        return begin(turn, of_person(turn), screens.intro(turn))
    return ask_consent(turn)


def ask_consent(turn: Turn) -> Decision:
    """What it is about, then the notice. Until it is agreed to, only values of closed lists are remembered."""
    heard = {} if turn.understanding.sensitive else dict(told(turn, None).answers)
    heard.pop("company", None)
    asking = flows.at_step(turn, TOPIC, CONSENT, **{**heard_before_consent(turn), **heard})
    return counted(asking, screens.intro(turn), consent.ask(turn, "voucher"))


def heard_before_consent(turn: Turn) -> dict[str, str]:
    flow = turn.conversation.flow if flows.step(turn, TOPIC) == CONSENT else {}
    of_the_form = {key for name in FIELDS for key in keys(name)} | {HOURS}
    return {key: value for key, value in flow.items() if key in of_the_form}


def too_early(turn: Turn) -> Decision | None:
    """An answer to a question that comes after the notice: it is remembered like what was told with the first message, and
    said back once the notice is agreed to."""
    known = heard_before_consent(turn)
    home_or_work = "work" if "residence" in known else "residence"
    readings = (told(turn, question) for question in (None, "children", home_or_work))
    heard = next((reading for reading in readings if reading.answers), None)
    if turn.understanding.sensitive or heard is None or for_somebody_else(turn, CONSENT, heard):
        return None
    new = {key: value for key, value in heard.answers.items() if key != "company"}
    answers = {**known, **new}
    lines = screens.understood(turn, answers, new, least=1)
    return consent_first(flows.at_step(turn, TOPIC, CONSENT, **answers), *lines)


def consent_first(turn: Turn, *lines: Line) -> Decision:
    return quiet(turn, before(consent.again(turn, "voucher"), *lines))


def consented(turn: Turn, version: str) -> Decision:
    """The answer to the notice."""
    if version == consent.DECLINED:
        return quiet(flows.ended(turn, TOPIC), screens.declined())
    effects = consent.given(turn, "voucher", version)
    if not effects:
        return ask_consent(turn)
    known = {**of_person(turn), **heard_before_consent(turn)}
    first = draft_of(turn)
    answers = {**known, **(first.answers if first else {})}
    return carrying(next_step(turn, answers, *screens.understood(turn, answers, known, least=1)), *effects)


def resume(turn: Turn) -> Decision:
    """Goes on where the request was left, days or restarts later."""
    if not consent.agreed(turn, "voucher"):
        pressed = turn.utterance is None or turn.utterance.kind is Kind.BUTTON
        return ask_consent(turn) if pressed or flows.step(turn, TOPIC) != CONSENT else consent_first(turn)
    draft, step = draft_of(turn), flows.step(turn, TOPIC)
    if draft is None:
        return start(turn)
    return again(turn, draft.answers, step) if step in (*FIELDS, CALL) else next_step(turn, draft.answers)


def for_somebody_else(turn: Turn, question: str, heard: Told) -> bool:
    """Another clear wish; a statement that answers the open question is the answer."""
    understanding = turn.understanding
    best = understanding.best
    another = best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)
    answered = bool(heard.answers or heard.doubt or heard.trouble)
    if understanding.question and (another or (not answered and bool(likely_topics(turn)))):
        return True
    return another and not answered
