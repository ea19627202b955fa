"""Rule 4, "Sums": a brute-force reader is never certain; each defence is needed; and what is left out leaves no gap."""

from dataclasses import replace

import pytest

from bot.domain.releases import RULES, Band, Participation
from bot.domain.releases.sums import ReleasedPoint, Shown, leave_out
from tests.releases.reader import certainties
from tests.support.further import GOES_FURTHER, further, part_of

pytestmark = further

K = 5
ENOUGH = Participation.ENOUGH


@pytest.mark.parametrize("roster", part_of(range(7, 17), 3))
def test_a_reader_who_knows_the_rules_is_certain_of_nothing(roster: int) -> None:
    assert certainties(roster, K) == []


def test_nor_where_participation_is_told() -> None:
    assert certainties(20, K) == []


def test_without_the_sums_the_reader_is_certain() -> None:
    lax = replace(RULES, sums=lambda shown, roster, participation: shown)
    assert any("nobody else" in found for found in certainties(7, K, lax))
    assert any("quoted" in found for found in certainties(8, K, lax))


def test_with_the_bands_of_large_rosters_everywhere_the_reader_is_certain() -> None:
    """Thirds of a roster of 8 would tell the very number."""
    thirds = (Band.SOME, Band.ABOUT_HALF, Band.MOST)
    lax = replace(
        RULES,
        band=lambda count, roster: thirds[min(2, 3 * (count - 1) // roster)] if count >= 3 else None,
        sums=lambda shown, roster, participation: shown,
    )
    assert any("exactly" in found for found in certainties(8, K, lax))


def test_the_short_way_of_the_reader_finds_what_the_long_one_does() -> None:
    roster = 9 if GOES_FURTHER else 8
    for rules in (RULES, replace(RULES, sums=lambda shown, roster, participation: shown)):
        assert certainties(roster, K, rules) == certainties(roster, K, rules, one_by_one=True)


def points(*bands: Band, matter: str = "") -> tuple[ReleasedPoint, ...]:
    return tuple(ReleasedPoint(f"p{n}", band, matter, against=bool(n)) for n, band in enumerate(bands))


def test_roster_10_a_point_of_7_and_nothing_of_3() -> None:
    shown = Shown(points(Band.MORE_THAN_HALF), Band.SEVERAL)
    assert leave_out(shown, 10, ENOUGH) == Shown(points(Band.MORE_THAN_HALF))


def test_roster_7_two_sides_of_3() -> None:
    sides = points(Band.SEVERAL, Band.SEVERAL, matter="rota")
    assert leave_out(Shown(sides), 7, ENOUGH) == Shown(sides[:1]), "the later of equals is left out"


def test_the_smaller_side_is_left_out_wherever_it_stands() -> None:
    sides = points(Band.SEVERAL, Band.MORE_THAN_HALF, matter="rota")
    assert leave_out(Shown(sides), 10, ENOUGH).points == sides[1:]


@pytest.mark.parametrize("roster", [7, 8])
def test_rosters_7_and_8_never_show_a_point_beside_nothing_or_quotes(roster: int) -> None:
    alone = Shown(points(Band.SEVERAL))
    assert leave_out(replace(alone, nothing=Band.SEVERAL), roster, ENOUGH) == alone
    assert leave_out(replace(alone, quotes=3), roster, ENOUGH) == alone


def test_roster_9_shows_a_point_beside_nothing_or_three_quotes_and_not_both() -> None:
    beside_nothing = Shown(points(Band.SEVERAL), nothing=Band.SEVERAL)
    beside_quotes = Shown(points(Band.SEVERAL), quotes=3)
    assert leave_out(beside_nothing, 9, ENOUGH) == beside_nothing
    assert leave_out(beside_quotes, 9, ENOUGH) == beside_quotes
    assert leave_out(replace(beside_quotes, nothing=Band.SEVERAL), 9, ENOUGH) == beside_quotes, "nothing goes first"
    assert leave_out(replace(beside_quotes, quotes=4), 9, ENOUGH) == Shown(points(Band.SEVERAL)), "whole, not in part"


def test_two_points_that_may_share_people_are_not_added() -> None:
    shown = Shown(points(Band.SEVERAL, Band.SEVERAL, Band.SEVERAL))
    assert leave_out(shown, 7, ENOUGH) == shown


def test_more_quotes_under_a_point_than_its_band_has_people_tell_of_more_people() -> None:
    (point,) = points(Band.SEVERAL)
    four = replace(point, quotes=4)
    assert leave_out(Shown((point,), Band.SEVERAL), 9, ENOUGH).nothing
    assert leave_out(Shown((four,), Band.SEVERAL), 9, ENOUGH) == Shown((four,))
    assert leave_out(Shown((four,), Band.SEVERAL), 10, ENOUGH).nothing


def test_quotes_under_different_points_are_of_different_people_who_said_something() -> None:
    two = tuple(replace(each, quotes=2) for each in points(Band.SEVERAL, Band.SEVERAL))
    assert leave_out(Shown(two, Band.SEVERAL), 9, ENOUGH) == Shown(two)
    assert leave_out(Shown(two, Band.SEVERAL), 10, ENOUGH).nothing


def test_what_the_draft_asks_about_counts_as_three_beside_nothing_alone() -> None:
    asks = Shown((), Band.SEVERAL, asks=True)
    assert leave_out(asks, 8, ENOUGH) == replace(asks, nothing=None)
    assert leave_out(asks, 9, ENOUGH) == asks
    beside_quotes = Shown((), quotes=4, asks=True)
    assert leave_out(beside_quotes, 7, ENOUGH) == beside_quotes


def test_a_point_without_a_band_counts_as_three() -> None:
    carried = Shown((ReleasedPoint("c", None),), quotes=3)
    assert leave_out(carried, 8, ENOUGH) == replace(carried, quotes=0)
    assert leave_out(carried, 9, ENOUGH) == carried


def test_participation_narrows_the_room() -> None:
    shown = Shown(points(Band.SOME), nothing=Band.SOME, quotes=3)
    assert leave_out(shown, 20, Participation.MORE_THAN_HALF) == shown
    assert leave_out(shown, 20, Participation.UP_TO_HALF) == replace(shown, nothing=None)


def test_a_single_point_always_fits() -> None:
    for roster in part_of(range(7, 201), 7):
        for count in range(3, roster + 1):
            band = RULES.band(count, roster)
            assert band
            share = Participation.UP_TO_HALF if 2 * count <= roster + 1 and roster >= 20 else ENOUGH
            shown = Shown(points(band))
            assert leave_out(shown, roster, share) == shown
