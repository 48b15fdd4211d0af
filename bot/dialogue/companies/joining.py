"""What is said next in a request to join."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, OFF_TOPIC, likely_topics
from bot.dialogue.companies import home, screens
from bot.dialogue.companies.answering import (
    ABOUT,
    CONSENT,
    SUMMARY,
    TOPIC,
    again,
    answers_now,
    ask,
    at_step,
    counted,
    draft_of,
    go_on,
    keep,
    quiet,
    send,
    with_effects,
)
from bot.dialogue.companies.form import (
    FIELDS,
    VALUES,
    Told,
    fits,
    told,
)
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, before
from bot.model.company import Company, ForgetCompany
from bot.model.conversation import Kind
from bot.model.decision import Decision
from bot.model.reply import Line

NAMESAKE = "namesake"
"""In the flow: the company said that it is not the member of the same name."""
LONGEST_NAME_WORDS, SHORT_NAME_WORDS = 10, 4
PUBLIC_NAME = re.compile(
    r"(?:il |l['’])?(?:comune|unione|asst|ats|provincia|ente|azienda speciale|parco) ", re.IGNORECASE
)


def start(turn: Turn) -> Decision:
    """What there is already comes first: a member's page, a request under way, a draft; then consent, then the questions."""
    turn = turn.remembering(audience="company")
    company = turn.records.network.company
    match company.state if company else None:
        case "member":
            return home.show(turn)
        case "asked" if company:
            return counted(turn, screens.waiting(company))
        case "refused" if company:
            return counted(turn, screens.refused(company))
        case "draft" if company and consent.agreed(turn, "joining"):
            return go_on(turn, answers_now(turn))
    return ask_consent(turn)


def ask_consent(turn: Turn) -> Decision:
    """What it is about, then the notice. Until it is agreed to, only values of closed lists are remembered."""
    heard = {} if turn.understanding.sensitive else dict(told(turn, None).answers)
    heard.pop("name", None)
    asking = flows.at_step(turn, TOPIC, CONSENT, **{**_heard_before_consent(turn), **heard})
    return counted(asking, screens.intro(), consent.ask(turn, "joining"))


def _heard_before_consent(turn: Turn) -> dict[str, str]:
    flow = turn.conversation.flow if flows.step(turn, TOPIC) == CONSENT else {}
    return {key: value for key, value in flow.items() if key in FIELDS and fits(turn, key, value)}


def consented(turn: Turn, version: str) -> Decision:
    """The answer to the notice."""
    if version == consent.DECLINED:
        return quiet(flows.ended(turn, TOPIC), screens.declined())
    effects = consent.given(turn, "joining", version)
    if not effects:
        return ask_consent(turn)
    if home.is_invited(turn):
        return with_effects(home.ask_role(turn), *effects)
    known = _heard_before_consent(turn)
    lines = screens.understood(turn, known, list(known), least=1)
    return with_effects(go_on(turn, {**answers_now(turn), **known}, *lines), *effects)


def resume(turn: Turn) -> Decision:
    """Goes on where the request was left, days or restarts later."""
    turn = turn.remembering(audience="company")
    if home.is_invited(turn) and consent.agreed(turn, "joining"):
        return home.ask_role(turn)
    if not consent.agreed(turn, "joining"):
        return (
            quiet(turn, consent.again(turn, "joining"))
            if flows.step(turn, TOPIC) == CONSENT and _spoken(turn)
            else ask_consent(turn)
        )
    if draft_of(turn) is None:
        return start(turn)
    step = flows.step(turn, TOPIC)
    return again(turn, step) if step in FIELDS else go_on(turn, answers_now(turn))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button does; None if it belongs to something that is no longer there."""
    verb, _, rest = said.partition(" ")
    if verb in ("start", "resume"):
        return start(turn) if verb == "start" else resume(turn)
    if verb == "again" and (company := turn.records.network.company) and company.state == "refused":
        opened = replace(company, state="draft", ticket=None)
        return go_on(_with_company(turn, opened), answers_now(turn))
    if (decision := home.press(turn, verb, rest)) is not None:
        return decision
    if draft_of(turn) is None:
        return start(turn) if turn.records.network.company else None
    if not consent.agreed(turn, "joining"):
        return ask_consent(turn)
    return _pressed(turn, verb, rest)


def _pressed(turn: Turn, verb: str, rest: str) -> Decision | None:
    answers = answers_now(turn)
    match verb, rest.partition(" "):
        case "set", (name, _, value) if fits(turn, name, value):
            return keep(turn, {name: value})
        case "edit", (name, _, _) if name in FIELDS:
            return ask(turn, answers, name)
        case "namesake", _:
            return go_on(turn, answers)
        case "change", _:
            return quiet(at_step(turn, SUMMARY), screens.change(turn, answers))
        case "summary", _:
            return go_on(turn, answers)
        case "later", _:
            return quiet(flows.ended(turn, TOPIC), screens.later())
        case "send", _:
            return send(turn, answers)
    return None


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of a request; None if they are for somebody else: another clear question."""
    step = flows.step(turn, TOPIC)
    if step == CONSENT:
        return _too_early(turn)
    if step is None or draft_of(turn) is None or not consent.agreed(turn, "joining"):
        return None
    if turn.understanding.sensitive:
        return again(turn, step, Line("company_no_sensitive"))
    if step == "name":
        return take(turn) if _looks_like_a_name(turn) else None  # it may be any words: others are heard first
    heard = told(turn, step)
    if _for_somebody_else(turn, step, heard):
        return None
    if heard.doubt:
        return quiet(at_step(turn, "comune"), screens.which_comune(turn, heard.doubt))
    return keep(turn, heard.answers, spoken=True) if heard.answers else None


