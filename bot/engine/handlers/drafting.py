"""Words typed in a direct message without a form: kept unsent, always shown, until their author says what becomes of them."""

from __future__ import annotations

from bot.domain import interviews
from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.events import MessageReceived
from bot.domain.model import Interview, Member, Round
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import drafts as said
from bot.domain.outcomes.base import Outcome
from bot.domain.rounds import ASKED
from bot.engine import access, grouping, parts, refs, timetable
from bot.engine.handlers import answering, asides
from bot.engine.work import EventContext, WorkContext


def latest_round(work: WorkContext, member: Member) -> tuple[Interview, Round] | None:
    """The round that a member was last asked in, open or late."""
    rows = {row.round: row for row in work.uow.interviews.where(member=member.id)}
    asked = [r for r in work.uow.rounds.where(id=tuple(rows)) if r.state in ASKED and r.opened_at] if rows else []
    if not asked:
        return None
    newest = max(asked, key=lambda r: (r.opened_at, r.id))
    return rows[newest.id], newest


def present_round(turn: EventContext) -> tuple[Interview, Round]:
    """The round that the acting person was last asked in. Refused when there is none."""
    found = latest_round(turn, access.require_member(turn))
    if found is None:
        raise Refusal(no_round(turn))
    return found


def keep_as_draft(turn: EventContext, event: MessageReceived) -> None:
    """Keep the words as a draft and ask which question they answer; an edited message corrects its own part of one."""
    found = latest_round(turn, access.require_member(turn))
    if found is None:
        turn.reply(no_round(turn, typed=True))
    elif event.edits:
        _correct_draft(turn, event, *found)
    else:
        keep_words(turn, event.message_id, event.text.reveal(), *found)


def keep_words(turn: EventContext, message_id: str, text: str, interview: Interview, round_: Round) -> None:
    """Add a message to the words that belong to no question yet, and show all of them."""
    parts.append_part(turn, refs.loose_ref(interview.id), interview.member, message_id, text)
    turn.uow.interviews.save(interviews.move_interview(interview, interviews.Move.BEGIN))
    turn.reply_directly(_draft_outcome(turn, interview, round_))


def _correct_draft(turn: EventContext, event: MessageReceived, interview: Interview, round_: Round) -> None:
    for number, ref in _draft_refs(interview):
        if parts.correct_part(turn, ref, interview.member, event.message_id, event.text.reveal()):
            turn.reply(_draft_outcome(turn, interview, round_, number, "corrected"))
            return
    turn.reply(said.EditUnseen(round=round_.id))


def _draft_refs(interview: Interview) -> list[tuple[int, str]]:
    """Where unsent words are: those without a question (0), then question by question."""
    return [(0, refs.loose_ref(interview.id)), *((n, refs.draft_ref(interview.id, n)) for n in answering.NUMBERS)]


def _draft_outcome(
    turn: EventContext, interview: Interview, round_: Round, number: int = 0, change: str = ""
) -> Outcome:
    """What is true of the draft now: all that is in it, with the buttons to send it, to shorten it and to throw it away."""
    kept = {place: found for place, ref in _draft_refs(interview) if (found := parts.load_parts(turn, ref))}
    placed = [place for place in kept if place]
    questions = turn.uow.question_sets.get(round_.questions)
    texts = questions.texts if questions else ()
    several = sum(len(found) for found in kept.values()) > 1
    if 0 in kept and (number == 0 or not placed):
        last = kept[0][-1].tag if several else ""
        return said.DraftKept(
            round=round_.id, questions=texts, refs=(refs.loose_ref(interview.id),), last=last, change=change
        )
    if placed:
        number = number if number in placed else placed[-1]
        return said.DraftPlaced(
            round=round_.id,
            number=number,
            numbers=tuple(placed),
            questions=tuple(texts[place - 1] if texts else "" for place in placed),
            refs=tuple(refs.draft_ref(interview.id, place) for place in placed),
            last=kept[number][-1].tag if several else "",
            change=change,
        )
    given = tuple(sorted(answering.present_answers(turn, interview)))
    return said.NoDraft(round=round_.id, given=given)


def is_waiting(turn: EventContext, interview: Interview) -> bool:
    """Whether there are unsent words."""
    return any(parts.load_parts(turn, ref) for _, ref in _draft_refs(interview))


def take_out(turn: EventContext, tag: str) -> parts.Part | None:
    """Take one message out of the draft, wherever it is there, and return it."""
    interview, _ = present_round(turn)
    taken = (parts.take_out(turn, ref, interview.member, tag) for _, ref in _draft_refs(interview))
    return next((part for part in taken if part), None)


def show_draft(turn: EventContext) -> None:
    turn.reply(_draft_outcome(turn, *present_round(turn)))


