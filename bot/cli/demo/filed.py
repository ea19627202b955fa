"""The story of a round with answers from a file: as many people as gave them, in their teams, through the same doors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.cli.demo import crowd
from bot.cli.demo.cast import Cast
from bot.cli.demo.story import SCHEDULE, Step, on
from bot.cli.demo.world import World

MOST_DRAFTS = 3
"""How many teams' drafts are printed: the others are made too, and look alike."""


def steps(cast: Cast, count: int) -> Sequence[Step]:
    """The steps for `count` answers."""
    first = cast.teams[0]
    giver = first.people[1]

    async def claim(world: World) -> None:
        world.watch(world.client.direct("lena"))
        people = len(world.cast.people)
        world.narrate(
            f"{count:,} answers from the file make {people:,} people in {len(cast.teams):,} "
            f"{'team' if len(cast.teams) == 1 else 'teams'}: in each team, the first answer to each question is one person’s, the "
            "second another’s, and so on. Lena, who gives none, sets everything up."
        )
        await world.type("lena", f"/claim {world.made.code}")

    async def set_up(world: World) -> None:
        world.watch(world.room(first))
        world.narrate(f"She makes the teams and sets when they are asked. {first.name} is the one to watch here.")
        for team in cast.teams:
            await crowd.add_team(world, team, "lena")
            await world.type("lena", f"/lead set @{team.lead.handle}", world.room(team))
            await world.type("lena", f"/schedule set {SCHEDULE}", world.room(team))
            await asyncio.sleep(0)

    async def opening(world: World) -> None:
        world.watch(world.room(first), world.client.direct(giver.handle))
        world.narrate("Tuesday at ten: the schedule opens the rounds.")
        await world.advance(on(6, 10))

    async def answering(world: World) -> None:
        world.watch(world.client.direct(giver.handle))
        world.narrate(f"Everybody answers with the words of the file. {giver.name} is one of them.")
        await world.advance(on(6, 11))
        for player in world.cast.people:
            if player is giver:
                await world.answer(player)
            elif player.answers:
                await world.answer_unseen(player)
        await world.settle()

    async def reminder(world: World) -> None:
        world.watch(world.client.direct("lena"))
        world.narrate("Thursday: the only reminder, the same for everyone.")
        await world.advance(on(8, 10))

    async def closing(world: World) -> None:
        world.watch(*(world.room(team) for team in cast.teams[:MOST_DRAFTS]))
        world.narrate(
            "Friday, six o’clock: the rounds close. Themes are found on this machine and come back as drafts."
        )
        await world.advance(on(9, 18))

    async def final(world: World) -> None:
        world.watch(world.room(first), world.client.direct("lena"))
        world.narrate("Nobody challenges anything in this file, so after the check window the summaries become final.")
        await world.advance(on(13, 18))

    async def whole(world: World) -> None:
        world.watch(world.client.direct("lena"))
        world.narrate("A month after the start: what all teams said together, for every lead and admin.")
        await world.advance(on(28, 9))

    async def end(world: World) -> None:
        world.watch()
        world.narrate("That was one round with these answers. Nothing of it was kept.")

    return (claim, set_up, opening, answering, reminder, closing, final, whole, end)
