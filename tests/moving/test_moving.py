"""An installation moved from files to PostgreSQL and back: everything is there, once, and nothing that was destroyed."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain import model
from storage.database import open_store
from storage.errors import StoreInUseError, StoresApartError, WrongKeyError
from storage.files import default_keys_path
from storage.moving.files import source_files, target_files
from storage.moving.moving import Moved, MoveOrder, move_stores
from storage.moving.side import FORMS, CannotMoveError
from storage.postgres.moving import source_databases, target_databases
from storage.postgres.opening import PostgresPair
from storage.restored_pair import finish_restore, go_on_with_restored
from tests.support.further import only_further
from tests.support.postgres import empty_pair, open_pair
from tests.support.stores import KEY, keep_words, new_database, readable_of

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ORDER = MoveOrder(NOW, datetime(2026, 3, 8, 9, tzinfo=UTC))
PEOPLE = tuple(f"m{number}" for number in range(12))
FORGOTTEN = PEOPLE[3]


def an_installation(folder: Path) -> Path:
    """People with words, one of whom was forgotten since, and a message that waits."""
    path = new_database(folder)
    with closing(OpenedStore(path)) as store:
        for who in PEOPLE:
            store.run(lambda unit, who=who: unit.members.add(model.Member(id=who, name=f"Name of {who}")))
            store.run(keep_words(who, f"words of {who}, and 🙂"))
        store.run(lambda unit: unit.texts.forget(FORGOTTEN))
    return path


class OpenedStore:
    """A store that is opened for a moment."""

    def __init__(self, place: Path | PostgresPair) -> None:
        self._store: Any = open_store(place, KEY) if isinstance(place, Path) else open_pair(place)

    def run(self, work: Callable[[Any], Any]) -> Any:
        return self._store.run_sync(work)

    def close(self) -> None:
        self._store.close_sync()


def readable(place: Path | PostgresPair) -> list[str]:
    """Whose words can be read, and whose name."""
    with closing(OpenedStore(place)) as store:
        words = readable_of(store._store, *PEOPLE)
        names = [bool(store.run(lambda unit, who=who: unit.members.get(who)).name) for who in PEOPLE]
    assert words == names
    return [who for who, there in zip(PEOPLE, words, strict=True) if there]


EVERYBODY_ELSE = [who for who in PEOPLE if who != FORGOTTEN]


def to_databases(path: Path, pair: PostgresPair, **more: Any) -> Moved:
    with source_files(path, default_keys_path(path)) as source, target_databases(pair) as target:
        return move_stores(source, target, KEY, ORDER, **more)


def to_files(pair: PostgresPair, path: Path, **more: Any) -> Moved:
    with source_databases(pair) as source, target_files(path, default_keys_path(path)) as target:
        return move_stores(source, target, KEY, ORDER, **more)


def test_everything_goes_there_and_back(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path), empty_pair()
    moved = to_databases(path, pair)
    assert moved.texts == len(EVERYBODY_ELSE) and moved.rows > 2 * len(EVERYBODY_ELSE)
    assert readable(pair) == EVERYBODY_ELSE
    with pytest.raises(StoresApartError, match="was moved to postgresql://"):
        open_store(path, KEY)
    with closing(OpenedStore(pair)) as store:
        store.run(lambda unit: unit.texts.forget(PEOPLE[5]))
    back = tmp_path / "back" / "folkmoot.db"
    assert to_files(pair, back).texts == len(EVERYBODY_ELSE) - 1
    assert readable(back) == [who for who in EVERYBODY_ELSE if who != PEOPLE[5]]
    with pytest.raises(StoresApartError, match="was moved to"):
        open_pair(pair)


@only_further
def test_a_flipped_byte_is_found_and_nothing_is_left(tmp_path: Path) -> None:
    """In a text, and in the key of one."""
    path, pair = an_installation(tmp_path), empty_pair()
    flips = {
        "database": "update texts set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1) where id = (select min(id) from texts)",
        "keys": "update folkmoot_keys.keys set wrapped = set_byte(wrapped, 9, get_byte(wrapped, 9) # 1) where owner = 'm1'",
    }
    for where, statement in flips.items():

        def flip(name: str, where: str = where, statement: str = statement) -> None:
            if name == f"copied {FORMS[-1].table}":
                with getattr(pair, where).connect() as connection:
                    assert connection.execute(statement).rowcount == 1

        with pytest.raises(CannotMoveError, match=r"A row of the table (texts|keys) is another one"):
            to_databases(path, pair, failpoint=flip)
        with pytest.raises(StoresApartError, match="interrupted"):
            open_pair(pair)
        assert readable(path) == EVERYBODY_ELSE
    assert to_databases(path, pair).texts == len(EVERYBODY_ELSE)


@only_further
def test_a_text_is_opened_and_not_only_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rows are taken for the same although they are not, the words tell."""
    path, pair = an_installation(tmp_path), empty_pair()

    class Anything(tuple):  # type: ignore[type-arg]
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    monkeypatch.setattr("storage.moving.comparing.tuple", Anything, raising=False)

    def flip(name: str) -> None:
        if name == f"copied {FORMS[-1].table}":
            with pair.database.connect() as connection:
                connection.execute("update texts set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1)")

    with pytest.raises(CannotMoveError, match="A text cannot be read"):
        to_databases(path, pair, failpoint=flip)


