"""Whether an answer was useful."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.model.decision import Decision, Vote
from bot.model.reply import Choice, Message


def buttons(entry_id: str) -> tuple[Choice, ...]:
    """Both in one row: an answer must stay short on a phone."""
    return row(choice("useful", entry_id, "useful"), choice("useless", entry_id, "useless"))


def vote(turn: Turn, entry_id: str, useful: bool) -> Decision | None:
    """Thanks; who was not helped is offered a person. None if the answer is no longer there."""
    topic, _, point = entry_id.partition("/")
    if entry_id not in turn.knowledge.entries and point not in turn.knowledge.points.get(topic, {}):
        return None
    thanks = (
        say("thanks_useful", *WAYS_ON)
        if useful
        else say("thanks_useless", row(show("parla-operatore")), row(show("trova-sportello")))
    )
    return replace(_uncounted(turn, thanks), votes=(Vote(turn.today, entry_id, useful),))


def voted(turn: Turn) -> Decision:
    """One message takes one vote."""
    return _uncounted(turn, say("voted_already", row(show("trova-sportello"))))


def _uncounted(turn: Turn, message: Message) -> Decision:
    """No event: a vote is no question."""
    return replace(turn.decide("social", message), events=())
