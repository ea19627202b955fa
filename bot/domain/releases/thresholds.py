"""The numbers behind the promises: how many people must stand behind what is shown (promise C1)."""

from typing import Final

K_FLOOR: Final = 5
POINT_FLOOR: Final = 3
ROSTER_MARGIN: Final = 2
TEAMS_AT_LEAST: Final = 2
"""Teams whose members are behind a point of several: else it would tell of one (rule 9)."""
LEFT_OPEN: Final = 3
"""So many of a roster stay open: nothing that is told may tell of each of them whether they are among those meant."""


def effective_k(setting: int | None) -> int:
    """Return the k in force for a setting; no setting reaches below the floor."""
    return K_FLOOR if setting is None else max(K_FLOOR, setting)


def enough_members(count: int, k: int) -> bool:
    """Return whether `count` distinct members may stand behind something shown."""
    return count >= k


def needed_roster(k: int) -> int:
    """Return how many people at least are asked as one round, so that somebody may not have answered."""
    return k + ROSTER_MARGIN


def roster_suffices(roster: int, k: int) -> bool:
    """Return whether a release of this roster leaves open that someone did not answer."""
    return roster >= needed_roster(k)


def point_may_be_named(count: int) -> bool:
    """Return whether `count` distinct members make a point: a reader who is one of them still faces two others."""
    return count >= POINT_FLOOR


def teams_suffice(heard: int, asked: int) -> bool:
    """Return whether a point of teams that were asked together has members of enough of them; of one alone it may."""
    return heard >= TEAMS_AT_LEAST or asked < TEAMS_AT_LEAST


def most_quoted(roster: int, k: int) -> int:
    """Return how many people's words are shown at most to one question, or to one challenge (rule 14)."""
    return max(0, min(k, roster - LEFT_OPEN))


def nobody_or_enough(count: int, k: int) -> bool:
    """Return whether a set that a reader can form isolates no one."""
    return count == 0 or count >= k
