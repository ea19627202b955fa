"""Windows of one team: what is read, which hold for teams that are asked together, and what `undo` puts back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.calendar import Rule, parse_schedule
from bot.chatcommands import BY_NAME, Wrong
from bot.domain.model import Organisation, OwnWindows, Team
from bot.domain.outcomes.repairs import ChangeUndone
from bot.domain.outcomes.windows import WindowsSet, WindowsTold
from bot.domain.window_commands import SetWindows
from bot.engine.rounds import deadlines
from bot.views.text import as_text
from tests.engine.test_question_packs import PACK
from tests.support.actions import FORTNIGHTLY, TEAM, opened
from tests.support.places import person
from tests.support.world import World

READ = {
    "all: answer 4 days": SetWindows(answer_days=4),
    "answer 4 days for every team": SetWindows(answer_days=4),
    "Ward 7: answer 5 days, check 3 days": SetWindows(team="Ward 7", answer_days=5, check_days=3),
    "answer 5 days for Ward 7": SetWindows(team="Ward 7", answer_days=5),
    "5 working days to answer for “Ward 7”": SetWindows(team="Ward 7", answer_days=5),
    "Ward 7: answering for 5 days and checking 3; closes at 17.30": SetWindows(
        team="Ward 7", answer_days=5, check_days=3, close_at="17.30"
    ),
    "decide 2, close 9": SetWindows(decide_days=2, close_at="9"),
    "close at 5 p.m. and check 3 days": SetWindows(close_at="5 p.m.", check_days=3),
    "close half past four in the afternoon 3 days to check": SetWindows(
        close_at="half past four in the afternoon", check_days=3
    ),
    "close noon, answer 2 for Ward 7": SetWindows(team="Ward 7", close_at="noon", answer_days=2),
    "open for five working days and check for one day": SetWindows(answer_days=5, check_days=1),
    "give people two business days to answer": SetWindows(answer_days=2),
    "all open 4 weekdays": SetWindows(answer_days=4),
    "for Ward 7: check a day": SetWindows(team="Ward 7", check_days=1),
    "answer: 5 days, close = 17:00": SetWindows(answer_days=5, close_at="17:00"),
    "Ward 7: answer: two days": SetWindows(team="Ward 7", answer_days=2),
    "close by 5pm, check 2 working days": SetWindows(close_at="5pm", check_days=2),
    "close 17:00 3 days to check": SetWindows(close_at="17:00", check_days=3),
    "close 8pm open 2 days": SetWindows(close_at="8pm", answer_days=2),
}
NOT_READ = ("", "Ward 7", "Ward 7: 5", "answer 0 days", "answer 31 days", "close", "answer 3 days, answer 4 days")
NOT_READ += ("answer a", "open 9", "open two", "check half a day", "open 1.5 days", "open 2-3 days", "a week")
NOT_READ += ("answer 4 days open 3 days",)
NEAREST = {
    "Ward 7 check two days": "windows set TEAM: check 2 days",
    "“Night shift” close 5pm, answer 3": "windows set TEAM: answer 3 days, close 17:00",
    "open a week, check 3 days": "answer 5 days, check 3 days",
    "Ward 7: check 24 hours": "check 1 day",
    "close 3 days": "answer 3 days",
    "Ward 7: closes in a week": "answer 5 days",
    "7 weeks to answer": "1 to 30 working days",
    "open 0 days": "1 to 30 working days",
}
"""What is not read, and the nearest form that is offered; without words of who typed it (C11b)."""


@pytest.mark.parametrize("words", READ)
def test_what_is_read(words: str) -> None:
    assert BY_NAME["windows set"].read(words) == READ[words]


@pytest.mark.parametrize("words", NOT_READ)
def test_what_is_refused(words: str) -> None:
    assert isinstance(BY_NAME["windows set"].read(words), Wrong)


@pytest.mark.parametrize("words", NEAREST)
def test_the_nearest_form_is_said(words: str) -> None:
    wrong = BY_NAME["windows set"].read(words)
    assert isinstance(wrong, Wrong) and NEAREST[words] in wrong.problem
    assert "Ward" not in wrong.problem and "Night" not in wrong.problem


CLOSES = {
    "17:00": "17:00",
    "17.30": "17:30",
    "5pm": "17:00",
    "5:30 p.m.": "17:30",
    "17h": "17:00",
    "0930": "09:30",
    "noon": "12:00",
    "half past four in the afternoon": "16:30",
    "9": "09:00",
    "17": "17:00",
}
UNREADABLE = {
    "midnight": "both ends of a day",
    "5": "in the morning",
    "25:00": "no time of day",
    "the door": "cannot read",
    "noon then": "cannot read",
}


@pytest.mark.parametrize("words", CLOSES)
async def test_a_time_is_read_as_in_a_schedule(words: str) -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", f"windows set Alpha: close {words}, answer 4 days")
    assert await windows_of_alpha(world) == OwnWindows(close_at=CLOSES[words], answer_days=4)
    if words not in ("9", "17"):
        rule = parse_schedule(f"every Tuesday at {words}", today=date(2026, 3, 2))
        assert isinstance(rule, Rule) and rule.at.isoformat("minutes") == CLOSES[words]


@pytest.mark.parametrize("words", UNREADABLE)
async def test_what_is_no_time_changes_nothing_and_is_told_why(words: str) -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    since = len(world.platform.sent)
    await world.command("ada", f"windows set Alpha: answer 5 days, close {words}", person("ada"))
    await world.settle()
    told = "\n".join(as_text(sent.view) for sent in world.seen_by(person("ada"), since))
    assert UNREADABLE[words] in told and "Nothing was changed" in told
    assert await windows_of_alpha(world) == OwnWindows()


def test_teams_that_are_asked_together_have_the_most_days_of_each() -> None:
    plain = Team(id="a", name="A")
    long = replace(plain, id="b", windows=OwnWindows(answer_days=6, close_at="20:00"))
    short = replace(plain, id="c", windows=OwnWindows(answer_days=1, decide_days=4))
    found = deadlines.windows_of(Organisation(id="org"), [plain, long, short])
    assert (found.answer_days, found.check_days, found.decide_days, found.close_at) == (6, 2, 4, "20:00")
    assert deadlines.windows_of(Organisation(id="org"), [short]).answer_days == 1, (
        "a team's own may be shorter, for it alone"
    )


async def windows_of_alpha(world: World) -> OwnWindows:
    return await world.read(lambda uow: uow.teams.where(name="Alpha")[0].windows)


async def test_undo_puts_back_what_was() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", "windows set Alpha: answer 5 days")
    await world.command("ada", "windows set Alpha: check 4 days")
    assert await windows_of_alpha(world) == OwnWindows(answer_days=5, check_days=4)
    assert (await world.command("ada", "undo change")).told(ChangeUndone)
    assert await windows_of_alpha(world) == OwnWindows(answer_days=5)


async def days_told(world: World) -> list[int]:
    rows = sorted(await world.read(lambda uow: uow.outbox.where()), key=lambda row: row.created_at)
    return [row.outcome.line.answer_days for row in rows if isinstance(row.outcome, WindowsTold)]


async def test_the_channel_hears_of_other_windows_however_they_came() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", "windows set all: answer 5 days")
    world.clock.move(timedelta(seconds=1))
    await world.command("ada", "undo change")
    world.clock.move(timedelta(seconds=1))
    assert (await days_told(world)) == [5, Organisation(id="org").window_days]
    await world.command("ada", f"questions import\n{PACK}", person("ada"))
    assert (await days_told(world))[2:] == [4]


async def test_a_running_round_keeps_its_own() -> None:
    world = World()
    await opened(world)
    before = await world.rounds()
    assert (await world.command("ada", "windows set Alpha: answer 9 days")).told(WindowsSet).running
    assert await world.rounds() == before
