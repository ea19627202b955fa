"""Rule 4: every band fits several counts and none says "all"; participation and teams in bands; exhaustively, rosters 7 to 200."""

from collections.abc import Callable

import pytest

from bot.domain.releases import Band, Participation, TeamBand, band_of
from bot.domain.releases.bands import band_of_teams, lower_bound, participation_of, upper_bound

ROSTERS = range(7, 201)
Table = Callable[[int, int], object]


def counts_of(table: Table, roster: int) -> dict[object, list[int]]:
    """What a reader who knows the table can work out: which counts each band stands for."""
    fits: dict[object, list[int]] = {}
    for count in range(3, roster + 1):
        fits.setdefault(table(count, roster), []).append(count)
    return fits


def certain(table: Table, rosters: range = ROSTERS) -> list[tuple[int, object]]:
    """The rosters and bands from which a reader knows the very number, or that it was all of them."""
    return [
        (roster, band)
        for roster in rosters
        for band, counts in counts_of(table, roster).items()
        if len(counts) < 2 or counts[0] > roster - 3
    ]


def test_no_band_tells_a_number_or_all() -> None:
    assert certain(band_of) == []


def thirds_everywhere(count: int, roster: int) -> str:
    return "some" if 3 * count <= roster else "most" if 3 * count >= 2 * roster else "about half"


def tenths_everywhere(count: int, roster: int) -> object:
    return Band.A_FEW if 10 * count <= roster else band_of(count, roster)


def with_all(count: int, roster: int) -> object:
    return "all" if count == roster else band_of(count, roster)


@pytest.mark.parametrize("table", [thirds_everywhere, tenths_everywhere, with_all])
def test_other_tables_would_tell(table: Table) -> None:
    assert certain(table)


def test_bands_follow_one_another_and_cover_every_count() -> None:
    for roster in ROSTERS:
        fits = counts_of(band_of, roster)
        assert None not in fits
        assert [band for band in Band if band in fits] == list(fits), "from the fewest to the most"
        assert [count for counts in fits.values() for count in counts] == list(range(3, roster + 1))
        assert all(lower_bound(band, roster) == fits[band][0] for band in Band if band in fits)
        assert [band_of(count, roster) for count in range(3)] == [None] * 3


@pytest.mark.parametrize(
    ("roster", "fits"),
    [
        (7, {Band.SEVERAL: (3, 7)}),
        (9, {Band.SEVERAL: (3, 9)}),
        (10, {Band.SEVERAL: (3, 5), Band.MORE_THAN_HALF: (6, 10)}),
        (13, {Band.SEVERAL: (3, 7), Band.MORE_THAN_HALF: (8, 13)}),
        (14, {Band.SEVERAL: (3, 7), Band.MORE_THAN_HALF: (8, 14)}),
        (15, {Band.SOME: (3, 5), Band.ABOUT_HALF: (6, 9), Band.MOST: (10, 15)}),
        (39, {Band.SOME: (3, 13), Band.ABOUT_HALF: (14, 25), Band.MOST: (26, 39)}),
        (40, {Band.A_FEW: (3, 4), Band.SOME: (5, 13), Band.ABOUT_HALF: (14, 26), Band.MOST: (27, 40)}),
    ],
)
def test_the_table(roster: int, fits: dict[Band, tuple[int, int]]) -> None:
    assert {band: (counts[0], counts[-1]) for band, counts in counts_of(band_of, roster).items()} == fits


def test_a_band_that_a_roster_never_tells_has_no_bound() -> None:
    with pytest.raises(ValueError, match="never told"):
        lower_bound(Band.MOST, 9)


@pytest.mark.parametrize("k", [5, 6, 9])
def test_participation_is_told_of_large_rosters_alone(k: int) -> None:
    for roster in range(k + 2, 201):
        told: dict[Participation, list[int]] = {}
        for count in range(k, roster + 1):
            told.setdefault(participation_of(count, roster, k), []).append(count)
        assert (set(told) == {Participation.ENOUGH}) is (roster < 4 * k)
        assert all(len(counts) > 2 for counts in told.values())
        assert all(counts[-1] == upper_bound(share, roster) for share, counts in told.items())


def test_roster_15_five_answer() -> None:
    assert participation_of(5, 15, 5) is Participation.ENOUGH
    assert band_of(5, 15) is Band.SOME


@pytest.mark.parametrize(
    ("heard", "released", "told"),
    [
        (0, 2, None),
        (2, 12, None),
        (3, 3, TeamBand.SEVERAL),
        (9, 9, TeamBand.SEVERAL),
        (5, 10, TeamBand.SEVERAL),
        (6, 10, TeamBand.MORE_THAN_HALF),
        (12, 12, TeamBand.MORE_THAN_HALF),
    ],
)
def test_teams(heard: int, released: int, told: TeamBand | None) -> None:
    assert band_of_teams(heard, released) is told
