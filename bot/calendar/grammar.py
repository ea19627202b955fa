"""The grammar of schedules: plain words, in any order, made into a `Rule`; or a sentence that says what is unclear.

The sentence is read from left to right. At each word the readers are asked in turn; what none of them knows is
named. Only then are the parts put together. Nothing is guessed: a phrase with two meanings is refused with both.
"""

from datetime import date
from difflib import get_close_matches

from bot.calendar.assemble import assemble_rule
from bot.calendar.describe import describe_rule
from bot.calendar.draft import Draft
from bot.calendar.named import keeps_all, read_named
from bot.calendar.not_understood import UnclearWords, nearest_words, quoted_or
from bot.calendar.read_days import read_days
from bot.calendar.read_months import read_months
from bot.calendar.read_period import ADVERBS, UNITS, read_period
from bot.calendar.read_place import read_holidays, read_zone
from bot.calendar.read_start import read_start
from bot.calendar.read_time import read_time
from bot.calendar.rule import Rule
from bot.calendar.words import AND, DAY_NAMES, MONTH_NAMES, ORDINALS, MisreadError, Sentence, bare_text, tidy_text

EXAMPLES = (
    "every other Tuesday at 10:00",
    "first Monday of the month 09:30",
    "every weekday except bank holidays 14:00",
    "quarterly, last Thursday 15:00",
    "every Monday and Thursday 09:00",
    "monthly on the 15th 10:00",
    "every 3 weeks on Friday 11:30",
    "every day at 09:00",
)
_SMALL = AND | {"the", "on", "at", "of", "please", "ask", "send", "run", "meet", "a", "us", "we", "it", "them"}
_SMALL |= set(".;-:()[]!?*_~\"'`>") | {"\u00ab", "\u00bb", "\u201c", "\u201d", "\u201e", "\u2022", "\u00b7"}
_VOCABULARY = (
    *DAY_NAMES,
    *MONTH_NAMES,
    *(name + "s" for name in DAY_NAMES),
    *UNITS,
    *ADVERBS,
    *ORDINALS,
    *("weeks", "months", "days", "weekday", "weekdays", "every", "other", "twice", "noon", "starting", "tomorrow"),
    *("except", "bank", "holiday", "holidays"),
)
_LONGEST = 300
_REPAIRS = 5


def parse_schedule(words: str, *, today: date) -> Rule | UnclearWords:
    """The schedule that plain words describe, or what was not understood and the nearest form that would be.

    `today` is the earliest first date: "every other Tuesday" counts from the first Tuesday from then on. A
    suggestion is itself always understood, and has every day, time, month and zone that was named; where none would,
    there is none.
    """
    text = bare_text(words)
    try:
        return _parse_text(text, today)
    except MisreadError as misread:
        where = text[misread.start : misread.end]
        return UnclearWords(misread.what, where, _suggest_repair(text, misread, today), EXAMPLES)


def _parse_text(text: str, today: date) -> Rule:
    if len(text) > _LONGEST:
        raise MisreadError("That is too long for a schedule.", _LONGEST, len(text), "")
    sentence = Sentence(text)
    draft = Draft(sentence, today)
    position = 0
    while position < len(sentence):
        position = _read_part(sentence, position, draft)
    return assemble_rule(draft)


def _read_part(sentence: Sentence, position: int, draft: Draft) -> int:
    for read in (read_period, read_holidays, read_days, read_months, read_start, read_time, read_zone):
        after = read(sentence, position, draft)
        if after > position:
            return after
    if sentence.word(position) in _SMALL:
        return position + 1
    raise _unknown_word(sentence, position)


def _unknown_word(sentence: Sentence, position: int) -> MisreadError:
    word = sentence.said(position, position + 1)
    near = nearest_words(word, _VOCABULARY, cutoff=0.78)
    hint = f' Did you mean "{quoted_or(near)}"?' if near else ""
    # Of two days that are equally near, neither is taken.
    instead = near[0] if len(near) == 1 else None if near else ""
    return sentence.misread(f'I do not understand "{word}" here.{hint}', position, position + 1, instead)


def _suggest_repair(text: str, misread: MisreadError, today: date) -> str:
    """The sentence repaired, fault by fault; an example like it where nothing was named; empty if neither will do.

    Where a word was left out that could have been a day, no day is made up.
    """
    named = read_named(text)
    repaired = text
    left_out = False
    for _ in range(_REPAIRS):
        if misread.instead is None or (misread.made_up and left_out and named):
            return ""
        left_out |= not misread.instead
        repaired = tidy_text(f"{repaired[: misread.start]} {misread.instead} {repaired[misread.end :]}")
        try:
            rule = _parse_text(repaired, today)
        except MisreadError as further:
            misread = further
            continue
        return describe_rule(rule) if keeps_all(rule, named) else ""
    return "" if named else get_close_matches(text, EXAMPLES, n=1, cutoff=0.0)[0]
