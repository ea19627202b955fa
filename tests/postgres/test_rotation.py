"""Another master key on PostgreSQL: every word stays, nothing of the old wrapping does, and what was killed goes on."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap.product import open_storage
from bot.config import load_settings
from storage.postgres import rotation
from storage.postgres.opening import PostgresPair
from storage.postgres.session import Session
from tests.cli.doctored import call, in_store
from tests.postgres.test_at_rest import OLDER, Older
from tests.postgres.test_commands import configured
from tests.storage.canaries import fill
from tests.storage.test_rotation import all_is_there
from tests.support.further import only_further
from tests.support.postgres import empty_pair, execute_in, name_of, server


@pytest.fixture
def pair() -> PostgresPair:
    return empty_pair()


@pytest.fixture
def config(tmp_path: Path, pair: PostgresPair, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    made = configured(tmp_path, pair)
    in_store(made, fill)
    return made


def key_file(config: Path) -> Path:
    return load_settings(config, {}).keys.master_key_file


def keys_kept(config: Path) -> set[str]:
    """Every master key that stands in a file beside the key file, or in it."""
    return {file.read_text() for file in key_file(config).parent.iterdir() if file.name.startswith("master.key")}


def words_are_there(config: Path) -> bool:
    with closing(Opened(config)) as opened:
        return all_is_there(opened.store)


class Opened:
    def __init__(self, config: Path) -> None:
        self.store: Any = open_storage(load_settings(config, {}))

    def close(self) -> None:
        self.store.close_sync()


def wrapped_in(pair: PostgresPair) -> list[bytes]:
    with pair.keys.connect() as connection:
        rows = connection.execute("select wrapped from folkmoot_keys.keys union select value from folkmoot_keys.checks")
        return sorted(bytes(row[0]) for row in rows)


def stands_in_a_table(pair: PostgresPair, wanted: list[bytes]) -> bool:
    """In the server's own files of both tables."""
    folder = Path(server().pgdata)
    with pair.keys.connect() as connection:
        connection.execute("checkpoint")
        tables = ("keys", "checks")
        files = [connection.execute(f"select pg_relation_filepath('folkmoot_keys.{one}')").fetchone() for one in tables]
    contents = [(folder / file[0]).read_bytes() for file in files if file]
    return any(one in content for one in wanted for content in contents)


@only_further
def test_all_is_there_under_the_new_key_and_nothing_under_the_old(config: Path, pair: PostgresPair) -> None:
    before, wrapped = key_file(config).read_text(), wrapped_in(pair)
    assert stands_in_a_table(pair, wrapped)
    for _ in range(2):
        done = call(config, "keys", "rotate")
        assert done.exit_code == 0, done.output
        assert "Wrapped 2 keys" in done.output
        assert words_are_there(config)
        assert not stands_in_a_table(pair, wrapped)
    assert key_file(config).read_text() != before
    key_file(config).write_text(before)
    assert "The master key is not the one" in call(config, "check").output


@only_further
def test_control_without_writing_the_tables_anew_the_old_ones_would_stand_there(
    config: Path, pair: PostgresPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = wrapped_in(pair)
    monkeypatch.setattr(rotation.PostgresRotation, "leave_nothing_old", lambda self: None)
    assert call(config, "keys", "rotate").exit_code == 0
    assert stands_in_a_table(pair, wrapped)


@only_further
def test_while_a_process_runs_nothing_is_done(config: Path, pair: PostgresPair) -> None:
    before, wrapped = keys_kept(config), wrapped_in(pair)
    with closing(Opened(config)) as opened:
        done = call(config, "keys", "rotate")
        assert done.exit_code == 2 and "stop the bot first" in done.output, done.output
        assert all_is_there(opened.store)
    assert (keys_kept(config), wrapped_in(pair)) == (before, wrapped)


def killed_at(step: int, work: Callable[[], object]) -> int:
    """Do `work` in a process of its own, which ends before its statement or change of a file of this number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = step

    def counted(proper: Any) -> Any:
        def count_down(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(137)
            return proper(*given, **named)

        return count_down

    try:
        Session.execute = counted(Session.execute)  # type: ignore[method-assign]
        Path.replace, os.fsync = counted(Path.replace), counted(os.fsync)  # type: ignore[method-assign]
        work()
        os._exit(0)
    finally:
        os._exit(1)


@only_further
def test_killed_at_any_step_it_goes_on_and_no_key_is_lost(config: Path, pair: PostgresPair) -> None:
    step, first = 0, wrapped_in(pair)
    while True:
        before = key_file(config).read_text()
        if killed_at(step, lambda: call(config, "keys", "rotate")) == 0:
            break
        assert before in keys_kept(config), step
        done = call(config, "keys", "rotate")
        assert done.exit_code == 0, (step, done.output)
        assert words_are_there(config), step
        assert before in keys_kept(config), step
        assert not stands_in_a_table(pair, first), step
        step += 2
    assert step > 20


@only_further
def test_where_there_is_nothing_yet_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    config = configured(tmp_path, empty_pair())
    done = call(config, "keys", "rotate")
    assert done.exit_code == 2 and "There is no key store postgresql://" in done.output
    assert not key_file(config).with_name("master.key.new").exists()


@only_further
def test_beside_a_database_that_is_lost_nothing_is_done(config: Path, pair: PostgresPair) -> None:
    """Whoever rotates then would believe that all was well."""
    before, wrapped = keys_kept(config), wrapped_in(pair)
    name = name_of(pair.database)
    execute_in("postgres", f"drop database {name} with (force)", f"create database {name}")
    done = call(config, "keys", "rotate")
    assert done.exit_code == 2 and f"its database {pair.database} is empty" in done.output, done.output
    assert "or put the database back" in done.output
    assert (keys_kept(config), wrapped_in(pair)) == (before, wrapped)


@only_further
@OLDER
def test_while_the_server_keeps_the_old_ones_for_somebody_older_it_is_not_done(
    config: Path, pair: PostgresPair, monkeypatch: pytest.MonkeyPatch, older: Older
) -> None:
    wrapped = wrapped_in(pair)
    with older(pair), monkeypatch.context() as patch:
        patch.setattr(rotation, "PATIENCE_SECONDS", 0.2)
        done = call(config, "keys", "rotate")
        assert done.exit_code == 2 and "run the same command again" in done.output, done.output
    assert call(config, "keys", "rotate").exit_code == 0
    assert words_are_there(config) and not stands_in_a_table(pair, wrapped)
