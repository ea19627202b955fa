"""`folkmoot check`, `run` and `doctor` on PostgreSQL, and what is refused before anything is done."""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.bootstrap.places import CannotOpenError
from bot.bootstrap.product import open_or_explain, open_storage
from bot.config import load_settings
from bot.domain import model
from storage.postgres.opening import PostgresPair
from storage.postgres.place import PostgresPlace
from tests.cli.calling import Running
from tests.cli.doctored import call, in_store
from tests.support.further import only_further
from tests.support.postgres import empty_pair
from tests.support.stores import keep_words, readable_of

READY = "SIGTERM or Ctrl-C ends it"


def configured(folder: Path, pair: PostgresPair, more: str = "") -> Path:
    config = folder / "config.toml"
    call(config, "init")
    text = config.read_text()
    text = text.replace('\nurl = ""', f'\nurl = "{pair.database.url}"')
    config.write_text(text.replace('keys_url = ""', f'keys_url = "{pair.keys.url}"') + more)
    return config


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    return configured(tmp_path, empty_pair())


def test_an_installation_is_checked_made_run_and_looked_through(config: Path) -> None:
    before = call(config, "check")
    assert before.exit_code == 0, before.output
    assert "is made at the first start" in before.output
    with Running(config.parent, "run") as bot:
        bot.wait_for(READY)
        bot.signal(signal.SIGTERM)
        assert bot.end(10) == 0
    assert "Traceback" not in bot.said
    in_store(config, keep_words("ann"))
    store = open_storage(load_settings(config, {}))
    assert readable_of(store, "ann") == [True]
    store.close_sync()
    for command in ("check", "doctor", "migrate"):
        done = call(config, command)
        assert done.exit_code == 0, done.output
    assert not list(config.parent.rglob("*.db"))


@only_further
def test_what_is_done_with_files_alone_says_so(config: Path) -> None:
    done = call(config, "restore", "--database", __file__)
    assert done.exit_code == 2
    assert "PostgreSQL" in done.output and "Traceback" not in done.output


@only_further
def test_one_database_for_both_is_refused_unless_it_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under another name too: the address alone does not tell."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    pair = empty_pair(one_database=True)
    other = PostgresPair(pair.database, type(pair.keys)(f"{pair.keys.url}&application_name=keys"))
    config = configured(tmp_path, other)
    refused = call(config, "check")
    assert refused.exit_code == 2
    assert "are the same database" in refused.output
    config.write_text(config.read_text().replace("one_database = false", "one_database = true"))
    in_store(config, keep_words("ann"))
    accepted = call(config, "check")
    assert accepted.exit_code == 0, accepted.output


@only_further
@pytest.mark.parametrize("which", ["url", "keys_url"])
def test_check_says_which_database_takes_no_changes(config: Path, which: str) -> None:
    """A start would refuse it: that of a standby, or of a server in maintenance."""
    in_store(config, keep_words("ann"))
    assert "can only be read" not in call(config, "check").output
    address = getattr(load_settings(config, {}).storage, which)
    name = conninfo_to_dict(address)["dbname"]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'alter database "{name}" set default_transaction_read_only = on')
    said = call(config, "check")
    assert said.exit_code == 2
    assert f"{name} can only be read" in " ".join(said.output.split())
    assert "address of the server that takes changes" in " ".join(said.output.split())


@only_further
def test_the_doctor_holds_both_databases_against_each_other(config: Path) -> None:
    """A key that somebody deleted by hand is missed."""
    in_store(config, lambda unit: unit.members.add(model.Member(id="ann", name="Ann")))
    in_store(config, keep_words("ann"))
    before = call(config, "doctor").output
    assert "problem  counterpart" not in before, before
    address = load_settings(config, {}).storage.keys_url
    with psycopg.connect(address, autocommit=True) as connection:
        assert connection.execute("delete from folkmoot_keys.keys where owner = 'ann'").rowcount == 1
    after = call(config, "doctor")
    assert after.exit_code == 2 and "problem  counterpart" in after.output, after.output


@only_further
def test_a_start_waits_for_a_server_that_is_not_there_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was switched on begins both at once, and nobody begins a process again that ended with exit code 2."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    pair = empty_pair()
    with tempfile.TemporaryDirectory() as folder:
        there = conninfo_to_dict(pair.database.url)["host"]
        place = f"{folder}/server"
        away = PostgresPair(*(PostgresPlace(one.url.replace(there, place)) for one in (pair.database, pair.keys)))
        with Running(configured(tmp_path, away).parent, "run") as bot:
            bot.wait_for("cannot be opened")
            assert bot.process.poll() is None
            Path(place).symlink_to(there)
            bot.wait_for(READY)
            bot.signal(signal.SIGTERM)
            assert bot.end(10) == 0
        assert "Traceback" not in bot.said


@only_further
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_start_that_waits_is_ended_by_a_signal(config: Path, signum: signal.Signals) -> None:
    config.write_text(config.read_text().replace("host=/", "host=/nowhere/"))
    with Running(config.parent, "run") as bot:
        bot.wait_for("cannot be opened")
        bot.signal(signum)
        assert bot.end(5) == 0, "as it was asked"
    assert "Traceback" not in bot.said, bot.said


@only_further
def test_a_start_does_not_wait_for_a_server_that_refuses(config: Path) -> None:
    config.write_text(config.read_text().replace("?host=/", "none?host=/"))
    done = call(config, "run")
    assert done.exit_code == 2
    assert "does not exist" in done.output and "Traceback" not in done.output


@only_further
def test_a_server_that_is_not_there_is_said_without_a_traceback(config: Path) -> None:
    config.write_text(config.read_text().replace("host=/", "host=/nowhere/"))
    for command in ("check", "migrate", "claim-code", "export"):
        done = call(config, command)
        assert done.exit_code == 2, command
        assert "postgresql://" in done.output and "Traceback" not in done.output, command


@only_further
def test_what_fails_beside_the_database_names_it_without_user_and_options(config: Path) -> None:
    settings = load_settings(config, {})
    with pytest.raises(CannotOpenError) as raised, open_or_explain(settings):
        raise OSError
    assert "postgresql://" in str(raised.value)
    assert settings.storage.url not in str(raised.value) and "host=" not in str(raised.value)
