"""Notes of a meeting: one person of the team takes them for all, and writes down what all are willing to say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.meetings import MeetingStep, can_take_step
from bot.domain.model import Meeting, MeetingState
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.challenges import WordingNotFit
from bot.domain.questions import text_of_number
from bot.domain.wordings import bare_wording
from bot.engine.context import EventContext
from bot.engine.meetings.statements import keep_statements, refs_of
from bot.engine.meetings.stepping import own_meeting, take_step
from bot.engine.rounds import round_facts
from bot.engine.typed_wording import check_typed_wording

MOST_STATEMENTS = 5
"""Statements of one question at most: all of a draft's items are to be weighed in two minutes."""
LONGEST_STATEMENT = 300
NOTES = "notes"
"""The form's field."""
_BULLET = re.compile(r"^[-*•–](?:\s+|$)")
_NUMBER = re.compile(r"^(\d{1,2})[.)](?:\s+|$)")
_CAN_WRITE = (MeetingState.TALK, MeetingState.NOTES, MeetingState.READ_BACK)


def take_notes(context: EventContext, token: str) -> None:
    """Take the notes, unless somebody does already."""
    meeting, round_, acting = own_meeting(context, token)
    if not can_take_step(meeting, MeetingStep.TAKE_NOTES):
        raise Refusal(said.MeetingStepOver())
    if meeting.note_taker not in ("", acting.id):
        raise Refusal(said.NotesTakenAlready(meeting=meeting.id))
    if meeting.note_taker != acting.id:
        meeting = take_step(context, meeting, round_, MeetingStep.TAKE_NOTES, member=acting.id)
    _thank_note_taker(context, meeting)


def take_over_notes(context: EventContext, token: str) -> None:
    """Take the notes in place of who took them: they may have left."""
    meeting, round_, acting = own_meeting(context, token)
    _thank_note_taker(context, take_step(context, meeting, round_, MeetingStep.TAKE_NOTES, member=acting.id))


def _thank_note_taker(context: EventContext, meeting: Meeting) -> None:
    write = meeting.state in _CAN_WRITE
    context.reply(said.NotesTaken(meeting=meeting.id, number=meeting.number, write=write))


def leave_notes(context: EventContext, token: str) -> None:
    """Take no notes any more; said also to who takes none."""
    meeting, round_, acting = own_meeting(context, token)
    if meeting.note_taker == acting.id:
        take_step(context, meeting, round_, MeetingStep.LEAVE_NOTES, member=acting.id)
    context.reply(said.NotesLeft())


def notes_form(context: EventContext, token: str) -> said.NotesForm:
    """Return the form for the present question's notes. Refused to who does not take them, and where nothing is to be written."""
    meeting, round_, acting = own_meeting(context, token)
    if meeting.state not in _CAN_WRITE:
        raise Refusal(said.MeetingStepOver())
    if meeting.note_taker != acting.id:
        raise Refusal(said.NotesTakenAlready(meeting=meeting.id))
    return said.NotesForm(
        meeting=meeting.id,
        number=meeting.number,
        question=text_of_number(round_facts.questions_of(context, round_), meeting.number),
        merged=tuple(name for id, name in round_facts.team_names(context, round_).items() if id != meeting.team),
        refs=refs_of(meeting, meeting.number),
    )


def submit_notes(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Read the statements back to the team. Words that cannot be taken are given back, or stay in their form."""
    number = token.partition(":")[2]
    words = values[NOTES].reveal() if NOTES in values else ""
    try:
        meeting, round_, acting = own_meeting(context, token)
    except Refusal as refusal:
        raise Refusal(said.NotesTooLate(), quotes=(words,) if words else ()) from refusal
    late = (
        meeting.note_taker != acting.id
        or number != str(meeting.number)
        or not can_take_step(meeting, MeetingStep.WRITE)
    )
    if late:
        raise Refusal(said.NotesTooLate(), quotes=(words,) if words else ())
    statements = read_statements(words)
    for statement in statements:
        _check_statement(context, acting.id, statement)
    keep_statements(context, meeting, statements)
    take_step(context, meeting, round_, MeetingStep.WRITE, member=acting.id, written=len(statements), aloud=True)
    context.reply_directly(said.NotesPosted(count=len(statements)))


def _check_statement(context: EventContext, member: str, statement: str) -> None:
    """Point out to who wrote it what others are not to read: names and numbers of persons, insults, what would act in a message."""
    try:
        check_typed_wording(context, member, statement, NOTES)
    except Refusal as refusal:
        found = refusal.outcome
        if not isinstance(found, WordingNotFit):
            raise
        raise Refusal(said.NotesRefused(why=found.why, kinds=found.kinds), field=NOTES, fault=statement) from None


def read_statements(words: str) -> list[str]:
    """Return the statements of some notes, a line each, without the marks of a list. Refused where there are none, or too many."""
    lines = [_BULLET.sub("", line.strip()) for line in words.splitlines() if line.strip()]
    numbers = [found[1] for line in lines if (found := _NUMBER.match(line))]
    if numbers == [str(number) for number in range(1, len(lines) + 1)]:
        # A list that counts its lines; any other number at the beginning belongs to the words, as in "24. December".
        lines = [_NUMBER.sub("", line) for line in lines]
    different: dict[str, str] = {}
    for line in filter(None, lines):
        different.setdefault(bare_wording(line), " ".join(line.split()))
    statements = list(different.values())
    if not statements:
        raise Refusal(said.NotesRefused(why="empty"), field=NOTES)
    if len(statements) > MOST_STATEMENTS:
        raise Refusal(said.NotesRefused(why="many", limit=MOST_STATEMENTS), field=NOTES)
    if any(len(statement) > LONGEST_STATEMENT for statement in statements):
        raise Refusal(said.NotesRefused(why="long", limit=LONGEST_STATEMENT), field=NOTES)
    return statements
