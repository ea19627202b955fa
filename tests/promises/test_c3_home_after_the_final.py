"""C3, release rule 6: after the final nothing that anyone can see tells who has left; the digest on a lead's own page neither."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.sharing import DigestSent
from bot.engine.rounds import digests
from tests.engine.test_home_decisions import LEAD, page
from tests.engine.test_weighing_to_the_end import WORDS_OF_DAN, item_of, weigh
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import until
from tests.support.twins import twin


async def pages(leaves: str, who: str) -> tuple[str, str]:
    """The lead's page after a final with the words of three, one of them a point; and again after one of them left."""
    world = twin()
    round_ = await drafted(world)
    key = await item_of(world, round_, WORDS_OF_DAN)
    await weigh(world, round_, TEN[5:], {key: "agree", "1.1": "agree"})
    await until(world, round_, RoundState.FINAL)
    await world.settle()
    before = await page(world, LEAD)
    assert WORDS_OF_DAN in before
    await world.press(who, leaves, round_.id if leaves == "withdraw.yes" else "")
    await world.settle()
    return before, await page(world, LEAD)


@pytest.mark.parametrize("leaves", ["forget.yes", "withdraw.yes"])
@pytest.mark.parametrize("who", ["dan", "chloe"])
async def test_c3_the_digest_on_a_page_is_the_same_when_an_author_has_left(leaves: str, who: str) -> None:
    before, after = await pages(leaves, who)
    assert before == after


def as_it_was_sent(digest: DigestSent, release: str) -> DigestSent:
    return digest


@pytest.mark.parametrize("who", ["dan", "chloe"])
async def test_c3_control_words_under_their_authors_keys_would_tell(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "as_published", as_it_was_sent)
    before, after = await pages("forget.yes", who)
    assert before != after
