"""Samples of what somebody is told who asks for a report."""

from __future__ import annotations

from datetime import date

from bot.domain.habits import Habit
from bot.domain.outcomes import reports as told
from tests.phrasebook.samples import Sample

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
HABITS = (
    Habit(first=FIRST, rounds=8, held=7, meetings=0),
    Habit(first=date(2026, 4, 1), rounds=12, held=12, meetings=3, points=18, answered=14, days=6),
)

SAMPLES = (
    Sample(told.ReportMade(form="html", team="", name="Harbour Mind", made=LAST), note="the organisation's, all"),
    Sample(
        told.ReportMade(form="markdown", team="t", name="Crisis line", made=LAST, since=FIRST, until=LAST),
        note="a team's, between two days",
    ),
    Sample(told.ReportMade(form="csv", team="t", name="Crisis line", made=LAST, since=FIRST), note="rows"),
    Sample(told.HabitsShown(name="Harbour Mind", habits=()), note="of too few teams"),
    Sample(told.HabitsShown(name="Harbour Mind", habits=HABITS)),
    Sample(told.ReportMade(form="json", team="", name="Harbour Mind", made=LAST, until=LAST), note="rows as JSON"),
)
