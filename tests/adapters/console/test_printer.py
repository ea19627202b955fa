import io
from typing import TextIO

import pytest

from adapters.console.printer import COLUMNS, Printer, fit_column, wants_colour
from bot.views.capabilities import MINIMAL
from bot.views.text import display_width
from bot.views.view import Text, View
from tests.adapters.console.stand import Stand


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def printed(stand: Stand, stream: TextIO, colour: bool | None = None) -> str:
    await stand.begin()
    Printer(stand.client, stream, stand.zone, colour)
    while await stand.next_step():
        pass
    stream.seek(0)
    return stream.read()


async def test_a_story_is_printed_in_aligned_columns() -> None:
    text = await printed(Stand(), io.StringIO())
    assert text.startswith("── Tuesday 24 November 2026 ──")
    assert "\nTue 10:00  #crisis-line     Folkmoot    Three questions for Crisis line\n" in text
    assert "\nTue 10:05  @ben             Ben         presses [Answer privately]\n" in text
    assert "sends the form “Three questions”" in text
    assert "- What should stay as it is? The tea." in text
    assert "- Where is this felt? In the team" in text
    assert "\n── Thursday 26 November 2026 ──" in text
    assert "▎ “we lose the first half hour of every shift”" in text
    starts = [line for line in text.splitlines() if line[:3] in ("Tue", "Thu") and "first round" not in line]
    assert len(starts) > 5
    assert {line[28:40].strip() for line in starts} == {"Folkmoot", "Ben", ""}


async def test_no_line_is_wider_than_the_page() -> None:
    for stand in (Stand(), Stand(MINIMAL)):
        text = await printed(stand, io.StringIO())
        assert max(map(display_width, text.splitlines())) <= COLUMNS


@pytest.mark.parametrize(("terminal", "most"), [(80, 80), (200, COLUMNS), (10, 72)])
async def test_in_a_terminal_no_line_is_wider_than_it(
    terminal: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(terminal))
    text = await printed(Stand(), Terminal(), colour=False)
    widest = max(map(display_width, text.splitlines()))
    assert most - 10 < widest <= most


async def test_without_buttons_the_choices_are_numbered() -> None:
    text = await printed(Stand(MINIMAL), io.StringIO())
    assert "1. Answer privately" in text
    assert "Reply with a number." in text
    assert "[Answer privately]" not in text


async def test_what_one_person_sees_and_what_changed_is_said() -> None:
    stand, stream = await Stand().begin(), io.StringIO()
    printer = Printer(stand.client, stream, stand.zone)
    sent = await stand.console.send(stand.team, View((Text("First."),), "s"), "k1")
    await stand.console.edit(stand.team, sent, View((Text("Second."),), "s"), "k2")
    await stand.act(stand.console.type_text("amira", stand.team, "/nonsense"))
    await stand.open()
    await stand.act(stand.console.press("amira", stand.amira, "1"))
    await stand.act(stand.console.submit("amira", {}))
    stand.console.cancel("amira")
    text = stream.getvalue()
    assert "This message was changed and now reads:" in text
    assert text.count("Only Amira sees this.") == 2
    assert "! What should stay as it is? – Write a few words, or close the form." in " ".join(text.split())
    assert "closes the form “Three questions”" in text
    printer.close()
    await stand.open()
    assert stream.getvalue() == text


@pytest.mark.parametrize(
    ("stream", "environ", "expected"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(stream: TextIO, environ: dict[str, str], expected: bool) -> None:
    assert wants_colour(stream, environ) is expected


async def test_without_colour_nothing_steers_the_terminal() -> None:
    plain = await printed(Stand(), io.StringIO())
    assert "\x1b" not in plain
    painted = await printed(Stand(), io.StringIO(), colour=True)
    assert "\x1b[1m" in painted


@pytest.mark.parametrize(("text", "expected"), [("abc", "abc  "), ("abcdef", "abcd…"), ("危機危機", "危機…")])
def test_a_long_name_ends_in_dots(text: str, expected: str) -> None:
    assert fit_column(text, 5) == expected
