"""Labelled sentences, and how much of what names a person or a number in them is found.

`persons.jsonl` has the rosters of the teams first, then one sentence a line: `of` is what it was written for (names, numbers,
nothing). Of `half`, "mending" and "held" were written before their writer had read the finder, which was mended by the one and
measured by the other; "later" and "last" were written since, with rosters of names that are words, and first measured too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.themes.redact import RedactedSpan, find_personal

FILE = Path(__file__).parent / "persons.jsonl"
FOUND_AS = {
    "roster-name": "name",
    "other-name": "name",
    "phone": "phone number",
    "email": "email address",
    "postcode": "postcode",
    "nhs-number": "NHS number",
    "ni-number": "National Insurance number",
    "date-of-birth": "date of birth",
    "handle": "handle",
    "link": "link",
}
STRUCTURED = tuple(kind for kind in FOUND_AS if not kind.endswith("-name"))
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr|lord|reverend|cllr)\.? ", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """Characters `start` to `end` (exclusive) of a sentence, and what they are: a key of FOUND_AS. A title is left out."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence, with the names of its team's roster."""

    text: str
    of: str
    half: str
    roster: tuple[str, ...]
    labels: tuple[Label, ...]


@cache
def read_sentences() -> tuple[Sentence, ...]:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    rosters = {row["team"]: tuple(row["roster"]) for row in rows if "roster" in row}
    return tuple(_read_sentence(row, rosters) for row in rows if "text" in row)


def _read_sentence(row: Mapping[str, object], rosters: Mapping[str, tuple[str, ...]]) -> Sentence:
    text, spans = str(row["text"]), row["spans"]
    assert isinstance(spans, list)
    labels = []
    for span in spans:
        title = _TITLE.match(text, span["start"]) if span["kind"].endswith("-name") else None
        labels.append(Label(span["kind"], title.end() if title else span["start"], span["end"]))
    return Sentence(text, str(row["of"]), str(row["half"]), rosters[str(row["team"])], tuple(labels))


@dataclass(frozen=True)
class Measured:
    """Of each kind how many labels there are, how many were found, and how many by the name of their kind; what was missed.

    `alarms`: findings that touch no label, with their sentence. `alarmed` of `harmless` sentences had one.
    """

    there: Counter[str]
    found: Counter[str]
    named: Counter[str]
    missed: tuple[tuple[str, str, str], ...]
    alarms: tuple[tuple[str, str], ...]
    alarmed: int
    harmless: int

    def recall(self, kinds: Iterable[str]) -> float:
        """Share of the labels of these kinds that were found, 0 to 1; 1 where there is none."""
        kinds = tuple(kinds)
        there = sum(self.there[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / there if there else 1.0


def measure_finder(sentences: Sequence[Sentence]) -> Measured:
    there, found, named = Counter[str](), Counter[str](), Counter[str]()
    missed, alarms, alarmed = list[tuple[str, str, str]](), list[tuple[str, str]](), 0
    for sentence in sentences:
        findings = find_personal(sentence.text, sentence.roster)
        for label in sentence.labels:
            there[label.kind] += 1
            if _is_hidden(sentence.text, label, findings):
                found[label.kind] += 1
                named[label.kind] += any(
                    f.kind == FOUND_AS[label.kind] and f.start < label.end and label.start < f.end for f in findings
                )
            else:
                missed.append((label.kind, sentence.text[label.start : label.end], sentence.text))
        wrong = [
            f for f in findings if not any(f.start < label.end and label.start < f.end for label in sentence.labels)
        ]
        alarms += [(sentence.text[f.start : f.end], sentence.text) for f in wrong]
        alarmed += sentence.of == "nothing" and bool(wrong)
    harmless = sum(sentence.of == "nothing" for sentence in sentences)
    return Measured(there, found, named, tuple(missed), tuple(alarms), alarmed, harmless)


def _is_hidden(text: str, label: Label, findings: Sequence[RedactedSpan]) -> bool:
    """Return whether no letter or digit of the label remains outside the findings."""
    covered = {place for f in findings for place in range(f.start, f.end)}
    return all(place in covered or not text[place].isalnum() for place in range(label.start, label.end))
