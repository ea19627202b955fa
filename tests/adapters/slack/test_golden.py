"""Every golden conversation on Slack: the same outcomes reach the same people, and everything stands the same at the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.slack.golden import SlackPlatform
from tests.golden import comparing
from tests.golden.format import Transcript, read
from tests.golden.given import Given
from tests.golden.platforms import NotHere
from tests.golden.runner import Played, full, play
from tests.golden.test_transcripts import NAMES, PATHS
from tests.golden.world import Delivered

NOT_ON_SLACK = {
    "a-person-blocks-the-bot": "nobody can block a bot on Slack",
    "not-text": "Slack has no stickers",
}
OWN = re.compile(r"\b[0-9a-f]{32}\b|(?<=occasion='run:)[^']+")
"""A keyed hash of a platform's ids, or its name of a command: they differ by their nature."""


async def play_on_slack(transcript: Transcript) -> Played:
    made: list[SlackPlatform] = []

    def slack(*given: object) -> SlackPlatform:
        made.append(SlackPlatform(*given))  # type: ignore[arg-type]
        return made[0]

    try:
        played = await play(transcript, slack)
        assert made[0].slack.problems == []
        return played
    finally:
        await made[0].adapter.end()


def neutral(delivered: Delivered) -> Delivered:
    """What says on which platform it is read says so."""
    return replace(delivered, outcome=delivered.outcome.replace("'platform': 'slack'", "'platform': 'fake'"))


def comparable(records: list[str]) -> list[str]:
    return sorted(OWN.sub("the platform's own", record) for record in records)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
async def test_slack_leads_to_the_same(path: Path) -> None:
    transcript = read(path)
    if transcript.name in NOT_ON_SLACK:
        with pytest.raises(NotHere):
            await play_on_slack(transcript)
        pytest.skip(NOT_ON_SLACK[transcript.name])
    rich, mine = await play(transcript, full), await play_on_slack(transcript)
    for step, theirs, ours in zip(transcript.steps, rich.delivered, mine.delivered, strict=True):
        assert theirs == Counter(map(neutral, ours.elements())), "\n".join(action.line for action in step.actions)
    for name, records in rich.state.items():
        assert comparable(mine.state[name]) == comparable(records), name
    assert not comparing.forbidden(transcript, mine, Given(transcript).cast)


def test_few_conversations_cannot_be_had_on_slack() -> None:
    assert set(NOT_ON_SLACK) <= {read(path).name for path in PATHS}
    assert len(NOT_ON_SLACK) <= 2
