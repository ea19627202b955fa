"""C9, release rule 11: what somebody weighed can be read by nobody once it is counted or its author forgotten, copies included."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import Round, RoundState, Weighing
from bot.ports import Store
from storage.database import open_store
from storage.errors import UnreadableRowError
from storage.failpoints import Failpoint
from storage.keys import Keys
from storage.spec import spec_of
from storage.vault import ORGANISATION_AS_OWNER, Vault
from tests.support.actions import TEAM, answered, opened, until
from tests.support.finders import TopicFinder
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

ITEM = "1.1"
AMIRA = person("amira")
SPEC = spec_of(Weighing)
CHOSEN = re.compile(rb'"(agrees|differs)"')
Files = dict[str, bytes]


class Window:
    """A draft on SQLite that amira, ben and chloe have weighed; `copied` is every byte of the database then, its journal too."""

    def __init__(self, folder: Path) -> None:
        self._path = new_database(folder)
        self.world = World(self._open, finder=TopicFinder())

    def _open(self, failpoint: Failpoint) -> Store:
        return open_store(self._path, KEY, failpoint=failpoint)

    async def weigh(self) -> None:
        self.round: Round = await opened(self.world)
        await answered(self.world, self.round, dict.fromkeys(TEAM[:6], ("Harbour as heard", "", "")))
        await until(self.world, self.round, RoundState.DRAFT)
        for who in ("amira", "ben", "chloe"):
            await self.world.submit(who, "weigh", self.round.id, {ITEM: "differ" if who == "amira" else "agree"})
        self.members = {row.member for row in await self.world.read(lambda uow: uow.weighings.where())}
        (self.amira,) = await self.world.read(lambda uow: [uow.identities.get(uow.addresses.id_of(AMIRA)).member])
        self.copied = self.files()
        with closing(sqlite3.connect(self._path)) as raw:
            (self._length,) = {row[0] for row in raw.execute("select length(body) from weighings")}

    def files(self) -> Files:
        return {file.name: file.read_bytes() for file in self._path.parent.glob("folkmoot.db*")}

    def read_from(self, files: Files) -> set[str]:
        """Return the members of whom a choice can be read in these bytes with all keys that are left, as in no transaction."""
        vault: Vault = self.world.store.vault  # type: ignore[attr-defined]
        found = set[str]()
        for content in files.values():
            for match in re.finditer(rb"(?=([0-9a-f]{32}))", content):
                at = match.start() + 32
                found |= self._authors(vault, match[1].decode(), content[at : at + self._length])
        return found

    def _authors(self, vault: Vault, row: str, body: bytes) -> set[str]:
        """Return the author of a row's choice, if the row can be opened: with its own keys, or with the key of whoever has one."""
        plains = [_opened(vault, owner, row, body) for owner in (ORGANISATION_AS_OWNER, *vault.keys.owners())]
        told = {
            member for member in self.members for plain in plains if CHOSEN.search(plain) and member.encode() in plain
        }
        values = (row, body, self.round.id, "")
        try:
            return told | {SPEC.made(values, vault).member}
        except UnreadableRowError:
            return told


def _opened(vault: Vault, owner: str, row: str, body: bytes) -> bytes:
    try:
        return vault.open(owner, SPEC.table.name, row, body) or b""
    except UnreadableRowError:
        return b""


@pytest.fixture
async def window(tmp_path: Path) -> Any:
    made = Window(tmp_path)
    await made.weigh()
    yield made
    await made.world.store.close()


async def test_while_people_weigh_the_rows_can_be_read(window: Window) -> None:
    """Control of the reader below: with the keys of the window it reads everybody's choice."""
    assert window.read_from(window.copied) == window.members
    assert len(window.members) == 3


async def test_what_was_weighed_can_be_read_nowhere_once_it_is_counted(window: Window) -> None:
    await until(window.world, window.round, RoundState.FINAL)
    assert window.read_from(window.files()) == set()
    assert window.read_from(window.copied) == set()


async def test_what_a_forgotten_person_weighed_can_be_read_nowhere(window: Window) -> None:
    await window.world.press("amira", "forget.yes")
    await window.world.settle()
    others = window.members - {window.amira}
    assert window.amira not in window.read_from(window.files())
    assert window.read_from(window.copied) == others
    assert {row.member for row in await window.world.read(lambda uow: uow.weighings.where())} == others


@only_further
async def test_control_with_the_keys_kept_all_of_it_could(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "forget", lambda self, owner: None)
    await window.world.press("amira", "forget.yes")
    await until(window.world, window.round, RoundState.FINAL)
    assert window.read_from(window.copied) == window.members
