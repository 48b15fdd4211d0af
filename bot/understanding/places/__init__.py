"""Which place a text names: a municipality of the territory, a place outside, or a name to ask about."""

from bot.understanding.places.finder import PlaceFinder as PlaceFinder
