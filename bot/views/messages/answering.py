"""Words for a member and their own answers."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.outcomes import answering as said
from bot.domain.releases import POINT_FLOOR
from bot.views.messages import times
from bot.views.messages.languages import unread_answers
from bot.views.messages.permission import default_button, offer_blocks, words_leave_later
from bot.views.messages.warm_words import warm_words
from bot.views.messages.wording import (
    Texts,
    count_in_words,
    join_and,
    numbered_list,
    plain_view,
    question_count,
    words_form,
    words_message,
)
from bot.views.view import Block, Button, Buttons, Form, FormField, Items, Note, Text, View

DETAILS = Button("Details", "order", "privacy")
"""Leads from the one line about confidentiality to the whole promise."""


def _answer_buttons(round_: str) -> Buttons:
    return Buttons(
        (
            Button("Answer privately", "answer", round_, "primary"),
            Button("Remind me tomorrow", "later", round_),
            Button("Not this time", "decline", round_),
            DETAILS,
        )
    )


def nobody_sees(language_model: str) -> str:
    """The promise in a sentence; with the host of a language model, in two."""
    if not language_model:
        return "Nobody sees who answered, or a single answer."
    return (
        "Nobody here sees who answered, or a single answer. "
        f"A language model at {language_model} is given answers, without who wrote them."
    )


def who_sees(k: int, language_model: str) -> str:
    """The short promise, as somebody is told it once: when they come to a team."""
    return f"{_confidential(language_model)} A point needs at least {k} people who answered, and {POINT_FLOOR} who made it."


def _confidential(language_model: str) -> str:
    promise = nobody_sees(language_model)
    return f"Confidential: {promise[:1].lower()}{promise[1:]}"


def _questions_view(asked: said.Asking, opening: str, summary: str, *news: str) -> View:
    until = times.day_and_time(asked.closes_at, asked.zone)
    when = (
        f"This round closed on {until}. What you send now waits for the next summary and counts the same."
        if asked.late
        else "Any may stay empty." * (len(asked.questions) > 1)
    )
    pooled = f" Your team’s answers are pooled with those of {join_and(asked.merged)}." if asked.merged else ""
    late = Buttons((Button("Answer privately", "answer", asked.round, "primary"), DETAILS))
    blocks: tuple[Block, ...] = (
        Text(f"{opening}:" if asked.late else f"{opening}, until {until}:"),
        Items(asked.questions, numbered=True),
        *(Text(each) for each in (when, *news) if each),
        late if asked.late else _answer_buttons(asked.round),
        Note(f"{asked.team}. {_confidential(asked.language_model)}{pooled}"),
    )
    return View(blocks, summary)


def _questions_of_team(asked: said.Asking) -> str:
    """ "Wards’s three questions", "Wards’s question"."""
    count = len(asked.questions)
    return f"{asked.team}’s question" if count == 1 else f"{asked.team}’s {question_count(count)}"


@words_message(said.QuestionsAsked)
def questions_asked(asked: said.QuestionsAsked, texts: Texts) -> View:
    opening = f"Your team has {question_count(len(asked.questions))}"
    changed = (
        "The people you are asked with are not quite the same as last time: “who is in my team” shows them."
        * asked.changed
    )
    moved = "What comes back appears in another channel than last time." * asked.moved
    return _questions_view(asked, opening, opening, changed, moved)


@words_message(said.EveryoneReminded)
def everyone_reminded(asked: said.EveryoneReminded, texts: Texts) -> View:
    still = "is" if len(asked.questions) == 1 else "are"
    opening = (
        "This is the only reminder, and everyone who was asked gets the same one. If you have answered, there is nothing to do. "
        f"{_questions_of_team(asked)} {still} still open"
    )
    return _questions_view(asked, opening, "A reminder that goes to everyone in your team.")


@words_message(said.ReminderDue)
def reminder_due(asked: said.ReminderDue, texts: Texts) -> View:
    opening = f"You asked me to remind you. {_questions_of_team(asked)}"
    return _questions_view(asked, opening, "The reminder you asked for.")


def _of_a_form(language_model: str) -> str:
    if not language_model:
        return "Nobody sees a single answer, or who answered."
    return f"Nobody here sees a single answer, or who answered. A language model at {language_model} is given answers."


@words_form(said.AnswerForm)
def answer_form(form: said.AnswerForm, texts: Texts) -> Form:
    values = [text or "" for text in texts] + [""] * len(form.questions)
    late = "This round has closed. What you send now waits for the next summary. " if form.late else ""
    return Form(
        name="answer",
        token=form.round,
        title="Your answers",
        fields=tuple(
            FormField(name=f"q{n}", label=question, hint="May stay empty.", value=values[n - 1])
            for n, question in enumerate(form.questions, start=1)
        ),
        submit="Save",
        note=f"{late}{_of_a_form(form.language_model)} Points need at least {form.k} people who answered.",
        asides=() if form.late else _answer_buttons(form.round).buttons[1:3],
    )


def after_saving(round_: str) -> tuple[Button, ...]:
    return (
        Button("Change", "answer", round_),
        Button("Withdraw", "withdraw", round_),
        Button("May my words be shown?", "words", round_),
    )


@words_message(said.AnswerSaved)
def answer_saved(saved: said.AnswerSaved, texts: Texts) -> View:
    done = f"Saved: {numbered_list(saved.given)}." if saved.given else ""
    back = f"Taken back: {numbered_list(saved.taken_back)}." if saved.taken_back else ""
    until = times.day_and_time(saved.until, saved.zone)
    when = (
        "This round had closed, so what you sent now waits and counts the same in the next summary of your team. "
        "You can change or withdraw it until then."
        if saved.late
        else f"You can change or withdraw it until {until}."
        if saved.given
        else f"You can answer again until {until}."
    )
    words = words_leave_later(saved.leaves_at, saved.zone)
    paragraphs = (f"{done} {back}".strip(), unread_answers(saved.unread), when, words)
    view = plain_view(*paragraphs, summary="Your answer is saved.")
    view = replace(view, blocks=(*warm_words(texts), *view.blocks))
    offer = offer_blocks(saved.offer, saved.round, texts) if saved.offer else ()
    return view.plus(*offer, Buttons(_buttons_of_receipt(saved)))


def _buttons_of_receipt(saved: said.AnswerSaved) -> tuple[Button, ...]:
    if not saved.given:
        return (Button("Answer again", "answer", saved.round),)
    change, withdraw, words = after_saving(saved.round)
    return (change, withdraw, default_button(True) if saved.offer else words)


def _all_empty(count: int) -> str:
    if count < 2:
        return "It was empty, so there is nothing to save. A few words are enough;"
    all_of_them = "Both" if count == 2 else f"All {count_in_words(count)}"
    how_many = {2: "one or both, as you like", 3: "one, two or three, as you like"}.get(count, "as many as you like")
    return f"{all_of_them} were empty, so there is nothing to save. Answer {how_many};"


@words_message(said.NothingFilledIn)
def nothing_filled_in(nothing: said.NothingFilledIn, texts: Texts) -> View:
    return plain_view(
        f"{_all_empty(nothing.question_count)} or choose “Not this time”.",
        buttons=(
            Button("Answer privately", "answer", nothing.round, "primary"),
            Button("Not this time", "decline", nothing.round),
        ),
    )


@words_message(said.NothingChanged)
def nothing_changed(same: said.NothingChanged, texts: Texts) -> View:
    return plain_view(
        "Nothing was changed: your answers are saved as they were.",
        summary="Your answers are as they were.",
        buttons=after_saving(same.round),
    )


@words_message(said.WithdrawalAsked)
def withdrawal_asked(asked: said.WithdrawalAsked, texts: Texts) -> View:
    return plain_view(
        "Withdraw all your answers of this round? I cannot bring them back.",
        summary="Withdraw your answers?",
        buttons=(
            Button("Withdraw all", "withdraw.yes", asked.round, "danger"),
            Button("Keep them", "withdraw.no", asked.round),
        ),
    )


_WITHDRAWN = {
    "open": "They are gone, as if never given.",
    "closed": "They are gone and will not be part of any summary.",
    "draft": "Your answers are gone; the draft’s points stay as they are.",
    "final": "Your words are gone. The summary that was already published stays as it is.",
}


@words_message(said.AnswersWithdrawn)
def answers_withdrawn(done: said.AnswersWithdrawn, texts: Texts) -> View:
    return plain_view(
        f"Withdrawn. {_WITHDRAWN[done.stage]}",
        words_leave_later(done.leaves_at, done.zone),
        summary="Your answers are withdrawn.",
        buttons=(Button("Answer again", "answer", done.round),),
    )


@words_message(said.AnswersKept)
def answers_kept(kept: said.AnswersKept, texts: Texts) -> View:
    if not kept.round:
        return plain_view("Good: everything is kept as it is.")
    return plain_view("Good: your answers are kept as they are.", buttons=after_saving(kept.round))


@words_message(said.NothingToWithdraw)
def nothing_to_withdraw(nothing: said.NothingToWithdraw, texts: Texts) -> View:
    return plain_view("You have no answer in this round, so there is nothing to withdraw.")


@words_message(said.ReminderSet)
def reminder_set(done: said.ReminderSet, texts: Texts) -> View:
    return plain_view(f"I will remind you on {times.day_and_time(done.at, done.zone)}. Only you know about it.")


@words_message(said.ReminderTooLate)
def reminder_too_late(late: said.ReminderTooLate, texts: Texts) -> View:
    return plain_view(
        f"I cannot: the round closes on {times.day_and_time(late.closes_at, late.zone)}, before that reminder would reach you. "
        "You can answer now, or later: a late answer waits for the next summary and counts the same.",
        buttons=(Button("Answer privately", "answer", late.round, "primary"),),
    )


@words_message(said.RoundDeclined)
def round_declined(declined: said.RoundDeclined, texts: Texts) -> View:
    if declined.kept:
        return plain_view(
            "You have answered already, and your answers stay. To take them back, choose “Withdraw”.",
            buttons=after_saving(declined.round),
        )
    return plain_view(
        "That is fine. I will leave you in peace until the next round. If you change your mind, the button still works.",
        buttons=(Button("Answer after all", "answer", declined.round),),
    )


@words_message(said.NoRoundForYou)
def no_round(nothing: said.NoRoundForYou, texts: Texts) -> View:
    when = (
        f" Your team’s next round is on {times.day_and_time(nothing.next_at, nothing.zone)}." if nothing.next_at else ""
    )
    kept = ", so I have kept nothing of this" if nothing.typed else ""
    return plain_view(f"There is no question open for you at the moment{kept}.{when} Say “help” for what I can do.")


@words_message(said.NotYourRound)
def not_your_round(refused: said.NotYourRound, texts: Texts) -> View:
    return plain_view("I have no such round for you. Only people who were asked in a round can answer or check it.")


@words_message(said.BeganWithoutYou)
def began_without_you(refused: said.BeganWithoutYou, texts: Texts) -> View:
    return plain_view(
        "Good that you are here. This one began before you came, so it is for the people who were there then. "
        "From the next one on you are in."
    )


@words_message(said.RoundNotRunning)
def round_not_running(refused: said.RoundNotRunning, texts: Texts) -> View:
    return plain_view(
        "That round did not take place or was cancelled, so there is nothing to answer, and nothing of it is kept."
    )


@words_message(said.AnswerTooLong)
def answer_too_long(long: said.AnswerTooLong, texts: Texts) -> View:
    return plain_view(
        f"Your answer to question {long.number} has {long.length:,} characters; {long.limit:,} fit. "
        "Nothing is saved yet: please shorten it and send it again. What was saved before is untouched."
    )


_KINDS = {
    "voice": "voice notes",
    "video": "videos",
    "photo": "pictures",
    "sticker": "stickers",
    "forwarded": "forwarded messages, which may be somebody else’s words",
}


@words_message(said.NotReadable)
def not_readable(kind: said.NotReadable, texts: Texts) -> View:
    return plain_view(
        f"I cannot read {_KINDS.get(kind.kind, 'that kind of message')}, so I have kept nothing of it. Please type your words."
    )


@words_message(said.TypedInPublic)
def typed_in_public(public: said.TypedInPublic, texts: Texts) -> View:
    if public.kind != "text":
        return plain_view(
            f"I cannot read {_KINDS.get(public.kind, 'that kind of message')}, so I have kept nothing of it, and others can see it "
            "here. If it was an answer, please type your words to me directly: there they are confidential. Only you see "
            "this message.",
            summary="A note for you alone.",
        )
    return plain_view(
        "Others can read what you wrote here, and I have not kept it. If it was an answer, you may want to delete it "
        "and send it to me directly: there it is confidential. Only you see this message.",
        summary="A note for you alone.",
    )


@words_message(said.WritingStopped)
def writing_stopped(stopped: said.WritingStopped, texts: Texts) -> View:
    return plain_view(
        "Done: I will not write to you any more, and you are not asked from the next round on. Nobody is told. "
        "Say “start” when you want to be asked again; say “forget me” to have your words destroyed."
    )


@words_message(said.WritingResumed)
def writing_resumed(resumed: said.WritingResumed, texts: Texts) -> View:
    return plain_view(f"Good to have you back. {_asked_again(resumed.asked_now)}")


def _asked_again(now: bool) -> str:
    if now:
        return "Your team’s round is open, and there is still time for it."
    return "You are asked again from your team’s next round on."


@words_message(said.AwayNoted)
def away_noted(away: said.AwayNoted, texts: Texts) -> View:
    days = away.days
    if days.until is None:
        begins = times.days_in_words(days, away.today)
        return plain_view(
            f"Noted: you are away{f' {begins}' if begins else ''}, and are asked again when you say “back”."
        )
    again = f"from {times.day_afterwards(days, away.today)} on you are asked again"
    return plain_view(
        f"Noted: you are away {times.days_in_words(days, away.today)}; {again}. Say “back” if you return earlier."
    )


@words_message(said.BackNoted)
def back_noted(back: said.BackNoted, texts: Texts) -> View:
    return plain_view(f"Welcome back. {_asked_again(back.asked_now)}")
