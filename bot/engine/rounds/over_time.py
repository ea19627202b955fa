"""Raised over time: after each fourth round of a group, what its answers without a point make together (release rule 15).

The same three steps as from a close to a draft: the answers are collected, looked through in a thread, and published if they are
still the same. What comes out is final at once: it stands in the channels, and waits for an answer as any point does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import rounds
from bot.domain.follow_ups import about_of
from bot.domain.lasting_points import likeness_of
from bot.domain.model import (
    Answer,
    AnswerState,
    ItemKind,
    Question,
    Release,
    Round,
    RoundState,
    Summary,
    Urgency,
    WeighingItem,
)
from bot.domain.model.sharing import Point, QuestionSummary
from bot.domain.outcomes.sharing import RaisedOverTime
from bot.domain.questions import merge_questions
from bot.domain.releases import ORGANISATION, CandidatePoint, Contribution, FinalPoint, LedgerEntry
from bot.domain.releases.groups import aggregate_of
from bot.domain.releases.over_time import BLOCK, OVER_TIME, Block, decide_block, next_place
from bot.engine.context import WorkContext
from bot.engine.follow_ups.known import begin_follow_ups, open_points_of
from bot.engine.lasting_points.noting import note_points, points_of_group, standing_points
from bot.engine.people import team_channels
from bot.engine.rounds import contributions, draft_release, ended_rounds, ledger_lines, round_facts
from bot.engine.rounds.draft_release import Analysed, Pool
from bot.engine.rounds.group_finals import IN_NO_SUMMARY


def end_in_block(work: WorkContext, round_: Round) -> Round:
    """Return a round that ends now with its number, and its place in its group's block; with the fourth, the block is due."""
    before = round_facts.other_ended_rounds(work, round_)
    ended = replace(round_, ended_as=before[-1].ended_as + 1 if before else 1)
    if rounds.is_of_organisation(round_):
        return ended
    place = next_place(before[-1].block_place if before else 0)
    return rounds.with_next_at(replace(ended, block_place=place, block_due=place == BLOCK))


def rounds_of_block(work: WorkContext, round_: Round) -> list[Round]:
    """Return the rounds of the block that a round ended, the earliest first."""
    others = round_facts.other_ended_rounds(work, round_)
    before = [row for row in others if rounds.order_of_ending(row) < rounds.order_of_ending(round_)]
    return [*before[-(BLOCK - 1) :], round_]


def blocks_beside(work: WorkContext, finals: Iterable[Release]) -> list[LedgerEntry]:
    """Return the blocks of those groups a block of which has shown something of answers that these finals were made of."""
    found: set[str] = set()
    for final in finals:
        blocks = work.uow.releases.where(aggregate=f"{final.aggregate}{OVER_TIME}")
        if blocks and _last_round_of_block(work, final) in {row.round for row in blocks}:
            found |= {row.id for row in blocks}
    return ledger_lines.ledger_entries(work, found)


def _last_round_of_block(work: WorkContext, final: Release) -> str:
    """Return the round that ended the block of a final's round; empty where none has yet."""
    round_ = work.uow.rounds.get(final.round)
    if round_ is None:
        return ""
    ended = sorted([*round_facts.other_ended_rounds(work, round_), round_], key=rounds.order_of_ending)
    return next((row.id for row in ended[ended.index(round_) :] if row.block_place == BLOCK), "")


@dataclass(frozen=True, slots=True)
class _Given:
    """The answers of a block that found no point, by members who are asked now, and the questions that they are about."""

    contributions: frozenset[Contribution]
    answers: Mapping[str, Answer]
    questions: tuple[Question, ...]


def _unplaced_in_block(work: WorkContext, block: Iterable[Round]) -> list[Answer]:
    releases = tuple(row.release for row in block if row.state is RoundState.FINAL and row.release)
    rows = work.uow.answers.where(released=releases) if releases else []
    return [row for row in rows if row.unplaced]


def _given_in_block(work: WorkContext, round_: Round) -> _Given:
    block = rounds_of_block(work, round_)
    given_still = [row for row in _unplaced_in_block(work, block) if row.state is AnswerState.GIVEN]
    unplaced = round_facts.as_asked(work, given_still)
    k = {row.id: row.k for row in contributions.rounds_of(work, unplaced).values()}
    known = contributions.contributions_of(work, unplaced, k)
    now = contributions.roster_pseudonyms(work, round_)
    given = frozenset(each for each in known.contributions if each.member in now and not about_of(each.question))
    keys = {each.question for each in given}
    asked = merge_questions((round_facts.questions_of(work, row) for row in block), only=keys)
    return _Given(given, known.answers, asked)


def collect_block(work: WorkContext, round_: Round, names: tuple[str, ...]) -> Pool:
    """Return the words of a block's answers without a point."""
    found = _given_in_block(work, round_)
    small = len(round_.teams) == 1
    return draft_release.pool_words(work, found.contributions, found.answers, found.questions, names, small)


