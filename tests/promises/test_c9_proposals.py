"""C9 and C4: nobody learns who proposes a question, and what a forgotten person proposed can be read by nobody."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.mydata import MyData
from bot.domain.outcomes.proposals import ProposalNoted, ProposalSeen
from bot.engine.context import WorkContext
from bot.engine.proposals import proposing
from bot.ports import Store
from storage.database import open_store
from storage.failpoints import Failpoint
from storage.keys import Keys
from tests.engine.test_stuck import told
from tests.promises.test_c9_forget_me import texts_in
from tests.support.actions import TEAM, answered, opened, until
from tests.support.places import person
from tests.support.stores import KEY, new_database, open_restored
from tests.support.twins import seen, twin
from tests.support.world import World

SECRET = "What would the lighthouse keeper change?"
LEAD = TEAM[-1]
BESIDE = {"chloe": "What surprised you this month?", "dan": "What do you look forward to?"}


async def propose(world: World, who: str, text: str) -> None:
    await world.command(who, f"propose a question: {text}", person(who))
    shown: ProposalSeen = (await told(world, who, ProposalSeen))[-1]
    await world.press(who, "proposal.show", shown.seen)


async def proposed_by(who: str) -> World:
    """Amira or ben proposes the same, the other looks at the questions; at the final, where it was weighed by others."""
    world = twin()
    round_ = await opened(world)
    other = "ben" if who == "amira" else "amira"
    for one, text in {who: SECRET, **BESIDE}.items():
        await propose(world, one, text)
        world.clock.move(timedelta(minutes=1))
    await world.command(other, "questions show", person(other))
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour",)))
    drafted = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(drafted.release))
    assert release
    for item in release.items[1:]:
        for weighing in ("amira", "ben", *TEAM[4:]):
            await world.submit(weighing, "weigh", round_.id, {item.key: "agree"})
    await until(world, round_, RoundState.FINAL)
    await world.command(LEAD, "proposals", person(LEAD))
    await world.settle()
    return world


async def test_c4_whoever_proposes_it_the_others_see_the_same() -> None:
    hers, his = await proposed_by("amira"), await proposed_by("ben")
    others = [who for who in TEAM if who not in ("amira", "ben")]
    assert seen(hers, others) == seen(his, others)
    assert any("widely share" in view for view in seen(hers, [LEAD])[LEAD])


async def proposed(folder: Path) -> World:
    path = new_database(folder / "live")

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    await opened(world)
    await propose(world, "amira", SECRET)
    await propose(world, "ben", BESIDE["dan"])
    return world


def copied(folder: Path) -> Path:
    backup = folder / "backup"
    backup.mkdir()
    for file in (folder / "live").glob("folkmoot.db*"):
        shutil.copy(file, backup)
    return backup / "folkmoot.db"


async def test_c9_a_forgotten_persons_proposal_can_be_read_nowhere(tmp_path: Path) -> None:
    world = await proposed(tmp_path)
    backup = copied(tmp_path)
    assert SECRET in await texts_in(world.store)
    await world.press("amira", "forget.yes")
    await world.settle()
    kept = await texts_in(world.store)
    assert BESIDE["dan"] in kept
    assert SECRET not in kept
    assert len(await world.read(lambda uow: uow.proposals.where())) == 1
    await world.store.close()
    restored = open_restored(backup, tmp_path / "live" / "keys.db")
    assert SECRET not in await texts_in(restored)
    restored.close_sync()
    assert all(SECRET.encode() not in file.read_bytes() for file in (tmp_path / "live").iterdir())


async def test_c9_with_the_key_kept_it_could(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the backup still holds the words, and only the missing key makes them unreadable."""
    monkeypatch.setattr(Keys, "forget", lambda self, owner: None)
    world = await proposed(tmp_path)
    backup = copied(tmp_path)
    await world.press("amira", "forget.yes")
    await world.settle()
    await world.store.close()
    kept = open_store(backup, KEY, keys_path=tmp_path / "live" / "keys.db")
    assert SECRET in await texts_in(kept)
    kept.close_sync()


async def test_c9_what_is_weighed_meanwhile_goes_at_the_end_of_that(tmp_path: Path) -> None:
    world = await proposed(tmp_path)
    await propose(world, "chloe", BESIDE["chloe"])
    (round_,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour",)))
    await until(world, round_, RoundState.DRAFT)
    shown = [row.member for row in await world.read(lambda uow: uow.proposals.where()) if row.release]
    assert len(shown) == 3
    for who in ("amira", "ben", "chloe"):
        await world.press(who, "forget.yes")
    rows = await world.read(lambda uow: uow.proposals.where())
    assert [row.member for row in rows] == ["", "", ""]
    await until(world, round_, RoundState.FINAL)
    assert await world.read(lambda uow: uow.proposals.where()) == []
    kept = await texts_in(world.store)
    assert not any(text in kept for text in (SECRET, *BESIDE.values()))
    await world.store.close()


async def test_c9_my_data_shows_ones_own_proposal_and_no_others(tmp_path: Path) -> None:
    world = await proposed(tmp_path)
    await world.command("amira", "my data", person("amira"))
    await world.settle()
    mine: MyData = (await told(world, "amira", MyData))[-1]
    assert [words.kind for words in mine.words] == ["proposed"]
    view = repr(world.seen_by(person("amira"))[-1].view)
    assert SECRET in view
    assert BESIDE["dan"] not in view
    await world.store.close()


async def test_retention_ends_what_waits_too_long(tmp_path: Path) -> None:
    world = await proposed(tmp_path)
    world.clock.move(timedelta(days=proposing.DAYS_TO_BE_SENT + 113))
    await world.store.run(lambda uow: proposing.remove_old(WorkContext(uow, world.clock.now(), world.app.services)))
    assert await world.read(lambda uow: uow.proposals.where()) == []
    assert SECRET not in await texts_in(world.store)
    assert (await told(world, "amira", ProposalNoted))[-1].what == "old"
    await world.store.close()
