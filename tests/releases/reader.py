"""A reader who knows the rules, the roster and all that is shown of a question, and works out every way in which it can have come.

It knows nothing of how the gate decides: it lists worlds, asks what each would show, and looks at those that would show what
it sees. What all of them have in common, it is certain of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.releases import RULES, Candidate, CandidatePoint, Contribution, Released, Rules, decide_release
from bot.domain.releases.bands import participation_of

Q = "v1#1"
POINT, OPPOSITE = "point", "opposite"
MARGIN = 3
Seen = tuple[object, ...]


@dataclass(frozen=True)
class Way:
    """How many answered, made the point, made its opposite, said "nothing" (these three share nobody), allowed their words."""

    answered: int
    point: int
    opposite: int
    nothing: int
    allowed: int


def ways(roster: int, k: int) -> Iterator[Way]:
    most = min(k, roster - MARGIN) + 1
    for answered in range(k, roster + 1):
        for point in range(answered + 1):
            for opposite in range(answered - point + 1):
                for nothing in range(answered - point - opposite + 1):
                    telling = answered - nothing
                    for allowed in {each for each in (0, 3, 4, most) if each <= telling}:
                        yield Way(answered, point, opposite, nothing, allowed)


def seen_of(way: Way, roster: int, k: int, rules: Rules = RULES) -> Seen:
    """All that a reader sees when that is how it was."""
    given = [Contribution(f"r{n}", f"m{n}", Q) for n in range(way.answered)]
    refs = [each.ref for each in given]
    sides = refs[: way.point], refs[way.point : way.point + way.opposite]
    points = (
        CandidatePoint(POINT, Q, frozenset(sides[0]), "matter"),
        CandidatePoint(OPPOSITE, Q, frozenset(sides[1]), "matter", against=True),
    )
    quiet = frozenset(refs[way.answered - way.nothing :])
    candidate = Candidate("r", "a", "w", roster, frozenset(given), points, (Q,), quiet, frozenset(refs[: way.allowed]))
    decision = decide_release(candidate, (), k, rules)
    assert isinstance(decision, Released)
    (question,) = decision.questions
    bands = {each.key: each.band for each in question.points}
    return bands.get(POINT), bands.get(OPPOSITE), question.nothing, len(question.quotes), decision.participation


def told_alike(way: Way, roster: int, k: int, rules: Rules) -> tuple[object, ...]:
    """What the gate makes of the counts before it shows anything; ways that agree in it need not be tried one by one."""
    bands = tuple(rules.band(count, roster) for count in (way.point, way.opposite, way.nothing))
    return *bands, way.allowed, participation_of(way.answered, roster, k)


def certainties(roster: int, k: int, rules: Rules = RULES, one_by_one: bool = False) -> list[str]:
    """What a reader can be certain of that nobody may be: an exact count, "all", or that there is nobody else."""
    by_seen: defaultdict[Seen, list[Way]] = defaultdict(list)
    known: dict[tuple[object, ...], Seen] = {}
    for way in ways(roster, k):
        alike = (way,) if one_by_one else told_alike(way, roster, k, rules)
        if alike not in known:
            known[alike] = seen_of(way, roster, k, rules)
        by_seen[known[alike]].append(way)
    return [
        f"{roster}: {found} from {seen}"
        for seen, fitting in by_seen.items()
        for found in _certain(seen, fitting, roster)
    ]


def _certain(seen: Seen, fitting: Iterable[Way], roster: int) -> Iterator[str]:
    point, opposite, nothing, quotes, _ = seen
    every = list(fitting)
    counts = {
        "answered": [way.answered for way in every],
        "point": [way.point for way in every],
        "opposite": [way.opposite for way in every],
        "nothing": [way.nothing for way in every],
    }
    for name, possible in counts.items():
        if len(set(possible)) == 1:
            yield f"exactly {possible[0]} {name}"
    together = [
        (way.point if point else 0) + (way.opposite if opposite else 0) + (way.nothing if nothing else 0)
        for way in every
    ]
    if min(together) > roster - MARGIN:
        yield "nobody else"
    if nothing and min(way.nothing for way in every) + int(str(quotes)) > roster - MARGIN:
        yield "nobody beside the quoted and the quiet"
