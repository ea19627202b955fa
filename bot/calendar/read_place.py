"""Reads what a schedule keeps to: bank holidays, days that are left out, and the zone of its clock."""

from bot.calendar.draft import Draft
from bot.calendar.read_days import weekdays_at
from bot.calendar.rule import HolidayPolicy
from bot.calendar.words import DAY_PLURALS, DAYS, Sentence
from bot.calendar.zones import check_zone, is_bare_zone, names_zone

_SKIPPING = {"except", "excluding", "excepting", "skip", "skipping", "not", "unless", "but", "without", "apart", "bar"}
_KEEPING = {"including", "even", "also", "ignore", "ignoring", "regardless", "despite"}
_NONE = {"none", "no", "off", "ignored", "nowhere"}
_SMALL = {"for", "on", "if", "it", "is", "it's", "its", "a", "an", "the", "any", "all", "not", "from", "when", "that"}
_SMALL |= {"of", "during", "in", "this", "day", "date", "falls", "except", "then", "they", "are", "there", "there's"}
_KINDS = {"bank", "public", "national"}
_HOLIDAYS = {"holiday", "holidays"}
_NEXT = {",", "then", "use", "move", "run", "send", "on", "to", "it", "the", "instead", "-"}
_LEFT_OUT = {"skip", "cancel", "miss", "omit", "leave"}
_MOVING = "if a bank holiday, the next working day"
_LONGEST_PLACE = 5
# "local time" is the time of the team, which a schedule has anyway; whose "my time" is cannot be told.
_TEAMS_OWN = {"local", "our", "team"}
_ANYBODYS = {"my", "your", "their", "any", "same", "this", "that", "first", "next", "a", "the", "of"}


