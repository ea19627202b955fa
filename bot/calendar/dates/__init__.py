"""The reader of single dates and stretches of days in plain words: pure, with the instant and the zone as arguments."""

from bot.calendar.dates.read_stretch import read_stretch
from bot.calendar.dates.unsure import Unsure

__all__ = ["Unsure", "read_stretch"]
