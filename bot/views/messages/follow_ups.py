"""Words for what became of points: the answer's form, its post, reminders, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.follow_ups import SETTLED, AskBack, FollowUpStep
from bot.domain.model.follow_ups import FollowUpState
from bot.domain.outcomes import follow_ups as said
from bot.domain.releases.challenges import LONGEST_REASON
from bot.views.messages import times
from bot.views.messages.ask_back import QUESTIONS, ask_back_button
from bot.views.messages.weighing import GONE, shortened_words
from bot.views.messages.wording import Texts, count_of, join_and, plain_view, words_form, words_message
from bot.views.view import Block, Button, Buttons, Form, FormField, Heading, Items, Option, Text, View

STEPS = {
    FollowUpStep.DO: "We are doing something about it",
    FollowUpStep.FINISH: "It is done",
    FollowUpStep.REFUSE: "We will not do it, and I say why",
    FollowUpStep.LISTEN: "We are still listening",
}
_CHOSEN = {
    FollowUpState.DOING: FollowUpStep.DO,
    FollowUpState.LATE: FollowUpStep.DO,
    FollowUpState.DONE: FollowUpStep.FINISH,
    FollowUpState.NOT_DOING: FollowUpStep.REFUSE,
    FollowUpState.LISTENING: FollowUpStep.LISTEN,
}
LONGEST_BUTTON = 28
MOST_BUTTONS = 5


def with_words(lines: Sequence[said.FollowUpLine], texts: Texts) -> list[said.FollowUpLine]:
    """Return the lines, those that words of the release word with these words."""
    words = iter(texts)
    return [line if line.label else replace(line, label=next(words, None) or GONE) for line in lines]


def _worded(line: said.FollowUpLine, texts: Texts) -> said.FollowUpLine:
    return with_words([line], texts)[0]


def what_became(line: said.FollowUpLine) -> str:
    """Say the state of a point in a few words, with who sees to it and until when."""
    day = times.weekday_date(line.due) if line.due else ""
    by = f", by {line.owner}" if line.owner else ""
    told = {
        FollowUpState.OPEN: "open again, since it is not better yet"
        if line.reopened
        else f"no answer yet{_for_days(line.days)}",
        FollowUpState.DOING: f"doing{by}, until {day}",
        FollowUpState.LATE: f"promised for {day}{by}, and no word yet",
        FollowUpState.DONE: "done",
        FollowUpState.NOT_DOING: "not doing it",
        FollowUpState.LISTENING: f"still listening, until {day}",
    }[line.state]
    return f"{told}. {_with_full_stop(line.sentence)}".strip() if line.sentence else f"{told}."


def _with_full_stop(sentence: str) -> str:
    """Return a sentence with a full stop, if it has no end of its own."""
    return sentence if sentence.endswith((".", "!", "?", "…", "”")) else f"{sentence}."


def _with_capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _for_days(days: int) -> str:
    return f", for {count_of(days, 'day')}" if days else ""


def item_of(line: said.FollowUpLine) -> str:
    return f"“{shortened_words(line.label)}”: {what_became(line)}{_asked_back(line)}"


def _asked_back(line: said.FollowUpLine) -> str:
    """Say what was asked back about a point, and what people said to it: without a band."""
    if not line.ask_back:
        return ""
    added = join_and(tuple(f"“{shortened_words(each)}”" for each in line.additions))
    return f" Asked back: {QUESTIONS[AskBack(line.ask_back)]}{f' People said: {added}.' if added else ''}"


def since_last_time(lines: Sequence[said.FollowUpLine], texts: Texts) -> tuple[Block, ...]:
    """The blocks with which a team's next questions begin; none where there is nothing to tell."""
    if not lines:
        return ()
    return Heading("Since last time"), Items(tuple(item_of(line) for line in with_words(lines, texts)))


def answer_buttons(open_points: Iterable[tuple[str, str]], *, asks_back: bool = False) -> tuple[Block, ...]:
    """Buttons to answer points, by id and wording, and where who reads it leads the team, to ask back."""
    some = list(open_points)[:MOST_BUTTONS]
    more = (ask_back_button(some[0][0]),) if some and asks_back else ()
    return (Buttons((*(answer_button(id, label) for id, label in some), *more)),) if some else ()


def answer_button(id: str, label: str = "") -> Button:
    return Button(f"Answer “{_short(label)}”" if label else "Answer it", "follow_up", id)


def _short(label: str) -> str:
    words = label.strip("“”")
    return words if len(words) <= LONGEST_BUTTON else f"{words[: LONGEST_BUTTON - 1].rstrip()}…"


