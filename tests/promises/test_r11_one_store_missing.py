"""R11: neither store is founded, swept or emptied because the other is gone, empty, cut, damaged, older or another's."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import App
from bot.bootstrap.product import open_storage
from bot.cli import running
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from storage import inspection, sweep, upkeep
from storage.pairing import NEW, FileFacts, PairingPlan
from storage.sqlite.store import SqliteStore

PEOPLE = tuple(f"m{number:02}" for number in range(24))
COMMANDS = ("run", "check", "migrate", "claim-code")
NOW = datetime(2026, 3, 2, tzinfo=UTC)
LONG = "words " * 200


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two installations with the same master key, to be copied: only what is stored tells them apart."""
    folder = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
        ours, theirs = folder / "ours", folder / "theirs"
        install(ours)
        write_words(ours)
        install(theirs)
        shutil.copy(ours / "data" / "master.key", theirs / "data" / "master.key")
        write_words(theirs)
    return folder


@pytest.fixture
def home(tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which 24 people have written something."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.setattr(running, "serve_until_signal", stop_at_once)
    return Path(shutil.copytree(installed / "ours", tmp_path / "ours"))


async def stop_at_once(app: App, ready: object) -> None:
    """In the place of a process that would run on, should a start that is to be refused succeed."""
    await app.store.close()


def install(folder: Path) -> None:
    assert call(folder, "init").exit_code == 0


def write_words(folder: Path) -> None:
    with_store(folder, lambda store: store.run_sync(write(PEOPLE)))


def call(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(folder / "config.toml")])


def with_store(folder: Path, use: Callable[[SqliteStore], Any]) -> Any:
    store = open_storage(load_settings(folder / "config.toml", {}))
    try:
        return use(store)
    finally:
        store.close_sync()


def write(people: tuple[str, ...]) -> Callable[[Any], None]:
    def work(unit: Any) -> None:
        for person in people:
            unit.members.save(model.Member(id=person, name=f"Name of {person}"))
            unit.texts.keep(f"text {person}", person, ConfidentialText(f"{LONG} of {person}"))

    return work


def readable(folder: Path) -> int:
    """How many of the 24 can be read."""
    refs = [f"text {person}" for person in PEOPLE]
    texts = with_store(folder, lambda store: store.read_sync(lambda unit: unit.texts.read(refs)))
    return sum(text is not None for text in texts)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "data").iterdir()}


# --- what can happen to a file


def remove(file: Path, other: Path) -> None:
    file.unlink()


