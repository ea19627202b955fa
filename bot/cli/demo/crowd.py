"""Actions that many people take in the same way: being added, allowing their words, checking a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.cli.demo.answers import EVERYTHING
from bot.cli.demo.cast import CastTeam, Player
from bot.cli.demo.world import DemoWorld
from bot.views.capabilities import FULL
from bot.views.view import Button, Form

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


async def allow_unseen(world: DemoWorld, players: Iterable[Player]) -> None:
    """Let others see the words that the players want to, on their receipts; what is said back is sent when all settle.

    Who was not asked, or whose words were held, has no receipt and allows nothing.
    """
    buttons = world.direct_buttons()
    for player in players:
        mine = [one for one in buttons.get(player.handle, ()) if one.action == "allow"]
        for number in player.allow:
            for button in (one for one in mine if f":{number}:" in one.token):
                await world.press_unseen(player.handle, button)


async def weigh(world: DemoWorld, player: Player) -> Mapping[str, str]:
    """Weigh the draft that the person was invited to weigh, and return the choices by the wordings of what they were made of."""
    await world.press(player.handle, action="weigh")
    form = world.form_before(player.handle)
    chosen = choices_of(player.weigh, form)
    await world.fill(player.handle, chosen)
    return _labels_of(chosen, form)


async def weigh_unseen(world: DemoWorld, player: Player, button: Button) -> Mapping[str, str]:
    """Weigh what the button stands under; where there is no form to hand in, do it as everybody does."""
    if world.console.able.forms is not FULL.forms:
        return await weigh(world, player)
    reply = await world.press_unseen(player.handle, button)
    if reply.form is None:
        raise LookupError(f"nothing can be weighed by {player.handle}")
    chosen = choices_of(player.weigh, reply.form)
    await world.fill_unseen(player.handle, reply.form.name, reply.form.token, chosen)
    return _labels_of(chosen, reply.form)


def _labels_of(chosen: Mapping[str, str], form: Form) -> dict[str, str]:
    return {
        field.label: option.label
        for field in form.fields
        for option in field.options
        if option.value == chosen.get(field.name)
    }


def fits(words: str, wording: str) -> bool:
    return words == EVERYTHING or words.casefold() in wording.casefold()


def fits_any(words: str, wordings: Iterable[str]) -> bool:
    return any(fits(words, wording) for wording in wordings)


def choices_of(weigh: Mapping[str, str], form: Form) -> dict[str, str]:
    """Return what is chosen in each field, by words of its wording; the first words that fit count."""
    found: dict[str, str] = {}
    for field in form.fields:
        chosen = next((said for words, said in weigh.items() if fits(words, field.label)), "")
        if field.options and chosen:
            found[field.name] = chosen
    return found
