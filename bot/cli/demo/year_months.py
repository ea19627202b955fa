"""A month of the year: who comes and goes, the round and its answers, the weighing of its draft, what is answered to its final."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cli.demo import crowd
from bot.cli.demo.cast import CastTeam, Player
from bot.cli.demo.world import ZONE, DemoWorld
from bot.cli.demo.year_cast import YearCast, YearTeam
from bot.views.view import Button

FIRST_YEAR, FIRST_MONTH = 2026, 10
TUESDAY = 1
OPENED, ANSWERED, WEIGHED, FINAL, SAME_EVENING, REPLIED = (
    timedelta(hours=10),
    timedelta(hours=12),
    timedelta(days=4, hours=11),
    timedelta(days=7, hours=18),
    timedelta(days=7, hours=19),
    timedelta(days=8, hours=9),
)
"""Moments of a round, counted from the midnight at which its day begins."""
MINUTE = timedelta(minutes=1)
FIRST_MORNING = 1, 9, 30
"""Morning on which the organisation’s draft of the month before is there, and its check not over: day, hour and minute."""


@contextmanager
def unseen(world: DemoWorld) -> Iterator[None]:
    """Leave out of the story all that happens in here."""
    before, world.in_sight = world.in_sight, False
    try:
        yield
    finally:
        world.in_sight = before


def day_of(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of a day of a month, counted from the first, in local time."""
    years, months = divmod(FIRST_MONTH - 1 + month - 1, 12)
    return datetime(FIRST_YEAR + years, months + 1, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def moment(month: int, after: timedelta) -> datetime:
    """Return a moment of the round of a month, by the local clock of that day."""
    first = day_of(month, 1, 0)
    return first + timedelta(days=(TUESDAY - first.weekday()) % 7) + after


def room_team(team: YearTeam) -> CastTeam:
    return CastTeam(team.name, team.channel, ())


async def change_people(world: DemoWorld, year: YearCast, month: int) -> None:
    """The admin takes who has left off the lists, puts on who has come, and names who leads from now on."""
    for team in year.teams:
        room = world.room(room_team(team))
        changes = (("member remove", team.leaving(month)), ("member add", team.joining(month)))
        for verb, players in (*changes, ("lead set", team.following(month))):
            if players:
                await world.type("lena", f"/{verb} {' '.join(f'@{each.handle}' for each in players)}", room)


async def answer_month(world: DemoWorld, year: YearCast, month: int) -> None:
    """Everybody who has something to say answers two hours after the round has opened."""
    await world.advance(moment(month, ANSWERED))
    for team in year.teams:
        answers = team.answers(month)
        for player in team.there(month):
            if player.handle in answers:
                await world.answer_unseen(replace(player, answers=answers[player.handle]))
    await world.settle()


async def weigh_drafts(world: DemoWorld, year: YearCast, month: int, but: str = "") -> None:
    """All but one weigh the draft that they were last invited to weigh; of one without an item there is nothing to weigh."""
    buttons = world.direct_buttons()
    for team in year.teams:
        for player in team.there(month):
            button = next((one for one in buttons[player.handle] if one.action == "weigh"), None)
            if button is not None and player.handle != but:
                await _weigh_if_it_can_be(world, as_weighing(team, player, month), button)
    await world.settle()


def as_weighing(team: YearTeam, player: Player, month: int) -> Player:
    return replace(player, weigh=team.weighs(player, month))


async def _weigh_if_it_can_be(world: DemoWorld, player: Player, button: Button) -> None:
    try:
        await crowd.weigh_unseen(world, player, button)
    except LookupError:
        return


async def reply_to(world: DemoWorld, handle: str, team: str, words: str, fields: Mapping[str, str]) -> None:
    """Say what becomes of a team's point that holds these words; with no team, of the organisation's.

    Raises LookupError where none waits, or where its list was not shown.
    """
    with unseen(world):
        await world.type(handle, f"/promises {team}".rstrip())
        button = next(
            (one for one in world.direct_buttons()[handle] if one.action == "follow_up" and words in one.label), None
        )
        if button is None:
            raise LookupError(f"no point with {words!r} waits for {handle}")
        await world.press(handle, label=button.label)
    await fill_in(world, handle, fields)


async def fill_in(world: DemoWorld, handle: str, fields: Mapping[str, str]) -> None:
    """Fill in the form that is open. Raises LookupError where it is not taken."""
    await world.fill(handle, fields)
    opened = world.client.forms.get(handle)
    if opened and opened.errors:
        raise LookupError(f"the form of {handle} was not taken: {opened.errors}")


async def reply_month(world: DemoWorld, year: YearCast, month: int) -> None:
    """Let those who lead answer on the morning after the final, as it is planned."""
    await world.advance(moment(month, REPLIED))
    for team in year.teams:
        for reply in team.replies:
            if reply.month == month:
                await reply_to(world, team.lead(month).handle, team.name, reply.words, reply.fields)


async def weigh_whole(world: DemoWorld, year: YearCast, month: int) -> None:
    """Everybody weighs the organisation’s draft on the first morning after a month."""
    await world.advance(day_of(month + 1, *FIRST_MORNING))
    await weigh_drafts(world, year, month)


async def open_month(world: DemoWorld, year: YearCast, month: int) -> None:
    """Up to the evening on which everybody has answered."""
    await change_people(world, year, month)
    await answer_month(world, year, month)


async def check_month(world: DemoWorld, year: YearCast, month: int) -> None:
    """From the answers to the minute before the final."""
    await world.advance(moment(month, WEIGHED))
    await weigh_drafts(world, year, month)
    await world.advance(moment(month, FINAL) - MINUTE)


async def end_month(world: DemoWorld, year: YearCast, month: int) -> None:
    await world.advance(moment(month, FINAL))
    await reply_month(world, year, month)
    await weigh_whole(world, year, month)


async def play_to_final(world: DemoWorld, year: YearCast, month: int) -> None:
    await open_month(world, year, month)
    await check_month(world, year, month)
    await world.advance(moment(month, FINAL))


async def play_month(world: DemoWorld, year: YearCast, month: int) -> None:
    """A whole month as it comes, up to the morning after its last day."""
    await play_to_final(world, year, month)
    await end_month(world, year, month)
