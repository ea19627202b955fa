"""Proposing a question: shown to its author as others would see it, and after that press shown to others unnamed (C6, C7).

Nothing is edited: what names somebody, acts, or insults is refused, and its author is asked to say it otherwise. The words stand
under their author's key; nobody but them can learn whose they are.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain import proposal_commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Proposal, ProposalState, Team, Urgency
from bot.domain.outcomes import proposals as said
from bot.domain.proposals import MOST_WAITING, longest_wait
from bot.domain.questions import is_repeated
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import LEFT_OPEN
from bot.engine import access, question_sets, ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.proposals import deciding
from bot.engine.typed_wording import find_unfit

_PURPOSE = "proposal-seen"
_MARK = 8
DAYS_TO_BE_SENT = 7
"""Days for which the words of a decided proposal are kept, for the message that tells the team."""
OWN = (ProposalState.WAITING, ProposalState.WEIGHED)
"""States of proposals that their author sees, and can take back."""


def propose_question(context: EventContext, command: order.ProposeQuestion) -> None:
    """Show the question to its author alone. Nothing is shown to others before they press."""
    if not context.event.where.direct:
        raise Refusal(said.ProposalRefused(why="public"))
    acting, team = access.require_member(context), _own_team(context)
    mine = context.uow.proposals.where(member=acting.id)
    for row in mine:
        if row.state is ProposalState.SEEN:
            remove_proposal(context, row)
    if sum(row.state in OWN for row in mine) >= MOST_WAITING:
        raise Refusal(said.ProposalRefused(why="most"))
    _check_words(context, team, command.text)
    made = Proposal(id=context.token(), team=team.id, member=acting.id, state=ProposalState.SEEN, at=context.now)
    context.uow.proposals.save(made)
    context.keep(ref_names.proposed_ref(made.id), acting.id, command.text)
    seen = f"{made.id}:{_mark(context, made, command.text)}"
    refs = (ref_names.proposed_ref(made.id),)
    longest = longest_wait(context.services.retention.waiting_days)
    needed = effective_k(context.organisation().k) + LEFT_OPEN
    context.reply_directly(
        said.ProposalSeen(id=made.id, seen=seen, team=team.name, refs=refs, needed=needed, longest_days=longest.days)
    )


def _own_team(context: EventContext) -> Team:
    team = context.uow.teams.get(access.require_member(context).primary_team)
    if team is None or team.archived:
        raise Refusal(said.ProposalRefused(why="team"))
    return team


def _check_words(context: EventContext, team: Team, text: str) -> None:
    why, kinds = find_unfit(context, text)
    if why:
        raise Refusal(said.ProposalRefused(why=why, kinds=kinds))
    if any(is_repeated(one.text, text) for one in question_sets.asked_now(context, team).questions):
        raise Refusal(said.ProposalRefused(why="asked"))


def _mark(work: WorkContext, row: Proposal, words: str) -> str:
    return work.uow.fingerprint(_PURPOSE, row.id, words)[:_MARK]


def let_be_shown(context: EventContext, token: str) -> None:
    """The press after which a proposal may be shown: of its author, and for the words that they saw."""
    id, _, mark = token.rpartition(":")
    row = _own(context, id, ProposalState.SEEN)
    words = context.read(ref_names.proposed_ref(row.id))
    if not words or mark != _mark(context, row, words):
        raise Refusal(said.ProposalRefused(why="gone"))
    _check_words(context, _own_team(context), words)
    context.uow.proposals.save(replace(row, state=ProposalState.WAITING, at=context.now))
    context.reply_directly(said.ProposalNoted(what="waiting", id=row.id))


def take_back(context: EventContext, token: str) -> None:
    """Take one's own proposal back. One that is being weighed stays to the end of that, so that nobody sees when it left."""
    row = _own(context, token, ProposalState.SEEN, *OWN)
    if row.state is ProposalState.WEIGHED:
        context.uow.proposals.save(replace(row, state=ProposalState.LEAVING))
        context.reply_directly(said.ProposalNoted(what="leaving"))
        return
    remove_proposal(context, row)
    context.reply_directly(said.ProposalNoted(what="back"))


def _own(context: EventContext, id: str, *states: ProposalState) -> Proposal:
    row = context.uow.proposals.get(id)
    if row is None or row.member != access.require_member(context).id or row.state not in states:
        raise Refusal(said.ProposalRefused(why="gone"))
    return row


def show_proposals(context: EventContext, command: order.ShowProposals) -> None:
    """One's own, and those that one decides, each with its buttons; into one's own chat alone."""
    acting = access.require_member(context)
    mine = sorted(
        (row for row in context.uow.proposals.where(member=acting.id) if row.state in OWN), key=lambda row: row.at
    )
    offered = deciding.offered_to(context, acting)
    context.reply_directly(
        said.ProposalsShown(
            own=tuple(said.OwnProposal(id=row.id, state=row.state.value) for row in mine),
            refs=tuple(ref_names.proposed_ref(row.id) for row in mine),
            offered=len(offered),
        )
    )
    for row in offered:
        context.reply_directly(deciding.as_offered(context, row, acting))


def remove_proposal(work: WorkContext, row: Proposal) -> None:
    """End a proposal: its record and its words go."""
    work.uow.texts.remove([ref_names.proposed_ref(row.id)])
    work.uow.proposals.remove(row.id)


def hand_over(work: WorkContext, team: str, into: str) -> None:
    """Let what is proposed for a team be weighed and decided in the team that it is merged into."""
    for row in work.uow.proposals.where(team=team):
        work.uow.proposals.save(replace(row, team=into))


def forget_proposals(work: WorkContext, member: str) -> None:
    """Take away what a person proposes (C9), before their key goes.

    What is being weighed stays until that ends, under a key of its own, so that nobody sees when somebody was forgotten.
    """
    for row in work.uow.proposals.where(member=member):
        if row.state in (ProposalState.WEIGHED, ProposalState.LEAVING):
            words = work.read(ref_names.proposed_ref(row.id))
            work.uow.texts.remove([ref_names.proposed_ref(row.id)])
            work.keep(ref_names.proposed_ref(row.id), ref_names.proposal_owner(row.id), words)
            work.uow.proposals.save(replace(row, member="", state=ProposalState.LEAVING))
        else:
            remove_proposal(work, row)


def remove_old(work: WorkContext) -> int:
    """End what has waited for longer than anything of an answer is kept, and sooner what is decided, or was never let be shown."""
    kept = work.services.retention.waiting_days
    days = {ProposalState.SEEN: 1, ProposalState.DECIDED: DAYS_TO_BE_SENT}
    old = [row for row in work.uow.proposals.where() if (work.now - row.at).days >= days.get(row.state, kept)]
    for row in old:
        remove_proposal(work, row)
        if row.state is ProposalState.WAITING:
            work.tell(row.member, said.ProposalNoted(what="old"), Urgency.DIGEST)
    return len(old)
