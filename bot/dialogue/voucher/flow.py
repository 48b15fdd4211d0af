"""What is said next in a request for a voucher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC, likely_topics
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, before
from bot.dialogue.voucher import screens, sending
from bot.dialogue.voucher.form import (
    CALL,
    FIELDS,
    HOURS,
    MAY_BE_SKIPPED,
    PLACES,
    SKIPPED,
    Answers,
    Told,
    fitting,
    form_of,
    keys,
    of_person,
    told,
)
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
SKIP_WORDS = frozenset({"salta", "non so", "non lo so", "boh", "preferisco non dirlo", "-"})
NO_CHILDREN_WORDS = frozenset({"no", "nessuno", "non ho figli", "non ne ho", "zero", "no figli", "nessun figlio"})
LONG_ANSWER = 6
"""Words of a company's name at most: a longer text that means something else is something else."""


# --- how it starts and goes on ---


def start(turn: Turn) -> Decision:
    """What is there already comes first: a draft to go on with, a request under way; then consent, then the questions."""
    if turn.audience == "company":
        return _counted(turn, screens.for_workers())
    draft = _draft(turn)
    if consent.agreed(turn, "voucher"):
        if draft and draft.answers:
            return _counted(_at(turn, GO_ON), screens.go_on_or_again(draft))
        if under_way := sending.under_way(turn):
            return _counted(turn, screens.already_sent(under_way))
        return _begin(turn, of_person(turn), screens.intro(turn))
    return ask_consent(turn)


def ask_consent(turn: Turn) -> Decision:
    """What it is about, then the notice. Until it is agreed to, only values of closed lists are remembered."""
    heard = {} if turn.understanding.sensitive else dict(told(turn, None).answers)
    heard.pop("company", None)
    asking = flows.at_step(turn, TOPIC, CONSENT, **{**_heard_before_consent(turn), **heard})
    return _counted(asking, screens.intro(turn), consent.ask(turn, "voucher"))


def _heard_before_consent(turn: Turn) -> dict[str, str]:
    flow = turn.conversation.flow if flows.step(turn, TOPIC) == CONSENT else {}
    of_the_form = {key for name in FIELDS for key in keys(name)} | {HOURS}
    return {key: value for key, value in flow.items() if key in of_the_form}


def _too_early(turn: Turn) -> Decision | None:
    """An answer to a question that comes after the notice: it is remembered like what was told with the first message, and
    said back once the notice is agreed to."""
    known = _heard_before_consent(turn)
    home_or_work = "work" if "residence" in known else "residence"
    readings = (told(turn, question) for question in (None, "children", home_or_work))
    heard = next((reading for reading in readings if reading.answers), None)
    if turn.understanding.sensitive or heard is None or _for_somebody_else(turn, CONSENT, heard):
        return None
    new = {key: value for key, value in heard.answers.items() if key != "company"}
    answers = {**known, **new}
    lines = screens.understood(turn, answers, new, least=1)
    return _consent_first(flows.at_step(turn, TOPIC, CONSENT, **answers), *lines)


def _consent_first(turn: Turn, *lines: Line) -> Decision:
    return _quiet(turn, before(consent.again(turn, "voucher"), *lines))


def consented(turn: Turn, version: str) -> Decision:
    """The answer to the notice."""
    if version == consent.DECLINED:
        return _quiet(flows.ended(turn, TOPIC), screens.declined())
    effects = consent.given(turn, "voucher", version)
    if not effects:
        return ask_consent(turn)
    known = {**of_person(turn), **_heard_before_consent(turn)}
    first = _draft(turn)
    answers = {**known, **(first.answers if first else {})}
    return _with(_next(turn, answers, *screens.understood(turn, answers, known, least=1)), *effects)


def resume(turn: Turn) -> Decision:
    """Goes on where the request was left, days or restarts later."""
    if not consent.agreed(turn, "voucher"):
        pressed = turn.utterance is None or turn.utterance.kind is Kind.BUTTON
        return ask_consent(turn) if pressed or flows.step(turn, TOPIC) != CONSENT else _consent_first(turn)
    draft, step = _draft(turn), flows.step(turn, TOPIC)
    if draft is None:
        return start(turn)
    return _again(turn, draft.answers, step) if step in (*FIELDS, CALL) else _next(turn, draft.answers)


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
            return _begin(turn, {}) if consent.agreed(turn, "voucher") else ask_consent(turn)
    draft = _draft(turn)
    if draft is None:
        sent = sending.under_way(turn) if verb in ("send", "summary") else None
        return _quiet(turn, screens.already_sent(sent)) if sent else None
    if not consent.agreed(turn, "voucher"):
        return ask_consent(turn)
    return _pressed(turn, draft.answers, verb, rest)


