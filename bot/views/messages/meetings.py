"""Words of a team's meeting: what its home is shown step by step, and what one person of it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.model.meetings import MeetingState
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.meetings import MeetingReason
from bot.domain.parts import split_by_counts
from bot.views.messages import times
from bot.views.messages.wording import (
    Texts,
    join_and,
    plain_view,
    question_count,
    words_message,
)
from bot.views.view import Block, Button, Buttons, Heading, Note, Quote, Text, View

DO_IT_TOGETHER = "Do it in our meeting"
IN_YOUR_MEETING = "Your team’s meeting."


@words_message(said.MeetingShown)
def meeting_shown(shown: said.MeetingShown, texts: Texts) -> View:
    blocks = _STATES[shown.state](shown, texts)
    buttons = tuple(_buttons(shown))
    return View((*blocks, Buttons(buttons), *_notes(shown)), IN_YOUR_MEETING)


def _button(shown: said.MeetingShown, label: str, action: str, style: str = "plain") -> Button:
    return Button(label, f"meet.{action}", f"{shown.meeting}:{shown.turn}", style)


def _until(shown: said.MeetingShown) -> str:
    """Return the minute in which the time is up, rounded up: nobody reads an instant that is past already."""
    whole = shown.until + timedelta(seconds=59) if shown.until else None
    return times.time_of_day(whole, shown.zone) if whole else ""


def _question(shown: said.MeetingShown) -> Heading:
    (question,) = shown.questions
    of = f" of {shown.count}" if shown.count > 1 else ""
    return Heading(f"Question {question.number}{of}: {question.text}")


def _ready(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    if 0 < shown.left + 1 < shown.count:
        yield Text(f"Let’s go on with {shown.team}’s meeting: {question_count(shown.left + 1)} to go.")
        return
    questions = "question" if shown.count == 1 else f"{question_count(shown.count)}"
    yield Text(f"Let’s do {shown.team}’s {questions} together, here in your meeting, in about {shown.minutes} minutes.")
    first = "First there is" if shown.count == 1 else "For each there is first"
    yield Text(
        f"{first} a quiet moment, in which everybody can answer in private. Then you talk. Then one of you writes down what you "
        "are all willing to say. I read it back and keep it if you agree."
    )


def _quiet(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    yield _question(shown)
    yield Text(f"Quiet until {_until(shown)}: first, everybody can answer in private.")


def _talk(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    yield _question(shown)
    quiet = "The quiet time is over. " if shown.reason is MeetingReason.TIME_UP else ""
    yield Text(f"{quiet}Now talk, until {_until(shown)}. Hear everybody once before anybody twice.")
    yield from _who_notes(shown)


def _who_notes(shown: said.MeetingShown) -> Iterator[Block]:
    if shown.noted:
        yield Text("One of you takes notes. Thank you.")
    else:
        yield Text("Who writes down what you are all willing to say?")


def _notes_wanted(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    yield _question(shown)
    if shown.reason is MeetingReason.NOTHING_WRITTEN:
        yield Text(f"Nothing is written down yet. There is time until {_until(shown)}.")
    else:
        over = "The time to talk is over. " if shown.reason is MeetingReason.TIME_UP else ""
        yield Text(f"{over}Until {_until(shown)}: what are you all willing to say? One of you writes it down.")
    yield from _who_notes(shown)


def _read_back(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    yield _question(shown)
    away = "I was not running for a moment, so there is time again. " if shown.reason is MeetingReason.BACK else ""
    yield Text(f"{away}Is this what you are all willing to say?")
    yield from _statements(texts)
    if shown.approved:
        yield Text(
            f"One of you says “That’s it”. It is agreed when one more does, or when nobody asks for a change until {_until(shown)}."
        )
    elif shown.reason is MeetingReason.ONLY_ONE:
        yield Text(
            f"So far one of you alone has pressed anything here, so silence does not make it yours. There is time until "
            f"{_until(shown)} for two others to say “That’s it”."
        )
    elif shown.alone:
        yield Text("It is agreed when two others say “That’s it”.")
    else:
        yield Text(
            f"It is agreed when two others say “That’s it”, or when nobody asks for a change until {_until(shown)}."
        )


def _agreed(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    yield _question(shown)
    objected = shown.reason is MeetingReason.NOBODY_OBJECTED
    yield Text("Nobody objected, so this is your team’s:" if objected else "Agreed. This is your team’s:")
    yield from _statements(texts)
    yield Text(
        f"{'The next question comes' if shown.left else 'Your meeting ends'} at {_until(shown)}, or when you press."
    )


def _ended(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    if shown.reason is MeetingReason.ROUND_CLOSED:
        kept = " What you agreed on stands in what comes back now." if shown.questions else ""
        unkept = " What was not agreed is not kept." if shown.unkept else ""
        yield Text(f"The time for these questions is over, and your meeting ends with it.{kept}{unkept}")
        return
    elif shown.reason is MeetingReason.NOTHING_WRITTEN:
        yield Text("Nothing was written down for a while, so I end your meeting here. You can go on at any time.")
    elif shown.reason is MeetingReason.TIME_UP:
        yield Text("Nobody has gone on, so your meeting ends here for now. You can go on at any time.")
    elif shown.reason is MeetingReason.ONLY_ONE:
        yield Text(
            "One of you alone has pressed anything here, and nobody else has said “That’s it”. So I end your meeting here. You can "
            "go on at any time."
        )
    elif shown.reason is MeetingReason.UNHEARD:
        yield Text("What I read back did not reach you here, so your meeting has stopped. You can go on at any time.")
    elif shown.reason is MeetingReason.BACK:
        yield Text("I was not running, so your meeting has stopped. You can go on at any time.")
    else:
        yield Text("Your meeting is done. Thank you for talking.")
    if shown.unkept and shown.questions:
        yield Text("What was not agreed is not kept.")
    if not shown.questions:
        yield Text("Nothing was agreed, so nothing is kept. Private answers count as always.")
        return
    yield Text("This is what you say together:")
    parts = split_by_counts(texts, (question.statements for question in shown.questions))
    for question, statements in zip(shown.questions, parts, strict=True):
        yield Heading(f"{question.number}. {question.text}")
        yield from _statements(statements)
    until = times.day_and_time(shown.closes_at, shown.zone)
    yield Text(f"It will stand in what comes back to you. Private answers are open until {until}.")


def _cancelled(shown: said.MeetingShown, texts: Texts) -> Iterator[Block]:
    if shown.reason is MeetingReason.TIME_UP:
        yield Text("Nobody has begun, so I take your meeting off again. You can hold it whenever it suits you.")
    else:
        kept = shown.left < shown.count
        yield Text(
            "Your meeting is cancelled, and nothing of it goes into the draft. "
            + (
                "What you agreed on waits in case you take it up again; when the round closes it is destroyed. "
                if kept
                else ""
            )
            + "Private answers count as always."
        )


def _statements(texts: Texts) -> Iterator[Block]:
    return (Quote(text) for text in texts if text)


_STATES: dict[MeetingState, Callable[[said.MeetingShown, Texts], Iterator[Block]]] = {
    MeetingState.READY: _ready,
    MeetingState.QUIET: _quiet,
    MeetingState.TALK: _talk,
    MeetingState.NOTES: _notes_wanted,
    MeetingState.READ_BACK: _read_back,
    MeetingState.AGREED: _agreed,
    MeetingState.ENDED: _ended,
    MeetingState.CANCELLED: _cancelled,
}


def _buttons(shown: said.MeetingShown) -> Iterator[Button]:
    more, stop = _button(shown, "5 more minutes", "more"), _button(shown, "Stop here", "stop")
    take = _button(shown, "I take notes", "take")
    note = _button(shown, "Write it down", "write") if shown.noted else take
    match shown.state:
        case MeetingState.READY:
            yield _button(shown, "Begin", "begin", "primary")
            yield from () if shown.noted else (take,)
            yield _button(shown, "Cancel the meeting", "cancel")
        case MeetingState.QUIET:
            yield Button("Answer privately", "answer", shown.round, "primary")
            yield from (_button(shown, "Talk now", "next"), more, stop)
        case MeetingState.TALK:
            yield from (note, _button(shown, "Note it now", "next"), more, stop)
        case MeetingState.NOTES:
            yield from (note, _button(shown, "Note nothing", "next"), more, stop)
        case MeetingState.READ_BACK:
            yield from (
                _button(shown, "That’s it", "yes", "primary"),
                _button(shown, "Change it", "change"),
                more,
                stop,
            )
        case MeetingState.AGREED:
            yield _button(shown, "Next question" if shown.left else "End the meeting", "next", "primary")
            yield from (_button(shown, "Change it", "change"), *((stop,) if shown.left else ()))
        case MeetingState.ENDED:
            yield from _after_the_end(shown)
        case MeetingState.CANCELLED:
            yield _button(shown, "Hold it after all" if shown.left else "Keep it after all", "resume")


def _after_the_end(shown: said.MeetingShown) -> Iterator[Button]:
    if shown.reason is MeetingReason.ROUND_CLOSED:
        return
    if shown.left:
        yield _button(shown, "Go on with the meeting", "resume")
    if shown.questions:
        yield _button(shown, "Take it all back", "cancel")


def _notes(shown: said.MeetingShown) -> Iterator[Block]:
    also = (
        f" What you agree on is also shown to {join_and(shown.merged)}, with whom you are asked."
        if shown.merged
        else ""
    )
    if shown.state is MeetingState.READY:
        yield Note(
            "I do not read what you say here. What you agree on counts as your team’s, never as anybody’s, and whoever is not "
            f"here answers as always.{also}"
        )
    elif shown.state is MeetingState.READ_BACK and also:
        yield Note(also.strip())


@words_message(said.MeetingOffered)
def meeting_offered(offered: said.MeetingOffered, texts: Texts) -> View:
    return plain_view(
        f"Shall I open the meeting of {offered.team} now? Everybody sees it, in the conversation where your team is at home.",
        buttons=(Button("Open the meeting", "meet", offered.token, "primary"),),
    )


@words_message(said.MeetingStarted)
def meeting_started(started: said.MeetingStarted, texts: Texts) -> View:
    if started.running:
        return plain_view(
            f"The meeting of {started.team} is in the conversation where your team is at home. Its newest message there has the "
            "buttons."
        )
    return plain_view(f"The meeting of {started.team} is ready, in the conversation where your team is at home.")


@words_message(said.NoMeeting)
def no_meeting(none: said.NoMeeting, texts: Texts) -> View:
    return plain_view("No meeting of your team is under way. “meeting” starts one, while its questions are open.")


@words_message(said.MeetingDone)
def meeting_done(done: said.MeetingDone, texts: Texts) -> View:
    return plain_view(
        f"{done.team} has met already, and agreed on something for every question. It will stand in what comes back. "
        "Your own answers stay open to you as always."
    )


@words_message(said.MeetingWithoutRound)
def meeting_without_round(without: said.MeetingWithoutRound, texts: Texts) -> View:
    if without.token:
        return plain_view(
            f"No questions are open for {without.team} at present. Shall I ask them now, so that you can do them together?",
            buttons=(Button("Ask now and meet", "meet.open", without.token, "primary"),),
        )
    return plain_view(
        "No questions are open for your team at present, so there is nothing to do together yet. Your lead or an admin can have "
        "them asked now."
    )


@words_message(said.MeetingHomeless)
def meeting_homeless(homeless: said.MeetingHomeless, texts: Texts) -> View:
    return plain_view(
        f"{homeless.team} had no conversation of its own when these questions were asked, so I do not know where you meet. "
        "Everybody can answer in private. For the next time, an admin can add me to where your team talks."
    )


@words_message(said.MeetingTimeWrong)
def meeting_time_wrong(wrong: said.MeetingTimeWrong, texts: Texts) -> View:
    return plain_view(
        f"A meeting about these questions can take from {wrong.least} to {wrong.most} minutes. Say for example "
        f"“meeting {max(wrong.least, min(30, wrong.most))} minutes”, or only “meeting”."
    )


@words_message(said.MeetingStepOver)
def meeting_step_over(over: said.MeetingStepOver, texts: Texts) -> View:
    return plain_view(
        "That step is over, or not there yet. The newest message of the meeting has the buttons that count."
    )


@words_message(said.MeetingOver)
def meeting_over(over: said.MeetingOver, texts: Texts) -> View:
    if over.pending:
        return plain_view(
            "These questions are about to be cancelled, so the meeting about them stands still until that is decided."
        )
    return plain_view("The time for these questions is over, and with it the meeting about them.")
