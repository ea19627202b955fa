"""Days, times, months and zones named in a sentence, found word by word and without its grammar.

A suggestion is held against them: what drops one of them is not made.
"""

from dataclasses import dataclass, field

from bot.calendar.rule import Rule
from bot.calendar.words import DAY_PLURALS, DAYS, MONTHS, NUMBERS, Sentence
from bot.calendar.zones import check_zone, is_bare_zone, names_zone

_WEEKDAYS = {**DAYS, **DAY_PLURALS}
_LEAVING_OUT = {"except", "excluding", "without", "not", "apart", "but"}
_ALL_WEEKDAYS = {"weekday": range(5), "weekdays": range(5), "weekend": (5, 6), "weekends": (5, 6)}
_BEFORE_AN_HOUR = {"half", "quarter", "five", "ten", "twenty"}
_HOLIDAYS = {"holiday", "holidays"}
_NO_PLACES = {"the", "my", "your", "their", "local", "our", "team", "this", "that", "any", "a", "same", "two", "next"}


@dataclass(slots=True)
class Named:
    """Things that a sentence names: weekdays from Monday = 0, those to leave out, times as (hour, minute, "am", "pm" or ""),
    months, days of the month, and zones; a zone that is not known is the empty text.
    """

    weekdays: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    times: set[tuple[int, int, str]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    zones: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return any((self.weekdays, self.left_out, self.times, self.months, self.zones))


def read_named(text: str) -> Named:
    """Everything that a sentence names."""
    sentence, named = Sentence(text), Named()
    leaving_out = False
    for position in range(len(sentence)):
        word = sentence.word(position)
        leaving_out |= word in _LEAVING_OUT
        days = _days_at(sentence, position)
        (named.left_out if leaving_out else named.weekdays).update(days)
        if word in MONTHS and not leaving_out:
            named.months.add(MONTHS[word])
        named.times |= _times_at(sentence, position)
    named.zones = _zones_in(sentence)
    return named


def keeps_all(rule: Rule, named: Named) -> bool:
    """Return whether a rule has everything that was named."""
    return (
        named.weekdays <= set(rule.weekdays or range(7))
        and not named.left_out & set(rule.weekdays or range(7))
        and all(_is_time(rule, time) for time in named.times)
        and named.months <= set(rule.months) | ({rule.anchor.month} if rule.anchor else set())
        and all(rule.zone is not None and zone in (rule.zone, "") for zone in named.zones)
    )


def _days_at(sentence: Sentence, position: int) -> set[int]:
    word = sentence.word(position)
    if word in _ALL_WEEKDAYS:
        return set() if sentence.word(position - 1) in ("first", "last") else set(_ALL_WEEKDAYS[word])
    day = _WEEKDAYS.get(word)
    if day is None or _is_of_a_date(sentence, position):
        return set()
    to = (
        _WEEKDAYS.get(sentence.word(position + 2)) if sentence.word(position + 1) in ("to", "through", "thru") else None
    )
    return {day} if to is None else {(day + step) % 7 for step in range((to - day) % 7 + 1)}


def _is_of_a_date(sentence: Sentence, position: int) -> bool:
    """Return whether a weekday only belongs to a date, as in "starting Monday 2 March"."""
    number, of = sentence[position + 1], sentence.skip(position + 2, {"of"})
    return number.kind in ("number", "ordinal") and sentence.word(of) in MONTHS


def _times_at(sentence: Sentence, position: int) -> set[tuple[int, int, str]]:
    token, after = sentence[position], sentence[position + 1]
    half = after.word.replace(".", "") if after.kind == "meridiem" else ""
    if token.kind == "clock":
        hour, minute, *_ = (int(part) for part in token.word.replace(".", ":").split(":"))
        return {(hour, minute, half)}
    hour = int(token.word[:6]) if token.kind == "number" else NUMBERS.get(token.word, -1)
    if sentence.word(position - 1) in ("past", "to") and sentence.word(position - 2) in _BEFORE_AN_HOUR:
        return set()
    if hour >= 0 and (
        half or sentence.word(position - 1) in ("at", "@") or (token.kind == "number" and after.word == "h")
    ):
        return (
            {(hour // 100, hour % 100, half)} if len(token.word) == 4 and token.kind == "number" else {(hour, 0, half)}
        )
    if token.word in ("noon", "midday"):
        return {(12, 0, "")}
    return set()


def _is_time(rule: Rule, time: tuple[int, int, str]) -> bool:
    hour, minute, half = time
    if half and hour <= 12:
        return (rule.at.hour, rule.at.minute) == (hour % 12 + (12 if half == "pm" else 0), minute)
    # Where the half of the day is not said, either is the time that was named; so is a bare hour before its minutes.
    same_hour = rule.at.hour % 12 == hour % 12 if hour <= 12 else rule.at.hour == hour
    return same_hour and rule.at.minute in (minute, *((15, 30, 45) if not minute else ()))


def _zones_in(sentence: Sentence) -> set[str]:
    """The zones of a sentence; one that is only meant to be a zone is an empty text."""
    zones: set[str] = set()
    position = 0
    while position < len(sentence):
        if sentence.word(position - 1) in _HOLIDAYS or sentence.word(position + 1) in _HOLIDAYS:
            position += 1
            continue
        after = next((end for end in range(position + 3, position, -1) if _is_zone(sentence, position, end)), position)
        if after > position:
            zone = check_zone(sentence.said(position, after))
            zones |= {zone if isinstance(zone, str) else ""}
        elif _is_meant_as_zone(sentence, position):
            zones |= {""}
        position = max(after, position + 1)
    return zones


def _is_zone(sentence: Sentence, first: int, after: int) -> bool:
    words = sentence[after - 1].kind in ("word", "path") and sentence.word(first) not in MONTHS
    return words and names_zone(sentence.said(first, after))


def _is_meant_as_zone(sentence: Sentence, position: int) -> bool:
    token = sentence[position]
    if token.kind == "path" or is_bare_zone(token.word):
        return True
    place = token.kind == "word" and token.word not in _NO_PLACES
    return place and sentence.word(position + 1) == "time" and sentence.word(position + 2) != "of"
