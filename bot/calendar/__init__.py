"""Arithmetic of schedules and the words for it: pure, with every date and instant an argument.

The heavy libraries (`dateutil`, `holidays`) are imported when a date is first computed, not here.
"""

from bot.calendar.countries import Country, check_country
from bot.calendar.deadlines import (
    NoWorkingDayError,
    day_words,
    deadline_after,
    next_daily,
    next_working_time,
    working_days_after,
)
from bot.calendar.describe import describe_rule
from bot.calendar.grammar import EXAMPLES, parse_schedule
from bot.calendar.holidays import HolidayCalendar, OwnDay, Pause
from bot.calendar.lateness import Place, Tolerance, opening_time
from bot.calendar.not_understood import UnclearWords
from bot.calendar.occurrences import (
    ClockChange,
    Occurrence,
    PassedOver,
    Resolver,
    clock_changes_between,
    due_occurrences,
    first_valid_instant,
    next_occurrences,
    occurrences_from,
    passed_over,
)
from bot.calendar.own_hours import USUAL, QuietHours, own_hour
from bot.calendar.read_hours import read_hours
from bot.calendar.rule import Frequency, HolidayPolicy, Rule
from bot.calendar.time_of_day import read_time_of_day
from bot.calendar.zones import check_zone

__all__ = [
    "EXAMPLES",
    "USUAL",
    "ClockChange",
    "Country",
    "Frequency",
    "HolidayCalendar",
    "HolidayPolicy",
    "NoWorkingDayError",
    "Occurrence",
    "OwnDay",
    "PassedOver",
    "Pause",
    "Place",
    "QuietHours",
    "Resolver",
    "Rule",
    "Tolerance",
    "UnclearWords",
    "check_country",
    "check_zone",
    "clock_changes_between",
    "day_words",
    "deadline_after",
    "describe_rule",
    "due_occurrences",
    "first_valid_instant",
    "next_daily",
    "next_occurrences",
    "next_working_time",
    "occurrences_from",
    "opening_time",
    "own_hour",
    "parse_schedule",
    "passed_over",
    "read_hours",
    "read_time_of_day",
    "working_days_after",
]
