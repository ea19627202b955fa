"""Rule of sums (rule 4): lower bounds that every reader can add up stay below nearly everybody.

Theory: whoever makes a point does not say "nothing", nobody is on both sides of a matter, and whoever is quoted said something.
So the lower bounds of such parts add up, and the sum tells at least how many people the parts hold together. It stays 3 below the
roster, and below the most who can have answered, so that nobody is ever certain of "all" or of "nobody else". What does not
fit is left out whole, in a fixed order, as if it had not been there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.releases.bands import Band, Participation, lower_bound, upper_bound
from bot.domain.releases.thresholds import LEFT_OPEN, POINT_FLOOR


@dataclass(frozen=True, slots=True)
class ReleasedPoint:
    """A point in its band, or without one, and how many quotes stand under it.

    Two points of one `matter` (if it is not empty) that differ in `against` are its opposite sides.
    """

    key: str
    band: Band | None
    matter: str = ""
    against: bool = False
    quotes: int = 0

    def opposes(self, other: "ReleasedPoint") -> bool:
        return bool(self.matter) and self.matter == other.matter and self.against is not other.against


@dataclass(frozen=True, slots=True)
class Shown:
    """Parts shown together under a question: points in the draft's order, "nothing to say", quotes outside the points.

    `asks` says that the draft asks whether several people wrote about something.
    """

    points: tuple[ReleasedPoint, ...]
    nothing: Band | None = None
    quotes: int = 0
    asks: bool = False


def leave_out(shown: Shown, roster: int, participation: Participation) -> Shown:
    """Leave out what would add up to too many: "nothing", then the quotes, then the smaller side of a matter."""
    room = min(roster, upper_bound(participation, roster)) - LEFT_OPEN
    if _largest_sum(shown, roster) > room:
        shown = replace(shown, nothing=None)
    if _largest_sum(shown, roster) > room:
        shown = replace(shown, quotes=0)
    while (sides := _largest_pair(shown, roster)) and _least_together(sides, roster) > room:
        # The later one goes where both are equal: points come in the draft's order.
        smaller = min(reversed(sides), key=lambda each: _least_behind(each, roster))
        shown = replace(shown, points=tuple(each for each in shown.points if each is not smaller))
    return shown


def _largest_sum(shown: Shown, roster: int) -> int:
    """Return the largest number of people whom a reader can count together around one point, or around the quotes."""
    nothing = lower_bound(shown.nothing, roster) if shown.nothing else 0
    alone = (_least_behind(each, roster) for each in shown.points)
    pairs = (_least_together(sides, roster) for sides in _opposed_pairs(shown))
    quoted = sum(each.quotes for each in shown.points)
    asked = nothing + POINT_FLOOR if nothing and shown.asks else 0
    return max(nothing + shown.quotes + max((*alone, *pairs, quoted), default=0), asked)


def _largest_pair(shown: Shown, roster: int) -> tuple[ReleasedPoint, ReleasedPoint] | None:
    return max(_opposed_pairs(shown), key=lambda sides: _least_together(sides, roster), default=None)


def _opposed_pairs(shown: Shown) -> Iterator[tuple[ReleasedPoint, ReleasedPoint]]:
    for place, one in enumerate(shown.points):
        yield from ((one, other) for other in shown.points[place + 1 :] if one.opposes(other))


def _least_together(sides: Sequence[ReleasedPoint], roster: int) -> int:
    return sum(_least_behind(each, roster) for each in sides)


def _least_behind(point: ReleasedPoint, roster: int) -> int:
    """Return how many people a reader knows behind a point: by its band, three without one, or by the quotes under it."""
    return max(lower_bound(point.band, roster) if point.band else POINT_FLOOR, point.quotes)
