"""Reads a time of day: "10:00", "4pm", "2.30pm", "noon"."""

from datetime import time

from bot.calendar.draft import Draft
from bot.calendar.words import NUMBERS, Sentence

_FRACTIONS = {"half": 30, "quarter": 15}
_PARTS_OF_DAY = {"morning": "am", "afternoon": "pm", "evening": "pm"}
# A clock time with one figure for the hour is the 24-hour clock at 7:00 to 9:59; nobody means 02:30 by "2:30".
_UNCLEAR_HOURS = range(1, 7)


def read_time(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a time of day, or `position` if there is none. Raises MisreadError if it is unclear."""
    first = position + (sentence.word(position) in ("at", "@"))
    if sentence.word(first) in ("noon", "midday"):
        return _keep_time(draft, time(12), position, first + 1)
    if sentence.word(first) == "midnight":
        what = "Midnight is at both ends of a day. Say 00:00 for its beginning or 23:59 for its end."
        raise sentence.misread(what, position, first + 1, "at 00:00")
    if sentence[first].kind == "clock":
        return _read_clock(sentence, position, first, draft)
    if sentence.word(first) in _FRACTIONS and sentence.word(first + 1) in ("past", "to"):
        return _read_spoken(sentence, position, first, draft)
    hour = _number_at(sentence, first)
    if hour is None:
        return position
    half, after = _read_half(sentence, first + 1)
    if half:
        return _keep_time(draft, _twelve_hours(sentence, hour, 0, half, position, after), position, after)
    if first > position or sentence[first].kind == "number":
        raise _bare_number_misread(sentence, hour, position, first)
    return position


def _read_clock(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    hour, minute, *seconds = (int(part) for part in sentence.word(first).replace(".", ":").split(":"))
    half, after = _read_half(sentence, first + 1)
    said = sentence.said(first, after)
    if seconds:
        what = f'I send at whole minutes, so "{said}" is too fine.'
        raise sentence.misread(what, position, after, f"at {hour:02}:{minute:02}")
    if minute > 59:
        raise _no_such_time(sentence, said, position, after, f"at {min(hour, 23):02}:00")
    if half:
        return _keep_time(draft, _twelve_hours(sentence, hour, minute, half, position, after), position, after)
    if hour > 23:
        raise _no_such_time(sentence, said, position, after, "at 00:00" if hour == 24 else "at 10:00")
    if hour in _UNCLEAR_HOURS and sentence.word(first)[0] != "0":
        raise _which_half(sentence, said, hour, minute, position, after)
    return _keep_time(draft, time(hour, minute), position, after)


def _read_spoken(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    """ "half past ten", "quarter to nine", with the half of the day or without."""
    hour = _number_at(sentence, first + 2)
    after = first + 3
    if hour is None or not 1 <= hour <= 12:
        what = f'I cannot read "{sentence.said(position, after)}" as a time of day.'
        raise sentence.misread(what, position, after, "at 10:00")
    minute = _FRACTIONS[sentence.word(first)]
    if sentence.word(first + 1) == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    half, after = _read_half(sentence, after)
    if not half:
        raise _which_half(sentence, sentence.said(position, after), hour, minute, position, after)
    return _keep_time(draft, _twelve_hours(sentence, hour, minute, half, position, after), position, after)


def _read_half(sentence: Sentence, position: int) -> tuple[str, int]:
    """ "am" or "pm" as said at a position, and the position after it; empty if it is not said."""
    if sentence[position].kind == "meridiem":
        return sentence.word(position).replace(".", ""), position + 1
    first = sentence.skip(position, {"o'clock"})
    if sentence.word(first) == "in" and sentence.word(first + 1) == "the":
        half = _PARTS_OF_DAY.get(sentence.word(first + 2), "")
        return half, first + 3 if half else position
    return "", position


def _twelve_hours(sentence: Sentence, hour: int, minute: int, half: str, first: int, after: int) -> time:
    if not 1 <= hour <= 12:
        instead = f"at {hour:02}:{minute:02}" if hour < 24 else "at 10:00"
        raise _no_such_time(sentence, sentence.said(first, after), first, after, instead)
    return time(hour % 12 + (12 if half == "pm" else 0), minute)


def _number_at(sentence: Sentence, position: int) -> int | None:
    token = sentence[position]
    if token.kind == "number":
        return int(token.word) if len(token.word) < 5 else None
    return NUMBERS.get(token.word)


def _bare_number_misread(sentence: Sentence, hour: int, position: int, first: int) -> Exception:
    after = sentence.skip(first + 1, {"o'clock"})
    said, digits = sentence.said(position, after), sentence.word(first)
    if len(digits) == 4 and digits.isdigit() and hour % 100 < 60 and hour < 2400:
        what = f'I read "{said}" as a year or a number. Write a time of day with a colon.'
        return sentence.misread(what, position, after, f"at {digits[:2]}:{digits[2:]}")
    if 1 <= hour <= 12:
        return _which_half(sentence, said, hour, 0, position, after)
    if hour < 24:
        what = f'If "{said}" is a time of day, write it with its minutes.'
        return sentence.misread(what, position, after, f"at {hour:02}:00")
    return _no_such_time(sentence, said, position, after, "at 10:00")


def _which_half(sentence: Sentence, said: str, hour: int, minute: int, first: int, after: int) -> Exception:
    early, late = f"{hour % 12:02}:{minute:02}", f"{hour % 12 + 12}:{minute:02}"
    what = f'"{said}" could be in the morning ({early}, am) or in the afternoon ({late}, pm). Say which.'
    # The half of the day in which people are asked things.
    likely = late if hour % 12 + 12 < 19 else early
    return sentence.misread(what, first, after, f"at {likely}")


def _no_such_time(sentence: Sentence, said: str, first: int, after: int, instead: str) -> Exception:
    what = f'There is no time of day "{said}". A day runs from 00:00 to 23:59.'
    return sentence.misread(what, first, after, instead)


def _keep_time(draft: Draft, value: time, first: int, after: int) -> int:
    draft.at = draft.once(draft.at, value, first, after, "time of day")
    return after
