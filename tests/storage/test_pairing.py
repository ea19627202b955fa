"""Database and key store know each other, through every interruption, and from before they had an id in common (R11)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.model import Member
from storage import inspection
from storage.database import open_store
from storage.errors import SchemaMismatch, StoresApart
from storage.failpoints import JOINING, NAMES
from storage.files import beside, sqlite_url
from storage.generations import Generations
from storage.inspection import look_at, look_at_both
from storage.key_tables import SqliteKeyTable
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.pairing import FileFacts, Kind, Pair, Plan, judge
from storage.sqlite_store import SqliteStore
from storage.upkeep import go_on_with_restored, look_at_restored, migrate
from tests.storage.samples import NOW
from tests.storage.stores import KEY, new_database

Work = Callable[[Any], Any]


def keep(owner: str, words: str = "words") -> Work:
    return lambda unit: unit.texts.keep(f"text of {owner}", owner, ConfidentialText(words))


def readable(store: SqliteStore, *owners: str) -> list[bool]:
    refs = [f"text of {owner}" for owner in owners]
    return [text is not None for text in store.read_sync(lambda unit: unit.texts.read(refs))]


def pairs_of(path: Path) -> tuple[Pair, Pair]:
    database, keys = look_at(path).pair, look_at(beside(path)).pair
    assert database and keys
    return database, keys


# --- every instant of a process, as if it had been killed there


@dataclass(frozen=True)
class Instant:
    """What was on the disk at a failpoint, and what people had been told until then."""

    name: str
    path: Path
    facts: tuple[FileFacts, FileFacts]
    written: frozenset[str]
    forgotten: frozenset[str]


class Snapshots:
    """Copies a folder at every failpoint: a process that is killed there leaves just that."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "live" / "folkmoot.db"
        self.instants: list[Instant] = []
        self.written: set[str] = set()
        self.forgotten: set[str] = set()

    def take(self, name: str) -> None:
        copy = self.path.parent.with_name(f"{len(self.instants)} {name}")
        shutil.copytree(self.path.parent, copy)
        path = copy / "folkmoot.db"
        facts = look_at(path), look_at(beside(path))
        self.instants.append(Instant(name, path, facts, frozenset(self.written), frozenset(self.forgotten)))

    def keep(self, store: SqliteStore, owner: str) -> None:
        store.run_sync(keep(owner))
        self.written.add(owner)


def fail(unit: Any) -> None:
    keep("nobody")(unit)
    raise LookupError


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[Instant]:
    """The instants of two processes, from the first start on, in which everything happens that changes keys."""
    taken = Snapshots(tmp_path_factory.mktemp("lived"))
    store = open_store(taken.path, KEY, failpoint=taken.take)
    for owner in ("ann", "bob", "ann"):
        taken.keep(store, owner)
    with pytest.raises(LookupError):
        store.run_sync(fail)
    taken.forgotten.add("bob")
    store.run_sync(lambda unit: unit.texts.forget("bob"))
    store.close_sync()
    again = open_store(taken.path, KEY, failpoint=taken.take)
    again.run_sync(lambda _: again._sweep(NOW))
    taken.keep(again, "carl")
    again.close_sync()
    return taken.instants


def test_a_process_that_is_killed_at_any_instant_can_be_started_again(lived: list[Instant]) -> None:
    assert {instant.name for instant in lived} == {*NAMES, *JOINING}
    for instant in lived:
        store = open_store(instant.path, KEY)
        assert all(readable(store, *sorted(instant.written - instant.forgotten))), instant.name
        store.run_sync(keep("after"))
        store.close_sync()
        database, keys = pairs_of(instant.path)
        assert database == keys, instant.name


def ahead(instant: Instant) -> int:
    database, keys = (facts.pair for facts in instant.facts)
    return keys.generation - database.generation if database and keys else 0


def test_some_of_those_instants_are_between_the_two_commits(lived: list[Instant]) -> None:
    """Else the test above would show nothing."""
    assert {ahead(instant) for instant in lived} == {0, 1}
    apart = {instant.name for instant in lived if ahead(instant)}
    assert {"after-key-commit", "before-commit", "after-key-destroyed"} <= apart


def test_settled_as_they_were_not_they_would_be_refused(lived: list[Instant]) -> None:
    """An older database looks like this: its key store knows that a newer one was committed."""
    for instant in lived:
        database, keys = instant.facts
        if ahead(instant) and keys.pair:
            assert judge(database, keys) is Plan.GO_ON
            with pytest.raises(StoresApart, match="is older than"):
                judge(database, replace(keys, pair=replace(keys.pair, settled=True)))


