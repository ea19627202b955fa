"""The count of a draft's weighings at the end of its window, once; what they were is gone afterwards (release rule 11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.model import Answer, ItemKind, Release, Round, Weighing
from bot.domain.releases import CHECKED, checks_are_told
from bot.domain.rounds import is_of_organisation
from bot.domain.weighing import OF_WEIGHINGS, WeighedDraft, count_weighings, members_who_weighed
from bot.engine import ref_names
from bot.engine.answers import form_wizard, withdrawing
from bot.engine.checks.draft_items import standing_items
from bot.engine.context import WorkContext
from bot.engine.follow_ups import better_now
from bot.engine.lasting_points import asking_again
from bot.engine.proposals import weighed as proposals
from bot.engine.rounds import contributions, ledger_lines, round_facts


def count_draft_weighings(work: WorkContext, round_: Round) -> None:
    """Store what may be told of how a draft was weighed, and whether enough people checked it, and erase the weighings."""
    release = round_facts.release_of(work, round_)
    if release is None:
        return
    rows = work.uow.weighings.where(round=round_.id)
    names = {member: work.uow.pseudonym(member) for member in {row.member for row in rows}}
    draft = WeighedDraft(
        release.id,
        release.aggregate,
        round_.id,
        standing_items(work, release),
        contributions.full_roster(work, round_),
        round_.k,
        authors=_authors(work, release),
        groups=release.groups,
        verdicts=asking_again.verdicts_of(work, release),
        teams=_teams_of(work, round_),
    )
    own = proposals.authors_of(work, release)
    counted_rows = [row for row in rows if row.member != own.get(row.item)]
    before = ledger_lines.ledger_entries(work, [release.id + OF_WEIGHINGS])
    told, entry = count_weighings(draft, [replace(row, member=names[row.member]) for row in counted_rows], before)
    ledger_lines.keep_entry(work, entry)
    checked = CHECKED if checks_are_told(_checkers(work, round_, rows)) else ""
    counted = replace(release, weighed=told, summary=replace(release.summary, checked=checked))
    work.uow.releases.save(counted)
    better_now.reopen_points(work, counted)
    proposals.offer_shared(work, round_, counted)
    work.uow.weighings.erase(round_.id)
    form_wizard.forget_choices(work, round_.id)


def _teams_of(work: WorkContext, round_: Round) -> dict[str, str]:
    """Return the team of each member of the roster, by pseudonym, where several teams were asked together, or the organisation."""
    if is_of_organisation(round_):
        members = work.uow.members.where(id=round_.members)
        return {work.uow.pseudonym(row.id): row.primary_team for row in members if row.primary_team}
    if len(round_.teams) < 2:
        return {}
    asked = {row.member: row.team for row in work.uow.interviews.where(round=round_.id)}
    known = {work.uow.pseudonym(member): team for member, team in asked.items() if work.uow.members.get(member)}
    # A team that all of its people left by "forget me" was asked all the same.
    return known | {f"nobody of {team}": team for team in round_.teams}


def _authors(work: WorkContext, release: Release) -> dict[str, str]:
    """Return the pseudonym of the author of each statement, by its item's key."""
    owners: dict[str, str] = {}
    for answer in work.uow.answers.where(released=release.id):
        for ref in _quotes_of(work, answer):
            owners[ref] = work.uow.pseudonym(answer.member)
    statements = (item for item in release.items if item.kind is ItemKind.STATEMENT)
    return {item.key: owners[item.source] for item in statements if item.source in owners}


def _quotes_of(work: WorkContext, answer: Answer) -> Iterable[str]:
    """Return the names of an answer's words in its release, those that were taken back and still stand in the draft among them."""
    yield from withdrawing.quotes_of(work, answer)
    prefix = ref_names.leaving_ref("")
    yield from (ref.removeprefix(prefix) for ref in withdrawing.leaving_quotes_of(work, answer))


def _checkers(work: WorkContext, round_: Round, rows: Iterable[Weighing]) -> int:
    challengers = {check.member for check in work.uow.checks.where(round=round_.id)}
    return len(challengers | members_who_weighed(rows))