def read_holidays(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a rule for holidays, or `position` if there is none. Raises MisreadError."""
    word = sentence.word(position)
    if word in _SKIPPING:
        after = _skip_holiday_words(sentence, position + 1)
        return (
            _read_without(sentence, position, draft)
            if after is None
            else _keep_policy(draft, HolidayPolicy.SKIP, position, after)
        )
    if word in _KEEPING:
        after = _skip_holiday_words(sentence, position + 1)
        return position if after is None else _keep_policy(draft, HolidayPolicy.KEEP, position, after)
    if word in ("if", "when"):
        return _read_if(sentence, position, draft)
    if word in _HOLIDAYS or (word in ("no", "with", *_KINDS) and _skip_holiday_words(sentence, position + 1)):
        return _read_holidays_named(sentence, position, draft)
    if (
        sentence.word(position + 1) in _HOLIDAYS
        and sentence[position].kind == "word"
        and word not in {*_NEXT, *_SMALL, *DAYS, *DAY_PLURALS}
    ):
        raise _holidays_of_country(sentence, position, position + 2)
    return _read_or_next(sentence, position, draft)


def _read_without(sentence: Sentence, position: int, draft: Draft) -> int:
    """Weekdays to leave out of those that are named, or of every day."""
    first = sentence.skip(position + 1, _SMALL)
    if sentence.word(first) in ("weekend", "weekends"):
        days, after = {5, 6}, first + 1
    else:
        days, after = weekdays_at(sentence, first, draft)
    if days:
        draft.without = draft.once(draft.without, tuple(sorted(days)), position, after, "set of days to leave out")
        return after
    end = min(first + 1, len(sentence))
    end += sentence.word(end) in _HOLIDAYS
    what = f'I can leave out bank holidays and days of the week, not "{sentence.said(position + 1, end)}".'
    raise sentence.misread(f"{what} For other dates, add a day off or a pause.", position, end, "except bank holidays")


def _read_holidays_named(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "holidays none", "holidays: ignored"; and "no holidays", which is refused."""
    if sentence.word(position) == "no":
        end = _skip_holiday_words(sentence, position + 1) or position + 1
        what = (
            f'"{sentence.said(position, end)}" can mean that holidays change nothing, or that nobody is asked on them.'
        )
        raise sentence.misread(f"{what} Say which.", position, end, "even on bank holidays")
    holidays = position
    while sentence.word(holidays) not in _HOLIDAYS:
        holidays += 1
    value = sentence.skip(holidays + 1, {":", "=", "are", "is", "-"})
    if sentence.word(value) in _NONE:
        return _keep_policy(draft, HolidayPolicy.KEEP, position, value + 1)
    if sentence.word(value) in ("skip", "skipped", "except", "excluded", "out"):
        return _keep_policy(draft, HolidayPolicy.SKIP, position, value + 1)
    end = value
    if sentence[end].kind not in ("word", "path") or sentence.word(end) in _SMALL | _KINDS:
        what = f'What should happen on "{sentence.said(position, holidays + 1)}"? I can leave them out or move a day.'
        raise sentence.misread(what, position, holidays + 1, "except bank holidays")
    while sentence[end].kind in ("word", "path") and end < value + 2:
        end += 1
    raise _holidays_of_country(sentence, position, max(end, holidays + 1))


def _holidays_of_country(sentence: Sentence, position: int, after: int) -> Exception:
    what = f'"{sentence.said(position, after)}": the country of the holidays is set for the whole organisation'
    what += ', with "organisation set holidays". A schedule says only if they count.'
    return sentence.misread(what, position, after, "except bank holidays")


def read_zone(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a zone, or `position` if there is none. Raises MisreadError for a place it does not know."""
    if is_offset(sentence, position):
        end = position + 2 + (sentence[position + 2].kind in ("number", "clock"))
        what = f'"{sentence.said(position, end)}" misses the clock changes. Name a city.'
        raise sentence.misread(what, position, end, None)
    if sentence[position].kind == "path" or is_bare_zone(sentence.word(position)):
        return _keep_zone(sentence, draft, position, position, position + 1)
    if sentence.word(position) == "in":
        return _read_in(sentence, position, draft)
    if sentence.word(position) in _TEAMS_OWN and sentence.word(position + 1) == "time":
        return position + 2
    for after in range(position + 3, position, -1):
        if sentence[after - 1].kind == "word" and names_zone(sentence.said(position, after)):
            return _keep_zone(sentence, draft, position, position, after) + (sentence.word(after) == "time")
    named = sentence[position].kind == "word" and sentence.word(position) not in _ANYBODYS
    if named and sentence.word(position + 1) == "time":
        return _keep_zone(sentence, draft, position, position, position + 1) + 1
    return position


def is_offset(sentence: Sentence, position: int) -> bool:
    """Return whether a zone is said as hours from UTC, as in "UTC+2"."""
    return sentence.word(position) in ("utc", "gmt") and sentence.word(position + 1) in ("+", "-")


def _read_in(sentence: Sentence, position: int, draft: Draft) -> int:
    first = sentence.skip(position + 1, {"the"})
    longest = min(first + _LONGEST_PLACE, len(sentence))
    for after in range(longest, first, -1):
        if names_zone(sentence.said(first, after)):
            return sentence.skip(_keep_zone(sentence, draft, position, first, after), {"time"})
    after = first
    while after < longest and sentence[after].kind in ("word", "path") and after - first < 2:
        after += 1
    return _keep_zone(sentence, draft, position, first, max(after, first + 1))


def _keep_zone(sentence: Sentence, draft: Draft, position: int, first: int, after: int) -> int:
    if first >= len(sentence):
        what = f'After "{sentence.said(position, position + 1)}" I need a city or a time zone.'
        raise sentence.misread(what, position, first, "in London")
    zone = check_zone(sentence.said(first, after))
    if not isinstance(zone, str):
        raise sentence.misread(zone.what, position, after, f"in {zone.suggestion}" if zone.suggestion else None)
    draft.zone = draft.once(draft.zone, zone, position, after, "time zone")
    return after


def _read_if(sentence: Sentence, position: int, draft: Draft) -> int:
    after = _skip_holiday_words(sentence, position + 1)
    if after is None:
        what = f'After "{sentence.word(position)}" I know only bank holidays.'
        raise sentence.misread(what, position, len(sentence), _MOVING)
    then = sentence.skip(after, _NEXT)
    if sentence.word(then) in _LEFT_OUT:
        return _keep_policy(draft, HolidayPolicy.SKIP, position, sentence.skip(then + 1, {"it", "that", "one", "out"}))
    moved, policy = _next_working_day(sentence, then), HolidayPolicy.NEXT_WORKING_DAY
    if moved is None:
        moved, policy = _next_working_day(sentence, then, "previous", "preceding"), HolidayPolicy.PREVIOUS_WORKING_DAY
    if moved is None:
        what = f'What should happen "{sentence.said(position, after)}"? I can leave it out or move it.'
        raise sentence.misread(what, position, after, _MOVING)
    return _keep_policy(draft, policy, position, moved)


def _read_or_next(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "or the next working day if that is a bank holiday"."""
    place = sentence.skip(position, {"or", "the", "on"})
    moved, policy = _next_working_day(sentence, place), HolidayPolicy.NEXT_WORKING_DAY
    if moved is None and sentence.word(place) in ("previous", "preceding"):
        moved, policy = _next_working_day(sentence, place, "previous", "preceding"), HolidayPolicy.PREVIOUS_WORKING_DAY
    if moved is None:
        return position
    after = _skip_holiday_words(sentence, moved + 1) if sentence.word(moved) in ("if", "when") else None
    if after is None:
        what = "I can move a day that is a bank holiday, not one at a weekend."
        raise sentence.misread(what, position, moved, _MOVING)
    return _keep_policy(draft, policy, position, after)


def _skip_holiday_words(sentence: Sentence, position: int) -> int | None:
    """The position after words for holidays; None if there are none."""
    after = sentence.skip(sentence.skip(position, _SMALL), _KINDS)
    return after + 1 if sentence.word(after) in _HOLIDAYS else None


def _next_working_day(sentence: Sentence, position: int, *which: str) -> int | None:
    words = [sentence.word(position + step) for step in range(3)]
    if (
        words[0] in (which or ("next", "following"))
        and words[1] in ("working", "work", "business")
        and words[2] == "day"
    ):
        return position + 3
    return None


def _keep_policy(draft: Draft, policy: HolidayPolicy, first: int, after: int) -> int:
    draft.policy = draft.once(draft.policy, policy, first, after, "rule for holidays")
    return after
