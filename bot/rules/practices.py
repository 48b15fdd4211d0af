"""Which good practices suit a firm, and why: written criteria, no score that was learned.

In order: it solves the firm's main problem; it is made for its size; it works with its hours; it was seen in its
sector. Between equals the cheaper comes first, then the easier, then the one that is easier to copy. A fact that was
not told counts neither for nor against.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from bot.knowledge.practices import EVERY_SECTOR, CostBand, Effort, Practice, Transferability
from bot.model.practices import Firm, FirmFactName, FirmProblem, FirmSize, WorkTime

AT_MOST = 3
SIZES: tuple[FirmSize, ...] = get_args(FirmSize)
COSTS: tuple[CostBand, ...] = get_args(CostBand)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
TRANSFERS: tuple[Transferability, ...] = get_args(Transferability)


@dataclass(frozen=True, slots=True)
class Advice:
    """A practice for a firm: the facts it suits, in the order of the criteria, and those it does not."""

    practice: Practice
    suits: tuple[FirmFactName, ...]
    gaps: tuple[FirmFactName, ...]


def recommend(practices: Iterable[Practice], firm: Firm) -> tuple[Advice, ...]:
    """The practices for a firm, best first, three at most. Never raises.

    Those that miss the firm's problem are left out while others solve it, and so are those made for firms that are
    more than one size away. What is shown in spite of a gap names it.
    """
    judged = sorted((judge(practice, firm) for practice in practices), key=lambda advice: _order(advice, firm))
    solving = [advice for advice in judged if "problem" not in advice.gaps] or judged
    near = [advice for advice in solving if _sizes_away(advice.practice, firm.size) <= 1] or solving
    return tuple(near[:AT_MOST])


def judge(practice: Practice, firm: Firm) -> Advice:
    """What the practice suits and what it misses, among the facts that are known."""
    suits: list[FirmFactName] = []
    gaps: list[FirmFactName] = []
    if firm.problem:
        (suits if firm.problem in practice.solves else gaps).append("problem")
    if firm.size:
        (suits if firm.size in practice.sizes else gaps).append("size")
    if firm.work:
        (suits if _works_with(practice, firm.work) else gaps).append("work")
    if firm.sector and firm.sector in practice.sectors:
        suits.append("sector")
    elif firm.sector and EVERY_SECTOR not in practice.sectors:
        gaps.append("sector")
    return Advice(practice, tuple(suits), tuple(gaps))


def solving(practices: Iterable[Practice], problem: FirmProblem) -> tuple[Practice, ...]:
    """The practices against a problem: those for which it is the main one first, then the cheaper and easier."""
    cards = [practice for practice in practices if problem in practice.solves]
    return tuple(sorted(cards, key=lambda card: (card.solves.index(problem) > 0, *_ease(card))))


def _order(advice: Advice, firm: Firm) -> tuple[object, ...]:
    """Smaller comes first: the criteria of the module, one after the other."""
    return (
        "problem" in advice.gaps,
        _sizes_away(advice.practice, firm.size),
        "work" in advice.gaps,
        "sector" in advice.gaps,
        "sector" not in advice.suits,
        *_ease(advice.practice),
    )


def _ease(practice: Practice) -> tuple[int, int, int, str]:
    return (
        COSTS.index(practice.cost_band),
        EFFORTS.index(practice.effort),
        -TRANSFERS.index(practice.transferability),
        practice.id,
    )


def _sizes_away(practice: Practice, size: FirmSize | None) -> int:
    """0: made for the size, or the size is not known; else how many steps the nearest size is away."""
    if size is None:
        return 0
    return min(abs(SIZES.index(size) - SIZES.index(fitting)) for fitting in practice.sizes)


def _works_with(practice: Practice, work: WorkTime) -> bool:
    return (
        {"turni", "ufficio"} <= set(practice.shifts_or_office) if work == "misto" else work in practice.shifts_or_office
    )
