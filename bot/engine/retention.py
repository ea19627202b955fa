"""Destruction of what has been stored for long enough (release rule 15): words first, then who was asked, at last the summaries.

Theory of operation. Every ended round says when it is to be looked at next. Once a day those whose time has come are looked
through by the reader, and what is past its time is removed in small steps by the writer. Rows that say who answered go all at once,
for everybody who was asked, so that nothing tells who did. A clock that has jumped ahead destroys nothing at once: something is
removed only if the last look was within the last days. Rounds are looked at again when what they depend on changes: the settings, a
clock that is set back, a release that takes up answers of an earlier round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.follow_ups import ASKED_BACK
from bot.domain.model import AnswerState, LeaseRecord, Release, Round, RoundState, Urgency
from bot.domain.outcomes.cancelling import AnswersExpired
from bot.domain.questions import NUMBERS
from bot.domain.releases import ORGANISATION
from bot.domain.retention import Retention, end_of_words_in_point, ends_of_round, is_too_old_for_summary, months
from bot.domain.rounds import AT_ONCE, ENDS, closing_instant
from bot.domain.weighing import OF_WEIGHINGS
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.lasting_points.noting import forget_release
from bot.engine.rounds import ended_rounds, own_point_notes, round_facts
from bot.engine.rounds.draft_release import shown_refs
from bot.engine.rounds.group_finals import IN_NO_SUMMARY, set_aside

LOOKED, TIMES = "looked for what is past its time", "times for which things are kept"
"""Names of the lease records of the last look, and of the times in force when rounds said when to look at them."""
SHORTEST_PAUSE = timedelta(hours=20)
LONGEST_PAUSE = timedelta(days=3)
"""The last look is to be a day old or so: after a longer time the clock may have jumped, and a look that follows sooner, as after a
restart, proves nothing. The next one, a day later, removes."""


@dataclass(frozen=True, slots=True)
class PastTime:
    """Parts of one round that are past their time: words by their refs, who decided, who challenged, who was asked, all of it.

    `look_at` is when it is to be looked at again.
    """

    round: str
    look_at: datetime
    refs: tuple[str, ...] = ()
    deciders: bool = False
    challenges: bool = False
    people: bool = False
    summary: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.refs) or self.deciders or self.challenges or self.people or self.summary


def times_in_force(work: WorkContext) -> str:
    return repr(work.services.retention)


def may_remove(work: WorkContext) -> bool:
    """Note this look, and return whether the last one was long enough ago, and lately enough, to believe the clock."""
    last = work.uow.leases.get(LOOKED)
    pause = work.now - last.until if last else None
    if pause is not None and timedelta(0) <= pause < SHORTEST_PAUSE:
        return False
    work.uow.leases.save(LeaseRecord(id=LOOKED, holder="", until=work.now))
    if pause is not None and pause < timedelta(0):
        ended_rounds.look_at_all_again(work)
    return pause is not None and SHORTEST_PAUSE <= pause <= LONGEST_PAUSE


def find_past_time(work: WorkContext, ids: Sequence[str]) -> list[PastTime]:
    """Return what is past its time of these rounds. Reads only."""
    rounds = work.uow.rounds.where(id=tuple(ids), state=tuple(ENDS)) if ids else []
    return [_past_time_of(work, row) for row in rounds]


def _past_time_of(work: WorkContext, round_: Round) -> PastTime:
    """Return what of an ended round is past its time now, and the next instant at which more of it will be.

    While something is found, or lines of the ledger still wait for the organisation's final, that is the next day's sweep.
    """
    now = work.now
    closed = closing_instant(round_)
    if closed is None:
        return _past_time_of_unasked(work, round_)
    ends = ends_of_round(work.services.retention, closed, final_instant(round_))
    if now < ends.first:
        return PastTime(round_.id, ends.first)
    release, released = round_facts.release_of(work, round_), _releases_of(work, round_)
    last, decided, over = ends.waiting, ends.decided, ends.summary
    asked = _has_people(work, round_)
    refs, next_end = _words_past_time(work, round_, release, last) if asked else ((), over)
    found = PastTime(
        round_.id,
        min(at for at in (next_end, last if asked else over, decided, over) if at > now or at == over),
        refs,
        deciders=now >= decided and bool(round_.deciders or round_.members or round_.cancelled_by),
        challenges=now >= decided and work.uow.checks.count(round=round_.id) > 0,
        people=now >= last and (asked or any(_has_ended_lines(work, each, closed) for each in released)),
        summary=now >= over,
    )
    waiting = (each for each in released if not _is_ended(each))
    if found.anything or (
        now >= last and any(work.uow.ledger.count(release=_names_in_ledger(each)) for each in waiting)
    ):
        return replace(found, look_at=now + SHORTEST_PAUSE)
    return found


def _past_time_of_unasked(work: WorkContext, round_: Round) -> PastTime:
    """Return the same of an ended round in which nobody was asked, and that therefore never closed.

    The first look notes at the round when it ends (`look_at`); the look at that instant finds all of it past its time.
    """
    if round_.look_at in (None, AT_ONCE):
        return PastTime(round_.id, ended_rounds.end_if_unasked(work))
    return PastTime(round_.id, work.now, summary=True)


def _words_past_time(
    work: WorkContext, round_: Round, release: Release | None, last: datetime
) -> tuple[tuple[str, ...], datetime]:
    """Return the names of those words of a round that are past their time and still there; when to look at others of it."""
    refs, next_end = _refs_past_time(work, round_, release, last)
    texts = work.uow.texts.read(refs) if refs else []
    return tuple(ref for ref, text in zip(refs, texts, strict=True) if text), next_end


def final_instant(round_: Round) -> datetime:
    """Return when a round that has ended had its final, or closed without one."""
    for at in (round_.decide_until, round_.check_until, round_.closes_at, round_.opened_at):
        if at is not None:
            return at
    raise ValueError("a round that was never asked")


def _has_people(work: WorkContext, round_: Round) -> bool:
    return bool(work.uow.interviews.count(round=round_.id) or work.uow.answers.count(round=round_.id))


def _names_in_ledger(release: Release) -> tuple[str, str]:
    """Return under which names the ledger holds a release: its answers, and how it was weighed."""
    return release.id, release.id + OF_WEIGHINGS


def _is_ended(release: Release) -> bool:
    """Return whether nothing will draw on the ledger's lines of a release: it is in the organisation's, or in none."""
    return bool(release.pooled) or release.aggregate == ORGANISATION


def _has_ended_lines(work: WorkContext, release: Release, closed: datetime) -> bool:
    """Return whether there are lines that nothing draws on any more. A final that no summary took up for so long is in none."""
    over = is_too_old_for_summary(closed, work.now)
    return bool((over or _is_ended(release)) and work.uow.ledger.count(release=_names_in_ledger(release)))


def _refs_past_time(
    work: WorkContext, round_: Round, release: Release | None, last: datetime
) -> tuple[list[str], datetime]:
    """Return the names of the words of a round that are past their time, whether they are still there or not; and the next instant
    at which others of it will be, as far as that is known: `last`, or tomorrow while the organisation's final is awaited."""
    ends = {release.id: _end_of_words(work, release, last)} if release else {}
    over = release is not None and work.now >= ends[release.id]
    refs = [*shown_refs(release), *own_point_notes.refs_of_round(work, round_)] if release and over else []
    for answer in work.uow.answers.where(round=round_.id):
        if answer.released not in ends:
            ends[answer.released] = _end_of_words(work, round_facts.release_with(work, answer), last)
        if work.now >= (last if answer.unplaced else ends[answer.released]):
            refs += ref_names.refs_of_answer(answer.id)
    ahead = [end for used, end in ends.items() if used and end > work.now]
    awaited = any(end == last for end in ahead)
    return refs, min([last, *ahead, *([work.now + SHORTEST_PAUSE] if awaited else [])])


