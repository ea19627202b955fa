"""The doctor: everything of the self-check, and what a running installation can suffer from, each with its remedy.

Of messages to people it says whether some wait, never how many, and nothing of those that failed (C3b).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.bootstrap import SystemClock
from bot.bootstrap.product import CannotOpenError, open_or_explain, read_storage
from bot.bootstrap.self_check import self_check
from bot.config import ConfigError, Settings
from bot.domain.model import Delivery, Incident, IncidentKind, OutboxMessage, Urgency
from bot.engine.outbox.reporting import OF_PEOPLE
from bot.ports import UnitOfWork
from bot.ports.platform_spec import SelfCheckFinding

if TYPE_CHECKING:
    from storage.diagnosis import StoreHealth

LATE = timedelta(hours=1)
"""Time after which something due that was not done, or a message that was not sent, is said."""
AHEAD = timedelta(minutes=2)
UNDELIVERED = (Delivery.WAITING, Delivery.RESTING, Delivery.UNSETTLED, Delivery.UNCERTAIN, Delivery.FAILED)
REMEDIES = {
    IncidentKind.TOKEN: "Give the new token, and start again: what waits is sent then.",
    IncidentKind.UNREACHABLE: "Check this machine's network. It is tried again every minute.",
    IncidentKind.LIMITED: "Nothing: the rest is sent when the platform takes it.",
    IncidentKind.UNSEEN: "Allow the bot to read there, or look yourself whether a message arrived.",
    IncidentKind.REFUSING: "An admin says “status”, which names the team and what helps.",
    IncidentKind.WRONG: "This is a fault of ours: tell us, with the log's line.",
    IncidentKind.STUCK: "This is a fault of ours: tell us, with the log's lines around it. It is tried again by itself.",
    IncidentKind.SILENT: "If it does not pass within minutes, start again.",
    IncidentKind.UNHEARD: "Check this machine's network. The connection is made anew until it holds.",
}


async def diagnose(settings: Settings) -> list[SelfCheckFinding]:
    """Return the findings of the self-check, then those about what is stored; the latter only where a start would be possible."""
    found = await self_check(settings)
    if any(one.what == "database" and not one.ok for one in found) or not settings.storage.path.exists():
        return found
    try:
        return [*found, *_diagnose_storage(settings, SystemClock().now())]
    except (CannotOpenError, ConfigError) as error:
        return [*found, SelfCheckFinding("stores", str(error), "Nothing was changed.", ok=False)]


def _diagnose_storage(settings: Settings, now: datetime) -> Iterator[SelfCheckFinding]:
    from storage.diagnosis import diagnose_stores

    with open_or_explain(settings):
        health = diagnose_stores(settings.storage.path, settings.storage.keys_path)
    yield from _integrity_findings(health)
    yield _orphan_finding(health)
    yield _clock_step_finding(health, now)
    yield from read_storage(settings, lambda uow: list(_row_findings(uow, now))) or []


def _row_findings(uow: UnitOfWork, now: datetime) -> Iterator[SelfCheckFinding]:
    yield from _set_aside_findings(uow)
    yield from _overdue_findings(uow, now)
    yield from _incident_findings(uow)
    yield from _undelivered_findings(uow, now)


def _integrity_findings(health: StoreHealth) -> Iterator[SelfCheckFinding]:
    for path in health.damaged:
        yield SelfCheckFinding(
            "integrity", f"{path} is damaged", f"Stop the bot, keep {path}, and put its newest copy back.", ok=False
        )
    if health.broken_references:
        yield SelfCheckFinding(
            "integrity",
            f"{_counted(health.broken_references, 'reference')} in the database to what is not there",
            "Something other than Folkmoot has written in it: tell us, or put its newest copy back.",
            ok=False,
        )
    if not health.damaged and not health.broken_references:
        yield SelfCheckFinding("integrity", "both stores are undamaged, and every reference leads somewhere")


def _orphan_finding(health: StoreHealth) -> SelfCheckFinding:
    if health.orphans_since is None:
        return SelfCheckFinding("orphans", "each store has its counterpart in the other")
    return SelfCheckFinding(
        "orphans",
        f"since {health.orphans_since:%Y-%m-%d}, or later: {_counted(health.idle_keys, 'key')} without anything that is stored, "
        f"and texts of {_counted(health.lost_texts, 'key')} that are not there any more",
        "A few are what interrupted work leaves: they are removed after a week. If they are many, a wrong or old file was put in "
        "place: put the right one back within that week.",
    )


def _clock_step_finding(health: StoreHealth, now: datetime) -> SelfCheckFinding:
    if health.newest is None or health.newest <= now + AHEAD:
        return SelfCheckFinding("clock steps", "nothing stored is dated in the future")
    return SelfCheckFinding(
        "clock steps",
        f"something stored is dated {health.newest:%Y-%m-%d %H:%M} UTC: this machine's clock was ahead then, or is behind now",
        "See to this machine's time. A round that opened too early goes on until an admin says “round cancel”.",
        ok=False,
    )


def _set_aside_findings(uow: UnitOfWork) -> Iterator[SelfCheckFinding]:
    uow.look_through()
    for table, count in sorted(uow.set_aside_by_table().items()):
        yield SelfCheckFinding(
            "set aside",
            f"{_counted(count, 'row')} of the table {table} cannot be read",
            "If a newer version made them, run that one. If not, the newest copy of the database may have them whole.",
            ok=False,
        )


def _overdue_findings(uow: UnitOfWork, now: datetime) -> Iterator[SelfCheckFinding]:
    rounds = len(uow.rounds.until("next_at", now - LATE, 1000))
    schedules = len(uow.schedules.until("next_at", now - LATE, 1000))
    if not rounds and not schedules:
        yield SelfCheckFinding("due", "no round and no schedule is behind its time")
        return
    yield SelfCheckFinding(
        "due",
        f"{_counted(rounds, 'round')} and {_counted(schedules, 'schedule')} are more than an hour behind their time",
        "Start the bot, if it does not run. If it does, the lines below and the log say what keeps them.",
        ok=False,
    )


def _incident_findings(uow: UnitOfWork) -> Iterator[SelfCheckFinding]:
    incidents = sorted(uow.incidents.where(), key=lambda one: (one.since, one.id))
    for one in incidents:
        yield SelfCheckFinding("incident", _incident_in_words(one), REMEDIES[one.kind], ok=False)
    if not incidents:
        yield SelfCheckFinding("incidents", "nothing has stopped working")


def _incident_in_words(one: Incident) -> str:
    if one.why == OF_PEOPLE:
        # The kind of a message to a person, and its minute, could hint at what somebody did (C3).
        return f"{one.kind.value}: messages to people, since {one.since:%Y-%m-%d}"
    about = "a channel" if one.kind is IncidentKind.REFUSING else one.subject
    times = f", tried {one.attempts} times" if one.attempts else ""
    why = f" ({one.why})" if one.why else ""
    return f"{one.kind.value}: {about}{why}, since {one.since:%Y-%m-%d %H:%M} UTC{times}"


def _undelivered_findings(uow: UnitOfWork, now: datetime) -> Iterator[SelfCheckFinding]:
    late = [row for row in uow.outbox.where(state=UNDELIVERED) if _is_late(row, now)]
    posts = Counter((_kind_of(uow, row), row.state.value) for row in late)
    waits = any(kind == "" and state != Delivery.FAILED for kind, state in posts)
    for (kind, state), count in sorted(posts.items()):
        if kind:
            yield SelfCheckFinding(
                "undelivered",
                f"{_counted(count, kind)} {state}",
                "An admin says “status”, which names the teams and what helps.",
                ok=False,
            )
    if waits:
        yield SelfCheckFinding(
            "undelivered", "some messages to people wait", "The lines about incidents say what keeps them.", ok=False
        )
    if not posts:
        yield SelfCheckFinding("undelivered", "nothing has waited for more than an hour")


def _is_late(row: OutboxMessage, now: datetime) -> bool:
    return max(row.created_at, row.not_before or row.created_at) <= now - LATE


def _kind_of(uow: UnitOfWork, row: OutboxMessage) -> str:
    """Return what a post is called; empty for a message to a person, of which nothing is counted."""
    if row.urgency is Urgency.DIGEST and not row.private_to:
        return "digest"
    ref = uow.addresses.ref(row.to)
    return "channel post" if ref is not None and not ref.direct and not row.private_to else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
