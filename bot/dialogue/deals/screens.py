"""The messages about deals: the questions and the summary of a proposal, and what a worker may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.deals import form
from bot.dialogue.deals.form import FIELDS, MAY_BE_SKIPPED
from bot.dialogue.texts import text
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.model.deal import Deal
from bot.model.reply import Choice, Line, Message
from bot.model.time import italian_day

VERB = "deals"
Rows = tuple[tuple[Choice, ...], ...]
PAGE = 3
"""Deals of one screen."""
LABEL = 38
"""Letters of a button."""


def button(said: str, label: str = "text", **values: str) -> Choice:
    return choice(VERB, said, label, values)


# --- a proposal ---


def question(turn: Turn, name: str, *lines: Line) -> Message:
    count = {"number": str(FIELDS.index(name) + 1), "all": str(len(FIELDS))}
    rows = [row(button(f"set {name} {value}", text=_label(turn, name, value))) for value in form.values(turn, name)]
    skip = [button(f"skip {name}", "skip")] if name in MAY_BE_SKIPPED and name != "comune" else []
    ways = [*skip, *([button("back", "selfcheck_button_back")] if name != FIELDS[0] else [])]
    return Message((*lines, Line(f"deals_ask_{name}", count)), (*rows, *([row(*ways)] if ways else [])))


def _label(turn: Turn, name: str, value: str) -> str:
    if name == "service":
        return form.services(turn)[value]
    return text(turn, Line("deals_none_comune" if name == "comune" else f"deals_whom_{value}"))


def told(turn: Turn, deal: Deal) -> str:
    """The whole proposal, a line an answer; Italian, as operators read it."""
    names = (text(turn, Line(f"deals_name_{name}"), "it") for name in FIELDS)
    return "\n".join(f"• {name}: {form.spoken(turn, deal, field)}" for name, field in zip(names, FIELDS, strict=True))


def summary(turn: Turn, deal: Deal, *lines: Line) -> Message:
    rows = (
        row(replace(button("send", "deals_button_send"), means="yes")),
        row(button("change", "deals_button_change")),
        row(button("later", "deals_button_later")),
    )
    parts = [*lines, Line("deals_summary", {"deal": told(turn, deal)})]
    if deal.firm and deal.firm not in turn.knowledge.companies:
        parts.append(Line("deals_not_registered", {"firm": deal.firm}))
    return Message(tuple(parts), rows)


def change(turn: Turn, deal: Deal) -> Message:
    rows = []
    for name in (each for each in FIELDS if form.answered(deal, each)):
        label = f"{text(turn, Line(f'deals_name_{name}'))}: {form.spoken(turn, deal, name)}"
        rows.append(row(button(f"ask {name}", text=label if len(label) <= LABEL else f"{label[: LABEL - 1]}…")))
    return say("deals_change", *rows, row(button("summary", "deals_button_summary")))


def of_firm(turn: Turn) -> Message:
    """What this chat has proposed, and what it can do."""
    own = turn.records.deals.own
    lines = [Line("deals_menu_firm")]
    rows: list[tuple[Choice, ...]] = []
    for deal in own[:PAGE]:
        values = {"service": form.spoken(turn, deal, "service"), "provider": deal.provider or "…",
                  "status": text(turn, Line(f"deals_status_{deal.status}"))}  # fmt: skip
        lines.append(Line("deals_own", values))
        if deal.status == "published":
            name = values["provider"][: LABEL - 12]
            rows.append(
                row(
                    button(f"renew {deal.id}", "deals_button_renew", provider=name),
                    button(f"end {deal.id}", "deals_button_end", provider=name),
                )
            )
    start = (
        button("resume", "deals_button_resume")
        if turn.records.deals.draft
        else button("propose", "deals_button_propose")
    )
    return Message(
        tuple(lines), (row(start), *rows, row(button("all 1", "deals_button_all")), row(show("trova-sportello")))
    )


def sent(turn: Turn, code: str) -> Message:
    return say("deals_sent", row(choice("ticket", f"show {code}", "ticket_see")), code=code)


# --- what one may use ---


def seek(turn: Turn) -> Message:
    """The firm's name, or a service that somebody offers now."""
    open_now = [deal for deal in turn.records.deals.published if deal.open(turn.today)]
    offered = dict.fromkeys(deal.service or "" for deal in open_now)
    known = form.services(turn)
    rows = tuple(row(button(f"service {id} 1", text=known[id])) for id in offered if id in known)
    return say("deals_seek", *rows[:6], row(button("all 1", "deals_button_all")), row(show("trova-sportello")))


def found(
    turn: Turn, deals: Sequence[Deal], again: str, head: Line, *rows: tuple[Choice, ...], page: int = 1
) -> Message:
    """A page of deals, each with who vouches for it; `again` is the button of the next page, without its number."""
    pages = max(1, -(-len(deals) // PAGE))
    shown = deals[(page - 1) % pages * PAGE :][:PAGE]
    more = (row(button(f"{again} {page % pages + 1}", "deals_button_more")),) if pages > 1 else ()
    return Message((head, *(card(turn, deal) for deal in shown)), (*more, *rows, row(show("trova-sportello"))))


def card(turn: Turn, deal: Deal) -> Line:
    values = {name: form.spoken(turn, deal, name) for name in FIELDS}
    values["firms"] = ", ".join(form.firm_name(turn, firm) for firm in deal.firms)
    values["day"] = italian_day(deal.checked_on) if deal.checked_on else "?"
    return Line("deals_card", values)