@words_form(said.FollowUpForm)
def follow_up_form(form: said.FollowUpForm, texts: Texts) -> Form:
    line = _worded(form.line, texts)
    chosen = _CHOSEN.get(line.state)
    options = tuple(Option(step.value, label) for step, label in STEPS.items())
    where = "in every team’s channel" if form.whole else "where the point was posted"
    return Form(
        name="follow_up",
        token=form.token,
        title="What becomes of it",
        fields=(
            FormField(
                name="step",
                label=f"“{shortened_words(line.label)}”: what becomes of it?",
                options=options,
                value=chosen.value if chosen else "",
                required=True,
            ),
            FormField(
                name="words",
                label="In a sentence",
                hint="What you do, or why not. Without names.",
                value=line.sentence,
                limit=LONGEST_REASON,
            ),
            FormField(
                name="day",
                label="Until when?",
                hint="For what you do, or while you listen: “Friday”, “1 May”, “the end of June”.",
                value=f"{line.due.day} {line.due:%B %Y}" if line.due else "",
                limit=60,
            ),
            FormField(
                name="owner",
                label="Who sees to it?",
                hint=f"Empty: you, {form.own_name}. Else a role, or the name of somebody in the team, whom I ask first.",
                value="" if line.owner == form.own_name else line.owner,
                limit=60,
            ),
        ),
        submit="Answer",
        note=f"I post it {where}, for all to read.",
        public=True,
    )


@words_message(said.FollowUpPosted)
def follow_up_posted(posted: said.FollowUpPosted, texts: Texts) -> View:
    line = _worded(posted.line, texts)
    of = f" of {posted.name}" if posted.name else ""
    asking = " Somebody is being asked to see to it." if posted.asking else ""
    return View(
        (Text(f"An answer to a point{of}: “{shortened_words(line.label)}”"), Text(f"{_spoken(line)}{asking}")),
        "An answer to a point.",
    )


def _spoken(line: said.FollowUpLine) -> str:
    day = times.weekday_date(line.due) if line.due else ""
    sentence = f" {_with_full_stop(line.sentence)}" if line.sentence else ""
    seen_to = f" {_with_capital(line.owner)} sees to it." if line.owner else ""
    return {
        FollowUpState.DOING: f"We are doing something about it, until {day}.{sentence}{seen_to}",
        FollowUpState.DONE: f"It is done.{sentence}",
        FollowUpState.NOT_DOING: f"We will not do it.{sentence}",
        FollowUpState.LISTENING: f"We are still listening, until {day}.{sentence}{seen_to}",
    }[line.state]


@words_message(said.FollowUpNoted)
def follow_up_noted(noted: said.FollowUpNoted, texts: Texts) -> View:
    asked = f" I have asked {noted.asked} to see to it, and tell you what they say." if noted.asked else ""
    waits = "waits" if noted.left == 1 else "wait"
    left = (
        f" {count_of(noted.left, 'more point').capitalize()} {waits} for an answer: “promises” shows them."
        if noted.left
        else ""
    )
    return plain_view(f"Thank you. It is posted.{asked}{left}")


_REFUSED = {
    "step": "Please choose what becomes of it.",
    "words": "Please say in a sentence why not: a no with its reason is an answer too.",
    "long": f"Please say it in {LONGEST_REASON} characters.",
    "day": "Please name a day, like “Friday”, “1 May” or “the end of June”.",
    "past": "Please name a day to come, within two years.",
    "owner": "Please name a role in a few words, or somebody of the team.",
    "several": "Several people have that name. Please name a role, or leave it empty.",
    "gone": "That is not for you to answer, or it is there no more. Nothing was changed.",
    "changed": "Somebody has answered this meanwhile. Please open it again: “promises” shows it.",
}


@words_message(said.FollowUpRefused)
def follow_up_refused(refused: said.FollowUpRefused, texts: Texts) -> View:
    return plain_view(_REFUSED[refused.why])


@words_message(said.OwnerAsked)
def owner_asked(asked: said.OwnerAsked, texts: Texts) -> View:
    line = _worded(asked.line, texts)
    buttons = (Button("I see to it", "owner.yes", asked.token, "primary"), Button("Not me", "owner.no", asked.token))
    day = f" It is promised until {times.weekday_date(line.due)}." if line.due else ""
    return View(
        (
            Text(f"{asked.by} asks whether you will see to this: “{shortened_words(line.label)}”.{day}"),
            *((Text(_with_full_stop(line.sentence)),) if line.sentence else ()),
            Text("If you will, your name stands beside it in the channel, and I remind you in time."),
            Buttons(buttons),
        ),
        "Will you see to something?",
    )


