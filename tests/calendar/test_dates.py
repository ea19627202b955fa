"""Single dates and stretches of days in plain words: what is read, what is asked back, what is refused; and never a wrong one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import UnclearWords
from bot.calendar.dates import Unsure, meaning, read_numbers, read_stretch
from bot.calendar.words import DAY_NAMES, MONTH_NAMES
from bot.domain.stretch import Stretch
from tests.calendar.dated import NOON, Phrase, answered, phrases
from tests.calendar.strategies import SPOKEN_ZONES

ALL = phrases()
READ = [phrase for phrase in ALL if phrase.kind == "read"]
WORDS = sorted({word for phrase in ALL for word in phrase.words.split()})
DAY = timedelta(days=1)
EVERY_DAY = [date(2026, 1, 1) + DAY * n for n in range(3 * 365 + 1)]
"""Three years with a 29 February."""
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def read(words: str, today: date) -> Stretch | Unsure | UnclearWords:
    return read_stretch(words, now=datetime.combine(today, NOON), zone="UTC")


def read_there(words: str, today: date) -> Stretch | Unsure | UnclearWords:
    """Read words in the first or the last minute of a day, in a zone of its own for each day."""
    zone = SPOKEN_ZONES[today.toordinal() % len(SPOKEN_ZONES)]
    clock = time(0, 0, 30) if today.toordinal() % 2 else time(23, 59, 30)
    return read_stretch(words, now=datetime.combine(today, clock, tzinfo=ZoneInfo(zone)), zone=zone)


def misread(some: list[Phrase]) -> dict[str, object]:
    """The phrases of which other days were read than were meant."""
    found = {str(phrase): answered(read(phrase.words, phrase.today)) for phrase in some}
    return {
        str(phrase): got
        for phrase in some
        if (got := found[str(phrase)])[0] == "read" and (phrase.kind != "read" or got[1] != phrase.meant)
    }


def test_of_the_phrases_that_people_type_nearly_all_are_read_and_none_is_misread() -> None:
    assert len(READ) >= 300
    right = [phrase for phrase in READ if answered(read(phrase.words, phrase.today)) == ("read", phrase.meant)]
    assert len(right) >= 0.95 * len(READ)
    assert misread(ALL) == {}


def test_what_is_open_is_asked_back_and_what_is_no_day_is_refused() -> None:
    others = [phrase for phrase in ALL if phrase.kind != "read"]
    assert {str(phrase): answered(read(phrase.words, phrase.today)) for phrase in others} == {
        str(phrase): (phrase.kind, phrase.meant) for phrase in others
    }


def test_with_the_month_first_phrases_would_be_misread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the table: it notices a reader that takes 1/4 for 4 January."""
    honest = read_numbers._found_date

    def month_first(sentence: object, position: int, after: int, parts: tuple[int, int, int]) -> object:
        year, month, day = parts
        slashed = "/" in sentence.text and day <= 12  # type: ignore[attr-defined]
        return honest(sentence, position, after, (year, day, month) if slashed else parts)  # type: ignore[arg-type]

    monkeypatch.setattr(read_numbers, "_found_date", month_first)
    assert misread(ALL)


def test_until_a_weekday_is_the_next_one_on_every_day() -> None:
    for today in EVERY_DAY:
        for number, name in enumerate(DAY_NAMES):
            until = _until(read_there(f"until {name}", today))
            assert today < until <= today + 7 * DAY
            assert until.weekday() == number


def test_until_a_day_number_is_the_next_one_on_every_day() -> None:
    for today in EVERY_DAY:
        for number in (1, 3, 10, 12, 15, 28):
            until = _until(read_there(f"until {number}", today))
            assert until.day == number
            assert today < until <= meaning.add_months(today, 1)


def test_a_number_that_the_month_does_not_have_is_asked_back_on_every_day() -> None:
    for today in EVERY_DAY:
        for number in (29, 30, 31):
            answer = read_there(f"until the {number}{'st' if number == 31 else 'th'}", today)
            last = meaning.month_of(today).end - DAY
            if today < last and last.day < number:
                assert isinstance(answer, Unsure)
                assert answer.choices[0].until == last
            offered = answer.choices if isinstance(answer, Unsure) else (answer,)
            assert isinstance(offered[-1], Stretch)
            assert offered[-1].until
            assert offered[-1].until.day == number
            assert today < offered[-1].until


SPELLINGS = (
    "{d} {month}",
    "{d} {mon}",
    "{month} {d}",
    "the {nth} of {month}",
    "{weekday} {d} {month}",
    "{wd} the {nth} of {mon}",
    "{d}/{m}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02}-{d:02}",
    "{weekday}, {month} {nth}, {y}",
)


