"""A human sentence for who tells something hard, said before anything else.

It is decided while the message is worded, from the words that the message quotes to their author: nothing of it is stored. Words
that suggest a risk go another way (C12). Reads English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.views.view import Text

WARM = "Thank you for telling me. That sounds hard."
_SELF = re.compile(r"\b(?:i|i['’]m|i['’]ve|me|my|myself|we|we['’]re|we['’]ve|us|our)\b", re.IGNORECASE)
_HARD = re.compile(
    r"(?<![-\w])(?:bull(?:y|ied|ying)|harass(?:ed|ing|ment)?|humiliat(?:ed|ing)"
    r"|(?:shouted|screamed|yelled) at|(?:shout|scream|yell)s? at (?:me|us)|threaten(?:ed|s|ing)"
    r"|mocked|laughed at|belittled|racis[tm]|sexis[tm]|groped|assaulted|discriminated"
    r"|cr(?:y|ied|ying) (?:at|in|on|after|before|every|about|over|because|all|myself)|in tears|burn(?:t|ed|ing)[- ]?out|burnout"
    r"|exhausted|worn out|at breaking point|broke down|breaking down|can(?:no|['’])?t (?:cope|sleep|take (?:it|this) any ?more)"
    r"|panic attacks?|anxious|anxiety|depress(?:ed|ion)|scared|afraid of|terrified|dread(?:ing)?|lonely|so alone|ashamed"
    r"|miscarriage|bereave(?:d|ment)|griev(?:e|ing)|grief|died|death of|funeral|cancer|divorce)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"\b(?:laptop|computer|printer|phone|battery|lift|server|system|boiler|plants?|wifi|screen|project|idea)s? (?:has |have |had )?"
    r"(?:just )?died\b|\bafraid (?:not|so|that)\b|\bi['’]?a?m afraid (?:the|there|it|we|this|i)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")


def is_hard(words: str) -> bool:
    """Return whether somebody tells of themselves something hard."""
    said = (_THINGS.sub("", each) for each in _SENTENCE.findall(words))
    return any(_HARD.search(each) and _SELF.search(each) for each in said)


def warm_words(texts: Iterable[str | None]) -> tuple[Text, ...]:
    """Return the sentence as a block, where one of these texts tells something hard."""
    return (Text(WARM),) if any(is_hard(text) for text in texts if text) else ()
