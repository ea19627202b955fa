"""Release rule 15: what has been stored for long enough is destroyed, in every byte, and nobody sees more or less for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.events import HomeOpened, Sender
from bot.domain.model import Answer, ChallengeOutcome, CheckKind, Round, RoundState, Ruling
from bot.domain.outcomes.cancelling import AnswersExpired
from bot.domain.retention import Retention
from bot.engine import retention
from bot.ports import Store
from bot.views.text import as_text
from storage import database
from storage.database import open_store
from storage.failpoints import Failpoint
from tests.support.actions import TEAM, answered, opened, pass_days, readable_words, until
from tests.support.finders import LeftoverFinder
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

SHORT = Retention(answer_days=30, waiting_days=100, challenge_days=10, summary_months=13, audit_months=1)
ALONE = "Lantern that nobody else has thought of"


def words_of(who: str) -> tuple[str, str, str]:
    return (ALONE if who == "ben" else f"Harbour as {who} sees it", "", "")


async def finished(folder: Path, enough: bool = True) -> tuple[World, Round]:
    """A round on SQLite that was answered, by enough people or by three, and has had its end."""
    path = new_database(folder)

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener, retention=SHORT, finder=LeftoverFinder())
    round_ = await opened(world)
    await answered(world, round_, {who: words_of(who) for who in (TEAM if enough else TEAM[:3])})
    round_ = await until(world, round_, RoundState.FINAL, RoundState.WITHHELD)
    await world.command("ada", "schedule pause Alpha")
    await world.settle()
    return world, round_


async def answers_of(world: World, round_: Round) -> dict[str, Answer]:
    rows = await world.read(lambda uow: uow.answers.where(round=round_.id))
    return {row.id: row for row in rows}


def sealed_rows(folder: Path) -> list[bytes]:
    """The ciphertexts of all texts, as they stand in the database."""
    with closing(sqlite3.connect(folder / "folkmoot.db")) as raw:
        return [row[0] for row in raw.execute("select sealed from texts")]


def in_files(folder: Path, wanted: list[bytes]) -> int:
    content = b"".join(file.read_bytes() for file in folder.glob("folkmoot.db*"))
    return sum(1 for one in wanted if one in content)


@only_further
async def test_words_end_in_their_order(tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path)
    answers = await answers_of(world, round_)
    assert len(set(await readable_words(world, answers))) == len(TEAM)
    assert await world.read(lambda uow: uow.ledger.count(release=round_.release)) >= len(TEAM)
    await pass_days(world, 60)
    assert set(await readable_words(world, answers)) == {ALONE}
    assert len(await answers_of(world, round_)) == len(answers)
    await pass_days(world, 45)
    assert set(await readable_words(world, answers)) == set()
    assert await answers_of(world, round_) == {}
    assert await world.read(lambda uow: uow.interviews.count(round=round_.id)) == 0
    ended = (await world.rounds(id=round_.id))[0]
    assert ended.deciders == ()
    assert await world.read(lambda uow: uow.ledger.count(release=ended.release)) == 0
    assert await world.read(lambda uow: uow.releases.get(ended.release))
    await world.store.close()


async def said_to_amira(world: World, words: str) -> str:
    before = len(world.platform.sent)
    await world.command("amira", words)
    await world.settle()
    return "\n".join(as_text(each.view) for each in world.platform.sent[before:])


@only_further
async def test_their_author_is_told_the_truth_about_them(tmp_path: Path) -> None:
    """Nothing says that they were withdrawn, offers to show them, or shows an empty quote."""
    world, round_ = await finished(tmp_path)
    await pass_days(world, 60)
    mine = await said_to_amira(world, "my data")
    assert "(I keep no words longer than “privacy” says)" in mine
    assert "(withdrawn)" not in mine
    assert "Show them, unnamed" not in await said_to_amira(world, "my words")
    assert "nothing to withdraw" in await said_to_amira(world, "withdraw")
    page = await world.app.engine.handle(
        HomeOpened(event_id="h", sender=Sender(ref=person("amira")), where=person("amira"), at=world.clock.now())
    )
    assert page.home
    assert "they stay with me" not in as_text(page.home)
    assert "Quote(text='')" not in repr(page.home)
    await pass_days(world, 50)
    assert "You have given no answer that I still have" in await said_to_amira(world, "my data")
    assert (await world.rounds(id=round_.id))[0].state is RoundState.FINAL
    await world.store.close()


async def test_before_their_time_words_stay(tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path)
    answers = await answers_of(world, round_)
    await pass_days(world, 20)
    assert len(set(await readable_words(world, answers))) == len(TEAM)
    await world.store.close()


async def bytes_left(folder: Path) -> tuple[int, int]:
    """How many ciphertexts of the round's words stand in the files before their end and after it."""
    world, _ = await finished(folder)
    sealed = sealed_rows(folder)
    before = in_files(folder, sealed)
    await pass_days(world, 110)
    after = in_files(folder, sealed)
    await world.store.close()
    return before, after


async def test_nothing_of_them_is_in_any_file(tmp_path: Path) -> None:
    before, after = await bytes_left(tmp_path)
    assert before >= len(TEAM)
    assert after == 0


@only_further
async def test_control_without_overwriting_they_would_stand_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "secure_delete=OFF"))
    _, after = await bytes_left(tmp_path)
    assert after > 0


async def test_who_waited_in_vain_is_told_once_and_nobody_else(tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path, enough=False)
    assert round_.state is RoundState.WITHHELD
    before = {who: len(world.seen_by(person(who))) for who in TEAM}
    await pass_days(world, 99)
    assert len(await answers_of(world, round_)) == 3
    await pass_days(world, 20)
    assert await answers_of(world, round_) == {}
    told = {who: [each.view.summary for each in world.seen_by(person(who))[before[who] :]] for who in TEAM}
    assert {who for who, said in told.items() if said} == set(TEAM[:3])
    assert all(said == ["About something you wrote a while ago."] for said in told.values() if said)
    await world.store.close()


async def test_a_short_time_of_waiting_holds_whatever_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "SHORT", Retention(answer_days=120, waiting_days=40, challenge_days=120))
    world, round_ = await finished(tmp_path, enough=False)
    await pass_days(world, 50)
    assert await answers_of(world, round_) == {}
    await world.store.close()


async def test_challenges_end_days_after_the_final(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint), retention=SHORT)
    round_ = await opened(world)
    await answered(world, round_, {who: words_of(who) for who in TEAM})
    await until(world, round_, RoundState.DRAFT)
    for who in TEAM[1:5]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
    counted = await world.read(lambda uow: uow.checks.count(round=round_.id))
    await until(world, round_, RoundState.FINAL)
    await pass_days(world, 8)
    assert await world.read(lambda uow: uow.checks.count(round=round_.id)) == counted > 0
    assert (await world.rounds(id=round_.id))[0].deciders
    ruling = Ruling(
        id="r",
        round=round_.id,
        item="1.1",
        challenge=CheckKind.MEANING,
        kind=ChallengeOutcome.DECLINED,
        by="hal",
        reason="It stays",
    )
    await world.store.run(lambda uow: uow.rulings.save(ruling))
    await pass_days(world, 5)
    assert not (await world.rounds(id=round_.id))[0].deciders
    assert await world.read(lambda uow: uow.rulings.get("r")) == replace(ruling, by="")
    assert await world.read(lambda uow: uow.checks.count(round=round_.id)) == 0
    await world.store.close()


@only_further
async def test_audits_and_summaries_end_after_months(tmp_path: Path) -> None:
    world, round_ = await finished(tmp_path)
    first = {row.id for row in await world.read(lambda uow: uow.audits.where())}
    assert first
    await pass_days(world, 33)
    assert not first & {row.id for row in await world.read(lambda uow: uow.audits.where())}
    await pass_days(world, 330)
    assert await world.rounds(id=round_.id)
    await pass_days(world, 50)
    assert await world.rounds(id=round_.id) == []
    assert [row for row in await world.read(lambda uow: uow.releases.where()) if row.round == round_.id] == []
    assert [row for row in await world.read(lambda uow: uow.ledger.where()) if row.round == round_.id] == []
    await world.store.close()


async def jumped(folder: Path) -> tuple[set[str], set[str]]:
    """What can be read after a clock has jumped two years ahead and was set right within the hour."""
    world, round_ = await finished(folder)
    await pass_days(world, 2)
    answers = await answers_of(world, round_)
    before = set(await readable_words(world, answers))
    world.clock.move(timedelta(days=730))
    await world.settle()
    await world.restart()
    await world.settle()
    world.clock.move(timedelta(days=-730))
    await world.settle()
    after = set(await readable_words(world, answers))
    await world.store.close()
    return before, after


async def test_a_clock_that_jumps_ahead_destroys_nothing_at_once(tmp_path: Path) -> None:
    before, after = await jumped(tmp_path)
    assert before == after
    assert len(before) == len(TEAM)


@only_further
async def test_control_believed_at_once_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "may_remove", lambda work: True)
    _, after = await jumped(tmp_path)
    assert after == set()


def test_the_notice_holds_no_words() -> None:
    assert set(AnswersExpired.__dataclass_fields__) == {"team", "days"}
