"""A golden conversation as text: what is given, who does what, what the bot says, what must never be seen.

A transcript is lines of plain text. A line that begins with `# ` is its title, one that begins with `>` a remark. The
lines above the first blank line after `at` say what is given. After that come steps: actions, one a line, and under them
everything that the bot says because of them. A blank line, or a new action after something said, begins the next step.
A text of several lines stands under its line, indented by four spaces. README.md shows every line that can be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

INDENT = "    "
SAID = re.compile(r"bot (to|in|shows) (?P<rest>[^:]+):(?: (?P<text>.*))?$")
NEVER = re.compile(r'never (?P<where>in #[\w/-]+|to .+?|anywhere)(?: but (?P<but>.+?))?: "(?P<words>.+)"$')
GIVEN = (
    "at ",
    "team ",
    "in #",
    "follows:",
    "by hand:",
    "schedule of ",
    "themes:",
    "organisation:",
    "admins:",
    "code:",
    "accounts:",
    "needs:",
    "shown:",
)


class UnreadableLineError(Exception):
    """A line that is nothing of what can be written in a transcript."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text that the bot said: `kind` is to, in or shows, `audience` the people or the channel as they are written."""

    kind: str
    audience: str
    text: str

    def lines(self) -> list[str]:
        opening = f"bot {self.kind} {self.audience}:"
        if "\n" not in self.text:
            return [f"{opening} {self.text}"]
        return [opening, *(f"{INDENT}{line}" if line else "" for line in self.text.split("\n"))]


@dataclass(frozen=True, slots=True)
class Action:
    """One line of what somebody does, with the text that stands under it, if any."""

    line: str
    text: str = ""

    def lines(self) -> list[str]:
        return [self.line, *(f"{INDENT}{line}" if line else "" for line in self.text.split("\n") if self.text)]


@dataclass(slots=True)
class Step:
    """Actions, and all that the bot says before the next ones; remarks that stand above them."""

    remarks: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    never: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        lines = [*self.remarks]
        for action in self.actions:
            lines += action.lines()
        for said in self.said:
            lines += said.lines()
        return [*lines, *self.never]


@dataclass(frozen=True, slots=True)
class Never:
    """Words that must not be seen in a channel, by a person, or by anybody `but` some."""

    where: str
    but: str
    words: str


@dataclass(slots=True)
class Transcript:
    name: str
    title: str
    given: list[str]
    steps: list[Step]

    def values(self, name: str) -> list[str]:
        """What stands behind the given lines that begin with `name`."""
        return [line.removeprefix(name).strip() for line in self.given if line.startswith(name)]

    @property
    def needs(self) -> dict[str, str]:
        """The abilities without which this cannot be played, each with its reason: `needs: forms - because`."""
        pairs = (line.split(" - ", 1) for line in self.values("needs:"))
        return {parts[0].strip(): parts[1].strip() if len(parts) > 1 else "" for parts in pairs}

    def start(self) -> tuple[datetime, str]:
        """The first instant and the zone in which all times of the transcript are meant."""
        line = self.values("at ")[0]
        day, time, zone = line.split()
        return local(f"{day} {time}", zone), zone

    def never(self) -> Iterator[Never]:
        for step in self.steps:
            for line in step.never:
                found = NEVER.match(line)
                if found is None:
                    raise UnreadableLineError(line)
                yield Never(found["where"], found["but"] or "", found["words"])

    def text(self) -> str:
        blocks = [[self.title], self.given, *(step.lines() for step in self.steps)]
        return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def local(words: str, zone: str) -> datetime:
    """ "2026-03-03 10:00" in a zone; of an hour that comes twice the first."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


def read(path: Path) -> Transcript:
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Transcript:
    """Read a transcript. Raises Unreadable for a line that belongs nowhere."""
    lines = [line.rstrip() for line in text.splitlines()]
    title = next((line for line in lines if line.startswith("# ")), "")
    if not title:
        raise UnreadableLineError(f"{name}: the title is missing")
    body = lines[lines.index(title) + 1 :]
    given = [line for line in body if line.startswith(GIVEN)]
    rest = [line for line in body if not line.startswith(GIVEN)]
    return Transcript(name, title, given, list(_steps(list(_entries(rest)))))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with what is indented under it; `gap` says that a blank line stands above."""

    line: str
    under: str
    gap: bool


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    at, gap = 0, False
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line:
            gap = True
            continue
        if line.startswith(INDENT):
            raise UnreadableLineError(f"nothing stands above: {line.strip()}")
        under, at = _under(lines, at)
        yield _Entry(line, "\n".join(under), gap)
        gap = False


def _under(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """The indented lines from `at` on, blank ones between them included, and where they end."""
    found: list[str] = []
    blank = 0
    while at < len(lines) and (not lines[at] or lines[at].startswith(INDENT)):
        if lines[at]:
            found += [""] * blank if found else []
            found.append(lines[at].removeprefix(INDENT))
            blank = 0
        else:
            blank += 1
        at += 1
    return found, at - blank


def _steps(entries: Iterable[_Entry]) -> Iterator[Step]:
    step = Step()
    for entry in entries:
        said = SAID.match(entry.line)
        never = entry.line.startswith("never ")
        new = (entry.gap or bool(step.said) or bool(step.never)) and not said and not never
        if new and (step.actions or step.said or step.never):
            yield step
            step = Step()
        if said:
            text = entry.under if entry.under else said["text"] or ""
            step.said.append(Said(entry.line.split()[1], said["rest"].strip(), text))
        elif never:
            step.never.append(entry.line)
        elif entry.line.startswith(">"):
            step.remarks.append(entry.line)
        else:
            step.actions.append(Action(entry.line, entry.under))
    if step.actions or step.said or step.never or step.remarks:
        yield step
