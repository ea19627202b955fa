"""Samples of what somebody is told who asks for a report."""

from __future__ import annotations

from datetime import date

from bot.domain.outcomes import reports as told
from tests.phrasebook.samples import Sample

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)

SAMPLES = (
    Sample(told.ReportMade(form="html", team="", name="Harbour Mind", made=LAST), note="the organisation's, all"),
    Sample(
        told.ReportMade(form="markdown", team="t", name="Crisis line", made=LAST, since=FIRST, until=LAST),
        note="a team's, between two days",
    ),
    Sample(told.ReportMade(form="csv", team="t", name="Crisis line", made=LAST, since=FIRST), note="rows"),
    Sample(told.ReportMade(form="json", team="", name="Harbour Mind", made=LAST, until=LAST), note="rows as JSON"),
)
