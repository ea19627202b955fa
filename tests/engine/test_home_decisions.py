"""One's own page says what waits for a decision, and no longer once it is decided."""

from __future__ import annotations

from bot.domain.events import HomeOpened
from bot.domain.model import Round, RoundState
from bot.views.text import as_text
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.organisation import EVERYBODY, answered, check_of, final_everywhere
from tests.support.twins import twin
from tests.support.world import World

LEAD, WAITS = TEN[-1], "challenges wait for you"


async def page(world: World, who: str) -> str:
    home = (await world.hear(world.event(HomeOpened, who))).reply.home
    assert home
    return as_text(home)


async def being_decided(world: World) -> Round:
    """A draft whose point four people challenged, at the end of its check window."""
    round_ = await drafted(world)
    for who in TEN[4:8]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
    assert round_.check_until
    world.clock.at = round_.check_until
    await world.settle()
    return round_


async def test_what_waits_is_said_to_who_decides_until_they_have_decided() -> None:
    world = twin()
    round_ = await being_decided(world)
    assert WAITS in await page(world, LEAD)
    assert WAITS not in await page(world, "amira")
    await world.submit(LEAD, "refuse", f"{round_.id}:1.1:meaning", {"reason": "The rota is made in March."})
    assert WAITS not in await page(world, LEAD)


async def test_the_organisations_draft_waits_on_the_page_while_it_can_be_weighed() -> None:
    world = World()
    waits = "The whole of Haven: is the draft what you meant?"
    await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    assert waits not in await page(world, "amira")
    round_ = await check_of(world, RoundState.DRAFT)
    assert waits in await page(world, "amira") and "You have weighed nothing yet" in await page(world, "amira")
    await world.submit("amira", "weigh", round_.id, {"1.1": "agree"})
    assert "You have weighed 1 of 1" in await page(world, "amira")
    await check_of(world, RoundState.FINAL)
    assert waits not in await page(world, "amira")