def place_draft(turn: EventContext, token: str) -> None:
    """`token` is round and question number: the loose words become that question's draft."""
    round_id, _, digit = token.rpartition(":")
    interview, round_ = access.own_interview(turn, round_id)
    number = int(digit) if digit in {"1", "2", "3"} else 1
    loose = parts.load_parts(turn, refs.loose_ref(interview.id))
    if not loose:
        turn.reply(_draft_outcome(turn, interview, round_, number))
        return
    ref = refs.draft_ref(interview.id, number)
    whole = [*(parts.load_parts(turn, ref) or _answered_part(turn, interview, number)), *loose]
    length = len("\n".join(part.text for part in whole))
    if length > interviews.LONGEST:
        raise Refusal(said.DraftTooLong(round=round_id, number=number, length=length, limit=interviews.LONGEST))
    parts.save_parts(turn, ref, interview.member, whole)
    turn.uow.texts.remove([refs.loose_ref(interview.id)])
    turn.reply(_draft_outcome(turn, interview, round_, number))


def _answered_part(turn: EventContext, interview: Interview, number: int) -> list[parts.Part]:
    """What is saved for the question already: new words are added to it and never take its place unseen."""
    answer = answering.present_answers(turn, interview).get(number)
    words = turn.read(answer.id) if answer else ""
    return [parts.Part("", words)] if words else []


def take_off(turn: EventContext, token: str) -> None:
    """`token` is round, place and the message that was the last there: no other one is taken off."""
    head, _, last = token.rpartition(":")
    round_id, _, digit = head.rpartition(":")
    interview, round_ = access.own_interview(turn, round_id)
    number = int(digit) if digit in {"1", "2", "3"} else 0
    _take_off(turn, interview, round_, number, last)


def take_off_last(turn: EventContext) -> None:
    """Without being told which: the newest words that belong to no question, else the last of the only draft there is."""
    interview, round_ = present_round(turn)
    kept = {place: found for place, ref in _draft_refs(interview) if (found := parts.load_parts(turn, ref))}
    if 0 in kept or len(kept) == 1:
        number = min(kept)
        _take_off(turn, interview, round_, number, kept[number][-1].tag)
    else:
        turn.reply(_draft_outcome(turn, interview, round_))


def _take_off(turn: EventContext, interview: Interview, round_: Round, number: int, last: str) -> None:
    ref = refs.draft_ref(interview.id, number) if number else refs.loose_ref(interview.id)
    if not parts.take_off_last(turn, ref, interview.member, last):
        turn.reply(_draft_outcome(turn, interview, round_, number))
        return
    if [part.message for part in parts.load_parts(turn, ref)] == [""]:
        # Only what is saved as an answer is left: that is no draft.
        turn.uow.texts.remove([ref])
    left = _draft_outcome(turn, interview, round_, number, "shortened")
    turn.reply(said.DraftEmptied() if isinstance(left, said.NoDraft) else left)


def no_round(turn: EventContext, typed: bool = False) -> told.NoRoundForYou:
    """That nothing can be answered now, and when the acting person's team is asked next, as far as that is planned."""
    member = access.require_member(turn)
    for row in turn.uow.memberships.where(member=member.id, team=member.primary_team):
        group = grouping.plan_groups(turn).groups.get(row.team)
        team = turn.uow.teams.get(group.driver if group else row.team)
        schedule = grouping.schedule_of(turn, team.id) if team else None
        if team and schedule and schedule.next_at:
            zone = timetable.zone_of(turn.organisation(), team)
            return told.NoRoundForYou(typed=typed, next_at=schedule.next_at, zone=zone)
    return told.NoRoundForYou(typed=typed)


def send_drafts(turn: EventContext, round_id: str) -> None:
    """Send every draft of this round as answers; words that belong to no question stay, and are shown."""
    interview, round_ = access.own_interview(turn, round_id)
    drafts = [refs.draft_ref(interview.id, number) for number in answering.NUMBERS]
    kept = [parts.joined_parts(turn, ref) for ref in drafts]
    values = {f"q{n}": ConfidentialText(words) for n, words in zip(answering.NUMBERS, kept, strict=True) if words}
    if values:
        answering.submit_answers(turn, round_id, values)
    if not values or parts.load_parts(turn, refs.loose_ref(interview.id)):
        turn.reply(_draft_outcome(turn, interview, round_))


def discard_drafts(turn: EventContext, round_id: str) -> None:
    """Throw away all that is unsent in this round. What was sent before is not touched, and said to be there."""
    interview, round_ = access.own_interview(turn, round_id)
    shown = _draft_outcome(turn, interview, round_)
    turn.uow.texts.remove([ref for _, ref in _draft_refs(interview)])
    asides.forget_asides(turn, interview.member)
    turn.reply(shown if isinstance(shown, said.NoDraft) else said.DraftDiscarded())
