"""Every golden conversation on Telegram: the same outcomes reach the same people, and everything stands the same at the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.telegram.golden import TelegramPlatform
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

NUMBER = re.compile(r"-?\d{3,}")
ADDED = "who is added hears of it only after pressing Start: a bot on Telegram may not write first"
NOT_ON_TELEGRAM = dict.fromkeys(
    (
        "set-up-by-chat",
        "who-comes-and-goes",
        "reason-08-an-unclear-first-message",
        "reason-13-the-first-set-up-breaks",
    ),
    ADDED,
)
NO_SUCH_THING = {"a-channel-is-archived-and-comes-back": "a group on Telegram cannot be archived"}
OWN_PAGE = "what-ones-own-page-says"
OWN = re.compile(r"\b[0-9a-f]{32}\b|(?<=occasion='run:)[^']+")
"""A keyed hash of a platform's ids, or its name of a command: they differ by their nature."""


async def play_on_telegram(transcript: Transcript) -> Played:
    """What was delivered is told with the names of the transcript instead of Telegram's numbers."""
    made: list[TelegramPlatform] = []

    def telegram(*given: object) -> TelegramPlatform:
        made.append(TelegramPlatform(*given))  # type: ignore[arg-type]
        return made[0]

    try:
        played = await play(transcript, telegram)  # type: ignore[arg-type]
    finally:
        await made[0].end()
    names = made[0].names()
    played.delivered = [Counter({neutral(d, names): n for d, n in step.items()}) for step in played.delivered]
    return played


LIST_OF_COMMANDS = re.compile(r"'commands': \(.*\), 'role'")


def neutral(delivered: Delivered, names: dict[str, str]) -> Delivered:
    to = NUMBER.sub(lambda found: names.get(found[0], found[0]), delivered.to)
    outcome = delivered.outcome.replace("'platform': 'telegram'", "'platform': 'fake'")
    return replace(delivered, to=to, outcome=without_help(outcome))


def without_help(outcome: str) -> str:
    """Help differs here: more for links and tidying the chat, nothing for lists that follow; that is tested elsewhere."""
    if outcome.startswith("MaybeAnAnswer") and "'one': False" in outcome:
        return LIST_OF_COMMANDS.sub("'commands': (), 'role'", outcome)
    several = "'one': False" in outcome or outcome.count("'usage': ") > 1
    return "HelpShown" if outcome.startswith("HelpShown") and several else outcome


def test_of_an_answer_to_what_may_be_an_answer_only_the_list_of_commands_is_left_out() -> None:
    said = "{'commands': ({'usage': 'help'},), 'role': 'a member', 'one': False}"
    told = f"MaybeAnAnswer {{'said': {said}, 'part': 'p', 'refs': ()}} []"
    assert without_help(told) == without_help(told.replace("{'usage': 'help'},", ""))
    for changed in (("'part': 'p'", "'part': 'q'"), ("a member", "an admin"), ("'refs': ()", "'refs': ('r',)")):
        assert without_help(told.replace(*changed)) != without_help(told)


def comparable(records: list[str]) -> list[str]:
    return sorted(OWN.sub("the platform's own", record) for record in records)


@pytest.mark.parametrize("path", part_of(PATHS, 20), ids=part_of(NAMES, 20))
async def test_telegram_leads_to_the_same(path: Path, folder_of_run: Path) -> None:
    transcript = read(path)
    if set(transcript.needs) & {"forms", "people", "accounts"}:
        pytest.skip(f"needs {transcript.needs}")
    if path.stem == OWN_PAGE:
        pytest.skip("Telegram has no page of one's own")
    if path.stem in NO_SUCH_THING:
        with pytest.raises(NotHereError):
            await compare(transcript, folder_of_run)
        pytest.skip(NO_SUCH_THING[path.stem])
    if path.stem in NOT_ON_TELEGRAM:
        with pytest.raises(AssertionError, match="YouJoined"):
            await compare(transcript, folder_of_run)
        pytest.skip(NOT_ON_TELEGRAM[path.stem])
    await compare(transcript, folder_of_run)


async def compare(transcript: Transcript, folder_of_run: Path) -> None:
    rich, mine = await play_once(transcript, folder_of_run), await play_on_telegram(transcript)
    for step, theirs, ours in zip(transcript.steps, rich.delivered, mine.delivered, strict=True):
        expected = Counter({replace(d, outcome=without_help(d.outcome)): n for d, n in theirs.items()})
        assert expected == ours, "\n".join([*(action.line for action in step.actions), *_apart(expected, ours)])
    for name, records in rich.state.items():
        assert comparable(mine.state[name]) == comparable(records), name
    assert not comparing.forbidden(transcript, mine, Given(transcript).cast)


def _apart(expected: Counter[Delivered], ours: Counter[Delivered]) -> list[str]:
    """Return what only one of both has. pytest leaves out much of a long difference, and not the same each time."""
    return sorted(f"{one.to}: {one.outcome}" for one in ((expected - ours) + (ours - expected)))


def test_few_conversations_cannot_be_had_on_telegram() -> None:
    assert {*NOT_ON_TELEGRAM, *NO_SUCH_THING} <= set(NAMES)
    assert len(NO_SUCH_THING) <= 1
    assert len(NOT_ON_TELEGRAM) <= 4