@words_message(said.OwnerAnswered)
def owner_answered(answered: said.OwnerAnswered, texts: Texts) -> View:
    line = _worded(answered.line, texts)
    what = f"“{shortened_words(line.label)}”"
    day = f" I remind you the day before {times.weekday_date(line.due)}." if line.due else ""
    if not answered.name:
        return plain_view(f"Thank you. You see to {what}.{day}" if answered.agreed else "Thank you for saying so.")
    if answered.agreed:
        return plain_view(f"{answered.name} sees to {what}.")
    return plain_view(f"{answered.name} cannot see to {what}. Until you name somebody else, it stays with you.")


@words_message(said.OwnerPosted)
def owner_posted(posted: said.OwnerPosted, texts: Texts) -> View:
    line = _worded(posted.line, texts)
    return plain_view(f"{_with_capital(line.owner)} sees to “{shortened_words(line.label)}”.")


_WHEN = {
    "tomorrow": "Tomorrow is the day for this: {}.",
    "today": "Today is the day for this: {}.",
    "late": "The day for this has passed: {}. I have said in the channel that the answer is not there yet.",
}
_WHEN_LISTENED = {
    "tomorrow": "You said you would listen until tomorrow about this: {}.",
    "today": "You said you would listen until today about this: {}.",
    "late": "The day until which you said you would listen has passed: {}. The point is open again.",
}


@words_message(said.OwnerReminded)
def owner_reminded(reminded: said.OwnerReminded, texts: Texts) -> View:
    line = _worded(reminded.line, texts)
    text = (_WHEN_LISTENED if reminded.listened else _WHEN)[reminded.when].format(f"“{shortened_words(line.label)}”")
    step = (
        "Say what becomes of it, or that you listen for longer."
        if reminded.listened
        else "Is it done, or does it need more time? Either is fine to say."
    )
    return View((Text(text), Text(step), Buttons((answer_button(reminded.token),))), "A day that was promised.")


@words_message(said.FollowUpReopened)
def follow_up_reopened(reopened: said.FollowUpReopened, texts: Texts) -> View:
    line = _worded(reopened.line, texts)
    done = f"This was done: “{shortened_words(line.label)}”."
    text = f"{done} Of those who weighed it, more say that it is not better yet than that it is."
    return View(
        (Text(text), Text("So the point is open again."), Buttons((answer_button(reopened.token),))),
        "A point is open again.",
    )


@words_message(said.AnswerMissing)
def answer_missing(missing: said.AnswerMissing, texts: Texts) -> View:
    line = _worded(missing.line, texts)
    of = f", a point of {missing.name}," if missing.name else ""
    day = f" for {times.weekday_date(line.due)}" if line.due else ""
    return plain_view(f"The answer to “{shortened_words(line.label)}”{of} was promised{day}, and is not there yet.")


@words_message(said.FollowUpsShown)
def follow_ups_shown(shown: said.FollowUpsShown, texts: Texts) -> View:
    if not shown.lines:
        return plain_view(
            f"{shown.name} has no point that could have an answer yet: they come with its first final summary."
        )
    lines = with_words(shown.lines, texts)
    return View(tuple(_follow_up_blocks(shown, lines)), "What became of it.")


def last_page_note(pages: int) -> tuple[Block, ...]:
    """Say that a list ends with its page, where a later one was asked for."""
    if not pages:
        return ()
    return (Text("There is only this page." if pages == 1 else f"There are {pages} pages; this is the last."),)


def _follow_up_blocks(shown: said.FollowUpsShown, lines: Sequence[said.FollowUpLine]) -> Iterator[Block]:
    yield Heading(f"What became of the points of {shown.name}")
    yield from last_page_note(shown.last_page)
    waiting = [line for line in lines if line.state not in SETTLED]
    settled = [line for line in lines if line.state in SETTLED]
    if waiting:
        yield Items(tuple(item_of(line) for line in waiting))
        mine = [(line.follow_up, line.label) for line in waiting if line.follow_up]
        yield from answer_buttons(mine, asks_back=shown.asks_back)
    if settled:
        yield Heading("Answered")
        yield Items(tuple(item_of(line) for line in settled))
    if shown.more:
        yield Text(f"And {count_of(shown.more, 'other point')}.")
        if shown.next:
            yield Buttons((Button("Show more", "promises.more", shown.next),))