def _looks_like_a_name(turn: Turn) -> bool:
    """A few words with a capital, or those by which bodies are called: "Comune di Opera" asks nothing."""
    first = turn.said.partition(",")[0].strip()
    return (first[:1].isupper() and len(first.split()) <= SHORT_NAME_WORDS) or bool(PUBLIC_NAME.match(first))


def _tells(turn: Turn) -> bool:
    """A role is no greeting: "sono la titolare"."""
    return flows.step(turn, TOPIC) in VALUES and bool(told(turn, flows.step(turn, TOPIC)).answers)


def take(turn: Turn) -> Decision | None:
    """The name of a company may be any few words."""
    if flows.step(turn, TOPIC) != "name" or draft_of(turn) is None or turn.understanding.question:
        return None
    first = turn.said.partition(",")[0]
    heard = told(turn, "name")
    if len(first.split()) > LONGEST_NAME_WORDS or "name" not in heard.answers:
        return None
    return keep(turn, heard.answers, spoken=True)


def unclear(turn: Turn) -> Decision | None:
    """The open question once more: nothing is sent without a clear yes."""
    step = flows.step(turn, TOPIC)
    if step is None:
        return None
    if step == CONSENT or draft_of(turn) is None:
        return resume(turn)
    return again(turn, step, Line("company_not_sent" if step == SUMMARY else "company_unclear"))


def skip(turn: Turn) -> Decision | None:
    """Only the agreement may stay unknown."""
    return press(turn, "set agreement -") if flows.step(turn, TOPIC) == "agreement" else None


def change(turn: Turn) -> Decision | None:
    answers = answers_now(turn)
    return quiet(turn, screens.change(turn, answers)) if draft_of(turn) and answers else None


def _too_early(turn: Turn) -> Decision | None:
    """An answer to a question that comes after the notice is remembered and said back; a name is not."""
    heard = told(turn, "kind")
    new = {key: value for key, value in heard.answers.items() if key != "name"}
    if turn.understanding.sensitive or not new or _for_somebody_else(turn, CONSENT, heard):
        return None
    known = {**_heard_before_consent(turn), **new}
    lines = screens.understood(turn, known, list(new), least=1)
    invite = {key: value for key, value in turn.conversation.flow.items() if key == home.INVITE}
    asking = flows.at_step(turn, TOPIC, CONSENT, **known, **invite)
    return quiet(asking, before(consent.again(turn, "joining"), *lines))


def _for_somebody_else(turn: Turn, question: str, heard: Told) -> bool:
    """Another clear wish; a statement that answers the open question is the answer."""
    understanding = turn.understanding
    best = understanding.best
    another = best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, ABOUT, OFF_TOPIC)
    answered = bool(heard.answers or heard.doubt)
    if understanding.question and (another or (not answered and bool(likely_topics(turn)))):
        return True
    return another and not answered


def _with_company(turn: Turn, company: Company) -> Turn:
    network = replace(turn.records.network, company=company)
    return replace(turn, records=replace(turn.records, network=network))


def _spoken(turn: Turn) -> bool:
    return turn.utterance is not None and turn.utterance.kind is not Kind.BUTTON


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"azienda": start},
    verbs={"company": press},
    consents={"joining": consented},
    hear=hear,
    take=take,
    unclear=unclear,
    skip=skip,
    change=change,
    tells=_tells,
    holds=lambda turn: draft_of(turn) is not None and bool(answers_now(turn)),
    waits=lambda turn: draft_of(turn) is not None,
    dropping=lambda turn: (ForgetCompany(draft.id),) if (draft := draft_of(turn)) else (),
    resume=resume,
    open=home.opened,
)
