"""Reads a time of day: "10:00", "4pm", "2.30pm", "0930", "16h", "noon", and "morning" as the half of the day."""

from datetime import time

from bot.calendar.draft import Draft, SaidPart
from bot.calendar.rule import Frequency
from bot.calendar.words import NUMBERS, Sentence

_FRACTIONS = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_MINUTES = {"fifteen": 15, "thirty": 30, "forty-five": 45}
# The parts of a day: the half that a clock of twelve hours means in it, its first hour, the first one after it, and
# an hour to suggest.
PARTS_OF_DAY = {
    "morning": ("am", 0, 12, 10),
    "afternoon": ("pm", 12, 19, 14),
    "evening": ("pm", 16, 24, 18),
    "night": ("pm", 18, 24, 20),
}
_PARTS = {name + ending: name for name in PARTS_OF_DAY for ending in ("", "s")}
_HOURS = {"h", "hrs", "hours"}
# A clock time with one figure for the hour is the 24-hour clock at 7:00 to 9:59; nobody means 02:30 by "2:30".
_UNCLEAR_HOURS = range(1, 7)
# Four figures that could as well be a year.
_YEARS = range(1900, 2101)


def read_time(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a time of day, or `position` if there is none. Raises MisreadError if it is unclear."""
    after = _read_part_of_day(sentence, position, draft)
    if after > position:
        return after
    first = position + (sentence.word(position) in ("at", "@"))
    noon = first + (sentence.word(first) in ("12", "12:00", "12.00", "twelve"))
    if sentence.word(noon) in ("noon", "midday"):
        return _keep_time(draft, time(12), position, noon + 1)
    if sentence.word(noon) == "midnight":
        what = "Midnight is at both ends of a day. Say 00:00 for its beginning or 23:59 for its end."
        raise sentence.misread(what, position, noon + 1, "at 00:00")
    if sentence[first].kind == "clock":
        return _read_clock(sentence, position, first, draft)
    past = sentence.word(first) in _FRACTIONS and sentence.word(first + 1) == "past"
    if past or (sentence.word(first) in ("half", "quarter") and sentence.word(first + 1) == "to"):
        return _read_spoken(sentence, position, first, draft)
    return _read_number(sentence, position, first, draft)


def _read_part_of_day(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "morning", after a day or after "every"; what follows a time is read with the time."""
    first = position
    if sentence.word(position) == "in" and sentence.word(position + 1) == "the":
        first = position + 2
    part = _PARTS.get(sentence.word(first))
    if part is None:
        return position
    if position and sentence.word(position - 1) in ("every", "each"):
        draft.period = draft.once(draft.period, (Frequency.DAILY, 1), position - 1, first + 1, "rhythm")
    draft.repeats |= sentence.word(first).endswith("s")
    draft.part_of_day = draft.once(draft.part_of_day, part, position, first + 1, "part of the day")
    return first + 1


def _read_number(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    hour = _number_at(sentence, first)
    if hour is None:
        return position
    half, after = _read_half(sentence, first + 1)
    if half:
        return _keep_time(draft, _twelve_hours(sentence, hour, 0, half, position, after), position, after)
    digits = sentence.word(first)
    if len(digits) == 4 and digits.isdigit() and hour % 100 < 60 and hour < 2400:
        hours = sentence.word(first + 1) in _HOURS
        if hours or first > position or hour not in _YEARS:
            return _keep_time(draft, time(hour // 100, hour % 100), position, first + 1 + hours)
    if len(digits) <= 2 and sentence.word(first + 1) in _HOURS and hour < 24:
        return _read_with_h(sentence, position, first, draft)
    if digits in NUMBERS and sentence.word(first + 1) in _MINUTES and 1 <= hour <= 12:
        minute = _MINUTES[sentence.word(first + 1)]
        half, after = _read_half(sentence, first + 2)
        return _keep_either_half(sentence, draft, hour, minute, half, position, after)
    if first > position or sentence[first].kind == "number":
        after = sentence.skip(first + 1, {"o'clock"})
        if 1 <= hour <= 12:
            return _keep_either_half(sentence, draft, hour, 0, "", position, after)
        raise _bare_number_misread(sentence, hour, position, first, after)
    return position


def _read_with_h(sentence: Sentence, position: int, first: int, draft: Draft) -> int:
    """ "16h", "9h30": hours of a day of twenty-four, as those of a clock."""
    minutes = sentence[first + 2]
    with_minutes = minutes.kind == "number" and len(minutes.word) == 2 and minutes.start == sentence[first + 1].end
    hour, minute = int(sentence.word(first)), int(minutes.word) if with_minutes else 0
    return _keep_hour(sentence, draft, hour, minute, position, first, first + 2 + with_minutes)


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
    return _keep_hour(sentence, draft, hour, minute, position, first, sentence.skip(after, _HOURS))


def _keep_hour(sentence: Sentence, draft: Draft, hour: int, minute: int, position: int, first: int, after: int) -> int:
    if minute > 59:
        raise _no_such_time(sentence, sentence.said(first, after), position, after, f"at {hour:02}:00")
    if hour in _UNCLEAR_HOURS and sentence.word(first)[0] != "0":
        return _keep_either_half(sentence, draft, hour, minute, "", position, after)
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
    return _keep_either_half(sentence, draft, hour, minute, half, position, after)


def _keep_either_half(
    sentence: Sentence, draft: Draft, hour: int, minute: int, half: str, position: int, after: int
) -> int:
    """Keeps a time of twelve hours, if its half was said with it or by a part of the day anywhere in the sentence."""
    half = half or _half_meant(sentence, hour)
    if not half:
        raise _which_half(sentence, sentence.said(position, after), hour, minute, position, after)
    return _keep_time(draft, _twelve_hours(sentence, hour, minute, half, position, after), position, after)


def _half_meant(sentence: Sentence, hour: int) -> str:
    said = {_PARTS[word] for word in (sentence.word(at) for at in range(len(sentence))) if word in _PARTS}
    if len(said) != 1:
        return ""
    half, begin, end, _ = PARTS_OF_DAY[said.pop()]
    return half if begin <= hour % 12 + (12 if half == "pm" else 0) < end else ""


def _read_half(sentence: Sentence, position: int) -> tuple[str, int]:
    """ "am" or "pm" as said at a position, and the position after it; empty if it is not said."""
    if sentence[position].kind == "meridiem":
        return sentence.word(position).replace(".", ""), position + 1
    first = sentence.skip(position, {"o'clock"})
    if sentence[first].kind == "meridiem":
        return sentence.word(first).replace(".", ""), first + 1
    if sentence.word(first) == "in" and sentence.word(first + 1) == "the":
        half = PARTS_OF_DAY.get(sentence.word(first + 2), ("",))[0]
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


def _bare_number_misread(sentence: Sentence, hour: int, position: int, first: int, after: int) -> Exception:
    said, digits = sentence.said(position, after), sentence.word(first)
    if len(digits) == 4 and digits.isdigit() and hour in _YEARS and hour % 100 < 60:
        what = f'I read "{said}" as a year or a number. Write a time of day with a colon.'
        return sentence.misread(what, position, after, f"at {digits[:2]}:{digits[2:]}")
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


def check_part_of_day(sentence: Sentence, at: SaidPart[time], part: SaidPart[str]) -> None:
    """Raises MisreadError where a time is not in the part of the day that was named."""
    _, begin, end, _ = PARTS_OF_DAY[part.value]
    if not begin <= at.value.hour < end:
        what = f'"{sentence.said(at.first, at.after)}" is not in the {part.value}.'
        raise sentence.misread(what, part.first, part.after, "")
