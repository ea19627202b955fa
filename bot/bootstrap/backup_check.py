"""The part of the self-check about backups: whether the newest is new enough, and what of copies should not be there any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.bootstrap.copies import late_copies, moved_stores
from bot.bootstrap.places import is_in_files
from bot.config import Settings
from bot.declarations.platform_spec import SelfCheckFinding
from bot.ports import UnitOfWork
from bot.views.messages.wording import count_of

DAILY = "folkmoot backup DIR --keys DIR --prune. Have it run every day, from cron or a timer."


def check_backup(uow: UnitOfWork, settings: Settings, now: datetime) -> SelfCheckFinding:
    """A note, as nothing stands in the way of a start; what is too old is a problem of an installation that runs."""
    made, most = uow.newest_backup(), timedelta(days=settings.storage.newest_backup_days)
    if made is None and not is_in_files(settings):
        found = "“folkmoot backup” has made none yet; what else makes them is not known here"
        return SelfCheckFinding("backup", found, f"Where nothing else makes them, once people write: {DAILY}")
    if made is None:
        return SelfCheckFinding("backup", "no backup was made yet", f"Once people write: {DAILY}")
    found = f"the newest backup is of {made:%Y-%m-%d %H:%M} UTC"
    if now - made <= most:
        return SelfCheckFinding("backup", found)
    return SelfCheckFinding("backup", f"{found}, older than {count_of(most.days, 'day')}", f"Run {DAILY}", overdue=True)


def check_copies(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Find what should not be there any more, or is ended by nothing."""
    late = late_copies(settings)
    for one in late.ended:
        yield SelfCheckFinding(
            "copies",
            f"{one.path} should have been deleted on {one.expires.date()}",
            "Delete it, or run: folkmoot backup DIR --prune. Whoever was forgotten since it was made may be readable in it.",
        )
    for path in late.left:
        yield SelfCheckFinding(
            "copies",
            f"{path} was left by a backup or a restore that was interrupted",
            "Delete it, or run: folkmoot backup DIR --prune.",
        )
    if not late.ended and not late.left:
        yield SelfCheckFinding("copies", "none that “folkmoot backup” made is past its end")
    for moved in moved_stores(settings):
        yield SelfCheckFinding("copies", str(moved), "Nothing deletes it by itself: delete it as soon as all is well.")
