"""The screen on a small terminal: it goes where the story goes, letters write, and a scene is seen whole."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from adapters.console.client import Scene
from adapters.console.screen import BEATS_OF_A_SCENE
from adapters.console.widgets.scene import ScenePage
from bot.domain.events import MessageReceived
from bot.views.view import Heading, Quote, Text, View
from tests.adapters.console.screening import drawn, playing, settled
from tests.adapters.console.stand import DRAFT, OPENS, Stand

SMALL = (80, 24)
SCENE = Scene(
    "What it is for",
    View((Heading("Answers"), Quote("The tea is good.")), "s"),
    View((Heading("The draft"), Text("The tea – several people")), "s"),
    View((Text("Amira weighs it."),), "s"),
)


async def test_letters_write_wherever_one_is_and_only_function_keys_act() -> None:
    stand = Stand()
    words = "quiet? /hnpsi"
    async with playing(stand, SMALL) as (app, pilot):
        await stand.open()
        await settled(app, pilot)
        assert app.focused is app.line
        await pilot.press(*words)
        assert app.line.value == words
        app.line.clear()
        app.rooms.active.messages.focus()
        await pilot.press(*words)
        assert app.query_one("#line", Input).value == words
        assert (stand.now(), stand.played, app.playing, app.person) == (OPENS, 0, False, "amira")
        assert len(app.screen_stack) == 1
        await pilot.press("enter")
        await settled(app, pilot)
        heard = stand.heard[0]
        assert isinstance(heard, MessageReceived)
        assert heard.text.reveal() == words
        await pilot.press("f2")
        await settled(app, pilot)
        assert stand.now() > OPENS


async def test_the_screen_goes_where_the_story_goes() -> None:
    stand = Stand()
    async with playing(stand, SMALL) as (app, pilot):
        for place in (stand.lena, stand.team, stand.ben, stand.amira):
            stand.looks = place
            stand.steps, stand.played = [stand.open], 0
            await pilot.press("f6")
            await settled(app, pilot)
            assert app.rooms.active.place == place
            assert [room.display for room in app.rooms.all].count(True) == 1
            newest = app.rooms.active.query("MessageBox").last()
            assert newest.region.y >= app.rooms.active.messages.region.y, "its beginning is in sight"
            assert app.focused is app.line


async def test_it_stays_where_the_visitor_is_writing() -> None:
    """Negative control of the test above: following is not what happens anyway."""
    stand = Stand()
    async with playing(stand, SMALL) as (app, pilot):
        stand.looks = stand.lena
        await pilot.press(*"well", "f6")
        await settled(app, pilot)
        assert app.rooms.active.place == stand.team
        assert app.line.value == "well"


async def test_every_key_of_the_footer_is_seen() -> None:
    async with playing(Stand(), SMALL) as (app, pilot):
        await settled(app, pilot)
        footer = drawn(app).splitlines()[-1]
        for key in ("F1 Help", "F2 +1 hour", "F3 Next", "F4 Play", "F5 Person", "F6 Step", "F7 Room", "^C Leave"):
            assert key in footer


@pytest.mark.parametrize("key", ["x", "f6"])
async def test_a_scene_is_shown_until_a_key_is_pressed(key: str) -> None:
    stand = Stand()
    async with playing(stand, SMALL) as (app, pilot):
        stand.client.show_scene(SCENE)
        await settled(app, pilot)
        shown = drawn(app)
        assert "What it is for" in shown
        assert any("“The tea is good.”" in line and "The tea – several" in line for line in shown.splitlines())
        await pilot.press(key)
        await settled(app, pilot)
        assert not isinstance(app.screen, ScenePage)
        assert app.line.value == ""
        assert stand.played == 0


@pytest.mark.parametrize("key", ["f10", "ctrl+c"])
async def test_the_key_that_leaves_leaves_from_a_scene_too(key: str) -> None:
    stand = Stand()
    async with playing(stand, SMALL) as (app, pilot):
        stand.client.show_scene(SCENE)
        await settled(app, pilot)
        await pilot.press(key)
        await pilot.pause()
        assert app._exit


async def test_a_story_that_plays_waits_for_its_scene_to_be_read() -> None:
    stand = Stand()
    async with playing(stand, SMALL) as (app, pilot):
        app.playing = True
        stand.client.show_scene(SCENE)
        await settled(app, pilot)
        for _ in range(BEATS_OF_A_SCENE):
            assert isinstance(app.screen, ScenePage)
            app._play_on()
        await settled(app, pilot)
        assert not isinstance(app.screen, ScenePage)
        assert stand.played == 0
        app._play_on()
        await settled(app, pilot)
        assert stand.played == 1


async def test_a_message_taller_than_its_room_shows_its_beginning() -> None:
    stand = Stand()
    tall = View((Heading("The beginning"), *(Text(f"Line {number}.") for number in range(40))), "s")
    async with playing(stand, SMALL) as (app, pilot):
        await stand.console.send(stand.team, DRAFT, "k1")
        await stand.console.send(stand.team, tall, "k2")
        await settled(app, pilot)
        shown = drawn(app)
        assert "The beginning" in shown
        assert "Line 39." not in shown
