"""Cast of a demonstration: an organisation's teams and people, as shipped or from a file of answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from bot.cli.demo.answers import AnswerRow
from bot.domain.questions import NUMBERS, answer_field
from bot.views.messages.questions import DEFAULT_QUESTIONS


@dataclass(frozen=True, slots=True)
class Player:
    """One person: what they answer by question number, and for which questions they allow their words to be shown.

    `weigh` is what they say of a draft's points: agree, differ or skip, by words of their wording.
    """

    handle: str
    name: str
    about: str
    answers: Mapping[int, str] = field(default_factory=dict)
    allow: tuple[int, ...] = ()
    weigh: Mapping[str, str] = field(default_factory=dict)

    def form(self) -> dict[str, str]:
        """The answers as the fields of the answer form."""
        return {answer_field(number): text for number, text in self.answers.items()}


@dataclass(frozen=True, slots=True)
class CastTeam:
    """The first of its people leads it."""

    name: str
    channel: str
    people: tuple[Player, ...]
    under: str = ""

    @property
    def lead(self) -> Player:
        return self.people[0]


@dataclass(frozen=True, slots=True)
class Cast:
    """The first team is the one whose rooms are shown; its lead is the first admin."""

    teams: tuple[CastTeam, ...]

    @property
    def people(self) -> list[Player]:
        return [player for team in self.teams for player in team.people]

    def player(self, handle: str) -> Player:
        return next(player for player in self.people if player.handle == handle)


def shipped_cast() -> Cast:
    """Harbour Mind, a made-up charity. Its people answer as many questions as are asked, of those that they have an answer to."""
    import tomllib

    document = tomllib.loads(files(__package__).joinpath("cast.toml").read_text("utf-8"))
    return Cast(tuple(_make_team(table) for table in document["team"]))


def _make_team(table: Mapping[str, object]) -> CastTeam:
    people = table["person"]
    assert isinstance(people, list)  # noqa: S101 - our own file, shown to be so by its test
    return CastTeam(
        name=str(table["name"]),
        channel=str(table["channel"]),
        people=tuple(_make_player(person) for person in people),
        under=str(table.get("under", "")),
    )


def _make_player(table: Mapping[str, object]) -> Player:
    allow, weigh = table.get("allow", []), table.get("weigh", {})
    assert isinstance(weigh, dict)  # noqa: S101 - as above
    return Player(
        handle=str(table["handle"]),
        name=str(table["name"]),
        about=str(table["about"]),
        answers={number: str(table[answer_field(number)]) for number in _asked() if answer_field(number) in table},
        allow=tuple(number for number in _asked() if isinstance(allow, list) and number in allow),
        weigh=weigh,
    )


def _asked() -> range:
    return NUMBERS[: len(DEFAULT_QUESTIONS)]


def of_answers(rows: Iterable[AnswerRow]) -> Cast:
    """As many people in each team as its most answered question needs, the team with most answers first.

    The n-th answer of a team to a question is given by its n-th person. Lena, who leads the first team, gives none.
    Names are short codes, so that none of them can be a word in an answer.
    """
    given: dict[str, dict[int, list[AnswerRow]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for row in rows:
        key = row.team.casefold()
        names.setdefault(key, row.team)
        given[key][row.question].append(row)
    order = sorted(given, key=lambda key: (-sum(map(len, given[key].values())), key))
    teams: list[CastTeam] = []
    total = 0
    for key in order:
        channel = _free_channel_name(names[key], {team.channel for team in teams})
        count = max(map(len, given[key].values()))
        people = [_nth_player(names[key], given[key], place, total + place + 1) for place in range(count)]
        lena = [Player("lena", "Lena", f"leads {names[key]}, admin")] if not teams else []
        teams.append(CastTeam(names[key], channel, (*lena, *people)))
        total += count
    return Cast(tuple(teams))


def _nth_player(team: str, given: Mapping[int, list[AnswerRow]], place: int, number: int) -> Player:
    rows = [answered[place] for answered in given.values() if place < len(answered)]
    return Player(
        f"p{number}",
        f"P{number}",
        f"in {team}",
        answers={row.question: row.text for row in rows},
        allow=tuple(sorted(row.question for row in rows if row.allow)),
        weigh={words: said for row in rows for words, said in row.weigh.items()},
    )


def _free_channel_name(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_") or "team"
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found
