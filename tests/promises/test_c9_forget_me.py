"""C9: `forget me` makes a person's words unreadable wherever they are kept, backups of the database included."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.ports import Store
from storage.confidential import SealedTexts
from storage.database import open_store
from storage.failpoints import Failpoint
from storage.keys import Keys
from storage.outbox import LeasedOutbox
from storage.tables import plumbing, table_of
from tests.support.actions import TEAM, answered, opened, until
from tests.support.places import person
from tests.support.stores import KEY, new_database, open_restored
from tests.support.world import World

WORDS = {who: (f"Harbour secret-of-{who}", "", "") for who in TEAM}


async def forgotten(folder: Path) -> tuple[World, Path]:
    """A round on SQLite in which amira answers, allows, drafts and is then forgotten; and a backup made just before."""
    path = new_database(folder / "live")

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    await world.type("amira", "a draft with secret-of-amira", "m1")
    await until(world, round_, RoundState.DRAFT)
    backup = folder / "backup"
    backup.mkdir()
    for file in path.parent.glob("folkmoot.db*"):
        shutil.copy(file, backup)
    await world.press("amira", "forget.yes")
    await until(world, round_, RoundState.FINAL)
    return world, backup / "folkmoot.db"


async def texts_in(store: Store) -> str:
    """Every text that this store can still open."""

    def read(uow: Any) -> str:
        texts: SealedTexts = uow.texts
        rows = uow.boxes.of(table_of(plumbing.TextsTable)).select({})
        return "\n".join(text.reveal() for row in rows if (text := texts._opened(row)))

    return await store.read(read)


async def test_c9_nothing_of_a_forgotten_person_can_be_read_again(tmp_path: Path) -> None:
    world, backup = await forgotten(tmp_path)
    kept = await texts_in(world.store)
    assert "secret-of-ben" in kept
    assert "secret-of-amira" not in kept
    await world.store.close()
    restored = open_restored(backup, tmp_path / "live" / "keys.db")
    kept = await texts_in(restored)
    assert "secret-of-ben" in kept
    assert "secret-of-amira" not in kept
    restored.close_sync()


async def to_amira(world: World) -> int:
    found = await world.read(lambda uow: uow.outbox.where(to=uow.addresses.id_of(person("amira"))))
    return len(found)


async def test_c9_no_message_to_a_forgotten_person_is_left(tmp_path: Path) -> None:
    world, _ = await forgotten(tmp_path)
    assert await to_amira(world) == 0
    await world.store.close()


async def test_c9_without_removing_them_they_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LeasedOutbox, "forget", lambda self, to: 0)
    world, _ = await forgotten(tmp_path)
    assert await to_amira(world) > 3
    await world.store.close()


async def test_c9_what_is_published_stays_and_nobody_is_told(tmp_path: Path) -> None:
    world, _ = await forgotten(tmp_path)
    finals = [sent for sent in world.platform.sent if sent.key.startswith("final:")]
    assert "Harbour" in repr(finals[0].view)
    others = [sent for who in TEAM if who != "amira" for sent in world.seen_by(person(who))]
    assert not [sent.key for sent in others if "forg" in repr(sent.view).lower() or "Amira" in repr(sent.view)]
    audit = await world.command("ada", "audit")
    assert "amira" not in repr([message.outcome for message in audit.messages]).lower()
    await world.store.close()


async def test_c9_without_destroying_the_key_a_backup_could_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Keys, "forget", lambda self, owner: None)
    world, backup = await forgotten(tmp_path)
    await world.store.close()
    restored = open_restored(backup, tmp_path / "live" / "keys.db")
    assert "secret-of-amira" in await texts_in(restored)
    restored.close_sync()


async def test_c9_my_data_shows_exactly_ones_own() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    before = len(world.platform.sent)
    await world.command("amira", "my data")
    await world.settle()
    (shown,) = world.platform.sent[before:]
    assert shown.ref == person("amira")
    assert "secret-of-amira" in repr(shown.view)
    assert not [who for who in TEAM if who != "amira" and f"secret-of-{who}" in repr(shown.view)]
