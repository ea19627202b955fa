"""`folkmoot check` on Telegram: token, webhook, privacy mode, rights in groups; nothing is sent or changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from adapters.telegram.app import TelegramAdapter, check_connection, make_adapter
from bot.config import Secret, Secrets
from bot.declarations.platform_spec import SelfCheckFinding
from tests.fakes.telegram import methods
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.world import BOT


def settings(url: str, **given: Any) -> Any:
    known = {
        "api_url": url, "mode": "polling", "public_url": "", "listen_host": "127.0.0.1", "listen_port": 0
    }  # fmt: skip
    return SimpleNamespace(**(known | given))


def secrets(token: str = TOKEN) -> Secrets:
    return Secrets(found={"telegram_token": Secret(token)})


async def found(
    fake: FakeTelegram, groups: tuple[str, ...] = (), token: str = TOKEN, **given: Any
) -> list[SelfCheckFinding]:
    said = await check_connection(settings(fake.url, **given), secrets(token), groups)
    assert {name for name, _ in fake.calls} <= {"getMe", "getWebhookInfo", "getChatMember"}
    assert fake.problems == []
    assert all(token.partition(":")[2] not in f"{one.found}{one.remedy}" for one in said)
    return said


def texts(said: list[SelfCheckFinding]) -> str:
    return "\n".join(f"{one.found} {one.remedy} {one.ok}" for one in said)


async def test_all_is_well() -> None:
    async with FakeTelegram() as fake:
        fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
        said = await found(fake, ("-1001",))
        assert all(one.ok for one in said)
        assert "@folkmoot_bot" in texts(said)
        assert "privacy mode is on" in texts(said)
        assert "may write in a team's group" in texts(said)


async def test_a_wrong_token_and_a_platform_out_of_reach_are_told_apart() -> None:
    async with FakeTelegram() as fake:
        (one,) = await found(fake, token="9000:wrong-token-that-nobody-knows-at-all")
        assert (one.ok, "BotFather" in one.remedy) == (False, True)
        fake.fail("getMe", cut=True)
        (one,) = await found(fake)
        assert (one.ok, "telegram.api_url" in one.remedy) == (False, True)


async def test_a_webhook_that_is_in_the_way_or_fails_is_seen() -> None:
    async with FakeTelegram() as fake:
        fake.webhook = {"url": "https://elsewhere.example/x"}
        assert "a webhook is set" in texts(await found(fake))
        webhook: dict[str, Any] = {"mode": "webhook", "public_url": "https://bot.example"}
        assert "leads elsewhere" in texts(await found(fake, **webhook))
        fake.webhook = {"url": "https://bot.example/telegram", "error": "Connection refused"}
        assert "could not deliver" in texts(await found(fake, **webhook))
        fake.webhook = {"url": "https://bot.example/telegram"}
        assert "no trouble" in texts(await found(fake, **webhook))


@pytest.mark.parametrize(
    ("change", "expected", "ok"),
    [
        ({"can_read_all_group_messages": True}, "privacy mode is off", True),
        ({"can_join_groups": False}, "may not be added to groups", False),
    ],
)
async def test_settings_at_botfather_are_seen(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, bool], expected: str, ok: bool
) -> None:
    monkeypatch.setattr(methods, "BOT", BOT | change)
    async with FakeTelegram() as fake:
        (one,) = [one for one in await found(fake) if expected in one.found]
        assert one.ok is ok
        assert one.remedy


@pytest.mark.parametrize(
    ("state", "expected"),
    [({"status": "kicked"}, "no longer in"), ({"silenced": True}, "may not write"), (None, "does not know the bot")],
)
async def test_rights_in_groups_are_seen(state: dict[str, Any] | None, expected: str) -> None:
    async with FakeTelegram() as fake:
        if state is not None:
            group = fake.group(-1001, "Crisis line", fake.person(501, "Amira"))
            for name, value in state.items():
                setattr(group, name, value)
        said = await found(fake, ("-1001",))
        assert expected in texts([one for one in said if not one.ok])


def test_an_adapter_is_made_from_settings_without_contacting_anybody() -> None:
    made = make_adapter(settings("http://127.0.0.1:9"), secrets())
    assert isinstance(made, TelegramAdapter)
    assert (made.platform, made.me.id, made.settles) == ("telegram", 9000, False)
