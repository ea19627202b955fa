"""Fetched updates in every store: in order, once, encrypted with their sender's key, and gone with it (C8, C9, R1)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap.listening import StoredAbsence, StoredUpdates
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.model import Identity, Interview, InterviewState, Member
from bot.engine import ref_names, update_buffer
from bot.ports import UnitOfWork
from bot.ports.listening import RawUpdate
from storage.database import open_store
from tests.storage.samples import later
from tests.support.clock import HandClock
from tests.support.stores import KEY, OFTEN, AnyStore, NullCipher, new_database, open_new, open_restored

AMIRA = ConversationRef("telegram", "9", person="501")
BEN = ConversationRef("telegram", "9", person="502")
CANARY = "-".join(("canary", "update"))


@pytest.fixture(params=OFTEN)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    opened = open_new(request.param, tmp_path)
    yield opened
    opened.close_sync()


def raw(number: int, sender: ConversationRef | None = None, text: str = "") -> RawUpdate:
    return RawUpdate(number, later(seconds=number), ConfidentialText(text or f"update {number}"), sender)


def amira_is_known(uow: UnitOfWork) -> None:
    uow.members.save(Member(id="m1", name="Amira"))
    uow.identities.save(Identity(id=uow.addresses.remember(AMIRA), member="m1"))


async def told(updates: StoredUpdates) -> list[tuple[int, str]]:
    return [(one.number, one.payload.reveal()) for one in await updates.waiting()]


async def test_they_come_back_in_their_order_and_once(store: AnyStore) -> None:
    updates = StoredUpdates(store, "telegram")
    await updates.keep([raw(10), raw(9)])
    await updates.keep([raw(9, text="again"), raw(100, AMIRA)])
    await StoredUpdates(store, "other").keep([raw(1)])
    assert await told(updates) == [(9, "update 9"), (10, "update 10"), (100, "update 100")]
    assert [one.at for one in await updates.waiting()] == [later(seconds=n) for n in (9, 10, 100)]
    await updates.remove([10, 9, 77])
    assert await told(updates) == [(100, "update 100")]
    assert await told(StoredUpdates(store, "other")) == [(1, "update 1")]


async def test_those_of_a_forgotten_person_are_gone(store: AnyStore) -> None:
    updates = StoredUpdates(store, "telegram")
    await store.run(amira_is_known)
    await updates.keep([raw(1, AMIRA), raw(2, BEN), raw(3)])
    await store.run(lambda uow: uow.texts.forget("m1"))
    assert [number for number, _ in await told(updates)] == [2, 3]


async def test_what_could_never_be_handled_ends_in_days(store: AnyStore) -> None:
    updates = StoredUpdates(store, "telegram")
    await updates.keep([raw(1), raw(2)])
    assert await store.run(lambda uow: update_buffer.sweep_updates(uow, later(seconds=1))) == 1
    assert [number for number, _ in await told(updates)] == [2]


async def scanned(folder: Path, **options: object) -> tuple[bool, bool]:
    """Whether any file shows an update's words, and whether a copy made before its sender was forgotten still gives them."""
    path = new_database(folder / "live")
    opened = open_store(path, KEY, **options)  # type: ignore[arg-type]
    await opened.run(amira_is_known)
    await StoredUpdates(opened, "telegram").keep([raw(1, AMIRA, CANARY)])
    shown = any(CANARY.encode() in file.read_bytes() for file in path.parent.iterdir())
    copy = folder / "copy"
    copy.mkdir()
    for file in path.parent.glob("folkmoot.db*"):
        shutil.copy(file, copy)
    await opened.run(lambda uow: uow.texts.forget("m1"))
    await opened.close()
    restored = open_restored(copy / "folkmoot.db", path.with_name("keys.db"), **options)
    left = await told(StoredUpdates(restored, "telegram"))
    await restored.close()
    return shown, any(CANARY in text for _, text in left)


async def test_c8_c9_no_file_and_no_copy_gives_its_words(tmp_path: Path) -> None:
    assert await scanned(tmp_path) == (False, False)


async def test_c8_the_scan_finds_what_is_not_encrypted(tmp_path: Path) -> None:
    shown, _ = await scanned(tmp_path, make_cipher=NullCipher)
    assert shown


async def test_c9_under_a_key_of_nobodys_a_copy_would_give_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_buffer, "_owner_of", lambda uow, update: ref_names.STRANGERS)
    assert await scanned(tmp_path) == (False, True)


# --- absences


async def test_an_absence_ends_with_a_sign_of_life(store: AnyStore) -> None:
    clock = HandClock()
    absence = StoredAbsence(store, clock, "slack")
    assert await absence.since() is None
    begun = clock.now()
    await absence.over()
    clock.move(timedelta(hours=2))
    assert await absence.since() == begun
    assert await StoredAbsence(store, clock, "other").since() is None


async def test_who_may_have_spoken_is_who_joined_there_those_with_questions_first(store: AnyStore) -> None:
    people = {name: ConversationRef("slack", "W", person=name) for name in ("amira", "ben", "chloe")}
    elsewhere = ConversationRef("telegram", "9", person="dora")

    def fill(uow: UnitOfWork) -> None:
        for name, ref in {**people, "dora": elsewhere}.items():
            uow.identities.save(Identity(id=uow.addresses.remember(ref), member=name, joined=name != "ben"))
        for name in people:
            state = InterviewState.ASKING if name == "chloe" else InterviewState.DONE
            uow.interviews.save(Interview(id=name, round="r", member=name, team="t", state=state))

    await store.run(fill)
    found = await StoredAbsence(store, HandClock(), "slack").people()
    assert found[0] == people["chloe"]
    assert set(found) == {people["chloe"], people["amira"]}
