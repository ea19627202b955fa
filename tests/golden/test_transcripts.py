"""Every golden conversation, with full and with minimal capabilities."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.golden import comparing
from tests.golden.format import Transcript, read
from tests.golden.given import Given
from tests.golden.leaks import leaks
from tests.golden.once import play_once
from tests.golden.runner import Played, minimal, play
from tests.support.further import further, only_further, part_of

pytestmark = further

FOLDER = Path(__file__).parent
PATHS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
NAMES = [path.stem for path in PATHS]


def transcripts() -> list[Transcript]:
    return [read(path) for path in PATHS]


def write(path: Path, text: str) -> Transcript:
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
async def test_the_bot_says_what_is_written(path: Path, request: pytest.FixtureRequest, folder_of_run: Path) -> None:
    transcript = read(path)
    cast = Given(transcript).cast
    played = await play_once(transcript, folder_of_run)
    if request.config.getoption("--rewrite-golden", default=False):
        transcript = write(path, comparing.rewritten(transcript, played, cast))
    assert differences(transcript, played) == []
    assert comparing.forbidden(transcript, played, cast) == []
    assert leaks(transcript, played, cast) == []


@only_further
@pytest.mark.parametrize("path", part_of(PATHS, 8), ids=part_of(NAMES, 8))
async def test_words_alone_lead_to_the_same(path: Path, folder_of_run: Path) -> None:
    transcript = read(path)
    if set(transcript.needs) & {"forms", "buttons"}:
        pytest.skip(f"needs {transcript.needs}")
    cast = Given(transcript).cast
    poor = await play(transcript, minimal)
    assert_same(transcript, await play_once(transcript, folder_of_run), poor)
    assert comparing.forbidden(transcript, poor, cast) == []
    assert leaks(transcript, poor, cast) == []


def differences(transcript: Transcript, played: Played) -> list[str]:
    """What is said otherwise than it is written, as a diff; nothing when every conversation is as written."""
    cast = Given(transcript).cast
    pairs = zip(transcript.steps, played.seen, strict=True)
    if all(comparing.heard(seen) == comparing.expected(step, cast) for step, seen in pairs):
        return []
    said = comparing.rewritten(transcript, played, cast).splitlines()
    return list(unified_diff(transcript.text().splitlines(), said, "written", "said", lineterm="", n=2)) or ["order"]


def assert_same(transcript: Transcript, one: Played, other: Played) -> None:
    """The same outcomes reached the same people in every step, and everything stands the same at the end."""
    for step, mine, theirs in zip(transcript.steps, one.delivered, other.delivered, strict=True):
        assert mine == theirs, "\n".join(action.line for action in step.actions)
    for name, records in one.state.items():
        assert other.state[name] == records, name
