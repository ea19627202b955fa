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
ORDINAL_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", -2: "second-last", -1: "last"}

_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
DAYS = {
    **{name.lower(): number for number, name in enumerate(DAY_NAMES)},
    **{name.lower()[:3]: number for number, name in enumerate(DAY_NAMES)},
    **_SHORT_DAYS,
}
DAY_PLURALS = {word + "s": number for word, number in DAYS.items() if word not in ("tue", "wed", "thu", "thur")}
# Read only in a range or a run, where nothing else can be meant: "Mo-Fr", "M-F", "MWF".
_LETTERS = {"mo": 0, "m": 0, "tu": 1, "we": 2, "w": 2, "th": 3, "fr": 4, "f": 4, "sa": 5, "su": 6}
_RUNS = {"mwf": (0, 2, 4), "mtwtf": (0, 1, 2, 3, 4), "mtwthf": (0, 1, 2, 3, 4), "tth": (1, 3), "tuth": (1, 3)}
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
AND = {"and", "&", ",", "plus", "+", "/"}

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
    """The sentence cannot be read at `start` to `end`; `instead` is what could stand there.

    It is empty where the words can be left out, and None where nothing is near. `made_up` is set where `instead` is
    days of our own.
    """

    def __init__(self, what: str, start: int, end: int, instead: str | None, *, made_up: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.start = start
        self.end = end
        self.instead = instead
        self.made_up = made_up


class Sentence:
    """Tokens by position; positions before the beginning and beyond the end hold the empty word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = [token for found in _TOKEN.finditer(text) for token in _split_token(found)]

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, position: int) -> Token:
        if 0 <= position < len(self._tokens):
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

    def misread(self, what: str, first: int, after: int, instead: str | None, *, made_up: bool = False) -> MisreadError:
        """A refusal at the tokens from `first` up to but not including `after`."""
        start = self[first].start
        end = max(start, self[after - 1].end) if after > first else start
        return MisreadError(what, start, end, instead, made_up=made_up)


_MARKS = "\"'`*_~>\u00ab\u00bb\u201c\u201d\u201e()[]<-\u2022\u00b7!?.;:, "


def bare_text(text: str) -> str:
    """The tidied text without the quotes and marks that stand around it."""
    return tidy_text(text).strip(_MARKS)


def tidy_text(text: str) -> str:
    """The text with compatibility characters, typographic quotes and dashes, and runs of space made plain."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("\u2019\u2018\u2013\u2014", "''--"))
    return " ".join(plain.split())


def _split_token(found: re.Match[str]) -> list[Token]:
    word, kind = found.group().lower(), found.lastgroup or "other"
    if kind == "path" and all(part in DAYS for part in word.split("/")):
        return _between_names(word, "/", "&", found.start())
    if kind == "word" and word.count("-") == 1 and all(part in DAYS or part in _LETTERS for part in word.split("-")):
        return _between_names(word, "-", "to", found.start())
    if kind == "word" and word in _RUNS:
        return [Token(DAY_NAMES[day].lower(), "word", found.start(), found.end()) for day in _RUNS[word]]
    return [Token(word, kind, found.start(), found.end())]


def _between_names(word: str, mark: str, means: str, start: int) -> list[Token]:
    """Days with a mark between them, as tokens; the mark is the word that it means."""
    tokens: list[Token] = []
    for part in word.split(mark):
        if tokens:
            tokens.append(Token(means, "word", start - 1, start))
        name = part if part in DAYS else DAY_NAMES[_LETTERS[part]].lower()
        tokens.append(Token(name, "word", start, start + len(part)))
        start += len(part) + 1
    return tokens
