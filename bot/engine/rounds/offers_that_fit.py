"""Windows and rhythms that leave room for each other: what to send so that no round is still running when the next is due.

What is offered fits the ordinary weeks. Public holidays and days off make some rounds longer still, and for these few nobody is to
have less time all year: it is said that they can cost a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.calendar import Frequency, Rule, describe_rule, parse_schedule
from bot.chatcommands import BY_NAME, Role
from bot.domain.model import Organisation, OwnWindows, Team
from bot.domain.outcomes.windows import RoundsOverlap, ThatFits
from bot.domain.window_commands import SetWindows
from bot.engine import access
from bot.engine.context import EventContext
from bot.engine.rounds import deadlines, fitting
from bot.engine.rounds.fitting import GroupRhythm
from bot.engine.rounds.rounds_ahead import RoundAhead, rounds_ahead

EARLIEST_CLOSE = time(7)
BEFORE_NEXT = timedelta(hours=1)
"""Time between the end of a check and the next questions, where rounds have to close before the hour at which a team is asked."""


def of_reader(context: EventContext, overlaps: Sequence[RoundsOverlap]) -> tuple[RoundsOverlap, ...]:
    """Return the same with what the acting person can send for the first of these teams, so that no date is left out."""
    team = next(iter(context.uow.teams.where(archived=False, name=overlaps[0].team)), None) if overlaps else None
    rhythm = next(iter(fitting.rhythms_of(context, [team])), None) if team else None
    fit = find_fit(context.organisation(), rhythm, context.now) if rhythm else None
    if fit is None:
        return tuple(overlaps)
    by_admin = access.role_of(context) is Role.ADMIN
    return (replace(overlaps[0], fit=replace(fit, by_admin=by_admin)), *overlaps[1:])


def find_fit(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> ThatFits | None:
    """Return the longest windows and the next rarer rhythm that leave no date out; None where ordinary weeks have room as it is."""
    ordinary = replace(organisation, country="", region="", closures=())
    runs = rhythm.running is not None
    rhythm = replace(rhythm, running=None)
    present = list(rounds_ahead(ordinary, rhythm, now))
    if not any(one.left_out or one.may_be for one in present) or not _can_be_named(rhythm.teams):
        return None
    costs = any(one.left_out for one in present)
    found = _Search(ordinary, rhythm, now)
    own = found.windows_to_offer(costs=costs)
    words = _rarer_rhythm(ordinary, rhythm, now, challenged=not costs)
    if own is None and not words:
        return ThatFits() if costs else None
    shorter = replace(rhythm, teams=_with_own(rhythm.teams, own)) if own else rhythm
    changed = [team for team, new in zip(rhythm.teams, shorter.teams, strict=True) if new != team]
    days_off, may_cost = _costs_of(rounds_ahead(ordinary, shorter, now), rounds_ahead(organisation, shorter, now))
    rarer = [list(_rounds_of(each, rhythm, now, words)) if words else [] for each in (ordinary, organisation)]
    rhythm_days_off, rhythm_may_cost = _costs_of(*rarer)
    return ThatFits(
        costs=costs,
        later=runs,
        teams=tuple(team.name for team in changed),
        answer_days=own.answer_days if own else 0,
        check_days=own.check_days if own else 0,
        decide_days=own.decide_days if own else 0,
        close_at=own.close_at if own else "",
        days_off=own is not None and days_off,
        may_cost=own is not None and may_cost,
        rhythm=words,
        rhythm_days_off=rhythm_days_off,
        rhythm_may_cost=rhythm_may_cost,
    )


def _costs_of(ordinary: Iterable[RoundAhead], real: Iterable[RoundAhead]) -> tuple[bool, bool]:
    """Return whether days off still cost a date, if only with a challenge, and whether a challenge does in ordinary weeks."""
    may_cost = any(one.may_be for one in ordinary)
    return any(one.left_out or (one.may_be and not may_cost) for one in real), may_cost


def _can_be_named(teams: Sequence[Team]) -> bool:
    """Return whether a command that names one of these teams is read as it is meant."""
    read = BY_NAME["windows set"].read
    return all(read(f"{team.name}: check 1 day") == SetWindows(team=team.name, check_days=1) for team in teams)


def _with_own(teams: Sequence[Team], own: OwnWindows) -> tuple[Team, ...]:
    """Return teams after a command that gives all of them these windows; what it does not name stays as it is."""
    given = {name: value for name in OwnWindows.__slots__ if (value := getattr(own, name))}
    return tuple(replace(team, windows=replace(team.windows, **given)) for team in teams)


def _with_days(own: OwnWindows, name: str, days: int) -> OwnWindows:
    given: dict[str, Any] = {name: days}
    return replace(own, **given)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for windows no longer than the present ones, in ordinary weeks."""

    organisation: Organisation
    rhythm: GroupRhythm
    now: datetime

    def windows_to_offer(self, *, costs: bool) -> OwnWindows | None:
        """Return the windows for rounds that run into the next, or do if a draft is challenged where nothing else `costs` a date.

        Nobody is to have less time to answer for the sake of challenges where dates are left out without any.
        """
        least = self._windows(challenged=not costs)
        room = self._windows(challenged=True) if costs and least else None
        as_long = room and least and (room.answer_days, room.close_at) == (least.answer_days, least.close_at)
        return room if as_long else least

    def _windows(self, *, challenged: bool) -> OwnWindows | None:
        """Return those with the most days to answer, then to check, then to decide; `challenged` drafts have their room if asked.

        Rounds close earlier in the day only where days alone are not enough.
        """
        for close_at in ("", *self._earlier_close()):
            found = self._days(close_at, challenged=challenged)
            if found:
                return found
        return None

    def _days(self, close_at: str, *, challenged: bool) -> OwnWindows | None:
        most = deadlines.windows_of(self.organisation, self.rhythm.teams)
        own = OwnWindows(answer_days=1, check_days=1, decide_days=1 if challenged else 0, close_at=close_at)
        kept = ("answer_days", "check_days", *(("decide_days",) if challenged else ()))
        for name in kept:
            longer = (_with_days(own, name, days) for days in range(getattr(most, name), 0, -1))
            found = next((one for one in longer if self._fits(one, challenged=challenged)), None)
            if found is None:
                return None
            own = found
        return own

    def _fits(self, own: OwnWindows, *, challenged: bool) -> bool:
        rhythm = replace(self.rhythm, teams=_with_own(self.rhythm.teams, own))
        ahead = rounds_ahead(self.organisation, rhythm, self.now)
        return not any(one.left_out or (challenged and one.may_be) for one in ahead)

    def _earlier_close(self) -> Iterator[str]:
        """Yield a time of day shortly before that at which the team is asked, if rounds close later now."""
        rule = Rule.from_text(self.rhythm.schedule.rule)
        before = (datetime.combine(self.now, rule.at) - BEFORE_NEXT).time()
        usual = deadlines.windows_of(self.organisation, self.rhythm.teams).close_at
        if EARLIEST_CLOSE <= before < rule.at <= time.fromisoformat(usual):
            yield before.isoformat("minutes")


