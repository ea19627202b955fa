"""Whose words may be shown by permission (promise C6): the gate's part, as refs; the words themselves live elsewhere."""

import hashlib
from collections.abc import Collection, Iterable

from bot.domain.releases.model import Contribution, Released, about, members, questions_of
from bot.domain.releases.thresholds import theme_may_be_named


def seeded(release_id: str, key: str) -> str:
    """A sort key that depends on the release and on nothing else, least of all on arrival."""
    return hashlib.sha256(f"{release_id}\0{key}".encode()).hexdigest()


def words_to_show(draft: Released, contributions: Iterable[Contribution], allowed: Collection[str]) -> frozenset[str]:
    """The refs whose words the draft may show.

    Only in questions that are shown, at most one per member and question, and only where at least three members
    allowed theirs.
    """
    shown = {question.question for question in draft.questions if question.shown}
    open_ones = [each for each in contributions if each.ref in allowed and each.question in shown]
    chosen: dict[tuple[str, str], Contribution] = {}
    for each in sorted(open_ones, key=lambda one: seeded(draft.release_id, one.ref)):
        chosen.setdefault((each.member, each.question), each)
    return _where_enough(chosen.values())


def still_shown(words: frozenset[str], gone: Collection[str], contributions: Iterable[Contribution]) -> frozenset[str]:
    """The refs left once permission is taken back: a question with fewer than three members left shows none."""
    return _where_enough(each for each in contributions if each.ref in words and each.ref not in gone)


def _where_enough(contributions: Iterable[Contribution]) -> frozenset[str]:
    kept = list(contributions)
    per_question = [about(kept, question) for question in questions_of(kept)]
    enough = [each for each in per_question if theme_may_be_named(len(members(each)))]
    return frozenset(each.ref for group in enough for each in group)
