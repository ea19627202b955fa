"""The finder as a scorer calls it: the same code as a draft's, with the answers of one team and question."""

from collections.abc import Sequence

from bot.ports import Item
from bot.themes.finder import LocalFinder

DIRECTIONS = {1: "keep", 2: "stop", 3: "missing"}
Scored = tuple[list[tuple[str, set[str]]], set[str]]


def planted(items: Sequence[tuple[str, str, str]], question: int, small: bool) -> Scored:
    """The points of a draft as (label, refs), and the refs of the silent answers.

    `items`: (ref, person, text) of one team; `small`: fewer than 10 people, which changes nothing here.
    """
    finder = LocalFinder()
    given = [Item(ref, who, finder.redact(text, ())) for ref, who, text in items]
    found = finder.find(given, DIRECTIONS[question], small=True)
    return [(theme.label, set(theme.refs)) for theme in found.themes], set(found.nothing)
