"""Commands as people nearly write them: understood or answered with the nearest right form, and none misread."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from bot.chatcommands import Wrong, intents
from bot.chatcommands.intents import Meant, Nearly, read_command, read_message
from bot.chatcommands.mending import mend_command
from bot.chatcommands.topics import commands_about, topic_of
from bot.chatcommands.words import groups_in, people_in
from tests.intents.mistakes import AN_ADMIN, RIGHT, WRONG, judge, mistakes, with_mentions

PARTS = mistakes()
ALL = [line for part in PARTS.values() for line in part]
READERS = {"behind a prefix": read_command, "typed": read_message}


def test_the_table_is_large_and_says_each_thing_once() -> None:
    assert len(ALL) >= 350
    assert len({typed for typed, _ in ALL}) == len(ALL)


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("part", PARTS)
def test_nearly_every_mistake_is_understood_or_answered_with_the_nearest_form(part: str, how: str) -> None:
    found = Counter(judge(READERS[how], typed, wanted) for typed, wanted in PARTS[part])
    assert sum(found[kind] for kind in RIGHT) >= 0.95 * len(PARTS[part]), found


@pytest.mark.parametrize("how", READERS)
def test_no_mistake_is_misread(how: str) -> None:
    assert [(typed, wanted) for typed, wanted in ALL if judge(READERS[how], typed, wanted) == WRONG] == []


def test_without_mending_many_would_not_be_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(intents, "mend_command", lambda text, situation: "")
    found = Counter(judge(read_command, typed, wanted) for typed, wanted in ALL)
    assert found["understood"] < 0.45 * len(ALL), found


def test_a_word_that_is_left_over_is_never_dropped() -> None:
    """Negative controls of the rule that every word is accounted for."""
    for text in (
        "add <@amira> to Ward 7 and tell her why",
        "remove <@ben> from Ward 7 unless he answers",
        "set <@hal> as lead of Ward 7 and Night shift",
        "pause Ward 7 unless it is Monday",
        "run Ward 7 now or tomorrow",
    ):
        mended = mend_command(text, AN_ADMIN)
        meant = read_command(mended, AN_ADMIN) if mended else None
        assert (
            meant is None
            or isinstance(meant, Nearly)
            or getattr(meant.command, "team", "").lower() not in AN_ADMIN.teams
        )


def test_nothing_is_mended_for_who_has_a_round_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed words of somebody who may be answering are not looked at so; of those who have nothing to answer they are."""

    def mend(text: str, situation: object) -> str:
        raise LookupError(text)

    monkeypatch.setattr(intents, "mend_command", mend)
    for typed, _ in ALL:
        read_message(with_mentions(typed), replace(AN_ADMIN, asked=True))
    with pytest.raises(LookupError):
        read_message("add <@amira> to Ward 7", AN_ADMIN)


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("<!subteam^S123|@nurses>", "@nurses"),
        ("<!subteam^S123>", "A user group"),
        ("<#C123|ward-7>", "#ward-7"),
        ("<#C123>", "A channel"),
        ("<!channel>", "@channel"),
        ("<!here|here>", "@here"),
    ],
)
def test_a_group_is_refused_by_name(group: str, name: str) -> None:
    assert groups_in(f"member add {group} to Ward 7") == (name,)
    for text in (f"member add {group} to Ward 7", f"member add <@amira> {group} to Ward 7", f"lead set {group}"):
        meant = read_command(text, AN_ADMIN)
        assert isinstance(meant, Meant) and isinstance(meant.command, Wrong)
        assert name in meant.command.problem


def test_people_are_read_with_what_stands_between_them() -> None:
    for text in (
        "<@a>, <@b> and <@c>",
        "<@a> & <@b> + <@c>",
        "<@a>;<@b>;<@c>",
        "<@a>,<@b>, and <@c>.",
        ": <@a> <@b> <@c>",
    ):
        assert people_in(text) == (("a", "b", "c"), "")


@pytest.mark.parametrize(
    ("asked", "some"),
    [
        ("schedule set", {"schedule set"}),
        ("schedules", {"schedule set", "schedule show", "schedule remove"}),
        ("pause", {"schedule pause", "pause all"}),
        ("with my leads please", {"lead set", "lead list"}),
        ("people", {"team people", "member add"}),
        ("away", {"away"}),
        ("bananas", set()),
    ],
)
def test_a_topic_has_all_its_commands(asked: str, some: set[str]) -> None:
    found = set(commands_about(topic_of(asked)))
    assert some <= found if len(some) > 1 else some == found
