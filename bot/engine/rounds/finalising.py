"""Step from the draft to the final: what was weighed and decided is written in, challengers are told, the summary is posted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import rounds
from bot.domain.errors import InternalError
from bot.domain.model import ChallengeOutcome, Release, Round, Ruling, Urgency
from bot.domain.outcomes.challenges import ChallengeEnded
from bot.domain.outcomes.sharing import FinalPosted
from bot.domain.releases import Raised
from bot.domain.releases.decided_final import decided_wordings
from bot.domain.weighing import DecidedChallenges, finalise_draft, merge_ends
from bot.engine import ref_names
from bot.engine.answers import form_ends
from bot.engine.checks.challenge_groups import ChallengeGroup, group_challenges
from bot.engine.checks.draft_items import challengeable_items, checked_draft
from bot.engine.context import WorkContext
from bot.engine.follow_ups import told_at_final
from bot.engine.follow_ups.known import begin_follow_ups
from bot.engine.lasting_points import deciding, noting, weighed_again
from bot.engine.people import team_channels
from bot.engine.rounds import (
    digests,
    group_finals,
    leftovers,
    organisation_posts,
    over_time,
    own_point_notes,
    round_facts,
)
from bot.engine.rounds.draft_release import final_key


def finalise_round(work: WorkContext, round_: Round) -> None:
    """Post the final: the draft, changed only by how it was weighed, by outcomes of challenges and by words taken back."""
    draft = round_facts.release_of(work, round_)
    if draft is None:
        raise InternalError("a draft without its release")
    cases = group_challenges(work, round_, at_final=True)
    rulings = work.uow.rulings.where(round=round_.id)
    checked = checked_draft(work, draft)
    decided = DecidedChallenges(
        [_raised(case) for case in cases if case.item.stands],
        rulings,
        checked=bool(draft.summary.checked),
    )
    summary, quotes = finalise_draft(checked, decided)
    again, again_refs = weighed_again.points_weighed_again(work, draft)
    summary = replace(summary, earlier_points=again)
    ends = merge_ends(checked, rulings)
    made_of = tuple((ends.get(key, key), part) for key, part in draft.made_of)
    final = replace(draft, final=True, summary=summary, withdrawn_runs=(), made_of=made_of)
    work.uow.releases.save(final)
    done = over_time.end_in_block(work, rounds.advance_round(round_, rounds.Step.FINALISE))
    work.uow.rounds.save(done)
    of_organisation = rounds.is_of_organisation(done)
    if not of_organisation:
        group_finals.keep_published_words(work, final, quotes)
    noted = noting.note_points(work, done, final)
    begin_follow_ups(work, done, final, noted.ids)
    if of_organisation:
        organisation_posts.post_final(work, done, final)
        leftovers.forget_cycle(work, done.occasion)
    else:
        leftovers.reduce_at_final(work, final)
        own_point_notes.keep_at_final(work, done, final, ends)
        _post_final(work, done, final, quotes, again_refs)
    deciding.tell_challenged(work, done, noted.challenged)
    told_at_final.tell_what_became(work, done, final)
    ruled = {row.case: row for row in rulings}
    # As reworded, and also of a point that the sums leave out of the final.
    labels = {each.key: each.label for each in challengeable_items(work, draft).values()} | decided_wordings(rulings)
    for case in cases:
        ruling = ruled.get(case.key)
        if ruling and case.item.gone:
            # Somebody's words may be in what was decided of them.
            work.uow.rulings.remove(ruling.id)
        into = labels.get(ends.get(ruling.into, ruling.into), "") if ruling else ""
        _tell_challengers(work, case, ruling, into)
    _send_to_deciders(work, done, final, quotes)
    form_ends.close_ended_forms(work)


def _send_to_deciders(work: WorkContext, round_: Round, final: Release, quotes: tuple[str, ...]) -> None:
    if rounds.is_of_organisation(round_):
        organisation_posts.send_final_to_deciders(work, round_, final)
    else:
        digests.send_digests(work, round_, final, quotes)


def _raised(case: ChallengeGroup) -> Raised:
    question = case.item.quoted.question if case.item.quoted else 0
    return Raised(case.item.key, case.kind, case.visible, case.check, question)


def _post_final(
    work: WorkContext, round_: Round, final: Release, quotes: tuple[str, ...], earlier: tuple[str, ...]
) -> None:
    """`earlier` are the names of the words that word earlier points which were weighed again."""
    outcome = FinalPosted(
        round=round_.id,
        name=final.name,
        summary=final.summary,
        k=round_.k,
        refs=(*quotes, *earlier),
        has_other_teams=round_facts.others_are_asked(work, round_.teams),
    )
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=final_key(round_.id, team.id))


def _tell_challengers(work: WorkContext, case: ChallengeGroup, ruling: Ruling | None, into: str) -> None:
    """Every challenge ends with an outcome; its author alone is told which."""
    kind = ruling.kind if ruling and case.item.stands else ChallengeOutcome.UNDECIDED
    wording = (into or ruling.wording) if ruling else ""
    outcome = ChallengeEnded(
        label=case.item.label,
        kind=kind,
        wording=wording if case.item.stands else "",
        reason=ruling.reason if ruling and case.item.stands else "",
        why=_why_undecided(case, ruling),
        quoted=case.item.quoted,
    )
    for check in case.checks:
        work.uow.checks.save(replace(check, state=kind))
        work.uow.texts.remove([ref_names.check_ref(check.id)])
        work.tell(check.member, outcome, key=f"ended:{check.id}")


def _why_undecided(case: ChallengeGroup, ruling: Ruling | None) -> str:
    """Return why a challenge has no outcome, empty where somebody decided on it."""
    if case.item.gone:
        return "gone"
    if case.item.left_out:
        return "no point"
    if ruling:
        return ""
    return "undecided" if case.visible else "few" if case.fits else "crowded"
