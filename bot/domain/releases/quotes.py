"""Choice of the quotes that a release shows by permission (C6, rule 14), as refs; the words themselves live elsewhere."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.model.sharing import Summary
from bot.domain.releases.model import Contribution
from bot.domain.releases.sums import Shown
from bot.domain.releases.thresholds import most_quoted, point_may_be_named


@dataclass(frozen=True, slots=True)
class PermittedQuote:
    """Words that a release shows: their ref, and the question under which they stand, once for each person."""

    ref: str
    question: str


def seeded_key(release_id: str, key: str) -> str:
    """Return a sort key that depends on the release and on nothing else, least of all on arrival."""
    return hashlib.sha256(f"{release_id}\0{key}".encode()).hexdigest()


def choose_quotes(
    release_id: str, given: Iterable[Contribution], allowed: Collection[str], k: int, roster: int
) -> tuple[str, ...]:
    """Return the refs whose words one question may show, in the release's own order.

    At most one for each member, at most k and all but three of the roster; none where fewer than three members allowed theirs.
    """
    chosen: dict[str, str] = {}
    for each in sorted(given, key=lambda one: seeded_key(release_id, one.ref)):
        if each.ref in allowed:
            chosen.setdefault(each.member, each.ref)
    shown = tuple(chosen.values())[: most_quoted(roster, k)]
    return shown if point_may_be_named(len(shown)) else ()


def quotes_still_shown(quotes: Iterable[PermittedQuote], gone: Collection[str]) -> frozenset[PermittedQuote]:
    """Return the quotes left once some are gone: a question with fewer than three left shows none."""
    left = [each for each in quotes if each.ref not in gone]
    people = Counter(each.question for each in left)
    return frozenset(each for each in left if point_may_be_named(people[each.question]))


def quotes_left(summary: Summary, names: tuple[str, ...], gone: Collection[str]) -> tuple[Summary, tuple[str, ...]]:
    """Return a summary and the names of its quotes without those that are gone and those left too few beside them (C6)."""
    questions, kept = [], list[str]()
    for question, mine in summary.split_by_question(names):
        quotes = [PermittedQuote(name, question.key) for name in mine]
        left = quotes_still_shown(quotes, gone)
        under = tuple(key for quote, key in zip(quotes, question.under, strict=False) if quote in left)
        questions.append(replace(question, words=len(left), under=under))
        kept += [quote.ref for quote in quotes if quote in left]
    return replace(summary, questions=tuple(questions)), tuple(kept)


def place_quotes(quotes: Iterable[str], placed: Mapping[str, str], points: Collection[str]) -> tuple[str, ...]:
    """Return for each quote the key of the point that it stands under; empty for one outside the points that are shown."""
    return tuple(placed.get(ref, "") if placed.get(ref, "") in points else "" for ref in quotes)


def quotes_in(shown: Shown, under: Sequence[str], wordings: Collection[int] = ()) -> tuple[int, ...]:
    """Return the places of the quotes that stand once the sums have left out what does not fit.

    Fewer than three do not stand, save the `wordings`: those that are a point themselves.
    """
    points = {each.key for each in shown.points}
    left = tuple(place for place, key in enumerate(under) if key in points or (not key and shown.quotes))
    return left if point_may_be_named(len(left)) else tuple(place for place in left if place in wordings)
