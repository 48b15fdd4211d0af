"""The request for a voucher as a flow: what words and buttons do in the middle of it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn
from bot.dialogue.voucher import screens, sending
from bot.dialogue.voucher.form import CALL, FIELDS, MAY_BE_SKIPPED, SKIPPED, Answers, Told, keys, told
from bot.dialogue.voucher.starting import ask_consent, consented, for_somebody_else, resume, start, too_early
from bot.dialogue.voucher.steps import (
    ASKED_IN,
    CONSENT,
    GO_ON,
    SUMMARY,
    TOPIC,
    again,
    ask,
    at,
    begin,
    draft_of,
    next_step,
    quiet,
    send,
    take,
)
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Line
from bot.model.ticket import Draft, DropDraft

SKIP_WORDS = frozenset({"salta", "non so", "non lo so", "boh", "preferisco non dirlo", "-"})

NO_CHILDREN_WORDS = frozenset({"no", "nessuno", "non ho figli", "non ne ho", "zero", "no figli", "nessun figlio"})

LONG_ANSWER = 6
"""Words of a company's name at most: a longer text that means something else is something else."""


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the request does; None if it belongs to a request that is no longer there."""
    verb, _, rest = said.partition(" ")
    match verb:
        case "start":
            return start(turn)
        case "worker":
            return start(turn.remembering(audience="worker"))
        case "resume":
            return resume(turn)
        case "another":
            return begin(turn, {}) if consent.agreed(turn, "voucher") else ask_consent(turn)
    draft = draft_of(turn)
    if draft is None:
        sent = sending.under_way(turn) if verb in ("send", "summary") else None
        return quiet(turn, screens.already_sent(sent)) if sent else None
    if not consent.agreed(turn, "voucher"):
        return ask_consent(turn)
    return _pressed(turn, draft.answers, verb, rest)


def _pressed(turn: Turn, answers: Answers, verb: str, rest: str) -> Decision | None:
    match verb, rest.partition(" "):
        case "again", _:
            return begin(turn, {})
        case "set", (name, _, value) if name == CALL:
            return next_step(turn, {**answers, CALL: value})
        case "set", (name, _, value) if name in FIELDS:
            return take(turn, answers, {keys(name)[0]: value})
        case "skip", (name, _, _) if name in MAY_BE_SKIPPED:
            return take(turn, answers, dict.fromkeys(keys(name), SKIPPED))
        case "edit", (name, _, _) if name in FIELDS:
            return ask(turn, answers, name)
        case "change", _:
            return quiet(at(turn, SUMMARY), screens.change(turn, answers))
        case "summary", _:
            return next_step(turn, answers)
        case "invite", _:
            asked = resume(turn)
            return replace(asked, messages=(screens.invitation(), *asked.messages))
        case "later", _:
            return quiet(flows.ended(turn, TOPIC), screens.later())
        case "send", (call, _, _):
            return send(turn, answers, call)
    return None


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of a request; None if they are for somebody else: another clear question."""
    if flows.step(turn, TOPIC) == CONSENT:
        return too_early(turn)
    open_form = _form(turn)
    if open_form is None:
        return None
    draft, question = open_form
    if turn.understanding.sensitive:
        return again(turn, draft.answers, question, Line("voucher_no_sensitive"))
    heard = told(turn, question)
    if for_somebody_else(turn, question, heard):
        return None
    return _heard(turn, draft.answers, question, heard)


def take_name(turn: Turn) -> Decision | None:
    """The name of a company may be any few words."""
    open_form = _form(turn)
    if open_form is None or open_form[1] != "company" or turn.understanding.question:
        return None
    if len(turn.said.split()) > LONG_ANSWER or not (name := screens.typed_company(turn.said)):
        return None
    return take(turn, open_form[0].answers, {"company": name})


def unclear(turn: Turn) -> Decision | None:
    """The open question once more, or the summary: nothing is sent without a clear yes."""
    open_form = _form(turn)
    if open_form is None:
        return resume(turn) if flows.step(turn, TOPIC) else None
    draft, question = open_form
    return again(turn, draft.answers, question, Line("voucher_not_sent" if question == SUMMARY else "voucher_unclear"))


def skip(turn: Turn) -> Decision | None:
    open_form = _form(turn)
    if open_form is None or open_form[1] not in MAY_BE_SKIPPED:
        return None
    return take(turn, open_form[0].answers, dict.fromkeys(keys(open_form[1]), SKIPPED))


def change(turn: Turn) -> Decision | None:
    open_form = _form(turn)
    return quiet(turn, screens.change(turn, open_form[0].answers)) if open_form and open_form[0].answers else None


def _form(turn: Turn) -> tuple[Draft, str] | None:
    """The draft, and the question that a message answers; None before the questions and without consent."""
    step, draft = flows.step(turn, TOPIC), draft_of(turn)
    if step in (None, CONSENT, GO_ON) or draft is None or not consent.agreed(turn, "voucher"):
        return None
    return draft, _question(turn, step)


def _heard(turn: Turn, answers: Answers, question: str, heard: Told) -> Decision | None:
    said = _plainly(turn.said)
    if heard.answers or heard.doubt:
        return take(turn, answers, heard.answers, heard)
    if heard.trouble:
        return again(turn, answers, question, heard.trouble)
    if question == "children" and said in NO_CHILDREN_WORDS:
        return take(turn, answers, {"children": "none"})
    if question in MAY_BE_SKIPPED and said in SKIP_WORDS:
        return take(turn, answers, dict.fromkeys(keys(question), SKIPPED))
    return None


def _question(turn: Turn, step: str) -> str:
    """The question that a message answers: the open one; of a corrected message the one it answered then."""
    utterance = turn.utterance
    if utterance and utterance.kind is Kind.EDIT and utterance.message is not None:
        number = str(utterance.message)
        flow = turn.conversation.flow
        return next((name for name in FIELDS if flow.get(f"{ASKED_IN}{name}") == number), step)
    return step


def holds(turn: Turn) -> bool:
    """Answers are there, in the conversation or in the draft."""
    draft, flow = draft_of(turn), turn.conversation.flow
    return bool(draft and draft.answers) or any(name in flow for name in FIELDS)


def refuse_file(turn: Turn, what: str) -> Decision | None:
    """Files are not taken, and why; the open question is asked again. None if no request is under way."""
    open_form = _form(turn)
    return (
        again(turn, open_form[0].answers, open_form[1], Line("voucher_no_files", {"what": what})) if open_form else None
    )


def _plainly(said: str) -> str:
    return " ".join(said.casefold().replace("!", " ").replace(".", " ").replace(",", " ").split())


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"voucher": start},
    verbs={"voucher": press},
    consents={"voucher": consented},
    hear=hear,
    take=take_name,
    unclear=unclear,
    skip=skip,
    change=change,
    holds=holds,
    waits=lambda turn: draft_of(turn) is not None,
    dropping=lambda turn: (DropDraft(),) if draft_of(turn) else (),
    resume=resume,
    refuse_file=refuse_file,
)
