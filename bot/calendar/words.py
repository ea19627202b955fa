"""The words of schedules, and a sentence cut into them."""

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.root_error import FolkmootError

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ORDINAL_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}

_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
DAYS = {
    **{name.lower(): number for number, name in enumerate(DAY_NAMES)},
    **{name.lower()[:3]: number for number, name in enumerate(DAY_NAMES)},
    **_SHORT_DAYS,
}
DAY_PLURALS = {word + "s": number for word, number in DAYS.items() if word not in ("tue", "wed", "thu", "thur")}
MONTHS = {
    **{name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name.lower()[:3]: number for number, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}
ORDINALS = {name: number for number, name in ORDINAL_NAMES.items()} | {"fifth": 5}
_NUMBER_NAMES = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBERS = {word: number for number, word in enumerate(_NUMBER_NAMES, start=1)}
AND = {"and", "&", ",", "plus"}

_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d{2}-\d{2})
    | (?P<slashed>\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d{2,4})
    | (?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?)(?!\d)
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th))\b
    | (?P<number>\d+)
    | (?P<meridiem>[ap](?:m\b|\.m\b\.?))
    | (?P<path>[a-z]+(?:[_-][a-z]+)*(?:/[a-z0-9_+-]+)+)
    | (?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)
    | (?P<other>\S)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the sentence: folded to lower case, of a kind named in the pattern, and where it stood."""

    word: str
    kind: str
    start: int
    end: int


class MisreadError(FolkmootError):
    """The sentence cannot be read at `start` to `end`; `instead` is what could stand there (empty: leave it out)."""

    def __init__(self, what: str, start: int, end: int, instead: str) -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = end
        self.instead = instead


class Sentence:
    """Tokens by position; positions beyond the end hold the empty word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [token for found in _TOKEN.finditer(text) for token in _split_token(found)]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, position: int) -> Token:
        if position < len(self._tokens):
            return self._tokens[position]
        return Token("", "end", len(self.text), len(self.text))

    def word(self, position: int) -> str:
        """The folded word at a position."""
        return self[position].word

    def skip(self, position: int, words: set[str]) -> int:
        """The first position from `position` on whose word is not one of `words`."""
        while self.word(position) in words:
            position += 1
        return position

    def said(self, first: int, after: int) -> str:
        """The text of the tokens from `first` up to but not including `after`, as typed."""
        return self.text[self[first].start : self[after - 1].end] if after > first else ""

    def misread(self, what: str, first: int, after: int, instead: str) -> MisreadError:
        """A refusal at the tokens from `first` up to but not including `after`."""
        start = self[first].start
        return MisreadError(what, start, max(start, self[after - 1].end) if after > first else start, instead)


def tidy_text(text: str) -> str:
    """The text with compatibility characters, typographic quotes and dashes, and runs of space made plain."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("\u2019\u2018\u2013\u2014", "''--"))
    return " ".join(plain.split())


def _split_token(found: re.Match[str]) -> list[Token]:
    word, kind = found.group().lower(), found.lastgroup or "other"
    parts = word.split("-")
    if kind == "word" and len(parts) == 2 and all(part in DAYS for part in parts):
        middle = found.start() + len(parts[0])
        return [
            Token(parts[0], "word", found.start(), middle),
            Token("to", "word", middle, middle + 1),
            Token(parts[1], "word", middle + 1, found.end()),
        ]
    return [Token(word, kind, found.start(), found.end())]
