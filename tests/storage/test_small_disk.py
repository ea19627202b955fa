"""The store on a disk that is really full. `.ci/full_disk.sh` gives it a small one; elsewhere nothing is filled up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import NotStoredError
from storage.copy_list import CopyOrder
from storage.copying import CopyFailedError, copy_stores
from storage.database import open_store
from storage.sqlite.store import SqliteStore
from tests.storage.samples import NOW
from tests.storage.test_full_disk import keep, kept
from tests.support.stores import KEY, new_database

DISK = os.environ.get("FOLKMOOT_SMALL_DISK", "")
pytestmark = pytest.mark.skipif(not DISK, reason="no small disk was given (see .ci/full_disk.sh)")
LARGEST = 8 * 2**20


class Disk:
    """Filled by a file that has nothing to do with the store."""

    def __init__(self) -> None:
        self._filler = Path(DISK) / "filler"
        usage = os.statvfs(DISK)
        assert usage.f_blocks * usage.f_frsize < LARGEST, "this disk is not small"

    def fill(self) -> None:
        with self._filler.open("ab", buffering=0) as file:
            for size in (65536, 4096, 512, 1):
                try:
                    while file.write(bytes(size)) == size:
                        continue
                except OSError:
                    continue

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def disk() -> Iterator[Disk]:
    for file in Path(DISK).iterdir():
        file.unlink()
    made = Disk()
    yield made
    made.free()


@pytest.mark.parametrize("owner", ["ann", "somebody new"])
def test_nothing_acknowledged_is_lost_and_everything_goes_on_when_there_is_room(disk: Disk, owner: str) -> None:
    path = Path(DISK) / "folkmoot.db"
    store = open_store(path, KEY)
    store.run_sync(keep("before"))
    for time in range(3):
        acknowledged, refused = fill_up(store, disk, f"{time}", owner)
        assert refused
        assert all(kept(store, "before", *acknowledged))
        assert not any(kept(store, *refused))
        disk.free()
        store.run_sync(keep(f"after {time}", owner=f"{owner} {time}"))
    store.close_sync()
    again = open_store(path, KEY)
    assert all(kept(again, "before", "after 0", "after 1", "after 2"))
    again.close_sync()


def test_a_copy_for_which_there_is_no_room_is_named_and_leaves_nothing_of_itself(disk: Disk, tmp_path: Path) -> None:
    path = new_database(tmp_path)
    store = open_store(path, KEY)
    store.run_sync(keep("before"))
    place = Path(DISK)
    order = CopyOrder(place, place, 30, 14)
    for room in (0, 20_000, 200_000):
        (place / "room").write_bytes(bytes(room))
        disk.fill()
        (place / "room").unlink()
        with pytest.raises(CopyFailedError, match=f"^The copy {place}/"):
            copy_stores(path, tmp_path / "keys.db", order, NOW + timedelta(seconds=room))
        store.run_sync(keep(f"after {room}"))
        assert [file.name for file in place.iterdir() if ".part" in file.name or file.name.startswith("folkmoot")] == []
        disk.free()
    assert len(copy_stores(path, tmp_path / "keys.db", order, NOW)) == 2
    store.close_sync()


def fill_up(store: SqliteStore, disk: Disk, time: str, owner: str) -> tuple[list[str], list[str]]:
    """Fill the disk and keep texts until several were refused; those that were acknowledged, and those that were not."""
    acknowledged: list[str] = []
    refused: list[str] = []
    disk.fill()
    while len(refused) < 5:
        ref = f"{time} {len(acknowledged)} {len(refused)}"
        try:
            store.run_sync(keep(ref, owner=owner if owner == "ann" else ref))
            acknowledged.append(ref)
        except NotStoredError as error:
            assert "the disk is full" in str(error)
            refused.append(ref)
    return acknowledged, refused
