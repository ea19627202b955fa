"""Answering, changing and withdrawing: what a member does with the questions of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import interviews, rounds
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Answer, AnswerState, Interview, Round, RoundState
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.drafts import AnswersStand
from bot.domain.outcomes.quote_offers import QuoteOffer
from bot.domain.questions import NUMBERS, answer_field, key_of_number, texts_of
from bot.domain.releases import WithdrawalStage
from bot.engine import access, ref_names
from bot.engine.answers import quote_offers, withdrawing
from bot.engine.context import EventContext
from bot.engine.rounds import round_facts


def answer_form(context: EventContext, round_id: str) -> Outcome:
    """The form with what is there already: a draft before an answer, a late answer before the frozen one."""
    interview, round_ = access.own_interview(context, round_id)
    present = present_answers(context, interview)
    questions = round_facts.questions_of(context, round_)
    drafts = [ref_names.draft_ref(interview.id, number) for number, _ in enumerate(questions, start=1)]
    kept = context.uow.texts.read(drafts)
    chosen = [
        draft if words else present[number].id if number in present else draft
        for number, (draft, words) in enumerate(zip(drafts, kept, strict=True), start=1)
    ]
    return said.AnswerForm(
        round=round_.id,
        questions=texts_of(questions),
        refs=tuple(chosen),
        late=not rounds.accepts_answers(round_),
        k=round_.k,
        language_model=round_.language_model,
    )


def present_answers(context: EventContext, interview: Interview) -> dict[int, Answer]:
    """The answers that stand, by question number; a late one stands before the frozen one, the newest before all."""
    rows = context.uow.answers.where(interview=interview.id, state=AnswerState.GIVEN)
    return {row.number: row for row in sorted(rows, key=lambda row: (row.late, len(row.id), row.id))}


def submit_answers(context: EventContext, round_id: str, values: Mapping[str, ConfidentialText]) -> None:
    """Save a filled-in answer form: words are saved, emptied answers taken back, untouched ones left alone."""
    interview, round_ = access.own_interview(context, round_id)
    given = {n: values[name] for n in _numbers_asked(context, round_) if (name := answer_field(n)) in values}
    filled = {n: text.reveal() for n, text in given.items()}
    present = present_answers(context, interview)
    known = _present_texts(context, present) if present else {}
    submission = interviews.read_submission(filled, known)
    if submission.too_long:
        number = submission.too_long[0]
        long = said.AnswerTooLong(number=number, length=len(filled[number]), limit=interviews.LONGEST_ANSWER)
        raise Refusal(long, field=answer_field(number))
    if not (submission.save or submission.take_back):
        context.reply(_nothing_done(context, round_, known))
        return
    late = not rounds.accepts_answers(round_)
    save_answers(context, interview, round_, {n: given[n] for n in submission.save}, late, changed=bool(present))
    leaves_at = _take_back(context, interview, submission.take_back)
    context.uow.texts.remove([ref_names.draft_ref(interview.id, number) for number in filled])
    if submission.save:
        _move_interview(context, interview, interviews.Move.SAVE)
    elif len(submission.take_back) == len(present):
        _move_interview(context, interview, interviews.Move.WITHDRAW)
    offer, refs = _offer_quotes(context, interview, submission.save, present)
    context.reply_directly(
        said.AnswerSaved(
            round=round_.id,
            given=submission.save,
            taken_back=submission.take_back,
            until=round_facts.closing_time(round_),
            zone=round_.zone,
            late=late,
            leaves_at=leaves_at,
            unread=tuple(n for n in submission.save if not context.services.finder.reads(filled[n])),
            offer=offer,
            refs=refs,
        )
    )


def _offer_quotes(
    context: EventContext, interview: Interview, numbers: tuple[int, ...], before: Mapping[int, Answer]
) -> tuple[QuoteOffer | None, tuple[str, ...]]:
    """Return the receipt's offer to show the answers just saved. `before` are those that stood before them."""
    present = present_answers(context, interview)
    saved = {number: present[number] for number in numbers}
    again = tuple(n for n in numbers if n in before and before[n].allowed and before[n].id == saved[n].id)
    return quote_offers.offer_quotes(context, access.require_member(context), saved, again)


def _numbers_asked(context: EventContext, round_: Round) -> range:
    """Return the numbers of a round's questions. Words for any other would keep the whole round from its draft.

    Where its questions cannot be read, all that there can be: what was written is kept until they can.
    """
    asked = round_facts.questions_of(context, round_)
    return range(1, len(asked) + 1) if asked else NUMBERS


def _present_texts(context: EventContext, present: Mapping[int, Answer]) -> dict[int, str]:
    texts = context.uow.texts.read([row.id for row in present.values()])
    return {n: text.reveal() for n, text in zip(present, texts, strict=True) if text}


def _take_back(context: EventContext, interview: Interview, numbers: tuple[int, ...]) -> datetime | None:
    """Also the frozen answer under a late one: who empties a field wants none of it kept. As `withdrawing.take_back`."""
    if not numbers:
        return None
    rows = context.uow.answers.where(interview=interview.id, number=numbers, state=AnswerState.GIVEN)
    return withdrawing.take_back(context, rows)


