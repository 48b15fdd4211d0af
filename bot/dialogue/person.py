"""What a message tells of who writes it."""

from __future__ import annotations

from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.listen import hear_facts
from bot.dialogue.leave.record import facts_of, with_facts
from bot.dialogue.turn import Turn
from bot.model.conversation import Kind
from bot.model.entities import PartTime


def remembered(turn: Turn) -> Turn:
    """The turn whose person knows what the message tells. What somebody else wrote tells nothing of the person."""
    utterance = turn.utterance
    if utterance is None or utterance.forwarded or turn.for_operator or utterance.kind is Kind.BUTTON:
        return turn
    facts = hear_facts(turn, calculator(turn), facts_of(turn.conversation.person), None)
    person = with_facts(turn.conversation.person, facts, "said", turn.today)
    shares = [one.amount.percent for one in turn.understanding.entities.amounts if isinstance(one.amount, PartTime)]
    if len(set(shares)) == 1:
        person = person.knowing("said", turn.today, part_time=shares[0])
    facts_of_voucher = turn.understanding.voucher
    for name, place in (("home", facts_of_voucher.residence), ("workplace", facts_of_voucher.work)):
        if place and place.status == "found":
            person = person.knowing("said", turn.today, **{name: place.comune})
    return turn.remembering(person=person)
