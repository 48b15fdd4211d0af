"""A worker's saved plan: seen again, shared with the company by a link, taken back, deleted; and what a change of rules says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue.leave.company_shared import SHARED, preview
from bot.dialogue.leave.known import TOPIC
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.leave import leave_rules
from bot.knowledge.loader import Knowledge
from bot.model.decision import Decision
from bot.model.leave import ForgetPlan, SavedPlan, SavePlan
from bot.model.reply import Choice, Line, Message
from bot.rules.leave import Case, italian
from bot.rules.leave.case import PUBLIC
from bot.rules.leave.plans import Difference, Recheck, figures, keep

VERB = "plan_saved"
OF_THE_EMPLOYER = frozenset(
    {
        "plan_saved_share",
        "plan_saved_link_lost",
        "plan_shared_preview",
        "plan_shared_nothing",
        "plan_shared_made",
        "plan_shared_own",
    }
)
"""Texts that have another form for public staff."""
LINK = "https://t.me/?start=" + SHARED
"""The channel says how it is opened there: Telegram adds the name of the bot, the terminal shows the command."""


def save(turn: Turn, case: Case, patron: str | None = None) -> Decision:
    """Keeps the plan of a case for this chat, once its owner agrees; `patron` as given to `work_out`.

    A link of the plan before is gone.
    """
    if not consent.agreed(turn, "plan"):
        return turn.decide("action", consent.ask(turn, "plan"), topic=TOPIC)
    plan = keep(case, leave_rules(turn.knowledge), patron)
    lost = [Line(_voiced(plan, "plan_saved_link_lost"))] if turn.records.plan and turn.records.plan.link else []
    message = Message((Line("plan_saved_done"), *lost), _rows(plan))
    return _with(turn.decide("action", message, topic=TOPIC), SavePlan(plan))


def consented(turn: Turn, version: str, save_now: Callable[[Turn], Decision | None]) -> Decision | None:
    """The answer to the notice; `save_now` saves the plan under way, if there still is one."""
    if version == consent.DECLINED:
        back = row(choice("resume", TOPIC, "plan_back"))
        return turn.decide("action", say("plan_saved_not", back), topic=TOPIC)
    effects = consent.given(turn, "plan", version)
    consents = {**turn.records.consents, "plan": version} if effects else turn.records.consents
    decision = save_now(replace(turn, records=replace(turn.records, consents=consents)))
    return decision and replace(decision, effects=(*effects, *decision.effects))


def press(turn: Turn, said: str) -> Decision | None:
    """What a button under a saved plan does; None if it is none of ours."""
    plan = turn.records.plan
    if plan is None:
        return turn.decide("action", say("plan_saved_none", *WAYS_ON), topic=TOPIC)
    match said:
        case "show":
            return show_plan(turn, plan)
        case "share":
            return _share(turn, plan)
        case "link":
            return _make_link(turn, plan)
        case "revoke":
            return _revoke(turn, plan)
        case "forget":
            yes = replace(_button("forget_yes", "plan_saved_forget_yes"), means="yes")
            rows = (row(yes), row(replace(_button("show", "plan_saved_see"), means="no")))
            return turn.decide("action", say("plan_saved_forget_sure", *rows), topic=TOPIC)
        case "forget_yes":
            return _with(turn.decide("action", say("plan_saved_forgotten", *WAYS_ON), topic=TOPIC), ForgetPlan())
    return None


def show_plan(turn: Turn, plan: SavedPlan) -> Decision:
    """The figures of the plan as they were saved, or worked out again since."""
    lines = "\n".join(
        _fill(turn.knowledge, "plan_saved_line", name=_name(turn.knowledge, field), value=value)
        for field, value in figures(plan)
    )
    values = {"day": italian.day(plan.saved_on), "lines": lines}
    return turn.decide("action", Message((Line("plan_saved_show", values),), _rows(plan)), topic=TOPIC)


def changed(knowledge: Knowledge, recheck: Recheck) -> Message:
    """What the owner is told when a rule changed the result of the plan."""
    lines = "\n".join(_changed_lines(knowledge, recheck.differences))
    parts = [Line("plan_saved_changed", {"lines": lines}), Line("plan_saved_changed_end")]
    if recheck.sources:
        parts.append(Line("source", {"sources": "; ".join(recheck.sources)}))
    return Message(tuple(parts), (row(_button("show", "plan_saved_see")), row(show("trova-sportello"))))


def _changed_lines(knowledge: Knowledge, differences: Iterable[Difference]) -> Iterable[str]:
    for one in differences:
        name = _name(knowledge, one.field)
        yield _fill(knowledge, "plan_saved_changed_line", name=name, before=one.before, after=one.after)


def _share(turn: Turn, plan: SavedPlan) -> Decision:
    """Shows first what the company will see, by the very screen that it gets."""
    seen = preview(turn, plan)
    if not seen:
        return turn.decide("action", say(_voiced(plan, "plan_shared_nothing"), *_rows(plan)), topic=TOPIC)
    rows = (row(_button("link", "plan_shared_make")), row(_button("show", "plan_saved_see")))
    explained = say(_voiced(plan, "plan_shared_preview"))
    own = tuple(Line(_voiced(plan, one.key), one.values) if isinstance(one, Line) else one for one in seen)
    return turn.decide("action", explained, Message(own, rows), topic=TOPIC)


def _make_link(turn: Turn, plan: SavedPlan) -> Decision:
    """A link that is there already is shown again: two taps make no second one."""
    shared = plan if plan.link else replace(plan, link=turn.records.fresh)
    done = say(_voiced(plan, "plan_shared_made"), row(_button("revoke", "plan_shared_revoke")))
    forward = say("plan_shared_forward", link=f"{LINK}{shared.link}")
    return _with(turn.decide("action", done, forward, topic=TOPIC), SavePlan(shared))


def _revoke(turn: Turn, plan: SavedPlan) -> Decision:
    private = replace(plan, link=None)
    return _with(turn.decide("action", say("plan_shared_revoked", *_rows(private)), topic=TOPIC), SavePlan(private))


def _rows(plan: SavedPlan) -> tuple[tuple[Choice, ...], ...]:
    share = ("revoke", "plan_shared_revoke") if plan.link else ("share", _voiced(plan, "plan_saved_share"))
    return (
        row(_button(*share)),
        row(_button("show", "plan_saved_see")),
        row(_button("forget", "plan_saved_forget")),
    )


def _voiced(plan: SavedPlan, key: str) -> str:
    """The key of a text that speaks of who is asked: public staff have a body, not a firm."""
    public = json.loads(plan.case)["category"] in PUBLIC
    return f"{key}.public" if public and key in OF_THE_EMPLOYER else key


def _with(decision: Decision, effect: SavePlan | ForgetPlan) -> Decision:
    return replace(decision, effects=(*decision.effects, effect))


def _button(said: str, label: str) -> Choice:
    return choice(VERB, said, label)


def _name(knowledge: Knowledge, field: str) -> str:
    return knowledge.text(f"plan_saved_field_{field}", "it")


def _fill(knowledge: Knowledge, key: str, **values: str) -> str:
    return knowledge.text(key, "it").strip().format(**values)
