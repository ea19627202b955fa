"""C12: nothing tells that the support contacts were shown to somebody: no count, no log line, no audit line, no hidden alert."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.model import Audit
from bot.domain.outcomes import commands as answers
from bot.engine import access
from bot.engine.context import EventContext
from bot.engine.outbox import message_rows, reporting
from bot.engine.safeguarding import support_first
from bot.ports import SendRefusedError
from storage.database import open_store
from tests.support.actions import TEAM, opened
from tests.support.further import only_further
from tests.support.places import channel, person
from tests.support.stores import KEY, new_database
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
RISK, HARMLESS = "I want to kill myself", "this rota is killing me"
OTHERS = (*(who for who in TEAM if who != X), "zed")


def row_counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")]
        return {name: raw.execute(f"select count(*) from {name}").fetchone()[0] for name in names}


async def rows_left(folder: Path) -> tuple[dict[str, int], dict[str, int], bytes]:
    """Rows that the words leave at once and after a day, by table; and the database, byte by byte, while they are held."""
    path = new_database(folder)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint))
    await opened(world)
    world.clock.move(timedelta(hours=1))
    await world.settle()
    before = row_counts(path)
    await world.type(X, RISK, "m1")
    await world.settle()
    at_once = row_counts(path)
    bytes_then = b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()) if each.is_file())
    world.clock.move(timedelta(days=1))
    await world.settle()
    after = row_counts(path)
    world.store.close_sync()  # type: ignore[attr-defined]
    return changes(before, at_once), changes(before, after), bytes_then


def changes(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name] and "lease" not in name}


async def test_c12_only_the_held_words_and_the_events_id_are_stored(tmp_path: Path) -> None:
    """Every message that is typed leaves its event's id."""
    at_once, after, content = await rows_left(tmp_path)
    assert at_once == {"texts": 1, "inbox": 1}
    assert after == {"inbox": 1}
    assert RISK.encode() not in content and b"support-shown" not in content and b"held:" not in content


def counting(context: EventContext, *given: object) -> None:
    acting = access.require_member(context)
    context.uow.audits.save(Audit(id=context.token(), at=context.now, member=acting.id, action="at risk"))


@only_further
@pytest.mark.parametrize("leak", ["a count", "the message"])
async def test_c12_a_count_or_a_message_that_stays_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    if leak == "a count":
        monkeypatch.setattr(support_first.held_words, "note_shown", counting)
    else:
        monkeypatch.setattr(message_rows, "leaves_no_trace", lambda outcome: False)
    at_once, _, _ = await rows_left(tmp_path)
    assert "audits" in at_once or "outbox" in at_once


async def logged(words: str, caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    world = World()
    await opened(world)
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        await world.type(X, words, "m1")
        await world.settle()
    return [(record.name, record.getMessage()) for record in caplog.records]


async def test_c12_the_log_says_the_same_of_harmless_words(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    harmless = await logged(HARMLESS, caplog)
    assert await logged(RISK, caplog) == harmless
    log = logging.getLogger("bot.engine")
    monkeypatch.setattr(support_first.held_words, "note_shown", lambda *given: log.info("support was shown"))
    assert await logged(RISK, caplog) != harmless


async def noted_where_it_is_refused(caplog: pytest.LogCaptureFixture) -> tuple[list[str], list[str]]:
    """What is stored, and what is logged, where the platform does not accept the message with the contacts."""
    world = World()
    await opened(world)
    await world.settle()
    caplog.clear()
    await world.type(X, RISK, "m1")
    world.platform.fail(SendRefusedError("invalid"), person(X))
    with caplog.at_level(logging.DEBUG):
        await world.settle()
    rows = await world.read(lambda uow: [row.subject for row in uow.incidents.where()])
    return rows, [record.getMessage() + repr(record.__dict__.get("outcome", "")) for record in caplog.records]


async def test_c12_that_the_contacts_could_not_be_shown_is_told_to_nobody(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, lines = await noted_where_it_is_refused(caplog)
    assert rows == []
    assert not [line for line in lines if "support" in line or "accept" in line]
    monkeypatch.setattr(reporting, "leaves_no_trace", lambda outcome: False)
    rows, lines = await noted_where_it_is_refused(caplog)
    assert rows == ["support-shown"]
    assert [line for line in lines if "accept" in line]
    assert not [line for line in lines if "support-shown" in line], "of messages to people no kind is logged"


async def what_others_see(words: str) -> dict[str, list[str]]:
    """The rest of the round, in which everybody asks for everything."""
    world = twin()
    round_ = await opened(world)
    for who in OTHERS[:5]:
        await world.answer(who, round_.id, f"Harbour {who}", "Lantern", "")
    await world.type(X, words, "m1")
    await world.settle()
    for _ in range(28):
        for who in ("ada", "hal", "ben", "zed"):
            for command in ("status", "audit", "support", "privacy"):
                await world.command(who, command, channel("alpha") if who == "hal" else None)
        world.clock.move(timedelta(hours=6))
        await world.settle()
    return seen(world, OTHERS)


async def test_c12_nobody_else_sees_any_difference() -> None:
    assert await what_others_see(RISK) == await what_others_see(HARMLESS)


@only_further
async def test_c12_a_hidden_alert_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def alert(context: EventContext, *given: object) -> None:
        for admin in context.uow.members.where(admin=True):
            context.tell(admin.id, answers.AdminAdded(name="somebody at risk"))

    harmless = await what_others_see(HARMLESS)
    monkeypatch.setattr(support_first.held_words, "note_shown", alert)
    assert await what_others_see(RISK) != harmless
