"""Command menus per scope, made from the registry."""

from __future__ import annotations

import json
import re

from bot.chatcommands import COMMANDS, Role
from bot.engine.menus import menu_of
from bot.views.capabilities import FULL
from tests.adapters.telegram.product import Product, product
from tests.fakes.telegram.rules import RefusedError


def names(p: Product, **scope: object) -> set[str]:
    found = next(commands for key, commands in p.fake.commands.items() if json.loads(key) == scope)
    return {one["command"] for one in found}


async def test_each_scope_has_the_commands_of_its_people() -> None:
    async with product() as p:
        _, people = await p.set_up(("Amira", "Hal"))
        everyone = names(p, type="all_private_chats")
        groups = names(p, type="all_group_chats")
        admin, lead = names(p, type="chat", chat_id=500), names(p, type="chat", chat_id=people[-1].id)
        assert {"help", "my_data", "forget_me", "clear_chat", "stop"} <= everyone
        assert everyone < lead < admin
        assert "team_link" in lead - everyone
        assert "run_now" in admin - lead
        assert groups < lead
        assert "my_data" not in groups
        assert "join" not in admin | groups
        assert len(p.fake.commands) == 4


async def test_a_menu_follows_its_persons_role_and_is_not_sent_twice() -> None:
    async with product() as p:
        group, people = await p.set_up(("Amira", "Hal"))
        calls = len(p.fake.called("setMyCommands"))
        await p.settle()
        assert len(p.fake.called("setMyCommands")) == calls
        await p.say(p.fake.people[500], "/admin_add @hal", group)
        assert "run_now" in names(p, type="chat", chat_id=people[-1].id)
        assert len(p.fake.called("setMyCommands")) == calls + 1


async def test_a_menu_that_was_refused_is_offered_again() -> None:
    async with product() as p:
        p.fake.fail("setMyCommands", RefusedError(429, "Too Many Requests: retry after 1", retry_after=1), times=2)
        await p.app.settle()
        assert p.fake.commands == {}
        await p.app.settle()
        assert len(p.fake.commands) == 2


def test_every_command_has_a_name_and_a_sentence_that_telegram_takes() -> None:
    for role in Role:
        menu = menu_of(role, FULL)
        assert len(menu) <= 100
        for name, does in menu:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", name.replace(" ", "_"))
            assert 1 <= len(does) <= 256
    assert len(menu_of(Role.ADMIN, FULL)) == len(COMMANDS) - 5
