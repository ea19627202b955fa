"""Words of `my data`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.model import CheckKind
from bot.domain.outcomes import mydata as said
from bot.views.messages import times
from bot.views.messages.checks import challenged_part
from bot.views.messages.wording import Texts, join_and, words_message
from bot.views.view import Block, Heading, Note, Quote, Text, View

_WORDS = {
    "draft": "Not sent yet, to “{about}”:",
    "loose": "Not sent yet, and not yet put to a question:",
    "turn": "Typed for a form that is not sent yet:",
    "held": "Not sent, and destroyed within a day unless you send it:",
    "link": "A link with which you let somebody join:",
    "proposed": "A question that you propose:",
    "shown": "Your words as a summary shows them, without your name:",
    "leftover": "Numbers made from your answer to “{about}”, for the summary of the whole organisation. They hold no word of it.",
    "points": "Points of the summary, by their numbers in its draft, that your answer to “{about}” is part of (a dash: of none):",
    "mine": "The points of the summary, by their numbers, that your answers are part of (dashes: those of others):",
    "unknown": "Something that you wrote to me:",
}
_GONE = {"destroyed": "(I keep no words longer than “privacy” says)"}
"""Stand in the place of an answer's words that are gone, where their author has not withdrawn them."""
_CHOSEN = {"agree": "I say so too", "differ": "I see it differently"}
_BETTER = {"agree": "Yes", "differ": "No"}


@words_message(said.MyData)
def my_data(mine: said.MyData, texts: Texts) -> View:
    blocks: list[Block] = [Heading("All that I keep about you"), Text(" ".join(_person_lines(mine)))]
    if not mine.answers:
        blocks.append(Text("You have given no answer that I still have."))
    quoted = [*texts, *[None] * (len(mine.answers) + len(mine.words) - len(texts))]
    for answer, text in zip(mine.answers, quoted, strict=False):
        blocks.append(Text(f"{times.day_and_time(answer.on, answer.zone)}, {answer.state}: {answer.question}"))
        blocks.append(Quote(text) if text else Text(_GONE.get(answer.state, "(withdrawn)")))
    for words, text in zip(mine.words, quoted[len(mine.answers) :], strict=False):
        blocks.append(Text(_words_heading(words, bool(text))))
        blocks += [Quote(text.strip())] if text else []
    for weighing in mine.weighings:
        blocks.append(Text(_weighing_line(weighing)))
    blocks.append(Note("Say “forget me” to have it all destroyed."))
    return View(tuple(blocks), "Your own data.")


def _person_lines(mine: said.MyData) -> Iterator[str]:
    yield f"Name: {mine.name}. Teams: {join_and(mine.teams) or 'no team'}."
    if mine.admin:
        yield "You are an admin."
    if mine.leads:
        yield f"You are a lead of {join_and(mine.leads)}."
    if mine.leave:
        days = times.days_in_words(mine.leave, mine.today)
        yield f"You are away {days}." if days else "You are away until you say that you are back."
    if mine.zone:
        yield f"You are asked by the clock of {mine.zone}."
    if mine.quiet:
        yield f"You are not asked between {mine.quiet[0]} and {mine.quiet[1]}."
    if mine.stopped:
        yield "You asked me not to write to you."
    if not mine.offers:
        yield "You asked me not to offer to show your words."
    if not mine.keeps_own_points:
        yield "You asked me to keep no note of which points your answers are part of."
    for reminder in mine.reminders:
        yield f"You asked to be reminded on {times.day_and_time(reminder.at, reminder.zone)}."


def _weighing_line(mine: said.MyWeighing) -> str:
    what = challenged_part(mine.about, mine.quoted)
    round_ = f"Round of {times.day_and_time(mine.on, mine.zone)}"
    if mine.better_now:
        about = f" about {what}" if mine.about else ""
        return f"{round_}: something was done{about}; is it better now? You said “{_BETTER.get(mine.chosen, '')}”."
    if mine.proposed:
        return (
            f"{round_}: should a question that somebody proposes be asked? You said “{_BETTER.get(mine.chosen, '')}”."
        )
    under = "" if mine.about else f", somebody’s words to “{mine.question}”"
    said_of_it = [f"“{_CHOSEN[mine.chosen]}”"] if mine.chosen else []
    said_of_it += ["that another says the same"] if mine.same else []
    return f"{round_}: of {what}{under}, you said {join_and(said_of_it)}."


def _words_heading(words: said.MyWords, quoted: bool) -> str:
    round_ = f"Round of {times.day_and_time(words.on, words.zone)}: " if words.on else ""
    if words.kind == "words":
        may = "which you let others see" if words.shown else "which you have not let others see"
        heading = f"your words to “{words.about}” as they would be shown, {may}:"
    elif words.kind in list(CheckKind):
        heading = _check_line(words, quoted)
    else:
        heading = _WORDS[words.kind].format(about=words.about)
    return round_ + heading[:1].lower() + heading[1:] if round_ else heading


def _check_line(words: said.MyWords, quoted: bool) -> str:
    point = challenged_part(words.about, words.quoted) if words.about or words.quoted else "the draft"
    if words.kind == CheckKind.RIGHT:
        return f"You said that {point} sounds right."
    what = "You said that something is missing" if words.kind == CheckKind.MISSING else f"You challenged {point}"
    if not quoted:
        return f"{what}."
    return f"{what}, and let who decides see your words:" if words.shown else f"{what}, in words that nobody is shown:"
