"""The reader of single dates and stretches of days in plain words: pure, with the instant and the zone as arguments."""

from bot.calendar.dates.meaning import Period
from bot.calendar.dates.read_past import read_past
from bot.calendar.dates.read_stretch import read_stretch
from bot.calendar.dates.unsure import Unsure

__all__ = ["Period", "Unsure", "read_past", "read_stretch"]
