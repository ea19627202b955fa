"""Windows fitted to the rhythm: a team that is asked every week has its final before it is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.model import Organisation, OwnWindows, Round, RoundState, Team, Windows
from bot.domain.outcomes.repairs import RoundRehearsed
from bot.domain.outcomes.windows import WindowsLine, WindowsSet, WindowsShown, WindowsTold
from bot.engine.rounds import deadlines, fitting
from bot.views.text import as_text
from tests.support.actions import FORTNIGHTLY, TEAM, answer_open_rounds
from tests.support.clock import START
from tests.support.places import person
from tests.support.world import World

WEEKLY = "every Tuesday at 10:00"
WEDNESDAYS = "every Wednesday at 08:30"
WEEK = timedelta(days=7)
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
HAVEN = Organisation(id="org", zone="Europe/London")
PLAIN = Team(id="a", name="A")


def days(found: Windows) -> tuple[int, int]:
    return (found.answer_days, found.check_days)


def fitted(*own: OwnWindows, opens: datetime = TUESDAY, after: timedelta = WEEK, of: Organisation = HAVEN) -> Windows:
    teams = [replace(PLAIN, id=str(number), windows=one) for number, one in enumerate(own)] or [PLAIN]
    return fitting.fit_windows(of, teams, "Europe/London", opens, opens + after)


async def four_weeks(world: World) -> tuple[list[Round], dict[str, datetime]]:
    """Everybody answers every round of a weekly team for four weeks; the rounds by their opening, and when each was final."""
    await world.found({"Alpha": TEAM}, WEEKLY)
    finals: dict[str, datetime] = {}
    answered: set[str] = set()
    for step in range(4 * 21):
        world.clock.move(TUESDAY + timedelta(hours=8 * step) - world.clock.now())
        await world.settle()
        await answer_open_rounds(world, answered)
        for round_ in await world.rounds(state=RoundState.FINAL):
            finals.setdefault(round_.id, world.clock.now())
    rounds = [row for row in await world.rounds() if row.opened_at]
    return sorted(rounds, key=lambda row: row.opened_at or START), finals


async def test_a_weekly_team_is_asked_on_each_date_and_has_each_final_before_the_next() -> None:
    world = World()
    rounds, finals = await four_weeks(world)
    assert [row.opened_at.date() for row in rounds if row.opened_at] == [(TUESDAY + n * WEEK).date() for n in range(4)]
    assert await world.rounds(state=RoundState.SKIPPED) == []
    for number, row in enumerate(rounds):
        assert finals[row.id] < TUESDAY + (number + 1) * WEEK
        assert days(row.windows) == (3, 1)


async def test_control_without_the_fitting_every_other_date_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_set(organisation: Organisation, teams: list[Team], *_: object) -> Windows:
        return deadlines.windows_of(organisation, teams)

    monkeypatch.setattr(fitting, "fit_windows", as_set)
    world = World()
    rounds, _ = await four_weeks(world)
    assert len(rounds) == 2
    assert {row.why for row in await world.rounds(state=RoundState.SKIPPED)} == {"running"}


def test_the_check_is_shortened_and_never_the_answering() -> None:
    assert days(fitted()) == (3, 1)
    assert days(fitted(of=replace(HAVEN, check_days=4))) == (3, 1)
    assert days(fitted(of=replace(HAVEN, window_days=4, check_days=4))) == (4, 4), "nothing fits"
    assert days(fitted(after=timedelta(days=2, hours=10))) == (3, 2), "nothing fits"


def test_an_end_at_the_very_instant_of_the_next_date_is_too_late() -> None:
    opens = TUESDAY.replace(hour=18)
    assert days(fitted(opens=opens)) == (3, 1)
    assert days(fitted(opens=opens + timedelta(minutes=1))) == (3, 2)


def test_a_bank_holiday_in_between_takes_a_day_of_it() -> None:
    english = replace(HAVEN, country="GB", region="ENG", check_days=3)
    before_may = datetime(2026, 4, 27, 9, tzinfo=UTC)
    for of, checked in ((replace(HAVEN, check_days=3), 2), (english, 1)):
        assert days(fitted(opens=before_may, of=of, after=timedelta(days=8))) == (3, checked)


def test_every_two_weeks_and_every_day_are_as_they_were() -> None:
    assert fitted(after=2 * WEEK) == deadlines.windows_of(HAVEN, [PLAIN])
    assert fitted(after=timedelta(days=1)) == deadlines.windows_of(HAVEN, [PLAIN]), "nothing fits"
    assert fitting.fit_windows(HAVEN, [PLAIN], "Europe/London", TUESDAY) == deadlines.windows_of(HAVEN, [PLAIN])


def test_days_that_a_team_has_set_for_itself_are_not_changed() -> None:
    assert days(fitted(OwnWindows(check_days=2))) == (3, 2), "nothing fits"
    assert days(fitted(OwnWindows(answer_days=3, check_days=2))) == (3, 2)
    assert days(fitted(OwnWindows(answer_days=9))) == (9, 2), "nothing fits"
    assert days(fitted(OwnWindows(), OwnWindows(check_days=2))) == (3, 2), "of teams together the longest"
    assert days(fitted(OwnWindows(answer_days=1), OwnWindows(answer_days=2))) == (2, 2), "it fits as it was set"
    assert days(fitted(OwnWindows(close_at="17:00"))) == (3, 1)


async def opened_by_hand(schedules: dict[str, str], run: str) -> Round:
    """The round of Alpha with its five people and Beta with its four, or of one of them with all, on a Wednesday."""
    world = World()
    world.clock.move(timedelta(days=2))
    people = {"Alpha": TEAM[:5], "Beta": TEAM[5:]} if len(schedules) > 1 else {"Alpha": TEAM}
    await world.found(people)
    for name, words in schedules.items():
        if words:
            await world.command("ada", f"schedule set {name}: {words}")
    await world.command("ada", f"run now {run}")
    (round_,) = await world.rounds(state=RoundState.OPEN)
    assert len(round_.teams) == len(schedules)
    return round_


async def test_a_round_that_is_opened_by_hand_ends_before_the_next_date() -> None:
    round_ = await opened_by_hand({"Alpha": WEDNESDAYS}, "Alpha")
    assert days(round_.windows) == (3, 1)
    assert round_.check_until and round_.check_until < TUESDAY + timedelta(days=8)


async def test_a_round_that_is_opened_by_hand_right_before_a_date_costs_this_one_alone() -> None:
    for rhythm, checked in (("every Wednesday at 10:00", 1), ("every weekday at 10:00", 2)):
        world = World()
        await world.found({"Alpha": TEAM})
        world.clock.move(timedelta(days=1, hours=23))
        await world.command("ada", f"schedule set Alpha: {rhythm}")
        rehearsed = (await world.command("ada", "dry run Alpha", person("ada"))).told(RoundRehearsed)
        await world.command("ada", "run now Alpha")
        (round_,) = await world.rounds(state=RoundState.OPEN)
        assert days(round_.windows) == (3, checked) and round_.check_until == rehearsed.check_until
        for _ in range(8 * 8):
            world.clock.move(timedelta(hours=3))
            await world.settle()
        left_out = [row.occasion[-10:] for row in await world.rounds(state=RoundState.SKIPPED)]
        assert left_out == ["2026-03-04"] or checked == 2


async def test_teams_asked_together_follow_the_schedule_that_counts_whoever_opens_their_round() -> None:
    monthly = "every month on the first Monday at 10:00"
    for run in ("Alpha", "Beta"):
        assert days((await opened_by_hand({"Alpha": WEDNESDAYS, "Beta": ""}, run)).windows) == (3, 1)
        assert days((await opened_by_hand({"Alpha": monthly, "Beta": WEDNESDAYS}, run)).windows) == (3, 2)


async def test_a_dry_run_shows_what_such_a_round_would_be() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, WEEKLY)
    world.clock.move(TUESDAY - world.clock.now())
    told = (await world.command("ada", "dry run Alpha", person("ada"))).told(RoundRehearsed)
    assert told.check_until == datetime(2026, 3, 9, 18, tzinfo=UTC)


async def shown(world: World) -> tuple[str, tuple[WindowsLine, ...]]:
    since = len(world.platform.sent)
    told = (await world.command("ada", "windows show", person("ada"))).told(WindowsShown)
    await world.settle()
    return "\n".join(as_text(sent.view) for sent in world.seen_by(person("ada"), since)), told.shortened


async def test_windows_show_says_whose_next_round_is_shortened() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, WEEKLY)
    words, (line,) = await shown(world)
    assert (line.team, line.answer_days, line.check_days) == ("Alpha", 3, 1)
    assert "Alpha: 3 working days to answer, 1 to check the draft" in words
    await world.command("ada", f"schedule set Alpha: {FORTNIGHTLY}")
    words, lines = await shown(world)
    assert lines == () and "shortened" not in words


async def test_who_sets_windows_that_a_rhythm_shortens_is_told_and_so_is_the_team() -> None:
    world = World()
    await world.found({"Alpha": TEAM}, WEEKLY)
    told = (await world.command("ada", "windows set check 4 days")).told(WindowsSet)
    assert [(line.answer_days, line.check_days) for line in told.shortened] == [(3, 1)]
    (heard,) = [
        m.outcome for m in await world.read(lambda uow: uow.outbox.where()) if isinstance(m.outcome, WindowsTold)
    ]
    assert heard.line.check_days == 4 and heard.shortened and heard.shortened.check_days == 1
    told = (await world.command("ada", "windows set Alpha: answer 3 days, check 2 days")).told(WindowsSet)
    assert told.shortened == () and told.overlaps, "own windows stay, and the warning with them"