def _move_interview(context: EventContext, interview: Interview, step: interviews.Move) -> None:
    moved = interviews.move_interview(interview, step)
    if moved is not interview:
        context.uow.interviews.save(moved)


def _nothing_done(context: EventContext, round_: Round, known: Mapping[int, str]) -> Outcome:
    if known:
        return said.NothingChanged(round=round_.id, until=round_facts.closing_time(round_), zone=round_.zone)
    return said.NothingFilledIn(round=round_.id, question_count=len(round_facts.questions_of(context, round_)))


def save_answers(
    context: EventContext,
    interview: Interview,
    round_: Round,
    filled: Mapping[int, ConfidentialText],
    late: bool,
    changed: bool,
) -> None:
    """Store each text under its answer's id; permission given for earlier words does not hold for new ones."""
    asked = round_facts.questions_of(context, round_)
    keys = {number: key_of_number(asked, number) for number in filled}
    ids = {
        number: _id_for(context, interview, number) if late else ref_names.answer_id(interview.id, number)
        for number in filled
    }
    given = context.uow.answers.where(member=interview.member, question=tuple(keys.values()))
    latest = {key: max((row.turn for row in given if row.question == key), default=0) for key in keys.values()}
    if changed:
        context.uow.texts.remove([ref_names.words_ref(id) for id in ids.values()])
    for number, text in filled.items():
        context.uow.answers.save(
            Answer(
                id=ids[number],
                round=round_.id,
                interview=interview.id,
                member=interview.member,
                team=interview.team,
                number=number,
                question=keys[number],
                late=late,
                turn=latest[keys[number]] + 1,
            )
        )
        context.uow.texts.keep(ids[number], interview.member, text)


def _id_for(context: EventContext, interview: Interview, number: int) -> str:
    """Return the ref of late words. What a release has drawn on is spent: words in its place would hold up every later release."""
    first = id = ref_names.answer_id(interview.id, number, late=True)
    version = 1
    while (row := context.uow.answers.get(id)) and (row.released or row.pooled):
        version += 1
        id = f"{first}:{version}"
    return id


def saved_answers_outcome(context: EventContext, interview: Interview, round_: Round) -> AnswersStand | None:
    """Return an outcome with the numbers of the saved answers; None when there are none."""
    present = present_answers(context, interview)
    if not present:
        return None
    late = not rounds.accepts_answers(round_)
    return AnswersStand(
        round=round_.id,
        given=tuple(sorted(present)),
        until=round_facts.closing_time(round_),
        zone=round_.zone,
        late=late,
    )


def withdraw_asked(context: EventContext, round_id: str) -> None:
    interview, round_ = access.own_interview(context, round_id)
    if not present_answers(context, interview):
        raise Refusal(said.NothingToWithdraw())
    context.reply(said.WithdrawalAsked(round=round_.id))


def withdraw_answers(context: EventContext, round_id: str) -> None:
    interview, round_ = access.own_interview(context, round_id)
    rows = context.uow.answers.where(interview=interview.id, state=AnswerState.GIVEN)
    if not rows:
        raise Refusal(said.NothingToWithdraw())
    stage = max((withdrawing.stage_of(context, row) for row in rows), key=list(WithdrawalStage).index)
    leaves_at = withdrawing.take_back(context, rows)
    _move_interview(context, interview, interviews.Move.WITHDRAW)
    numbers = {row.number for row in rows}
    context.reply(
        said.AnswersWithdrawn(
            round=round_.id, stage=stage.value, count=len(numbers), leaves_at=leaves_at, zone=round_.zone
        )
    )


def keep_answers(context: EventContext, round_id: str) -> None:
    """Nothing is withdrawn: said only while there is something left to keep."""
    interview, round_ = access.own_interview(context, round_id)
    if not present_answers(context, interview):
        raise Refusal(said.NothingToWithdraw())
    context.reply(said.AnswersKept(round=round_.id))


def decline_round(context: EventContext, round_id: str) -> None:
    interview, round_ = access.own_interview(context, round_id)
    moved = interviews.move_interview(interview, interviews.Move.DECLINE)
    context.uow.interviews.save(replace(moved, remind_at=None))
    context.reply(said.RoundDeclined(round=round_.id, kept=bool(present_answers(context, interview))))


def remind_tomorrow(context: EventContext, round_id: str) -> None:
    """A reminder at this time tomorrow, or an honest no when the round closes before."""
    interview, round_ = access.own_interview(context, round_id)
    saved = saved_answers_outcome(context, interview, round_)
    if saved:
        # Whoever has answered is not reminded, and is told so instead of being promised it.
        raise Refusal(replace(saved, why="reminder"))
    at = same_time_tomorrow(context.now, round_.zone)
    if round_.state is not RoundState.OPEN or at >= round_facts.closing_time(round_):
        raise Refusal(
            said.ReminderTooLate(round=round_.id, closes_at=round_facts.closing_time(round_), zone=round_.zone)
        )
    context.uow.interviews.save(replace(interview, remind_at=at))
    context.reply(said.ReminderSet(at=at, zone=round_.zone))


def same_time_tomorrow(now: datetime, zone: str) -> datetime:
    """The same local time on the next local day, in UTC."""
    local = now.astimezone(ZoneInfo(zone))
    return (local + timedelta(days=1)).astimezone(UTC)
