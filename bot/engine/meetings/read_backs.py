"""Silence in a read-back: its time begins when the team has the message, so that nobody agrees who was shown nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.meetings import end_of_step
from bot.domain.model import IncidentKind, Meeting, MeetingState, OutboxMessage
from bot.domain.outcomes.meetings import MeetingShown
from bot.engine import incidents
from bot.engine.context import WorkContext

UNHEARD = timedelta(minutes=15)
"""Time after which a meeting whose read-back has not arrived stops."""


def shows_read_back(message: OutboxMessage) -> bool:
    return isinstance(message.outcome, MeetingShown) and message.outcome.state is MeetingState.READ_BACK


def begin_read_back(work: WorkContext, message: OutboxMessage) -> None:
    """Let the time of a read-back begin: its message has arrived. Whatever else is shown meanwhile begins nothing."""
    shown = message.outcome
    meeting = work.uow.meetings.get(shown.meeting) if isinstance(shown, MeetingShown) else None
    if meeting and meeting.board == message.id and meeting.heard_at is None and meeting.state is MeetingState.READ_BACK:
        work.uow.meetings.save(replace(meeting, heard_at=work.now, next_at=end_of_step(meeting, work.now)))


def wait_for_arrival(work: WorkContext, meeting: Meeting) -> Meeting:
    """Return a meeting whose read-back is on its way: until it arrives there is nothing that anybody could agree to."""
    return replace(meeting, written_at=meeting.written_at or work.now, heard_at=None, next_at=work.now + UNHEARD)


def can_be_heard(work: WorkContext, meeting: Meeting) -> bool:
    """Return whether a read-back has arrived, and its home still lets anybody press something."""
    team = work.uow.teams.get(meeting.team)
    refused = work.uow.incidents.get(incidents.id_of(IncidentKind.REFUSING, meeting.home))
    return meeting.heard_at is not None and team is not None and bool(team.channel) and refused is None


def came_later(work: WorkContext, meeting: Meeting, member: str) -> bool:
    """Return whether somebody is on the team's list only since the read-back was written down, or no more: they do not agree."""
    since = on_list_since(work, meeting, member)
    read = meeting.written_at or meeting.heard_at
    return since is None or (read is not None and since > read)


def on_list_since(work: WorkContext, meeting: Meeting, member: str) -> datetime | None:
    """Return since when somebody is on the team's list; None where they are not."""
    rows = work.uow.memberships.where(member=member, team=meeting.team) if member else []
    return rows[0].since if rows else None
