"""Lists of people as they are pasted or exported: a line for each, by a mention, a public name, an e-mail address or a name."""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

from bot.chatcommands.registry import Wrong
from bot.chatcommands.words import people_in, strip_quotes
from bot.domain.commands import Command
from bot.domain.many_people import AddList

MOST_LINES, LONGEST_LINE = 300, 200
_HEADINGS = frozenset(
    {
        "name", "full name", "first name", "last name", "surname", "display name", "real name", "e-mail", "email", "mail",
        "email address", "e-mail address", "user", "username", "user name", "handle", "id", "user id", "userid", "member",
        "member id", "person", "people", "team", "role", "department", "title", "status",
    }
)  # fmt: skip
"""Cells of a first row that names its columns."""
_MARKS = re.compile(r"^\s*(?:[-*•–·]|\d{1,3}[.)])\s+")
"""Marks of a list before an entry."""
_EMAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")


class Entry(NamedTuple):
    """One line: `ids` are mentions and public names in it, `emails` addresses, `names` what may be somebody's name."""

    ids: tuple[str, ...]
    emails: tuple[str, ...]
    names: tuple[str, ...]


def list_to_add(text: str, team: str = "") -> Command | Wrong:
    """Return the command that adds the people of a list, a line for each; or what is wrong with it as a whole."""
    lines = [
        (number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()
    ]
    if lines and is_heading(lines[0][1]):
        lines = lines[1:]
    if not lines:
        return Wrong("The list is empty.")
    if len(lines) > MOST_LINES:
        return Wrong(f"A list may have {MOST_LINES} lines at most. Nobody was added.")
    return AddList(entries=tuple(lines), team=team)


def is_heading(line: str) -> bool:
    """Return whether a line names the columns of a table."""
    cells = [cell.strip().lower() for cell in cells_of(line)]
    return (len(cells) > 1 and all(cell in _HEADINGS for cell in cells if cell)) or cells[:1] in (["name"], ["email"])


def cells_of(line: str) -> list[str]:
    """The cells of a row: between commas, semicolons or tabs, whichever there are most of."""
    mark = max("\t;,", key=line.count)
    return next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])


def read_entry(line: str) -> Entry:
    """Read one line of a list. A name in two cells is one name too."""
    line = _MARKS.sub("", line)[:LONGEST_LINE]
    emails = tuple(_EMAIL.findall(line))
    ids, _ = people_in(_EMAIL.sub(" ", line))
    cells = [strip_quotes(cell).strip(" <>()") for cell in cells_of(_EMAIL.sub("", line))]
    names = [cell for cell in cells if any(letter.isalpha() for letter in cell)]
    both = [" ".join(names[:2]), " ".join(reversed(names[:2]))] if len(names) > 1 else []
    return Entry(ids, emails, tuple(dict.fromkeys([*names[:1], *both])))
