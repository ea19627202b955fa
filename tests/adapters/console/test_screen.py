import subprocess
import sys

import pytest
from textual.content import Content
from textual.widgets import Input, Select, TextArea

from adapters.console import render
from adapters.console.widgets import message
from adapters.console.widgets.form import FieldBox, FormDialog
from adapters.console.widgets.help import HelpPage
from adapters.console.widgets.message import button_rows
from bot.domain.events import ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.views.text import as_text
from bot.views.view import Button, Buttons, Quote, Text, View
from tests.adapters.console.screening import choice, drawn, playing, said, settled
from tests.adapters.console.stand import CLOSES, DRAFT, OPENS, Stand
from tests.support.further import only_further


async def test_the_rooms_show_what_is_sent_and_what_changes() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        sent = await stand.console.send(stand.team, View((Text("First."),), "s"), "k1")
        await stand.console.send(stand.team, View((Text("Second."),), "s"), "k2")
        await settled(app, pilot)
        assert said(app.rooms.all[0]) == ["First.", "Second."]
        await stand.console.edit(stand.team, sent, View((Text("First, changed."),), "s"), "k3")
        await settled(app, pilot)
        assert said(app.rooms.all[0]) == ["First, changed.", "Second."]
        assert "edited" in drawn(app)
        assert said(app.rooms.all[1]) == []


async def test_a_button_is_pressed_a_form_is_filled_in_and_sent() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.open()
        await settled(app, pilot)
        await pilot.click(choice(app.rooms.all[1], "Answer privately"))
        await settled(app, pilot)
        assert isinstance(app.screen, FormDialog)
        assert isinstance(stand.heard[0], ButtonPressed)
        assert stand.heard[0].sender.ref == stand.amira
        await pilot.press(*"tea", "tab", "tab", "down", "enter", "ctrl+s")
        await settled(app, pilot)
        assert not isinstance(app.screen, FormDialog)
        sent = stand.heard[1]
        assert isinstance(sent, FormSubmitted)
        assert {name: text.reveal() for name, text in sent.values.items()} == {
            "stay": "tea",
            "change": "",
            "kind": "all",
        }
        assert said(app.rooms.all[1])[-1].startswith("Saved.")
        assert not any(text.startswith("Saved.") for text in said(app.rooms.all[0]) + said(app.rooms.all[2]))


async def test_a_form_with_mistakes_stays_open_and_says_them() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.open()
        await settled(app, pilot)
        choice(app.rooms.all[1], "Answer privately").focus()
        await pilot.press("enter")
        await settled(app, pilot)
        app.screen.query(TextArea).last().text = "x" * 201
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert "Please keep this to 200 characters; there are 201." in drawn(app)
        assert len(stand.heard) == 1
        await pilot.press("escape")
        await settled(app, pilot)
        assert not isinstance(app.screen, FormDialog)
        assert stand.client.forms == {}


@only_further
async def test_what_the_bot_finds_wrong_is_shown_beside_what_was_filled_in() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.open()
        await stand.act(stand.console.press("amira", stand.amira, "Answer privately"))
        await settled(app, pilot)
        app.sync_form()
        await settled(app, pilot)
        await pilot.press(" ", "ctrl+s")
        await settled(app, pilot)
        assert isinstance(app.screen, FormDialog)
        assert "! Write a few words, or close the form." in drawn(app)
        assert [box.value for box in app.screen.query(FieldBox)] == [" ", "", ""]


async def test_words_and_commands_are_typed() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await pilot.press(*"hi @ben", "enter")
        await settled(app, pilot)
        await pilot.press("slash", *"help me", "enter")
        await settled(app, pilot)
        words, command = stand.heard
        assert isinstance(words, MessageReceived)
        assert (words.text.reveal(), words.where, words.addressed) == ("hi <@ben>", stand.team, False)
        assert isinstance(command, ChatCommandTyped)
        assert command.text == "help me"
        assert said(app.rooms.all[0]) == [
            "hi @ben",
            "I heard you.",
            "/folkmoot help me",
            "There is no command “help me”. Try help.",
        ]
        assert app.query_one("#line", Input).value == ""