def empty(file: Path, other: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path, other: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2 // 4096 * 4096])


def cut_anywhere(file: Path, other: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def overwrite_header(file: Path, other: Path) -> None:
    file.write_bytes(b"These are the minutes of the meeting. " * 200)


def overwrite_page(file: Path, other: Path) -> None:
    """Garbage in the page in which most of what is stored begins."""
    with sqlite3.connect(file) as raw:
        table = "texts" if raw.execute("select 1 from sqlite_master where name = 'texts'").fetchone() else "keys"
        (page,) = raw.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        (size,) = raw.execute("pragma page_size").fetchone()
    raw.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    file.write_bytes(bytes(content))


def take_anothers(file: Path, other: Path) -> None:
    shutil.copy(other / "data" / file.name, file)


def take_older(file: Path, other: Path) -> None:
    """As it was before the last person wrote."""
    home = file.parent.parent
    now = {name: (file.parent / name).read_bytes() for name in ("folkmoot.db", "keys.db")}
    with_store(home, lambda store: store.run_sync(write(("m99",))))
    old = now[file.name]
    file.write_bytes(old)


ACCIDENTS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "missing": (remove, "is missing. Check storage.path and storage.keys_path"),
    "empty": (empty, "is empty. Check storage.path and storage.keys_path"),
    "cut": (cut, "is damaged, or it is no database: put its newest copy back"),
    "cut anywhere": (cut_anywhere, "is damaged, or it is no database"),
    "no database": (overwrite_header, "is damaged, or it is no database"),
    "garbage": (overwrite_page, "is damaged, or it is no database"),
    "another's": (take_anothers, "belong to different installations"),
    "older": (take_older, "is older than the"),
}
FILES = ("folkmoot.db", "keys.db")
DAMAGES = ("cut", "cut anywhere", "no database", "garbage")


@pytest.fixture
def other(tmp_path: Path, installed: Path) -> Path:
    """Another installation with the same master key."""
    return Path(shutil.copytree(installed / "theirs", tmp_path / "theirs"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("accident", ACCIDENTS)
def test_every_command_ends_with_a_sentence_and_nothing_is_lost(
    home: Path, other: Path, accident: str, file: str
) -> None:
    happen, sentence = ACCIDENTS[accident]
    happen(home / "data" / file, other)
    now = bytes_in(home)
    for command in COMMANDS:
        done = call(home, command)
        assert done.exit_code == 2, (command, done.output)
        assert sentence in done.output
        assert file in done.output
        assert "Traceback" not in done.output and "minutes" not in done.output
        assert bytes_in(home) == now, command


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("accident", [name for name in ACCIDENTS if name != "older"])
def test_all_is_there_when_the_right_file_is_put_back(home: Path, other: Path, accident: str, file: str) -> None:
    right = (home / "data" / file).read_bytes()
    ACCIDENTS[accident][0](home / "data" / file, other)
    for command in COMMANDS:
        call(home, command)
    (home / "data" / file).write_bytes(right)
    assert call(home, "check").exit_code == 0
    assert readable(home) == 24


def test_files_that_were_exchanged_are_told_apart(home: Path) -> None:
    config = home / "config.toml"
    config.write_text('[storage]\npath = "data/keys.db"\nkeys_path = "data/folkmoot.db"\n')
    now = bytes_in(home)
    for command in COMMANDS:
        done = call(home, command)
        assert (done.exit_code, "exchange storage.path and storage.keys_path" in done.output) == (2, True)
    assert bytes_in(home) == now


def test_one_file_cannot_be_both(home: Path) -> None:
    (home / "data" / "same.db").hardlink_to(home / "data" / "folkmoot.db")
    (home / "config.toml").write_text('[storage]\nkeys_path = "data/same.db"\n')
    for command in COMMANDS:
        done = call(home, command)
        assert (done.exit_code, "are the same file" in done.output) == (2, True)


# --- the defences taken away


def believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is not there is founded, and whatever is there is gone on with."""

    def judge(database: FileFacts, keys: FileFacts, finishing: bool = False) -> PairingPlan:
        return PairingPlan.FOUND if database.kind in NEW else PairingPlan.GO_ON

    for module in (inspection, upkeep):
        monkeypatch.setattr(module, "check_pairing", judge)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("accident", ["missing", "empty", "another's", "older"])
def test_without_the_judgement_a_start_would_go_on(
    home: Path, other: Path, monkeypatch: pytest.MonkeyPatch, accident: str, file: str
) -> None:
    ACCIDENTS[accident][0](home / "data" / file, other)
    believing(monkeypatch)
    assert call(home, "claim-code").exit_code == 0


@pytest.mark.parametrize("accident", ["garbage", "cut anywhere"])
def test_without_the_look_damage_would_not_be_seen(
    home: Path, other: Path, monkeypatch: pytest.MonkeyPatch, accident: str
) -> None:
    ACCIDENTS[accident][0](home / "data" / "folkmoot.db", other)
    monkeypatch.setattr(inspection, "check_whole", lambda *given: None)
    assert call(home, "run").exit_code == 0


async def swept_twice(folder: Path, wait: timedelta) -> int:
    """How many can be read after the sweeps of two days, the right database having been put back in the end."""
    right = (folder / "data" / "folkmoot.db").read_bytes()
    (folder / "data" / "folkmoot.db").unlink()
    store = open_storage(load_settings(folder / "config.toml", {}))
    await store.run(lambda unit: unit.members.save(model.Member(id="new", name="New")))
    for day in range(2):
        await store.sweep(NOW + timedelta(days=day))
    await store.close()
    (folder / "data" / "folkmoot.db").write_bytes(right)
    refs = [f"text {person}" for person in PEOPLE]
    again = open_storage(load_settings(folder / "config.toml", {}))
    texts = await again.read(lambda unit: unit.texts.read(refs))
    await again.close()
    return sum(text is not None for text in texts)


async def test_even_then_the_sweep_would_take_nothing_for_days(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch)
    assert await swept_twice(home, sweep.ORPHAN_WAIT) == 24


async def test_without_the_marks_it_would_take_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch)
    monkeypatch.setattr(sweep, "ORPHAN_WAIT", timedelta(0))
    monkeypatch.setattr(sweep, "SHARE", 1)
    assert await swept_twice(home, sweep.ORPHAN_WAIT) == 0


# --- going on with an older copy, when that is meant


@pytest.mark.parametrize("file", FILES)
def test_an_older_copy_can_be_gone_on_with_when_that_is_said(home: Path, other: Path, file: str) -> None:
    take_older(home / "data" / file, other)
    now = bytes_in(home)
    asked = call(home, "restore")
    assert asked.exit_code == 2
    meant = "Not all of the stored texts can be read" if file == "keys.db" else "1 of 25 people's keys belong to nobody"
    assert meant in asked.output
    assert bytes_in(home) == now
    done = call(home, "restore", "--yes")
    assert done.exit_code == 0, done.output
    assert call(home, "check").exit_code == 0
    assert readable(home) == 24
    assert "there is nothing to do" in call(home, "restore").output


@pytest.mark.parametrize("accident", [name for name in ACCIDENTS if name != "older"])
@pytest.mark.parametrize("file", FILES)
def test_nothing_else_can(home: Path, other: Path, accident: str, file: str) -> None:
    ACCIDENTS[accident][0](home / "data" / file, other)
    now = bytes_in(home)
    done = call(home, "restore", "--yes")
    assert done.exit_code == 2
    assert ACCIDENTS[accident][1] in done.output
    assert bytes_in(home) == now
