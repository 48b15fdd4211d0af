"""What a message tells of who writes it, and for whom its question is.

The record is the writer's alone. What is said of the other parent, what is only supposed, and the worker that a company
asks about are known for this one answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue.leave.calculator import calculator
from bot.dialogue.leave.listen import hear_facts
from bot.dialogue.leave.record import facts_of, with_facts
from bot.dialogue.leave.suppose import tries_out
from bot.dialogue.turn import Turn
from bot.model.conversation import Kind
from bot.model.entities import Age, Birth, Duration, Entities, Money, PartTime
from bot.model.person import Child, How, Person
from bot.rules.calendar import months_later

OF_COMPANIES = ("agreement", "firm_size", "sector", "home", "workplace")
"""What a company tells of itself; the rest is of the worker it asks about."""
OF_CHILDREN = frozenset({"congedo-eta", "congedo-indennita", "malattia-figlio", "lavoro-agile", "lavoro-notturno"})
"""Answers after which "e quello di 15?" asks for a child so old."""
USUAL_DAYS = 5.0
WEEK = 7
LEAST_WEEK, MOST_WEEK = 10, 48
"""Hours of a week, told as a number alone that corrects the one told before."""
OLDEST = 25
"""Years of a child."""
PAYING = re.compile(r"\b(?:stipendio|guadagn\w+|paga|busta|lord[oie]|ral|prendo)\b", re.IGNORECASE)
SPAN = re.compile(r"\b(?:in|ogni|entro|per)\s*$", re.IGNORECASE)
OTHERS_JOB = {"employee": "private_employee", "self_employed": "self_employed", "not_working": "unemployed"}


def remembered(turn: Turn) -> Turn:
    """The turn whose person knows what the message tells. What somebody else wrote tells nothing of the person."""
    utterance = turn.utterance
    if utterance is None or utterance.forwarded or turn.for_operator or utterance.kind is Kind.BUTTON:
        return turn
    before = turn.conversation.person.recent(turn.today)
    turn = _of_another_child(turn)
    message, words = _without_others(turn), turn.understanding.entities.leave
    if turn.audience == "company":
        asked = _told(message, before, "said")
        changed = {name: getattr(asked, name) for name in OF_COMPANIES if getattr(asked, name) != getattr(before, name)}
        own = before.knowing("said", turn.today, **changed)
        return replace(turn.remembering(person=own), about=_guessed(turn, asked))
    if words.about:
        theirs = _told(_of_other(message), _other(before, words.about, turn.today), "said")
        return replace(turn.remembering(person=before), about=_guessed(turn, theirs))
    told = _told(_of_writer(message), before, "said")
    doubt = before.child if _another_child(before, told, turn) else None
    about = _guessed(turn, told)
    if doubt:
        told = replace(told, other_children=(doubt, *before.other_children))
    stored = before if words.supposing or tries_out(turn) else told
    return replace(turn.remembering(person=stored), about=about if about != stored else None, doubt=doubt)


def _of_another_child(turn: Turn) -> Turn:
    """ "e quello di 15?" supposes another child, where the answer before hangs on the age of one."""
    entities = turn.understanding.entities
    words = entities.leave
    if words.one_of is None or turn.conversation.last_topic not in OF_CHILDREN or words.one_of > OLDEST:
        return turn
    amounts = tuple(one for one in entities.amounts if isinstance(one.amount, Age))
    supposed = replace(words, age=words.one_of, supposing=True)
    return _reading(turn, replace(entities, amounts=amounts, leave=supposed))


def _another_child(before: Person, told: Person, turn: Turn) -> bool:
    """The message tells an age that cannot be that of the child told before: another one, or a correction?"""
    old, new = before.child, told.child
    if old == new or old.born_last is None or new.born_first is None or new.born_last is None or told.other_children:
        return False
    words = turn.understanding.entities.leave
    if words.correction or words.supposing or (turn.utterance and turn.utterance.kind is Kind.EDIT):
        return False
    return new.born_first > old.born_last or new.born_last < (old.born_first or old.born_last)


def _told(turn: Turn, person: Person, how: How) -> Person:
    """The person with what the message tells."""
    known_work = person.told.get("work")
    facts = hear_facts(turn, calculator(turn), facts_of(person), None)
    person = with_facts(person, facts, how, turn.today)
    entities, words = turn.understanding.entities, turn.understanding.entities.leave
    shares = {one.amount.percent for one in entities.amounts if isinstance(one.amount, PartTime)}
    person = person.knowing(
        how,
        turn.today,
        part_time=shares.pop() if len(shares) == 1 else None,
        other_work=words.other_work,
        monthly_payments=words.payments,
        firm_size=words.firm_size if turn.audience == "company" else None,
        sector=turn.understanding.firm.sector if turn.audience == "company" else None,
    )
    mention = entities.agreement
    if mention and mention.candidates and not words.job and (known_work is None or known_work.how == "guessed"):
        work = turn.knowledge.agreements.by_id[mention.candidates[0]].work
        person = person.knowing("guessed", turn.today, work=work)
    facts_of_voucher = turn.understanding.voucher
    for name, place in (("home", facts_of_voucher.residence), ("workplace", facts_of_voucher.work)):
        if place and place.status == "found":
            person = person.knowing(how, turn.today, **{name: place.comune})
    days = {
        one.amount.count for one in entities.amounts if isinstance(one.amount, Duration) and one.amount.unit == "day"
    }
    if words.correction and person.days_per_week and len(days) == 1 and max(days) <= WEEK and not words.days_per_week:
        person = person.knowing(how, turn.today, days_per_week=days.pop())
    if words.correction and words.number and person.weekly_hours and LEAST_WEEK <= words.number <= MOST_WEEK:
        person = person.knowing(how, turn.today, weekly_hours=words.number)  # "scusa, 36"
    children = _children(turn)
    if len(children) > 1:
        person = person.knowing(how, turn.today, child=children[0], other_children=children[1:])
    elif children:
        person = replace(person, other_children=())
    if words.age is not None and children == (_aged(turn, 12 * words.age),):
        person = person.knowing(how, turn.today, child=children[0])
    return person


def _children(turn: Turn) -> tuple[Child, ...]:
    """The children whose ages or days of birth the message tells."""
    found: list[Child] = []
    for one in turn.understanding.entities.amounts:
        match one.amount:
            case Birth(first, last):
                found.append(Child(first, last))
            case Age(months):
                found.append(_aged(turn, months))
    bare = turn.understanding.entities.leave.age
    if bare is not None and not found:
        found.append(_aged(turn, 12 * bare))
    return tuple(dict.fromkeys(found))


def _aged(turn: Turn, months: int) -> Child:
    """Whole years leave a year open, months a month."""
    born = months_later(turn.today, -months)
    return Child(months_later(born, -12 if months % 12 == 0 and months else -1) + timedelta(days=1), born)


def _guessed(turn: Turn, person: Person) -> Person:
    """What one answer may take for granted: five days of the workday told, the writer's role from "mio marito"."""
    words = turn.understanding.entities.leave
    if words.workday and (person.days_per_week is None or "weekly_hours" not in person.told):
        days = person.days_per_week or USUAL_DAYS
        how: How = "said" if person.days_per_week else "guessed"
        person = person.knowing(how, turn.today, weekly_hours=words.workday * days, days_per_week=days)
    if person.role is None and words.other_parent and words.about is None:
        person = person.knowing("guessed", turn.today, role="father" if words.other_parent == "mother" else "mother")
    if words.single and person.single is None:
        person = person.knowing("guessed", turn.today, single=True)
    return person


