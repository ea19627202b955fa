"""Processes that open the same stores at once."""

from __future__ import annotations

import errno
import fcntl
import logging
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest

from storage import database, inspection
from storage.database import open_store
from storage.errors import StoresApartError
from storage.failpoints import AFTER_KEYS_FOUNDED
from storage.files import default_keys_path
from storage.inspection import look_at_both
from storage.pairing import FileFacts, check_pairing
from storage.sqlite.store import SqliteStore
from tests.support.stores import KEY, keep_words, new_database, readable_of


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
        store.run_sync(keep_words(f"m{number}"))
    assert readable_of(opened[0], "m0", "m1", "m2") == [True] * 3
    for store in opened:
        store.close_sync()
    open_store(path, KEY).close_sync()


class Founder:
    """A process that stands still between founding its key store and founding its database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._half_way, self._go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._found)
        self._thread.start()
        assert self._half_way.wait(60)

    def _found(self) -> None:
        def stand_still(name: str) -> None:
            if name == AFTER_KEYS_FOUNDED:
                self._half_way.set()
                assert self._go_on.wait(60)

        open_store(self._path, KEY, failpoint=stand_still).close_sync()

    def finish(self) -> None:
        self._go_on.set()
        self._thread.join()


def start_another(path: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Begin another start while a founder stands still; return what it did."""
    founder = Founder(path)
    failed: list[Exception] = []

    def follow() -> None:
        try:
            open_store(path, KEY).close_sync()
        except Exception as error:  # told below: one that failed did not wait
            failed.append(error)

    following = threading.Thread(target=follow)
    with caplog.at_level(logging.INFO):
        following.start()
        while following.is_alive() and "this one waits" not in caplog.text:
            following.join(0.01)
    waited = following.is_alive()
    founder.finish()
    following.join()
    return "waited" if waited else f"went on: {failed}"


def test_a_start_waits_for_one_that_is_under_way(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "folkmoot.db"
    assert start_another(path, caplog) == "waited"
    open_store(path, KEY).close_sync()


def test_without_turns_it_goes_on_beside_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "take_turn", nullcontext)
    assert start_another(tmp_path / "folkmoot.db", caplog) != "waited"


def test_a_folder_that_cannot_be_locked_keeps_nobody_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(opened: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    open_store(tmp_path / "folkmoot.db", KEY).close_sync()


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
            store.run_sync(keep_words(f"m{next(numbers)}"))
            store.run_sync(keep_words(f"n{next(numbers)}"))
        return found

    monkeypatch.setattr(inspection, "look_at", busy)
    keys, found = busy(default_keys_path(path)), proper(path)
    with pytest.raises(StoresApartError, match="is older than"):
        check_pairing(found, keys)
    numbers = iter(range(100))
    assert check_pairing(*look_at_both(path, default_keys_path(path)))
    store.close_sync()