async def test_another_person_sees_what_is_theirs() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await pilot.press("slash", *"x", "enter")
        await settled(app, pilot)
        assert len(said(app.rooms.all[0])) == 2
        await pilot.press("f5")
        await settled(app, pilot)
        assert app.person == "ben"
        assert app.query_one("#person", Select).value == "ben"
        assert said(app.rooms.all[0]) == []
        assert app.rooms.all[1].place == stand.ben
        assert app.rooms.active is app.rooms.all[1]
        app.query_one("#person", Select).value = "lena"
        await settled(app, pilot)
        assert app.rooms.active.place == stand.lena
        assert "as Lena" in app.query_one("#line", Input).placeholder


async def test_acting_in_anothers_messages_is_being_them() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.open()
        await settled(app, pilot)
        await pilot.click(choice(app.rooms.all[2], "Remind me tomorrow"))
        await settled(app, pilot)
        assert app.person == "lena"
        assert stand.heard[0].sender.ref == stand.lena
        assert said(app.rooms.all[2])[-1] == "Noted: later."


async def test_time_is_moved() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        assert "Tuesday 24 November 2026, 10:00" in drawn(app)
        await pilot.press("f2")
        await settled(app, pilot)
        assert (stand.now() - OPENS).total_seconds() == 3600
        await pilot.press("f3")
        await settled(app, pilot)
        assert stand.now() == CLOSES
        assert "Thursday 26 November 2026, 18:00" in drawn(app)
        assert "Draft  ·  nothing more is due" in drawn(app)
        assert said(app.rooms.all[0]) == [as_text(DRAFT)]
        await pilot.press("f3")
        await settled(app, pilot)
        assert stand.now() == CLOSES


@only_further
async def test_the_story_is_played_and_paused() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        app._play_on()
        await settled(app, pilot)
        assert stand.played == 0
        await pilot.press("f4")
        for played in (1, 2, 3):
            app._play_on()
            await settled(app, pilot)
            assert "The story  The first round of Crisis line begins." in drawn(app)
            assert stand.played == played
            assert "▶ the story plays" in drawn(app)
        assert not isinstance(app.screen, FormDialog), "a form of somebody else does not come up"
        await pilot.press("f1")
        app._play_on()
        await settled(app, pilot)
        assert isinstance(app.screen, HelpPage)
        assert app.playing, "nothing goes on behind the help page"
        await pilot.press("x")
        app._play_on()
        await settled(app, pilot)
        assert not app.playing
        assert "‖ the story waits" in drawn(app)


async def test_one_step_at_a_time_and_what_goes_wrong_is_said() -> None:
    stand = Stand()

    async def broken() -> None:
        raise LookupError("no such button [here]")

    async with playing(stand) as (app, pilot):
        stand.steps = [stand.open, broken]
        await pilot.press("f6", "f6")
        await settled(app, pilot)
        assert stand.played == 1
        assert any("no such button [here]" in n.message for n in app._notifications)
        await pilot.press("f2")
        await settled(app, pilot)
        assert stand.now() > OPENS


@pytest.mark.parametrize("key", ["ctrl+c", "f10"])
async def test_leaving_ends_the_screen(key: str) -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert not app.is_running or app._exit
    await stand.open()
    assert not stand.client._listeners


@only_further
async def test_leaving_from_the_line_and_from_a_form() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.open()
        await pilot.press("q")
        await settled(app, pilot)
        assert app.query_one("#line", Input).value == "q"
        choice(app.rooms.all[1], "Answer privately").press()
        await settled(app, pilot)
        assert isinstance(app.screen, FormDialog)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app._exit


