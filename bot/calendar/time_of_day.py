"""Reads a time of day alone, in the words of schedules: "17:00", "5pm", "17h", "noon"."""

from __future__ import annotations

from datetime import date, time

from bot.calendar.draft import Draft
from bot.calendar.not_understood import UnclearWords
from bot.calendar.read_time import read_time
from bot.calendar.words import MisreadError, Sentence, bare_text

_EXAMPLES = ("17:00", "5pm", "noon")


def read_time_of_day(words: str) -> time | UnclearWords:
    """The time that the words are as a whole, or why they are none."""
    text = bare_text(words)
    sentence = Sentence(text)
    draft = Draft(sentence, date.min)
    try:
        after = read_time(sentence, 0, draft)
    except MisreadError as wrong:
        instead = (wrong.instead or "").removeprefix("at ")
        return UnclearWords(wrong.what, text[wrong.start : wrong.end], instead, _EXAMPLES)
    if draft.at and after == len(sentence):
        return draft.at.value
    return UnclearWords(f'I cannot read "{text}" as a time of day.', text, "", _EXAMPLES)
