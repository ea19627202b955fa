"""The finder as a scorer calls it: the same code as a draft's, with the answers of one team and question."""

from collections.abc import Sequence
from functools import cache

from bot.ports import Found, Item
from bot.themes.finder import LocalFinder

DIRECTIONS = {1: "keep", 2: "stop", 3: "missing"}
Asked = Sequence[tuple[str, str, str]]
Scored = tuple[list[tuple[str, set[str]]], set[str]]


def planted(items: Asked, question: int, small: bool) -> Scored:  # noqa: ARG001 (scorers call it so)
    """The points of a draft as (label, refs), and the refs of the silent answers.

    `items`: (ref, person, text) of one team; `small`: fewer than 10 people, which changes nothing here.
    """
    found = _find_points(tuple(items), question)
    return [(point.label, set(point.refs)) for point in found.points], set(found.nothing)


def candidates(items: Asked, question: int, small: bool) -> Scored:  # noqa: ARG001 (scorers call it so)
    """As `planted`, with the candidates that people may confirm."""
    found = _find_points(tuple(items), question)
    return [(point.label, set(point.refs)) for point in (*found.points, *found.candidates)], set(found.nothing)


@cache
def _local_finder() -> LocalFinder:
    return LocalFinder()


def _find_points(items: Asked, question: int) -> Found:
    finder = _local_finder()
    given = [Item(ref, who, finder.redact(text, ())) for ref, who, text in items]
    return finder.find(given, DIRECTIONS[question], small=True)
