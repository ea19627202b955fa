"""A person's own page: what they were asked, what they wrote, what became of it, and what they can do. It reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.domain.model import Answer, Interview, Member, Round, RoundState
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.home import HomeDecision, HomeDraft, HomeRound, HomeShown
from bot.domain.outcomes.sharing import DigestSent
from bot.domain.questions import NUMBERS, texts_of
from bot.domain.rounds import ASKED, is_of_organisation
from bot.engine import access, lookup, ref_names
from bot.engine.answers import submitting
from bot.engine.checks import weighing
from bot.engine.context import EventContext
from bot.engine.follow_ups import known
from bot.engine.rounds import digests, round_facts

MOST_ROUNDS = 5


def show_app_home(context: EventContext) -> Outcome:
    """The page of who is looking; a stranger is told what this is and how to join."""
    member = context.member
    if member is None:
        return access.welcome(context)
    asked = _rounds_asked(context, member)
    read = _read_rounds(context, asked)
    shown = tuple(
        _home_round(context, read if place == 0 else replace(NOTHING, teams=read.teams), interview, round_)
        for place, (interview, round_) in enumerate(asked)
    )
    teams = tuple(team.name for team in lookup.own_teams(context))
    questions, quoted, texts = _words_of_round(context, asked[0], shown[0], read.present) if asked else ((), (), ())
    digest = _last_digest(context, member, [round_ for _, round_ in asked])
    return HomeShown(
        rounds=shown,
        questions=questions,
        quoted=quoted,
        refs=(*texts, *(digest.refs if digest else ())),
        k=context.organisation().k,
        stopped=member.stopped,
        offers=member.offer_quotes,
        teams=teams,
        admin=member.admin,
        digest=digest,
        decisions=_decisions(context, member),
        drafts=tuple(_organisation_drafts(context, member)),
        language_model=context.services.language_model,
    )


def _last_digest(context: EventContext, member: Member, rounds: Iterable[Round]) -> DigestSent | None:
    """The newest digest that this person was sent, of the latest rounds that they were asked in, with what they still owe."""
    sent = (digests.sent_digest(context, round_, member.id) for round_ in rounds if member.id in round_.deciders)
    last = next(filter(None, sent), None)
    return replace(last, open_points=known.still_open(context, last.open_points, member)) if last else None


def _organisation_drafts(context: EventContext, member: Member) -> Iterator[HomeDraft]:
    """Yield the organisation's drafts that this person can weigh now; they are in no round that somebody was asked."""
    for row in context.uow.rounds.where(state=RoundState.DRAFT, deciding=False):
        if is_of_organisation(row) and member.id in row.members and row.check_until:
            mine = weighing.count_own_weighings(context, row)
            if mine.items:
                yield HomeDraft(
                    round=row.id,
                    name=context.organisation().name,
                    to_weigh=mine.items,
                    weighed=mine.weighed,
                    told=mine.told,
                    until=row.check_until,
                    zone=row.zone,
                )


def _decisions(context: EventContext, member: Member) -> tuple[HomeDecision, ...]:
    waiting = context.uow.rounds.where(state=RoundState.DRAFT, deciding=True)
    return tuple(
        HomeDecision(name=round_facts.group_name(context, row), until=row.decide_until or context.now, zone=row.zone)
        for row in waiting
        if member.id in row.deciders
    )


def _rounds_asked(context: EventContext, member: Member) -> list[tuple[Interview, Round]]:
    """The latest rounds that this person was asked in, the newest first."""
    mine = {row.round: row for row in context.uow.interviews.where(member=member.id)}
    rows = [row for row in context.uow.rounds.where(id=tuple(mine)) if row.state in ASKED] if mine else []
    rows.sort(key=lambda row: (row.opened_at or context.now, row.id), reverse=True)
    return [(mine[row.id], row) for row in rows[:MOST_ROUNDS]]


@dataclass(frozen=True, slots=True)
class _Read:
    """Content of the shown rounds: names of teams by id; of the newest round, the answers that stand and the numbers begun."""

    teams: Mapping[str, str]
    present: Mapping[int, Answer]
    drafted: tuple[int, ...]


NOTHING = _Read({}, {}, ())


def _read_rounds(context: EventContext, asked: list[tuple[Interview, Round]]) -> _Read:
    """Of earlier rounds only what became of them is shown, and nothing that this person wrote."""
    if not asked:
        return NOTHING
    newest, _ = asked[0]
    texts = context.uow.texts.read([ref_names.draft_ref(newest.id, number) for number in NUMBERS])
    rows = context.uow.teams.where(id=tuple({interview.team for interview, _ in asked}))
    return _Read(
        {row.id: row.name for row in rows},
        submitting.present_answers(context, newest),
        tuple(number for number, text in zip(NUMBERS, texts, strict=True) if text),
    )


def _home_round(context: EventContext, read: _Read, interview: Interview, round_: Round) -> HomeRound:
    mine = weighing.count_own_weighings(context, round_)
    return HomeRound(
        round=round_.id,
        team=read.teams.get(interview.team, ""),
        opened_at=round_.opened_at or context.now,
        until=round_facts.closing_time(round_),
        zone=round_.zone,
        state=round_.state.value,
        answered=tuple(sorted(read.present)),
        drafted=read.drafted,
        allowed=tuple(sorted(number for number, row in read.present.items() if row.allowed)),
        to_weigh=mine.items,
        weighed=mine.weighed,
        check_until=round_.check_until if mine.items else None,
        told=mine.told,
    )


def _words_of_round(
    context: EventContext, asked: tuple[Interview, Round], row: HomeRound, present: Mapping[int, Answer]
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    """The questions of a round, the numbers with words to them, and the names of those: an answer goes before a draft."""
    interview, round_ = asked
    questions = texts_of(round_facts.questions_of(context, round_))
    quoted = tuple(sorted({*row.answered, *row.drafted}))
    texts = tuple(present[n].id if n in present else ref_names.draft_ref(interview.id, n) for n in quoted)
    return questions, quoted, texts
