"""Reads what a schedule keeps to: bank holidays, and the zone of its clock."""

from bot.calendar.draft import Draft
from bot.calendar.rule import HolidayPolicy
from bot.calendar.words import Sentence
from bot.calendar.zones import check_zone, is_bare_zone, names_zone

_SKIPPING = {"except", "excluding", "excepting", "skip", "skipping", "not", "unless", "but", "without", "apart", "bar"}
_KEEPING = {"including", "even", "also"}
_SMALL = {"for", "on", "if", "it", "is", "it's", "its", "a", "an", "the", "any", "all", "not", "from", "when", "that"}
_SMALL |= {"in", "this", "day", "date", "falls", "except", "then", "they", "are", "there", "there's"}
_KINDS = {"bank", "public", "national"}
_HOLIDAYS = {"holiday", "holidays"}
_NEXT = {",", "then", "use", "move", "run", "send", "on", "to", "it", "the", "instead", "-"}
_LEFT_OUT = {"skip", "cancel", "miss", "omit", "leave"}
_MOVING = "if a bank holiday, the next working day"
_LONGEST_PLACE = 5


def read_holidays(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a rule for holidays, or `position` if there is none. Raises MisreadError."""
    word = sentence.word(position)
    if word in _SKIPPING:
        after = _skip_holiday_words(sentence, position + 1)
        if after is None and sentence.word(sentence.skip(position + 1, _SMALL)) in ("weekend", "weekends"):
            end = sentence.skip(position + 1, _SMALL) + 1
            what = 'For every day but Saturday and Sunday, say "every weekday".'
            raise sentence.misread(what, position, end, "weekdays")
        if after is None:
            end = min(sentence.skip(position + 1, _SMALL) + 1, len(sentence))
            what = f'I can leave out bank holidays, not "{sentence.said(position + 1, end)}".'
            raise sentence.misread(
                f"{what} For other dates, add a day off or a pause.", position, end, "except bank holidays"
            )
        return _keep_policy(draft, HolidayPolicy.SKIP, position, after)
    if word in _KEEPING:
        after = _skip_holiday_words(sentence, position + 1)
        return position if after is None else _keep_policy(draft, HolidayPolicy.KEEP, position, after)
    if word in ("if", "when"):
        return _read_if(sentence, position, draft)
    return _read_or_next(sentence, position, draft)


def read_zone(sentence: Sentence, position: int, draft: Draft) -> int:
    """The position after a zone, or `position` if there is none. Raises MisreadError for a place it does not know."""
    if sentence[position].kind == "path" or is_bare_zone(sentence.word(position)):
        return _keep_zone(sentence, draft, position, position, position + 1)
    if sentence.word(position) == "in":
        return _read_in(sentence, position, draft)
    for after in range(position + 1, position + 4):
        if sentence.word(after) == "time" and names_zone(sentence.said(position, after)):
            return _keep_zone(sentence, draft, position, position, after) + 1
    return position


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
        raise sentence.misread(zone.what, position, after, f"in {zone.suggestion}")
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
    moved = _next_working_day(sentence, then)
    if moved is None:
        what = f'What should happen "{sentence.said(position, after)}"? I can leave it out or move it.'
        raise sentence.misread(what, position, after, _MOVING)
    return _keep_policy(draft, HolidayPolicy.NEXT_WORKING_DAY, position, moved)


def _read_or_next(sentence: Sentence, position: int, draft: Draft) -> int:
    """ "or the next working day if that is a bank holiday"."""
    moved = _next_working_day(sentence, sentence.skip(position, {"or", "the", "on"}))
    if moved is None:
        return position
    after = _skip_holiday_words(sentence, moved + 1) if sentence.word(moved) in ("if", "when") else None
    if after is None:
        what = "I can move a day that is a bank holiday, not one at a weekend."
        raise sentence.misread(what, position, moved, _MOVING)
    return _keep_policy(draft, HolidayPolicy.NEXT_WORKING_DAY, position, after)


def _skip_holiday_words(sentence: Sentence, position: int) -> int | None:
    """The position after words for holidays; None if there are none."""
    after = sentence.skip(sentence.skip(position, _SMALL), _KINDS)
    return after + 1 if sentence.word(after) in _HOLIDAYS else None


def _next_working_day(sentence: Sentence, position: int) -> int | None:
    words = [sentence.word(position + step) for step in range(3)]
    if words[0] in ("next", "following") and words[1] in ("working", "work", "business") and words[2] == "day":
        return position + 3
    return None


def _keep_policy(draft: Draft, policy: HolidayPolicy, first: int, after: int) -> int:
    draft.policy = draft.once(draft.policy, policy, first, after, "rule for holidays")
    return after
