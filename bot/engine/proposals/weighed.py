"""Proposals as items of a draft: taken in when three people's wait or one has for long, offered where widely shared (rule 11)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import ItemKind, Proposal, ProposalState, Release, Round, Urgency, WeighedLabel, WeighingItem
from bot.domain.outcomes.proposals import ProposalNoted
from bot.domain.proposals import longest_wait, proposals_to_weigh
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.proposals import deciding
from bot.engine.rounds import round_facts


def proposal_items(work: WorkContext, round_: Round, release: Release) -> tuple[WeighingItem, ...]:
    """Return an item for each proposal of these teams that is to be weighed now."""
    rows = work.uow.proposals.where(team=round_.teams)
    waiting = [row for row in rows if row.state is ProposalState.WAITING and work.read(ref_names.proposed_ref(row.id))]
    longest = longest_wait(work.services.retention.waiting_days, _days_since_last(work, round_))
    chosen = proposals_to_weigh(waiting, release.id, work.now, longest)
    return tuple(
        WeighingItem(key=f"q{place}", kind=ItemKind.PROPOSED_QUESTION, source=row.id)
        for place, row in enumerate(chosen, start=1)
    )


def _days_since_last(work: WorkContext, round_: Round) -> int:
    """Return how many days after the last round of the same teams this one opened: the next may be as far away; 0 for a first."""
    before = round_facts.other_ended_rounds(work, round_)
    last = before[-1].opened_at if before else None
    return (round_.opened_at - last).days if last and round_.opened_at else 0


def note_asked(work: WorkContext, release: Release) -> None:
    """Note which proposals a draft's items are, so that each is weighed once."""
    for row in _asked_in(work, release).values():
        work.uow.proposals.save(replace(row, state=ProposalState.WEIGHED, release=release.id, at=work.now))


def word_names_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return under which names the words of proposals stand, by the items' keys."""
    return {key: ref_names.proposed_ref(row.id) for key, row in _asked_in(work, release).items()}


def authors_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return the author of each proposal, by its item's key: what they weigh of it themselves does not count."""
    return {key: row.member for key, row in _asked_in(work, release).items()}


def _asked_in(work: WorkContext, release: Release) -> dict[str, Proposal]:
    asked = [item for item in release.items if item.kind is ItemKind.PROPOSED_QUESTION]
    found = {item.key: work.uow.proposals.get(item.source) for item in asked}
    return {key: row for key, row in found.items() if row}


def offer_shared(work: WorkContext, round_: Round, release: Release) -> None:
    """Offer what is widely shared to those who decide; the rest ends, with its words. Its author alone hears which."""
    results = {each.key: each.label for each in release.weighed.results} if release.weighed else {}
    for key, row in _asked_in(work, release).items():
        shared = results.get(key) is WeighedLabel.WIDELY_SHARED and row.state is ProposalState.WEIGHED
        words = work.read(ref_names.proposed_ref(row.id)) if shared else ""
        work.uow.texts.remove([ref_names.proposed_ref(row.id)])
        if row.member:
            work.tell(row.member, ProposalNoted(what="shared" if words else "ended"), Urgency.DIGEST)
        if not words:
            work.uow.proposals.remove(row.id)
            continue
        work.keep(ref_names.proposed_ref(row.id), ref_names.proposal_owner(row.id), words)
        offered = replace(row, member="", state=ProposalState.OFFERED, at=work.now, deciders=round_.deciders)
        work.uow.proposals.save(offered)
        for member in work.uow.members.where(id=round_.deciders):
            work.tell(member.id, deciding.as_offered(work, offered, member), Urgency.DIGEST)