def _rarer_rhythm(organisation: Organisation, rhythm: GroupRhythm, now: datetime, *, challenged: bool) -> str:
    """Return the words of the next rarer rhythm that leaves no date out with the present windows; empty where there is none."""
    present = len(_sends(organisation, rhythm, now))
    for words in _rarer_words(organisation, rhythm, now):
        ahead = list(_rounds_of(organisation, rhythm, now, words))
        room = not any(one.left_out or (challenged and one.may_be) for one in ahead)
        if ahead and room and len(ahead) < present:
            return words
    return ""


def _rarer_words(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> Iterator[str]:
    """Yield once a week, every other week and once a month, each on the weekday on which the team is asked next."""
    sends = _sends(organisation, rhythm, now)
    rule = Rule.from_text(rhythm.schedule.rule)
    if not sends:
        return
    zone = rule.zone or deadlines.zone_of(organisation, rhythm.driver)
    day = sends[0].astimezone(ZoneInfo(zone)).weekday()
    begins = rule.anchor if rule.anchor and rule.anchor > now.astimezone(ZoneInfo(zone)).date() else None
    weekly = Rule(
        Frequency.WEEKLY, rule.at, weekdays=(day,), holiday_policy=rule.holiday_policy, zone=rule.zone, anchor=begins
    )
    said = describe_rule(weekly)
    yield said
    yield said.replace("every ", "every other ", 1)
    yield describe_rule(replace(weekly, frequency=Frequency.MONTHLY, ordinals=(1,)))


def _rounds_of(organisation: Organisation, rhythm: GroupRhythm, now: datetime, words: str) -> Iterator[RoundAhead]:
    """Yield the rounds of a group with another rhythm, as it is read if it is sent now."""
    zone = deadlines.zone_of(organisation, rhythm.driver)
    rule = parse_schedule(words, today=now.astimezone(ZoneInfo(zone)).date())
    if isinstance(rule, Rule):
        schedule = replace(rhythm.schedule, rule=rule.to_text(), words=words)
        yield from rounds_ahead(organisation, replace(rhythm, schedule=schedule), now)


def _sends(organisation: Organisation, rhythm: GroupRhythm, now: datetime) -> list[datetime]:
    since = max(now, rhythm.schedule.asked_until)
    found = deadlines.sends_until(organisation, rhythm.driver, rhythm.schedule, since, now + timedelta(days=366))
    return [one.at for one in found]
