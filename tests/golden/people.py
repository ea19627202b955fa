"""Who is meant: names one by one, or everyone in a team, read and written the same way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from tests.golden.format import UnreadableLineError

EVERYONE = re.compile(r"everyone in (?P<team>.+?)(?: but (?P<but>.+))?$")
FEW = 3
"""How many left out are still listed one by one."""


class Cast:
    """The teams of a transcript and all names in it."""

    def __init__(self, teams: Mapping[str, Sequence[str]]) -> None:
        self.teams = {name: list(people) for name, people in teams.items()}

    def read(self, words: str) -> list[str]:
        """The people meant by `words`, in the order in which they are written or stand in their team."""
        found = EVERYONE.match(words)
        if not found:
            return names(words)
        if found["team"] not in self.teams:
            raise UnreadableLineError(f"no team {found['team']} is given")
        but = names(found["but"] or "")
        return [name for name in self.teams[found["team"]] if name not in but]

    def write(self, people: Collection[str]) -> str:
        """The shortest way to say who it is."""
        for team, members in self.teams.items():
            missing = [name for name in members if name not in people]
            if set(people) <= set(members) and len(people) > max(2, len(missing)) and len(missing) <= FEW:
                return f"everyone in {team}" + (f" but {listed(missing)}" if missing else "")
        order = [name for members in self.teams.values() for name in members]
        return listed(sorted(set(people), key=lambda name: (order.index(name) if name in order else len(order), name)))


def names(words: str) -> list[str]:
    return [name for name in re.split(r",\s*|\s+and\s+|\s+", words.strip()) if name]


def listed(people: Sequence[str]) -> str:
    return " and ".join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else "".join(people)
