"""Carries out what was decided about tickets: rows, letters to rooms and citizens, money of the calls, the trail."""
