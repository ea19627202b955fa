"""A person's own page: what they were asked, what they wrote, what became of it, and what they can do. It reads only."""

from __future__ import annotations

from bot.domain.model import Interview, Member, Round
from bot.domain.outcomes import commands as said
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.home import HomeRound, HomeShown
from bot.domain.rounds import ASKED
from bot.engine import refs
from bot.engine.handlers import answering, asking
from bot.engine.handlers.ordered import finding
from bot.engine.work import EventContext

MOST_ROUNDS = 5


def show_app_home(turn: EventContext) -> Outcome:
    """The page of who is looking; a stranger is told what this is and how to join."""
    member = turn.member
    if member is None:
        return said.Welcome(claimed=turn.uow.members.count(admin=True) > 0)
    asked = _rounds_asked(turn, member)
    shown = tuple(_home_round(turn, interview, round_) for interview, round_ in asked)
    teams = tuple(team.name for team in finding.own_teams(turn))
    questions, quoted, texts = _words_of_round(turn, asked[0], shown[0]) if asked else ((), (), ())
    return HomeShown(
        rounds=shown,
        questions=questions,
        quoted=quoted,
        refs=texts,
        k=turn.organisation().k,
        stopped=member.stopped,
        teams=teams,
        admin=member.admin,
    )


def _rounds_asked(turn: EventContext, member: Member) -> list[tuple[Interview, Round]]:
    """The latest rounds that this person was asked in, the newest first."""
    mine = {row.round: row for row in turn.uow.interviews.where(member=member.id)}
    rows = [row for row in turn.uow.rounds.where(id=tuple(mine)) if row.state in ASKED] if mine else []
    rows.sort(key=lambda row: (row.opened_at or turn.now, row.id), reverse=True)
    return [(mine[row.id], row) for row in rows[:MOST_ROUNDS]]


def _home_round(turn: EventContext, interview: Interview, round_: Round) -> HomeRound:
    drafts = turn.uow.texts.read([refs.draft_ref(interview.id, number) for number in answering.NUMBERS])
    return HomeRound(
        round=round_.id,
        team=asking.team_names(turn, round_).get(interview.team, ""),
        opened_at=round_.opened_at or turn.now,
        until=asking.closing_time(round_),
        zone=round_.zone,
        state=round_.state.value,
        answered=tuple(sorted(answering.present_answers(turn, interview))),
        drafted=tuple(number for number, text in zip(answering.NUMBERS, drafts, strict=True) if text),
    )


def _words_of_round(
    turn: EventContext, asked: tuple[Interview, Round], row: HomeRound
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]:
    """The questions of a round, the numbers with words to them, and the names of those: an answer goes before a draft."""
    interview, round_ = asked
    found = turn.uow.question_sets.get(round_.questions)
    present = answering.present_answers(turn, interview)
    quoted = tuple(sorted({*row.answered, *row.drafted}))
    texts = tuple(present[n].id if n in present else refs.draft_ref(interview.id, n) for n in quoted)
    return found.texts if found else (), quoted, texts
