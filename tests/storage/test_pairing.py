"""Database and key store know each other, through every interruption, and from before they had an id in common (R11)."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from storage.database import open_store
from storage.errors import DamagedFileError, StoresApartError
from storage.failpoints import JOINING, NAMES
from storage.files import default_keys_path, log_of
from storage.generations import Generations
from storage.inspection import look_at, look_at_both
from storage.pairing import FileFacts, PairingPlan, StoreKind, check_pairing
from storage.sqlite.store import SqliteStore
from tests.storage.samples import NOW
from tests.support.stores import KEY, keep_words, new_database, pairs_of, readable_of

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
        facts = look_at(path), look_at(default_keys_path(path))
        self.instants.append(Instant(name, path, facts, frozenset(self.written), frozenset(self.forgotten)))

    def keep_words(self, store: SqliteStore, owner: str) -> None:
        store.run_sync(keep_words(owner))
        self.written.add(owner)


def fail(unit: Any) -> None:
    keep_words("nobody")(unit)
    raise LookupError


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> list[Instant]:
    """The instants of two processes, from the first start on, in which everything happens that changes keys."""
    taken = Snapshots(tmp_path_factory.mktemp("lived"))
    store = open_store(taken.path, KEY, failpoint=taken.take)
    for owner in ("ann", "bob", "ann"):
        taken.keep_words(store, owner)
    with pytest.raises(LookupError):
        store.run_sync(fail)
    taken.forgotten.add("bob")
    store.run_sync(lambda unit: unit.texts.forget("bob"))
    store.close_sync()
    again = open_store(taken.path, KEY, failpoint=taken.take)
    asyncio.run(again.sweep(NOW))
    taken.keep_words(again, "carl")
    again.close_sync()
    return taken.instants


def test_a_process_that_is_killed_at_any_instant_can_be_started_again(lived: list[Instant]) -> None:
    assert {instant.name for instant in lived} == {*NAMES, *JOINING}
    for instant in lived:
        store = open_store(instant.path, KEY)
        assert all(readable_of(store, *sorted(instant.written - instant.forgotten))), instant.name
        store.run_sync(keep_words("after"))
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
            assert check_pairing(database, keys) is PairingPlan.GO_ON
            with pytest.raises(StoresApartError, match="is older than"):
                check_pairing(database, replace(keys, pair=replace(keys.pair, settled=True)))


def breaking_store(path: Path) -> tuple[SqliteStore, set[str]]:
    broken: set[str] = set()

    def failpoint(name: str) -> None:
        if name in broken:
            raise OSError("no room")

    return open_store(path, KEY, failpoint=failpoint), broken


def fail_three_times(path: Path) -> None:
    store, broken = breaking_store(path)
    store.run_sync(keep_words("first"))
    broken.add("before-commit")
    for owner in ("a", "b", "c"):
        with pytest.raises(OSError, match="no room"):
            store.run_sync(keep_words(owner))
    store.close_sync()


def test_keys_of_many_commits_that_failed_are_one_generation_ahead(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    fail_three_times(path)
    database, keys = pairs_of(path)
    assert (keys.generation - database.generation, keys.settled) == (1, False)
    store = open_store(path, KEY)
    assert readable_of(store, "first", "a") == [True, False]
    store.close_sync()


def test_counted_otherwise_they_would_be_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Generations, "next", lambda self: self._keys.pair().generation + 1)
    path = new_database(tmp_path)
    fail_three_times(path)
    with pytest.raises(StoresApartError, match="is older than"):
        open_store(path, KEY)


# --- what a start leaves


def test_a_start_and_a_day_make_copies_of_before_older(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    generations = []
    for _ in range(2):
        store = open_store(path, KEY)
        asyncio.run(store.sweep(NOW))
        generations.append(pairs_of(path)[0].generation)
        store.close_sync()
    assert generations[1] - generations[0] == 2


def test_nothing_is_left_beside_files_that_were_looked_at(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    assert [fact.kind for fact in look_at_both(path, default_keys_path(path))] == [
        StoreKind.DATABASE,
        StoreKind.KEY_STORE,
    ]
    assert {file.name for file in tmp_path.iterdir()} == {"folkmoot.db", "keys.db"}


def test_a_journal_left_beside_a_copy_that_was_put_back_is_named(tmp_path: Path) -> None:
    """SQLite plays it back onto whatever file it stands beside."""
    path = new_database(tmp_path)
    copy = path.read_bytes()
    for refs in (range(200), range(200, 230)):
        store = open_store(path, KEY)
        for n in refs:
            store.run_sync(lambda unit, n=n: unit.texts.keep(f"r{n}", f"m{n}", ConfidentialText("words " * 50)))  # type: ignore[misc]
        journal = log_of(path).read_bytes()
        store.close_sync()
    path.write_bytes(copy)
    log_of(path).write_bytes(journal)
    with pytest.raises(DamagedFileError, match="-wal beside it is another file's"):
        open_store(path, KEY)
    assert path.read_bytes() == copy
    log_of(path).unlink()
    with pytest.raises(StoresApartError, match="older"):
        open_store(path, KEY)
