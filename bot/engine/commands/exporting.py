"""Handing over what has been published, as a file, in private to the admin who asks."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.calendar import UnclearWords
from bot.calendar.dates import read_past
from bot.domain.errors import Refusal
from bot.domain.exports import ExportReleased
from bot.domain.outcomes.dates import DaysNotUnderstood
from bot.domain.outcomes.exports import ExportDaysSwapped, ReleasedExported
from bot.engine import audit_trail
from bot.engine.context import EventContext

EXAMPLES = ("export since 1 January", "export since 1 January until 31 March", "export since 2025")
EXPORTED = "published summaries exported"
"""What the audit calls it. It changes nothing, and so there is nothing of it to take back."""
_DAY_ALONE = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(rf"{_DAY_ALONE.pattern} (?:of )?([a-z].*)", re.IGNORECASE)
_DAY = timedelta(days=1)


def export_released(context: EventContext, command: ExportReleased) -> None:
    """To the asker's own chat alone, wherever it was asked. The file is made when it is sent: nothing of it waits in the outbox."""
    since, until = read_days(context, command.since, command.until, EXAMPLES)
    words = (command.form, command.scope, f"since {since}" if since else "", f"until {until}" if until else "")
    audit_trail.record_audit(context, EXPORTED, ", ".join(word for word in words if word))
    context.reply_directly(ReleasedExported(form=command.form, scope=command.scope, since=since, until=until))


def read_days(
    context: EventContext, first: str, last: str, examples: tuple[str, ...]
) -> tuple[date | None, date | None]:
    """Return the first and the last day that words name, None for no words. Raises Refusal for what is no day, or swapped."""
    since = _days_meant(context, _with_month(first, last), examples)[0] if first else None
    until = _days_meant(context, last, examples, since)[1] if last else None
    if since and until and since > until:
        raise Refusal(ExportDaysSwapped(since=since, until=until))
    return since, until


def _with_month(first: str, last: str) -> str:
    """The first day with the month of the last, where it has none: "3" of "from 3 to 7 April"."""
    month = _DAY_AND_MONTH.fullmatch(last)
    return f"{first} {month[1]}" if month and _DAY_ALONE.fullmatch(first) else first


def _days_meant(
    context: EventContext, words: str, examples: tuple[str, ...], after: date | None = None
) -> tuple[date, date]:
    """The first and the last of the days that words name, those that end after a day if one is given. Raises Refusal."""
    found = read_past(words, now=context.now, zone=context.organisation().zone, after=after)
    if isinstance(found, UnclearWords):
        raise Refusal(DaysNotUnderstood(what=found.what, examples=examples))
    return found.start, found.end - _DAY
