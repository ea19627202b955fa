"""Items of a draft: chosen when it is made, fixed from then on, and the same for everybody (release rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.model import ItemKind, Release, Round, Summary, Urgency, WeighingItem
from bot.domain.outcomes.weighing import WeighingAsked
from bot.domain.releases import Candidate, Released
from bot.domain.rounds import is_of_organisation
from bot.domain.weighing import (
    ask_of_items_only,
    choose_items,
    drafted_items,
    has_few_groups,
    items_limit,
)
from bot.engine.checks.item_words import item_labels, word_names
from bot.engine.context import WorkContext
from bot.engine.follow_ups import better_now
from bot.engine.lasting_points import asking_again
from bot.engine.proposals import weighed as proposals
from bot.engine.rounds import draft_release, merge_plan, opening, round_facts
from bot.engine.rounds.told_of_weighing import can_be_told, count_to_check, groups_of
from bot.themes.fit_words import tells_of_one_of


def with_items(work: WorkContext, round_: Round, release: Release, candidate: Candidate, decision: Released) -> Release:
    """Return the release with its items, and store it."""
    quotes = draft_release.shown_refs(release)
    against = quotes_of_other_side(work, round_, release.summary, quotes)
    offered = drafted_items(release.summary, decision, candidate, quotes, against)
    if can_be_told(round_, release):
        # Also where the draft says nothing itself: a team that is quiet for months would never be asked again.
        again = asking_again.earlier_point_items(work, round_, offered, release.summary.labels)
        proposed = proposals.proposal_items(work, round_, release) if offered else ()
        offered = (*offered, *again, *better_now.better_now_items(work, round_), *proposed)
    items = choose_fitting_items(work, round_, release, offered)
    unlisted = tuple(each for each in offered if each.kind is ItemKind.POINT and each not in items)
    chosen = replace(release, items=items, unlisted=unlisted, summary=ask_of_items_only(release.summary, items))
    work.uow.releases.save(chosen)
    better_now.note_asked(work, chosen)
    proposals.note_asked(work, chosen)
    return chosen


def add_earlier_items(work: WorkContext, round_: Round, release: Release) -> Release:
    """Return the organisation's draft that asks beside its own points about earlier ones and what was done, and store it."""
    if not can_be_told(round_, release):
        return release
    again = asking_again.earlier_point_items(work, round_, release.items, release.summary.labels)
    offered = (*release.items, *again, *better_now.better_now_items(work, round_))
    chosen = replace(release, items=choose_fitting_items(work, round_, release, offered))
    work.uow.releases.save(chosen)
    better_now.note_asked(work, chosen)
    return chosen


def choose_fitting_items(
    work: WorkContext, round_: Round, release: Release, offered: Sequence[WeighingItem]
) -> tuple[WeighingItem, ...]:
    """Return the items to weigh of those that a draft offers.

    What tells of one of several teams may be quoted, since its author allows it, but becomes no point of them all (rule 9).
    """
    words = _shown_words(work, release, offered)
    names = list(round_facts.team_names(work, round_).values())
    fitting = [each for each in offered if not tells_of_one_of(names, words[each.key])]
    return choose_items(release.id, fitting, words, items_limit(work.organisation().weigh_items))


def quotes_of_other_side(work: WorkContext, round_: Round, summary: Summary, quotes: Sequence[str]) -> set[str]:
    """Return those quotes that plainly take the other side than their question asks for."""
    directions = {each.key: each.direction for each in round_facts.questions_of(work, round_) or ()}
    found: set[str] = set()
    for question, mine in summary.split_by_question(quotes):
        direction = directions.get(question.key, "")
        if direction:
            found |= {name for name in mine if work.services.finder.takes_other_side(work.read(name), direction)}
    return found


def _shown_words(work: WorkContext, release: Release, items: Sequence[WeighingItem]) -> dict[str, str]:
    asked = replace(release, items=tuple(items))
    labels = item_labels(work, asked)
    names = {item.key: item.source for item in items} | word_names(work, asked)
    return {item.key: labels.get(item.key) or work.read(names[item.key]) for item in items}


def ask_to_weigh(work: WorkContext, round_: Round, release: Release) -> None:
    """Invite everybody whom the reminder would reach, in the same words, whether they answered or not."""
    groups = groups_of(round_, release)
    outcome = WeighingAsked(
        round=round_.id,
        name=release.name,
        count=count_to_check(round_, release),
        until=round_.check_until or work.now,
        zone=round_.zone,
        k=round_.k,
        of_organisation=is_of_organisation(round_),
        told=can_be_told(round_, release),
        few_teams=has_few_groups(groups),
    )
    for member, place in whom_to_tell(work, round_):
        # Not before the draft, which it speaks of: what is urgent alike leaves in the order in which it was said.
        work.tell(member, outcome, Urgency.DIGEST, key=f"weigh:{place}")


def whom_to_tell(work: WorkContext, round_: Round) -> list[tuple[str, str]]:
    """Return whom a message to everybody reaches, each with the name of their place in the round."""
    if not is_of_organisation(round_):
        return [(row.member, row.id) for row in opening.reached_by_reminder(work, round_)]
    members = work.uow.members.where(id=round_.members)
    return [(row.id, f"{round_.id}:{row.id}") for row in members if merge_plan.is_askable(row, work.now, round_.zone)]
