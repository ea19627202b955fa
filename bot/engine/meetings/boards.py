"""The message in a team's home that shows where its meeting stands: changed in place, and posted anew when something begins."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.meetings import LIVE, end_of_step, statements_of
from bot.domain.model import Meeting, MeetingState, Round, Urgency
from bot.domain.outcomes.meetings import MeetingQuestion, MeetingReason, MeetingShown
from bot.domain.questions import text_of_number
from bot.engine.answers import form_ends
from bot.engine.context import WorkContext
from bot.engine.meetings.statements import refs_of
from bot.engine.rounds import round_facts
from bot.views.capabilities import Support

SHOWS_STATEMENTS = (MeetingState.READ_BACK, MeetingState.AGREED, MeetingState.ENDED)


def show_meeting(
    work: WorkContext,
    meeting: Meeting,
    round_: Round,
    *,
    aloud: bool,
    reason: MeetingReason = MeetingReason.NONE,
    unkept: bool = False,
    urgency: Urgency = Urgency.PERSON,
) -> None:
    """Show where a meeting stands, and store it: in a new message where it is to be heard, else in place of the last one.

    The form for notes is closed with the step, or the note-taker, that it was opened for.
    """
    before = work.uow.meetings.get(meeting.id)
    edits = meeting.board if not aloud and meeting.board and _can_change(work, meeting.home) else ""
    said = work.say(meeting.home, board_of(work, meeting, round_, reason, unkept), urgency, edits=edits)
    work.uow.meetings.save(meeting if edits else replace(meeting, board=said))
    if before and before.note_taker:
        form_ends.close_ended_forms(work, before.note_taker)


def board_of(
    work: WorkContext, meeting: Meeting, round_: Round, reason: MeetingReason = MeetingReason.NONE, unkept: bool = False
) -> MeetingShown:
    """Return where a meeting stands, as its home is shown it."""
    asked = round_facts.questions_of(work, round_)
    numbers = _numbers_shown(meeting)
    names = round_facts.team_names(work, round_)
    later = range(1 if meeting.state not in LIVE else meeting.number + 1, meeting.count + 1)
    return MeetingShown(
        meeting=meeting.id,
        turn=meeting.turn,
        state=meeting.state,
        round=round_.id,
        team=names.get(meeting.team, ""),
        count=meeting.count,
        minutes=meeting.minutes,
        zone=round_.zone,
        closes_at=round_facts.closing_time(round_),
        questions=tuple(
            MeetingQuestion(
                number=number, text=text_of_number(asked, number), statements=statements_of(meeting, number)
            )
            for number in numbers
        ),
        until=end_of_step(meeting, work.now) if _is_on_its_way(meeting) else meeting.next_at,
        noted=bool(meeting.note_taker),
        approved=bool(meeting.approved),
        alone=not meeting.several,
        left=sum(number not in meeting.agreed for number in later),
        merged=tuple(name for id, name in names.items() if id != meeting.team),
        unkept=unkept,
        reason=reason,
        refs=tuple(ref for number in numbers for ref in refs_of(meeting, number))
        if meeting.state in SHOWS_STATEMENTS and reason is not MeetingReason.ROUND_CLOSED
        else (),
    )


def _numbers_shown(meeting: Meeting) -> tuple[int, ...]:
    """Return the numbers of the questions shown: none before it begins, then the present one, at the end those agreed on."""
    if meeting.state is MeetingState.ENDED:
        return tuple(number for number in meeting.agreed if statements_of(meeting, number))
    return () if meeting.state in (MeetingState.READY, MeetingState.CANCELLED) else (meeting.number,)


def _is_on_its_way(meeting: Meeting) -> bool:
    """Return whether the read-back is about to be shown: its time begins when it arrives."""
    return meeting.state is MeetingState.READ_BACK and meeting.heard_at is None


def _can_change(work: WorkContext, home: str) -> bool:
    ref = work.uow.addresses.ref(home)
    return ref is not None and work.services.capabilities(ref).edits is not Support.REFUSED
