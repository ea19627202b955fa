"""May my words be shown? Asked with the words exactly as others would see them (C6, C7)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.model import Answer, AnswerState
from bot.domain.outcomes import answering as said
from bot.domain.releases import WithdrawalStage
from bot.engine import access, refs
from bot.engine.handlers import withdrawing
from bot.engine.work import EventContext, WorkContext


def names_to_hide(work: WorkContext) -> tuple[str, ...]:
    """Everybody's names, for the redaction of words that others may see."""
    return tuple(row.name for row in work.uow.members.where() if row.name)


def preview_quotes(turn: EventContext, round_id: str) -> None:
    """Show each answer as it would appear, with the choice to allow it."""
    interview, round_ = access.own_interview(turn, round_id)
    rows = turn.uow.answers.where(interview=interview.id, state=AnswerState.GIVEN)
    if not rows:
        raise Refusal(said.NothingToShow(round=round_id))
    questions = turn.uow.question_sets.get(round_.questions)
    names = names_to_hide(turn)
    rows = sorted(rows, key=lambda row: (row.number, row.late))
    for row in rows:
        turn.keep(refs.words_ref(row.id), row.member, turn.services.finder.redact(turn.read(row.id), names))
    answers = tuple(
        said.Previewed(
            token=row.id,
            number=row.number,
            question=questions.texts[row.number - 1] if questions else "",
            allowed=row.allowed,
        )
        for row in rows
    )
    turn.reply(said.WordsPreviewed(answers=answers, refs=tuple(refs.words_ref(row.id) for row in rows)))


def allow_quotes(turn: EventContext, answer_id: str) -> None:
    """Permission for the words that were previewed; words changed since then have no preview and are refused."""
    row = _own_answer(turn, answer_id)
    if not turn.read(refs.words_ref(row.id)):
        raise Refusal(said.NothingToShow(round=row.round))
    turn.uow.answers.save(replace(row, allowed=True))
    turn.reply(said.WordsAllowed(token=row.id, number=row.number, round=row.round))


def keep_private(turn: EventContext, answer_id: str) -> None:
    """Permission is taken back; until the final the words also leave a draft that shows them, though not at once."""
    row = _own_answer(turn, answer_id)
    round_ = turn.uow.rounds.get(row.round)
    published = _is_published(turn, row)
    leaves_at = withdrawing.take_permission_back(turn, row)
    turn.reply(
        said.WordsPrivate(
            number=row.number,
            round=row.round,
            too_late=published,
            leaves_at=leaves_at,
            zone=round_.zone if round_ else "UTC",
        )
    )


def _is_published(turn: EventContext, answer: Answer) -> bool:
    """Whether a final shows these words: they were allowed, and enough others were to the end."""
    release = turn.uow.releases.get(answer.released)
    if release is None or withdrawing.stage_of(turn, answer) is not WithdrawalStage.FINAL:
        return False
    number = withdrawing.number_in(release, answer)
    shown = any(question.words for question in release.summary.questions if question.number == number)
    return shown and bool(withdrawing.quotes_of(turn, answer))


def _own_answer(turn: EventContext, answer_id: str) -> Answer:
    acting = access.require_member(turn)
    row = turn.uow.answers.get(answer_id)
    if row and row.member == acting.id and row.state is AnswerState.GIVEN:
        return row
    mine = turn.uow.interviews.where(member=acting.id)
    withdrawn = next((interview for interview in mine if answer_id.startswith(f"{interview.id}:")), None)
    raise Refusal(said.NothingToShow(round=withdrawn.round) if withdrawn else said.NotYourRound())
