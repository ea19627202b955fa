"""A database that was made before a topic was a place of its own goes on working."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.conversation import ConversationRef
from bot.domain.model import Urgency
from storage.database import open_store
from storage.migrations import run as migrations
from storage.sqlite.key_table import SCHEMA
from storage.sqlite.store import SqliteStore
from storage.upkeep import migrate_stores
from tests.storage.samples import NOW
from tests.support.stores import KEY

HERE = Path(__file__).parent
GROUP = ConversationRef("telegram", "9000", channel="-1001")
TOPIC = ConversationRef("telegram", "9000", channel="-1001", topic="12")
AMIRA = ConversationRef("telegram", "9000", person="501")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    url = f"sqlite:///{tmp_path / 'folkmoot.db'}"
    migrations.upgrade_database(url, "0004")
    _fill(tmp_path / "folkmoot.db", (HERE / "before_topics.sql").read_text())
    _fill(tmp_path / "keys.db", ";".join((*SCHEMA, "")) + (HERE / "before_topics_keys.sql").read_text())
    migrate_stores(tmp_path / "folkmoot.db", KEY)
    opened = open_store(tmp_path / "folkmoot.db", KEY)
    yield opened
    opened.close_sync()


def _fill(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as made:
        made.executescript(sql)
    made.close()


def test_places_keep_their_addresses(store: SqliteStore) -> None:
    (team,) = store.read_sync(lambda uow: uow.teams.where())
    (identity,) = store.read_sync(lambda uow: uow.identities.where())
    assert store.read_sync(lambda uow: [uow.addresses.id_of(GROUP), uow.addresses.id_of(AMIRA)]) == [
        team.channel,
        identity.id,
    ]
    refs = store.read_sync(lambda uow: [uow.addresses.ref(team.channel), uow.addresses.ref(identity.id)])
    assert refs == [GROUP, AMIRA], "the home is where it was: in the group itself"


def test_a_topic_of_an_old_group_is_another_place(store: SqliteStore) -> None:
    topic = store.run_sync(lambda uow: uow.addresses.remember(TOPIC))
    assert store.read_sync(lambda uow: uow.addresses.ref(topic)) == TOPIC
    assert topic != store.read_sync(lambda uow: uow.addresses.id_of(GROUP))


def test_what_waited_is_sent_where_it_was_to_go(store: SqliteStore) -> None:
    until = NOW + timedelta(days=365)
    (message,) = store.run_sync(lambda uow: uow.outbox.lease(until, until, 9, list(Urgency)))
    assert (message.id, message.thread) == ("o1", "")
    assert store.read_sync(lambda uow: uow.addresses.ref(message.to)) == GROUP
