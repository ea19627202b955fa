"""Words for a form that is asked question by question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.outcomes.dialogue import DialogueCancelled, FieldAsked, FormLost, PartKept, ReadBack, TypedGivenBack
from bot.views.messages.warm_words import warm_words
from bot.views.messages.wording import Texts, form_of_outcome, numbered_list, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Form, FormField, Heading, Note, Quote, Text, View, mark_of

_PROBLEMS = {
    "choose": "Please choose one of these.",
    "needed": "This one is needed.",
    "unkept": "I have not kept what you typed just now. To change something, edit the message that says it, or start again.",
    "long": "That message is too long to be added, so I have not kept it: {limit:,} characters fit in all.",
}


@words_message(FieldAsked)
def field_asked(asked: FieldAsked, texts: Texts) -> View:
    form = form_of_outcome(asked.form, texts)
    field = form.fields[asked.index]
    place = f"{form.title}: {asked.index + 1} of {len(form.fields)}"
    if asked.past:
        return View((Heading(place), Text(field.label)), "A question for you.")
    blocks: list[Block] = [Heading(place), Text(field.label), *((Text(field.hint),) if field.hint else ())]
    if asked.problem:
        blocks.insert(1, Text(_PROBLEMS[asked.problem].format(limit=field.limit)))
    chosen = next((option.label for option in field.options if option.value == field.value), "")
    if chosen:
        blocks.append(Text(f"So far: {chosen}."))
    elif field.value:
        blocks += [Text("You have written:"), Quote(field.value), Text("Type new words to replace it, or keep it.")]
    elif not field.options:
        become = "words, in one message or in several." if form.public else "words; several messages become one answer."
        blocks.append(Text(f"Type your {become}"))
    blocks.append(Buttons(_field_buttons(form, field, asked.index)))
    if (asked.index == 0 or form.public) and form.note:
        blocks.append(Note(form.note))
    return View(tuple(blocks), "A question for you.")


def _field_buttons(form: Form, field: FormField, index: int) -> tuple[Button, ...]:
    here = f"{index}.{mark_of(form)}"
    options = tuple(Button(option.label, "turn.option", f"{here}:{option.value}") for option in field.options)
    skip: tuple[Button, ...] = () if field.required else (Button("Skip", "turn.skip", here),)
    if field.value:
        keep = Button("Keep it as it is", "turn.skip", here)
        skip = (keep,) if field.required else (keep, Button("Leave it empty", "turn.empty", here))
    asides = (*field.asides, *(form.asides if index == 0 else ()))
    if form.each_counts:
        back = (Button("Back", "turn.back", here),) if index else ()
        return (*options, *(() if field.options else skip), *asides, *back, Button("Stop here", "turn.cancel", here))
    return (*options, *skip, *asides, Button("Cancel", "turn.cancel", here))


@words_message(PartKept)
def part_kept(kept: PartKept, texts: Texts) -> View:
    form = form_of_outcome(kept.form, ())
    here = f"{kept.index}.{mark_of(form)}"
    one = "together" if form.public else "as one answer"
    again = "This is kept" if kept.parts == 1 else f"Your {kept.parts} messages are kept {one}"
    problem = _PROBLEMS[kept.problem].format(limit=form.fields[kept.index].limit) if kept.problem else ""
    blocks: list[Block] = [Heading(form.title)] if form.public else [*warm_words(texts[:1])]
    blocks += [Text(problem)] if problem else []
    done = Button("Done", "turn.done", here, "primary")
    take_off = Button("Take off the last message", "turn.takeoff", f"{here}:{kept.last}")
    stop = Button("Stop here" if form.each_counts else "Cancel", "turn.cancel", here)
    if kept.refused:
        fault = texts[1] if len(texts) > 1 else ""
        line = (Text("This of it cannot stay:"), Quote(fault)) if fault else ()
        place = (
            "its place, and the rest stays" if fault else "the place of all of this" if kept.parts > 1 else "its place"
        )
        more = f"Please type it again, the way it may stand: what you type now takes {place}. Or edit your message."
        blocks += [Text("You wrote:"), Quote(texts[0] or ""), *line, Text(more)]
        blocks.append(Buttons((take_off, stop) if kept.parts > 1 else (stop,)))
    else:
        more = "Type more, or send it with “Done”." if form.each_counts else "Type more, or go on."
        blocks += [Text(f"{again}, not sent yet:"), Quote(texts[0] or ""), Text(more), Buttons((done, take_off, stop))]
    return View((*blocks, *_who_reads(form)), "Your words are kept.")


def _who_reads(form: Form) -> tuple[Block, ...]:
    """Said at each step of a form whose words others read: private answers are asked for in the same chat."""
    return (Note(form.note),) if form.public else ()


@words_message(ReadBack)
def read_back(back: ReadBack, texts: Texts) -> View:
    plan = form_of_outcome(back.form, ())
    count = len(plan.fields)
    typed, known = texts[:count], texts[count:]
    form = form_of_outcome(back.form, known)
    here = f".{mark_of(form)}"
    title = f"{form.title}: this is what I would send. Is it right?"
    blocks: list[Block] = [Heading(title if form.public else "This is what I would send. Is it right?")]
    if back.problem:
        blocks.append(Text(_PROBLEMS[back.problem]))
    for field, words in zip(form.fields, typed, strict=True):
        shown = _read_back(field, words)
        blocks += [Text(field.label), Quote(shown) if shown else Text("(empty)")]
    blocks.append(
        Buttons(
            (
                Button("Send", "turn.send", here, "primary"),
                Button("Start again", "turn.again", here),
                Button("Cancel", "turn.cancel", here),
            )
        )
    )
    return View((*blocks, *_who_reads(form)), "Please check your words.")


def _read_back(field: FormField, words: str | None) -> str:
    """Return what a field would be sent with: the words typed for it, none where it is to be empty, or what is there already."""
    if words is None:
        return f"{field.value} (as before)" if field.value else ""
    return {option.value: option.label for option in field.options}.get(words, words)


@words_message(FormLost)
def form_lost(lost: FormLost, texts: Texts) -> View:
    typed = [words for words in texts if words]
    blocks: list[Block] = [
        Text(
            "I am sorry: I have lost the form that you were filling in. Nothing of it was sent, and what you sent before is safe."
        )
    ]
    blocks += _given_back(typed) if typed else ()
    blocks.append(Text("Please begin again with the button that opened it, or say “help”."))
    return View(tuple(blocks), "A form was lost.")


def _given_back(typed: Sequence[str]) -> tuple[Block, ...]:
    return (Text("This is what you had typed, so that you can copy it:"), *(Quote(words) for words in typed))


@words_message(TypedGivenBack)
def typed_given_back(given: TypedGivenBack, texts: Texts) -> View:
    quotes = (Quote(words) for words in texts if words)
    over = f"The form “{given.form}” is closed: its time is over, or it is settled without you. " if given.form else ""
    intro = Text(f"{over}I have not sent what you had typed. Here it is, so that you can copy it:")
    return View((intro, *quotes), "What you had typed is not sent.")


@words_message(DialogueCancelled)
def form_cancelled(done: DialogueCancelled, texts: Texts) -> View:
    if done.given:
        return plain_view(
            f"Cancelled. What you typed just now is gone. Still saved as before: {numbered_list(done.given)}."
        )
    return plain_view("Cancelled. Nothing was sent, and what you typed for it is gone.")