def _end_of_words(work: WorkContext, release: Release | None, last: datetime) -> datetime:
    """Return when words end that stand in a point of a release; those of an answer that is in none end at `last`.

    A final that goes into no summary of the organisation takes the place of that summary's.
    """
    if release is None or not release.final:
        return last
    aside = release.pooled == IN_NO_SUMMARY or release.aggregate == ORGANISATION
    decisive = release if aside else work.uow.releases.get(release.pooled) if release.pooled else None
    round_ = work.uow.rounds.get(decisive.round) if decisive else None
    final = final_instant(round_) if round_ and round_.state is RoundState.FINAL else None
    return end_of_words_in_point(work.services.retention, final, last)


def remove_past_time(work: WorkContext, found: list[PastTime]) -> None:
    """Destroy what was found to be past its time, tell those whose answers waited in vain, and note when to look again."""
    for past in found:
        round_ = work.uow.rounds.get(past.round)
        if round_ is not None and round_.state in ENDS:
            round_ = replace(round_, look_at=past.look_at)
            work.uow.rounds.save(round_)
            _remove_of_round(work, round_, past)


def _remove_of_round(work: WorkContext, round_: Round, past: PastTime) -> None:
    if past.people:
        _tell_who_waited(work, round_)
    work.uow.texts.remove(past.refs)
    for answer in work.uow.answers.where(id=past.refs, state=AnswerState.GIVEN) if past.refs else ():
        work.uow.answers.save(replace(answer, state=AnswerState.EXPIRED))
    if past.deciders:
        work.uow.rounds.save(replace(round_, members=(), deciders=(), cancelled_by=""))
        for ruling in work.uow.rulings.where(round=round_.id):
            work.uow.rulings.save(replace(ruling, by=""))
    if past.challenges:
        for check in work.uow.checks.where(round=round_.id):
            work.uow.texts.remove([ref_names.check_ref(check.id)])
            work.uow.checks.remove(check.id)
    if past.people:
        _remove_people(work, round_)
    if past.summary:
        _remove_summary(work, round_)