def publish_block(work: WorkContext, round_: Round, pool: Pool, analysed: Analysed) -> bool:
    """Show what may be shown of a block. False when its answers are no longer those that were looked through."""
    found = _given_in_block(work, round_)
    if draft_release.signature_of(found.contributions) != pool.signature:
        return False
    done = rounds.with_next_at(replace(round_, block_due=False))
    work.uow.rounds.save(done)
    _spend_answers(work, round_)
    analysed = draft_release.leave_out_telling_points(analysed, round_facts.team_names(work, round_).values())
    labels = {
        f"{key}:{place}": point.label for key, each in analysed.found.items() for place, point in enumerate(each.points)
    }
    block = Block(
        work.token(),
        aggregate_of(round_.teams),
        round_.id,
        round_.roster,
        found.contributions,
        _not_shown_yet(work, round_, _points_of(analysed), labels),
        len(round_.teams),
    )
    ledger = _ledger_of(work, block)
    shown, entry = decide_block(block, ledger.earlier, ledger.organisations, round_.k, beside=ledger.beside)
    if shown:
        release = _record(work, done, block, shown, labels, found.questions)
        ledger_lines.keep_entry(work, entry)
        _post(work, done, release)
    return True


def _points_of(analysed: Analysed) -> tuple[CandidatePoint, ...]:
    return tuple(
        CandidatePoint(f"{key}:{place}", key, point.refs, point.matter, point.against)
        for key, each in analysed.found.items()
        for place, point in enumerate(each.points)
    )


def _not_shown_yet(
    work: WorkContext, round_: Round, points: Sequence[CandidatePoint], labels: Mapping[str, str]
) -> tuple[CandidatePoint, ...]:
    """Return the points that no final of the block has: of those it cannot be said that too few said them in any one round."""
    block = {row.id for row in rounds_of_block(work, round_)}
    rows = [row for row in points_of_group(work, round_) if any(each.round in block for each in row.appearances)]
    known = [each.point for each in standing_points(work, rows)]

    def is_shown(each: CandidatePoint) -> bool:
        said = FinalPoint(
            each.key, round_.team, each.question, labels[each.key], matter=each.matter, against=each.against
        )
        return any(likeness_of(said, point) for point in known)

    return tuple(each for each in points if not is_shown(each))


def _spend_answers(work: WorkContext, round_: Round) -> None:
    """Let no other block use these answers, whatever the clock does, and their words end as those of a point do."""
    rows = _unplaced_in_block(work, rounds_of_block(work, round_))
    for row in rows:
        work.uow.answers.save(replace(row, unplaced=False))
    ended_rounds.look_again(work, {row.round for row in rows})


@dataclass(frozen=True, slots=True)
class _Ledger:
    """The entries of a group's earlier blocks, of the organisation's releases that used this block's answers, and of those that
    used answers of the group's otherwise."""

    earlier: list[LedgerEntry]
    organisations: list[LedgerEntry]
    beside: list[LedgerEntry]


def _ledger_of(work: WorkContext, block: Block) -> _Ledger:
    own = tuple(row.id for row in work.uow.releases.where(aggregate=f"{block.aggregate}{OVER_TIME}"))
    earlier = ledger_lines.ledger_entries(work, own)
    near = ledger_lines.ledger_near(work, block.contributions)
    organisations = [each for each in near if each.aggregate == ORGANISATION]
    pooled = {row.pooled for row in work.uow.releases.where(aggregate=block.aggregate)} if earlier else set()
    others = pooled - {each.release_id for each in organisations}
    return _Ledger(earlier, organisations, ledger_lines.ledger_entries(work, others))


def _record(
    work: WorkContext,
    round_: Round,
    block: Block,
    shown: tuple[CandidatePoint, ...],
    labels: Mapping[str, str],
    questions: tuple[Question, ...],
) -> Release:
    """Store what is shown as a final of its own, which goes into no summary of the organisation."""
    told: list[QuestionSummary] = []
    sides: list[WeighingItem] = []
    for number, question in enumerate(questions, start=1):
        mine = [point for point in shown if point.question == question.key]
        points = tuple(
            Point(key=f"{number}.over{place}", label=labels[point.key], band="")
            for place, point in enumerate(mine, start=1)
        )
        sides += [
            WeighingItem(
                key=row.key, kind=ItemKind.POINT, question=question.key, matter=each.matter, against=each.against
            )
            for row, each in zip(points, mine, strict=True)
        ]
        if points:
            told.append(QuestionSummary(number=number, text=question.text, key=question.key, shown=True, points=points))
    release = Release(
        id=block.release_id,
        aggregate=f"{block.aggregate}{OVER_TIME}",
        round=round_.id,
        name=round_facts.group_name(work, round_),
        summary=Summary(questions=tuple(told), over_time=True),
        final=True,
        unlisted=tuple(sides),
        pooled=IN_NO_SUMMARY,
    )
    work.uow.releases.save(release)
    begin_follow_ups(work, round_, release, note_points(work, round_, release).ids)
    return release


def _post(work: WorkContext, round_: Round, release: Release) -> None:
    outcome = RaisedOverTime(name=release.name, summary=release.summary)
    for team, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome, Urgency.DIGEST, key=f"over time:{round_.id}:{team.id}")
    for_leads = replace(outcome, open_points=open_points_of(work, release))
    for member in round_.deciders:
        work.tell(member, for_leads, Urgency.DIGEST, key=f"over time:{round_.id}:{member}")
