"""A draft in which nothing can be weighed: everybody is asked for words, and it is posted again with those allowed by then.

The second draft comes at an instant that was said in the first, whoever allowed words and whenever; without enough words nothing is
posted. It stands on the same frozen answers.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain import rounds
from bot.domain.model import AnswerState, Release, Round, Summary, Urgency
from bot.domain.outcomes.sharing import WordsAsked
from bot.domain.releases import PostedDraft, add_allowed_quotes, some_quotes_can_fit
from bot.domain.weighing import quoted_items
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.people import team_channels
from bot.engine.rounds import contributions, draft_release, opening, own_point_notes, round_facts, weighing_items


def can_show_words(round_: Round, release: Release) -> bool:
    """Return whether words could be shown beside what a draft says; otherwise nobody is asked for nothing."""
    return some_quotes_can_fit(PostedDraft(release.id, release.summary, round_.roster, round_.k))


def ask_for_words(work: WorkContext, round_: Round, release: Release) -> None:
    """Ask for permission in the same words whoever answered; left out are those who want no such offers."""
    outcome = WordsAsked(
        round=round_.id,
        name=release.name,
        until=round_.words_at or work.now,
        zone=round_.zone,
    )
    reached = opening.reached_by_reminder(work, round_)
    members = {row.id: row for row in work.uow.members.where(id=tuple(each.member for each in reached))}
    for interview in reached:
        if members[interview.member].offer_quotes:
            # Not before the draft, which it speaks of.
            work.tell(interview.member, outcome, Urgency.DIGEST, key=f"words:{interview.id}")


def awaits_words(work: WorkContext, release_id: str) -> bool:
    """Return whether words that are allowed now can still join the draft of a release."""
    release = work.uow.releases.get(release_id)
    round_ = work.uow.rounds.get(release.round) if release else None
    return round_ is not None and round_.release == release_id and round_.words_at is not None


def show_allowed_words(work: WorkContext, round_: Round) -> None:
    """Post the draft again with the words that are allowed now, to be weighed; without any, nothing happens."""
    shown = rounds.with_next_at(replace(round_, words_at=None))
    work.uow.rounds.save(shown)
    draft = round_facts.release_of(work, round_)
    if draft is None:
        return
    summary = _keep_allowed_words(work, round_, draft)
    names = draft_release.shown_refs(replace(draft, summary=summary))
    if not names:
        return
    against = weighing_items.quotes_of_other_side(work, round_, summary, names)
    shows_words = replace(draft, summary=summary)
    offered = quoted_items(summary, names, against)
    release = replace(shows_words, items=weighing_items.choose_fitting_items(work, round_, shows_words, offered))
    work.uow.releases.save(release)
    has_other_teams = round_facts.others_are_asked(work, round_.teams)
    outcome = replace(
        draft_release.draft_of(release, shown, work.services.finder.languages, has_other_teams), again=True
    )
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=draft_release.draft_key(round_.id, team.id, again=True))
    weighing_items.ask_to_weigh(work, shown, release)


def _keep_allowed_words(work: WorkContext, round_: Round, draft: Release) -> Summary:
    """Copy the words that are allowed and fit under the release's own names. Returns the summary with their number."""
    rows = round_facts.as_asked(work, work.uow.answers.where(released=draft.id, state=AnswerState.GIVEN))
    promised = {row.id: row.k for row in contributions.rounds_of(work, rows).values()}
    known = contributions.contributions_of(work, rows, promised)
    allowed = {ref for ref, answer in known.answers.items() if answer.allowed}
    posted = PostedDraft(draft.id, draft.summary, round_.roster, round_.k)
    summary, added = add_allowed_quotes(posted, known.contributions, allowed)
    places: dict[int, int] = {}
    authors: dict[tuple[int, int], str] = {}
    for number, ref in added:
        places[number] = places.get(number, 0) + 1
        row = known.answers[ref]
        authors[number, places[number]] = row.member
        name = ref_names.shown_ref(draft.id, number, places[number])
        work.keep(name, row.member, work.read(ref_names.words_ref(row.id)))
    own_point_notes.add_quotes(work, round_, replace(draft, summary=summary), authors)
    return summary
