"""The questions that an organisation starts with, and what is said of questions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.model import Question
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import questions as sets
from bot.domain.questions import KEEP, LONGEST_QUESTION, MISSING, NUMBERS, OPEN, STOP, answer_field, key_of
from bot.views.messages import times
from bot.views.messages.wording import (
    Texts,
    curly_quotes,
    first_text,
    join_and,
    plain_view,
    question_count,
    words_form,
    words_message,
)
from bot.views.view import Block, Button, Buttons, File, Form, FormField, Heading, Items, Note, Text, View

QUESTIONS = (
    "What works well here and should stay as it is?",
    "What should we stop doing, or do differently?",
    "What is missing: what would help you and the people you work for?",
)
DIRECTIONS = (KEEP, STOP, MISSING)
DEFAULT_QUESTIONS = tuple(
    Question(key=key_of(text), text=text, direction=direction)
    for text, direction in zip(QUESTIONS, DIRECTIONS, strict=True)
)
_CHANGED = ("The questions are changed.", "The questions that are asked:")
_CHANGED_ALONE = ("The question is changed.", "The question that is asked:")
_ASKS = {
    KEEP: "asks what should stay",
    STOP: "asks what should stop or change",
    MISSING: "asks what is missing or should start",
    OPEN: "asks openly",
}
IN_A_FORM = "Change them in a form"
SAME_MEANING = "The meaning is the same: correct it"
_MADE = {
    "changed": "a question changed",
    "corrected": "a slip mended",
    "added": "a question added",
    "removed": "a question taken off",
    "read": "how answers are read",
    "reset": "reset",
    "used": "a ready set chosen",
    "imported": "a pack read in",
    "adopted": "a proposal taken up",
    "mended": "a slip mended in a running round",
}
"""How a version of a set came to be, by its `what`."""


@words_message(said.QuestionsShown)
def questions_shown(shown: said.QuestionsShown, texts: Texts) -> View:
    count = len(shown.texts)
    items = directed_items(shown.texts, shown.directions)
    blocks: list[Block] = [Text(_heading(shown, count)), Items(items, numbered=True)]
    if shown.changed:
        they_are = "They are" if count > 1 else "It is"
        kept = " A round that is running keeps the ones it asked." if shown.running and not shown.words_before else ""
        blocks.append(
            Text(f"{they_are} asked from the next round on.{kept} {times.earlier_change(shown.earlier)}".strip())
        )
    if shown.words_before:
        blocks += _offer_to_mend(shown)
    elif shown.number and shown.directions:
        blocks += _reading_line(shown, shown.directions[shown.number - 1])
    if shown.others:
        have = "has questions of its own" if len(shown.others) == 1 else "have questions of their own"
        blocks.append(Text(f"{join_and(shown.others)} {have}: “questions show for {shown.others[0]}” shows them."))
    if shown.form:
        blocks.append(Buttons((Button(IN_A_FORM, "question.form", shown.form),)))
    reading, behind = "", _for_team(shown)
    example = min(2, count)
    if shown.directions and not shown.number:
        reading = f" In brackets is how I read the answers; “questions read {example} as keep{behind}” changes that."
    change = f"Change {'one' if count > 1 else 'it'} with “questions set {example} What should we stop?{behind}”."
    blocks.append(Note(f"Version {shown.version}. {change}{reading}"))
    return View(tuple(blocks), f"The {question_count(count)}." if count > 1 else "The question.")


def _for_team(shown: said.QuestionsShown) -> str:
    return f" for {shown.team}" if shown.team else ""


def _heading(shown: said.QuestionsShown, count: int) -> str:
    if shown.back:
        return f"{shown.back} is asked the organisation’s questions again, and follows them when they change:"
    changed, asked = _CHANGED if count > 1 else _CHANGED_ALONE
    if not shown.team:
        return changed if shown.changed else asked
    if shown.changed:
        return f"{changed.removesuffix('.')} for {shown.team} alone, beside the organisation’s."
    return f"{asked.removesuffix(':')} in {shown.team}, its own:"


def directed_items(texts: Sequence[str], directions: Sequence[str]) -> tuple[str, ...]:
    """The words of questions, each with what it asks for, as far as that is known."""
    return tuple(_question_item(*one) for one in zip(texts, directions or ("",) * len(texts), strict=True))


def _question_item(text: str, direction: str) -> str:
    return f"{text} ({_ASKS[direction]})" if direction in _ASKS else text


def _reading_line(shown: said.QuestionsShown, direction: str) -> list[Block]:
    """Return how the changed question is read now, and the other ways to read it."""
    asks = f"{_ASKS[direction]}, going by its new words" if shown.turned else _ASKS[direction]
    others = [one for one in _ASKS if one != direction]
    return [
        Text(
            f"Question {shown.number} now {asks}: so I read the answers to it. If that is not what you mean, tell me:"
        ),
        Buttons(tuple(Button(f"It {_ASKS[one]}", *_reading_order(shown, one)) for one in others)),
    ]


def _reading_order(shown: said.QuestionsShown, direction: str) -> tuple[str, str]:
    """Return action and token of a button; the names of teams are too long for it."""
    if shown.team:
        return "question.read", f"{shown.number}:{direction}:{shown.set}"
    return "order", f"questions read {shown.number} as {direction}"


def _offer_to_mend(shown: said.QuestionsShown) -> list[Block]:
    """Return the offer to correct the words of a running round too: whoever presses says that the meaning is the same."""
    return [
        Text(
            f"A round is running that asks it as “{shown.words_before}”. If the meaning is the same, I can correct it there too: "
            "answers are kept, and the teams are told. Otherwise leave it: it is corrected from the next round on."
        ),
        Buttons((Button(SAME_MEANING, "question.mend", f"{shown.number}:{shown.set}"),)),
    ]


@words_message(said.QuestionRepeated)
def question_repeated(refused: said.QuestionRepeated, texts: Texts) -> View:
    return plain_view(
        f"That is question {refused.number} already, so nothing was changed: asked twice, nobody would know where an answer "
        "belongs. Word one of them differently."
    )


@words_message(said.QuestionsLeft)
def questions_left(refused: said.QuestionsLeft, texts: Texts) -> View:
    number, asked = refused.number, refused.question_count
    if not asked:
        return plain_view(
            "I cannot read the questions at the moment; the log of whoever runs me says why. Nothing was changed."
        )
    there_is = "there is one question" if asked == 1 else f"there are {question_count(asked)}"
    why = {
        "unknown": f"There is no question {number}: {there_is}. Say “questions show” to see {'it' if asked == 1 else 'them'}.",
        "most": f"There are {question_count(asked)} already, and more are not answered in a few minutes. "
        "Change one with “questions set 2” and its new text, or take one off with “questions remove 2”.",
        "last": "It is the only question there is, and a round needs one. Change it with “questions set 1” and its new text, or "
        "add another with “questions add” first.",
        "another": f"That reads like another question than question {number}, and answers that wait were given to the present one. "
        f"To ask the new one instead, say “questions set {number}” and its text; a correction mends slips alone.",
    }[refused.why]
    return plain_view(f"{why} Nothing was changed.")


@words_message(sets.QuestionsPreviewed)
def questions_previewed(shown: sets.QuestionsPreviewed, texts: Texts) -> View:
    count = len(shown.texts)
    whom = f"people of {shown.team}" if shown.team else "people of teams without questions of their own"
    together = ""
    if shown.together:
        together = f"{shown.team} is asked together with {join_and(shown.together)}."
        if shown.replaced:
            together += f" All of them get the same questions: the organisation’s, and not {shown.team}’s own."
    running = "A round that is running keeps the ones it asked." if shown.running else ""
    blocks: list[Block] = [
        Text(f"A preview, for you alone. This is what {whom} will be asked next:"),
        Items(directed_items(shown.texts, shown.directions), numbered=True),
        *(Text(each) for each in (together, running) if each),
        Note("What is in brackets is not shown to them: it says how I read the answers."),
    ]
    return View(
        tuple(blocks), f"A preview of the {question_count(count)}." if count > 1 else "A preview of the question."
    )


@words_message(sets.QuestionHistoryShown)
def history_shown(shown: sets.QuestionHistoryShown, texts: Texts) -> View:
    whose, behind = (f"{shown.team}’s", f" for {shown.team}") if shown.team else ("the organisation’s", "")
    if shown.texts:
        (one,) = shown.changes
        items = Items(directed_items(shown.texts, shown.directions), numbered=True)
        before = (Text(f"Until it was corrected, question {number} was: “{text}”") for number, text in shown.before)
        heading = Text(f"{_change_line(one, shown.zone)}. It asked:")
        return View((heading, items, *before), "An earlier version of the questions.")
    lines = [_change_line(one, shown.zone) for one in shown.changes]
    if shown.earlier:
        lines.append(f"and {shown.earlier} before these")
    return View(
        (
            Text(f"Versions of {whose} questions, the latest first:"),
            Items(tuple(lines)),
            Note(f"“questions history {shown.changes[-1].version}{behind}” shows the questions of one."),
        ),
        "Who changed the questions, and when.",
    )


def _change_line(one: sets.QuestionsChange, zone: str) -> str:
    """Return "Version 2: a question changed, by Ida on Monday 2 March at 09:00 (asked now)"."""
    made = _MADE.get(one.what, "as it was at first") + (f" (“{one.name}”)" if one.name else "")
    by = f"by {one.by}" if one.by else "by somebody who has left" if one.at else ""
    when = f"on {times.day_and_time(one.at, zone)}" if one.at else ""
    said_by = (" " if one.by else ", ").join(each for each in (by, when) if each)
    return f"Version {one.version}: {made}{', ' * bool(said_by)}{said_by}{' (asked now)' * one.current}"


@words_message(sets.QuestionVersionUnknown)
def version_unknown(refused: sets.QuestionVersionUnknown, texts: Texts) -> View:
    behind = f" for {refused.team}" if refused.team else ""
    return plain_view(
        f"There is no version {refused.version} of these questions. “questions history{behind}” lists those there are."
    )


@words_message(sets.QuestionMended)
def question_mended(told: sets.QuestionMended, texts: Texts) -> View:
    return plain_view(
        f"A slip in question {told.number} of the round that is running was corrected. It asked “{told.before}”, and asks now "
        f"“{told.after}”.",
        f"The meaning is the same, says {told.by}, so every answer is kept as it is. If you understood it otherwise, you can "
        f"change yours until {times.day_and_time(told.closes_at, told.zone)}.",
        summary="A slip in a question was corrected.",
    )


@words_message(sets.RunningMended)
def running_mended(done: sets.RunningMended, texts: Texts) -> View:
    if not done.teams:
        return plain_view(
            f"No round that takes answers now, and that you may change, asks question {done.number} in other words. "
            "Nothing was changed."
        )
    return plain_view(
        f"Corrected in the round that is running: {join_and(done.teams)} {'is' if len(done.teams) == 1 else 'are'} asked question "
        f"{done.number} in its present words. Answers are kept, and it is told in the channel."
    )


@words_message(sets.ReadySetsListed)
def ready_sets_listed(shown: sets.ReadySetsListed, texts: Texts) -> View:
    blocks: list[Block] = [Text("Sets of questions that are ready to use, from the next round on:")]
    for one in shown.sets:
        blocks += [Heading(one.name), Text(f"{one.about[:1].upper()}{one.about[1:]}."), Items(one.texts, numbered=True)]
    blocks.append(Buttons(tuple(Button(f"Use {one.name}", "order", f"questions use {one.key}") for one in shown.sets)))
    example = shown.sets[-1].name.lower()
    blocks.append(Note(f"For one team: “questions use {example} for” and its name. “undo change” takes it back."))
    return View(tuple(blocks), "Sets of questions that are ready to use.")


@words_message(sets.QuestionsExported)
def questions_exported(done: sets.QuestionsExported, texts: Texts) -> View:
    whose = f"the questions of {done.team}" if done.team else "the organisation’s questions"
    return View(
        (
            Text(
                f"Here are {whose} with their rhythm, as a file that others can adopt: “questions import” and its text."
            ),
            File(done.text, "questions.toml", done.text, "The file could not be brought here."),
        ),
        "The questions that you asked for.",
    )


@words_message(sets.PackRefused)
def pack_refused(refused: sets.PackRefused, texts: Texts) -> View:
    return plain_view(f"Line {refused.line} of the pack: {curly_quotes(first_text(texts))} Nothing was changed.")


@words_message(sets.PackLeftOut)
def pack_left_out(left: sets.PackLeftOut, texts: Texts) -> View:
    if left.what == "schedule":
        return plain_view(
            f"The pack has a schedule, which is a team’s own: “schedule set”, a team, a colon, and “{left.schedule}” sets it."
        )
    return plain_view(
        "The lengths of the pack’s windows were left out: they are the organisation’s, and stay as they are."
    )


@words_form(sets.QuestionsForm)
def questions_form(form: sets.QuestionsForm, texts: Texts) -> Form:
    fields = tuple(
        FormField(
            name=answer_field(number),
            label=f"Question {number}",
            value=form.texts[number - 1] if number <= len(form.texts) else "",
            hint="Left empty, it is not asked.",
            limit=LONGEST_QUESTION,
        )
        for number in NUMBERS
    )
    whose = f"The questions of {form.team}" if form.team else "The questions"
    note = "They are asked from the next round on. A slip that you mend leaves a question what it is; other words make it another."
    return Form(name="question.form", token=form.token, title=whose, fields=fields, submit="Save", note=note)


_FORM_REFUSED = {
    "changed": "Somebody has changed the questions since you opened this. Please open it again: “questions show”.",
    "long": f"A question may have {LONGEST_QUESTION} characters at most: short ones are answered more often.",
    "none": "At least one question has to be asked.",
    "repeated": "This question stands there twice. Word one of them differently.",
}


@words_message(sets.QuestionsFormRefused)
def questions_form_refused(refused: sets.QuestionsFormRefused, texts: Texts) -> View:
    return plain_view(_FORM_REFUSED[refused.why])
