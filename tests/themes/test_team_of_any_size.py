"""A team has points however many of its people answer: no two limits of the finder leave a size between them."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.ports import Found, Item
from bot.themes import find
from bot.themes.encoder_process import EncoderError
from bot.themes.finder import LARGEST_TEAM, LocalFinder
from tests.support.actions import answered, opened, until
from tests.support.world import World
from tests.themes.rounds import answers

LIMITS = (find.SMALL_ROUND, find.LARGE_TEAM, LARGEST_TEAM)
SIZES = sorted({40, 100, 300, *(size for limit in LIMITS for size in (limit - 1, limit, limit + 1))})


def failing(texts: object) -> object:
    raise EncoderError("gone")


def points(count: int, encode: object = None) -> Found:
    items = [Item(f"ref{n}", f"who{n}", text) for n, text in enumerate(answers(count, count))]
    return LocalFinder(encode).find(items, "missing", small=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", SIZES)
def test_a_team_of_any_size_has_points_without_an_encoder(count: int) -> None:
    found = points(count, failing)
    assert found.points
    assert all(len(point.refs) >= 3 for point in found.points)


@pytest.mark.parametrize("count", [find.LARGE_TEAM + 1, LARGEST_TEAM + 1])
def test_a_large_team_has_points_by_meaning_and_beyond(count: int) -> None:
    assert len(points(count).points) >= 3


@pytest.mark.parametrize("count", [find.LARGE_TEAM + 1, LARGEST_TEAM + 1])
def test_a_second_limit_would_leave_a_large_team_without_points(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: above the one limit the likeness of many takes over; with a limit of its own nothing would."""
    monkeypatch.setattr(find, "by_likeness", lambda texts: [-1] * len(texts))
    monkeypatch.setattr(find, "assign_points", lambda voices, groups, *given, **more: [None] * len(voices))
    assert points(count, failing).points == ()


async def test_a_round_of_a_team_of_more_than_sixty_comes_to_points() -> None:
    people = ("ada", *(f"p{number:02}" for number in range(find.LARGE_TEAM + 10)))
    world = World(finder=LocalFinder(failing))
    round_ = await opened(world, {"Alpha": people})
    said = answers(len(people), 1)
    await answered(world, round_, {who: ("", text, "") for who, text in zip(people, said, strict=True)})
    drafted = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(drafted.release))
    assert release and release.summary.questions[1].points
