"""A message to one person in a group (Bot API 10.2): where the server has them, and never where it would show it to all."""

from __future__ import annotations

import pytest

from adapters.telegram.client import TelegramClient
from bot.ports import Reply
from bot.views.view import Button, Buttons
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import channel, talking, view
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import FakeTelegram
from tests.support.waiting import wait_until

LONG = ("Nobody sees who answered, and nobody sees a single answer. " * 6).strip()
"""More than the notice that answers a press holds."""
START_FIRST = "press Start"


async def pressed(
    *, ephemeral: bool, started: bool = False, probe: RefusedError | None = None
) -> tuple[FakeTelegram, str]:
    """Somebody presses a button in a group, and is told more than a notice holds. Returns what stands beside the button."""
    async with talking(Ear(Reply(notice=view(LONG)))) as (fake, adapter):
        fake.ephemeral = ephemeral
        amira = fake.person(501, "Amira", started=started)
        group = fake.group(-1001, "Team", amira)
        await adapter.send(channel(-1001), view("Well?", Buttons((Button("Yes", "do"),))), "k")
        if probe:
            fake.fail("deleteEphemeralMessage", probe)
        press = fake.press(amira, "Yes", group)
        await wait_until(lambda: fake.answered(press))
        await fake.settled()
        answered = fake.answered(press)
        return fake, answered.text if answered else ""


async def test_who_never_pressed_start_is_told_in_the_group_and_nobody_else_is() -> None:
    fake, beside = await pressed(ephemeral=True)
    assert [(group, person) for group, person, _ in fake.ephemeral_messages] == [(-1001, 501)]
    assert LONG in fake.ephemeral_messages[0][2]
    assert (beside, fake.transcript(-1001)) == ("", ["Well?"])


async def test_who_pressed_start_is_told_in_their_own_chat() -> None:
    fake, _ = await pressed(ephemeral=True, started=True)
    assert fake.ephemeral_messages == []
    assert LONG in fake.transcript(501)[-1]


@pytest.mark.parametrize("probe", [None, RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)])
async def test_a_server_that_may_lack_them_is_given_none(probe: RefusedError | None) -> None:
    fake, beside = await pressed(ephemeral=probe is not None, probe=probe)
    assert START_FIRST in beside
    assert (fake.ephemeral_messages, fake.transcript(-1001)) == ([], ["Well?"])


async def test_control_without_asking_first_an_older_server_shows_it_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def yes(self: TelegramClient) -> bool:
        return True

    monkeypatch.setattr(TelegramClient, "shows_ephemeral", yes)
    fake, _ = await pressed(ephemeral=False)
    assert LONG in fake.transcript(-1001)[-1]
