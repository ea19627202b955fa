"""Words that others saw although their author did not let them: found in every transcript without being told to look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.golden.format import Transcript
from tests.golden.people import Cast
from tests.golden.platforms import Seen
from tests.golden.runner import FIELD, Played

RUN = 5
"""As many words in a row as may not be seen by anybody else (promise C6)."""
WRITES = re.compile(r"(?P<who>[a-z].*?) (?:(?:fills? in|answers?): (?P<fields>.+)|types?: (?P<typed>.+))")
CONFIDENTIAL = {"q1", "q2", "q3", "words"}
"""The fields that hold a person's own words; what a lead decides is meant to be shown."""


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of words in a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def written(transcript: Transcript, cast: Cast) -> Iterator[tuple[str, str]]:
    """Who wrote what."""
    for step in transcript.steps:
        for action in step.actions:
            found = WRITES.fullmatch(action.line)
            for who in cast.read(found["who"]) if found else ():
                if found and found["fields"]:
                    yield from ((who, text) for name, text, _ in FIELD.findall(found["fields"]) if name in CONFIDENTIAL)
                elif found:
                    yield who, found["typed"]


def leaks(transcript: Transcript, played: Played, cast: Cast) -> list[str]:
    """Everything that somebody else saw of what a person wrote, as sentences."""
    authors: dict[tuple[str, ...], set[str]] = {}
    for who, text in written(transcript, cast):
        for run in runs(text):
            authors.setdefault(run, set()).add(who)
    allowed = set().union(*(runs(text) for text in transcript.values("shown:")), set())
    return [found for seen in played.everything for found in _seen(seen, authors, allowed)]


def _seen(seen: Seen, authors: dict[tuple[str, ...], set[str]], allowed: set[tuple[str, ...]]) -> Iterator[str]:
    for run in (runs(f"{seen.text}\n{seen.line}") & authors.keys()) - allowed:
        if not seen.viewer or seen.viewer not in authors[run]:
            yield f"{seen.viewer or seen.channel} saw “{' '.join(run)}”"
