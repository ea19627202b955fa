"""`check` and `migrate`: every problem at once, each with what to do, and exit code 2."""

from __future__ import annotations

import base64
import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from adapters.registry import PLATFORMS
from bot.bootstrap import platforms
from bot.bootstrap.places import CannotOpenError
from bot.bootstrap.product import open_product, open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.declarations.platform_spec import SelfCheckFinding
from bot.domain.conversation import ConversationRef
from bot.domain.model import Team
from bot.ports import Found, UnitOfWork
from bot.system_clock import SystemClock
from bot.themes.finder import LocalFinder
from storage.migrations.run import newest_revision
from tests.themes.model_folders import write_model
from tests.themes.test_language_model import chat, model_that


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    path = tmp_path / "config.toml"
    call("init", path)
    return path


def call(command: str, config: Path) -> Result:
    return CliRunner().invoke(folkmoot, [command, "--config", str(config)])


def database(config: Path) -> Path:
    call("claim-code", config)
    return config.parent / "data" / "folkmoot.db"


def execute(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_check_makes_no_database(config: Path) -> None:
    done = call("check", config)
    assert done.exit_code == 0, done.output
    assert "is made at the first start" in done.output
    assert not (config.parent / "data" / "folkmoot.db").exists()


def test_check_says_how_things_are(config: Path) -> None:
    database(config)
    done = call("check", config)
    assert done.exit_code == 0, done.output
    for words in (
        "config.toml is right",
        f"is at version {newest_revision()}",
        "nobody is admin yet",
        "finds “",
        "no platform",
    ):
        assert words in done.output


def test_check_tells_every_mistake_of_the_settings_at_once(config: Path) -> None:
    config.write_text('[privacy]\nk = 2\n[rounds]\nwindowdays = 3\n[slack]\nmode = "pigeon"\n', "utf-8")
    for command in ("check", "run", "migrate", "claim-code"):
        done = call(command, config)
        assert done.exit_code == 2
        for key in ("privacy.k:", "rounds.windowdays:", "slack.mode:"):
            assert key in done.stderr
        assert "Traceback" not in done.output


def test_check_finds_an_open_folder(config: Path) -> None:
    (config.parent / "data").chmod(0o755)
    done = call("check", config)
    assert done.exit_code == 2
    assert "chmod 700" in done.output
    (config.parent / "data").chmod(0o700)
    assert call("check", config).exit_code == 0


def test_check_finds_a_model_that_finds_nothing(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalFinder, "find", lambda self, items, direction, small: Found())
    done = call("check", config)
    assert done.exit_code == 2
    assert "finds nothing where it should" in done.output


def with_encoder(config: Path, folder: Path) -> None:
    text = config.read_text("utf-8").replace('encoder = ""', f'encoder = "{folder.as_posix()}"')
    config.write_text(text, "utf-8")


def test_check_lets_a_larger_encoder_read_a_sentence(config: Path, tmp_path: Path) -> None:
    assert "asked beside ours" not in call("check", config).output
    with_encoder(config, write_model(tmp_path, "mpnet"))
    done = call("check", config)
    assert done.exit_code == 0, done.output
    assert "(mpnet, 2 layers, 8 numbers) is asked beside ours" in done.output
    assert "fitted with all-mpnet-base-v2, not with it" in done.output


def test_a_folder_without_an_encoder_is_a_sentence_in_check(config: Path, tmp_path: Path) -> None:
    with_encoder(config, tmp_path / "nowhere")
    done = call("check", config)
    assert done.exit_code == 2
    assert "nowhere holds no sentence encoder: config.json is missing" in done.output
    assert "leave themes.encoder out" in done.output


async def test_a_folder_without_an_encoder_ends_the_start_before_anything_is_made(config: Path, tmp_path: Path) -> None:
    with_encoder(config, tmp_path / "nowhere")
    with pytest.raises(CannotOpenError, match=r"^themes.encoder: .*config.json is missing\.$"):
        await open_product(load_settings(config, {}), [])
    assert not (config.parent / "data" / "folkmoot.db").exists()


def test_check_asks_the_language_model_that_people_are_told_of(config: Path) -> None:
    assert "language model" not in call("check", config).output
    with model_that(lambda body: chat({"points": [{"statement": "Late", "clauses": [1, 2, 3]}]})) as model:
        text = config.read_text("utf-8").replace('language_model = ""', f'language_model = "{model.address}"')
        config.write_text(text, "utf-8")
        done = call("check", config)
    assert done.exit_code == 0, done.output
    assert "at 127.0.0.1 is shown what a team wrote, without names" in done.output
    done = call("check", config)
    assert done.exit_code == 2
    assert "the language model cannot be asked" in done.output


def test_an_encoder_that_dies_when_it_reads_is_a_problem(config: Path, tmp_path: Path) -> None:
    folder = write_model(tmp_path, "bert")
    (folder / "vocab.txt").write_text(
        "\n".join(["[CLS]", "[SEP]", *map(str, range(50)), "the", "waiting", "list", "is"])
    )
    with_encoder(config, folder)
    done = call("check", config)
    assert done.exit_code == 2
    assert "gave no answer" in done.output


def test_check_finds_a_clock_that_was_never_set(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda self: datetime(1970, 1, 1, tzinfo=UTC))
    done = call("check", config)
    assert done.exit_code == 2
    assert "Set this machine's clock" in done.output


def test_a_wrong_key_is_a_sentence(config: Path) -> None:
    database(config)
    key = config.parent / "data" / "master.key"
    key.write_text(base64.urlsafe_b64encode(bytes(32)).decode())
    for command in ("check", "claim-code"):
        done = call(command, config)
        assert done.exit_code == 2
        assert "The master key is not the one" in done.output
        assert "Traceback" not in done.output


def test_an_absent_key_is_a_sentence(config: Path) -> None:
    (config.parent / "data" / "master.key").unlink()
    for command in ("check", "claim-code"):
        done = call(command, config)
        assert done.exit_code == 2
        assert "There is no master key" in done.output


def test_a_lost_key_store_is_a_sentence(config: Path) -> None:
    database(config)
    (config.parent / "data" / "keys.db").unlink()
    for command in ("check", "claim-code"):
        done = call(command, config)
        assert done.exit_code == 2
        assert "restore it first" in done.output
    assert not (config.parent / "data" / "keys.db").exists()


def test_what_is_no_database_is_a_sentence(config: Path) -> None:
    database(config).write_bytes(b"These are the minutes of the meeting. " * 200)
    for command in ("check", "claim-code", "migrate"):
        done = call(command, config)
        assert done.exit_code == 2, command
        assert "Traceback" not in done.output
        assert "minutes" not in done.output


def test_a_database_of_a_newer_version_is_left_alone(config: Path) -> None:
    path = database(config)
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    for command in ("check", "claim-code", "migrate"):
        done = call(command, config)
        assert done.exit_code == 2, command
        assert "made by a newer one" in done.output


def test_a_database_of_another_program_is_left_alone(config: Path) -> None:
    path = database(config)
    path.unlink()
    execute(path, "CREATE TABLE minutes (text TEXT)")
    done = call("migrate", config)
    assert done.exit_code == 2
    assert "did not make" in done.output
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("minutes",)]
    connection.close()


