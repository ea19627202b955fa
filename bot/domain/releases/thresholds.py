"""The numbers of promise C1 and the bands of rule 4."""

from typing import Final

from bot.domain.releases.model import Band

K_FLOOR: Final = 5
THEME_FLOOR: Final = 3
ROSTER_MARGIN: Final = 2


def effective_k(setting: int | None) -> int:
    """The k in force for a setting; no setting reaches below the floor."""
    return K_FLOOR if setting is None else max(K_FLOOR, setting)


def enough_members(count: int, k: int) -> bool:
    """Whether `count` distinct members may stand behind something shown."""
    return count >= k


def roster_suffices(roster: int, k: int) -> bool:
    """Whether a release of this roster leaves open that someone did not answer."""
    return roster >= k + ROSTER_MARGIN


def theme_may_be_named(count: int) -> bool:
    """Whether `count` distinct members carry a theme: a reader who is one of them still faces two others."""
    return count >= THEME_FLOOR


def nobody_or_enough(count: int, k: int) -> bool:
    """Whether a set that a reader can form isolates no one."""
    return count == 0 or count >= k


def remainder_may_join(count: int, roster: int, k: int) -> bool:
    """Whether all held answers together, of teams with this roster, may enter the whole (rule 2)."""
    return enough_members(count, k) and roster_suffices(roster, k)


def band(count: int, roster: int, least: int = K_FLOOR) -> Band:
    """The band of `count` members in a roster; below `least` it is TOO_FEW.

    Late answers of people who left can make `count` exceed `roster`; that is still MOST.
    """
    if count < least:
        return Band.TOO_FEW
    if 3 * count <= roster:
        return Band.SOME
    return Band.MOST if 3 * count >= 2 * roster else Band.ABOUT_HALF
