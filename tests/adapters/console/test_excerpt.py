"""A scene takes no more lines than are left: its longest messages are cut first, then all to a line, then the last are left out."""

from __future__ import annotations

import io

import pytest

from adapters.console.excerpt import ExcerptPrinter
from adapters.console.printer import COLUMNS
from bot.views.messages.summaries import HEADINGS
from bot.views.text import display_width
from bot.views.view import Text, View
from tests.adapters.console.stand import Stand

LONG = "We are told of changes to the rota two days before they begin, and nobody asks us whether it can be done. " * 3


async def scene(rooms: int, allowed: int | None, texts: int = 6) -> tuple[list[str], ExcerptPrinter]:
    """What is printed of a scene in which the bot posts long messages, one in each of so many rooms."""
    stand, stream = await Stand().begin(), io.StringIO()
    printer = ExcerptPrinter(stand.client, stream, stand.zone)
    printer.most = 100
    if allowed is not None:
        printer.allow(allowed)
    for number in range(rooms):
        stand.client.add_channel(f"team-{number}")
        view = View((Text(f"Final {number}: {LONG}"), *(Text(LONG) for _ in range(number % texts))), "s")
        await stand.console.send(stand.client.channel(f"team-{number}"), view, f"k{number}")
    printer.end_scene()
    return stream.getvalue().splitlines(), printer


@pytest.mark.parametrize(("rooms", "allowed"), [(3, 60), (3, 20), (12, 60), (12, 20), (12, 10), (12, 4), (200, 100)])
async def test_a_scene_takes_no_more_lines_than_it_may(rooms: int, allowed: int) -> None:
    lines, printer = await scene(rooms, allowed)
    assert len(lines) <= allowed
    assert printer.lines == len(lines)
    assert max(map(display_width, lines)) <= COLUMNS
    assert len((await scene(rooms, None))[0]) > allowed or allowed == 60, (
        "negative control: it is longer where it may be"
    )


async def test_what_fits_is_whole_and_what_does_not_is_cut_as_little_as_possible() -> None:
    whole, printer = await scene(3, None)
    assert printer.cut == 0
    assert (await scene(3, len(whole)))[0] == whole
    lines, printer = await scene(3, len(whole) - 4)
    assert len(whole) - 10 < len(lines) <= len(whole) - 4
    assert printer.cut == sum(line.endswith("  …") for line in lines) == 1, "the longest alone"


async def test_every_room_has_its_line_as_long_as_there_is_one_and_what_is_left_out_is_counted() -> None:
    lines, printer = await scene(12, 16)
    assert [f"Final {number}:" in "\n".join(lines) for number in range(12)] == [True] * 12
    assert (printer.cut, printer.left_out) == (12, 0)
    lines, printer = await scene(12, 9)
    assert "Final 4:" in "\n".join(lines) and "Final 5:" not in "\n".join(lines)
    assert (printer.cut, printer.left_out) == (5, 7)
    assert lines[-2].endswith("…")


async def test_where_points_are_told_every_heading_of_a_final_is() -> None:
    stand, stream = await Stand().begin(), io.StringIO()
    printer = ExcerptPrinter(stand.client, stream, stand.zone)
    printer.most, printer.points_only = 100, True
    stand.client.add_channel("team")
    said = (*HEADINGS, "1.1 Parking – some people", "What else there is")
    await stand.console.send(
        stand.client.channel("team"), View((Text("Final"), *(Text(each) for each in said)), "s"), "k"
    )
    printer.end_scene()
    told = stream.getvalue()
    assert [each for each in said if each not in told] == ["What else there is"]
