"""Notices about whom people are asked with, when somebody else or a new round changes it (release rule 10)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from bot.domain.model import Member, Round, RoundState, Team, Urgency
from bot.domain.outcomes import membership as said
from bot.domain.outcomes.membership import YouJoined
from bot.domain.rounds import ASKED
from bot.engine.context import WorkContext
from bot.engine.people import membership_lists
from bot.engine.rounds import round_facts


def tell_added(work: WorkContext, team: Team, member: str, by: str = "") -> None:
    """Send a member the notice that they were put on a team's list, by whom, and that this moves them nowhere."""
    known = work.uow.members.get(member)
    if known:
        work.tell(member, outcome_of_adding(work, team, known, by), Urgency.PROMPT)


def outcome_of_adding(work: WorkContext, team: Team, member: Member, by: str = "") -> YouJoined | said.AddedElsewhere:
    if member.primary_team == team.id:
        return YouJoined(
            team=team.name,
            k=work.organisation().k,
            by=by,
            question_count=round_facts.count_questions(work),
            language_model=work.services.language_model,
        )
    asking = membership_lists.primary_of(work, member)
    return said.AddedElsewhere(team=team.name, token=team.id, by=by, asked_with=asking.name if asking else "")


def tell_taken_off(work: WorkContext, team: Team, member: str, by: str = "", group: str = "") -> None:
    """Send a member the notice that they are off a team's list, and by whom; empty if they left its channel, or its `group`."""
    known = work.uow.members.get(member)
    if known is None:
        return
    asking = membership_lists.primary_of(work, known)
    outcome = said.TakenOffList(
        team=team.name,
        by=by,
        group=group,
        asked_with=asking.name if asking else "",
        choices=() if asking else _teams_to_choose(work, member),
        running=_counts_in_running_round(work, team, member),
    )
    work.tell(member, outcome, Urgency.PROMPT)


def _teams_to_choose(work: WorkContext, member: str) -> tuple[tuple[str, str], ...]:
    """The teams on whose lists a member is, as id and name."""
    ids = tuple(row.team for row in work.uow.memberships.where(member=member))
    rows = work.uow.teams.where(id=ids, archived=False) if ids else []
    return tuple((row.id, row.name) for row in sorted(rows, key=lambda row: row.name))


def _counts_in_running_round(work: WorkContext, team: Team, member: str) -> bool:
    rounds = [row.id for row in work.uow.rounds.where(state=RoundState.OPEN) if team.id in row.teams]
    return bool(rounds and work.uow.interviews.count(round=tuple(rounds), member=member))


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between a team's round and its last one; `before` is the roster of that one."""

    before: frozenset[str] = frozenset()
    changed: bool = False
    moved: bool = False

    def told_to(self, member: str) -> tuple[bool, bool]:
        """Return whether the people and the channel are others; whoever is new was told when they came."""
        return (self.changed, self.moved) if member in self.before else (False, False)


def changes_since_last_round(work: WorkContext, round_: Round, roster: Set[str]) -> dict[str, Changes]:
    """Compare a round that opens with the last one of each of its teams, so that nobody is asked with others unawares."""
    teams = work.uow.teams.where(id=round_.teams)
    return {team.id: _changes_since(work, round_, team, roster) for team in teams}


def _changes_since(work: WorkContext, round_: Round, team: Team, roster: Set[str]) -> Changes:
    last = _last_round_of(work, round_, team)
    if last is None:
        return Changes()
    before = frozenset(row.member for row in work.uow.interviews.where(round=last.id))
    channels = [one.channels[one.teams.index(team.id)] for one in (last, round_)]
    return Changes(before, changed=before != roster, moved=channels[0] != channels[1])


def _last_round_of(work: WorkContext, round_: Round, team: Team) -> Round | None:
    """Return the last round before this one that asked a team: what the team names, unless that was cancelled after its close."""
    named = work.uow.rounds.get(team.last_round) if team.last_round else None
    if named is None or (named.state in ASKED and _has_channel_of(named, team)):
        return named
    rounds = [row for row in work.uow.rounds.where(state=ASKED) if row.id != round_.id and row.opened_at]
    earlier = [row for row in rounds if _has_channel_of(row, team)]
    return max(earlier, key=lambda row: (row.opened_at or work.now, row.id), default=None)


def _has_channel_of(round_: Round, team: Team) -> bool:
    return team.id in round_.teams and len(round_.channels) == len(round_.teams)
