"""Reads which days: "Monday and Thursday", "last Friday of the month", "the 15th"."""

from bot.calendar.draft import Draft
from bot.calendar.rule import WORKING_WEEK, HolidayPolicy
from bot.calendar.words import AND, DAY_PLURALS, DAYS, MONTH_NAMES, MONTHS, ORDINALS, Sentence

_TO = {"to", "through", "until", "till", "-"}
_OTHER_LASTS = {"penultimate", "second-last", "second-to-last"}


def read_days(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after words for days, or `position` if there are none. Raises MisreadError."""
    for read in (_read_weekdays, _read_ordinals, _read_of_month):
        after = read(sentence, position, draft)
        if after > position:
            return after
    return position


def _read_weekdays(sentence: Sentence, position: int, draft: Draft) -> int:
    word = sentence.word(position)
    if word in ("weekend", "weekends"):
        what = "A weekend is two days. Name the one you mean, or both."
        raise sentence.misread(what, position, position + 1, "Saturday and Sunday")
    if word in ("weekday", "weekdays", "workday", "workdays"):
        draft.repeats |= word.endswith("s")
        return _keep_weekdays(draft, set(WORKING_WEEK), position, position + 1)
    if word in ("working", "work", "business") and sentence.word(position + 1) in ("day", "days"):
        return _keep_working_day(draft, position)
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
        here = sentence.skip(after, AND)
    return _keep_weekdays(draft, days, position, after) if days else position


def _read_ordinals(sentence: Sentence, position: int, draft: Draft) -> int:
    """Ordinals and what they count: weekdays of a month, or days of it."""
    first = sentence.skip(position, {"the", "day", "on"})
    numbers: list[int] = []
    after = here = first
    while (number := _ordinal_at(sentence, here, bare=here > position)) is not None:
        numbers.append(number)
        after = here + 1
        here = sentence.skip(after, AND | {"the"})
    if not numbers:
        return position
    if _weekday_at(sentence, after) is not None or sentence.word(after) in ("weekday", "workday"):
        _keep_ordinals(sentence, draft, numbers, position, after)
        return _read_weekdays(sentence, after, draft)
    if sentence.word(after) in ("working", "work", "business") and sentence.word(after + 1) == "day":
        return _read_working_day(sentence, draft, numbers, position, after + 2)
    if sentence.word(after) == "day":
        return _keep_month_days(sentence, draft, numbers, position, after + 1)
    if numbers == [1] and sentence.word(after) == "of":
        return _keep_month_days(sentence, draft, numbers, position, after)
    if any(sentence[where].kind == "word" for where in range(first, after) if sentence.word(where) in ORDINALS):
        what = f"The {sentence.said(after - 1, after)} what? Name a day of the week."
        raise sentence.misread(what, after - 1, after, sentence.said(after - 1, after) + " Monday")
    if sentence.word(after) in MONTHS or (sentence.word(after) == "of" and sentence.word(after + 1) in MONTHS):
        return position
    return _keep_month_days(sentence, draft, numbers, position, after)


def _read_of_month(sentence: Sentence, position: int, draft: Draft) -> int:
    if sentence.word(position) not in ("of", "in"):
        return position
    after = sentence.skip(position + 1, {"the", "a"})
    word = sentence.word(after)
    every = word in ("every", "each")
    if word == "month" or (every and sentence.word(after + 1) == "month"):
        draft.of_month = True
        return after + (2 if every else 1)
    if sentence.word(position) == "in":
        return position
    if every:
        draft.of_month = True
        return after
    if word in MONTHS:
        month, today = MONTHS[word], draft.today
        first = f"1 {MONTH_NAMES[month - 1]} {today.year + (month < today.month)}"
        what = f'For once a year, say the first month with "starting", not "{sentence.said(position, after + 1)}".'
        raise sentence.misread(what, position, after + 1, f"every 12 months starting {first}")
    if word in ("quarter", "year"):
        what = f'"{sentence.said(position, after + 1)}" leaves the first month open. Say every how many months.'
        raise sentence.misread(what, position, after + 1, f"every {3 if word == 'quarter' else 12} months")
    return position


def _read_working_day(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> int:
    if numbers != [1]:
        what = "I can count only to the first working day of a month. For others say weekday."
        said = sentence.said(first, after - 2)
        raise sentence.misread(what, first, after, f"{said} weekday")
    _keep_ordinals(sentence, draft, numbers, first, after)
    draft.policy = draft.once(draft.policy, HolidayPolicy.NEXT_WORKING_DAY, first, after, "rule for holidays")
    return _keep_weekdays(draft, set(WORKING_WEEK), first, after)


def _keep_working_day(draft: Draft, position: int) -> int:
    """ "every working day" is every weekday without the holidays."""
    draft.policy = draft.once(draft.policy, HolidayPolicy.SKIP, position, position + 2, "rule for holidays")
    return _keep_weekdays(draft, set(WORKING_WEEK), position, position + 2)


def _keep_weekdays(draft: Draft, days: set[int], first: int, after: int) -> int:
    draft.weekdays = draft.once(draft.weekdays, tuple(sorted(days)), first, after, "set of days")
    return after


def _keep_ordinals(sentence: Sentence, draft: Draft, numbers: list[int], first: int, after: int) -> None:
    for number in numbers:
        if number not in (1, 2, 3, 4, -1):
            what = f'Not every month has the weekday that "{sentence.said(first, after + 1)}" names. Say "last".'
            raise sentence.misread(what, first, after, "the last")
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
    ordered = tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))
    draft.month_days = draft.once(draft.month_days, ordered, first, after, "set of days of the month")
    return after


def _ordinal_at(sentence: Sentence, position: int, *, bare: bool) -> int | None:
    """The number of "first", "1st", or a bare figure after "the" or "day"."""
    token = sentence[position]
    if token.word in _OTHER_LASTS:
        what = f'I count from the end only as far as the last, not to "{token.word}".'
        raise sentence.misread(what, position, position + 1, "last")
    if token.kind == "ordinal":
        return int(token.word[:-2])
    counted = bare and token.kind == "number" and sentence.word(position - 1) in ("the", "day")
    if counted and sentence[position + 1].kind != "meridiem":
        return int(token.word[:6])
    return ORDINALS.get(token.word)


def _weekday_at(sentence: Sentence, position: int) -> int | None:
    word = sentence.word(position)
    return DAYS.get(word, DAY_PLURALS.get(word))


def _weekdays_between(first: int, last: int) -> set[int]:
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}
