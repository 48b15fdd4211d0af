"""Random walks through every flow: where a walk starts, what somebody may do next, and what is understood of it.

No Rasa is needed: a walk says which acts, which topic and which danger stand in its words; everything else of the words
(dates, places, firms, agreements, what is sensitive) is really read. A walk is a list of steps, and steps can be replayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Literal

from bot.dialogue.decide import commands
from bot.dialogue.turn import Turn
from bot.knowledge.loader import Knowledge
from bot.model.conversation import Action, Conversation, Heard, Kind, Shown, Utterance
from bot.model.decision import Effect
from bot.model.leave import ForgetPlan, SavePlan
from bot.model.reply import Reply
from bot.model.ticket import Draft, EraseEverything, TellDesk, Ticket, WithdrawConsent
from bot.model.understanding import ACTS, Act, ActName, DangerKind, Guess, Reading, Understanding
from bot.rules.codes import new_code
from bot.settings import Clock
from bot.understanding.rasa import Rasa
from bot.understanding.reader import Reader
from tests.dialogue.citizen import NOW, TODAY, Citizen, with_open_call

SURE = 0.95
WORDINGS = 12
"""Of each act that are said."""


@dataclass(frozen=True)
class Step:
    """Something a person does, or that happens around them."""

    does: Literal["says", "edits", "sends", "presses", "days", "desk"]
    text: str = ""
    """Words; for `presses` the action, `days` their number, `desk` what an operator does, `sends` the kind of file."""
    acts: tuple[ActName, ...] = ()
    topic: str | None = None
    tells: bool = False
    """Something beside its acts stands in the words."""
    danger: DangerKind = ""
    distress: bool = False


class Scripted(Rasa):
    """A recogniser that leaves topics, acts and danger to the walk."""

    async def parse(self, text: str, parts: Sequence[str] = ()) -> Reading:
        return Reading(parts=(Reading(),) * len(parts))


def scripted_reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge, Scripted(), Clock(TODAY))


_READ: dict[str, Understanding] = {}


@dataclass
class Walker(Citizen):
    """Somebody who walks; `pressable` are the buttons of all replies so far."""

    pressable: list[Action] = field(default_factory=list)
    before: Conversation = field(default_factory=lambda: Conversation("test:1"))
    """The conversation before the last step."""
    turn_before: Turn | None = None
    heard: Understanding | None = None

    def does(self, step: Step) -> None:
        self.before, self.heard = self.conversation, None
        self.turn_before = Turn(self.knowledge, self.conversation, self.now.date(), records=self._records())
        match step.does:
            case "says" | "edits":
                self._says(step)
            case "sends":
                self.sends(step.text)
            case "presses":
                self.acts(Action(*step.text.split(" ", 1)))
            case "days":
                self.days_pass(int(step.text))
            case "desk":
                DESK[step.text](self)

    def understood(self, step: Step) -> Understanding | None:
        _, _, argument = step.text.partition(" ")
        words = argument if step.text.startswith("/") else step.text
        if not words.strip():
            return None
        if words not in _READ:
            _READ[words] = asyncio.run(self.reader.read(words))
        acts = tuple(Act(name, SURE) for name in step.acts)
        ranking = (Guess(step.topic, SURE),) if step.topic else (Guess("ore-cosa", 0.1), Guess("fuori-tema", 0.1))
        read = replace(
            _READ[words], ranking=ranking, acts=acts, only_acts=bool(acts) and not (step.topic or step.tells)
        )
        return replace(read, danger=step.danger, worry=step.danger or read.worry, distress=step.distress)

    def _says(self, step: Step) -> None:
        edited = step.does == "edits"
        kind = Kind.EDIT if edited else Kind.COMMAND if step.text.startswith("/") else Kind.TEXT
        self.messages += not edited
        self.heard = self.understood(step)
        self._hear(Heard(Utterance(self.chat, kind, step.text, message=self.messages), self.heard))

    def _hear(self, heard: Heard) -> str:
        said = super()._hear(heard)
        self.pressable += [each.action for each in self.conversation.shown]
        return said

    def _worded(self) -> tuple[Reply, ...]:
        """Papers are proved elsewhere: they take a while."""
        assert self.decision
        bare = tuple(replace(message, papers=()) for message in self.decision.messages)
        self.decision = replace(self.decision, messages=bare)
        return super()._worded()

    def _keep(self, effect: Effect) -> None:
        match effect:
            case SavePlan(plan):
                self.records = replace(self.records, plan=plan)
            case ForgetPlan():
                self.records = replace(self.records, plan=None)
            case WithdrawConsent(subject):
                kept = {name: version for name, version in self.records.consents.items() if name != subject}
                self.records = replace(self.records, consents=kept)
            case EraseEverything():
                self.records = replace(self.records, plan=None, draft=None, consents={}, tickets=())
            case TellDesk(code):
                self._change(code, relayed=True, operator_spoke_last=False)
            case _:
                super()._keep(effect)


# --- where walks start ---

FULL_PLAN = (
    "/piano dipendente, commercio, sono la mamma, nata il 3/3/2024, 40 ore in 5 giorni, martedì e giovedì da gennaio"
    " a marzo"
)
COMPANY = Step("presses", "audience company")
Start = Callable[[Walker], Iterator[Step]]


def agreed(walker: Walker) -> None:
    for subject in ("voucher", "question", "plan"):
        walker.agrees(subject)


def _with_call(walker: Walker) -> None:
    walker.knowledge = with_open_call(walker.knowledge)


def _voucher(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/voucher")


def _voucher_agreed(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    _with_call(walker)
    yield Step("says", "/voucher abito a Opera, lavoro a Rozzano, mi serve il nido")


def _voucher_almost_done(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    _with_call(walker)
    answers = {
        "residence": "015159", "employment": "private_employee", "work": "015189", "company": "-", "children": "2021-05-03",
        "service": "baby-sitter", "first_day": "2027-02-01", "last_day": "2027-06-30",
    }  # fmt: skip
    walker.records = replace(walker.records, draft=Draft("voucher", answers, "2026-11", NOW))
    yield Step("says", "/voucher")
    yield Step("presses", "voucher resume")


def _handoff(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/operatore")


def _handoff_agreed(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield Step("says", "/operatore a Opera")


CODES = tuple(new_code(f"{letter}bcdefghijkl") for letter in "axz")


def _ticket(code: str, **changes: Any) -> Ticket:
    opened = NOW - timedelta(days=3)
    first = Ticket(code, "voucher", "test:1", "it", "opera-servizi-sociali", opened_at=opened, changed_at=opened)
    return replace(first, **changes)


def _tickets(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    refused = _ticket(CODES[1], status="closed", outcome="refused", reason="Manca.", term=TODAY + timedelta(days=5))
    question = _ticket(CODES[2], kind="question", missing=("Busta paga",))
    walker.records = replace(walker.records, tickets=(_ticket(CODES[0]), refused, question))
    yield Step("says", "/pratica")
    yield Step("says", f"/pratica {walker.ticket.code}")


def _plan(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/piano")


def _plan_done(walker: Walker) -> Iterator[Step]:
    yield Step("says", FULL_PLAN)


def _company(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/piano")


def _company_done(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/piano commercio, 40 ore in 5 giorni, 4 ore martedì e giovedì dal 1/2/2027 al 31/3/2027")


def _practices(walker: Walker) -> Iterator[Step]:
    yield COMPANY
    yield Step("says", "/buoneprassi")
    yield Step("presses", "practices advise")


def _helpdesks(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/sportello")


def _rights(walker: Walker) -> Iterator[Step]:
    agreed(walker)
    yield Step("says", "/cancella")


def _about_me(walker: Walker) -> Iterator[Step]:
    yield Step("says", "sono la mamma di Anna, nata il 3/3/2024, lavoro 30 ore nel commercio", topic="ore-quante")
    yield Step("says", "/cosa_sai")


def _language(walker: Walker) -> Iterator[Step]:
    yield Step("says", "/lingua")


def _first_contact(walker: Walker) -> Iterator[Step]:
    walker.conversation = Conversation("test:1")
    yield Step("says", "/start")


STARTS: tuple[Start, ...] = (
    _voucher, _voucher_agreed, _voucher_almost_done, _handoff, _handoff_agreed, _tickets, _plan, _plan_done, _company,
    _company_done, _practices, _helpdesks, _rights, _about_me, _language, _first_contact,
)  # fmt: skip


# --- what happens at the desk meanwhile ---

DESK: dict[str, Callable[[Walker], None]] = {
    "takes": lambda walker: walker.desk_does(status="taken", holder=4, changed_at=walker.now),
    "asks": lambda walker: walker.desk_does(operator_spoke_last=True),
    "answers": lambda walker: walker.desk_does(status="closed", outcome="answered"),
    "refuses": lambda walker: walker.desk_does(
        status="closed", outcome="refused", term=walker.now.date() + timedelta(days=5)
    ),
}

# --- what people do ---

YES: tuple[Step, ...] = tuple(Step("says", text, ("affirm",)) for text in ("sì", "accetto", "va bene", "certo"))
FITTING: dict[str, tuple[str, ...]] = {
    # voucher
    "residence": ("Opera", "abito a Rozzano", "Milano", "san donato"),
    "employment": ("dipendente di un'azienda privata", "sono disoccupata", "ho la partita iva"),
    "work": ("Rozzano", "lavoro a Opera", "a Milano", "salta"),
    "company": ("Officine Esempio srl", "Bar Rossi", "lavoro alla Ditta Verdi"),
    "children": ("5 maggio 2024", "non ho figli", "due, nati il 3/3/2021 e il 4/4/2024"),
    "service": ("il nido", "baby-sitter", "centro estivo"),
    "period": ("da febbraio a giugno 2027", "dal 1/2/2027 al 30/6/2027", "non so"),
    "contact": ("qui in chat", "al telefono"),
    # handoff and tickets
    "place": ("Opera", "abito a Rozzano", "Milano"),
    "question": ("vorrei sapere se il mio capo può spostarmi il turno", "mi hanno scritto una lettera che non capisco"),
    "write": ("ho portato la busta paga ieri", "il modulo arriva domani"),
    "why": ("la residenza c'era, l'ho mandata due volte",),
    # plan
    "job": ("dipendente privata", "nel pubblico", "colf", "partita iva"),
    "child": ("3/3/2024", "ha due anni", "nata il 5 maggio 2023"),
    "who": ("sono la mamma", "il papà"),
    "week": ("40 ore in 5 giorni", "30 ore", "36/5", "part time 20 ore"),
    "agreement": ("commercio", "metalmeccanici", "non lo so"),
    "days": ("martedì e giovedì", "tutti i lunedì", "ogni giorno"),
    "until": ("fino a marzo", "dal 1/2/2027 al 31/3/2027", "per tre mesi"),
    "per_day": ("4 ore", "mezza giornata"),
    "used": ("no, niente", "sì, 30 giorni", "io 60, il papà 20"),
    "mine": ("60 giorni", "due mesi"),
    "theirs": ("20 giorni", "niente"),
    "at_higher": ("30 giorni", "nessuno"),
    "ended": ("31/8/2024", "non lo so"),
    "income": ("sotto", "non lo so"),
    "gross": ("1.800 euro lordi", "2000 euro al mese"),
    "under_way": ("riprendi", "ricomincia da capo"),
    # company
    "hours": ("4 ore", "mezze giornate", "non lo so"),
    "dates": ("martedì e giovedì fino a marzo", "il 10 febbraio 2027", "dal 1/2/2027 al 28/2/2027"),
    "asked": ("ieri", "il 18 novembre", "oggi"),
    # practices
    "size": ("siamo in 12", "più di 250"),
    "sector": ("un negozio", "metalmeccanica"),
    "problem": ("molte assenze non previste", "rientri dalla maternità"),
    # a result, or nothing
    "result": ("e se fossero 2 ore?", "commercio", "io 60, il papà 20"),
    "": ("Opera", "40 ore a settimana", "5 maggio 2024", "lavoro nel commercio"),
}
NONSENSE = ("asdf ghjk", "blu blu blu", "7", "???", "ok ma anche no forse", "la mia bici è verde", "x" * 300)
EMPTY = ("", "   ", "\u200b", "🙂", "...")
SENSITIVE = ("ho la depressione", "RSSMRA85T10A562S", "mio figlio ha il diabete")
DANGER = (
    Step("says", "mio marito mi picchia", danger="violence"),
    Step("says", "mi ha minacciata con un coltello", danger="violence"),
    Step("says", "non voglio più vivere", danger="suicide"),
    Step("says", "non ce la faccio più, sono sola e senza soldi", distress=True),
)
FILES = ("photo", "voice", "document", "sticker", "location", "contact")
ORDINALS = ("la prima", "la seconda", "la terza", "l'ultima")
TWO_THINGS = (
    Step("says", "grazie, abito a Opera", ("thanks",), tells=True),
    Step("says", "sì, e lavoro a Rozzano", ("affirm",), tells=True),
    Step("says", "no, sono 30 ore in 5 giorni", ("correct",), tells=True),
    Step("says", "ciao! ho una figlia nata il 3/3/2024", ("greet",), tells=True),
    Step("says", "non lo so, ma che differenza fa?", ("dont_know", "why_do_you_ask")),
    Step("says", "grazie, un attimo che torno", ("thanks", "pause")),
)


def walk(walker: Walker, start: Start, random: Random, length: int) -> Iterator[Step]:
    """Steps one by one: each is drawn when the one before was done."""
    yield from start(walker)
    for _ in range(length):
        yield draw(walker, random)


def draw(walker: Walker, random: Random) -> Step:
    """What somebody may do now, each kind with its weight."""
    [kind] = random.choices(list(KINDS), [weight for weight, _ in KINDS.values()])
    return KINDS[kind][1](walker, random)


def _fitting(walker: Walker, random: Random) -> Step:
    flow = walker.conversation.flow
    if flow.get("step") in ("consent", "go_on", "summary"):
        return random.choice((*YES, Step("says", "ok, invia", ("confirm_send",))))
    waiting = walker.conversation.awaiting or ""
    return Step("says", random.choice(FITTING.get(flow.get("step", waiting), FITTING[""])))


def _act(walker: Walker, random: Random) -> Step:
    name = random.choice(ACTS)
    return Step("says", random.choice(walker.knowledge.act_examples[name].questions["it"][:WORDINGS]), (name,))  # type: ignore[arg-type]


def _side_question(walker: Walker, random: Random) -> Step:
    topics = [topic.id for topic in walker.knowledge.topics.values() if topic.kind != "social"]
    topic = random.choice(topics)
    known = walker.knowledge.labelled_examples()[topic]["it"]
    return Step("says", known[random.randrange(2) % len(known)], topic=topic)


def _typed(walker: Walker, random: Random) -> Step:
    shown = walker.conversation.shown
    if not shown:
        return Step("says", random.choice(("1", "la prima")))
    one: Shown = random.choice(shown)
    part = max(one.label.split(), key=len, default="")
    return Step("says", random.choice((one.label, part, str(shown.index(one) + 1), random.choice(ORDINALS))))


def _press(walker: Walker, random: Random) -> Step:
    shown = [each.action for each in walker.conversation.shown]
    return _pressing(random.choice(shown)) if shown else _old_press(walker, random)


def _old_press(walker: Walker, random: Random) -> Step:
    old = [Action("show", "no-such-topic"), Action("voucher", "send -"), Action("gone"), *walker.pressable]
    return _pressing(random.choice(old))


def _pressing(action: Action) -> Step:
    return Step("presses", f"{action.verb} {action.object}")


def _edit(walker: Walker, random: Random) -> Step:
    return replace(random.choice((_fitting, _act, _side_question))(walker, random), does="edits")


def _command(walker: Walker, random: Random) -> Step:
    return Step("says", f"/{random.choice(sorted(commands()))}{random.choice(('', '', ' Opera', ' non so'))}")


def _saying(texts: Sequence[str]) -> Callable[[Walker, Random], Step]:
    return lambda walker, random: Step("says", random.choice(texts))


def _desk(walker: Walker, random: Random) -> Step:
    if not walker.records.tickets:
        return Step("days", random.choice(("1", "3", "40")))
    return Step("desk", random.choice(list(DESK)))


KINDS: dict[str, tuple[int, Callable[[Walker, Random], Step]]] = {
    "fitting": (28, _fitting),
    "act": (18, _act),
    "side question": (11, _side_question),
    "typed button": (9, _typed),
    "button": (12, _press),
    "old button": (4, _old_press),
    "two things": (3, lambda walker, random: random.choice(TWO_THINGS)),
    "edit": (3, _edit),
    "command": (3, _command),
    "nonsense": (3, _saying(NONSENSE)),
    "empty": (1, _saying(EMPTY)),
    "sensitive": (2, _saying(SENSITIVE)),
    "danger": (1, lambda walker, random: random.choice(DANGER)),
    "file": (2, lambda walker, random: Step("sends", random.choice(FILES))),
    "meanwhile": (2, _desk),
}
