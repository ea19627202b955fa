"""Rights of members, leads and admins. Deny by default; what does not exist and what is not yours get the same answer (C11).

Two ways lead to a handler, and each is checked in one place:

- A command, typed or made from a set-up form: `run_command` in `commands/running.py` checks the role that `bot/chatcommands` states
  for it, and the handler does not check the role again. It finds the team with `lookup.find_team`, which knows only teams that the
  acting person may order about.
- A button or another form has no role: anybody can press an old one, or send its token. Its handler (`routes.py` lists them)
  checks rights with one of the functions here.

A handler to which both lead is called behind the check of each. `tests/promises/test_c11_least_power.py` tries every command and
every button with every role.
"""

from __future__ import annotations

from bot.chatcommands import Role
from bot.domain import rounds
from bot.domain.errors import Refusal
from bot.domain.model import Interview, Member, Round, RoundState
from bot.domain.outcomes.answering import BeganWithoutYou, NotYourRound, RoundNotRunning
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.outcomes.commands import NotForYou, Welcome
from bot.domain.rounds import ASKED
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import round_facts


def role_of(context: EventContext) -> Role:
    """Return the highest role of who is acting."""
    if context.member is None:
        return Role.STRANGER
    if context.member.admin:
        return Role.ADMIN
    return Role.LEAD if context.uow.memberships.count(member=context.member.id, lead=True) else Role.MEMBER


def require_member(context: EventContext) -> Member:
    """The member who is acting; a stranger is told what this is and how to join."""
    if context.member is None:
        raise Refusal(welcome(context))
    return context.member


def welcome(context: EventContext, channel: bool = False) -> Welcome:
    """Return the first message for somebody who is in no team, or for a channel to which the bot was added."""
    claimed = context.uow.members.count(admin=True) > 0
    return Welcome(claimed=claimed, channel=channel, question_count=round_facts.count_questions(context))


def own_interview(context: EventContext, round_id: str) -> tuple[Interview, Round]:
    """The acting member's interview in a round that was asked. Refused alike for a round that is not theirs or not there.

    Who came to the round's team since it opened knows of it from the team's channel, and is told that the next one is theirs.
    """
    rows = context.uow.interviews.where(round=round_id, member=context.member.id) if context.member else []
    round_ = context.uow.rounds.get(round_id)
    if not rows:
        raise Refusal(BeganWithoutYou() if _came_later(context, round_) else NotYourRound())
    if round_ is None or round_.state not in ASKED:
        raise Refusal(RoundNotRunning())
    return rows[0], round_


def is_of_team(work: WorkContext, member: Member, round_id: str, team: str) -> bool:
    """Return whether somebody is asked with a team in a round, or is on its list now."""
    asked = work.uow.interviews.where(round=round_id, member=member.id)
    return any(row.team == team for row in asked) or work.uow.memberships.count(member=member.id, team=team) > 0


def own_check(context: EventContext, round_id: str) -> Round:
    """A round whose draft the acting member may check: one that they were asked in, or the organisation's."""
    round_ = context.uow.rounds.get(round_id)
    if round_ and context.member and context.member.id in round_.members:
        return round_
    if round_ and context.member and rounds.is_of_organisation(round_) and round_.state is RoundState.FINAL:
        # Once it has been over for a while nobody remembers whom it asked: it was everybody.
        raise Refusal(CheckingOver())
    return own_interview(context, round_id)[1]


def _came_later(context: EventContext, round_: Round | None) -> bool:
    """Return whether the acting member is asked with a team of this round, on whose list they have been only since it opened."""
    member = context.member
    if round_ is None or member is None or round_.opened_at is None:
        return False
    if member.primary_team not in (*round_.teams, *round_.posted_for):
        return False
    rows = context.uow.memberships.where(team=member.primary_team, member=member.id)
    return any(row.since >= round_.opened_at for row in rows)


def require_admin(context: EventContext) -> Member:
    acting = require_member(context)
    if not acting.admin:
        raise Refusal(NotForYou(who="admins"))
    return acting


def leads_any(work: WorkContext, member_id: str, teams: tuple[str, ...]) -> bool:
    return work.uow.memberships.count(member=member_id, lead=True, team=teams) > 0


def require_decider(context: EventContext, round_id: str) -> tuple[Member, Round]:
    """One of those who decide the round's challenges, as fixed when it opened: no lead named since, and no other admin."""
    acting = require_member(context)
    round_ = context.uow.rounds.get(round_id)
    if round_ is None or acting.id not in round_.deciders:
        raise Refusal(NotForYou(who="those who led the team when its round opened"))
    return acting, round_


def may_order_round(work: WorkContext, acting: Member, teams: tuple[str, ...]) -> bool:
    """Return whether somebody may order about a round of these teams: an admin, or who leads them all."""
    return acting.admin or all(leads_any(work, acting.id, (team,)) for team in teams)


def lead_or_admin(context: EventContext, team: str) -> Member:
    acting = require_member(context)
    if not (acting.admin or leads_any(context, acting.id, (team,))):
        raise Refusal(NotForYou(who="the team's leads and admins"))
    return acting


def responsible_for(work: WorkContext, teams: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The leads of these teams and all admins, each once, and whether they are an admin."""
    leads = {row.member for row in work.uow.memberships.where(team=teams, lead=True)}
    admins = {row.id for row in work.uow.members.where(admin=True)}
    return [(member, member in admins) for member in sorted(leads | admins)]


def deciders_of(work: WorkContext, teams: tuple[str, ...]) -> list[str]:
    """The leads of these teams, or the admins where there is none, each once."""
    leads = {row.member for row in work.uow.memberships.where(team=teams, lead=True)}
    return sorted(leads or {row.id for row in work.uow.members.where(admin=True)})
