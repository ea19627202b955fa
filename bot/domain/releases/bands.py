"""Counts as a reader is told them: bands of people by the size of the roster, participation, bands of teams (rule 4).

Every band of people fits at least two counts, and none says "all". `lower_bound` and `upper_bound` are what a reader who knows
these rules can work out; `sums` keeps what can be worked out from several of them apart.
"""

from enum import Enum

from bot.domain.releases.thresholds import point_may_be_named


class Band(Enum):
    """Share of a roster's people who made a point, from the fewest to the most."""

    A_FEW = "a few"
    SEVERAL = "several"
    SOME = "some"
    ABOUT_HALF = "about half"
    MORE_THAN_HALF = "more than half"
    MOST = "most"


class Participation(Enum):
    """Share of a roster's people who answered, once at least k did."""

    ENOUGH = "enough"
    UP_TO_HALF = "up to half"
    MORE_THAN_HALF = "more than half"


class TeamBand(Enum):
    """Share of the released groups in which a point of the organisation was heard."""

    SEVERAL = "several teams"
    MORE_THAN_HALF = "more than half of the teams"


TELLS_HALVES, TELLS_THIRDS, TELLS_TENTHS = 10, 15, 40
"""The rosters from which on a table of bands holds; below the first there is one band alone."""
PARTICIPATION_FROM = 4
"""Participation is told from a roster of so many times k on."""
SEVERAL_TEAMS_FROM, SHARE_OF_TEAMS_FROM = 3, 10


def up_to_half(count: int, roster: int) -> bool:
    """Return whether `count` of `roster` is told as up to half."""
    return 2 * count <= roster + 1


def band_of(count: int, roster: int) -> Band | None:
    """Return the band of `count` people of a roster; None for fewer than may be named."""
    if not point_may_be_named(count):
        return None
    if roster < TELLS_HALVES:
        return Band.SEVERAL
    if roster < TELLS_THIRDS:
        return Band.SEVERAL if up_to_half(count, roster) else Band.MORE_THAN_HALF
    if roster >= TELLS_TENTHS and 10 * count <= roster:
        return Band.A_FEW
    if 3 * count <= roster:
        return Band.SOME
    return Band.MOST if 3 * count >= 2 * roster else Band.ABOUT_HALF


def lower_bound(band: Band, roster: int) -> int:
    """Return the smallest count that this roster tells as `band`. Raises ValueError for a band that it never tells."""
    for count in range(roster + 1):
        if band_of(count, roster) is band:
            return count
    raise ValueError(f"a roster of {roster} is never told {band.value!r}")


def read_band(text: str, roster: int) -> Band | None:
    """Return the band that a roster tells in these words; None for no words, and for those of another table of bands."""
    told = {band for count in range(roster + 1) if (band := band_of(count, roster))}
    return next((band for band in told if band.value == text), None)


def read_participation(text: str) -> Participation:
    """Return the participation that is told in these words; other words tell no more than that enough people answered."""
    return next((each for each in Participation if each.value == text), Participation.ENOUGH)


def participation_of(count: int, roster: int, k: int) -> Participation:
    """Return how it is told that `count` people, at least k, of a roster answered."""
    if roster < PARTICIPATION_FROM * k:
        return Participation.ENOUGH
    return Participation.UP_TO_HALF if up_to_half(count, roster) else Participation.MORE_THAN_HALF


def upper_bound(participation: Participation, roster: int) -> int:
    """Return the largest count of people that this roster tells as `participation`."""
    return (roster + 1) // 2 if participation is Participation.UP_TO_HALF else roster


def band_of_teams(heard: int, released: int) -> TeamBand | None:
    """Return how it is told that `heard` of the `released` groups made a point; None for fewer than are told."""
    if heard < SEVERAL_TEAMS_FROM:
        return None
    if released >= SHARE_OF_TEAMS_FROM and 2 * heard > released:
        return TeamBand.MORE_THAN_HALF
    return TeamBand.SEVERAL
