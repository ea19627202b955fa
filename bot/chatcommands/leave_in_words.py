"""Leave said in a sentence of one's own, such as “I am off until Monday, sorry”: the words that name its days."""

from __future__ import annotations

import re

from bot.chatcommands.complete_command import Situation
from bot.chatcommands.language import Language
from bot.chatcommands.phrases import fold_words, without_fillers

_UNTIL = "until|till|til|through|for|back"
_DAYS = re.compile(
    rf"\b(?P<until>{_UNTIL})\b|\b(from|starting|between|over|during|on|next|this|all|tomorrow|today)\b", re.IGNORECASE
)
"""The words with which days are named."""
_ALONE = frozenset(["until", "till", "til", "on", "from", "back"])
"""Those of them with which a whole message can begin that says no more: the label of a button, or what "Until when?" asks for."""
_LONGEST_DATE = 6
"""Words."""


def leave_named(text: str, language: Language, situation: Situation) -> tuple[str, bool] | None:
    """The words for the days on which somebody says that they are away, and whether they say "away" and not the days alone."""
    plain = text.strip(" .!")
    for found in _DAYS.finditer(plain):
        head = fold_words(plain[: found.start()], language.contractions)
        before = language.before_until if found["until"] else language.before_days
        says_away = any(before.fullmatch(words) for words in without_fillers(head, language.leading, language.trailing))
        if not says_away and (head or found[0].lower() not in _ALONE):
            continue
        when = plain[found.start() :]
        days_alone, _, more = when.partition(",")
        polite = _is_filler(more, language)
        for days in dict.fromkeys((when, days_alone.rstrip() if polite else when)):
            if situation.is_date(days) or (says_away and _looks_like_a_date(days, language)):
                return days, says_away
    return None


def _is_filler(words: str, language: Language) -> bool:
    """Return whether these words say nothing, such as "sorry" or "thank you": anything else would be lost behind a date."""
    alone = fold_words("it", language.contractions)
    return any(
        alone in without_fillers(fold_words(said, language.contractions), language.leading, language.trailing)
        for said in (f"it {words}", f"{words} it")
    )


def _looks_like_a_date(words: str, language: Language) -> bool:
    """Return whether only numbers and words of dates are there, so that its author wants to hear why it cannot be one."""
    _, *parts = fold_words(words, language.contractions).split()
    return 0 < len(parts) <= _LONGEST_DATE and all(part in language.days or part[0].isdigit() for part in parts)
