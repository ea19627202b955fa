"""Each defence switched off: the test of it must then fail. Controls of tests that bring their own stand beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.state_utils import OAuthStateUtils
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import bolt, client, errors, events, oauth, people, reading, render, sending, signature
from adapters.slack.app import SlackAdapter
from adapters.slack.intake import Intake
from adapters.slack.showing import Showing
from bot.ports import SendRefusedError
from storage.inbox import HashedInbox
from tests.adapters.slack import (
    test_inbound,
    test_oauth,
    test_render,
    test_requests,
    test_round,
    test_seen,
    test_sending,
)

Patch = pytest.MonkeyPatch
Off = Callable[[Patch], None]
Test = Callable[[], Awaitable[None] | None]


def replaced(where: Any, name: str, by: Any) -> Off:
    return lambda patch: patch.setattr(where, name, by)


async def nothing(*given: object, **named: object) -> None:
    return None


async def yes(*given: object, **named: object) -> bool:
    return True


def any_size(patch: Patch) -> None:
    make = web.Application
    patch.setattr(web, "Application", lambda **given: make(client_max_size=2**30))


def acknowledged_first(patch: Patch) -> None:
    take = Intake.take

    async def at_once(self: Intake, body: Any) -> None:
        asyncio.ensure_future(take(self, body)).add_done_callback(lambda done: done.exception())

    patch.setattr(Intake, "take", at_once)


def retries_of_the_sdk(patch: Patch) -> None:
    def make(**given: Any) -> AsyncWebClient:
        return AsyncWebClient(**{**given, "retry_handlers": None})

    patch.setattr(client, "AsyncWebClient", make)


def everybody_counts(patch: Patch) -> None:
    patch.setattr(people, "_parse_person", lambda user, id: people.Person(str(user.get("name")), True))


def keyed_by_the_workspace_alone(patch: Patch) -> None:
    context_of = reading.context_of

    def by_team(body: Any, bot: str, at: Any) -> reading.Context:
        one = [{**row, "is_enterprise_install": False} for row in body.get("authorizations") or ()]
        return context_of({**body, "is_enterprise_install": False, "authorizations": one}, bot, at)

    patch.setattr("adapters.slack.inbound.context_of", by_team)


def strangers_count(patch: Patch) -> None:
    def joined(event: Any, id: str, context: Any) -> Any:
        return happenings_joined({**event, "team": ""}, id, context)

    happenings_joined = events.READERS["member_joined_channel"]
    patch.setitem(events.READERS, "member_joined_channel", joined)
    left_out = people.left_out_of
    patch.setattr(people, "left_out_of", lambda *given: left_out(*given).replace("foreign", ""))


async def _told(self: Showing, what: str, work: Any) -> bool:
    try:
        await work
    except Exception:
        return True
    return True


DEFENCES: dict[str, tuple[Off, Test]] = {
    "requests are as large as they may be": (any_size, test_requests.test_a_huge_request_is_refused_before_it_is_read),
    "a request is good for five minutes": (
        replaced(
            SignatureVerifier,
            "is_valid",
            lambda self, body, timestamp, signature: (
                signature == self.generate_signature(timestamp=timestamp, body=body)
            ),
        ),
        test_requests.test_an_old_request_is_refused,
    ),
    "what is malformed is sorted out before the SDK raises": (
        replaced(
            signature.Signature,
            "is_good",
            lambda self, headers, body: self._verifier.is_valid(
                body, headers.get("X-Slack-Request-Timestamp"), headers.get("X-Slack-Signature")
            ),
        ),
        test_requests.test_no_mutated_request_is_accepted_and_none_is_an_error,
    ),
    "a replayed request is handled once": (
        replaced(HashedInbox, "claim", lambda *given: True),
        test_seen.test_a_request_that_is_replayed_within_five_minutes_is_heard_once,
    ),
    "what is said twice is done once": (
        replaced(HashedInbox, "claim", lambda *given: True),
        test_round.test_everything_that_is_said_twice_is_done_once,
    ),
    "acknowledged after the commit": (
        acknowledged_first,
        lambda: test_requests.test_acknowledged_means_committed("http"),
    ),
    "acknowledged after the commit, by socket": (
        acknowledged_first,
        lambda: test_requests.test_acknowledged_means_committed("socket"),
    ),
    "what could not be kept comes again": (
        replaced(bolt, "BoltResponse", lambda status, body, **more: BoltResponse(status=200, body=body, **more)),
        lambda: test_requests.test_what_could_not_be_kept_is_not_acknowledged_and_comes_again("http"),
    ),
    "fallback texts are escaped": (
        replaced(render, "escape_text", lambda text: text),
        test_render.test_nothing_that_was_written_is_interpreted,
    ),
    "words are plain text": (
        replaced(render, "plain_text_object", lambda text, limit: {"type": "mrkdwn", "text": text}),
        test_render.test_nothing_that_was_written_is_interpreted,
    ),
    "Retry-After is obeyed": (
        replaced(errors, "_retry_seconds", lambda headers: 0.0),
        test_sending.test_retry_after_is_told_for_that_destination_alone,
    ),
    "an ambiguous post is read back": (
        replaced(sending.Post, "find", nothing),
        test_round.test_an_ambiguous_post_of_a_round_is_settled_without_a_second_one,
    ),
    "the SDK repeats nothing": (retries_of_the_sdk, test_sending.test_the_sdk_never_sends_twice_by_itself),
    "a private word finds its person": (
        replaced(sending, "goes_directly", lambda refused: False),
        test_sending.test_a_private_word_in_a_channel_goes_to_its_person_where_the_bot_is_not,
    ),
    "a form that did not open is said": (
        replaced(Showing, "_in_time", _told),
        test_round.test_a_form_that_cannot_open_in_time_is_said,
    ),
    "guests and bots do not count": (
        everybody_counts,
        test_round.test_people_come_and_go_and_only_those_who_count_are_asked,
    ),
    "strangers in a shared channel do not count": (
        strangers_count,
        test_seen.test_a_shared_channel_brings_no_strangers,
    ),
    "bots are not listened to": (
        replaced(events, "_by_a_bot", lambda *given: False),
        test_seen.test_bots_are_not_talked_to,
    ),
    "a workspace that took its permission back is forgotten": (
        replaced(SlackAdapter, "_revoke", nothing),
        test_oauth.test_a_workspace_installs_the_bot_speaks_with_it_and_takes_it_back,
    ),
    "an installation needs the state that was given out": (
        replaced(oauth.States, "async_consume", yes),
        test_oauth.test_a_workspace_installs_the_bot_speaks_with_it_and_takes_it_back,
    ),
    "an installation ends in the browser in which it began": (
        replaced(OAuthStateUtils, "is_valid_browser", lambda *given: True),
        test_oauth.test_a_workspace_installs_the_bot_speaks_with_it_and_takes_it_back,
    ),
    "a state ends": (
        replaced(oauth, "GOOD_FOR", 10**9),
        test_oauth.test_a_state_is_good_for_ten_minutes_and_cannot_be_made_up,
    ),
    "a token that ended is asked for again": (
        replaced(oauth, "KNOWN_FOR", 10**9),
        test_oauth.test_a_token_that_ended_elsewhere_is_forgotten_in_a_minute,
    ),
    "an installation for an organisation is keyed by it": (
        keyed_by_the_workspace_alone,
        test_inbound.test_an_installation_for_a_whole_organisation_is_keyed_by_it,
    ),
}


@pytest.mark.parametrize("defence", DEFENCES)
async def test_without_it_its_test_fails(defence: str, monkeypatch: Patch) -> None:
    off, test = DEFENCES[defence]
    off(monkeypatch)
    with pytest.raises((AssertionError, SendRefusedError, TypeError, ValueError)):
        done = test()
        if done is not None:
            await done
