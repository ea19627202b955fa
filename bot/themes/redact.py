"""Personal data about third persons in an answer, found so that the author can be asked (promise C7).

`find_personal` points, and `redact_text` writes what its author agreed to show. `safe_words` hides such data unasked, in copies
alone: in what is grouped, and in what a decider's wording is checked against. The stored answer stays as it was written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.taken_out import PERSONAL_KINDS
from bot.themes import patterns
from bot.themes.lookalikes import plain_digits, plain_letters
from bot.themes.names import find_names
from bot.themes.neutralise import neutralise_text, visible_text

LAST_BIRTH_YEAR = 2009


@dataclass(frozen=True, order=True)
class RedactedSpan:
    """One piece of personal data: characters `start` to `end` (exclusive) of the text; `kind` as it is shown."""

    start: int
    end: int
    kind: str


def find_personal(text: str, names: Sequence[str]) -> tuple[RedactedSpan, ...]:
    """Everything in the text that identifies a person, in order and without overlaps.

    `names`: the roster's names as people write them. Kinds: link, email address, handle, National Insurance number,
    NHS number, date of birth, postcode, phone number, name.
    """
    text = plain_letters(text)
    numbers = plain_digits(text)
    found: list[RedactedSpan] = []
    for finder in _FINDERS:
        for new in finder(numbers):
            found = _with_finding(found, new)
    for start, end in find_names(text, names):
        found = _with_finding(found, RedactedSpan(start, end, "name"))
    return tuple(sorted(found))


def _with_finding(found: list[RedactedSpan], new: RedactedSpan) -> list[RedactedSpan]:
    """These findings and another. What it overlaps becomes one with it, of the first one's kind: no part is left over."""
    met = [f for f in found if new.start < f.end and f.start < new.end]
    if not met:
        return [*found, new]
    whole = RedactedSpan(min(new.start, *(f.start for f in met)), max(new.end, *(f.end for f in met)), met[0].kind)
    return [whole if f is met[0] else f for f in found if f is met[0] or f not in met]


def redact_text(text: str, findings: Sequence[RedactedSpan]) -> str:
    """The text with each finding replaced by its kind in brackets: "[name]", "[phone number]"."""
    for finding in sorted(findings, reverse=True):
        text = f"{text[: finding.start]}[{finding.kind}]{text[finding.end :]}"
    return text


_REPLACED = re.compile(rf"\[(?:{'|'.join(PERSONAL_KINDS)})\]")


def without_kinds(text: str) -> str:
    """The text without the words that stand for personal data: nobody said them, so they name no point."""
    return _REPLACED.sub(" ", text)


def safe_words(text: str, names: Sequence[str]) -> str:
    """The text as others may see it: personal data replaced by its kind, and nothing in it that acts.

    Letters are composed and unseen characters go first, since both would split a name; signs go last, since "@" and dots
    tell a handle and an address apart from words.
    """
    plain = visible_text(unicodedata.normalize("NFC", text))
    return neutralise_text(redact_text(plain, find_personal(plain, names)))


def _finder_for(pattern: re.Pattern[str], kind: str) -> Callable[[str], Iterator[RedactedSpan]]:
    return lambda text: (RedactedSpan(*match.span(), kind) for match in pattern.finditer(text))


def _nhs_numbers(text: str) -> Iterator[RedactedSpan]:
    from stdnum.gb import nhs

    for match in patterns.TEN_DIGITS.finditer(text):
        if nhs.is_valid(match[0].replace(".", " ")) or patterns.NHS_SAID.search(text, 0, match.start()):
            yield RedactedSpan(*match.span(), "NHS number")


def _find_births(text: str) -> Iterator[RedactedSpan]:
    """Dates said to be of a birth, and full dates too long ago to be about anything else in a round."""
    for match in patterns.DATE.finditer(text):
        year = next(group for group in match.groups() if group)
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 40]
        said = patterns.BIRTH_SAID.search(before) or patterns.BIRTH_SAID_AFTER.search(after)
        if said or (len(year) == 4 and int(year) <= LAST_BIRTH_YEAR):
            yield RedactedSpan(*match.span(), "date of birth")


def _find_postcodes(text: str) -> Iterator[RedactedSpan]:
    yield from (RedactedSpan(*match.span(), "postcode") for match in patterns.ANY_POSTCODE.finditer(text))
    for match in patterns.POSTCODE.finditer(text):
        if not patterns.ORDINAL.search(match[0]):
            yield RedactedSpan(*match.span(), "postcode")


def _phone_numbers(text: str) -> Iterator[RedactedSpan]:
    """By the phone numbers' own grammar, and by their look: numbers set aside for drama and typing slips fail it."""
    from phonenumbers import PhoneNumberMatcher

    for match in patterns.DIALLED.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if match[0].lstrip("(").startswith(("0", "+")) and 9 <= digits <= 15:
            yield RedactedSpan(*match.span(), "phone number")
    for pattern in (patterns.EXTENSION, patterns.SHORTENED_NUMBER):
        yield from (RedactedSpan(*match.span(), "phone number") for match in pattern.finditer(text))
    for number in PhoneNumberMatcher(text, "GB"):
        yield RedactedSpan(number.start, number.end, "phone number")


_FINDERS: tuple[Callable[[str], Iterator[RedactedSpan]], ...] = (
    _finder_for(patterns.EMAIL, "email address"),
    _finder_for(patterns.LINK, "link"),
    _finder_for(patterns.HANDLE, "handle"),
    _finder_for(patterns.NATIONAL_INSURANCE, "National Insurance number"),
    _nhs_numbers,
    _find_births,
    _phone_numbers,
    _find_postcodes,
)
