"""From the close to the draft: the answers are frozen, themes are looked for in a thread, the gate decides.

Three steps, so that nothing slow happens in a transaction: `close` freezes (the round is CLOSED), `collect` reads the words,
`analyse` runs off the event loop, `publish` decides and posts. `publish` checks that the frozen set is still the one that
was analysed; when somebody withdrew in between it says so, and the way is gone again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain import interviews, rounds
from bot.domain.model import Answer, AnswerState, Organisation, QuestionSet, Round, RoundState, Urgency
from bot.domain.outcomes.sharing import RoundHeld
from bot.domain.releases import (
    Candidate,
    Contribution,
    Frozen,
    ReasonKind,
    Released,
    decide,
    explain,
    freeze,
)
from bot.engine import timetable
from bot.engine.handlers import addenda, asking, digests, publishing
from bot.engine.handlers.publishing import Analysed, Pool
from bot.engine.work import Work


def close(work: Work, round_: Round) -> None:
    """No more answers count for this round. Whoever has not answered is simply done with it; nobody is told who."""
    work.uow.rounds.save(rounds.advance(round_, rounds.Step.CLOSE))
    for interview in work.uow.interviews.where(round=round_.id):
        moved = replace(interviews.move(interview, interviews.Move.CLOSE), remind_at=None)
        if moved != interview:
            work.uow.interviews.save(moved)


@dataclass(frozen=True, slots=True)
class _Set:
    """The frozen set of a round with the answers behind it, by ref."""

    frozen: Frozen
    answers: dict[str, Answer]


def _freeze(work: Work, round_: Round, questions: QuestionSet) -> _Set:
    """The answers given in time, and those that wait from earlier rounds of these teams (release.md, rules 1 and 5).

    What waits of somebody who is not on this round's roster is not used: every threshold counts members of the roster.
    """
    own = asking.as_asked(work, work.uow.answers.where(round=round_.id, state=AnswerState.GIVEN, late=False))
    given = work.uow.answers.where(team=round_.teams, state=AnswerState.GIVEN, released="", pooled="")
    waiting = asking.as_asked(work, given)
    same = _same_group(work, round_, waiting)
    roster = {row.member for row in work.uow.interviews.where(round=round_.id)}
    earlier = [row for row in waiting if row.round in same and row.member in roster]
    answers = {row.id: row for row in (*own, *earlier)}
    names = {member: work.uow.pseudonym(member) for member in {row.member for row in answers.values()}}
    frozen = freeze(
        [_contribution(row, names) for row in own],
        asked=questions.keys,
        waiting=[_contribution(row, names) for row in earlier],
    )
    return _Set(frozen, answers)


def _same_group(work: Work, round_: Round, waiting: list[Answer]) -> set[str]:
    """The earlier rounds, among those of these answers, that asked exactly these teams together."""
    earlier = work.uow.rounds.where(id=tuple({row.round for row in waiting} - {round_.id}))
    return {row.id for row in earlier if sorted(row.teams) == sorted(round_.teams)}


def _contribution(row: Answer, names: dict[str, str]) -> Contribution:
    return Contribution(ref=row.id, member=names[row.member], question=row.question, late=row.late)


def collect(work: Work, round_id: str, names: tuple[str, ...]) -> Pool | None:
    """The words to be grouped, question by question, and the names to hide in them.

    None when the round is no longer waiting for its themes.
    """
    round_ = work.uow.rounds.get(round_id)
    questions = work.uow.question_sets.get(round_.questions) if round_ else None
    if round_ is None or questions is None or round_.state is not RoundState.CLOSED:
        return None
    found = _freeze(work, round_, questions)
    extra = addenda.of(work, round_, questions, found.frozen.waiting)
    together = found.frozen.contributions | extra.contributions
    return publishing.pool(work, together, extra.beside(questions), names, small=len(round_.teams) == 1)


def publish(work: Work, round_id: str, pool: Pool, analysed: Analysed) -> bool:
    """Decide, and post the draft or hold. False when the frozen set is no longer the one that was analysed."""
    round_ = work.uow.rounds.get(round_id)
    questions = work.uow.question_sets.get(round_.questions) if round_ else None
    if round_ is None or questions is None or round_.state is not RoundState.CLOSED:
        return True
    found = _freeze(work, round_, questions)
    extra = addenda.of(work, round_, questions, found.frozen.waiting)
    if publishing.signature(found.frozen.contributions | extra.contributions) != pool.signature:
        return False
    candidate = Candidate(
        release_id=work.token(),
        aggregate="+".join(sorted(round_.teams)),
        round=round_.id,
        roster=round_.roster,
        contributions=found.frozen.contributions,
        themes=publishing.theme_sets(analysed, questions.keys),
        asked=questions.keys,
    )
    decision = decide(candidate, publishing.ledger_near(work, candidate.contributions), round_.k)
    if isinstance(decision, Released):
        _post_draft(work, round_, questions, candidate, decision, analysed, found)
    else:
        hold(work, round_, explain(decision).kind)
    addenda.publish(work, round_, extra, analysed, found.answers)
    return True


_WHY_HELD = {ReasonKind.HELD_WOULD_ISOLATE: "isolate", ReasonKind.HELD_ALREADY_RELEASED: "isolate"}


def hold(work: Work, round_: Round, kind: ReasonKind) -> None:
    """Nothing is shown, the answers wait for the group's next round, and the team is told plainly why."""
    held = rounds.advance(round_, rounds.Step.HOLD)
    work.uow.rounds.save(held)
    for team in work.uow.teams.where(id=round_.teams):
        if team.channel:
            outcome = RoundHeld(name=asking.group_name(work, round_), k=round_.k, why=_WHY_HELD.get(kind, "too few"))
            work.say(team.channel, outcome, Urgency.DIGEST, key=f"held:{round_.id}:{team.id}")
    digests.send(work, held, None)


def _post_draft(
    work: Work,
    round_: Round,
    questions: QuestionSet,
    candidate: Candidate,
    decision: Released,
    analysed: Analysed,
    found: _Set,
) -> None:
    organisation: Organisation = work.organisation()
    release = publishing.record(
        work,
        candidate,
        decision,
        analysed,
        publishing.About(asking.group_name(work, round_), questions, round_.roster),
        found.answers,
    )
    drafted = rounds.timed(
        replace(
            rounds.advance(round_, rounds.Step.DRAFT),
            release=release.id,
            check_until=timetable.check_end_of(organisation, round_.zone, work.now),
        )
    )
    work.uow.rounds.save(drafted)
    outcome = publishing.draft_of(release, drafted)
    for team in work.uow.teams.where(id=round_.teams):
        if team.channel:
            work.say(team.channel, outcome, Urgency.DIGEST, key=publishing.draft_key(round_, team.id))
