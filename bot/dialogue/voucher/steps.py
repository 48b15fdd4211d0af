"""The steps of a request for a voucher: what is kept of an answer, and what is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.turn import Turn, before
from bot.dialogue.voucher import screens, sending
from bot.dialogue.voucher.form import CALL, FIELDS, PLACES, SKIPPED, Answers, Told, fitting, form_of, keys
from bot.dialogue.voucher.form import next_question as first_missing
from bot.model.conversation import Kind
from bot.model.decision import Decision, Effect
from bot.model.reply import Line, Message
from bot.model.ticket import Draft, DropDraft, KeepDraft
from bot.rules.companies import find
from bot.rules.voucher.checks import OUTSIDE, Slip, slips

TOPIC = "richiedi-voucher"

CONSENT, GO_ON, SUMMARY = "consent", "go_on", "summary"

ASKED_IN = "in_"
"""Before a field's name in the flow: the number of the message that answered it, so that its correction finds it."""


def begin(turn: Turn, answers: Answers, *first: Message) -> Decision:
    decision = next_step(turn, answers)
    return replace(decision, messages=(*first, *decision.messages))


def take(turn: Turn, answers: Answers, new: Mapping[str, str], heard: Told | None = None) -> Decision:
    """Keeps the answers that can be, then asks what is in doubt or what comes next."""
    merged = fitting({**answers, **new})
    if wrong := slips(form_of(merged), turn.today):
        return _refused(turn, answers, new, wrong[0])
    turn = _noted(turn, new)
    if heard and heard.doubt:
        name, values = heard.doubt
        return _kept(at(turn, name), merged, screens.which(turn, name, values))
    changed = [name for name in FIELDS if any(_is_changed(key, answers, new) for key in keys(name))] if heard else []
    told_now = {key: value for key, value in new.items() if not any(key in keys(name) for name in changed)}
    lines = screens.changed(turn, answers, merged, changed)
    lines += screens.understood(turn, merged, told_now) if heard else []
    if any(new.get(name) == OUTSIDE for name in PLACES):
        lines.append(Line("voucher_outside_told"))
    if new.get("company", SKIPPED) != SKIPPED and "company" in merged:
        return _with_company(turn, merged, *lines)
    return next_step(turn, merged, *lines)


def _is_changed(key: str, answers: Answers, new: Mapping[str, str]) -> bool:
    """It had another answer before."""
    return key in new and answers.get(key, SKIPPED) not in (SKIPPED, new[key])


def _refused(turn: Turn, answers: Answers, new: Mapping[str, str], slip: Slip) -> Decision:
    """A date that cannot be is asked for again; what else was told is kept."""
    name = "children" if slip.field == "children" else "period"
    others = {key: value for key, value in new.items() if key not in keys(name)}
    return ask(turn, fitting({**answers, **others}), name, slip.text)


def _with_company(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    """What the register says of the company: which one of several is asked, one that is not there may be invited."""
    company = answers["company"]
    match = find(turn.knowledge.companies, company, turn.today)
    if match.found == "candidates":
        without = {key: value for key, value in answers.items() if key != "company"}
        names = tuple(each.name for each in match.companies)
        return _kept(at(turn, "company"), without, screens.which_company(names, company))
    decision = next_step(turn, answers, *lines)
    return replace(decision, messages=(screens.about_company(match.found, company), *decision.messages))


def next_step(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    if sending.to_choose(turn, answers):
        return _kept(at(turn, CALL), answers, screens.which_call(turn, *lines))
    missing = first_missing(answers)
    if missing:
        return ask(turn, answers, missing, *lines)
    return _kept(at(turn, SUMMARY), answers, *screens.summary(turn, answers, *lines))


def ask(turn: Turn, answers: Answers, name: str, *lines: Line) -> Decision:
    return _kept(at(turn, name), answers, before(screens.question(turn, name, answers), *lines))


def again(turn: Turn, answers: Answers, question: str, *lines: Line) -> Decision:
    """The same question once more, after a reason."""
    if question in FIELDS:
        return quiet(turn, before(screens.question(turn, question, answers), *lines))
    if question == CALL:
        return quiet(turn, screens.which_call(turn, *lines))
    if missing := first_missing(answers):
        return quiet(turn, before(screens.question(turn, missing, answers), *lines))
    first, *others = screens.summary(turn, answers)
    return quiet(turn, before(first, *lines), *others)


def send(turn: Turn, answers: Answers, call: str) -> Decision:
    """To the desk; the summary once more if something is missing or the call is no longer the one that was shown."""
    if first_missing(answers):
        return next_step(turn, answers)
    if sending.call_id(turn, answers) != call:
        return next_step(turn, answers, Line("voucher_call_changed"))
    opened = sending.ticket(turn, answers)
    decision = quiet(flows.ended(turn, TOPIC), *screens.sent(turn, opened))
    return replace(decision, effects=(sending.open_ticket(turn, opened, answers), DropDraft()))


def draft_of(turn: Turn) -> Draft | None:
    draft = turn.records.draft
    return draft if draft and draft.kind == "voucher" else None


def at(turn: Turn, step: str) -> Turn:
    """The flow at a step; it keeps which message answered which question."""
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    notes = {name: value for name, value in flow.items() if name.startswith(ASKED_IN)}
    return flows.at_step(turn, TOPIC, step, **notes)


def _noted(turn: Turn, new: Mapping[str, str]) -> Turn:
    """Remembers the message's number with the questions it answered."""
    if turn.utterance is None or turn.utterance.message is None or turn.utterance.kind is Kind.BUTTON:
        return turn
    number = str(turn.utterance.message)
    names = [name for name in FIELDS if any(key in new for key in keys(name))]
    flow = {**turn.conversation.flow, **{f"{ASKED_IN}{name}": number for name in names}}
    return turn.remembering(flow=flow)


def _kept(turn: Turn, answers: Answers, *messages: Message) -> Decision:
    version = consent.current(turn, "voucher").version
    return carrying(quiet(turn, *messages), KeepDraft(Draft("voucher", dict(answers), version, turn.records.now)))


def carrying(decision: Decision, *effects: Effect) -> Decision:
    return replace(decision, effects=(*effects, *decision.effects))


def counted(turn: Turn, *messages: Message) -> Decision:
    return turn.decide("action", *messages, topic=TOPIC)


def quiet(turn: Turn, *messages: Message) -> Decision:
    """Steps within the request are not counted: it was counted when it began."""
    return replace(counted(turn, *messages), events=())
