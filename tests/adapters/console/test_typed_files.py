"""A file named behind a command in the demonstration: its lines are taken as those of a file that is sent elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.console.typed_files import find_path
from bot.cli.demo import playing
from bot.cli.demo.cast import shipped_cast
from bot.cli.demo.opening import set_up_team
from bot.cli.demo.stage import DemoStage
from bot.cli.demo.world import DemoWorld, make_world
from bot.domain.text_files import MOST_BYTES
from bot.views.text import as_text

TEAM = "Crisis line"
NAMED = {
    "member add to Crisis line: people.csv": ("member add to Crisis line", "people.csv"),
    "member add to Crisis line people.CSV": ("member add to Crisis line", "people.CSV"),
    'member add to Crisis line: "my people.csv"': ("member add to Crisis line", "my people.csv"),
    "member add to Crisis line ~/lists/people": ("member add to Crisis line", "~/lists/people"),
    "Member Add people.txt": ("Member Add", "people.txt"),
    "questions import ./pack": ("questions import", "./pack"),
    "closed add days.ics": ("closed add", "days.ics"),
}
OTHERS = (
    "member add @zoe to Crisis line",
    "member add to Crisis line",
    "closed add 24/12: Christmas",
    "questions set 1 What of people.csv",
    "The list is in people.csv",
    "member add to Crisis line:\n@zoe\npeople.csv",
    "people.csv",
    "",
)


@pytest.mark.parametrize("typed", NAMED)
def test_the_last_word_is_a_path_where_it_looks_like_one(typed: str) -> None:
    assert find_path(typed) == NAMED[typed]


@pytest.mark.parametrize("typed", OTHERS)
def test_other_words_name_no_file(typed: str) -> None:
    assert find_path(typed) is None


@pytest.fixture
async def world() -> DemoWorld:
    """The demonstration after its set-up: Lena leads a team, and is an admin."""
    world = await make_world(shipped_cast(), minimal=False)
    await set_up_team(world, world.cast.teams[0])
    world.client.add_person("zoe", "Zoe Hart")
    return world


async def said(world: DemoWorld, typed: str, who: str = "lena", room: str = "") -> str:
    """Return what the bot says to somebody in private who types this, in a channel if one is named."""
    direct = world.client.direct(who)
    before = len(world.client.visible(direct, who))
    await world.type(who, typed, world.client.channel(room) if room else None)
    return "\n\n".join(as_text(one.view) for one in world.client.visible(direct, who)[before:])


@pytest.mark.parametrize("before", ["", "/", "/folkmoot "])
async def test_its_lines_are_added_as_from_a_file_that_is_sent(world: DemoWorld, tmp_path: Path, before: str) -> None:
    (tmp_path / "people.csv").write_text("name,handle\nZoe Hart,@zoe\nNobody at all,\n", encoding="utf-8")
    told = await said(world, f"{before}member add to {TEAM}: {tmp_path / 'people.csv'}")
    assert f"member add to {TEAM} {tmp_path / 'people.csv'}" in told, "what was typed stands in the room"
    assert "Zoe Hart" in told and "Nobody at all" in told


async def test_in_a_channel_it_is_a_matter_of_ones_own_messages(world: DemoWorld, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("@zoe\n", encoding="utf-8")
    told = await said(world, f"/member add to {TEAM}: {tmp_path / 'people.csv'}", room="crisis-line")
    assert "Zoe Hart" in told
    before = len(world.client.messages)
    await world.type("lena", f"member add to {TEAM}: {tmp_path / 'people.csv'}", world.client.channel("crisis-line"))
    assert len(world.client.messages) == before + 1, "what is said to others there is no command"


def put(folder: Path, trouble: str) -> Path:
    place = folder / "people.csv"
    match trouble:
        case "directory":
            place.mkdir()
        case "too large":
            place.write_bytes(b"@zoe\n" * (MOST_BYTES // 5 + 1))
        case "no text":
            place.write_bytes(b"PK\x03\x04\x00\x00")
        case "a pipe":
            os.mkfifo(place)
        case "closed":
            place.write_text("@zoe\n", encoding="utf-8")
            place.chmod(0)
        case "a loop":
            place.symlink_to(place)
    return place


TROUBLES = {
    "missing": "I find no file of that name.",
    "directory": "That is a folder",
    "too large": "at most 200 kB",
    "no text": "as CSV",
    "a pipe": "That is not a text file.",
    "a loop": "I may not read that file.",
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_cannot_be_read_is_said_in_a_sentence_of_its_own(
    world: DemoWorld, tmp_path: Path, trouble: str
) -> None:
    told = await said(world, f"member add to {TEAM}: {put(tmp_path, trouble)}")
    assert TROUBLES[trouble] in told and "Nothing was changed." in told


@pytest.mark.skipif(os.geteuid() == 0, reason="who is root may read everything")
async def test_so_is_what_may_not_be_read(world: DemoWorld, tmp_path: Path) -> None:
    assert "I may not read that file." in await said(world, f"member add to {TEAM}: {put(tmp_path, 'closed')}")


@pytest.mark.parametrize("typed", ["questions import pack.toml", "closed add days.ics"])
async def test_other_commands_that_take_a_file_do_too(world: DemoWorld, typed: str) -> None:
    assert "I find no file of that name." in await said(world, typed)


async def test_who_leads_nobody_is_told_nothing_of_a_file(world: DemoWorld, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing.csv"):
        told = await said(world, f"member add to {TEAM}: {place}", "amira")
        assert "folder" not in told and "I find no file" not in told


async def test_in_a_browser_none_is_read(world: DemoWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "people.csv").write_text("@zoe\n", encoding="utf-8")
    typed = f"member add to {TEAM}: {tmp_path / 'people.csv'}"
    monkeypatch.setattr(world.console, "reads_files", False)
    for each in (typed, f"member add to {TEAM}: {tmp_path}"):
        told = await said(world, each)
        assert "In a browser I read no files of this machine." in told and "Zoe Hart" not in told
    monkeypatch.setattr(world.console, "reads_files", True)
    assert "Zoe Hart" in await said(world, typed), "negative control"


@pytest.mark.parametrize("in_a_browser", [True, False])
def test_a_page_is_known_as_one(in_a_browser: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    async def show(stage: DemoStage, pace: float) -> None:
        seen.append(stage.console.reads_files)

    monkeypatch.setattr(playing, "show_demo", show)
    monkeypatch.delenv(playing.IN_A_BROWSER, raising=False)
    if in_a_browser:
        monkeypatch.setenv(playing.IN_A_BROWSER, "page")
    playing._on_screen(None, False, 0, False)
    assert seen == [not in_a_browser]
