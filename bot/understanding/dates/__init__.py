"""Dates as people write them, in Italian text whose numbers are digits (`numerals.in_digits`).

Day before month ("03/04" is the third of April). A date without a year is the next one, in a sentence about birth
the last one. What no calendar has is `Impossible`, never mended. A general date parser was tried and left: it took
"31 febbraio" for another day, missed "dal 7 al 18", and needed half a second to load and up to 0.2 s a sentence.
"""

from __future__ import annotations

from bot.understanding.dates.calendar import Calendar
from bot.understanding.dates.days import NoSuchDate, months_later

__all__ = ["Calendar", "NoSuchDate", "months_later"]
