"""A chapter of the story: the next round, which the team does in its meeting."""

from __future__ import annotations

from bot.cli.demo.days import october_at
from bot.cli.demo.world import DemoWorld

NEXT_ROUND = 34
"""Tuesday 3 November, counted on from October."""
AGREED = ("eve", "dan")
NOTED = "The quiet room helps, and we want to keep it"


async def begin_meeting(world: DemoWorld) -> None:
    room = world.room(world.cast.teams[0])
    world.watch(room, longest=12)
    await world.advance(october_at(NEXT_ROUND, 9, 59))
    world.narrate(
        "The next round begins with what became of the last. This time the team does it in its meeting: Eve presses one button."
    )
    await world.advance(october_at(NEXT_ROUND, 10))
    await world.press("eve", "Do it in our meeting", room)
    await world.press("eve", "Begin", room)


async def agree_in_meeting(world: DemoWorld) -> None:
    room = world.room(world.cast.teams[0])
    world.watch(room, longest=12)
    world.narrate(
        "They talk. Chloe writes down what all are willing to say, the bot reads it back, and two others agree."
    )
    await world.press("eve", "Talk now", room)
    await world.press("chloe", "I take notes", room)
    await world.press("chloe", "Write it down", room)
    await world.fill("chloe", {"notes": NOTED})
    for handle in AGREED:
        await world.press(handle, "That’s it", room)
    await world.press("eve", "Stop here", room)
