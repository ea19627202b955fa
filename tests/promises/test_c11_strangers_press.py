"""C11: who is on no list reads nothing and changes nothing by any button, whatever another's message let them press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.outcomes import commands as said
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.history import LookBackRefused, TrendShown
from bot.domain.outcomes.joining import JoinRefused
from bot.domain.outcomes.proposals import ProposalRefused
from bot.domain.outcomes.support import ContactDeclined
from bot.engine.access import require_member
from bot.engine.lasting_points import trend
from bot.engine.routes import FORMS, PRESSES
from tests.engine.test_follow_ups import finished
from tests.support.world import World

REFUSALS = (
    said.Welcome,
    said.NotForYou,
    said.Unknown,
    NotYourRound,
    LookBackRefused,
    JoinRefused,
    ProposalRefused,
    ContactDeclined,
)
NAMES = ("teams", "rounds", "releases", "follow_ups", "lasting_points")


async def read_by_pressing(world: World, actions: tuple[str, ...]) -> dict[str, object]:
    """What somebody on no list got by these buttons, with tokens of the organisation's, and of everything that is there."""

    def ids(uow: Any) -> list[str]:
        return [rows[0].id for name in NAMES if (rows := getattr(uow, name).where())]

    tokens = ["", ":", ":gone", *(f"{id}{end}" for id in await world.read(ids) for end in ("", ":gone"))]
    found: dict[str, object] = {}
    for action in actions:
        for token in tokens:
            heard = await world.press("zed", action, token)
            told = [message.outcome for message in heard.messages]
            shown = [one for one in (*told, heard.reply.form) if one and not isinstance(one, REFUSALS)]
            found |= {action: shown[0]} if shown else {}
    return found


async def test_c11_no_button_shows_anything_to_who_is_on_no_list() -> None:
    world = World()
    await finished(world)
    assert await read_by_pressing(world, (*PRESSES, *FORMS)) == {}


async def test_c11_control_without_asking_for_membership_the_whole_s_trend_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    await finished(world)
    unasked: Callable[..., str] = lambda context, team: team if team and require_member(context) else "Haven"  # noqa: E731
    monkeypatch.setattr(trend, "name_to_read", unasked)
    found = await read_by_pressing(world, ("trend.more", "history.more"))
    assert list(found) == ["trend.more"] and isinstance(found["trend.more"], TrendShown)