@only_further
async def test_a_narrow_terminal_shows_one_room_and_tabs() -> None:
    stand = Stand()
    async with playing(stand, (80, 24)) as (app, pilot):
        await settled(app, pilot)
        assert [room.display for room in app.rooms.all] == [True, False, False]
        assert "#crisis-line  Amira and Folkmoot" in drawn(app)
        await pilot.press("f7")
        await settled(app, pilot)
        assert [room.display for room in app.rooms.all] == [False, True, False]
        await pilot.click("#tab-2")
        await settled(app, pilot)
        assert app.rooms.active is app.rooms.all[2]
        await stand.console.send(stand.team, View((Text("News."),), "s"), "k1")
        await settled(app, pilot)
        assert "#crisis-line (1 new)" in drawn(app)
        await pilot.click("#tab-0")
        await settled(app, pilot)
        assert "new)" not in drawn(app)
        await pilot.resize_terminal(140, 40)
        await settled(app, pilot)
        assert all(room.display for room in app.rooms.all)


async def test_help_says_every_key() -> None:
    async with playing(Stand()) as (app, pilot):
        await pilot.press("f1")
        await settled(app, pilot)
        shown = drawn(app)
        for key in ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "Ctrl+C"):
            assert key in shown
        await pilot.press("h")
        await settled(app, pilot)
        assert not isinstance(app.screen, HelpPage)
        assert app.stage.now() == OPENS


HOSTILE = "[bold red]x[/] \x1b[2J [@click=app.quit]go[/] \u202e[/nothing]"


async def test_words_are_never_markup() -> None:
    """C13: brackets are shown as they are, in words, names and buttons; nothing in them can be pressed."""
    stand = Stand()
    stand.client.add_person("amira", HOSTILE, HOSTILE)
    view = View((Text(HOSTILE), Quote(HOSTILE), Buttons((Button("[red]y[/]", "a"),))), "s")
    async with playing(stand, (160, 44)) as (app, pilot):
        await stand.console.send(stand.team, view, "k1")
        await settled(app, pilot)
        shown = drawn(app)
        assert "[bold red]x[/]" in shown
        assert "[red]y[/]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert shown.count("[bold red]x[/]") >= 4, "in the bar, the room, the words and the quote"


async def test_read_as_markup_they_would_not_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(message, "Content", Content.from_markup)
    box = message.Choice(Button("[red]y[/]", "a"))
    assert Content.from_text(box.label).plain == "y"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(100, [["Yes", "No", "Later"]]), (14, [["Yes", "No"], ["Later"]]), (4, [["Yes"], ["No"], ["Later"]])],
)
def test_buttons_stand_in_as_many_rows_as_they_need(columns: int, expected: list[list[str]]) -> None:
    buttons = [Button("Yes", "y"), Button("No", "n"), Button("Later", "l")]
    assert [[button.label for button in row] for row in button_rows(buttons, columns)] == expected


async def test_a_message_of_buttons_alone_shows_them() -> None:
    stand = Stand()
    async with playing(stand) as (app, pilot):
        await stand.console.send(stand.team, View((Buttons((Button("Yes", "y"),)),), "A question"), "k1")
        await stand.console.send(stand.team, View((), "Nothing but a summary"), "k2")
        await settled(app, pilot)
        assert choice(app.rooms.all[0], "Yes").region.height == 1
        assert "Nothing but a summary" in drawn(app)


def test_the_screen_library_is_loaded_for_the_screen_alone() -> None:
    fronts = "adapters.fake, adapters.console.app, adapters.console.printer, adapters.console.stage"
    loaded = "import sys, {}; sys.exit('textual' in sys.modules)"
    plain = subprocess.run([sys.executable, "-c", loaded.format(fronts)], check=False)
    screen = subprocess.run([sys.executable, "-c", loaded.format("adapters.console.screen")], check=False)
    assert (plain.returncode, screen.returncode) == (0, 1)


def test_lines_for_the_screen_are_as_wide_as_asked() -> None:
    assert max(len(span.text) for line in render.render_view(DRAFT, 24) for span in line) <= 24
