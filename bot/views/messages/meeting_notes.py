"""Words for who takes the notes of a meeting: the form, what cannot be taken, and what came of it."""

from __future__ import annotations

from bot.domain.outcomes import meetings as said
from bot.views.messages.personal_data import with_article
from bot.views.messages.wording import Texts, count_of, first_text, join_and, plain_view, words_form, words_message
from bot.views.view import Button, Form, FormField, Quote, Text, View

LONGEST_NOTES = 3000


@words_message(said.NotesTaken)
def notes_taken(taken: said.NotesTaken, texts: Texts) -> View:
    stop = Button("I stop taking notes", "meet.leave", taken.meeting)
    if not taken.write:
        return plain_view(
            "Thank you: you take notes. Once you talk, a button under the meeting’s message lets you write them down.",
            buttons=(stop,),
        )
    return plain_view(
        "Thank you: you take notes. Press “Write it down” before you write: what you type here without it is taken as an answer "
        "of your own, in private.",
        buttons=(Button("Write it down", "meet.write", taken.meeting, "primary"), stop),
    )


@words_message(said.NotesTakenAlready)
def notes_taken_already(taken: said.NotesTakenAlready, texts: Texts) -> View:
    return plain_view(
        "Somebody takes notes already. If they cannot go on, you can.",
        buttons=(Button("I take over", "meet.over", taken.meeting),),
    )


@words_message(said.NotesLeft)
def notes_left(left: said.NotesLeft, texts: Texts) -> View:
    return plain_view("Thank you. You take no notes any more, and somebody else can.")


@words_form(said.NotesForm)
def notes_form(form: said.NotesForm, texts: Texts) -> Form:
    also = f" It is also shown to {join_and(form.merged)}." if form.merged else ""
    return Form(
        name="meet.write",
        token=f"{form.meeting}:{form.number}",
        title="What you all say",
        fields=(
            FormField(
                name="notes",
                label=form.question,
                hint="One statement a line, without names.",
                value="\n".join(text for text in texts if text),
                required=True,
                limit=LONGEST_NOTES,
            ),
        ),
        submit="Read it back",
        note=f"Your team reads it at once. It can be changed and taken back, but not made unseen.{also}",
        public=True,
    )


@words_message(said.NotesPosted)
def notes_posted(posted: said.NotesPosted, texts: Texts) -> View:
    return plain_view(
        f"Thank you. I read {'it' if posted.count == 1 else 'them'} back to your team: {count_of(posted.count, 'statement')}."
    )


@words_message(said.NotesRefused)
def notes_refused(refused: said.NotesRefused, texts: Texts) -> View:
    if refused.why == "personal":
        found = join_and([with_article(kind) for kind in refused.kinds])
        return plain_view(
            f"I found {found} in it. Please leave that out: nobody is to be named by others. Nothing is posted yet."
        )
    if refused.why == "unfit":
        return plain_view("Please leave the swear words and insults out. Nothing is posted yet.")
    if refused.why == "quoted":
        return plain_view(
            "Please use your own words: five in a row of these are somebody else’s. Nothing is posted yet."
        )
    if refused.why == "acts":
        return plain_view(
            "Please use plain words, without mentions, links or signs that format text. Nothing is posted yet."
        )
    if refused.why == "many":
        return plain_view(
            f"Please choose the {refused.limit} that matter most to you all: with more, nobody can weigh them in two minutes."
        )
    if refused.why == "long":
        return plain_view(
            f"One line is too long. Please say it in at most {refused.limit} characters, or in two lines."
        )
    return plain_view("There is nothing in it yet. Write one statement a line, or press “Note nothing” in the meeting.")


@words_message(said.NotesTooLate)
def notes_too_late(late: said.NotesTooLate, texts: Texts) -> View:
    words = first_text(texts)
    what = "I did not read this back" if words else "The form for the notes is closed"
    told = Text(f"{what}: your meeting has gone on or ended, or you no longer take its notes.")
    given_back = (Text("Here are your words, so that nothing is lost:"), Quote(words)) if words else ()
    return View((told, *given_back), "Folkmoot has answered you.")


@words_message(said.OwnNotes)
def own_notes(own: said.OwnNotes, texts: Texts) -> View:
    if own.late:
        return plain_view("This was read back before you came to the team, so it takes two others to say “That’s it”.")
    if own.twice:
        return plain_view("You have said so already, thank you. It takes one more of you.")
    return plain_view("You wrote it down, so it takes two others to say “That’s it”.")
