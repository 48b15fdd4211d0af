"""Agreements and conventions on services that firms share: who gives what to whom. Plain frozen values.

In code they are deals; an agreement is what unions sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DealState = Literal["draft", "asked", "published", "refused", "ended"]
"""draft: being written. asked: an operator has it. Only what is published is shown to others."""
Whom = Literal["workers", "families"]


@dataclass(frozen=True, slots=True)
class Deal:
    """What was not answered yet is None; what was skipped is empty."""

    id: str
    status: DealState = "draft"
    firm: str | None = None
    """Who proposes it: an id of the register of companies, or the name as it was written."""
    service: str | None = None
    """An id of the closed list of services, or `OTHER`."""
    provider: str | None = None
    others: tuple[str, ...] | None = None
    """The other firms in it, as `firm`."""
    whom: Whom | None = None
    price: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    comune: str | None = None
    """ISTAT code of where the service is; empty: elsewhere or everywhere."""
    usage: str | None = None
    """How a worker uses it."""
    joining: str | None = None
    """How another firm joins it."""
    ticket: str | None = None
    renews: str | None = None
    """The deal that it takes the place of."""
    consent: str = ""
    checked_on: date | None = None
    """The day on which an operator published it."""

    @property
    def firms(self) -> tuple[str, ...]:
        return (*((self.firm,) if self.firm else ()), *(self.others or ()))

    def open(self, today: date) -> bool:
        """Whether others may be shown it and use it."""
        valid = self.valid_to is not None and today <= self.valid_to
        return self.status == "published" and valid and (self.valid_from is None or self.valid_from <= today)


OTHER = "altro"


@dataclass(frozen=True, slots=True)
class Deals:
    """What decisions about deals look at; of others only what is published."""

    published: tuple[Deal, ...] = ()
    own: tuple[Deal, ...] = ()
    """Of this chat, whatever their state, newest first; the draft among them."""
    workplace: str | None = None
    """The firm that this worker agreed to have remembered: an id of the register, or a name that stands in a deal."""

    @property
    def draft(self) -> Deal | None:
        return next((each for each in self.own if each.status == "draft"), None)


# --- what decisions want written ---


@dataclass(frozen=True, slots=True)
class KeepDeal:
    deal: Deal


@dataclass(frozen=True, slots=True)
class DropDeal:
    """Deletes a draft."""

    deal: str


@dataclass(frozen=True, slots=True)
class KeepWorkplace:
    firm: str
    consent: str


@dataclass(frozen=True, slots=True)
class ForgetWorkplace:
    pass


DealEffect = KeepDeal | DropDeal | KeepWorkplace | ForgetWorkplace
