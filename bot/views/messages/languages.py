"""Words about the languages in which points are found (release rule 16)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.messages.wording import join_and, numbered_list

_NAMES = {"cy": "Welsh", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "pl": "Polish"}


def languages_read(codes: Sequence[str]) -> str:
    """Under every draft, whether or not answers came in other languages: so it tells nothing of who wrote in one."""
    return (
        f"I find points in answers written in {join_and([_NAMES.get(code, code) for code in codes])}. "
        "Answers in other languages count too, but cannot be part of a point yet."
    )


def unread_answers(numbers: Sequence[int]) -> str:
    """To their author alone; empty when there are none."""
    if not numbers:
        return ""
    many = len(numbers) > 1
    they, are = ("they", "are") if many else ("it", "is")
    return (
        f"Your {'answers' if many else 'answer'} to {numbered_list(numbers)} {'count' if many else 'counts'} like every other. "
        f"I think {they} {are} in a language in which I cannot find points yet, so {they} cannot be part of a point. "
        "With your permission, your words can still be shown."
    )
