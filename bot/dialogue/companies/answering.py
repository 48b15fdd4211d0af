"""The answers of a request to join are kept, the next question asked, and the whole sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.companies import screens, sending
from bot.dialogue.companies.form import (
    FIELDS,
    Answers,
    answers_of,
    asked,
    next_question,
    with_answers,
)
from bot.dialogue.turn import Turn, before
from bot.model.company import Company, ContactRole, KeepCompany, KeepContact
from bot.model.decision import Decision, Effect
from bot.model.reply import Line, Message
from bot.rules.companies import namesakes

TOPIC, ABOUT = "aderisci-rete", "azienda-adesione"
"""The form, and the answer that tells what it is."""
CONSENT, SUMMARY = "consent", "summary"


def keep(turn: Turn, new: Mapping[str, str], spoken: bool = False) -> Decision:
    """Keeps the answers, then asks what comes next; a member's name is asked about first."""
    old = answers_now(turn)
    answers = answers_of(with_answers(company_of(turn), {**old, **new}), role_in({**old, **new}))
    changed = [name for name in asked(answers) if name in new and name in old and old[name] != answers.get(name)]
    fresh = [name for name in asked(answers) if name in new and name not in changed]
    lines = screens.changed(turn, old, answers, changed) if spoken else []
    lines += screens.understood(turn, answers, fresh) if spoken else []
    others = [each for each in turn.records.network.members if each.id != company_of(turn).id]
    if "name" in new and (same := namesakes(others, new["name"])):
        return kept(at_step(turn, "name"), answers, screens.known_already(same[0]))
    return go_on(turn, answers, *lines)


def go_on(turn: Turn, answers: Answers, *lines: Line) -> Decision:
    missing = next_question(answers)
    if missing:
        return ask(turn, answers, missing, *lines)
    return kept(at_step(turn, SUMMARY), answers, screens.summary(turn, answers, *lines))


def ask(turn: Turn, answers: Answers, name: str, *lines: Line) -> Decision:
    return kept(at_step(turn, name), answers, before(screens.question(turn, name, answers), *lines))


def again(turn: Turn, question: str | None, *lines: Line) -> Decision:
    answers = answers_now(turn)
    missing = question if question in FIELDS else next_question(answers)
    if missing:
        return quiet(at_step(turn, missing), before(screens.question(turn, missing, answers), *lines))
    return quiet(at_step(turn, SUMMARY), screens.summary(turn, answers, *lines))


def send(turn: Turn, answers: Answers) -> Decision:
    if next_question(answers):
        return go_on(turn, answers)
    company = company_of(turn)
    form = {name: answers[name] for name in asked(answers)}
    opened = sending.ticket(turn, "joining", company, form)
    asking = replace(company, state="asked", ticket=opened.code)
    decision = quiet(flows.ended(turn, TOPIC), *screens.sent(opened))
    return with_effects(decision, sending.to_join(turn, opened, company, answers), KeepCompany(asking))


def draft_of(turn: Turn) -> Company | None:
    company = turn.records.network.company
    return company if company and company.state == "draft" else None


def company_of(turn: Turn) -> Company:
    """The draft of this chat, or a new one."""
    return draft_of(turn) or Company(turn.records.fresh[:16])


def answers_now(turn: Turn) -> dict[str, str]:
    network = turn.records.network
    contact = network.contact(turn.conversation.chat)
    return answers_of(draft_of(turn), contact.role if contact else None)


def role_in(answers: Answers) -> ContactRole | None:
    return answers.get("role")  # type: ignore[return-value]  # `fits` keeps to the closed list


def at_step(turn: Turn, step: str) -> Turn:
    return flows.at_step(turn.remembering(audience="company"), TOPIC, step)


def kept(turn: Turn, answers: Answers, *messages: Message) -> Decision:
    company = with_answers(company_of(turn), answers)
    return with_effects(quiet(turn, *messages), KeepCompany(company), KeepContact(company.id, role_in(answers)))


def with_effects(decision: Decision, *effects: Effect) -> Decision:
    return replace(decision, effects=(*effects, *decision.effects))


def counted(turn: Turn, *messages: Message) -> Decision:
    return turn.decide("action", *messages, topic=TOPIC)


def quiet(turn: Turn, *messages: Message) -> Decision:
    """Steps within the request are not counted: it was counted when it began."""
    return replace(counted(turn, *messages), events=())
