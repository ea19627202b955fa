"""Samples of a team's meeting."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model.meetings import MeetingState
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.meetings import MeetingReason
from tests.phrasebook.samples import AT, QUESTIONS, WORDS, ZONE, Sample

FIRST, SECOND = (said.MeetingQuestion(number=n, text=QUESTIONS[n - 1], statements=2) for n in (1, 2))
REFS = ("together:m:1:1", "together:m:1:2")
READY = said.MeetingShown(
    meeting="m", turn=0, state=MeetingState.READY, round="r", team="Crisis line", count=3, minutes=30, zone=ZONE, closes_at=AT,
    until=AT, left=2,
)  # fmt: skip
RUNNING = replace(READY, state=MeetingState.QUIET, questions=(FIRST,))
TALK = replace(RUNNING, state=MeetingState.TALK)
NOTES = replace(RUNNING, state=MeetingState.NOTES)
READ_BACK = replace(RUNNING, state=MeetingState.READ_BACK, noted=True, refs=REFS)
AGREED = replace(READ_BACK, state=MeetingState.AGREED)
ENDED = replace(READY, state=MeetingState.ENDED, questions=(FIRST, SECOND), refs=REFS * 2)
EMPTY = replace(ENDED, questions=(), refs=())
CANCELLED = replace(READY, state=MeetingState.CANCELLED, left=3)
TWO = (WORDS, WORDS)

SAMPLES = (
    Sample(READY, note="ready"),
    Sample(
        replace(READY, count=1, merged=("Wards",), noted=True), note="ready, one question, together with another team"
    ),
    Sample(RUNNING, note="quiet"),
    Sample(TALK, note="talk"),
    Sample(replace(TALK, noted=True, reason=MeetingReason.TIME_UP), note="talk, after the quiet time"),
    Sample(NOTES, note="notes"),
    Sample(replace(NOTES, noted=True, reason=MeetingReason.TIME_UP), note="notes, after the time to talk"),
    Sample(replace(NOTES, reason=MeetingReason.NOTHING_WRITTEN), note="notes, and none so far"),
    Sample(READ_BACK, TWO, "read back"),
    Sample(replace(READ_BACK, approved=True, merged=("Wards",)), TWO, "read back, one agrees"),
    Sample(replace(READ_BACK, reason=MeetingReason.BACK), TWO, "read back once more, after a gap"),
    Sample(replace(READ_BACK, alone=True), TWO, "read back, and one alone has pressed anything"),
    Sample(replace(READ_BACK, alone=True, reason=MeetingReason.ONLY_ONE), TWO, "read back, and still one alone"),
    Sample(AGREED, TWO, "agreed"),
    Sample(replace(AGREED, left=0, reason=MeetingReason.NOBODY_OBJECTED), TWO, "nobody objected to the last"),
    Sample(ENDED, TWO * 2, "ended"),
    Sample(replace(ENDED, left=0, unkept=True), TWO * 2, "ended before something was agreed"),
    Sample(EMPTY, note="ended, with nothing"),
    Sample(replace(ENDED, reason=MeetingReason.ROUND_CLOSED, refs=()), note="ended with the round"),
    Sample(replace(EMPTY, reason=MeetingReason.ROUND_CLOSED), note="ended with the round, with nothing"),
    Sample(
        replace(EMPTY, reason=MeetingReason.ROUND_CLOSED, unkept=True),
        note="ended with the round before something was agreed",
    ),
    Sample(replace(EMPTY, reason=MeetingReason.NOTHING_WRITTEN), note="ended by itself"),
    Sample(replace(EMPTY, reason=MeetingReason.ONLY_ONE, unkept=True), note="ended, because nobody else was there"),
    Sample(replace(READY, left=1), note="taken up again"),
    Sample(replace(ENDED, reason=MeetingReason.TIME_UP), TWO * 2, "nobody went on"),
    Sample(replace(ENDED, reason=MeetingReason.BACK), TWO * 2, "ended while the product was not running"),
    Sample(replace(EMPTY, reason=MeetingReason.UNHEARD, unkept=True), note="ended, because nobody could read it"),
    Sample(CANCELLED, note="cancelled"),
    Sample(replace(CANCELLED, left=1), note="cancelled after something was agreed"),
    Sample(replace(CANCELLED, left=0), note="cancelled after everything was agreed"),
    Sample(replace(CANCELLED, reason=MeetingReason.TIME_UP), note="nobody began"),
    Sample(said.MeetingOffered(team="Crisis line", token="r:0")),
    Sample(said.MeetingStarted(team="Crisis line")),
    Sample(said.MeetingStarted(team="Crisis line", running=True), note="running"),
    Sample(said.NoMeeting()),
    Sample(said.MeetingDone(team="Crisis line")),
    Sample(said.MeetingWithoutRound()),
    Sample(said.MeetingWithoutRound(team="Crisis line", token="t"), note="who may open one"),
    Sample(said.MeetingHomeless(team="Crisis line")),
    Sample(said.MeetingTimeWrong(least=6, most=180)),
    Sample(said.MeetingStepOver()),
    Sample(said.MeetingOver()),
    Sample(said.MeetingOver(pending=True), note="about to be cancelled"),
    Sample(said.NotesTaken(meeting="m", number=1, write=True)),
    Sample(said.NotesTaken(meeting="m", number=1, write=False), note="before the talk"),
    Sample(said.NotesTakenAlready(meeting="m")),
    Sample(said.NotesLeft()),
    Sample(said.NotesForm(meeting="m", number=1, question=QUESTIONS[0])),
    Sample(
        said.NotesForm(meeting="m", number=1, question=QUESTIONS[0], merged=("Wards",), refs=REFS),
        TWO,
        "written before",
    ),
    Sample(said.NotesPosted(count=1), note="one"),
    Sample(said.NotesPosted(count=2)),
    Sample(said.NotesRefused(why="empty"), note="empty"),
    Sample(said.NotesRefused(why="many", limit=5), note="many"),
    Sample(said.NotesRefused(why="long", limit=300), note="long"),
    Sample(said.NotesRefused(why="personal", kinds=("name", "phone number")), note="personal"),
    Sample(said.NotesRefused(why="unfit"), note="unfit"),
    Sample(said.NotesRefused(why="quoted"), note="quoted"),
    Sample(said.NotesRefused(why="acts"), note="acts"),
    Sample(said.NotesTooLate()),
    Sample(said.NotesTooLate(refs=("once:1",)), (WORDS,), "with words"),
    Sample(said.OwnNotes()),
    Sample(said.OwnNotes(late=True), note="came later"),
    Sample(said.OwnNotes(twice=True), note="twice"),
)
