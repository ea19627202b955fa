"""What was seen against what is written: each conversation for itself, and as text to be read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tests.golden.format import Said, Step, Transcript
from tests.golden.people import Cast
from tests.golden.platforms import Seen
from tests.golden.runner import Played

REPEATED = re.compile(r"(\S.{0,59}?)\1{19,}", re.DOTALL)
"""Words said twenty times and more in a row are written once, with how often."""

Heard = dict[str, list[str]]
"""Per conversation (a channel or a person) the texts in their order, each with how it was shown."""


def heard(seen: Iterable[Seen]) -> Heard:
    found: Heard = defaultdict(list)
    for each in seen:
        found[each.viewer or each.channel].append(f"{_kind(each)}\n{written(each.text)}")
    return dict(found)


@lru_cache(maxsize=20_000)
def written(text: str) -> str:
    """A text as a transcript shows it: no white space at the ends of lines, long repetitions counted."""
    counted = REPEATED.sub(lambda found: f"({len(found[0]) // len(found[1])} times) {found[1]}", text)
    return "\n".join(line.rstrip() for line in counted.split("\n"))


def _kind(seen: Seen) -> str:
    if seen.kind == "message":
        return f"to in {seen.channel}" if seen.channel and seen.viewer else "in" if seen.channel else "to"
    return f"shows {seen.kind}"


def expected(step: Step, cast: Cast) -> Heard:
    """What a step's written lines say that each conversation hears."""
    found: Heard = defaultdict(list)
    for said in step.said:
        for conversation, kind in _addressed(said, cast):
            found[conversation].append(f"{kind}\n{said.text}")
    return dict(found)


def _addressed(said: Said, cast: Cast) -> list[tuple[str, str]]:
    if said.kind == "in":
        return [(said.audience, "in")]
    if said.kind == "shows":
        people, _, what = said.audience.rpartition(" a ")
        return [(name, f"shows {what}") for name in cast.read(people)]
    people, _, channel = said.audience.partition(" in #")
    kind = f"to in #{channel}" if channel else "to"
    if said.audience.startswith("everyone in "):
        people, kind = said.audience, "to"
    return [(name, kind) for name in cast.read(people)]


def as_said(seen: Sequence[Seen], cast: Cast) -> list[Said]:
    """What was seen as lines to be written: the same text to several people once, nobody's order changed."""
    texts: list[tuple[str, str]] = []
    people: list[list[str]] = []
    reached: dict[str, int] = defaultdict(int)
    for each in seen:
        conversation, shown = each.viewer or each.channel, (_kind(each), written(each.text))
        later = (place for place in range(reached[conversation], len(texts)) if texts[place] == shown)
        place = next(later, len(texts))
        if place == len(texts) or _kind(each) == "in":
            place = len(texts)
            texts.append(shown)
            people.append([])
        people[place].append(conversation)
        reached[conversation] = place + 1
    return [_said(kind, text, who, cast) for (kind, text), who in zip(texts, people, strict=True)]


def _said(kind: str, text: str, who: list[str], cast: Cast) -> Said:
    if kind == "in":
        return Said("in", who[0], text)
    if kind.startswith("shows "):
        return Said("shows", f"{cast.write(who)} a {kind.removeprefix('shows ')}", text)
    if kind == "to":
        return Said("to", cast.write(who), text)
    return Said("to", f"{', '.join(sorted(who))}{kind.removeprefix('to')}", text)


def rewritten(transcript: Transcript, played: Played, cast: Cast) -> str:
    """The transcript with what the bot really says."""
    steps = [
        Step(step.remarks, step.actions, as_said(seen, cast), step.never)
        for step, seen in zip(transcript.steps, played.seen, strict=True)
    ]
    return Transcript(transcript.name, transcript.title, transcript.given, steps).text()


def forbidden(transcript: Transcript, played: Played, cast: Cast) -> list[str]:
    """The `never` lines that are broken."""
    broken = []
    for never in transcript.never():
        but = cast.read(never.but) if never.but else []
        for each in played.everything:
            place = each.viewer or each.channel
            words = f"{each.text}\n{each.line}"
            if never.words in words and place not in but and _meant(never.where, place, each, cast):
                broken.append(f"{never.where}: “{never.words}” was seen by {place}")
    return broken


def _meant(where: str, place: str, seen: Seen, cast: Cast) -> bool:
    if where == "anywhere":
        return True
    if where.startswith("in "):
        return seen.channel == where.removeprefix("in ") and not seen.viewer
    people = where.removeprefix("to ")
    return bool(seen.viewer) if people == "anyone" else place in cast.read(people)
