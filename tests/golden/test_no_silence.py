"""No input without a visible reply: everything that is addressed to the bot, by everybody, everywhere, at every moment."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine import dispatch
from bot.engine.context import EventContext
from tests.golden.inputs import MOMENTS, PEOPLE, PLACES, SCENES, Input, inputs, moment
from tests.golden.platforms import Seen
from tests.golden.runner import MakePlatform, full, minimal
from tests.support.further import further, only_further, part_of

pytestmark = further

SORRY = "Something went wrong on my side"


def silent(seen: list[Seen]) -> bool:
    return not any(letter.isalnum() for each in seen for letter in each.text)


async def met_with_silence(at: str, who: str, place: str, make: MakePlatform = full) -> list[str]:
    """What was met with silence or an apology."""
    here = await moment(at, make)
    found = []
    for one in inputs(here.tokens):
        seen = await here.do(one.make, who, place)
        if silent(seen) or any(SORRY in each.text for each in seen):
            found.append(one.name)
    return found


@pytest.mark.parametrize(("at", "who", "place"), part_of(SCENES, 20))
async def test_everything_is_answered(at: str, who: str, place: str) -> None:
    assert await met_with_silence(at, who, place) == []


@only_further
@pytest.mark.parametrize("who", part_of(("amira", "hal"), 2))
async def test_everything_is_answered_where_there_are_words_alone(who: str) -> None:
    assert await met_with_silence("checking", who, "", minimal) == []


@only_further
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_whatever_came_before_it_is_answered(data: st.DataObject) -> None:
    here = await moment(data.draw(st.sampled_from(sorted(MOMENTS))), data.draw(st.sampled_from([full, minimal])))
    known = list(inputs(here.tokens))
    for _ in range(data.draw(st.integers(5, 25))):
        one: Input = data.draw(st.sampled_from(known))
        who, place = data.draw(st.sampled_from(PEOPLE)), data.draw(st.sampled_from(PLACES))
        seen = await here.do(one.make, who, place)
        assert not silent(seen), f"{who} {one.name} in {place}"
        assert not any(SORRY in each.text for each in seen), f"{who} {one.name} in {place}"


@only_further
async def test_an_engine_that_overlooks_something_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def deaf(turn: EventContext, text: str) -> None:
        """A command that nobody answers."""

    monkeypatch.setattr(dispatch, "handle_command", deaf)
    assert any("commands" in found for found in await met_with_silence("open", "amira", ""))
