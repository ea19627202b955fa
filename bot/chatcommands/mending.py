"""Commands that were written nearly right, put into the form that is read.

People change the order, say "remove @ben as lead of Ward 7", leave out a colon, or put "and" between names. The beginning of
a text says which command is meant; what follows is mended as that command takes it. Every word is accounted for: where one is
left over that is neither a small word nor a name that the command takes, nothing is mended.
"""

from __future__ import annotations

import re

from bot.chatcommands import BY_NAME
from bot.chatcommands.beginnings import ALONE, BEGINNINGS, HINTS, HINTS_WITH_TEAM, HOW_TO, NEEDS_TEAM
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.mend_arguments import MENDERS
from bot.chatcommands.topics import topic_of

_AROUND = "\"'`*_~“”„«»<>.!?;, "
_POLITE = re.compile(
    r"^(?:(?:please|pls|hi|hello|hey|ok|okay|so|folkmoot|bot|can you|could you|would you|will you|can i|could i|i want to|"
    r"i would like to|i'd like to|i need to|let's|let us|we want to|just|now)[,:]?\s+)+",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?<![\s,])[\s,]+(?:please|pls|thanks|thank you|for me|for us)$", re.IGNORECASE)
_MOST_WORDS = 40
_ENDS = "?!"
_OF_TEXT = ("questions set", "questions correct", "questions add")
"""Commands whose words are kept with the mark at their end."""


def mend_command(text: str, situation: Situation) -> str:
    """The text of the command that was meant; empty where none is, or where its words say more than the command takes."""
    plain = _bare(text)
    if not plain or len(plain.split()) > _MOST_WORDS:
        return ""
    for name, alone in ALONE:
        if alone.fullmatch(plain) and BY_NAME[name].role <= situation.role:
            return name
    whole = plain + text.rstrip()[len(text.rstrip(_ENDS)) :].strip()
    for name, beginning, says in BEGINNINGS:
        said = whole if name in _OF_TEXT else plain
        found = beginning.match(said)
        if not found or BY_NAME[name].role > situation.role:
            continue
        needs = says == NEEDS_TEAM
        mended = MENDERS[name](f"{'' if needs else says}{said[found.end() :].strip()}", situation)
        if mended is not None and not (needs and not _names_team(mended, situation)):
            return f"{name} {mended}".strip()
    return _help_with(plain)


def _names_team(text: str, situation: Situation) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(team)}(?!\w)", text, re.IGNORECASE) for team in situation.teams)


def hinted_command(text: str, situation: Situation) -> str:
    """The name of a command that may have been meant, whose way of being written is to be shown; empty without one."""
    plain = _bare(text)
    hints = (*HINTS, *(HINTS_WITH_TEAM if _names_team(plain, situation) else ()))
    return next((name for name, hint in hints if hint.match(plain) and BY_NAME[name].role <= situation.role), "")


def _bare(text: str) -> str:
    """The text without marks around it and small words of politeness; a mention keeps its brackets."""
    plain = " ".join(text.split())
    ends_in_mention = plain.endswith(">")
    plain = plain.rstrip(_AROUND) + (">" if ends_in_mention else "")
    plain = _THANKS.sub("", _POLITE.sub("", plain.lstrip(_AROUND.replace("<", ""))))
    return plain.rstrip(_AROUND.replace(">", ""))


def _help_with(plain: str) -> str:
    """The help that somebody asks for who says "how do I ...?"; empty where nobody asks for it."""
    asks = HOW_TO.match(plain)
    if not asks:
        return ""
    wanted = plain[asks.end() :].strip()
    named = next((name for name, beginning, _ in BEGINNINGS if beginning.match(wanted)), "")
    topic = named or topic_of(wanted)
    return f"help {topic}" if topic else ""
