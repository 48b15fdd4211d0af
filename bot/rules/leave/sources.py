"""The sources of a step as public staff are told them: circulars of INPS are written for others."""

from __future__ import annotations

LAW = "D.Lgs. 151/2001, art. 32"
"""What the circulars read: what is left where a step stands on nothing else."""


def for_public(source: str) -> str:
    """The acts among the sources that are not INPS's."""
    acts = [act.strip() for act in source.split(";")]
    return "; ".join(act for act in acts if "INPS" not in act) or LAW
