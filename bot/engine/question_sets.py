"""Question sets: whose they are, which one a team is asked, and how a new version comes to be.

An organisation has a set, and a team may have one of its own. Sets are never changed: each change makes a version. Versions are
counted over the whole organisation, so that a later one has a higher number whosever it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.follow_ups import about_of
from bot.domain.model import Question, QuestionSet, Team
from bot.domain.outcomes.commands import NotForYou, QuestionsLeft
from bot.domain.rounds import RUNNING, is_of_organisation
from bot.engine import access, lookup
from bot.engine.context import EventContext, WorkContext

OF_ALL = "all"
"""Stands in the token of the form for the organisation's questions."""


def set_of_team(work: WorkContext, team: Team) -> str:
    """Return the id of the set that a team asks when it is asked alone."""
    return team.questions or work.organisation().questions


def set_of_teams(work: WorkContext, teams: Collection[Team]) -> str:
    """Return the id of the set that teams are asked together: the one that all have in the same words, or the organisation's."""
    own = [work.uow.question_sets.get(set_of_team(work, team)) for team in teams]
    first = own[0] if own else None
    alike = first is not None and all(row is not None and row.questions == first.questions for row in own)
    return first.id if first and alike else work.organisation().questions


def has_other_questions(work: WorkContext, team: Team, asked: str) -> bool:
    """Return whether the set of that id is not what the team would be asked alone."""
    own, other = (work.uow.question_sets.get(id) for id in (set_of_team(work, team), asked))
    if own is None or other is None:
        return False
    # What the team's lead asked back about comes with whatever set.
    return own.questions != tuple(one for one in other.questions if not about_of(one.key))


def team_to_show(context: EventContext, name: str) -> Team | None:
    """Return the team whose questions are to be shown; None for the organisation's.

    A member sees those of the teams that they are in; without a name, of the one that they are asked with.
    """
    acting = access.require_member(context)
    if acting.admin:
        return lookup.find_team(context, name) if name else None
    listed = tuple(row.team for row in context.uow.memberships.where(member=acting.id))
    mine = [row for row in context.uow.teams.where(id=listed) if not row.archived] if listed else []
    if name:
        chosen = next((row for row in mine if row.name.lower() == name.lower()), None)
        return chosen or lookup.find_team(context, name)
    return next((row for row in mine if row.id == acting.primary_team), None)


def team_to_change(context: EventContext, name: str) -> Team | None:
    """Return the team whose questions are to be changed; None for the organisation's, which admins alone change."""
    acting = access.require_member(context)
    return lookup.find_team(context, name) if name or not acting.admin else None


def asked_now(context: EventContext, team: Team | None) -> QuestionSet:
    """Return the set that a team, or the organisation, asks now. Refused where it cannot be read."""
    found = context.uow.question_sets.get(set_of_team(context, team) if team else context.organisation().questions)
    if found is None:
        raise Refusal(QuestionsLeft(why="unknown", question_count=0))
    return found


def next_version(work: WorkContext) -> int:
    """Return the number of a version that is made now: they are counted over the whole organisation."""
    return max((row.version for row in work.uow.question_sets.where()), default=0) + 1


def new_version(
    context: EventContext,
    team: str,
    asked: tuple[Question, ...],
    what: str,
    *,
    id: str = "",
    name: str = "",
    mended: tuple[tuple[int, str], ...] = (),
) -> QuestionSet:
    """Save these questions as a version of a team's, or of the organisation's where `team` is empty, and return it."""
    made = QuestionSet(
        id=id or context.token(),
        version=next_version(context),
        questions=asked,
        team=team,
        by=access.require_member(context).id,
        at=context.now,
        what=what,
        name=name,
        mended=mended,
    )
    context.uow.question_sets.save(made)
    return made


def save_version(
    context: EventContext, team: Team | None, asked: tuple[Question, ...], what: str, *, id: str = "", name: str = ""
) -> QuestionSet:
    """Save these questions as the version that is asked from the next round on, and return it."""
    made = new_version(context, team.id if team else "", asked, what, id=id, name=name)
    if team:
        context.uow.teams.save(replace(team, questions=made.id))
    else:
        context.uow.organisations.save(replace(context.organisation(), questions=made.id))
    return made


def require_right_to_change(context: EventContext, found: QuestionSet | None, team: Team | None) -> None:
    """Refuse whoever presses a button about a set that they may not change, and alike about one that is not there."""
    if found is None or (found.team and (team is None or team.archived)):
        raise Refusal(NotForYou(who="leads and admins"))
    if team:
        access.lead_or_admin(context, team.id)
    else:
        access.require_admin(context)


def undo_steps(context: EventContext, team: Team | None) -> tuple[str, ...]:
    """Return what `undo` needs to ask what is asked now; to be called before a change."""
    return ("team-questions", team.id, team.questions) if team else ("questions", context.organisation().questions)


def is_asked_in_running_round(work: WorkContext, team: Team | None) -> bool:
    """Return whether a round of the team runs, or of any team."""
    running = [row for row in work.uow.rounds.where(state=RUNNING) if not is_of_organisation(row)]
    return any(team is None or team.id in row.teams for row in running)


def form_token(team: Team | None, asked: QuestionSet) -> str:
    """Return what the button of the form carries: whose questions they are, and which version is changed."""
    return f"{team.id if team else OF_ALL}:{asked.version}"


def token_to_change(context: EventContext, team: Team | None, asked: QuestionSet) -> str:
    """Return the same for somebody who may change these questions, and nothing for others."""
    acting = access.require_member(context)
    may = acting.admin or (team is not None and access.leads_any(context, acting.id, (team.id,)))
    return form_token(team, asked) if may else ""


def teams_with_own(work: WorkContext) -> tuple[Team, ...]:
    """Return the teams that have questions of their own, by name."""
    return tuple(
        sorted((row for row in work.uow.teams.where(archived=False) if row.questions), key=lambda row: row.name)
    )