@only_further
def test_a_row_that_is_not_copied_is_missed(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path), empty_pair()

    def lose(name: str) -> None:
        if name == "copied members":
            with pair.database.connect() as connection:
                connection.execute("delete from members where id = 'm1'")

    with pytest.raises(CannotMoveError, match="members has 12 rows, and 11"):
        to_databases(path, pair, failpoint=lose)


def points_of(path: Path, pair: PostgresPair) -> list[str]:
    names: list[str] = []
    to_databases(path, pair, failpoint=names.append)
    return names


def killed_at(name: str, work: Callable[[Callable[[str], None]], object]) -> None:
    """Do `work` in a process of its own, which ends at the failpoint of this name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        try:
            work(lambda here: os._exit(137) if here == name else None)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 137, name


def startable(place: Path | PostgresPair) -> bool:
    try:
        OpenedStore(place).close()
    except StoresApartError:
        return False
    return True


@only_further
@pytest.mark.parametrize(
    "name", ["begun", "copied checks", "copied keys", "copied members", "copied texts", "compared", "whole", "left"]
)
@pytest.mark.parametrize("back", [False, True])
def test_killed_anywhere_it_is_run_again_without_loss(tmp_path: Path, name: str, back: bool) -> None:
    path, pair, there = an_installation(tmp_path), empty_pair(), tmp_path / "back" / "folkmoot.db"
    if back:
        to_databases(path, pair)
    source, target = (pair, there) if back else (path, pair)
    move: Any = to_files if back else to_databases
    killed_at(name, lambda failpoint: move(source, target, failpoint=failpoint))
    assert not startable(target)
    assert startable(source) == (name != "left")
    with closing(OpenedStore(source)) if name != "left" else nothing() as store:
        if store:
            store.run(keep_words("late", "said since"))
    move(source, target)
    assert readable(target) == EVERYBODY_ELSE
    assert not startable(source)
    with closing(OpenedStore(target)) as store:
        assert store.run(lambda unit: unit.members.count()) == len(PEOPLE)
        assert readable_of(store._store, "late") == [name != "left"]


@contextmanager
def nothing() -> Iterator[None]:
    yield None


@only_further
def test_the_names_at_which_it_is_killed_are_those_that_there_are(tmp_path: Path) -> None:
    found = points_of(an_installation(tmp_path), empty_pair())
    assert found == ["begun", *[f"copied {form.table}" for form in FORMS], "compared", "whole", "left"]


@only_further
def test_what_is_there_already_is_refused(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path / "one"), empty_pair()
    OpenedStore(pair).close()
    with pytest.raises(CannotMoveError, match="is not empty"):
        to_databases(path, pair)
    other, begun = tmp_path / "two" / "folkmoot.db", empty_pair()
    OpenedStore(other).close()
    with pytest.raises(RuntimeError):
        to_databases(other, begun, failpoint=_fail)
    with pytest.raises(CannotMoveError, match="is not empty"):
        to_databases(path, begun)
    assert readable(path) == EVERYBODY_ELSE
    third = empty_pair()
    to_databases(path, third)
    with pytest.raises(CannotMoveError, match="is there already"):
        to_files(third, path)


def _fail(name: str) -> None:
    raise RuntimeError(name)


@only_further
def test_one_that_runs_is_refused(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path), empty_pair()
    with closing(OpenedStore(path)), pytest.raises(StoreInUseError):
        to_databases(path, pair)
    to_databases(path, pair)
    with closing(OpenedStore(pair)), pytest.raises(StoreInUseError):
        to_files(pair, tmp_path / "back" / "folkmoot.db")


@only_further
def test_another_master_key_moves_nothing(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path), empty_pair()
    with (
        pytest.raises(WrongKeyError),
        source_files(path, default_keys_path(path)) as source,
        target_databases(pair) as target,
    ):
        move_stores(source, target, bytes(32), ORDER)
    assert startable(pair) and startable(path)


@only_further
def test_it_was_moved_already_is_said(tmp_path: Path) -> None:
    path, pair = an_installation(tmp_path), empty_pair()
    to_databases(path, pair)
    assert to_databases(path, pair) == Moved()
    with pytest.raises(CannotMoveError, match=r"was moved to postgresql://.* already"):
        to_databases(path, empty_pair())
    assert readable(pair) == EVERYBODY_ELSE


@only_further
def test_a_restore_goes_on_with_what_was_left(tmp_path: Path) -> None:
    """Where the server is lost and there is nothing else."""
    path = an_installation(tmp_path)
    to_databases(path, empty_pair())
    go_on_with_restored(path, default_keys_path(path), KEY)
    finish_restore(path, default_keys_path(path))
    assert readable(path) == EVERYBODY_ELSE
