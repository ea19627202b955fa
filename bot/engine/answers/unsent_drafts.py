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
from bot.domain.questions import NUMBERS, answer_field, number_in, text_of_number, texts_of
from bot.domain.rounds import ASKED
from bot.engine import access, ref_names
from bot.engine.answers import asides, draft_parts, submitting
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import round_facts
from bot.engine.rounds.rounds_ahead import next_rounds


def latest_round(work: WorkContext, member: Member) -> tuple[Interview, Round] | None:
    """The round that a member was last asked in, open or late."""
    rows = {row.round: row for row in work.uow.interviews.where(member=member.id)}
    asked = [r for r in work.uow.rounds.where(id=tuple(rows)) if r.state in ASKED and r.opened_at] if rows else []
    if not asked:
        return None
    newest = max(asked, key=lambda r: (r.opened_at, r.id))
    return rows[newest.id], newest


def present_round(context: EventContext) -> tuple[Interview, Round]:
    """The round that the acting person was last asked in. Refused when there is none."""
    found = latest_round(context, access.require_member(context))
    if found is None:
        raise Refusal(no_round(context))
    return found


def keep_as_draft(context: EventContext, event: MessageReceived) -> None:
    """Store the words as a draft and ask which question they answer; an edited message corrects its own part of one."""
    found = latest_round(context, access.require_member(context))
    if found is None:
        context.reply(no_round(context, typed=True))
    elif event.edits:
        _correct_draft(context, event, *found)
    else:
        keep_words(context, event.message_id, event.text.reveal(), *found)


def keep_words(context: EventContext, message_id: str, text: str, interview: Interview, round_: Round) -> None:
    """Add a message to the words that belong to no question yet, and show all of them."""
    draft_parts.append_part(context, ref_names.loose_ref(interview.id), interview.member, message_id, text)
    if len(round_facts.questions_of(context, round_)) == 1:
        _place_loose(context, interview, 1)
    context.uow.interviews.save(interviews.move_interview(interview, interviews.Move.BEGIN))
    context.reply_directly(_draft_outcome(context, interview, round_))


def _correct_draft(context: EventContext, event: MessageReceived, interview: Interview, round_: Round) -> None:
    for number, ref in _draft_refs(interview):
        if draft_parts.correct_part(context, ref, interview.member, event.message_id, event.text.reveal()):
            context.reply(_draft_outcome(context, interview, round_, number, "corrected"))
            return
    context.reply(said.EditUnseen(round=round_.id))


def _draft_refs(interview: Interview) -> list[tuple[int, str]]:
    """Return where unsent words are: those without a question (0), then question by question."""
    return [
        (0, ref_names.loose_ref(interview.id)),
        *((n, ref_names.draft_ref(interview.id, n)) for n in NUMBERS),
    ]


def _draft_outcome(
    context: EventContext, interview: Interview, round_: Round, number: int = 0, change: str = ""
) -> Outcome:
    """Return what is true of the draft now: all that is in it, with the buttons to send it, to shorten it and to throw it away."""
    kept = {place: found for place, ref in _draft_refs(interview) if (found := draft_parts.load_parts(context, ref))}
    placed = [place for place in kept if place]
    questions = round_facts.questions_of(context, round_)
    several = sum(len(found) for found in kept.values()) > 1
    if 0 in kept and (number == 0 or not placed):
        last = kept[0][-1].tag if several else ""
        return said.DraftKept(
            round=round_.id,
            questions=texts_of(questions),
            refs=(ref_names.loose_ref(interview.id),),
            last=last,
            change=change,
        )
    if placed:
        number = number if number in placed else placed[-1]
        return said.DraftPlaced(
            round=round_.id,
            number=number,
            numbers=tuple(placed),
            questions=tuple(text_of_number(questions, place) for place in placed),
            refs=tuple(ref_names.draft_ref(interview.id, place) for place in placed),
            last=kept[number][-1].tag if several else "",
            change=change,
        )
    given = tuple(sorted(submitting.present_answers(context, interview)))
    return said.NoDraft(round=round_.id, given=given)


def is_waiting(context: EventContext, interview: Interview) -> bool:
    """Return whether there are unsent words."""
    return any(draft_parts.load_parts(context, ref) for _, ref in _draft_refs(interview))


def take_out(context: EventContext, tag: str) -> draft_parts.Part | None:
    """Take one message out of the draft, wherever it is there, and return it."""
    interview, _ = present_round(context)
    taken = (draft_parts.take_out(context, ref, interview.member, tag) for _, ref in _draft_refs(interview))
    return next((part for part in taken if part), None)


def show_draft(context: EventContext) -> None:
    context.reply(_draft_outcome(context, *present_round(context)))


