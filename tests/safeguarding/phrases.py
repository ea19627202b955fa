"""Labelled phrases, one a line: what suggests a risk, and what only sounds like it. Written before the rule, and not for it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

LANGUAGES = ("", "-de", "-pl", "-cy")
LABELS = ("risk", "harmless")
BLIND = ("blind", "second-blind", "last-blind", "fourth-blind")
"""Groups of messages that nothing was made of."""
LONG = "long-blind"
"""Another one, of longer answers: up to a hundred words."""
FOLDER = Path(__file__).parent


def later_phrases(label: str, group: str) -> list[str]:
    """Phrases written once the rule was there: `met` have developed it since they were tried, `unseen` have not.

    Those with `blind` in their names were each written by somebody who had seen nothing of it, and are never fitted to.
    """
    return (FOLDER / f"{group}-{label}.txt").read_text().splitlines()


def phrases(label: str, held_out: bool, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """The phrases of a label: those by which the rule is developed, or those that are held out."""
    lines = [line for language in languages for line in (FOLDER / f"{label}{language}.txt").read_text().splitlines()]
    return [line for line in lines if line and is_held_out(line) is held_out]


def is_held_out(line: str) -> bool:
    """Return whether the phrase is of the half that the rule is measured by, drawn by the phrase's own hash.

    What failed in that half has been read since: it holds the rule to what it reached, and is no estimate of other phrases.
    """
    return bool(sha256(line.encode()).digest()[0] % 2)
