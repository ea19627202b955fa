"""Step from the close to the draft: the answers are frozen, points are looked for in a thread, the gate decides.

`close_round` ends the answering (the round is CLOSED). Then come three steps, so that nothing slow happens in a transaction:
`collect_answers` works out the set that counts and reads its words, `analyse_pool` runs off the event loop, and `publish_draft`
works the set out again, freezes it in the release and posts. Where it is no longer the set that was analysed, since somebody
withdrew in between, nothing is posted and the three steps are gone again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import interviews, rounds
from bot.domain.model import Answer, Interview, Question, Round, Urgency
from bot.domain.outcomes.meetings import MeetingQuestion
from bot.domain.outcomes.sharing import RoundWithheld
from bot.domain.questions import keys_of, text_of_number
from bot.domain.releases import (
    Candidate,
    Frozen,
    ReasonKind,
    Released,
    decide_release,
    explain_decision,
    freeze_contributions,
)
from bot.domain.releases.groups import aggregate_of
from bot.engine.answers import asides
from bot.engine.context import WorkContext
from bot.engine.follow_ups import asking_back
from bot.engine.meetings import statements
from bot.engine.meetings.stepping import close_meetings
from bot.engine.people import team_channels
from bot.engine.rounds import (
    allowed_words,
    contributions,
    deadlines,
    digests,
    draft_release,
    late_release,
    ledger_lines,
    leftovers,
    over_time,
    own_point_notes,
    round_facts,
    weighing_items,
)
from bot.engine.rounds.draft_release import Analysed, Pool


def close_round(work: WorkContext, round_: Round) -> None:
    """No more answers count for this round. Whoever has not answered is simply done with it; nobody is told who."""
    roster = work.uow.interviews.where(round=round_.id)
    closed = replace(rounds.advance_round(round_, rounds.Step.CLOSE), undelivered=has_undelivered(work, roster))
    work.uow.rounds.save(closed)
    for interview in roster:
        moved = replace(interviews.move_interview(interview, interviews.Move.CLOSE), remind_at=None)
        if moved != interview:
            work.uow.interviews.save(moved)
        asides.forget_asides(work, interview.member)
    for team in work.uow.teams.where(id=round_.teams):
        work.uow.teams.save(replace(team, last_round=round_.id))
    close_meetings(work, round_)


def has_undelivered(work: WorkContext, roster: list[Interview]) -> bool:
    """Return whether somebody of the roster cannot be written to. What they did in the round is no matter, nor whether they had
    stopped: else whoever closes an account, or knows who blocked the bot, would learn it.
    """
    return work.uow.members.count(id=tuple(row.member for row in roster), reachable=False) > 0


@dataclass(frozen=True, slots=True)
class _Set:
    """The frozen set of a round, what an addendum would draw on beside it, and the answers behind their refs."""

    frozen: Frozen
    extra: late_release.Extra
    answers: Mapping[str, Answer]


def _freeze_answers(work: WorkContext, round_: Round, questions: Sequence[Question]) -> _Set:
    """The answers given in time, and those that wait from earlier rounds of these teams (release rules 1 and 5)."""
    own = contributions.own_answers(work, round_)
    earlier = contributions.waiting_answers(work, round_)
    spent = contributions.spent_answers(work, earlier)
    k = {row.id: row.k for row in contributions.rounds_of(work, [*own, *earlier, *spent]).values()}
    given, waiting, drawn = (contributions.contributions_of(work, rows, k) for rows in (own, earlier, spent))
    roster = contributions.roster_pseudonyms(work, round_)
    frozen = freeze_contributions(
        given.contributions,
        asked=keys_of(questions),
        roster=roster,
        waiting=waiting.contributions,
        spent=drawn.contributions,
    )
    extra = late_release.plan_late_release(work, round_, questions, frozen.waiting, roster)
    return _Set(frozen, extra, {**given.answers, **waiting.answers})


def collect_answers(work: WorkContext, round_id: str, names: tuple[str, ...]) -> Pool | None:
    """The words to be grouped, question by question, and the names to hide in them; of a round or of the block that it ends.

    None when the round is not waiting for its points, or no longer.
    """
    round_ = work.uow.rounds.get(round_id)
    if round_ and rounds.awaits_block(round_):
        return over_time.collect_block(work, round_, names)
    questions = round_facts.questions_of(work, round_)
    if round_ is None or not questions or not rounds.awaits_points(round_):
        return None
    found = _freeze_answers(work, round_, questions)
    together = found.frozen.contributions | found.extra.contributions
    small = len(round_.teams) == 1
    return draft_release.pool_words(work, together, found.answers, found.extra.beside(questions), names, small)


def publish_draft(work: WorkContext, round_id: str, pool: Pool, analysed: Analysed) -> bool:
    """Decide, and post the draft or hold. False when the frozen set is no longer the one that was analysed."""
    round_ = work.uow.rounds.get(round_id)
    if round_ and rounds.awaits_block(round_):
        return over_time.publish_block(work, round_, pool, analysed)
    questions = round_facts.questions_of(work, round_)
    if round_ is None or not questions or not rounds.awaits_points(round_):
        return True
    found = _freeze_answers(work, round_, questions)
    if draft_release.signature_of(found.frozen.contributions | found.extra.contributions) != pool.signature:
        return False
    candidate = Candidate(
        release_id=work.token(),
        aggregate=aggregate_of(round_.teams),
        round=round_.id,
        roster=round_.roster,
        contributions=found.frozen.contributions,
        asked=keys_of(questions),
        teams=len(round_.teams),
    )
    analysed = draft_release.leave_out_telling_points(analysed, round_facts.team_names(work, round_).values())
    candidate = draft_release.with_findings(work, candidate, analysed, keys_of(questions), found.answers, weighed=True)
    decision = decide_release(candidate, ledger_lines.ledger_near(work, candidate.contributions), round_.k)
    if isinstance(decision, Released):
        _post_draft(work, round_, questions, candidate, decision, analysed, found)
        late_release.publish_late_release(work, round_, found.extra, analysed, found.answers)
    else:
        withhold_round(work, round_, explain_decision(decision).kind)
    return True


_WHY_WITHHELD = {ReasonKind.WITHHELD_WOULD_ISOLATE: "isolate", ReasonKind.WITHHELD_ALREADY_RELEASED: "isolate"}


def withhold_round(work: WorkContext, round_: Round, kind: ReasonKind) -> None:
    """Nothing is shown, the answers wait for the group's next round, and the team is told plainly why."""
    withheld = over_time.end_in_block(work, rounds.advance_round(round_, rounds.Step.WITHHOLD))
    work.uow.rounds.save(withheld)
    said = statements.agreed_statements(work, round_)
    asked = round_facts.questions_of(work, round_)
    outcome = RoundWithheld(
        name=round_facts.group_name(work, round_),
        k=round_.k,
        why=_WHY_WITHHELD.get(kind, "too few"),
        team_statements=tuple(statement for each in said.values() for statement in each),
        questions=tuple(
            MeetingQuestion(number=number, text=text_of_number(asked, number), statements=len(each))
            for number, each in said.items()
        ),
    )
    statements.forget_meetings(work, round_)
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=f"held:{round_.id}:{team.id}")
    digests.send_digests(work, withheld, None)


