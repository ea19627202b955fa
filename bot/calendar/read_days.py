"""Reads which days: "Monday and Thursday", "last Friday of the month", "the 15th"."""

from bot.calendar.draft import Draft, SaidPart
from bot.calendar.rule import ORDINALS_OF_MONTH, WORKING_WEEK, HolidayPolicy
from bot.calendar.words import AND, DAY_PLURALS, DAYS, MONTHS, ORDINALS, Sentence

_TO = {"to", "through", "thru", "until", "till", "-"}
_SECOND_LASTS = {"penultimate", "second-last", "second-to-last", "next-to-last"}
_BEFORE_LAST = (
    ("second", "last"),
    ("second", "to", "last"),
    ("2nd", "last"),
    ("2nd", "to", "last"),
    ("next", "to", "last"),
)
_WORK = {"working", "work", "business"}


def read_days(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after words for days, or `position` if there are none. Raises MisreadError."""
    for read in (_read_weekdays, _read_ordinals):
        after = read(sentence, position, draft)
        if after > position:
            return after
    return position


def _read_weekdays(sentence: Sentence, position: int, draft: Draft) -> int:
    word = sentence.word(position)
    if word == "weekends":
        draft.repeats = True
        return _keep_weekdays(draft, {5, 6}, position, position + 1)
    if word == "weekend":
        what = "A weekend is two days. Name the one you mean, or both."
        raise sentence.misread(what, position, position + 1, "Saturday and Sunday")
    if word in ("weekday", "weekdays", "workday", "workdays"):
        draft.repeats |= word.endswith("s")
        return _keep_weekdays(draft, set(WORKING_WEEK), position, position + 1)
    if word in _WORK and sentence.word(position + 1) in ("day", "days"):
        draft.repeats |= sentence.word(position + 1) == "days"
        return _keep_working_day(draft, position)
    days, after = weekdays_at(sentence, position, draft)
    # Nobody means several days of one week: "Mon-Fri 10:00".
    draft.repeats |= len(days) > 1
    return _keep_weekdays(draft, days, position, after) if days else position


def weekdays_at(sentence: Sentence, position: int, draft: Draft) -> tuple[set[int], int]:
    """The names of days, ranges of them included, from a position on, and the position after them."""
    days: set[int] = set()
    after = here = position
    while (day := _weekday_at(sentence, here)) is not None:
        draft.repeats |= sentence.word(here) in DAY_PLURALS
        days.add(day)
        after = here + 1
        to = _weekday_at(sentence, after + 1) if sentence.word(after) in _TO else None
        if to is not None:
            days |= _weekdays_between(day, to)
            after += 2
        here = sentence.skip(after, {".", "-"})
        here = sentence.skip(here if sentence.word(here) in AND else after, AND | {"on"})
    return days, after


def _read_ordinals(sentence: Sentence, position: int, draft: Draft) -> int:
    """Ordinals and what they count: weekdays of a month, or days of it."""
    first = sentence.skip(position, {"the", "day", "on"})
    numbers: list[int] = []
    after = here = first
    while (number := _ordinal_at(sentence, here, bare=here > position)) is not None:
        numbers.append(number)
        after = here + _ordinal_length(sentence, here)
        here = sentence.skip(after, AND | {"the"})
    if not numbers:
        return position
    if _weekday_at(sentence, after) is not None or sentence.word(after) == "weekday":
        return _read_nth_weekday(sentence, draft, numbers, position, after)
    if sentence.word(after) == "workday":
        return _read_working_day(sentence, draft, numbers, position, after + 1)
    if sentence.word(after) in _WORK and sentence.word(after + 1) == "day":
        return _read_working_day(sentence, draft, numbers, position, after + 2)
    if sentence.word(after) == "day":
        return _keep_month_days(sentence, draft, numbers, position, after + 1)
    if numbers in ([1], [-1]) and sentence.word(after) == "of":
        return _keep_month_days(sentence, draft, numbers, position, after)
    if any(sentence[where].kind == "word" for where in range(first, after) if sentence.word(where) in ORDINALS):
        what = f"The {sentence.said(after - 1, after)} what? Name a day of the week."
        raise sentence.misread(what, after - 1, after, sentence.said(after - 1, after) + " Monday")
    if len(numbers) == 1 and sentence.word(sentence.skip(after, {"of"})) in MONTHS:
        return position
    return _keep_month_days(sentence, draft, numbers, position, after)


def _read_nth_weekday(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> int:
    """The position after "first and third Tuesday"; a second of the same weekday is added to the first."""
    held, weekday = draft.ordinals, _weekday_at(sentence, after)
    if held is not None and draft.weekdays is not None and draft.weekdays.value == (weekday,):
        numbers = [*held.value, *numbers]
        draft.ordinals = None
        draft.of_month = True
        _keep_ordinals(sentence, draft, numbers, held.first, after)
        return after + 1
    _keep_ordinals(sentence, draft, numbers, first, after)
    return _read_weekdays(sentence, after, draft)


def _read_working_day(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> int:
    if numbers not in ([1], [-1]):
        what = "I know the first and the last working day of a month. For others say weekday."
        said = sentence.said(first, after - 1 - (sentence.word(after - 1) == "day"))
        raise sentence.misread(what, first, after, f"{said} weekday")
    _keep_ordinals(sentence, draft, numbers, first, after)
    moved = HolidayPolicy.NEXT_WORKING_DAY if numbers == [1] else HolidayPolicy.PREVIOUS_WORKING_DAY
    draft.policy = draft.once(draft.policy, moved, first, after, "rule for holidays")
    return _keep_weekdays(draft, set(WORKING_WEEK), first, after)


def _keep_working_day(draft: Draft, position: int) -> int:
    """ "every working day" is every weekday without the holidays."""
    draft.policy = draft.once(draft.policy, HolidayPolicy.SKIP, position, position + 2, "rule for holidays")
    return _keep_weekdays(draft, set(WORKING_WEEK), position, position + 2)


def _keep_weekdays(draft: Draft, days: set[int], first: int, after: int) -> int:
    held = draft.weekdays
    if held is not None and draft.ordinals is None:
        draft.weekdays = SaidPart(tuple(sorted({*held.value, *days})), held.first, after)
        draft.days_apart = draft.repeats = True
        return after
    draft.weekdays = draft.once(held, tuple(sorted(days)), first, after, "set of days")
    return after


def _keep_ordinals(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> None:
    for number in numbers:
        if number not in ORDINALS_OF_MONTH:
            what = f'Not every month has the weekday that "{sentence.said(first, after + 1)}" names. Say "last".'
            raise sentence.misread(what, first, after, "the last")
    # Nobody means several days of one month: "1st and 3rd Tuesday".
    draft.of_month |= len(numbers) > 1
    ordered = tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))
    draft.ordinals = draft.once(draft.ordinals, ordered, first, after, "set of weekdays of the month")


def _keep_month_days(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> int:
    said = sentence.said(sentence.skip(first, {"the", "day", "on"}), after)
    for number in numbers:
        if not (number == -1 or 1 <= number <= 31):
            raise sentence.misread(f'No month has a day "{said}".', first, after, "the last day")
        if number > 28:
            what = f'Not every month has the day "{said}". Say the 28th or an earlier one, or the last day.'
            raise sentence.misread(what, first, after, "the last day")
    draft.of_month |= len(numbers) > 1
    ordered = tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))
    draft.month_days = draft.once(draft.month_days, ordered, first, after, "set of days of the month")
    return after


def _ordinal_at(sentence: Sentence, position: int, *, bare: bool) -> int | None:
    """The number of "first", "1st", or a bare figure after "the" or "day"."""
    token = sentence[position]
    if token.word in _SECOND_LASTS or _ordinal_length(sentence, position) > 1:
        return -2
    if token.kind == "ordinal":
        return int(token.word[:-2])
    counted = bare and token.kind == "number" and sentence.word(position - 1) in ("the", "day")
    if counted and sentence[position + 1].kind != "meridiem":
        return int(token.word[:6])
    return ORDINALS.get(token.word)


def _ordinal_length(sentence: Sentence, position: int) -> int:
    """The number of tokens of an ordinal: "second to last" has three."""
    for words in _BEFORE_LAST:
        if all(sentence.word(position + step) == word for step, word in enumerate(words)):
            return len(words)
    return 1


def _weekday_at(sentence: Sentence, position: int) -> int | None:
    word = sentence.word(position)
    return DAYS.get(word, DAY_PLURALS.get(word))


def _weekdays_between(first: int, last: int) -> set[int]:
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}
