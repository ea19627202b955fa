"""Presses from saved answers to allowed words, counted in the golden conversations that are played on every platform."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.golden.format import Transcript, read
from tests.golden.test_transcripts import PATHS

PRESS = re.compile(r"(\w+) presses \[(.+)\]")
ALLOWS = ("Thank you. If at least 3 people show theirs", "Your words for question")


def presses_to_allow(transcript: Transcript) -> Iterator[tuple[str, int]]:
    """For each receipt that offers to show words, its person and the presses up to the last one that chose what is shown."""
    offered: dict[str, list[bool]] = {}
    for step in transcript.steps:
        if step.actions and "2026-03-06" in step.actions[0].line:
            break
        for action in step.actions:
            found = PRESS.fullmatch(action.line)
            if found and found[1] in offered:
                offered[found[1]].append(any(said.text.startswith(ALLOWS) for said in step.said))
            elif found is None and (who := action.line.partition(" ")[0]) in offered:
                yield who, last_choice(offered.pop(who))
        for said in step.said:
            if "others can read your words just like this" in said.text:
                offered |= {who: [] for who in re.split(r", | and ", said.audience)}
    yield from ((who, last_choice(made)) for who, made in offered.items())


def last_choice(made: list[bool]) -> int:
    return max((place for place, chose in enumerate(made, start=1) if chose), default=0)


@pytest.mark.parametrize(
    ("name", "most", "people"),
    [
        ("permission-in-one-press", 1, {"amira", "ben", "chloe"}),
        ("permission-for-some-words", 3, {"ben", "chloe", "dan"}),
    ],
)
def test_permission_takes_few_presses(name: str, most: int, people: set[str]) -> None:
    (path,) = (path for path in PATHS if path.stem == name)
    counted = [(who, presses) for who, presses in presses_to_allow(read(path)) if presses]
    assert {who for who, _ in counted} == people
    assert max(presses for _, presses in counted) <= most
