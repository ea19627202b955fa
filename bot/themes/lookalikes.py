"""Letters and digits that look like others: full-width forms, Cyrillic and Greek letters that pass for Latin ones, O for 0.

Every replacement keeps the length of the text, so that a place found in the result is the same place in the original.
"""

import re
import unicodedata

_TWINS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜаеорсухіјѕԛԝһɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυκιτᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "ABEKMHOPCTYXIJSQWaeopcyxijsqwhgABEZHIKMNOPTYXoavpukitABCDEFGHIJKLMNOPRSTUVWYZ",
)
_WORD = re.compile(r"[^\W\d_]+")
# A run of digits and letters that pass for digits, with the marks that stand between groups of digits.
_BEGINS = r"(?:(?<![^\W\d_])[OoIl]|(?<![^\W\dOoIl_])[\d+(])"
"""A letter begins a number only where no word ends with it: not the last one of "call"."""
_NUMBER = re.compile(rf"{_BEGINS}(?:[\s().\-–/]{{0,3}}[\dOoIl]){{5,}}(?![^\W\dOoIl_])")
_DIGITS = str.maketrans("OoIl", "0011")
LEAST_DIGITS = 5


def plain_letters(text: str) -> str:
    """The text with full-width letters and digits made plain, and with Latin letters in words that only look Latin.

    A word is turned only if all of it can be: Greek and Russian words stay.
    """
    narrow = "".join(_narrow_character(character) for character in text)
    return narrow if narrow.isascii() else _WORD.sub(lambda match: _latin_twin(match[0]), narrow)


def _narrow_character(character: str) -> str:
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return (
        plain
        if len(plain) == 1 and ("\uff01" <= character <= "\uff5e" or "\U0001d400" <= character <= "\U0001d7ff")
        else character
    )


def _latin_twin(word: str) -> str:
    if word.isascii():
        return word
    turned = word.translate(_TWINS)
    foreign = [one for one, other in zip(word, turned, strict=True) if one != other]
    if not foreign or any(_script_of(letter) in {"CYRILLIC", "GREEK"} for letter in turned):
        return word
    return turned


def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def plain_digits(text: str) -> str:
    """The text with O, o, I and l as digits in runs that are mostly digits: "O7700 9OO123"."""
    return _NUMBER.sub(lambda match: _as_digits(match[0]), text)


def _as_digits(run: str) -> str:
    digits = sum(character.isdigit() for character in run)
    letters = sum(character in "OoIl" for character in run)
    return run.translate(_DIGITS) if digits >= LEAST_DIGITS and digits > letters else run
