"""Samples of what an admin is told who asks for what was published."""

from __future__ import annotations

from datetime import date

from bot.domain.outcomes import exports as told
from tests.phrasebook.samples import Sample

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)

SAMPLES = (
    Sample(told.ReleasedExported(form="csv"), note="all"),
    Sample(told.ReleasedExported(form="json", scope="team", since=FIRST, until=LAST), note="teams, between two days"),
    Sample(told.ReleasedExported(form="csv", scope="organisation", since=FIRST), note="organisation, since a day"),
    Sample(told.ReleasedExported(form="csv", until=LAST), note="until a day"),
    Sample(told.ExportDaysSwapped(since=LAST, until=FIRST)),
)
