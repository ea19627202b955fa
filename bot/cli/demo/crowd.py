"""Actions that many people take in the same way: being added, allowing their words, checking a draft."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cli.demo.cast import CastTeam, Player
from bot.cli.demo.world import DemoWorld
from bot.domain.conversation import ConversationRef

AT_ONCE = 40
"""Most people mentioned in one command: more would be tiring to read."""


async def add_team(world: DemoWorld, team: CastTeam, admin: str) -> None:
    """Make the team in its channel, with all its people."""
    room = world.room(team)
    under = f" under {team.under}" if team.under else ""
    await world.type(admin, f"/team add {team.name}{under}", room)
    handles = [f"@{player.handle}" for player in team.people]
    for start in range(0, len(handles), AT_ONCE):
        await world.type(admin, f"/member add {' '.join(handles[start : start + AT_ONCE])}", room)


async def allow_words(world: DemoWorld, player: Player) -> None:
    """Let others see the words that the player wants to: on the receipt, or where that is out of reach, on "my words"."""
    for number in player.allow:
        try:
            await world.press(player.handle, action="allow", about=f":{number}:")
        except LookupError:
            await world.type(player.handle, "my words")
            await world.press(player.handle, action="allow", about=f":{number}:")


async def weigh(world: DemoWorld, handle: str, room: ConversationRef, choices: Mapping[str, str]) -> None:
    """Weigh items of the newest draft that the person sees there: agree, differ or skip, by their keys."""
    await world.press(handle, where=room, action="weigh")
    await world.fill(handle, choices)
