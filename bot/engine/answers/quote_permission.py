"""May my words be shown? Asked with the words exactly as others would see them (C6, C7)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.model import Answer, AnswerState
from bot.domain.outcomes import answering as said
from bot.domain.questions import text_of_number
from bot.domain.releases import WithdrawalStage
from bot.engine import access, ref_names
from bot.engine.answers import withdrawing
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import round_facts


def names_to_hide(work: WorkContext) -> tuple[str, ...]:
    """Everybody's names, for the redaction of words that others may see."""
    return tuple(row.name for row in work.uow.members.where() if row.name)


def preview_quotes(context: EventContext, round_id: str) -> None:
    """Show each answer as it would appear, with the choice to allow it."""
    interview, round_ = access.own_interview(context, round_id)
    rows = context.uow.answers.where(interview=interview.id, state=AnswerState.GIVEN)
    if not rows:
        raise Refusal(said.NothingToShow(round=round_id))
    questions = round_facts.questions_of(context, round_)
    names = names_to_hide(context)
    rows = sorted(rows, key=lambda row: (row.number, row.late))
    for row in rows:
        context.keep(
            ref_names.words_ref(row.id), row.member, context.services.finder.redact(context.read(row.id), names)
        )
    answers = tuple(
        said.Previewed(
            token=row.id,
            number=row.number,
            question=text_of_number(questions, row.number),
            allowed=row.allowed,
        )
        for row in rows
    )
    context.reply(said.WordsPreviewed(answers=answers, refs=tuple(ref_names.words_ref(row.id) for row in rows)))


def allow_quotes(context: EventContext, answer_id: str) -> None:
    """Permission for the words that were previewed; words changed since then have no preview and are refused."""
    row = _own_answer(context, answer_id)
    if not context.read(ref_names.words_ref(row.id)):
        raise Refusal(said.NothingToShow(round=row.round))
    context.uow.answers.save(replace(row, allowed=True))
    context.reply(said.WordsAllowed(token=row.id, number=row.number, round=row.round))


def keep_private(context: EventContext, answer_id: str) -> None:
    """Permission is taken back; until the final the words also leave a draft that shows them, though not at once."""
    row = _own_answer(context, answer_id)
    round_ = context.uow.rounds.get(row.round)
    published = _is_published(context, row)
    leaves_at = withdrawing.take_permission_back(context, row)
    context.reply(
        said.WordsPrivate(
            number=row.number,
            round=row.round,
            too_late=published,
            leaves_at=leaves_at,
            zone=round_.zone if round_ else "UTC",
        )
    )


def _is_published(context: EventContext, answer: Answer) -> bool:
    """Return whether a final shows these words: they were allowed, and enough others were to the end."""
    release = context.uow.releases.get(answer.released)
    if release is None or withdrawing.stage_of(context, answer) is not WithdrawalStage.FINAL:
        return False
    number = withdrawing.number_in(release, answer)
    shown = any(question.words for question in release.summary.questions if question.number == number)
    return shown and bool(withdrawing.quotes_of(context, answer))


def _own_answer(context: EventContext, answer_id: str) -> Answer:
    acting = access.require_member(context)
    row = context.uow.answers.get(answer_id)
    if row and row.member == acting.id and row.state is AnswerState.GIVEN:
        return row
    mine = context.uow.interviews.where(member=acting.id)
    withdrawn = next((interview for interview in mine if answer_id.startswith(f"{interview.id}:")), None)
    raise Refusal(said.NothingToShow(round=withdrawn.round) if withdrawn else said.NotYourRound())
