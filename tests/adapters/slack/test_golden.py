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
from tests.golden.once import play_once
from tests.golden.platforms import NotHereError
from tests.golden.runner import Played, play
from tests.golden.test_transcripts import NAMES, PATHS
from tests.golden.world import Delivered
from tests.support.further import further, part_of

pytestmark = further

NOT_ON_SLACK = {
    "a-person-blocks-the-bot": "nobody can block a bot on Slack",
    "not-text": "Slack has no stickers",
    "two-teams-in-two-topics": "a channel on Slack has no topics",
}
OWN_PAGE = "what-ones-own-page-says"
OWN = re.compile(r"\b[0-9a-f]{32}\b|(?<=occasion='run:)[^']+")
"""A keyed hash of a platform's ids, or its name of a command."""
OWN_WORDS = re.compile(r"'place': '[^']*', 'say': '[^']*', 'link': '', 'picked': \w+, ")
"""How a planned home is spoken of."""
REMOVED, GONE = "'access': 'removed'", "'access': 'gone'"
"""Slack tells a channel in which the bot is not from one that is not there."""
RELEASE = re.compile(r"^Release\(id='([^']+)'")


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


class Names:
    """Replaces what is called differently by its nature: addresses, commands, and releases.

    Teams that are summed up at the same instant are so side by side, and take the next name in the order in which they come.
    """

    def __init__(self, *states: dict[str, list[str]]) -> None:
        releases = {id for state in states for record in state["releases"] for id in RELEASE.findall(record)}
        self._own = re.compile("|".join([OWN.pattern, *map(re.escape, sorted(releases))]))

    def without(self, text: str) -> str:
        text = OWN_WORDS.sub("", text).replace(REMOVED, GONE)
        return self._own.sub("a name", text.replace("'platform': 'slack'", "'platform': 'fake'"))

    def delivered(self, counted: Counter[Delivered]) -> Counter[Delivered]:
        return Counter(replace(each, outcome=self.without(each.outcome)) for each in counted.elements())

    def records(self, records: list[str]) -> list[str]:
        return sorted(map(self.without, records))


@pytest.mark.parametrize("path", part_of(PATHS, 20, 3), ids=part_of(NAMES, 20, 3))
async def test_slack_leads_to_the_same(path: Path, folder_of_run: Path) -> None:
    transcript = read(path)
    if transcript.name == OWN_PAGE:
        pytest.skip("a page is published and not sent: test_seen.py reads it off the stand-in")
    if transcript.name in NOT_ON_SLACK:
        with pytest.raises(NotHereError):
            await play_on_slack(transcript)
        pytest.skip(NOT_ON_SLACK[transcript.name])
    rich, mine = await play_once(transcript, folder_of_run), await play_on_slack(transcript)
    names = Names(rich.state, mine.state)
    for step, theirs, ours in zip(transcript.steps, rich.delivered, mine.delivered, strict=True):
        assert names.delivered(theirs) == names.delivered(ours), "\n".join(action.line for action in step.actions)
    for name, records in rich.state.items():
        assert names.records(mine.state[name]) == names.records(records), name
    assert not comparing.forbidden(transcript, mine, Given(transcript).cast)


def test_few_conversations_cannot_be_had_on_slack() -> None:
    assert set(NOT_ON_SLACK) <= {read(path).name for path in PATHS}
    assert len(NOT_ON_SLACK) <= 3
