"""Words about handing over what has been published, and what a file of it says where no file can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot.domain.outcomes import exports as told
from bot.domain.released_row import ReleasedRow
from bot.views.messages import times
from bot.views.messages.wording import Texts, count_of, plain_view, words_message
from bot.views.view import File, Note, Text, View

_WHOSE = {"": "final", "team": "the teams’ final", "organisation": "the organisation’s final"}
_NONE = {
    "": "no final summary",
    "team": "no final summary of a team",
    "organisation": "no final summary of the whole organisation",
}
_FORMS = {"csv": "as a table for a spreadsheet", "json": "as JSON"}
_INSTEAD = "The file could not be brought here. Whoever runs me can write it with “folkmoot export”."
MOST_FINALS = 12
"""Finals told in words, the newest: a file holds them all."""


@words_message(told.ReleasedExported)
def released_exported(done: told.ReleasedExported, texts: Texts) -> View:
    when = days_between(done.since, done.until)
    return View(
        (
            Text(f"Here is what {_WHOSE[done.scope]} summaries have published{when}, {_FORMS[done.form]}."),
            Note("It stood in the channels before: no answer is in it, nobody’s name, and no number of people."),
        ),
        "The export that you asked for.",
    )


def with_file(view: View, done: told.ReleasedExported, text: str, rows: Sequence[ReleasedRow]) -> View:
    """The message with its file, or that there is nothing to put into one."""
    if not rows:
        return plain_view(
            f"There is nothing to export: {_NONE[done.scope]} was published{days_between(done.since, done.until) or ' yet'}."
        )
    opening, *more = view.blocks
    return replace(view, blocks=(opening, File(text, f"published.{done.form}", rows_in_words(rows), _INSTEAD), *more))


@words_message(told.ExportDaysSwapped)
def export_days_swapped(refused: told.ExportDaysSwapped, texts: Texts) -> View:
    first, last = times.full_day(refused.since), times.full_day(refused.until)
    return plain_view(f"{first} comes after {last}. Say the earlier day with “since”, and the later one with “until”.")


def rows_in_words(rows: Sequence[ReleasedRow]) -> str:
    """The newest finals, each with its points, for a place that shows words alone."""
    finals = [list(lines) for _, lines in groupby(rows, key=lambda row: (row.day, row.scope, row.name))]
    told_of, left = finals[-MOST_FINALS:], len(finals[:-MOST_FINALS])
    parts = [_final_in_words(lines) for lines in told_of]
    if left:
        parts.append(f"Before these there are {count_of(left, 'final')}: “until” and a day shows them.")
    return "\n\n".join(parts)


def _final_in_words(lines: Sequence[ReleasedRow]) -> str:
    points = [
        f"- {row.wording} ({said})" if (said := _said_of(row)) else f"- {row.wording}" for row in lines if row.wording
    ]
    return "\n".join((f"{lines[0].name}, {times.full_day(lines[0].day)}", *(points or ["- nothing could be shown"])))


def _said_of(row: ReleasedRow) -> str:
    return ", ".join(part for part in (row.people, row.weighed, row.reason) if part)


def days_between(since: date | None, until: date | None) -> str:
    """ " from Sunday 1 March 2026 to Friday 6 March 2026", " since ...", " until ...", or nothing."""
    first = times.full_day(since) if since else ""
    last = times.full_day(until) if until else ""
    if first and last:
        return f" from {first} to {last}"
    return f" since {first}" if first else f" until {last}" if last else ""
