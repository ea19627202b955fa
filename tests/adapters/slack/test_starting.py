from types import SimpleNamespace

import pytest

from adapters.slack.app import check_connection, make_adapter
from adapters.slack.manifest import EVENTS, OPTIONAL, SCOPES, make_manifest
from bot.config import Secret, Secrets
from bot.ports import CannotStartError
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, ROOM, make, populate
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, SECRET


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bot_token": "xoxb-wrong"}, "bot token"),
        ({"app_token": "xapp-wrong"}, "app-level token"),
    ],
)
async def test_a_wrong_token_is_a_sentence_and_no_message(change: dict[str, str], said: str) -> None:
    async with FakeSlack() as slack:
        with pytest.raises(CannotStartError, match=said) as refused:
            await make(slack, **change).start(Ear())
        assert not set(change.values()) & set(str(refused.value).split())
        assert slack.called("chat.postMessage") == [] and slack.sockets == []


async def test_a_missing_scope_is_named_before_anything_is_sent() -> None:
    async with FakeSlack(set(SCOPES) - {"im:history", "users:read"}) as slack:
        with pytest.raises(CannotStartError, match="im:history, users:read"):
            await make(slack).start(Ear())
        assert slack.sockets == []


async def test_without_what_it_can_do_without_it_starts() -> None:
    async with FakeSlack(set(SCOPES) - set(OPTIONAL)) as slack:
        adapter = make(slack)
        await adapter.start(Ear())
        await slack.connected(30)
        await adapter.stop()


async def test_an_address_that_is_taken_is_named() -> None:
    async with FakeSlack() as slack:
        first = make(slack, "http")
        await first.start(Ear())
        assert first.webhook
        with pytest.raises(CannotStartError, match=f"127.0.0.1:{first.webhook.port}"):
            await make(slack, "http", port=first.webhook.port).start(Ear())
        await first.stop()


def settings(slack: FakeSlack, mode: str = "socket") -> SimpleNamespace:
    return SimpleNamespace(
        mode=mode, api_url=slack.api_url, listen_host="127.0.0.1", listen_port=0, client_id="", public_url=""
    )


def secrets(bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> Secrets:
    given = {"slack_bot_token": bot, "slack_app_token": app, "slack_signing_secret": SECRET}
    return Secrets(found={name: Secret(value) for name, value in given.items()})


async def test_an_adapter_is_made_from_settings() -> None:
    async with FakeSlack() as slack:
        populate(slack)
        adapter = make_adapter(settings(slack), secrets())
        await adapter.start(Ear())
        await slack.connected()
        await adapter.stop()


async def test_the_self_check_finds_everything_well_and_sends_nothing() -> None:
    async with FakeSlack() as slack:
        populate(slack)
        found = await check_connection(settings(slack), secrets(), [ROOM])
        assert all(one.ok for one in found), found
        assert "crisis-line" in found[-1].found
        assert not any(name.startswith("chat.") for name, _ in slack.calls)


async def test_the_self_check_names_scopes_invitations_and_tokens() -> None:
    async with FakeSlack(set(SCOPES) - {"files:write"}) as slack:
        found = await check_connection(settings(slack), secrets())
        assert [one.ok for one in found] == [False, True]
        assert "files:write" in found[0].found
    async with FakeSlack() as slack:
        populate(slack)
        slack.add_channel("C0OTHER001", "night-shift", {AMIRA}, with_bot=False)
        problems = [one for one in await check_connection(settings(slack), secrets(), ["C0OTHER001"]) if not one.ok]
        assert len(problems) == 1
        assert "#night-shift" in problems[0].found and "/invite" in problems[0].remedy
        assert not all(one.ok for one in await check_connection(settings(slack), secrets(app="xapp-no")))
        assert all(one.ok for one in await check_connection(settings(slack, "http"), secrets(app="xapp-no")))


async def test_a_slack_out_of_reach_is_a_finding() -> None:
    async with FakeSlack() as slack:
        gone = settings(slack)
    found = await check_connection(gone, secrets())
    assert [(one.ok, one.found) for one in found] == [
        (False, "cannot be reached to ask whether the bot token is good"),
        (False, "cannot be reached to ask whether the app-level token is good"),
    ]


def test_the_manifest_asks_for_the_fewest_scopes_and_fits_its_mode() -> None:
    by_socket, by_requests = make_manifest(), make_manifest("https://folkmoot.example/", several_workspaces=True)
    assert by_socket["settings"]["socket_mode_enabled"] and not by_requests["settings"]["socket_mode_enabled"]
    assert "request_url" not in by_socket["settings"]["event_subscriptions"]
    assert by_requests["settings"]["interactivity"]["request_url"] == "https://folkmoot.example/slack/events"
    assert by_requests["oauth_config"]["redirect_urls"] == ["https://folkmoot.example/slack/oauth_redirect"]
    assert by_socket["oauth_config"]["scopes"] == {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL)}
    assert set(OPTIONAL) < set(SCOPES)
    assert by_socket["features"]["bot_user"]["always_online"]
    assert 174 <= len(by_socket["display_information"]["long_description"]) <= 4000
    assert len(by_socket["display_information"]["description"]) <= 140
    assert by_socket["features"]["slash_commands"][0]["should_escape"]
    assert all(reason for reason in SCOPES.values())


def test_every_event_of_the_manifest_is_understood() -> None:
    from adapters.slack.events import READERS

    assert {event.partition(".")[0] for event in EVENTS} == set(READERS)
