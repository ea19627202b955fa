"""Windows and rhythms that are offered where rounds run into each other: once sent as they stand, no date is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.calendar import Rule, parse_schedule
from bot.chatcommands import BY_NAME
from bot.domain.commands import SetSchedule
from bot.domain.model import Organisation, OwnWindows, RoundState, Schedule, Team
from bot.domain.outcomes.schedules import ScheduleSet
from bot.domain.outcomes.windows import RoundsOverlap, ThatFits, WindowsSet
from bot.domain.window_commands import SetWindows
from bot.engine.rounds import offers_that_fit
from bot.engine.rounds.deadlines import windows_of
from bot.engine.rounds.fitting import GroupRhythm
from bot.engine.rounds.offers_that_fit import find_fit
from bot.engine.rounds.rounds_ahead import RoundAhead, rounds_ahead
from bot.views.messages.windows import overlap_sentence
from tests.calendar.strategies import rules
from tests.engine.test_overlaps import months
from tests.support.actions import TEAM
from tests.support.further import further, steps_of
from tests.support.places import person
from tests.support.world import World

pytestmark = further
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMMAND = re.compile(r"“((?:windows|schedule) set [^”]+)”")


@dataclass(frozen=True)
class Case:
    """A team, or teams that are asked together, with a schedule and windows."""

    organisation: Organisation
    rhythm: GroupRhythm


def case_of(words: str, *own: OwnWindows, country: str = "", close_at: str = "18:00") -> Case:
    rule = parse_schedule(words, today=NOW.date())
    assert isinstance(rule, Rule)
    return of_rule(rule, own or (OwnWindows(),), country, (3, 2, 2), close_at)


def of_rule(rule: Rule, own: tuple[OwnWindows, ...], country: str, usual: tuple[int, int, int], close_at: str) -> Case:
    answer, check, decide = usual
    organisation = Organisation(
        id="org", zone="Europe/London", country=country, region="ENG" if country else "",
        window_days=answer, check_days=check, decide_days=decide, close_at=close_at,
    )  # fmt: skip
    teams = tuple(Team(id=str(number), name=f"Team {number}", windows=one) for number, one in enumerate(own))
    schedule = Schedule(id="s", team="0", rule=rule.to_text(), words="", asked_until=NOW)
    return Case(organisation, GroupRhythm(teams[0], teams, schedule))


def said_of(case: Case, fit: ThatFits | None, *, if_challenged: bool = False) -> str:
    overlap = RoundsOverlap(
        team=case.rhythm.driver.name,
        zone="UTC",
        begins=NOW,
        ends=NOW,
        following=NOW,
        if_challenged=if_challenged,
        fit=fit,
    )
    return overlap_sentence([overlap])


def ahead(case: Case, *, ordinary: bool = False) -> list[RoundAhead]:
    organisation = replace(case.organisation, country="", region="") if ordinary else case.organisation
    return list(rounds_ahead(organisation, case.rhythm, NOW))


def after(case: Case, command: str) -> Case:
    """Return the case after a command, read as it was written."""
    name = " ".join(command.split()[:2])
    read = BY_NAME[name].read(command.removeprefix(name).strip())
    match read:
        case SetWindows():
            found = {key: value for key in OwnWindows.__slots__ if (value := getattr(read, key))}
            teams = tuple(
                replace(team, windows=replace(team.windows, **found)) if team.name == read.team else team
                for team in case.rhythm.teams
            )
            assert teams != case.rhythm.teams, "of one of these teams"
            return replace(case, rhythm=replace(case.rhythm, driver=teams[0], teams=teams))
        case SetSchedule():
            assert read.team == case.rhythm.driver.name
            rule = parse_schedule(read.words, today=NOW.astimezone(ZoneInfo(case.organisation.zone)).date())
            assert isinstance(rule, Rule)
            schedule = replace(case.rhythm.schedule, rule=rule.to_text())
            return replace(case, rhythm=replace(case.rhythm, schedule=schedule))
    raise AssertionError(command)


def offers_in(text: str) -> list[tuple[list[str], str]]:
    """Return what a text offers: the commands that belong together, and the sentence. Windows and a rhythm are each enough."""
    sentences = re.split(r"(?<=[.])\s+(?=[“A-Z])", text)
    kinds = [
        ([each for each in COMMAND.findall(sentence) if each.startswith(kind)], sentence)
        for sentence in sentences
        for kind in ("windows", "schedule")
    ]
    return [(commands, sentence) for commands, sentence in kinds if commands]


def test_a_week_of_two_dates_has_its_windows_and_its_rhythm_offered() -> None:
    case = case_of("every Tuesday and Thursday at 10:00", OwnWindows(answer_days=3, check_days=2))
    text = said_of(case, find_fit(case.organisation, case.rhythm, NOW))
    assert "“windows set Team 0: answer 1 day, check 1 day, close 09:00” would leave none out" in text
    assert "“schedule set Team 0: every Tuesday at 10:00”" in text or "every other Tuesday" in text


def test_a_weekly_draft_has_room_offered_in_case_it_is_challenged() -> None:
    case = case_of("every Tuesday at 10:00")
    fit = find_fit(case.organisation, case.rhythm, NOW)
    text = said_of(case, fit, if_challenged=True)
    assert text.endswith(
        "“windows set Team 0: answer 2 days, check 1 day, decide 1 day” would leave room for a challenge."
    )
    assert fit and not fit.may_cost


def test_room_for_a_challenge_is_offered_where_it_costs_nobody_time_to_answer() -> None:
    case = case_of("every Tuesday at 10:00", OwnWindows(answer_days=1, check_days=5))
    fit = find_fit(case.organisation, case.rhythm, NOW)
    assert fit and (fit.answer_days, fit.check_days, fit.decide_days) == (1, 2, 1)


def test_a_rhythm_that_begins_later_is_offered_from_that_day_on() -> None:
    case = case_of("every Tuesday and Thursday at 10:00 from 1 June")
    fit = find_fit(case.organisation, case.rhythm, NOW)
    assert fit and fit.rhythm == "every Tuesday at 10:00, starting 2 June 2026"


def test_where_ordinary_weeks_have_room_nobody_is_to_have_less_time_for_the_sake_of_holidays() -> None:
    own = OwnWindows(answer_days=1, check_days=1, decide_days=1)
    case = case_of("every Wednesday at 10:00", own, country="GB")
    assert any(one.left_out or one.may_be for one in ahead(case)), "around Christmas"
    assert find_fit(case.organisation, case.rhythm, NOW) is None


def test_where_days_off_alone_let_a_challenge_cost_a_date_these_are_said() -> None:
    case = case_of("every Tuesday at 10:00", country="GB")
    fit = find_fit(case.organisation, case.rhythm, NOW)
    assert fit and (fit.costs, fit.days_off, fit.may_cost) == (False, True, False)
    assert said_of(case, fit, if_challenged=True).endswith("would leave room for a challenge, except around days off.")


def test_what_days_off_still_cost_is_said() -> None:
    case = case_of("every Tuesday at 10:00", OwnWindows(answer_days=3, check_days=2), country="GB")
    text = said_of(case, find_fit(case.organisation, case.rhythm, NOW))
    assert "would leave none out, except around days off" in text


def test_so_short_a_rhythm_that_no_windows_fit_has_a_rarer_one_offered() -> None:
    case = case_of("every day at 10:00")
    text = said_of(case, find_fit(case.organisation, case.rhythm, NOW))
    assert "No windows are short enough" in text and "windows set" not in text
    assert "“schedule set Team 0: every Monday at 10:00”" in text or "every Tuesday" in text


def test_teams_that_are_asked_together_need_a_command_each() -> None:
    case = case_of("every Tuesday at 10:00", OwnWindows(answer_days=4), OwnWindows(check_days=3))
    (commands, _), *_ = offers_in(said_of(case, find_fit(case.organisation, case.rhythm, NOW)))
    assert [each.split(":")[0] for each in commands] == ["windows set Team 0", "windows set Team 1"]


def test_a_team_whose_name_a_command_would_misread_is_offered_nothing() -> None:
    case = case_of("every Tuesday at 10:00")
    for name in ("all teams", "Ward: A", "for us"):
        team = replace(case.rhythm.driver, name=name)
        rhythm = replace(case.rhythm, driver=team, teams=(team,))
        assert find_fit(case.organisation, rhythm, NOW) is None, name


_days = st.integers(1, 9)
_own = st.builds(
    OwnWindows,
    answer_days=st.sampled_from([0, 0, 1, 3, 8]),
    check_days=st.sampled_from([0, 0, 1, 2, 5]),
    decide_days=st.sampled_from([0, 0, 1, 4]),
    close_at=st.sampled_from(["", "", "09:00", "23:30"]),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rule = draw(rules(zones=st.sampled_from([None, None, "Asia/Kolkata", "America/New_York"])))
    if rule.interval > 3:
        rule = replace(rule, interval=draw(st.integers(2, 3)))
    own = draw(st.lists(_own, min_size=1, max_size=2))
    usual = draw(st.tuples(_days, _days, _days))
    return of_rule(
        rule, tuple(own), draw(st.sampled_from(["", "GB"])), usual, draw(st.sampled_from(["18:00", "08:00"]))
    )


@settings(max_examples=steps_of(20), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(cases())
def test_whatever_is_offered_leaves_no_date_out_once_it_is_sent_or_says_which(case: Case) -> None:
    before = ahead(case)
    assume(any(one.left_out or one.may_be for one in before))
    challenge = not any(one.left_out for one in ahead(case, ordinary=True))
    fit = find_fit(case.organisation, case.rhythm, NOW)
    text = said_of(case, fit, if_challenged=challenge)
    if fit is None:
        return
    for commands, sentence in offers_in(text):
        sent = case
        for command in commands:
            sent = after(sent, command)
        for ordinary in (True, False):
            rounds = ahead(sent, ordinary=ordinary)
            left_out, may_be = any(one.left_out for one in rounds), any(one.may_be for one in rounds)
            assert not left_out or (not ordinary and "days off" in sentence), (commands, sentence)
            told = "where a draft is challenged" in sentence or (not ordinary and "days off" in sentence)
            assert not may_be or told, (commands, sentence)
    ours = windows_of(case.organisation, case.rhythm.teams)
    assert fit.answer_days <= ours.answer_days and fit.check_days <= ours.check_days
    assert fit.decide_days <= ours.decide_days


async def test_the_offered_command_sent_as_it_stands_is_done_and_nothing_is_left_out() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "windows set Alpha: answer 3 days, check 2 days")
    told = (await world.command("ada", "schedule set Alpha: every Tuesday and Thursday at 10:00", person("ada"))).told(
        ScheduleSet
    )
    (command,) = next(commands for commands, _ in offers_in(overlap_sentence([told.overlap])))
    done = (await world.command("ada", command, person("ada"))).told(WindowsSet)
    assert [one.if_challenged for one in done.overlaps] == [True]
    await months(world, 15)
    assert await world.rounds(state=RoundState.SKIPPED) == []
    assert len([row for row in await world.rounds() if row.opened_at]) >= 4


async def test_a_round_that_runs_keeps_its_windows_and_that_is_said() -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "run now Alpha")
    told = (await world.command("ada", "schedule set Alpha: every Tuesday and Thursday at 10:00", person("ada"))).told(
        ScheduleSet
    )
    text = overlap_sentence([told.overlap])
    assert "would leave none out from the next round on" in text
    ((command,), _), *_ = offers_in(text)
    await world.command("ada", command, person("ada"))
    await months(world, 21)
    skipped = sorted(row.occasion[-10:] for row in await world.rounds(state=RoundState.SKIPPED))
    assert skipped == ["2026-03-03", "2026-03-05"], "while the first round runs"
    assert "from the next round on" not in overlap_sentence(
        [replace(told.overlap, fit=replace(told.overlap.fit, later=False))]
    )


@pytest.mark.parametrize("who", ["ada", "hal"])
async def test_a_lead_hears_what_an_admin_can_send(who: str) -> None:
    world = World()
    await world.found({"Alpha": TEAM})
    await world.command("ada", "lead set <@hal> for Alpha", person("ada"))
    told = (await world.command(who, "schedule set Alpha: every Tuesday at 10:00", person(who))).told(ScheduleSet)
    assert ("An admin could send" in overlap_sentence([told.overlap])) is (who == "hal")


def test_control_without_looking_whether_they_fit_what_is_offered_leaves_dates_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(offers_that_fit._Search, "_fits", lambda self, own, *, challenged: True)
    case = case_of("every Tuesday and Thursday at 10:00")
    (commands, _), *_ = offers_in(said_of(case, find_fit(case.organisation, case.rhythm, NOW)))
    sent = case
    for command in commands:
        sent = after(sent, command)
    assert any(one.left_out for one in ahead(sent))
