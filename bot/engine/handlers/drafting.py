"""Words typed in a direct message without a form: kept unsent, never lost, until their author says what they are."""

from __future__ import annotations

from bot.domain import interviews
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.events import MessageReceived
from bot.domain.model import Interview, Member, Round
from bot.domain.outcomes import answering as said
from bot.domain.rounds import ASKED
from bot.engine import access, grouping, parts, refs, timetable
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
        turn.reply(no_round(turn, typed=True))
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
    drafts = [refs.loose(interview.id), *(refs.draft(interview.id, number) for number in answering.NUMBERS)]
    text = event.text.reveal()
    if any(parts.correct(turn, ref, interview.member, event.message_id, text) for ref in drafts):
        turn.reply(said.DraftCorrected(round=round_.id))
    else:
        turn.reply(said.EditUnseen(round=round_.id))


def place(turn: Turn, token: str) -> None:
    """`token` is round and question number: the loose words become that question's draft."""
    round_id, _, digit = token.rpartition(":")
    interview, round_ = access.own_interview(turn, round_id)
    number = int(digit) if digit in {"1", "2", "3"} else 1
    loose = parts.load(turn, refs.loose(interview.id))
    if not loose:
        raise Refusal(said.DraftGone(round=round_id))
    ref = refs.draft(interview.id, number)
    whole = [*(parts.load(turn, ref) or _answered(turn, interview, number)), *loose]
    length = len("\n".join(text for _, text in whole))
    if length > interviews.LONGEST:
        raise Refusal(said.DraftTooLong(round=round_id, number=number, length=length, limit=interviews.LONGEST))
    parts.save(turn, ref, interview.member, whole)
    turn.uow.texts.remove([refs.loose(interview.id)])
    questions = turn.uow.question_sets.get(round_.questions)
    turn.reply(
        said.DraftPlaced(
            round=round_.id, number=number, question=questions.texts[number - 1] if questions else "", refs=(ref,)
        )
    )


def _answered(turn: Turn, interview: Interview, number: int) -> list[tuple[str, str]]:
    """What is saved for the question already: new words are added to it and never take its place unseen."""
    answer = answering.present_answers(turn, interview).get(number)
    words = turn.read(answer.id) if answer else ""
    return [("", words)] if words else []


def no_round(turn: Turn, typed: bool = False) -> said.NoRoundForYou:
    """That nothing can be answered now, and when the acting person's team is asked next, as far as that is planned."""
    member = access.member(turn)
    for row in turn.uow.memberships.where(member=member.id, home=True):
        group = grouping.plan(turn).groups.get(row.team)
        team = turn.uow.teams.get(group.driver if group else row.team)
        schedule = grouping.schedule_of(turn, team.id) if team else None
        if team and schedule and schedule.next_at:
            zone = timetable.zone_of(turn.organisation(), team)
            return said.NoRoundForYou(typed=typed, next_at=schedule.next_at, zone=zone)
    return said.NoRoundForYou(typed=typed)


def send(turn: Turn, round_id: str) -> None:
    """Send every draft of this round as answers."""
    interview, _ = access.own_interview(turn, round_id)
    drafts = [refs.draft(interview.id, number) for number in answering.NUMBERS]
    kept = [parts.joined(turn, ref) for ref in drafts]
    values = {f"q{n}": ConfidentialText(words) for n, words in zip(answering.NUMBERS, kept, strict=True) if words}
    if not values:
        raise Refusal(said.DraftGone(round=round_id))
    answering.submit(turn, round_id, values)


def discard(turn: Turn, round_id: str) -> None:
    interview, _ = access.own_interview(turn, round_id)
    turn.uow.texts.remove([refs.loose(interview.id), *(refs.draft(interview.id, n) for n in answering.NUMBERS)])
    turn.reply(said.DraftDiscarded())