def _post_draft(
    work: WorkContext,
    round_: Round,
    questions: Sequence[Question],
    candidate: Candidate,
    decision: Released,
    analysed: Analysed,
    found: _Set,
) -> None:
    release = draft_release.record_release(
        work, candidate, decision, analysed, round_facts.group_name(work, round_), questions, found.answers
    )
    release = asking_back.without_bands(release)
    own_point_notes.keep_at_draft(work, round_, release, candidate, decision, found.answers)
    release = statements.with_statements(work, round_, release)
    release = weighing_items.with_items(work, round_, release, candidate, decision)
    statements.forget_meetings(work, round_)
    until = deadlines.check_end_of(round_, work.now)
    leftovers.keep_until_final(work, release, analysed, found.answers)
    asks_for_words = not release.items and allowed_words.can_show_words(round_, release)
    drafted = rounds.with_next_at(
        replace(
            rounds.advance_round(round_, rounds.Step.DRAFT),
            release=release.id,
            check_until=until,
            words_at=deadlines.words_end_of(round_, work.now, until) if asks_for_words else None,
        )
    )
    work.uow.rounds.save(drafted)
    has_other_teams = round_facts.others_are_asked(work, round_.teams)
    outcome = draft_release.draft_of(release, drafted, work.services.finder.languages, has_other_teams)
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=draft_release.draft_key(round_.id, team.id))
    if release.items:
        weighing_items.ask_to_weigh(work, drafted, release)
    elif asks_for_words:
        allowed_words.ask_for_words(work, drafted, release)