def breaking_store(path: Path) -> tuple[SqliteStore, set[str]]:
    broken: set[str] = set()

    def failpoint(name: str) -> None:
        if name in broken:
            raise OSError("no room")

    return open_store(path, KEY, failpoint=failpoint), broken


def fail_three_times(path: Path) -> None:
    store, broken = breaking_store(path)
    store.run_sync(keep("first"))
    broken.add("before-commit")
    for owner in ("a", "b", "c"):
        with pytest.raises(OSError, match="no room"):
            store.run_sync(keep(owner))
    store.close_sync()


def test_keys_of_many_commits_that_failed_are_one_generation_ahead(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    fail_three_times(path)
    database, keys = pairs_of(path)
    assert (keys.generation - database.generation, keys.settled) == (1, False)
    store = open_store(path, KEY)
    assert readable(store, "first", "a") == [True, False]
    store.close_sync()


def test_counted_otherwise_they_would_be_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Generations, "next", lambda self: self._keys.pair().generation + 1)
    path = new_database(tmp_path)
    fail_three_times(path)
    with pytest.raises(StoresApart, match="is older than"):
        open_store(path, KEY)


# --- several processes


def test_two_processes_that_found_a_store_at_once_found_one(tmp_path: Path) -> None:
    path = tmp_path / "folkmoot.db"
    starting = threading.Barrier(3)
    opened: list[SqliteStore] = []

    def start() -> None:
        starting.wait()
        opened.append(open_store(path, KEY))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 3
    for number, store in enumerate(opened):
        store.run_sync(keep(f"m{number}"))
    assert readable(opened[0], "m0", "m1", "m2") == [True] * 3
    for store in opened:
        store.close_sync()
    open_store(path, KEY).close_sync()


def test_a_look_while_another_process_makes_keys_is_not_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_database(tmp_path)
    store = open_store(path, KEY)
    proper = inspection.look_at
    numbers = iter(range(100))

    def busy(file: Path) -> FileFacts:
        found = proper(file)
        if next(numbers) < 3:
            store.run_sync(keep(f"m{next(numbers)}"))
            store.run_sync(keep(f"n{next(numbers)}"))
        return found

    monkeypatch.setattr(inspection, "look_at", busy)
    keys, database = busy(beside(path)), proper(path)
    with pytest.raises(StoresApart, match="is older than"):
        judge(database, keys)
    numbers = iter(range(100))
    assert judge(*look_at_both(path, beside(path)))
    store.close_sync()


# --- from before there were pairs


def before_pairs(path: Path) -> None:
    """Take from both what they did not have then."""
    with closing(SqliteKeyTable(beside(path))) as table:
        migrations.downgrade(sqlite_url(path), "0007", partial(StoredSealing, table, KEY))
    with closing(sqlite3.connect(beside(path))) as raw:
        raw.execute("drop table pair")


def without_pair(path: Path) -> None:
    """Take from both what makes them a pair."""
    for file, statement in ((path, "delete from pairing"), (beside(path), "drop table pair")):
        with closing(sqlite3.connect(file, isolation_level=None)) as raw:
            raw.execute(statement)


