"""May my words be shown? Asked with the words exactly as others would see them (C6, C7)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.model import Answer, AnswerState
from bot.domain.outcomes import answering as said
from bot.domain.questions import text_of_number
from bot.domain.releases import WithdrawalStage
from bot.domain.taken_out import kinds_taken_out
from bot.engine import access, ref_names
from bot.engine.answers import quote_offers, submitting, withdrawing
from bot.engine.context import EventContext
from bot.engine.known_names import names_to_hide
from bot.engine.rounds import allowed_words, round_facts


def preview_quotes(context: EventContext, round_id: str, changed: bool = False) -> None:
    """Show each answer as it would appear, with the choice to allow it. `changed` says why: other words were to be allowed."""
    interview, round_ = access.own_interview(context, round_id)
    rows = context.uow.answers.where(interview=interview.id, state=AnswerState.GIVEN)
    if not rows:
        raise Refusal(said.NothingToShow(round=round_id))
    questions = round_facts.questions_of(context, round_)
    names = names_to_hide(context)
    shown = [
        (row, quote_offers.words_as_shown(context, row, names))
        for row in sorted(rows, key=lambda row: (row.number, row.late))
    ]
    present = submitting.present_answers(context, interview)
    waiting = [(row, words) for row, words in shown if present[row.number].id == row.id and not row.allowed]
    context.reply_directly(
        said.WordsPreviewed(
            answers=tuple(
                said.Previewed(
                    token=row.id,
                    number=row.number,
                    question=text_of_number(questions, row.number),
                    allowed=row.allowed,
                    seen=quote_offers.seen_one(context, row, words),
                )
                for row, words in shown
            ),
            refs=tuple(context.echo_words(words) for _, words in shown),
            seen_all=quote_offers.seen_all(context, round_id, waiting) if len(waiting) > 1 else "",
            changed=changed,
            offers=access.require_member(context).offer_quotes,
            taken_out=kinds_taken_out((context.read(row.id), words) for row, words in shown if not row.allowed),
            round=round_id,
        )
    )


def allow_quotes(context: EventContext, token: str) -> None:
    """Permission for the words of one answer, as `quote_offers.seen_one` names them; an older version's button names no words."""
    answer_id, _, mark = (token, "", "") if context.uow.answers.get(token) else token.rpartition(":")
    row = _own_answer(context, answer_id)
    _allow_seen(context, row.round, [row], mark)


def allow_all_quotes(context: EventContext, token: str) -> None:
    """Permission for the words of several answers, as `quote_offers.seen_all` names them."""
    head, _, mark = token.rpartition(":")
    round_id, _, digits = head.rpartition(":")
    interview, _ = access.own_interview(context, round_id)
    present = submitting.present_answers(context, interview)
    _allow_seen(context, round_id, [present[number] for number in sorted(present) if str(number) in digits], mark)


def _allow_seen(context: EventContext, round_id: str, rows: list[Answer], mark: str) -> None:
    """Allow these words if they are those that were seen, and show them again otherwise."""
    names = names_to_hide(context)
    shown = [(row, quote_offers.words_as_shown(context, row, names)) for row in rows]
    if not rows or quote_offers.mark_of_words(context, shown) != mark:
        preview_quotes(context, round_id, changed=True)
        return
    for row, words in shown:
        context.keep(ref_names.words_ref(row.id), row.member, words)
        context.uow.answers.save(replace(row, allowed=True))
    context.reply(
        said.WordsAllowed(
            answers=tuple(said.AllowedAnswer(token=row.id, number=row.number) for row in rows),
            round=round_id,
            drafted=any(_came_too_late(context, row) for row in rows),
        )
    )


def _came_too_late(context: EventContext, row: Answer) -> bool:
    """Return whether a draft is out that stands on these words and will not show them."""
    drafted = bool(row.released) and not allowed_words.awaits_words(context, row.released)
    return drafted and not withdrawing.quotes_of(context, row)


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
    release = round_facts.release_with(context, answer)
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
