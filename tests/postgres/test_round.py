"""One whole round through the product on PostgreSQL: what is said and kept is what is said and kept in memory."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.model import RoundState
from storage.failpoints import Failpoint
from tests.support import postgres
from tests.support.actions import TEAM, answered, opened, readable_words, until
from tests.support.world import World, in_memory

WORDS = {who: (f"rota is unfair says {who}", f"tea with {who}", "") for who in TEAM[:6]}


async def played(open_store: Callable[[Failpoint], object]) -> tuple[list[str], list[str], int]:
    """The keys of everything that was sent, the words that can be read at the end, and how many ledger lines there are."""
    world = World(open_store)  # type: ignore[arg-type]
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    closed = await until(world, round_, RoundState.FINAL)
    answers = await world.read(lambda uow: [row.id for row in uow.answers.where(round=closed.id)])
    found = sorted(sent.key for sent in world.platform.sent), await readable_words(world, answers)
    lines = await world.read(lambda uow: uow.ledger.count())
    await world.store.close()
    return *found, lines


async def test_a_round_is_the_same_as_in_memory() -> None:
    sent, words, lines = await played(lambda failpoint: postgres.open_new(failpoint=failpoint))
    assert (len(sent), sorted(words), lines) == await _in_memory()
    assert len(sent) > len(TEAM) and lines


async def _in_memory() -> tuple[int, list[str], int]:
    sent, words, lines = await played(in_memory)
    return len(sent), sorted(words), lines
