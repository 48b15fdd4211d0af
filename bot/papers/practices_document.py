"""The document of good practices: every card with its source, found by problem and by sector, and how to propose one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.knowledge.loader import Knowledge
from bot.knowledge.practices import EVERY_SECTOR, Practice
from bot.model.time import italian_day
from bot.papers.bars import Bar, Figure
from bot.papers.document import Block
from bot.rules.practices import solving

TITLE = "Buone prassi di conciliazione"
INTRO = (
    "Che cosa hanno provato aziende ed enti per conciliare lavoro e famiglia, raccolto per chi lavora e decide a sud-est di Milano.",
    "Nessun esempio è di un'azienda testimone della rete. Costo, impegno e quanto si può copiare sono una nostra stima.",
)
HOW = (
    "Avete provato una misura che funziona? Scrivete allo sportello del vostro Comune, o in chat con /operatore.",
    "Dite in poche righe il problema, che cosa avete fatto, da quando, quanto è costato e che cosa non ha funzionato.",
    "Una scheda si pubblica quando qualcuno ha controllato la fonte. Il nome dell'azienda compare solo se lo chiede.",
)


def blocks(knowledge: Knowledge, today: date) -> list[Block | Figure]:
    return list(_all(knowledge, today))


def _all(knowledge: Knowledge, today: date) -> Iterator[Block | Figure]:
    cards, facts = list(knowledge.practices.values()), knowledge.firm_facts
    yield from (Block("text", line) for line in INTRO)
    yield Block("note", f"{len(cards)} schede. Edizione del {italian_day(today)}.")
    yield Block("chapter", "Indice per problema")
    for problem, value in facts["problem"].values.items():
        yield Block("part", value.label)
        yield from (Block("entry", card.title, to=card.id) for card in solving(cards, problem))  # type: ignore[arg-type]  # closed list
    yield Block("chapter", "Indice per settore")
    for sector, value in facts["sector"].values.items():
        here = [card for card in cards if sector in card.sectors]
        if here:
            yield Block("part", value.label)
            yield from (Block("entry", card.title, to=card.id) for card in here)
    everywhere = [card for card in cards if EVERY_SECTOR in card.sectors]
    yield Block("part", "In tutti i settori")
    yield from (Block("entry", card.title, to=card.id) for card in everywhere)
    yield Block("chapter", "Le schede in numeri")
    yield from _figures(knowledge, cards)
    yield Block("chapter", "Le schede")
    for card in cards:
        yield from _card(knowledge, card, today)
    yield Block("chapter", "Proporre una buona prassi")
    yield from (Block("text", line) for line in HOW)


def _figures(knowledge: Knowledge, cards: list[Practice]) -> Iterator[Figure]:
    sizes = knowledge.firm_facts["size"].values
    by_size = tuple(Bar(value.label, sum(size in card.sizes for card in cards)) for size, value in sizes.items())
    costs = ("basso", "basso-medio", "medio", "alto")
    by_cost = tuple(Bar(cost.capitalize(), sum(card.cost_band == cost for card in cards)) for cost in costs)
    yield Figure(
        "grandezza",
        "Per quante persone",
        by_size,
        "Una scheda può andare bene per più grandezze.",
        "Schede",
        "Grandezza",
    )
    yield Figure("costo", "Quanto costano", by_cost, "Nostra stima.", "Schede", "Costo")


def _card(knowledge: Knowledge, card: Practice, today: date) -> Iterator[Block]:
    facts = knowledge.firm_facts
    sizes = ", ".join(facts["size"].values[size].in_lists for size in card.sizes)
    work = ", ".join(facts["work"].values[time].in_lists for time in card.shifts_or_office)
    yield Block("part", card.title, id=card.id)
    yield Block("term", card.problem, name="Problema")
    yield Block("term", card.measure, name="Che cosa si fa")
    yield Block("term", " ".join(filter(None, (card.example, card.caution))), name="Esempio")
    yield Block("term", f"{sizes}; {work}", name="Adatta a")
    estimate = f"costo {card.cost_band}, impegno {card.effort}, facilità di copiarla {card.transferability}"
    yield Block("term", estimate, name="Nostra stima")
    yield Block("text", "Il primo mese:")
    yield from (Block("item", step) for step in card.first_month)
    yield Block("text", "Errori da evitare:")
    yield from (Block("item", pitfall) for pitfall in card.pitfalls)
    checked = f"Verificata il {italian_day(card.verified_on)}." if card.verified_on else "Una fonte è da ricontrollare."
    late = " La revisione è scaduta: chiedete conferma." if card.review_by < today else ""
    yield Block("note", f"Fonte: {'; '.join(card.sources)}. {checked}{late}")
