"""Each defence of what is sent, with it and without it: what it is for arrives with it and does not arrive without."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from adapters.telegram import errors, markup, render
from adapters.telegram.callbacks import Callbacks
from bot.domain.model import OutboxMessage, Urgency
from bot.domain.outcomes.commands import Forgotten
from bot.engine.outbox.pacing import Pacer
from bot.ports import SendRefusedError
from bot.views.view import Button, Buttons, Quote
from tests.adapters.harness import Ear
from tests.adapters.telegram.product import product
from tests.adapters.telegram.stand import NOW, UNLIMITED, channel, direct, talking, view

Check = Callable[[], Awaitable[bool]]
translated = errors.translate_error


async def arrives(what: Any, to: Any = None, **how: Any) -> bool:
    """Whether a view reaches Amira, or the place `to`."""
    async with talking(Ear()) as (fake, adapter):
        amira = fake.person(501, "Amira")
        group = fake.group(-77, "Crisis line", amira)
        if how.get("migrated"):
            fake.migrate(group, -1002, tell=False)
        try:
            await adapter.send(to or direct(501), what, "k")
        except SendRefusedError:
            return False
        finally:
            fake.problems.clear()
        return bool(fake.messages)


async def hostile_words_arrive() -> bool:
    return await arrives(view(Quote("<b>bold & <script>")))


async def many_emoji_arrive() -> bool:
    return await arrives(view("🙂" * 3000))


async def a_button_with_too_much_arrives() -> bool:
    return await arrives(view("Well?", Buttons((Button("Yes", "accept", "x" * 70),))))


async def what_is_for_a_moved_group_arrives() -> bool:
    return await arrives(view("Hello."), channel(-77), migrated=True)


async def what_is_for_a_lost_topic_arrives() -> bool:
    return await arrives(view("Hello."), channel(-77, "12"))


async def who_blocked_the_bot_is_left_alone() -> bool:
    async with product() as p:
        _, (amira, *_) = await p.set_up(("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita"))
        amira.blocked = True
        await p.pass_time(days=1, hours=1)
        return len(await p.app.store.read(lambda uow: uow.members.where(reachable=False))) == 1


async def too_many_for_one_leaves_the_others() -> bool:
    pacer = Pacer(UNLIMITED)
    for to in ("a", "b"):
        message = OutboxMessage(id=to, to=to, outcome=Forgotten(), urgency=Urgency.PERSON, created_at=NOW)
        pacer.add(message, to, direct=True)
    pacer.block("a", 9.0)
    left = pacer.pop(1.0)
    return left is not None and left.id == "b"


def blaming_the_message(error: TelegramError) -> Exception:
    return (
        SendRefusedError("invalid") if isinstance(error, (ChatMigrated, Forbidden, BadRequest)) else translated(error)
    )


def pack(self: Callbacks, chat: str, action: str, token: str) -> str:
    return self._signature(chat, f"{action}:{token}") + f"{action}:{token}"


def block_everything(self: Pacer, destination: object, until: float) -> None:
    self._free_at = until


DEFENCES: tuple[tuple[Check, object, str, object], ...] = (
    (hostile_words_arrive, markup, "escape", lambda text, quote: text),
    (many_emoji_arrive, render, "UNITS", "characters"),
    (a_button_with_too_much_arrives, Callbacks, "pack", pack),
    (what_is_for_a_moved_group_arrives, errors, "translate_error", blaming_the_message),
    (what_is_for_a_lost_topic_arrives, errors, "translate_error", blaming_the_message),
    (who_blocked_the_bot_is_left_alone, errors, "translate_error", blaming_the_message),
    (too_many_for_one_leaves_the_others, Pacer, "block", block_everything),
)


@pytest.mark.parametrize(("check", "where", "name", "off"), DEFENCES, ids=[row[0].__name__ for row in DEFENCES])
async def test_the_defence_does_what_it_is_for(
    check: Check, where: object, name: str, off: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await check()
    monkeypatch.setattr(where, name, off)
    assert not await check(), "without it"