def lived_in(folder: Path) -> Path:
    """A database and a key store of 24 people."""
    path = new_database(folder)
    store = open_store(path, KEY)
    store.run_sync(lambda unit: unit.addresses.remember(ConversationRef("slack", "W", channel="C")))
    for number in range(24):
        store.run_sync(lambda unit, id=f"m{number}": (unit.members.save(Member(id=id, name=id)), keep(id)(unit)))
    store.close_sync()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Both as a version of before there were pairs left them."""
    path = lived_in(tmp_path / "old")
    before_pairs(path)
    return path


@pytest.fixture
def unpaired(tmp_path: Path) -> Path:
    """Both in their newest layout, and not yet a pair."""
    path = lived_in(tmp_path / "unpaired")
    without_pair(path)
    return path


def test_old_stores_are_adopted_by_migrating(old: Path) -> None:
    with pytest.raises(SchemaMismatch, match="run `folkmoot migrate`"):
        open_store(old, KEY)
    assert migrate(old, KEY) == ("0007", migrations.head())
    database, keys = pairs_of(old)
    assert database == keys
    store = open_store(old, KEY)
    assert all(readable(store, *(f"m{number}" for number in range(24))))
    store.close_sync()


def test_old_stores_are_adopted_by_a_start_that_finds_the_newest_layout(unpaired: Path) -> None:
    assert look_at(unpaired).pair is None
    open_store(unpaired, KEY).close_sync()
    database, keys = pairs_of(unpaired)
    assert database == keys


@pytest.mark.parametrize("failpoint", JOINING)
def test_an_adoption_that_is_interrupted_is_begun_again(
    unpaired: Path, failpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(name: str) -> None:
        if name == failpoint:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_store(unpaired, KEY, failpoint=interrupted)
    assert migrate(unpaired, KEY) == (migrations.head(), migrations.head())
    store = open_store(unpaired, KEY)
    assert all(readable(store, "m0", "m23"))
    store.close_sync()


def lose_keys(path: Path, count: int) -> None:
    with sqlite3.connect(beside(path)) as raw:
        raw.execute("delete from keys where owner in (select owner from keys where owner <> '' limit ?)", (count,))
    raw.close()


def lose_people(path: Path, count: int) -> None:
    with closing(sqlite3.connect(beside(path))) as keys:
        key_ids = dict(keys.execute("select owner, key_id from keys"))
    with sqlite3.connect(path) as raw:
        raw.execute("create temp table gone as select id from members limit ?", (count,))
        for (owner,) in raw.execute("select id from gone").fetchall():
            raw.execute("delete from texts where key_id = ?", (key_ids[owner],))
        raw.execute("delete from members where id in gone")
    raw.close()


def take_strangers_keys(path: Path) -> None:
    other = new_database(path.parent / "stranger")
    store = open_store(other, KEY)
    store.run_sync(lambda unit: unit.addresses.remember(ConversationRef("slack", "W", channel="C")))
    store.close_sync()
    without_pair(other)
    shutil.copy(beside(other), beside(path))


ACCIDENTS = pytest.mark.parametrize(
    ("happen", "sentence"),
    [
        (lambda path: lose_keys(path, 2), "The key store .* is older than the database"),
        (lambda path: lose_people(path, 20), "The database .* is older than the key store"),
        (take_strangers_keys, "belong to different installations"),
        (lambda path: os.truncate(beside(path), 0), "is empty"),
    ],
)


def bytes_of(path: Path) -> tuple[bytes, bytes]:
    return path.read_bytes(), beside(path).read_bytes()


@ACCIDENTS
def test_old_stores_that_do_not_belong_together_are_not_adopted_by_migrating(
    old: Path, happen: Callable[[Path], None], sentence: str
) -> None:
    happen(old)
    before = bytes_of(old)
    with pytest.raises(StoresApart, match=sentence):
        migrate(old, KEY)
    assert bytes_of(old) == before


@ACCIDENTS
def test_nor_by_a_start(unpaired: Path, happen: Callable[[Path], None], sentence: str) -> None:
    happen(unpaired)
    before = bytes_of(unpaired)
    with pytest.raises(StoresApart, match=sentence):
        open_store(unpaired, KEY)
    assert bytes_of(unpaired) == before


def test_without_the_evidence_they_would_be(unpaired: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "judge_evidence", lambda *given: None)
    take_strangers_keys(unpaired)
    open_store(unpaired, KEY).close_sync()


def test_one_erasure_that_was_interrupted_keeps_nobody_from_being_adopted(old: Path) -> None:
    lose_keys(old, 1)
    migrate(old, KEY)
    store = open_store(old, KEY)
    assert sum(readable(store, *(f"m{number}" for number in range(24)))) == 23
    store.close_sync()


@pytest.mark.parametrize("older", ["folkmoot.db", "keys.db"])
def test_a_copy_of_before_the_adoption_is_older(old: Path, older: str) -> None:
    place = old.with_name(older)
    copy = place.read_bytes()
    migrate(old, KEY)
    place.write_bytes(copy)
    with pytest.raises(StoresApart, match=f"{older} is older than"):
        migrate(old, KEY)
    assert look_at_restored(old, beside(old)) is not None
    go_on_with_restored(old, beside(old), KEY)
    store = open_store(old, KEY)
    assert all(readable(store, "m0", "m23"))
    store.close_sync()


# --- what a start leaves


def test_a_start_and_a_day_make_copies_of_before_older(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    generations = []
    for _ in range(2):
        store = open_store(path, KEY)
        store.run_sync(lambda _, store=store: store._sweep(NOW))
        generations.append(pairs_of(path)[0].generation)
        store.close_sync()
    assert generations[1] - generations[0] == 2


def test_nothing_is_left_beside_files_that_were_looked_at(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    assert [fact.kind for fact in look_at_both(path, beside(path))] == [Kind.DATABASE, Kind.KEY_STORE]
    assert {file.name for file in tmp_path.iterdir()} == {"folkmoot.db", "keys.db"}
