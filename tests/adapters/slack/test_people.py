"""Who somebody is on Slack is remembered for a while; who is left out for a moment only."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.people import SECONDS, SECONDS_LEFT_OUT, People


class Client:
    """Answers `users.info` with what stands in `user`, and counts."""

    def __init__(self) -> None:
        self.user: dict[str, Any] = {"id": "U1", "name": "ana", "team_id": "T1"}
        self.asked = 0

    async def call(self, workspace: str, method: str, **arguments: Any) -> dict[str, Any]:
        self.asked += 1
        return {"user": dict(self.user)}


@pytest.mark.parametrize(("state", "seconds"), [({}, SECONDS), ({"is_restricted": True}, SECONDS_LEFT_OUT)])
async def test_a_guest_is_looked_at_again_after_a_moment(state: dict[str, Any], seconds: float) -> None:
    client, now = Client(), [0.0]
    client.user |= state
    people = People(client, lambda: now[0])  # type: ignore[arg-type]
    for after, asked in ((0.0, 1), (seconds - 1, 1), (seconds + 1, 2)):
        now[0] = after
        assert (await people.person("T1", "U1")).counts is not bool(state)
        assert client.asked == asked


async def test_what_slack_tells_unasked_is_remembered_as_long() -> None:
    client, now = Client(), [0.0]
    people = People(client, lambda: now[0])  # type: ignore[arg-type]
    people.learn("T1", {**client.user, "is_bot": True})
    now[0] = SECONDS_LEFT_OUT + 1
    assert (await people.person("T1", "U1")).counts
    assert client.asked == 1


async def test_slack_tells_the_clock_of_somebody() -> None:
    client = Client()
    client.user["tz"] = "America/New_York"
    assert (await People(client, lambda: 0.0).person("T1", "U1")).zone == "America/New_York"  # type: ignore[arg-type]
