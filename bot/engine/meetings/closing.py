"""End of the meetings of a round that closes: what was agreed waits for the draft, nothing else is kept."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.meetings import LIVE, MeetingStep
from bot.domain.model import Round
from bot.domain.outcomes.meetings import MeetingReason
from bot.engine.context import WorkContext
from bot.engine.meetings.stepping import take_step


def close_meetings(work: WorkContext, round_: Round) -> None:
    """End every meeting of a round that still runs, and say so in its home."""
    for meeting in work.uow.meetings.where(round=round_.id):
        if meeting.state in LIVE:
            meeting = take_step(work, meeting, round_, MeetingStep.CLOSE, aloud=True, reason=MeetingReason.ROUND_CLOSED)
        closed = work.uow.meetings.get(meeting.id) or meeting
        work.uow.meetings.save(replace(closed, next_at=None))
