"""The first sentence of an answer, worked out for one person: their number, date or rule, from what they told. Pure.

A line is None where the facts it needs were not told; it names those that it used, so that a wrong one is seen.
"""

from bot.rules.for_you.known import ForYou, Known

__all__ = ["ForYou", "Known"]