def _other(writer: Person, role: str, today: date) -> Person:
    """The other parent as far as the writer has told: the same children, what each has used the other way round."""
    known = {
        name: getattr(writer, theirs)
        for name, theirs in (
            ("used", "used_by_other"),
            ("used_by_other", "used"),
            ("child", "child"),
            ("single", "single"),
        )
        if theirs in writer.told
    }
    work = OTHERS_JOB.get(writer.other_work or "")
    return replace(Person(), other_children=writer.other_children).knowing(
        "said", today, **known, role=role, work=work, home=writer.home
    )


def _of_writer(turn: Turn) -> Turn:
    """The message without its clauses about the other parent; ages of children are of both."""
    entities = turn.understanding.entities
    spans = entities.leave.of_other

    def of_other(start: int) -> bool:
        return any(first <= start < last for first, last in spans)

    amounts = tuple(one for one in entities.amounts if isinstance(one.amount, Age | Birth) or not of_other(one.start))
    agreement = None if entities.agreement and of_other(entities.agreement.start) else entities.agreement
    return _reading(turn, replace(entities, amounts=amounts, agreement=agreement))


def _of_other(turn: Turn) -> Turn:
    """The whole message, of which the writer tells nothing about themselves."""
    words = turn.understanding.entities.leave
    job = words.job or (OTHERS_JOB.get(words.other_work or "") if words.other_work != "employee" else None)
    swapped = replace(words, job=job or _public(turn), own_used=words.other_used, other_used=None, other_work=None)
    return _reading(turn, replace(turn.understanding.entities, leave=swapped))


def _public(turn: Turn) -> str | None:
    said = turn.said.casefold()
    if re.search(r"\bnel pubblico\b|\bpubblic[ao]\b|\bstatal[ei]\b|\bin comune\b", said):
        return "public_employee"
    return "private_employee" if re.search(r"\bnel privato\b|\bprivat[oa]\b", said) else None


def _without_others(turn: Turn) -> Turn:
    """The message without money that is nobody's pay ("un premio da 6.000 euro") and spans of time ("in un anno")."""
    entities = turn.understanding.entities
    pays = bool(PAYING.search(turn.said))
    kept = tuple(
        one
        for one in entities.amounts
        if not (isinstance(one.amount, Money) and not one.amount.gross and not pays)
        and not (isinstance(one.amount, Age) and SPAN.search(turn.said[: one.start]))
    )
    return _reading(turn, replace(entities, amounts=kept))


def _reading(turn: Turn, entities: Entities) -> Turn:
    return replace(turn, understanding=replace(turn.understanding, entities=entities))
