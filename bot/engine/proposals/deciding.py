"""Deciding on a widely shared proposal: it is asked from the next round on, or not, and the team is told either way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Member, Proposal, ProposalState, Question, Team
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.outcomes import proposals as said
from bot.domain.questions import OPEN, direction_of, is_repeated
from bot.domain.releases.challenges import LONGEST_REASON
from bot.engine import access, audit_trail, question_sets, ref_names
from bot.engine.commands.question_choice import put_in_place
from bot.engine.context import EventContext, WorkContext
from bot.engine.typed_wording import check_typed_wording, typed_line

PROPOSAL_DECLINED = "proposed question declined"
"""What the audit calls it. The team has been told, and there is nothing of it to take back."""


def offered_to(work: WorkContext, member: Member) -> list[Proposal]:
    """Return the proposals that somebody may decide: of teams that they lead, or all for an admin."""
    rows = [row for row in work.uow.proposals.where() if row.state is ProposalState.OFFERED]
    return sorted((row for row in rows if may_decide(work, row, member)), key=lambda row: row.at)


def may_decide(work: WorkContext, row: Proposal, member: Member) -> bool:
    return member.admin or access.leads_any(work, member.id, (row.team,))


def as_offered(work: WorkContext, row: Proposal, member: Member) -> said.ProposalOffered:
    team = work.uow.teams.get(row.team)
    return said.ProposalOffered(id=row.id, team=team.name if team else "", refs=_words_of(row), admin=member.admin)


def _words_of(row: Proposal) -> tuple[str, ...]:
    return (ref_names.proposed_ref(row.id),)


def adopt_for_team(context: EventContext, token: str) -> None:
    _, row, team = _decidable(context, token)
    _adopt(context, row, team, of_all=False)


def adopt_for_all(context: EventContext, token: str) -> None:
    access.require_admin(context)
    _, row, team = _decidable(context, token)
    _adopt(context, row, team, of_all=True)


def reason_form(context: EventContext, token: str) -> said.ReasonForm:
    """Return the form that asks why not. Refused for whoever may not decide."""
    _, row, _ = _decidable(context, token)
    return said.ReasonForm(id=row.id, refs=_words_of(row))


def decline_proposal(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Do not ask it, and post why."""
    acting, row, team = _decidable(context, token)
    reason = typed_line(values, "reason")
    if not reason:
        raise Refusal(said.ProposalRefused(why="reason"), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(said.ProposalRefused(why="long"), field="reason")
    check_typed_wording(context, acting.id, reason, field="reason")
    audit_trail.record_audit(context, PROPOSAL_DECLINED, team.name)
    _post(context, row, team, said.ProposalDecided(by=acting.name, refs=_words_of(row), reason=reason))
    context.reply(said.ProposalDeclined(team=team.name))


def _decidable(context: EventContext, id: str) -> tuple[Member, Proposal, Team]:
    acting = access.require_member(context)
    row = context.uow.proposals.get(id)
    team = context.uow.teams.get(row.team) if row else None
    offered = row is not None and row.state is ProposalState.OFFERED
    if row is None or team is None or team.archived or not offered or not may_decide(context, row, acting):
        raise Refusal(said.ProposalRefused(why="gone"))
    return acting, row, team


def _adopt(context: EventContext, row: Proposal, team: Team, *, of_all: bool) -> None:
    words = context.read(ref_names.proposed_ref(row.id))
    whose = None if of_all else team
    asked = question_sets.asked_now(context, whose).questions
    if any(is_repeated(one.text, words) for one in asked):
        raise Refusal(said.ProposalRefused(why="asked"))
    if len(asked) >= MOST_QUESTIONS:
        raise Refusal(said.ProposalRefused(why="full"))
    new = Question(key="", text=words, direction=direction_of(words) or OPEN)
    put_in_place(context, whose, (*asked, new), "adopted")
    by = access.require_member(context).name
    _post(context, row, team, said.ProposalDecided(by=by, refs=_words_of(row), of_all=of_all))


def _post(context: EventContext, row: Proposal, team: Team, outcome: said.ProposalDecided) -> None:
    """Tell the team. The words stay until the message was sent: they are published in it."""
    if team.channel:
        context.say(team.channel, outcome)
    context.uow.proposals.save(replace(row, state=ProposalState.DECIDED, at=context.now))