def test_migrate_says_from_where_to_where(config: Path) -> None:
    assert "There is no database" in call("migrate", config).output
    path = database(config)
    assert f"at version {newest_revision()}, the newest" in call("migrate", config).output
    path.unlink()
    path.touch()
    keys = path.with_name("keys.db")
    assert f"The key store {keys} holds people's keys" in call("migrate", config).output
    keys.unlink()
    assert "There is no database" in call("migrate", config).output  # an empty file is left to the first start, too
    assert call("check", config).exit_code == 0


def test_a_platform_that_is_enabled_and_not_there_is_a_sentence(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = replace(PLATFORMS["telegram"], module="adapters.carrier_pigeon.app")
    monkeypatch.setitem(PLATFORMS, "telegram", gone)
    monkeypatch.setenv("FOLKMOOT_TELEGRAM_TOKEN", "12345678:" + "a" * 35)
    config.write_text("[telegram]\nenabled = true\n", "utf-8")
    done = call("check", config)
    assert done.exit_code == 2
    assert "cannot talk to Telegram" in done.output
    assert not (config.parent / "data" / "folkmoot.db").exists()


@pytest.mark.parametrize("raised", [False, True])
def test_a_platform_is_asked_about_the_rooms_of_its_teams(
    config: Path, monkeypatch: pytest.MonkeyPatch, raised: bool
) -> None:
    module = ModuleType("carrier_pigeon")
    asked: list[object] = []

    async def check(settings: object, secrets: object, rooms: object) -> list[SelfCheckFinding]:
        asked.append(rooms)
        if raised:
            raise OSError("12345678:aaaa is not let in")
        return [SelfCheckFinding("Pigeons", "are hungry", "Feed them.", ok=False)]

    module.check_connection = check  # type: ignore[attr-defined]
    monkeypatch.setattr(platforms, "_adapter_module", lambda section: module)
    monkeypatch.setenv("FOLKMOOT_TELEGRAM_TOKEN", "12345678:" + "a" * 35)
    config.write_text("[telegram]\nenabled = true\n", "utf-8")
    store = open_storage(load_settings(config, dict(os.environ)))
    store.run_sync(_team_with_a_room)
    store.close_sync()
    done = call("check", config)
    assert done.exit_code == 2
    assert asked == [["-100"]]
    assert ("could not be looked at (OSError)" if raised else "Feed them.") in done.output
    assert "12345678" not in done.output


def _team_with_a_room(uow: UnitOfWork) -> None:
    room = uow.addresses.remember(ConversationRef("telegram", "", channel="-100"))
    uow.teams.save(Team(id="t", name="Crisis line", channel=room))
