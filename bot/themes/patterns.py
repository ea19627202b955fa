"""Regular expressions for the structured kinds of personal data."""

import re

_TAIL = r"[^\s<>\[\]]*[^\s<>\[\].,;:!?)'\"]"
_LABELS = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
# Endings that are also words ("it", "me", "in") count only before a path: people forget the blank after a full stop.
_ENDING = r"(?:com|org|net|info|biz|edu|gov|eu|uk|io|co|dev|app|ai|example)"
LINK = re.compile(
    rf"(?<![\w@.])(?:(?:\w+[:：]//|\w*(?:mailto|javascript)[:：]){_TAIL}|www\.{_TAIL}"
    rf"|{_LABELS}{_ENDING}\b(?![@\w])(?:[/?#]{_TAIL})?/?|{_LABELS}[a-z]{{2,12}}/{_TAIL})",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]+(?:[@＠]| @ |\s?[(\[]at[)\]]\s?)[\w-]+(?:(?:\.|\s?(?:\(dot\)|\[dot\])\s?)[\w-]+)+"
    r"|(?<![\w.+-])[\w.+%-]+ at [\w-]+(?: dot [\w-]+)+\b"
    # Blanks around the signs: "anna . m @ example . org".
    # "_" and "-" count as signs only beside a blank: with two ways to read them, the search would never end.
    rf"|(?<![\w.+-])\w[\w+%'-]*(?:(?:\.|\s[._-]\s?|[._-]\s)[\w+%'-]+)*\s?[@＠]\s?[\w-]+(?:\s?\.\s?[\w-]+)*?\s?\.\s?{_ENDING}\b"
    rf"|(?<!\w)(?:\w )+[@＠](?: \w)+ \.(?: \w){{2,5}}(?!\w)",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@＠/.])[@＠](?=\w*[^\W\d])\w(?:[\w.-]*\w)?")
POSTCODE = re.compile(
    r"(?<![\w])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r"[ -]{0,2}\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
# What is written exactly as a postcode is one, though no place has it.
ANY_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}(?!\w)")
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
TEN_DIGITS = re.compile(r"(?<![\d+])\d{3}(?:[ .\-–/]{0,3}\d{3})(?:[ .\-–/]{0,3}\d{4})(?!\d)")
NHS_SAID = re.compile(r"\bnhs\s*(?:no|num|number|id)\b[\s.:#-]*(?:is\s*)?$", re.IGNORECASE)
NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)(?:(?-i:[A-Z]{2})|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])(?:[ -]?\d\d){3}[ -]?[A-D](?!\w)", re.IGNORECASE
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
DATE = re.compile(
    rf"(?<![\d/.-])(?:{_DAY}(?:[/.-]| [/.-] ?|[/.-] )(?:0?[1-9]|1[0-2])(?:[/.-]| [/.-] ?|[/.-] )(?P<a>(?:19|20)?\d\d)"
    rf"|(?P<b>(?:19|20)\d\d)[/.-](?:0?[1-9]|1[0-2])[/.-]{_DAY}"
    rf"|{_DAY} (?:0?[1-9]|1[0-2]) (?P<e>(?:19|20)\d\d)"
    rf"|{_DAY}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -](?P<c>(?:19|20)?\d\d)"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? (?P<d>(?:19|20)\d\d))(?![\d/])",
    re.IGNORECASE,
)
BIRTH_SAID = re.compile(r"(?:\bborn|\bd[. ]?o[. ]?b\b|\bbirth|\bbirthday|\bbirthdate)[^\n]{0,25}$", re.IGNORECASE)
BIRTH_SAID_AFTER = re.compile(
    r"^\W{0,3}(?:(?:is|was|as|for)\W{1,3})?(?:(?:his|her|their|my|the)\W)?(?:date of birth|d\.?o\.?b\b|birthday|birthdate)",
    re.IGNORECASE,
)
EXTENSION = re.compile(
    r"\b(?:ext|extension|bleep|pager)\b\.?\s?(?:no\.?|number)?\s?:?\s?\d{1,6}\b"
    # A local number says that it is one.
    r"|\b(?:on|ring|call|phone|dial|tel|text|number|mobile|line)\b[\s:.]{1,3}\d{3}[ -]\d{4}(?![ .-]{0,2}\d)",
    re.IGNORECASE,
)
# A mobile number without its first nought, and numbers of North America without a "+".
SHORTENED_NUMBER = re.compile(
    r"(?<![\d£$€.])(?:(?:44[ .-]?)?7\d{3}[ .-]?\d{3}[ .-]?\d{3}"
    r"|(?:1[ .-])?(?:\d{3}[ .-]|\(\d{3}\)[ .-]?)\d{3}[ .-]\d{4})(?![\d.]*\d)"
)
DIALLED = re.compile(r"(?<![\w+])(?:\+|00)?[\d(](?:[\s().\-–]{0,2}\d){8,14}(?!\w)")
