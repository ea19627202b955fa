"""Words typed in a direct message without a form: kept unsent, never lost, until their author says what they are."""

from __future__ import annotations

from bot.domain import interviews
from bot.domain.errors import Refusal
from bot.domain.events import MessageReceived
from bot.domain.model import Interview, Member, Round
from bot.domain.outcomes import answering as said
from bot.domain.rounds import ASKED
from bot.engine import access, parts, refs
from bot.engine.handlers import answering
from bot.engine.work import Turn, Work


def latest_round(work: Work, member: Member) -> tuple[Interview, Round] | None:
    """The round that a member was last asked in, open or late."""
    rows = {row.round: row for row in work.uow.interviews.where(member=member.id)}
    asked = [r for r in work.uow.rounds.where(id=tuple(rows)) if r.state in ASKED and r.opened_at] if rows else []
    if not asked:
        return None
    newest = max(asked, key=lambda r: (r.opened_at, r.id))
    return rows[newest.id], newest


def typed(turn: Turn, event: MessageReceived) -> None:
    """Keep the words as a draft and ask which question they answer."""
    member = access.member(turn)
    found = latest_round(turn, member)
    if found is None:
        turn.reply(said.NoRoundForYou())
        return
    interview, round_ = found
    ref = refs.loose(interview.id)
    if event.edits:
        _edited(turn, event, interview, round_)
        return
    parts.append(turn, ref, member.id, event.message_id, event.text.reveal())
    turn.uow.interviews.save(interviews.move(interview, interviews.Move.BEGIN))
    questions = turn.uow.question_sets.get(round_.questions)
    turn.reply(said.DraftKept(round=round_.id, questions=questions.texts if questions else (), refs=(ref,)))


def _edited(turn: Turn, event: MessageReceived, interview: Interview, round_: Round) -> None:
    if parts.correct(turn, refs.loose(interview.id), interview.member, event.message_id, event.text.reveal()):
        turn.reply(said.DraftCorrected(round=round_.id))
    else:
        turn.reply(said.EditUnseen(round=round_.id))


def place(turn: Turn, token: str) -> None:
    """`token` is round and question number: the loose words become that question's draft."""
    round_id, _, digit = token.rpartition(":")
    interview, round_ = access.own_interview(turn, round_id)
    number = int(digit) if digit in {"1", "2", "3"} else 1
    words = parts.joined(turn, refs.loose(interview.id))
    if not words:
        raise Refusal(said.DraftGone(round=round_id))
    ref = refs.draft(interview.id, number)
    before = turn.read(ref)
    turn.keep(ref, interview.member, f"{before}\n{words}" if before else words)
    turn.uow.texts.remove([refs.loose(interview.id)])
    questions = turn.uow.question_sets.get(round_.questions)
    turn.reply(
        said.DraftPlaced(
            round=round_.id, number=number, question=questions.texts[number - 1] if questions else "", refs=(ref,)
        )
    )


def send(turn: Turn, round_id: str) -> None:
    """Send every draft of this round as answers."""
    interview, _ = access.own_interview(turn, round_id)
    drafts = [refs.draft(interview.id, number) for number in answering.NUMBERS]
    kept = turn.uow.texts.read(drafts)
    values = {f"q{n}": words for n, words in zip(answering.NUMBERS, kept, strict=True) if words}
    if not values:
        raise Refusal(said.DraftGone(round=round_id))
    answering.submit(turn, round_id, values)


def discard(turn: Turn, round_id: str) -> None:
    interview, _ = access.own_interview(turn, round_id)
    turn.uow.texts.remove([refs.loose(interview.id), *(refs.draft(interview.id, n) for n in answering.NUMBERS)])
    turn.reply(said.DraftDiscarded())
