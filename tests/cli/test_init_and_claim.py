"""`init` and `claim-code`: what they write, what they never replace, and that the code makes the first admin."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.fake import FakeAdapter
from bot.bootstrap.product import open_product
from bot.cli import settings
from bot.cli.app import folkmoot
from bot.config import example_text, load_settings
from bot.domain.conversation import ConversationRef
from bot.domain.events import ChatCommandTyped, Sender
from bot.system_clock import SystemClock
from tests.support.ports import free_port

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    return tmp_path / "config.toml"


def call(command: str, config: Path) -> Result:
    return CliRunner().invoke(folkmoot, [command, "--config", str(config)])


def test_init_writes_settings_and_a_key_that_others_cannot_read(config: Path) -> None:
    done = call("init", config)
    assert done.exit_code == 0, done.output
    assert config.read_text("utf-8") == example_text()
    key = config.parent / "data" / "master.key"
    assert len(base64.urlsafe_b64decode(key.read_text())) == 32
    for path in (config, key, key.parent):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert call("check", config).exit_code == 0


def test_init_writes_the_port_that_it_is_told(config: Path) -> None:
    done = CliRunner().invoke(folkmoot, ["init", "--monitoring-port", "9464", "--config", str(config)])
    assert done.exit_code == 0, done.output
    assert load_settings(config, {}).monitoring.port == 9464
    assert config.read_text("utf-8").replace("port = 9464", "port = 0") == example_text()
    assert CliRunner().invoke(folkmoot, ["init", "--monitoring-port", "80"]).exit_code == 2


WRITING = ("init", "run", "claim-code", "migrate", "forget slack U1 --yes", "keys rotate", "restore", "backup copies")
READING = ("check", "doctor", "export", "report", "privacy-pack pages")


@pytest.mark.parametrize("command", WRITING)
def test_root_makes_nothing_among_the_files_of_another_user(
    config: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("init", config)
    before = {path: path.stat().st_mtime_ns for path in config.parent.rglob("*")}
    as_root(monkeypatch, owner=4321)
    done = CliRunner().invoke(folkmoot, [*command.split(), "--config", str(config)])
    assert done.exit_code == 2
    assert "belongs to 4321" in done.output and "runuser -u 4321" in done.output
    assert {path: path.stat().st_mtime_ns for path in config.parent.rglob("*")} == before


@pytest.mark.parametrize("command", READING)
def test_root_may_look(config: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call("init", config)
    assert call("claim-code", config).exit_code == 0
    monkeypatch.chdir(config.parent)
    as_root(monkeypatch, owner=4321)
    done = CliRunner().invoke(folkmoot, [*command.split(), "--config", str(config)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("user", "owner"), [(0, 0), (4321, 4321), (4321, 0)])
def test_control_whoever_the_files_belong_to_goes_on(
    config: Path, user: int, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("init", config)
    as_root(monkeypatch, owner=owner, user=user)
    assert call("claim-code", config).exit_code == 0


def as_root(monkeypatch: pytest.MonkeyPatch, owner: int, user: int = 0) -> None:
    monkeypatch.setattr(settings, "_owner_of", lambda path: owner)
    monkeypatch.setattr(os, "geteuid", lambda: user)


@pytest.mark.parametrize("command", [*WRITING, *READING])
@pytest.mark.parametrize("seen", [True, False])
def test_whoever_may_not_look_into_the_folder_is_told_whose_it_is(
    config: Path, command: str, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("init", config)
    refuse_to_show(monkeypatch, config.parent / "data", seen)
    done = CliRunner().invoke(folkmoot, [*command.split(), "--config", str(config)])
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert f"You may not look into {config.parent / 'data'}" in done.output
    assert ("belongs to" in done.output) is seen or "that it belongs to" in done.output


def test_whoever_asks_for_its_health_need_not_see_the_data(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("init", config)
    config.write_text(f"[monitoring]\nport = {free_port()}\n")
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", KEY)
    refuse_to_show(monkeypatch, config.parent / "data", True)
    assert call("health", config).exit_code == 1


def refuse_to_show(monkeypatch: pytest.MonkeyPatch, folder: Path, seen: bool) -> None:
    """As the operating system does for a user who may not enter the folder, and may see it or not."""
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", KEY)
    stat_of = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if folder in self.parents or (self == folder and not seen):
            raise PermissionError(13, "Permission denied", str(self))
        return stat_of(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)


def test_a_secret_that_this_user_may_not_read_is_said_so(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("init", config)
    refuse_to_show(monkeypatch, config.parent / "data", True)
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY")
    done = call("check", config)
    assert done.exit_code == 2
    assert "keys.master_key_file: This user may not read the file." in done.output


def test_in_a_wrong_folder_it_is_said_which_one_it_is(config: Path) -> None:
    done = call("check", config)
    assert done.exit_code == 2
    assert str(config.parent) in done.output and "--config" in done.output


def test_init_replaces_nothing(config: Path) -> None:
    call("init", config)
    config.write_text('[organisation]\nname = "Harbour Mind"\n', "utf-8")
    key = (config.parent / "data" / "master.key").read_bytes()
    done = call("init", config)
    assert done.exit_code == 0
    assert done.output.count("stays as it is") == 2
    assert "Harbour Mind" in config.read_text("utf-8")
    assert (config.parent / "data" / "master.key").read_bytes() == key


def test_init_makes_no_file_where_the_environment_gives_the_key(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_MASTER_KEY", KEY)
    assert call("init", config).exit_code == 0
    assert not (config.parent / "data").exists()


def test_init_makes_no_new_key_for_an_old_key_store(config: Path) -> None:
    call("init", config)
    call("claim-code", config)
    key = config.parent / "data" / "master.key"
    key.unlink()
    done = call("init", config)
    assert done.exit_code == 2
    assert "put the key back" in done.stderr
    assert not key.exists()


def test_init_says_where_it_cannot_write(config: Path) -> None:
    done = call("init", config.parent)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


async def test_the_code_makes_the_first_admin_beside_a_running_product(config: Path) -> None:
    """Two processes' worth of stores over one database: the code that one keeps is known to the other at once."""
    call("init", config)
    app = await open_product(load_settings(config, {}), [FakeAdapter()])
    try:
        done = call("claim-code", config)
        assert done.exit_code == 0
        code = done.stdout.strip()
        assert not await _claim(app, "aaaa-bbbb-cccc-dddd")
        assert await _claim(app, code)
        assert "already" not in done.stderr
        assert "There is an admin already" in call("claim-code", config).stderr
        assert not await _claim(app, code, "ben")
    finally:
        await app.store.close()


async def _claim(app: object, code: str, person: str = "ada") -> bool:
    from bot.bootstrap import App

    assert isinstance(app, App)
    ref = ConversationRef("fake", "w", person=person)
    event = ChatCommandTyped(
        event_id=f"{person}-{code}", sender=Sender(ref=ref), where=ref, at=SystemClock().now(), text=f"claim {code}"
    )
    await app.engine.handle(event)
    return await app.store.read(lambda uow: _is_admin(uow, ref))


def _is_admin(uow: object, ref: ConversationRef) -> bool:
    identity = uow.identities.get(uow.addresses.id_of(ref))  # type: ignore[attr-defined]
    member = uow.members.get(identity.member) if identity else None  # type: ignore[attr-defined]
    return member is not None and member.admin


def test_a_code_is_kept_as_a_hash(config: Path) -> None:
    call("init", config)
    code = call("claim-code", config).stdout.strip()
    kept = b"".join(path.read_bytes() for path in (config.parent / "data").iterdir())
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept
