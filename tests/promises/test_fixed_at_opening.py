"""What a round promised at its opening holds to its end (rule 10): roster, k, questions, channel, times, deciders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.model import Organisation, Round, RoundState, Windows
from bot.domain.outcomes.commands import NotForYou
from bot.engine import access
from bot.engine.people import team_channels
from bot.engine.rounds import deadlines
from bot.ports import UnitOfWork
from tests.support.actions import HOME, TEAM, answered, next_round, opened, until
from tests.support.places import channel, person
from tests.support.world import World

ELSEWHERE = channel("elsewhere")
EVERYONE = {who: (f"Harbour {who}",) for who in TEAM}
WORDS = "Meadow words that only who decides may read"
CHANGES = (
    *("team move Alpha", "privacy threshold 6", "questions set 1 What else?", "organisation set zone Asia/Tokyo"),
    *("organisation set holidays UK/England", "lead set <@ben> for Alpha", "lead remove <@hal> for Alpha"),
    *("member add <@zoe> to Alpha", "member remove <@gita> from Alpha", "schedule set Alpha: every weekday at 14:00"),
)


def promised(round_: Round) -> tuple[object, ...]:
    times = (round_.closes_at, round_.check_until, round_.zone, round_.windows)
    return (round_.teams, round_.roster, round_.k, round_.questions, round_.channels, round_.deciders, *times)


async def shorter_windows(world: World) -> None:
    """As an operator may set them in the file."""

    def set_them(uow: UnitOfWork) -> None:
        row: Organisation = uow.organisations.where()[0]
        uow.organisations.save(replace(row, window_days=1, check_days=1, decide_days=5, close_at="09:00"))

    await world.store.run(set_them)


async def test_what_is_changed_while_a_round_runs_counts_from_the_next_one() -> None:
    world = World()
    round_ = await opened(world)
    for text in CHANGES:
        await world.command("ada", text, ELSEWHERE)
    await shorter_windows(world)
    await world.settle()
    await answered(world, round_, EVERYONE)
    drafted = await until(world, round_, RoundState.DRAFT)
    assert promised(drafted) == promised(round_)
    final = await until(world, drafted, RoundState.FINAL)
    assert promised(final) == promised(round_)
    after = await next_round(world, final)
    assert after.k == 6
    assert after.questions != round_.questions
    assert after.channels != round_.channels
    assert after.deciders != round_.deciders
    windows = Windows(answer_days=1, check_days=1, decide_days=5, close_at="09:00", country="GB", region="ENG")
    assert after.windows == windows


async def holidays_set_while_running(world: World) -> Round:
    """The round's draft, made before Easter, after an admin said that English holidays count."""
    world.clock.move(timedelta(days=28))
    round_ = await opened(world)
    await answered(world, round_, EVERYONE)
    await world.command("ada", "organisation set holidays UK/England", ELSEWHERE)
    return await until(world, round_, RoundState.DRAFT)


async def test_holidays_that_are_set_while_a_round_runs_count_from_the_next_one() -> None:
    drafted = await holidays_set_while_running(World())
    assert drafted.check_until is not None
    assert drafted.check_until.date() == date(2026, 4, 7)


async def test_if_holidays_of_now_counted_the_window_would_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: the holidays are those of the time."""
    check_end_of = deadlines.check_end_of

    def with_holidays_of_now(round_: Round, drafted: datetime) -> datetime:
        return check_end_of(replace(round_, windows=replace(round_.windows, country="GB", region="ENG")), drafted)

    monkeypatch.setattr(deadlines, "check_end_of", with_holidays_of_now)
    drafted = await holidays_set_while_running(World())
    assert drafted.check_until is not None
    assert drafted.check_until.date() == date(2026, 4, 8)


async def test_draft_and_final_come_where_they_were_promised() -> None:
    world = await moved_in_its_round()
    assert summaries(world, "alpha") == 2
    assert summaries(world, "elsewhere") == 0


async def test_without_the_promise_they_would_follow_the_team(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: the channel is that of the team at the time."""

    def now(work: object, round_: Round) -> object:
        teams = work.uow.teams.where(id=round_.teams)  # type: ignore[attr-defined]
        return [(team, team.channel) for team in teams if team.channel]

    monkeypatch.setattr(team_channels, "channels_of", now)
    assert summaries(await moved_in_its_round(), "elsewhere") == 2


async def moved_in_its_round() -> World:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, EVERYONE)
    await world.command("ada", "team move Alpha", ELSEWHERE)
    await until(world, round_, RoundState.FINAL)
    return world


def summaries(world: World, place: str) -> int:
    return sum("Harbour" in repr(sent.view) for sent in world.platform.sent if sent.ref == channel(place))


async def test_team_add_in_another_channel_asks_first_and_changes_nothing() -> None:
    world = World()
    await opened(world)
    before = await world.read(lambda uow: (uow.teams.where(), uow.followings.where(), uow.audits.where()))
    await world.command("ada", "team add Alpha", ELSEWHERE)
    assert await world.read(lambda uow: (uow.teams.where(), uow.followings.where(), uow.audits.where())) == before


@pytest.mark.parametrize("leading", [True, False])
async def test_challenge_words_are_seen_by_who_decides_and_nobody_else(leading: bool) -> None:
    """By the leads of the opening; by the admins of the opening where there was no lead. Not by those made so since."""
    world = await challenged(leading)
    await world.settle()
    deciders = {"hal"} if leading else {"ada"}
    assert readers(world) == deciders | {"amira"}
    token = f"{(await world.rounds(deciding=True))[0].id}:1.1:too strong"
    for who in TEAM:
        heard = await world.press(who, "accept", token)
        assert (heard.reply.form is not None) == (who in deciders)
        assert bool(heard.told(NotForYou)) == (who not in deciders)


async def test_if_roles_of_now_decided_others_would_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: whoever leads or is admin may decide."""
    monkeypatch.setattr(
        access, "require_decider", lambda turn, id: (access.require_member(turn), turn.uow.rounds.get(id))
    )
    world = await challenged(leading=True)
    token = f"{(await world.rounds(deciding=True))[0].id}:1.1:too strong"
    assert (await world.press("ben", "accept", token)).reply.form is not None


async def challenged(leading: bool) -> World:
    """A challenge with words, shown with consent; then a new lead and a new admin are made, and the window ends."""
    world = World()
    round_ = await opened(world)
    if not leading:
        await world.command("ada", "lead remove <@hal> for Alpha")
        await answered(world, round_, EVERYONE)
        round_ = await next_round(world, await until(world, round_, RoundState.FINAL))
    await answered(world, round_, EVERYONE)
    round_ = await until(world, round_, RoundState.DRAFT)
    await world.submit("amira", "challenge", f"{round_.id}:1.1", {"kind": "too strong", "words": WORDS})
    (check,) = await world.read(lambda uow: uow.checks.where(round=round_.id))
    await world.press("amira", "check.show", check.id)
    await world.command("ada", "lead set <@ben> for Alpha", HOME)
    await world.command("ada", "admin add <@chloe>")
    while not (await world.rounds(id=round_.id))[0].deciding:
        world.clock.move(timedelta(hours=6))
        await world.settle()
    for who in TEAM:
        await world.command(who, "challenges")
    return world


def readers(world: World) -> set[str]:
    return {who for who in TEAM if any(WORDS in repr(sent.view) for sent in world.seen_by(person(who)))}


async def test_the_leads_of_every_team_of_a_merge_group_decide() -> None:
    world = World()
    teams = {"Alpha": ("ada", "amira", "ben", "hal"), "Beta": ("chloe", "dan", "eve", "femi")}
    round_ = await opened(world, teams)
    names = await world.read(lambda uow: {row.id: row.name for row in uow.members.where()})
    assert sorted(names[id] for id in round_.deciders) == ["femi", "hal"]


async def test_a_close_is_never_moved_earlier() -> None:
    world = World()
    round_ = await opened(world)
    await shorter_windows(world)
    await world.command("ada", "organisation set zone Asia/Tokyo")
    assert round_.closes_at is not None
    while world.clock.now() + timedelta(hours=6) < round_.closes_at:
        world.clock.move(timedelta(hours=6))
        await world.settle()
        assert (await world.rounds(id=round_.id))[0].state is RoundState.OPEN