def spelt(day: date) -> list[str]:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th") if day.day not in (11, 12, 13) else "th"
    weekday, month = DAY_NAMES[day.weekday()], MONTH_NAMES[day.month - 1]
    parts = {"d": day.day, "m": day.month, "y": day.year, "nth": f"{day.day}{ending}"}
    named = {"weekday": weekday, "wd": weekday[:3], "month": month, "mon": month[:3]}
    return [spelling.format(**parts, **named) for spelling in SPELLINGS]


def test_a_day_of_the_next_weeks_is_read_in_every_spelling() -> None:
    for today in EVERY_DAY[::7]:
        for ahead in (1, 2, 13, 31, 88):
            for words in spelt(today + ahead * DAY):
                assert read_there(f"until {words}", today) == Stretch(None, today + ahead * DAY), (today, words)


def test_a_wrong_weekday_is_pointed_out_with_the_right_one_on_every_day() -> None:
    for today in EVERY_DAY[::5]:
        day = today + 20 * DAY
        for wrong in set(DAY_NAMES) - {DAY_NAMES[day.weekday()]}:
            answer = read_there(f"until {wrong} {day.day} {MONTH_NAMES[day.month - 1]}", today)
            assert isinstance(answer, Unsure)
            year = "" if day.year == today.year else f" {day.year}"
            named = f"{day.day} {MONTH_NAMES[day.month - 1]}{year}"
            assert answer.what.startswith(f"{named} is a {DAY_NAMES[day.weekday()]}, not a {wrong}.")
            assert answer.choices[0].until == day


def test_more_than_three_months_away_is_asked_back_on_every_day() -> None:
    for today in EVERY_DAY:
        far = meaning.add_months(today, 3)
        assert read_there(f"until {far.isoformat()}", today) == Stretch(None, far)
        answer = read_there(f"until {(far + DAY).isoformat()}", today)
        assert answered(answer) == ("asked", ((None, far + DAY),))


@pytest.mark.parametrize("hour", range(24))
def test_a_time_is_never_a_day(hour: int) -> None:
    for at in (
        f"{hour}:00",
        f"{hour:02}:30",
        f"{hour % 12 + 1}pm",
        f"{hour % 12 + 1} am",
        f"{hour:02}45",
        f"{hour}.45",
    ):
        for words in (f"until {at}", f"until Monday {at}", f"until 9 April at {at}", f"until tomorrow {at}"):
            assert isinstance(read(words, date(2026, 3, 3)), UnclearWords), words


@given(at=instants, zone=st.sampled_from(SPOKEN_ZONES), ahead=st.integers(1, 6))
@settings(max_examples=200)
def test_today_is_that_of_the_zone(at: datetime, zone: str, ahead: int) -> None:
    here = at.astimezone(ZoneInfo(zone)).date()
    assert read_stretch("until tomorrow", now=at, zone=zone) == Stretch(None, here + DAY)
    name = DAY_NAMES[(here + ahead * DAY).weekday()]
    assert read_stretch(f"until {name}", now=at, zone=zone) == Stretch(None, here + ahead * DAY)


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join),
    today=st.dates(EVERY_DAY[0], EVERY_DAY[-1]),
)
@settings(max_examples=600)
def test_whatever_is_said_is_read_as_days_to_come_or_refused(words: str, today: date) -> None:
    answer = read(words, today)
    if isinstance(answer, UnclearWords):
        assert answer.what.endswith((".", "?"))
        return
    choices = answer.choices if isinstance(answer, Unsure) else (answer,)
    assert choices
    for one in choices:
        assert one.first is None or one.first > today
        assert one.until is None or one.until > (one.first or today)
        assert isinstance(answer, Unsure) or one.until is None or one.until <= meaning.add_months(today, 3)


@given(
    words=st.text(alphabet="bdfghjkqvxz ", min_size=1, max_size=40),
    lead=st.sampled_from(["", "until ", "for ", "from "]),
)
def test_what_is_not_understood_is_not_repeated(words: str, lead: str) -> None:
    """Words that are no date may be an answer: they do not get into a message that is kept."""
    answer = read(lead + words, date(2026, 3, 3))
    assert isinstance(answer, UnclearWords)
    assert answer.where == ""
    said = answer.what.split(" Did you mean")[0]
    assert not [word for word in words.split() if len(word) > 2 and word in said]


def test_what_a_refusal_offers_is_read() -> None:
    refused = read("until whenever", date(2026, 3, 3))
    assert isinstance(refused, UnclearWords)
    assert all(isinstance(read(words, date(2026, 7, 3)), Stretch) for words in ("until Monday", "until 1 September"))
    assert all(isinstance(read(words, date(2026, 3, 3)), Stretch | Unsure) for words in refused.examples)


def _until(answer: Stretch | Unsure | UnclearWords) -> date:
    assert isinstance(answer, Stretch), answer
    assert answer.first is None
    assert answer.until
    return answer.until
