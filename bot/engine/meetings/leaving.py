"""Leaving a meeting: whoever is not of the team any more takes no notes in it, and no name of theirs stays with it (C9)."""

from __future__ import annotations

from bot.domain.meetings import without_member
from bot.domain.model import MeetingState
from bot.engine.answers import form_ends
from bot.engine.context import WorkContext
from bot.engine.meetings.boards import show_meeting

NOTES_ARE_TOLD = (MeetingState.READY, MeetingState.TALK, MeetingState.NOTES)
"""States in which the home is shown whether somebody takes notes."""


def leave_meetings(work: WorkContext, member: str, team: str = "") -> None:
    """Let somebody who leaves, or is forgotten, be no part of any meeting, or of that of one team: what the team said stays.

    Whoever is still on the team's list has left only its channel, or the platform: they count once more, and take no notes.
    """
    for meeting in work.uow.meetings.where(team=team) if team else work.uow.meetings.where():
        is_listed = work.uow.memberships.count(member=member, team=meeting.team) > 0
        left = without_member(meeting, member, is_listed=is_listed, at=work.now)
        round_ = work.uow.rounds.get(meeting.round)
        if left.note_taker != meeting.note_taker and left.state in NOTES_ARE_TOLD and round_ is not None:
            show_meeting(work, left, round_, aloud=False)
        elif left != meeting:
            work.uow.meetings.save(left)
            form_ends.close_ended_forms(work, member)
