import re
from http.cookies import SimpleCookie

import aiohttp
import pytest

from adapters.slack.oauth import GOOD_FOR, InstalledTokens, States
from bot.bootstrap.installing import StoredInstallations
from bot.ports import SendRefusedError
from bot.views.view import Text, View
from storage.database import open_memory_store
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, aim, make, person, populate
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_TOKEN, TEAM

NOW = 1_764_000_000.0
HELLO = View((Text("Hello."),), "A message")


async def test_a_workspace_installs_the_bot_speaks_with_it_and_takes_it_back() -> None:
    store = open_memory_store()
    kept = StoredInstallations(store, "slack")
    async with FakeSlack() as slack, aiohttp.ClientSession() as browser:
        populate(slack)
        adapter = make(slack, "http", bot_token="", client_id="1.2", client_secret="s3", public_url="https://f.example")
        adapter.install_into(kept)
        ear = Ear()
        await adapter.start(ear)
        aim(slack, adapter)
        try:
            with pytest.raises(SendRefusedError):
                await adapter.send(person(AMIRA), HELLO, "k0")
            base = slack.target.removesuffix("/slack/events")
            async with browser.get(f"{base}/slack/install") as page:
                cookie = next(iter(SimpleCookie(page.headers["Set-Cookie"]).values()))
                state = re.search(r"state=([\w-]+)", await page.text())
            assert state and cookie.value == state[1]
            back, cookies = f"{base}/slack/oauth_redirect", {"Cookie": f"{cookie.key}={cookie.value}"}
            made_up = f"{state[1][:-1]}{'0' if state[1][-1] != '0' else '1'}"
            forgeries: tuple[tuple[str, dict[str, str]], ...] = (
                (made_up, {"Cookie": f"{cookie.key}={made_up}"}),
                ("forged", cookies),
                (state[1], {}),
            )
            for given, headers in forgeries:
                async with browser.get(f"{back}?code=good-code&state={given}", headers=headers) as refused:
                    assert refused.status in (400, 401)
                    assert "more than ten minutes" in (told := await refused.text()) and "/slack/install" in told
            async with browser.get(f"{back}?error=access_denied&state={state[1]}", headers=cookies) as denied:
                assert "was not allowed" in await denied.text()
            async with browser.get(f"{back}?error=<b>&state={state[1]}", headers=cookies) as odd:
                assert "<b>&" not in (told := await odd.text()) and "not installed" in told
            assert await kept.token(TEAM) is None
            async with browser.get(f"{back}?code=good-code&state={state[1]}", headers=cookies) as done:
                assert done.status == 200
                assert "claim-code" in await done.text()
            assert await kept.token(TEAM) == BOT_TOKEN
            hands = Hands(slack)
            assert await hands.say(AMIRA, "hello") == {}
            await adapter.send(person(AMIRA), HELLO, "k1")
            assert len(ear.heard) == 1 and len(slack.called("chat.postMessage")) == 1
            assert await slack.deliver(hands.event({"type": "app_uninstalled"})) == {}
            assert await kept.token(TEAM) is None
            with pytest.raises(SendRefusedError):
                await adapter.send(person(AMIRA), HELLO, "k2")
        finally:
            await adapter.stop()
    await store.close()


async def test_a_state_is_good_for_ten_minutes_and_cannot_be_made_up() -> None:
    now = [NOW]
    states = States("secret", lambda: now[0])
    state = await states.async_issue()
    assert await states.async_consume(state)
    for odd in ("", "x", state[:-1], state + "0", state.replace("-", "_"), f"9{state}"):
        assert not await states.async_consume(odd)
    assert not await States("another", lambda: NOW).async_consume(state)
    now[0] += GOOD_FOR + 1
    assert not await states.async_consume(state)


async def test_a_token_that_ended_elsewhere_is_forgotten_in_a_minute() -> None:
    store = open_memory_store()
    kept, now = StoredInstallations(store, "slack"), [0.0]
    tokens = InstalledTokens(kept, lambda: now[0])
    await kept.save("T1", "xoxb-1")
    assert await tokens.bot_token("T1") == "xoxb-1"
    await kept.remove("T1")
    now[0] = 61.0
    assert await tokens.bot_token("T1") is None
    assert await StoredInstallations(store, "other").token("T1") is None
    await store.close()
