"""What somebody may do at a step of a random walk, drawn from what is open and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from bot.dialogue.decide import commands
from bot.model.conversation import Action, Shown
from bot.model.understanding import ACTS
from tests.dialogue.walk_starts import Start
from tests.dialogue.walking import DESK, Step, Walker

WORDINGS = 12
"""Of each act that are said."""
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
    examples = walker.knowledge.labelled_examples()
    topic = random.choice(
        [id for id, each in walker.knowledge.topics.items() if each.kind != "social" and id in examples]
    )
    known = examples[topic]["it"]
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
