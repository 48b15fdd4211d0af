"""What a worker may use: by their firm, by a service, by a municipality. The firm is remembered only if they agree."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue import flow as flows
from bot.dialogue.deals import form, screens
from bot.dialogue.deals.form import TOPIC
from bot.dialogue.deals.proposal import quiet
from bot.dialogue.flow import SIDE
from bot.dialogue.turn import Turn, row, say, show
from bot.model.deal import Deal, KeepWorkplace
from bot.model.decision import Decision, Effect
from bot.model.reply import Line
from bot.rules import deals as rules
from bot.rules.companies import find
from bot.understanding.plain import plain

SEEK, SEEN = "seek", "seen"
NAMED = "named"
"""In the state: the firm that was found, as an id of the register, or as the deal in which its name stands."""


def seek(turn: Turn) -> Decision:
    """What the remembered firm has, what the message names, else the question."""
    deals = turn.records.deals
    if turn.audience == "worker" and deals.workplace and not turn.understanding.voucher.services:
        return of_firm(turn, deals.workplace)
    services, place = turn.understanding.voucher.services, turn.understanding.place
    if len(services) == 1:
        return of_service(turn, services[0], 1)
    if place and place.status == "found" and place.comune:
        return of_comune(turn, place.comune, 1)
    if name := turn.understanding.voucher.company:
        return named(turn, name)
    return quiet(at(turn, SEEK), screens.seek(turn))


def knows(turn: Turn, name: str) -> bool:
    """A firm of the register, or of a deal, that is called so or nearly so."""
    register = turn.knowledge.companies
    likely = find(register, name, turn.today).found in ("exact", "candidates")
    return likely or bool(rules.of_firm(turn.records.deals.published, name, register, turn.today))


def named(turn: Turn, name: str) -> Decision:
    """The firm of the register, one of several, one that only stands in a deal, or none that we know."""
    match = find(turn.knowledge.companies, name, turn.today)
    if match.found == "exact":
        return of_firm(turn, match.companies[0].id)
    if match.found == "candidates":
        rows = tuple(
            row(screens.button(f"firm {each.id} 1", text=each.name[: screens.LABEL])) for each in match.companies
        )
        return quiet(
            at(turn, SEEK), say("deals_which_firm", *rows, row(screens.button("another", "deals_button_another")))
        )
    if rules.of_firm(turn.records.deals.published, name, turn.knowledge.companies, turn.today):
        return of_firm(turn, name)
    ways = (
        row(screens.button("all 1", "deals_button_all")),
        row(show("azienda-adesione")),
        row(show("trova-sportello")),
    )
    return quiet(at(turn, SEEK), say("deals_firm_unknown", *ways))


def of_firm(turn: Turn, firm: str, page: int = 1) -> Decision:
    register, shown = turn.knowledge.companies, turn.records.deals.published
    deals = rules.of_firm(shown, firm, register, turn.today)
    name = form.firm_name(turn, firm)
    known = _known_as(turn, firm, deals)
    rows = [row(screens.button("another", "deals_button_another"))]
    if turn.records.deals.workplace == firm:
        rows.append(row(screens.button("forget", "deals_button_forget")))
    elif known and deals:
        rows.insert(0, row(screens.button(f"remember {known}", "deals_button_remember")))
    if not deals:
        return quiet(
            at(turn, SEEN),
            say("deals_none_of_firm", *rows, row(screens.button("all 1", "deals_button_all")), firm=name),
        )
    head = Line("deals_of_firm", {"firm": name, "count": str(len(deals))})
    return quiet(at(turn, SEEN), screens.found(turn, deals, f"firm {known}", head, *rows, page=page))


def _known_as(turn: Turn, firm: str, deals: tuple[Deal, ...]) -> str:
    """How a button names the firm: an id of the register, or the deal and the place of its name there."""
    if firm in turn.knowledge.companies:
        return firm
    for deal in deals:
        for place, one in enumerate(deal.firms):
            if rules.of_firm((deal,), firm, {}, turn.today) and plain(one) == plain(firm):
                return f"{deal.id}/{place}"
    return f"{deals[0].id}/0" if deals else ""


def firm_of(turn: Turn, known: str) -> str | None:
    if known in turn.knowledge.companies:
        return known
    id, _, place = known.partition("/")
    deal = next((each for each in turn.records.deals.published if each.id == id), None)
    return deal.firms[int(place)] if deal and place.isdecimal() and int(place) < len(deal.firms) else None


def of_service(turn: Turn, service: str, page: int) -> Decision:
    deals = rules.of_service(turn.records.deals.published, service, turn.today)
    return _listed(turn, deals, f"service {service}", form.services(turn)[service], page)


def of_comune(turn: Turn, comune: str, page: int) -> Decision:
    deals = rules.of_comune(turn.records.deals.published, comune, turn.today)
    return _listed(turn, deals, f"comune {comune}", turn.knowledge.territory.municipalities[comune].name, page)


def everything(turn: Turn, page: int) -> Decision:
    deals = tuple(deal for deal in turn.records.deals.published if deal.open(turn.today))
    return _listed(turn, deals, "all", "", page)


def _listed(turn: Turn, deals: tuple[Deal, ...], again: str, what: str, page: int) -> Decision:
    another = row(screens.button("another", "deals_button_another"))
    if not deals:
        return quiet(at(turn, SEEN), say("deals_none", *([another] if what else []), row(show("trova-sportello"))))
    head = Line("deals_of_what", {"what": what}) if what else Line("deals_of_all", {"count": str(len(deals))})
    return quiet(at(turn, SEEN), screens.found(turn, deals, again, head, another, page=page))


def remember(turn: Turn, known: str) -> Decision:
    firm = firm_of(turn, known)
    if firm and consent.agreed(turn, "workplace"):
        kept = quiet(turn, say("deals_remembered", row(screens.button("seek", "deals_button_seek"))))
        return replace(kept, effects=(KeepWorkplace(firm, consent.current(turn, "workplace").version),))
    return quiet(at(turn, SEEN, **{NAMED: known}), consent.ask(turn, "workplace"))


def consented(turn: Turn, version: str) -> Decision:
    known = turn.conversation.flow.get(NAMED, "") if flows.step(turn, TOPIC) else ""
    firm = firm_of(turn, known)
    again = row(screens.button("seek", "deals_button_seek"))
    if version == consent.DECLINED or firm is None:
        return quiet(turn, say("deals_not_remembered", again))
    effects: tuple[Effect, ...] = consent.given(turn, "workplace", version)
    if not effects:
        return remember(turn, known)
    return replace(quiet(turn, say("deals_remembered", again)), effects=(*effects, KeepWorkplace(firm, version)))


def at(turn: Turn, step: str, **more: str) -> Turn:
    return flows.at_step(turn, TOPIC, step, **{SIDE: "worker", **more})
