"""In a round too small for labels a weighing changes nothing: nothing leads to it, and people are asked what is not right."""

from __future__ import annotations

import pytest

from bot.engine.rounds import told_of_weighing
from bot.views.text import as_text
from tests.engine.test_home_decisions import page
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.places import person
from tests.support.twins import twin

LEADS_THERE = (
    "Weigh these points",
    "Go on weighing",
    "weigh it in private",
    " thing to weigh",
    " things to weigh",
    "You have weighed",
)


@pytest.mark.parametrize("told", [False, True])
async def test_no_message_leads_to_weighing_and_each_says_what_counts(
    told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control takes the same round for one that is large enough."""
    if told:
        monkeypatch.setattr(told_of_weighing, "labels_are_told", lambda roster, k, groups: True)
    world = twin()
    round_ = await drafted(world, roster=TEN[:7])
    await world.submit("amira", "challenge", f"{round_.id}:1.1", {"kind": "other"})
    await world.submit("ben", "missing", round_.id, {"words": "A place to park"})
    await world.press("ben", "weigh.none", round_.id)
    await world.settle()
    home = await page(world, "amira")
    seen = [*(as_text(sent.view) for sent in world.platform.sent), home]
    assert any(words in text for text in seen for words in LEADS_THERE) is told
    assert ("what is not right, and what is missing" in home) is not told
    assert ("Challenge one" in as_text(world.seen_by(person("chloe"))[-1].view)) is not told
