"""Every golden conversation, with full and with minimal capabilities."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import comparing
from tests.golden.format import Transcript, read
from tests.golden.given import Given
from tests.golden.runner import Played, full, minimal, play

FOLDER = Path(__file__).parent
PATHS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
NAMES = [path.stem for path in PATHS]


def write(path: Path, text: str) -> Transcript:
    path.write_text(text, encoding="utf-8")
    return read(path)


def transcripts() -> list[Transcript]:
    return [read(path) for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
async def test_the_bot_says_what_is_written(path: Path, request: pytest.FixtureRequest) -> None:
    transcript = read(path)
    cast = Given(transcript).cast
    played = await play(transcript, full)
    if request.config.getoption("--rewrite-golden", default=False):
        transcript = write(path, comparing.rewritten(transcript, played, cast))
    for step, seen in zip(transcript.steps, played.seen, strict=True):
        assert comparing.heard(seen) == comparing.expected(step, cast), "\n".join(step.lines())
    assert not comparing.forbidden(transcript, played, cast)


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
async def test_words_alone_lead_to_the_same(path: Path) -> None:
    transcript = read(path)
    if set(transcript.needs) & {"forms", "buttons"}:
        pytest.skip(f"needs {transcript.needs}")
    rich, poor = await play(transcript, full), await play(transcript, minimal)
    assert_same(transcript, rich, poor)
    assert not comparing.forbidden(transcript, poor, Given(transcript).cast)


def assert_same(transcript: Transcript, one: Played, other: Played) -> None:
    for step, mine, theirs in zip(transcript.steps, one.delivered, other.delivered, strict=True):
        assert mine == theirs, "\n".join(action.line for action in step.actions)
    for name, records in one.state.items():
        assert other.state[name] == records, name
