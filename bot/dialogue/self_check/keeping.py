"""Keeping a result, if the firm agrees: then it can be seen beside the one of a year later."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import consent
from bot.dialogue.self_check import form, screens
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.knowledge.self_check import SKIPPED
from bot.model.decision import Decision
from bot.model.self_check import KeepSelfCheck, SelfCheck


def keep(turn: Turn) -> Decision:
    """Kept if the firm agrees; then it can be seen beside the one of a year later."""
    if consent.agreed(turn, "self_check"):
        return _kept(turn, consent.current(turn, "self_check").version)
    return screens.quiet(turn, consent.ask(turn, "self_check"))


def consented(turn: Turn, version: str) -> Decision:
    back_to = row(screens.button("on", "selfcheck_button_back_to_result"))
    if version == consent.DECLINED:
        return screens.quiet(turn, say("selfcheck_not_kept", back_to, row(show("trova-sportello"))))
    effects = consent.given(turn, "self_check", version)
    if not effects:
        return keep(turn)
    decision = _kept(turn, version)
    return replace(decision, effects=(*effects, *decision.effects))


def _kept(turn: Turn, version: str) -> Decision:
    answers = screens.of_check(form.state(turn)) if screens.under_way(turn) else {}
    if not any(value != SKIPPED for value in answers.values()):
        return screens.quiet(turn, say("selfcheck_nothing_to_keep", row(screens.offer("check"))))
    told = say(
        "selfcheck_kept",
        row(screens.offer("plan")),
        row(choice("rights", "copy", "rights_button_copy")),
        row(show("trova-sportello")),
    )
    return replace(screens.quiet(turn, told), effects=(KeepSelfCheck(SelfCheck(turn.today, answers, version)),))
