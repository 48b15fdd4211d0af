"""Good practices: browsed by problem, searched by words, or recommended from four facts of the firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import cast

from bot.dialogue import flow as flows
from bot.dialogue.answers.fallback import ANSWER_AT, MOST_SUGGESTIONS, OFF_TOPIC, likely_topics
from bot.dialogue.flow import Flow
from bot.dialogue.turn import Turn, choice, row, say, show
from bot.knowledge.practices import Practice
from bot.model.decision import Decision
from bot.model.practices import Firm, FirmFactName, FirmProblem
from bot.model.reply import Choice, Line, Message, PracticeCard
from bot.rules.practices import Advice, recommend, solving

TOPIC = "buone-prassi"
FACTS: tuple[FirmFactName, ...] = ("size", "sector", "work", "problem")
"""In the order in which they are asked for."""
SKIPPED = "-"
PAGE = 6
"""Buttons of one screen, besides those that lead elsewhere."""
TELLING = 3
"""Facts of a firm from which a message that may ask for advice is taken to do so; all four are enough by themselves."""

Rows = tuple[tuple[Choice, ...], ...]


def start(turn: Turn) -> Decision:
    """What the message itself asks for: advice, a problem, some words; else the choice between the ways."""
    understanding = turn.understanding
    firm = understanding.firm
    if not turn.knowledge.practices:
        return turn.decide("action", say("not_active", row(show("trova-sportello"))), topic=TOPIC)
    if firm.size or firm.sector or firm.work:
        return _ask_next(flows.at_step(turn, TOPIC, "size", **_told(firm)), _told(firm))
    if firm.problem:
        return _of_problem(turn, firm.problem)
    if understanding.practices:
        return _found(turn)
    return _menu(turn)


def hear(turn: Turn) -> Decision | None:
    """What words mean in the middle of the flow; None if they are for somebody else: another clear question."""
    step = flows.step(turn, TOPIC)
    told = _told(turn.understanding.firm)
    if step and flows.does(turn) and not told:
        return None
    if step is None:
        return start(turn) if _asks_for_advice(turn, len(told)) else None
    answered = step in told or (step == "problems" and "problem" in told) or len(told) >= 2
    if _sure_of_another(turn) and (turn.understanding.question or not answered):
        return None
    if turn.understanding.question and not told and likely_topics(turn):
        return None
    if turn.understanding.place and turn.understanding.place.alone and not told:
        return None
    if told and (step in FACTS or step == "results"):
        return _quiet(_ask_next(_knowing(turn, step, told), told))
    if told or turn.understanding.practices or _sure_of_this(turn):
        return _quiet(start(turn))
    return None


def unclear(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    return _quiet(_ask(turn, step, key="practices_unclear")) if step in FACTS else None


def skip(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    return press(turn, f"set {step} {SKIPPED}") if step in FACTS else None


def asks(turn: Turn) -> bool:
    return flows.step(turn, TOPIC) in FACTS


def press(turn: Turn, said: str) -> Decision | None:
    """What a button of the flow does; None if it names something that is no longer there."""
    decision = _pressed(turn, said.split())
    return decision and _quiet(decision)


def resume(turn: Turn) -> Decision:
    """Goes on where the flow was left."""
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    match flow.get("step", ""):
        case step if step in FACTS:
            return _quiet(_ask(turn, step))
        case "results":
            return _quiet(_results(turn))
        case "problems":
            return _quiet(_problems(turn, 1))
        case "list" if flow.get("list") in turn.knowledge.firm_facts["problem"].values:
            return _quiet(_of_problem(turn, cast(FirmProblem, flow["list"])))
        case _:
            return _quiet(_menu(turn))


def _pressed(turn: Turn, said: list[str]) -> Decision | None:
    facts = turn.knowledge.firm_facts
    match said:
        case ["menu"]:
            return _menu(turn)
        case ["back"]:
            return resume(turn)
        case ["problems", page]:
            return _problems(turn, int(page))
        case ["list", problem] if problem in facts["problem"].values:
            return _of_problem(turn, cast(FirmProblem, problem))
        case ["advise"]:
            return _ask_next(_knowing(turn, "size", {}))
        case ["ask", ("size" | "sector" | "work" | "problem") as fact, page]:
            return _ask(turn, fact, int(page))
        case ["set", ("size" | "sector" | "work" | "problem") as fact, value] if (
            value in facts[fact].values or value == SKIPPED
        ):
            return _ask_next(_knowing(turn, fact, {fact: value}))
        case ["results"]:
            return _results(turn)
        case ["change"]:
            return _change(turn)
        case ["card" | "details" as verb, id] if id in turn.knowledge.practices:
            return _card(turn, turn.knowledge.practices[id], details=verb == "details")
    return None


def _menu(turn: Turn) -> Decision:
    rows = (row(_button("advise", label="practices_advise")), row(_button("problems 1", label="practices_browse")))
    return _say(flows.at_step(turn, TOPIC, "menu"), say("practices_menu", *rows))


def _problems(turn: Turn, page: int) -> Decision:
    problems = turn.knowledge.firm_facts["problem"].values
    buttons = [_button(f"list {id}", text=value.label) for id, value in problems.items()]
    rows = (*_page(buttons, page, "problems {page}"), row(_button("advise", label="practices_advise")))
    return _say(flows.at_step(turn, TOPIC, "problems"), say("practices_problems", *rows))


def _of_problem(turn: Turn, problem: FirmProblem) -> Decision:
    cards = solving(turn.knowledge.practices.values(), problem)
    label = turn.knowledge.firm_facts["problem"].values[problem].label
    advise = row(_button(f"set problem {problem}", label="practices_advise"))
    rows = (*_cards(cards), advise, row(_button("problems 1", label="practices_other_problem")))
    return _say(flows.at_step(turn, TOPIC, "list", list=problem), say("practices_of_problem", *rows, problem=label))


def _found(turn: Turn) -> Decision:
    """The cards that share words with the message."""
    known = turn.knowledge.practices
    cards = tuple(known[id] for id in turn.understanding.practices if id in known)
    ways = (row(_button("advise", label="practices_advise")), row(_button("problems 1", label="practices_browse")))
    return _say(flows.at_step(turn, TOPIC, "menu"), say("practices_found", *_cards(cards), *ways))


def _ask_next(turn: Turn, heard: Mapping[str, str] | None = None) -> Decision:
    """Asks the first fact that is neither known nor skipped; the advice when there is none left."""
    missing = [fact for fact in FACTS if fact not in turn.conversation.flow]
    decision = _ask(turn, missing[0]) if missing else _results(turn)
    if not heard:
        return decision
    first, *others = decision.messages
    echo = Line("practices_understood", {"facts": ", ".join(_labels(turn, heard))})
    return replace(decision, messages=(replace(first, parts=(echo, *first.parts)), *others))


def _ask(turn: Turn, fact: FirmFactName, page: int = 1, key: str = "text") -> Decision:
    asked = turn.knowledge.firm_facts[fact]
    buttons = [_button(f"set {fact} {id}", text=value.label) for id, value in asked.values.items()]
    leave = [_button(f"set {fact} {SKIPPED}", label="skip")]
    if any(known != SKIPPED for known in _answers(turn).values()):
        leave.append(_button("results", label="practices_see"))
    rows = (*_page(buttons, page, f"ask {fact} {{page}}"), row(*leave))
    return _say(_knowing(turn, fact, {}), say(key, *rows, text=asked.question))


def _results(turn: Turn) -> Decision:
    """Up to three cards, each with the criteria by which it was chosen."""
    turn = _knowing(turn, "results", {})
    advised = recommend(turn.knowledge.practices.values(), _firm(turn))
    told = [_advice(turn, number, advice) for number, advice in enumerate(advised, start=1)]
    rows = (
        *_cards(tuple(advice.practice for advice in advised)),
        row(_button("change", label="practices_change")),
        row(_button("problems 1", label="practices_browse")),
    )
    return _say(turn, Message((Line("practices_results"), *told, Line("practices_criteria")), rows))


def _advice(turn: Turn, number: int, advice: Advice) -> Line:
    facts, firm, card = turn.knowledge.firm_facts, asdict(_firm(turn)), advice.practice
    reasons = [facts[fact].values[firm[fact]].reason for fact in advice.suits]
    why = "".join(f"{reason}, " for reason in reasons)
    values = {"number": str(number), "title": card.title, "why": why, "cost": card.cost_band, "effort": card.effort}
    if not advice.gaps:
        return Line("practice_advice", values)
    return Line("practice_advice_but", {**values, "but": ", ".join(facts[fact].gap for fact in advice.gaps)})


def _change(turn: Turn) -> Decision:
    """One button a fact, with what is known of it."""
    rows = []
    for fact in FACTS:
        named, known = turn.knowledge.firm_facts[fact], _answers(turn).get(fact, SKIPPED)
        value = named.values[known].label if known in named.values else "?"
        rows.append(row(_button(f"ask {fact} 1", text=f"{named.name}: {value}")))
    rows.append(row(_button("results", label="practices_see")))
    return _say(turn, say("practices_change_which", *rows))


def _card(turn: Turn, card: Practice, details: bool) -> Decision:
    """The flow stays where it is: "Altre schede" goes back to it."""
    if flows.step(turn, TOPIC) is None:
        turn = _knowing(turn, turn.conversation.flow.get("step", "menu"), {})
    more = () if details else (row(_button(f"details {card.id}", label="more")),)
    linked = tuple(row(show(topic)) for topic in card.topics)
    rows = (*more, *linked, row(_button("back", label="practices_back")))
    return _say(turn, Message((PracticeCard(card.id, details, turn.records.network.tried.get(card.id, 0)),), rows))


def _cards(cards: tuple[Practice, ...]) -> Rows:
    return tuple(row(_button(f"card {card.id}", text=card.title)) for card in cards)


def _page(buttons: list[Choice], page: int, more: str) -> Rows:
    """One page of buttons, one a row; after the last page comes the first again."""
    pages = -(-len(buttons) // PAGE)
    page = (page - 1) % pages + 1
    shown = tuple(row(button) for button in buttons[(page - 1) * PAGE : page * PAGE])
    following = row(_button(more.format(page=page % pages + 1), label="practices_more"))
    return (*shown, following) if pages > 1 else shown


def _button(said: str, label: str = "text", text: str = "") -> Choice:
    return choice("practices", said, label, {"text": text} if text else None)


def _say(turn: Turn, message: Message) -> Decision:
    return turn.decide("action", message, topic=TOPIC)


def _quiet(decision: Decision) -> Decision:
    """Steps within the flow are not counted: it was counted when it began."""
    return replace(decision, events=())


def _knowing(turn: Turn, step: str, told: Mapping[str, str]) -> Turn:
    """The flow at a step, with what is known of the firm and what was told now."""
    return flows.at_step(turn, TOPIC, step, **{**_answers(turn), **told})


def _answers(turn: Turn) -> dict[str, str]:
    """Fact -> value, or SKIPPED; a value that is no longer in the closed list counts as not told."""
    flow = turn.conversation.flow if turn.conversation.flow.get("name") == TOPIC else {}
    facts = turn.knowledge.firm_facts
    return {
        fact: flow[fact]
        for fact in FACTS
        if fact in flow and (flow[fact] in facts[fact].values or flow[fact] == SKIPPED)
    }


def _firm(turn: Turn) -> Firm:
    known = {fact: value for fact, value in _answers(turn).items() if value != SKIPPED}
    return Firm(**known)  # type: ignore[arg-type]  # _answers keeps to the closed lists


def _told(firm: Firm) -> dict[str, str]:
    return {fact: value for fact, value in asdict(firm).items() if value}


def _labels(turn: Turn, told: Mapping[str, str]) -> list[str]:
    facts = turn.knowledge.firm_facts
    return [facts[fact].values[told[fact]].label for fact in FACTS if fact in told]


def _asks_for_advice(turn: Turn, facts_told: int) -> bool:
    """Nothing else is certain to be meant, and enough is told of the firm to advise it."""
    likely = [guess.topic for guess in turn.understanding.ranking[:MOST_SUGGESTIONS]]
    everything = facts_told == len(FACTS)
    asks_another = _sure_of_another(turn) and (turn.understanding.question or not everything)
    enough = everything or (facts_told >= TELLING and TOPIC in likely)
    return enough and not asks_another and not turn.conversation.awaiting and bool(turn.knowledge.practices)


def _sure_of_another(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic not in (TOPIC, OFF_TOPIC)


def _sure_of_this(turn: Turn) -> bool:
    best = turn.understanding.best
    return best is not None and best.confidence >= ANSWER_AT and best.topic == TOPIC


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    commands={"buoneprassi": start},
    verbs={"practices": press},
    hear=hear,
    unclear=unclear,
    skip=skip,
    change=lambda turn: press(turn, "change"),
    asks=asks,
    holds=lambda turn: any(value != SKIPPED for value in _answers(turn).values()),
    resume=resume,
)
