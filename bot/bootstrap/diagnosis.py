"""The doctor: everything of the self-check, and what a running installation can suffer from, each with its remedy.

Of messages to people it says whether some wait, never how many, and nothing of those that failed (C3b).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.bootstrap.places import CannotOpenError, places_of
from bot.bootstrap.product import is_made, open_or_explain, read_storage
from bot.bootstrap.self_check import self_check, step_after
from bot.config import ConfigError, Settings
from bot.declarations.platform_spec import SelfCheckFinding
from bot.domain.model import Delivery, Incident, IncidentKind, OutboxMessage, Round, Urgency
from bot.domain.rounds import RUNNING, with_next_at
from bot.engine.outbox.reporting import OF_PEOPLE
from bot.engine.vitals import LATE
from bot.ports import UnitOfWork
from bot.system_clock import SystemClock
from bot.views.messages.wording import count_of, join_and

if TYPE_CHECKING:
    from storage.diagnosis import RowHealth, StoreHealth

AHEAD = timedelta(minutes=2)
PUT_BACK = (
    "Something other than Folkmoot has written in the database, or an earlier version left it: tell us, or stop the bot "
    "and put the newest copy back for which this is ok: folkmoot restore --database."
)
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
    found = [replace(one, ok=one.ok and not one.overdue) for one in await self_check(settings)]
    if any(one.what == "database" and not one.ok for one in found) or not is_made(settings):
        return found
    try:
        return [*found, *_diagnose_storage(settings, SystemClock().now())]
    except (CannotOpenError, ConfigError) as error:
        return [*found, SelfCheckFinding("stores", str(error), step_after(error), ok=False)]


def _diagnose_storage(settings: Settings, now: datetime) -> Iterator[SelfCheckFinding]:
    with open_or_explain(settings):
        health = places_of(settings).diagnose()
    yield from _integrity_findings(health)
    yield from _index_findings(health)
    yield from _stored_findings(settings)
    yield _orphan_finding(health)
    yield _clock_step_finding(health, now)
    yield from read_storage(settings, lambda uow: list(_row_findings(uow, now))) or []


def _stored_findings(settings: Settings) -> Iterator[SelfCheckFinding]:
    """A key is gone if two looks say so: whoever is forgotten just then loses theirs before their rows go."""
    from storage.diagnosis import diagnose_rows

    rows = read_storage(settings, diagnose_rows)
    again = read_storage(settings, diagnose_rows) if rows and rows.lost_keys else rows
    if rows and again:
        yield from _reference_findings(again)
        yield from _consistency_findings(again)
        yield _counterpart_finding(len(rows.lost_keys & again.lost_keys))


def _row_findings(uow: UnitOfWork, now: datetime) -> Iterator[SelfCheckFinding]:
    yield from _set_aside_findings(uow)
    yield from _overdue_findings(uow, now)
    yield from _hidden_round_findings(uow)
    yield from _incident_findings(uow)
    yield from _undelivered_findings(uow, now)


def _integrity_findings(health: StoreHealth) -> Iterator[SelfCheckFinding]:
    for path in health.damaged:
        yield SelfCheckFinding(
            "integrity", f"{path} is damaged", f"Stop the bot, keep {path}, and put its newest copy back.", ok=False
        )
    if not health.damaged:
        yield SelfCheckFinding("integrity", "both stores are undamaged")


def _reference_findings(rows: RowHealth) -> Iterator[SelfCheckFinding]:
    for (table, parent), number in sorted(rows.broken.items()):
        yield SelfCheckFinding(
            "references",
            f"{count_of(number, 'row')} of {table} {'names' if number == 1 else 'name'} what is not there in {parent}",
            PUT_BACK,
            ok=False,
        )
    if not rows.broken:
        yield SelfCheckFinding("references", "every reference leads somewhere")


def _consistency_findings(rows: RowHealth) -> Iterator[SelfCheckFinding]:
    if rows.lost_words:
        yield SelfCheckFinding(
            "words",
            f"{count_of(rows.lost_words, 'answer')} {'has' if rows.lost_words == 1 else 'have'} lost the words, "
            "and nobody destroyed them",
            PUT_BACK,
            ok=False,
        )
    if rows.unknown_states:
        yield SelfCheckFinding(
            "outbox",
            f"{count_of(rows.unknown_states, 'message')} of the outbox {'is' if rows.unknown_states == 1 else 'are'} in a state "
            "that nobody knows, and will never be sent",
            f"If a newer version wrote it, run that one. If not: {PUT_BACK}",
            ok=False,
        )


def _index_findings(health: StoreHealth) -> Iterator[SelfCheckFinding]:
    if health.missing_indexes:
        yield SelfCheckFinding(
            "indexes",
            f"the database lacks {join_and(list(health.missing_indexes))}, by which it finds its rows",
            "Stop the bot and run: folkmoot migrate. It makes them again.",
            ok=False,
        )


def _hidden_round_findings(uow: UnitOfWork) -> Iterator[SelfCheckFinding]:
    hidden = sum(1 for state in RUNNING for row in uow.rounds.where(state=state) if _is_hidden(row))
    if hidden:
        yield SelfCheckFinding(
            "rounds",
            f"{count_of(hidden, 'round')} {'waits' if hidden == 1 else 'wait'} beyond {'its' if hidden == 1 else 'their'} own "
            "deadlines: nothing will be done when they come",
            f"{PUT_BACK} Or an admin says “round cancel”.",
            ok=False,
        )


def _is_hidden(row: Round) -> bool:
    """Return whether the clock looks at a running round later than its own times ask for."""
    due = with_next_at(row).next_at
    return due is not None and (row.next_at is None or row.next_at > due)


def _counterpart_finding(lost: int) -> SelfCheckFinding:
    if not lost:
        return SelfCheckFinding("counterpart", "every text and every name has its key")
    are, them = ("is", "it") if lost == 1 else ("are", "them")
    return SelfCheckFinding(
        "counterpart",
        f"{count_of(lost, 'key')} that words or names need {are} not in the key store, and nobody destroyed {them}",
        "The key store is another file, an older one, or something has removed from it. Stop the bot, move the key store away, and "
        "put its newest copy in its place: folkmoot restore --keys. Without a copy these words cannot be read any more.",
        ok=False,
    )


def _orphan_finding(health: StoreHealth) -> SelfCheckFinding:
    if health.orphans_since is None:
        return SelfCheckFinding(
            "orphans", "the last sweep found nothing that one store has and the other does not need"
        )
    return SelfCheckFinding(
        "orphans",
        f"since {health.orphans_since:%Y-%m-%d}, or later: {count_of(health.idle_keys, 'key')} without anything that is stored, "
        f"and texts of {count_of(health.lost_texts, 'key')} that {'is' if health.lost_texts == 1 else 'are'} not there any more",
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
            f"{count_of(count, 'row')} of the table {table} cannot be read",
            "If a newer version made them, run that one. If not, the newest copy of the database may have them whole.",
            ok=False,
        )


def _overdue_findings(uow: UnitOfWork, now: datetime) -> Iterator[SelfCheckFinding]:
    rounds = len(uow.rounds.until("next_at", now - LATE, 1000))
    schedules = len(uow.schedules.until("next_at", now - LATE, 1000))
    if not rounds and not schedules:
        yield SelfCheckFinding("due", "no round and no schedule is behind its time")
        return
    behind = [count_of(*each) for each in ((rounds, "round"), (schedules, "schedule")) if each[0]]
    they = (
        "is more than an hour behind its time" if rounds + schedules == 1 else "are more than an hour behind their time"
    )
    yield SelfCheckFinding(
        "due",
        f"{join_and(behind)} {they}",
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
    times = f", tried {'once' if one.attempts == 1 else f'{one.attempts} times'}" if one.attempts else ""
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
                f"{count_of(count, kind)} {state}",
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
