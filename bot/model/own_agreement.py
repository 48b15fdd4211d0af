"""What somebody tells of an agreement of their own, of the company or the territory: never read by us, so never verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

Level = Literal["company", "territorial", "personal"]
"""`personal`: told as agreed between one worker and the employer, which the law does not take for an agreement."""
AgainstLaw = Literal["permission", "placing", "no_hours", "age"]
"""What an agreement cannot take away: it was told, and is not used."""


@dataclass(frozen=True, slots=True)
class OwnAgreement:
    """Its terms on hourly leave; None or empty: it does not say."""

    level: Level | None = None
    blocks: tuple[float, ...] = ()
    """A use is one of these hours."""
    min_hours: float | None = None
    """The least of one use; more is allowed."""
    day_hours: float | None = None
    """Hours that make a day of leave."""
    min_hours_month: float | None = None
    whole_days: bool | None = None
    """The hours of a month make whole days."""
    work_left: float | None = None
    """Hours of work that must remain in the day."""
    notice_days: int | None = None
    notice_working: bool | None = None
    """The notice is counted in days of work."""
    plan_days: int | None = None
    """The plan of a month is due so many days before the end of the one before."""

    @property
    def of_hours(self) -> bool:
        """It says how many hours may be taken, or what they count."""
        told = (self.blocks, self.min_hours, self.day_hours, self.min_hours_month, self.whole_days, self.work_left)
        return any(value not in (None, (), False) for value in told)

    def corrected(self, other: OwnAgreement) -> OwnAgreement:
        """With what is told now; blocks and a minimum of hours replace one another."""
        kept = self
        if other.blocks:
            kept = replace(kept, min_hours=None)
        elif other.min_hours is not None:
            kept = replace(kept, blocks=())
        if other.notice_days is not None:
            kept = replace(kept, notice_working=None)
        return replace(kept, **known(other))  # type: ignore[arg-type]  # the same fields


@dataclass(frozen=True, slots=True)
class OwnAgreementTold:
    """Terms told in a text, and what of it cannot be."""

    terms: OwnAgreement = OwnAgreement()
    against: tuple[AgainstLaw, ...] = ()
    cued: bool = True
    """The text says whose rule it is; without that it only corrects one that was told."""
    spans: tuple[tuple[int, int], ...] = ()
    """Characters [start, end) of the text that tell them: numbers in there mean nothing else."""


def known(own: OwnAgreement) -> dict[str, object]:
    """What is told, by name."""
    return {name: value for name, value in asdict(own).items() if value not in (None, ())}


def packed(own: OwnAgreement) -> str:
    """As the state of a flow keeps it: `blocks=2,4 notice_days=3`."""
    return " ".join(f"{name}={_plain(value)}" for name, value in known(own).items())


def unpacked(text: str) -> OwnAgreement:
    """The terms behind `packed`; what this version does not know is left out."""
    pairs = dict(pair.partition("=")[::2] for pair in text.split())
    names = {one.name for one in fields(OwnAgreement)}
    return OwnAgreement(**{name: _value(name, said) for name, said in pairs.items() if name in names})  # type: ignore[arg-type]


def from_kept(kept: Mapping[str, Any]) -> OwnAgreement:
    """From JSON; what this version does not know is left out."""
    names = {one.name for one in fields(OwnAgreement)}
    values = {name: value for name, value in kept.items() if name in names}
    return OwnAgreement(**{**values, "blocks": tuple(values.get("blocks", ()))})


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(f"{one:g}" for one in value)
    return value if isinstance(value, str) else f"{float(value):g}"  # type: ignore[arg-type]


def _value(name: str, said: str) -> object:
    match name:
        case "level":
            return said
        case "blocks":
            return tuple(map(float, said.split(",")))
        case "whole_days" | "notice_working":
            return said == "1"
        case "notice_days" | "plan_days":
            return int(said)
    return float(said)
