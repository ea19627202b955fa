"""Earlier points over the rounds: confirmed, challenged or neither; and two weighings tell nothing of who came or left between."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from bot.domain.weighing import EarlierPoint, ItemKind, ItemResult, Verdict, WeighedLabel, due_earlier_points
from bot.domain.weighing.counting import COUNTS
from bot.domain.weighing.verdicts import REPEATS, is_under_challenge
from tests.weighing.builders import K, count, everyone, item, weighed

EARLIER = item("e1", ItemKind.EARLIER_POINT)
CONFIRMED, CHALLENGED, NONE = Verdict.CONFIRMED, Verdict.CHALLENGED, Verdict.NONE
UNDER = WeighedLabel.UNDER_CHALLENGE


@pytest.mark.parametrize(
    ("agree", "differ", "roster", "verdict"),
    [
        (6, 1, 12, CONFIRMED),
        (4, 4, 12, NONE),
        (3, 5, 12, CHALLENGED),
        (10, 5, 20, CHALLENGED),
        (0, 5, 8, CHALLENGED),
        (0, 5, 7, NONE),
        (5, 0, 7, NONE),
        (0, 4, 12, NONE),
    ],
)
def test_the_verdict_of_one_weighing(agree: int, differ: int, roster: int, verdict: Verdict) -> None:
    assert count([EARLIER], weighed("e1", agree, differ), roster)[0].verdicts == (("e1", verdict),)


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("second", ["alpha", "beta"])
def test_one_team_alone_challenges_nothing_of_the_whole(second: str, guarded: bool) -> None:
    """The control counts whoever differs."""
    rules = COUNTS if guarded else replace(COUNTS, challengers=lambda draft, weighings: True)
    teams = {f"m{n}": "alpha" if n < 4 else second for n in range(20)}
    told, _ = count([EARLIER], weighed("e1", 0, 5), 20, rules=rules, groups=3, teams=teams)
    assert told.verdicts == (("e1", CHALLENGED if second == "beta" or not guarded else NONE),)


def test_only_earlier_points_have_one() -> None:
    assert count([item()], weighed("1.1", 0, 6), 12)[0].verdicts == ()
    assert count([item()], weighed("1.1", 0, 6), 12)[0].results[0].label is WeighedLabel.NOT_WIDELY_SHARED


@pytest.mark.parametrize(
    ("verdicts", "under"),
    [
        ((), False),
        ((CHALLENGED,), True),
        ((CHALLENGED, CONFIRMED), False),
        ((CHALLENGED, CONFIRMED, CHALLENGED), True),
        ((CHALLENGED, NONE, NONE, NONE), True),
        ((CHALLENGED, NONE, NONE, NONE, NONE), False),
    ],
)
def test_under_challenge_while_it_is_challenged_more_often_than_confirmed(
    verdicts: tuple[Verdict, ...], under: bool
) -> None:
    assert is_under_challenge(verdicts) is under
    assert {is_under_challenge(order) for order in permutations(verdicts[-4:])} == {under}


def result(agree: int, differ: int, *earlier: Verdict, roster: int = 12) -> ItemResult:
    outcome, _ = count([EARLIER], weighed("e1", agree, differ), roster, verdicts={"e1": earlier})
    return outcome.results[0]


def test_under_challenge_replaces_the_label() -> None:
    assert result(0, 5) == ItemResult("e1", UNDER)
    assert result(6, 0, CHALLENGED) == ItemResult("e1", WeighedLabel.WIDELY_SHARED), "one against one"
    assert result(6, 0, CHALLENGED, CHALLENGED) == ItemResult("e1", UNDER)
    assert result(0, 0, CHALLENGED) == ItemResult("e1", UNDER), "and stays when hardly anybody weighs it"
    assert result(0, 7, CHALLENGED, roster=7) == ItemResult("e1")


def due(*earlier: EarlierPoint, now: int = 12, rules: object = REPEATS) -> list[str]:
    return [each.key for each in due_earlier_points(earlier, everyone(now), K, rules)]  # type: ignore[arg-type]


def earlier(key: str, rounds: int, then: int = 12, *verdicts: Verdict) -> EarlierPoint:
    return EarlierPoint(item(key, ItemKind.EARLIER_POINT), rounds, everyone(then), verdicts)


def test_at_most_once_in_four_rounds() -> None:
    assert due(earlier("e", 3)) == []
    assert due(earlier("e", 4)) == ["e"]


def test_those_under_challenge_come_first_then_the_longest_unweighed_and_two_at_most() -> None:
    points = [earlier("a", 9), earlier("b", 5), earlier("c", 4, 12, CHALLENGED), earlier("d", 7)]
    assert due(*points) == ["c", "a"]


@pytest.mark.parametrize(("then", "again"), [(12, True), (11, False), (8, False), (7, True), (13, False), (17, True)])
def test_not_while_a_few_joined_or_left_since(then: int, again: bool) -> None:
    assert bool(due(earlier("e", 4, then))) is again


def test_without_that_two_weighings_tell_how_a_newcomer_weighed() -> None:
    """The same twelve weigh as before, and one who joined: what changed is theirs."""
    lax = replace(REPEATS, few_moved=lambda then, now, k: False)
    assert due(earlier("e", 4, 12), now=13, rules=lax) == ["e"]
    before = count([EARLIER], weighed("e1", 6, 4), 12)[0].results[0]
    after = count([EARLIER], weighed("e1", 6, 4) + weighed("e1", 0, 1, first=12), 13)[0]
    assert before.label is WeighedLabel.PEOPLE_DIFFER and after.results[0].label is UNDER
    assert due(earlier("e", 4, 12), now=13) == []