def _pressed(turn: Turn, answers: Answers, verb: str, rest: str) -> Decision | None:
    match verb, rest.partition(" "):
        case "again", _:
            return _begin(turn, {})
        case "set", (name, _, value) if name == CALL:
            return _next(turn, {**answers, CALL: value})
        case "set", (name, _, value) if name in FIELDS:
            return _take(turn, answers, {keys(name)[0]: value})
        case "skip", (name, _, _) if name in MAY_BE_SKIPPED:
            return _take(turn, answers, dict.fromkeys(keys(name), SKIPPED))
        case "edit", (name, _, _) if name in FIELDS:
            return _ask(turn, answers, name)
        case "change", _:
            return _quiet(_at(turn, SUMMARY), screens.change(turn, answers))
        case "summary", _:
            return _next(turn, answers)
        case "invite", _:
            asked = resume(turn)
            return replace(asked, messages=(screens.invitation(), *asked.messages))
        case "later", _:
            return _quiet(flows.ended(turn, TOPIC), screens.later())
        case "send", (call, _, _):
            return _send(turn, answers, call)
    return None


# --- words ---


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of a request; None if they are for somebody else: another clear question."""
    if flows.step(turn, TOPIC) == CONSENT:
        return _too_early(turn)
    open_form = _form(turn)
    if open_form is None:
        return None
    draft, question = open_form
    if turn.understanding.sensitive:
        return _again(turn, draft.answers, question, Line("voucher_no_sensitive"))
    heard = told(turn, question)
    if _for_somebody_else(turn, question, heard):
        return None
    return _heard(turn, draft.answers, question, heard)


def take(turn: Turn) -> Decision | None:
    """The name of a company may be any few words."""
    open_form = _form(turn)
    if open_form is None or open_form[1] != "company" or turn.understanding.question:
        return None
    if len(turn.said.split()) > LONG_ANSWER or not (name := screens.typed_company(turn.said)):
        return None
    return _take(turn, open_form[0].answers, {"company": name})


def unclear(turn: Turn) -> Decision | None:
    """The open question once more, or the summary: nothing is sent without a clear yes."""
    open_form = _form(turn)
    if open_form is None:
        return resume(turn) if flows.step(turn, TOPIC) else None
    draft, question = open_form
    return _again(turn, draft.answers, question, Line("voucher_not_sent" if question == SUMMARY else "voucher_unclear"))


def skip(turn: Turn) -> Decision | None:
    open_form = _form(turn)
    if open_form is None or open_form[1] not in MAY_BE_SKIPPED:
        return None
    return _take(turn, open_form[0].answers, dict.fromkeys(keys(open_form[1]), SKIPPED))


def change(turn: Turn) -> Decision | None:
    open_form = _form(turn)
    return _quiet(turn, screens.change(turn, open_form[0].answers)) if open_form and open_form[0].answers else None


def _form(turn: Turn) -> tuple[Draft, str] | None:
    """The draft, and the question that a message answers; None before the questions and without consent."""
    step, draft = flows.step(turn, TOPIC), _draft(turn)
    if step in (None, CONSENT, GO_ON) or draft is None or not consent.agreed(turn, "voucher"):
        return None
    return draft, _question(turn, step)


def _heard(turn: Turn, answers: Answers, question: str, heard: Told) -> Decision | None:
    said = _plainly(turn.said)
    if heard.answers or heard.doubt:
        return _take(turn, answers, heard.answers, heard)
    if heard.trouble:
        return _again(turn, answers, question, heard.trouble)
    if question == "children" and said in NO_CHILDREN_WORDS:
        return _take(turn, answers, {"children": "none"})
    if question in MAY_BE_SKIPPED and said in SKIP_WORDS:
        return _take(turn, answers, dict.fromkeys(keys(question), SKIPPED))
    return None


def _question(turn: Turn, step: str) -> str:
    """The question that a message answers: the open one; of a corrected message the one it answered then."""
    utterance = turn.utterance
    if utterance and utterance.kind is Kind.EDIT and utterance.message is not None:
        number = str(utterance.message)
        flow = turn.conversation.flow
        return next((name for name in FIELDS if flow.get(f"{ASKED_IN}{name}") == number), step)
    return step


def _for_somebody_else(turn: Turn, question: str, heard: Told) -> bool:
    """Another clear wish; a statement that answers the open question is the answer."""
    understanding = turn.understanding
    best = understanding.best
    another = best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)
    answered = bool(heard.answers or heard.doubt or heard.trouble)
    if understanding.question and (another or (not answered and bool(likely_topics(turn)))):
        return True
    return another and not answered


def holds(turn: Turn) -> bool:
    """Answers are there, in the conversation or in the draft."""
    draft, flow = _draft(turn), turn.conversation.flow
    return bool(draft and draft.answers) or any(name in flow for name in FIELDS)


def refuse_file(turn: Turn, what: str) -> Decision | None:
    """Files are not taken, and why; the open question is asked again. None if no request is under way."""
    open_form = _form(turn)
    return (
        _again(turn, open_form[0].answers, open_form[1], Line("voucher_no_files", {"what": what}))
        if open_form
        else None
    )


# --- answers ---


def _begin(turn: Turn, answers: Answers, *first: Message) -> Decision:
    decision = _next(turn, answers)
    return replace(decision, messages=(*first, *decision.messages))


def _take(turn: Turn, answers: Answers, new: Mapping[str, str], heard: Told | None = None) -> Decision:
    """Keeps the answers that can be, then asks what is in doubt or what comes next."""
    merged = fitting({**answers, **new})
    if wrong := slips(form_of(merged), turn.today):
        return _refused(turn, answers, new, wrong[0])
    turn = _noted(turn, new)
    if heard and heard.doubt:
        name, values = heard.doubt
        return _kept(_at(turn, name), merged, screens.which(turn, name, values))
    changed = [name for name in FIELDS if any(_is_changed(key, answers, new) for key in keys(name))] if heard else []
    told_now = {key: value for key, value in new.items() if not any(key in keys(name) for name in changed)}
    lines = screens.changed(turn, answers, merged, changed)
    lines += screens.understood(turn, merged, told_now) if heard else []
    if any(new.get(name) == OUTSIDE for name in PLACES):
        lines.append(Line("voucher_outside_told"))
    if new.get("company", SKIPPED) != SKIPPED and "company" in merged:
        return _with_company(turn, merged, *lines)
    return _next(turn, merged, *lines)


def _is_changed(key: str, answers: Answers, new: Mapping[str, str]) -> bool:
    """It had another answer before."""
    return key in new and answers.get(key, SKIPPED) not in (SKIPPED, new[key])


def _refused(turn: Turn, answers: Answers, new: Mapping[str, str], slip: Slip) -> Decision:
    """A date that cannot be is asked for again; what else was told is kept."""
    name = "children" if slip.field == "children" else "period"
    others = {key: value for key, value in new.items() if key not in keys(name)}
    return _ask(turn, fitting({**answers, **others}), name, slip.text)


def _with_company(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    """What the register says of the company: which one of several is asked, one that is not there may be invited."""
    company = answers["company"]
    match = find(turn.knowledge.companies, company, turn.today)
    if match.found == "candidates":
        without = {key: value for key, value in answers.items() if key != "company"}
        names = tuple(each.name for each in match.companies)
        return _kept(_at(turn, "company"), without, screens.which_company(names, company))
    decision = _next(turn, answers, *lines)
    return replace(decision, messages=(screens.about_company(match.found, company), *decision.messages))


def _next(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    if sending.to_choose(turn, answers):
        return _kept(_at(turn, CALL), answers, screens.which_call(turn, *lines))
    missing = first_missing(answers)
    if missing:
        return _ask(turn, answers, missing, *lines)
    return _kept(_at(turn, SUMMARY), answers, *screens.summary(turn, answers, *lines))


def _ask(turn: Turn, answers: Answers, name: str, *lines: Line) -> Decision:
    return _kept(_at(turn, name), answers, before(screens.question(turn, name, answers), *lines))


def _again(turn: Turn, answers: Answers, question: str, *lines: Line) -> Decision:
    """The same question once more, after a reason."""
    if question in FIELDS:
        return _quiet(turn, before(screens.question(turn, question, answers), *lines))
    if question == CALL:
        return _quiet(turn, screens.which_call(turn, *lines))
    if missing := first_missing(answers):
        return _quiet(turn, before(screens.question(turn, missing, answers), *lines))
    first, *others = screens.summary(turn, answers)
    return _quiet(turn, before(first, *lines), *others)


def _send(turn: Turn, answers: Answers, call: str) -> Decision:
    """To the desk; the summary once more if something is missing or the call is no longer the one that was shown."""
    if first_missing(answers):
        return _next(turn, answers)
    if sending.call_id(turn, answers) != call:
        return _next(turn, answers, Line("voucher_call_changed"))
    opened = sending.ticket(turn, answers)
    decision = _quiet(flows.ended(turn, TOPIC), *screens.sent(turn, opened))
    return replace(decision, effects=(sending.open_ticket(turn, opened, answers), DropDraft()))


# --- pieces ---


def _draft(turn: Turn) -> Draft | None:
    draft = turn.records.draft
    return draft if draft and draft.kind == "voucher" else None


def _at(turn: Turn, step: str) -> Turn:
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
    return _with(_quiet(turn, *messages), KeepDraft(Draft("voucher", dict(answers), version, turn.records.now)))


def _with(decision: Decision, *effects: Effect) -> Decision:
    return replace(decision, effects=(*effects, *decision.effects))


def _counted(turn: Turn, *messages: Message) -> Decision:
    return turn.decide("action", *messages, topic=TOPIC)


def _quiet(turn: Turn, *messages: Message) -> Decision:
    """Steps within the request are not counted: it was counted when it began."""
    return replace(_counted(turn, *messages), events=())


def _plainly(said: str) -> str:
    return " ".join(said.casefold().replace("!", " ").replace(".", " ").replace(",", " ").split())


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"voucher": start},
    verbs={"voucher": press},
    consents={"voucher": consented},
    hear=hear,
    take=take,
    unclear=unclear,
    skip=skip,
    change=change,
    holds=holds,
    waits=lambda turn: _draft(turn) is not None,
    dropping=lambda turn: (DropDraft(),) if _draft(turn) else (),
    resume=resume,
    refuse_file=refuse_file,
)
