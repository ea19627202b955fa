"""Words for what a question asks for, in two or three of them: its own verb where it has one of these, else its direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.questions import KEEP, MISSING, STOP

Asked = tuple[str, str]
"""Words for what a question asks for, and for what takes the other side."""

_ASKED: Final[Mapping[str, Asked]] = {
    KEEP: ("To keep", "Not to keep"),
    STOP: ("To stop or change", "Not to stop"),
    MISSING: ("Missing", "Not missing"),
}
_SHOULD: Final = re.compile(
    r"\bshould (?:we|i|you|they) (start|begin|try|stop|drop|keep|continue|change)\b", re.IGNORECASE
)
_DID: Final = re.compile(r"\bdid (?:we|you) (like|lack)\b", re.IGNORECASE)
_DID_WORDS: Final[Mapping[str, Asked]] = {"like": ("Liked", "Not liked"), "lack": ("Lacked", "Not lacked")}
_OR: Final = re.compile(r"\bor\b", re.IGNORECASE)


def asked_by(question: QuestionSummary, summary: Summary, directions: Mapping[str, str], against: bool = False) -> str:
    """Return what a question asks for; its number too where another asks for the same."""
    asked = _asked(question, directions)
    if asked is None:
        return f"Question {question.number}"
    alike = [each for each in summary.questions if _asked(each, directions) == asked]
    words = asked[against]
    return words if len(alike) == 1 else f"{words} ({question.number})"


def asks_for_new(text: str) -> bool:
    """Return whether a question asks what to start: that does not exist yet, and is not missing as a thing is."""
    return _verb_of(text) in ("start", "begin", "try")


def _asked(question: QuestionSummary, directions: Mapping[str, str]) -> Asked | None:
    """Return the words for a question; None for one whose answers are read by themselves alone."""
    usual = _ASKED.get(directions.get(question.key, ""))
    if usual is None:
        return None
    if did := _DID.search(question.text):
        return _DID_WORDS[did[1].lower()]
    verb = _verb_of(question.text)
    return (f"To {verb}", f"Not to {verb}") if verb else usual


def _verb_of(text: str) -> str:
    """Return the verb of “what should we …”; empty where a question names several things, as in “stop, or do differently”."""
    found = _SHOULD.search(text)
    return found[1].lower() if found and not _OR.search(text) else ""