def _tell_who_waited(work: WorkContext, round_: Round) -> None:
    """Tell those who gave an answer that no summary has used until now."""
    rows = work.uow.answers.where(round=round_.id, state=AnswerState.GIVEN, released="", pooled="")
    names = round_facts.team_names(work, round_)
    for member, team in sorted({(row.member, row.team) for row in rows}):
        outcome = AnswersExpired(team=names.get(team, ""), days=work.services.retention.waiting_days)
        work.tell(member, outcome, Urgency.PROMPT, key=f"expired:{round_.id}:{member}")


def _remove_people(work: WorkContext, round_: Round) -> None:
    """Remove who was asked, who answered, and whatever they typed and never sent.

    The ledger's lines go as well: their pseudonyms lead back to people by their keys, and no later release can draw on answers
    that are gone.
    """
    for answer in work.uow.answers.where(round=round_.id):
        work.uow.texts.remove(ref_names.refs_of_answer(answer.id))
        work.uow.answers.remove(answer.id)
    work.uow.texts.remove(own_point_notes.refs_of_round(work, round_))
    for interview in work.uow.interviews.where(round=round_.id):
        drafts = [ref_names.draft_ref(interview.id, number) for number in NUMBERS]
        work.uow.texts.remove([ref_names.loose_ref(interview.id), *drafts])
        work.uow.interviews.remove(interview.id)
    for release in _releases_of(work, round_):
        if _has_ended_lines(work, release, closing_instant(round_) or work.now):
            _remove_lines(work, release)


def _remove_lines(work: WorkContext, release: Release) -> None:
    """Remove the ledger's lines of a release, and those by which the organisation's names the same contributions."""
    if not _is_ended(release):
        set_aside(work, [release])
    names = _names_in_ledger(release)
    refs = tuple(line.ref for line in work.uow.ledger.where(release=names))
    for line in work.uow.ledger.where(ref=refs) if refs else ():
        if line.release in names or line.aggregate == ORGANISATION:
            work.uow.ledger.remove(line.id)


def _remove_summary(work: WorkContext, round_: Round) -> None:
    for release in _releases_of(work, round_):
        for line in work.uow.ledger.where(release=_names_in_ledger(release)):
            work.uow.ledger.remove(line.id)
        work.uow.texts.forget(ref_names.publisher(release.id))
        work.uow.texts.remove([ref_names.codes_ref(release.id), *shown_refs(release)])
        work.uow.releases.remove(release.id)
        forget_release(work, round_, release.id)
        for follow_up in work.uow.follow_ups.where(release=release.id):
            work.uow.follow_ups.remove(follow_up.id)
    for ruling in work.uow.rulings.where(round=round_.id):
        work.uow.rulings.remove(ruling.id)
    for meeting in work.uow.meetings.where(round=round_.id):
        work.uow.texts.forget(ref_names.meeting_owner(meeting.id))
        work.uow.meetings.remove(meeting.id)
    asked = work.uow.question_sets.get(round_.questions)
    if asked and asked.what == ASKED_BACK:
        # It was made for this round alone, and its last questions quote points.
        work.uow.question_sets.remove(asked.id)
    work.uow.rounds.remove(round_.id)


def _releases_of(work: WorkContext, round_: Round) -> list[Release]:
    """Return all that came out with a round: its summary, late answers to former questions, what was raised over time."""
    own = round_facts.release_of(work, round_)
    found = {row.id: row for row in work.uow.releases.where(round=round_.id)}
    return list((found | ({own.id: own} if own else {})).values())


def old_audits(work: WorkContext) -> list[str]:
    """Return the ids of admins' actions that are past their time."""
    before = work.now - months(work.services.retention.audit_months)
    return [row.id for row in work.uow.audits.where() if row.at < before]


def remove_audits(work: WorkContext, ids: Sequence[str]) -> None:
    for id in ids:
        work.uow.audits.remove(id)


def prune_messages(work: WorkContext) -> None:
    """Remove claimed events and sent messages that are past their time."""
    kept: Retention = work.services.retention
    work.uow.inbox.prune(work.now - timedelta(days=kept.inbox_days))
    work.uow.outbox.prune(work.now - timedelta(days=kept.outbox_days))
