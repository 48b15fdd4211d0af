"""Who is responsible for the data of a service: the controller of the GDPR."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Responsible:
    name: str
    contact: str
    """Where people write about their data: a mailbox, an address."""
