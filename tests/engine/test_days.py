"""Days that people name: leave and pauses hold on their days and on no others; buttons with days are for who may use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Rule, parse_schedule
from bot.chatcommands.complete_command import named_command
from bot.domain.commands import PauseSchedule
from bot.domain.errors import Refusal
from bot.domain.model import Member, Organisation, Schedule, Team
from bot.domain.outcomes.answering import AwayNoted
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.dates import DaysAsked, DaysNotUnderstood
from bot.domain.outcomes.drafts import DraftKept
from bot.domain.outcomes.schedules import SchedulePaused
from bot.domain.stretch import Stretch
from bot.engine import dates
from bot.engine.rounds import deadlines, merge_plan
from tests.support.actions import cancel, opened
from tests.support.world import World

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
TODAY = NOW.date()
NAMING = dates.DayContext(NOW, "UTC", dates.LEAVE, "away")
days_to_come = st.integers(1, 400).map(lambda ahead: TODAY + timedelta(days=ahead))
HAVEN, TEAM = Organisation(id="org", zone="UTC"), Team(id="t", name="Wards")


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    first, until = sorted(draw(st.sets(days_to_come, min_size=2, max_size=2)))
    return Stretch(draw(st.sampled_from([None, first])), until, draw(st.booleans()))


@given(days=st.one_of(stretches(), st.just(Stretch(None, None)), days_to_come.map(lambda first: Stretch(first, None))))
def test_a_buttons_days_are_those_that_were_offered(days: Stretch) -> None:
    assert dates.chosen_days(dates._token_of(days), NAMING) == days


@pytest.mark.parametrize("token", ["", "x", "-20260303", "-20261399", "20260401-2026040", "-20260401x"])
def test_a_button_with_no_days_to_come_is_refused(token: str) -> None:
    with pytest.raises(Refusal):
        dates.chosen_days(token, NAMING)


def test_days_that_have_begun_since_they_were_offered_hold_from_now_on() -> None:
    assert dates.chosen_days("20260303-20260310", NAMING) == Stretch(None, date(2026, 3, 10))


@given(days=stretches(), ahead=st.integers(0, 500))
def test_leave_is_heeded_on_its_days_and_on_no_others(days: Stretch, ahead: int) -> None:
    member = Member(id="m", name="Amira").on_leave(days)
    day = TODAY + timedelta(days=ahead)
    away = (days.first or TODAY) <= day < (days.until or date.max)
    assert merge_plan.is_askable(member, NOW + timedelta(days=ahead), "UTC") is not away
    assert merge_plan.is_askable(member.on_leave(None), NOW + timedelta(days=ahead), "UTC")


@given(days=stretches())
def test_a_pause_takes_its_own_days_from_the_schedule(days: Stretch) -> None:
    paused = replace(schedule("every day at 10:00"), paused=True, paused_from=days.first, paused_until=days.until)
    sends = [one.local_date for one in deadlines.coming_sends(HAVEN, TEAM, paused, NOW, 900)]
    assert not [day for day in sends if days.holds(day)]
    assert [day for day in sends if not days.holds(day)] == sends
    lost = 900 - (sends[-1] - TODAY).days
    assert -lost == ((days.until or TODAY) - (days.first or TODAY + timedelta(days=1))).days


def test_a_pause_to_come_is_not_over_before_it_began() -> None:
    paused = replace(
        schedule("every day at 10:00"), paused=True, paused_from=date(2026, 4, 3), paused_until=date(2026, 4, 8)
    )
    assert deadlines.without_past_pause(paused, date(2026, 3, 20)) == paused
    assert deadlines.without_past_pause(paused, date(2026, 4, 7)) == paused
    assert not deadlines.without_past_pause(paused, date(2026, 4, 8)).paused


def schedule(words: str) -> Schedule:
    rule = parse_schedule(words, today=TODAY)
    assert isinstance(rule, Rule)
    return Schedule(id="s", team="t", rule=rule.to_text(), words=words, asked_until=NOW)


async def test_today_is_that_of_the_team_in_which_one_is_asked() -> None:
    """Late on Monday in London it is Tuesday in Tokyo: until Tuesday is in a week."""
    world = World()
    await opened(world, {"Alpha": ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita")})
    world.clock.at = datetime(2026, 3, 9, 16, tzinfo=UTC)
    heard = await world.command("amira", "away until Tuesday")
    assert heard.told(AwayNoted).days == Stretch(None, date(2026, 3, 10))
    await world.command("ada", "schedule set Alpha: every other Tuesday at 10:00 Asia/Tokyo")
    heard = await world.command("amira", "away until Tuesday")
    assert heard.told(AwayNoted).days == Stretch(None, date(2026, 3, 17))
    heard = await world.command("ada", "schedule pause Alpha until Tuesday")
    assert heard.told(SchedulePaused).pause == Stretch(None, date(2026, 3, 17))


PAUSES = {
    "": ("", ""),
    "Crisis line": ("Crisis line", ""),
    "for Crisis line": ("Crisis line", ""),
    "until Monday": ("", "until Monday"),
    "for two weeks": ("", "for two weeks"),
    "Crisis line until 1 September": ("Crisis line", "until 1 September"),
    "for Crisis line for 2 weeks": ("Crisis line", "for 2 weeks"),
    "Crisis line next week": ("Crisis line", "next week"),
    "Crisis line from 3 to 7 April": ("Crisis line", "from 3 to 7 April"),
    "“Until Dawn” until Monday": ("Until Dawn", "until Monday"),
    '"Next steps"': ("Next steps", ""),
}


@pytest.mark.parametrize("typed", PAUSES)
def test_the_team_and_the_days_of_a_pause_are_told_apart(typed: str) -> None:
    team, when = PAUSES[typed]
    named = named_command(f"schedule pause {typed}")
    assert named is not None
    spec, rest = named
    assert spec.read(rest) == PauseSchedule(team=team, when=when)


async def test_a_button_with_the_days_of_a_pause_is_for_who_leads_the_team_and_admins() -> None:
    world = World()
    await opened(world)
    asked = (await world.command("ada", "schedule pause Alpha until 1 September")).told(DaysAsked)
    (choice,) = asked.choices
    assert (await world.press("amira", asked.action, choice.token)).told(NotForYou)
    assert not await world.read(lambda uow: uow.schedules.where()[0].paused)
    for who in ("hal", "ada"):
        assert (await world.press(who, asked.action, choice.token)).told(SchedulePaused).pause == choice.days
    assert (await world.press("ada", asked.action, "nothing:-20270101")).told(NotForYou)


@pytest.mark.parametrize("is_asked", [True, False])
async def test_what_is_typed_behind_away_and_is_no_day_is_not_stored_openly(is_asked: bool) -> None:
    """The words may be an answer that begins like a command: no message that is kept repeats them."""
    world = World()
    await opened(world)
    if not is_asked:
        await cancel(world)
    heard = await world.command("amira", "away until the manager Sarah leaves")
    assert heard.told(DraftKept if is_asked else DaysNotUnderstood)
    kept = await world.read(lambda uow: repr(uow.outbox.where()))
    assert "Sarah" not in kept
    assert "manager" not in kept