def place_draft(context: EventContext, token: str) -> None:
    """`token` is round and question number: the loose words become that question's draft."""
    round_id, _, digit = token.rpartition(":")
    interview, round_ = access.own_interview(context, round_id)
    number = number_in(digit) or 1
    if number <= len(round_facts.questions_of(context, round_)):
        length = _place_loose(context, interview, number)
        if length > interviews.LONGEST_ANSWER:
            raise Refusal(
                said.DraftTooLong(round=round_id, number=number, length=length, limit=interviews.LONGEST_ANSWER)
            )
    context.reply(_draft_outcome(context, interview, round_, number))


def _place_loose(context: EventContext, interview: Interview, number: int) -> int:
    """Make the loose words part of this question's draft, unless it gets too long; return how many characters it has then."""
    loose = draft_parts.load_parts(context, ref_names.loose_ref(interview.id))
    if not loose:
        return 0
    ref = ref_names.draft_ref(interview.id, number)
    whole = [*(draft_parts.load_parts(context, ref) or _answered_part(context, interview, number)), *loose]
    length = len("\n".join(part.text for part in whole))
    if length <= interviews.LONGEST_ANSWER:
        draft_parts.save_parts(context, ref, interview.member, whole)
        context.uow.texts.remove([ref_names.loose_ref(interview.id)])
    return length


def _answered_part(context: EventContext, interview: Interview, number: int) -> list[draft_parts.Part]:
    """Return what is saved for the question already: new words are added to it and never take its place unseen."""
    answer = submitting.present_answers(context, interview).get(number)
    words = context.read(answer.id) if answer else ""
    return [draft_parts.Part("", words)] if words else []


def take_off(context: EventContext, token: str) -> None:
    """`token` is round, place and the message that was the last there: no other one is taken off."""
    head, _, last = token.rpartition(":")
    round_id, _, digit = head.rpartition(":")
    interview, round_ = access.own_interview(context, round_id)
    number = number_in(digit) or 0
    _take_off(context, interview, round_, number, last)


def take_off_last(context: EventContext) -> None:
    """Without being told which: the newest words that belong to no question, else the last of the only draft there is."""
    interview, round_ = present_round(context)
    kept = {place: found for place, ref in _draft_refs(interview) if (found := draft_parts.load_parts(context, ref))}
    if 0 in kept or len(kept) == 1:
        number = min(kept)
        _take_off(context, interview, round_, number, kept[number][-1].tag)
    else:
        context.reply(_draft_outcome(context, interview, round_))


def _take_off(context: EventContext, interview: Interview, round_: Round, number: int, last: str) -> None:
    ref = ref_names.draft_ref(interview.id, number) if number else ref_names.loose_ref(interview.id)
    if not draft_parts.take_off_last(context, ref, interview.member, last):
        context.reply(_draft_outcome(context, interview, round_, number))
        return
    if [part.message for part in draft_parts.load_parts(context, ref)] == [""]:
        # Only what is saved as an answer is left: that is no draft.
        context.uow.texts.remove([ref])
    left = _draft_outcome(context, interview, round_, number, "shortened")
    context.reply(said.DraftEmptied() if isinstance(left, said.NoDraft) else left)


def no_round(context: EventContext, typed: bool = False) -> told.NoRoundForYou:
    """Return an outcome that nothing can be answered now, with the next round of the acting person's team if it is planned."""
    member = access.require_member(context)
    for row in context.uow.memberships.where(member=member.id, team=member.primary_team):
        team = context.uow.teams.get(row.team)
        coming = next_rounds(context, [team]).get(team.id) if team else None
        if coming:
            return told.NoRoundForYou(typed=typed, next_at=coming.at, zone=coming.zone)
    return told.NoRoundForYou(typed=typed)


def send_drafts(context: EventContext, round_id: str) -> None:
    """Send every draft of this round as answers; words that belong to no question stay, and are shown."""
    interview, round_ = access.own_interview(context, round_id)
    drafts = [ref_names.draft_ref(interview.id, number) for number in NUMBERS]
    kept = [draft_parts.joined_parts(context, ref) for ref in drafts]
    values = {answer_field(n): ConfidentialText(words) for n, words in zip(NUMBERS, kept, strict=True) if words}
    if values:
        submitting.submit_answers(context, round_id, values)
    if not values or draft_parts.load_parts(context, ref_names.loose_ref(interview.id)):
        context.reply(_draft_outcome(context, interview, round_))


def discard_drafts(context: EventContext, round_id: str) -> None:
    """Throw away all that is unsent in this round. What was sent before is not touched, and said to be there."""
    interview, round_ = access.own_interview(context, round_id)
    shown = _draft_outcome(context, interview, round_)
    context.uow.texts.remove([ref for _, ref in _draft_refs(interview)])
    asides.forget_asides(context, interview.member)
    context.reply(shown if isinstance(shown, said.NoDraft) else said.DraftDiscarded())
