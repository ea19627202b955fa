"""Cast of the year: three teams, who comes and goes, and what each person answers in a month, as `year.toml` tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.cli.demo.cast import Cast, CastTeam, Player

MONTHS = range(1, 19)
"""Months of the story, from October 2026."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences on one matter, one for each of several people, in the months in which they say it.

    What is said otherwise has no months: in each, so many `people` say the next of its sentences.
    """

    question: int
    said: tuple[str, ...]
    months: tuple[int, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """A person, and the first and the last month in which they are there."""

    player: Player
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Differing:
    """People who see what holds these words differently in a month; all others say so too."""

    month: int
    words: str
    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedReply:
    """Answer of who leads to a point that holds these words, after the final of a month, as the fields of the form."""

    month: int
    words: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class YearTeam:
    """A team over the months; the first of its people leads it at the beginning."""

    name: str
    channel: str
    stays: tuple[Stay, ...]
    topics: tuple[Topic, ...]
    otherwise: tuple[Topic, ...] = ()
    differing: tuple[Differing, ...] = ()
    replies: tuple[PlannedReply, ...] = ()

    def there(self, month: int) -> list[Player]:
        return [stay.player for stay in self.stays if stay.first <= month <= stay.last]

    def lead(self, month: int) -> Player:
        return self.there(month)[0]

    def player(self, handle: str) -> Player:
        return next(stay.player for stay in self.stays if stay.player.handle == handle)

    def joining(self, month: int) -> list[Player]:
        """Return who is there from this month on; the first month's people are there already."""
        return [stay.player for stay in self.stays if stay.first == month > MONTHS[0]]

    def leaving(self, month: int) -> list[Player]:
        """Return who is there in the month before, and not in this one."""
        return [stay.player for stay in self.stays if stay.last == month - 1]

    def following(self, month: int) -> list[Player]:
        """Return who leads from this month on, if it was somebody else before."""
        now = self.lead(month)
        return [now] if month > MONTHS[0] and now != self.lead(month - 1) else []

    def founders(self) -> CastTeam:
        return CastTeam(self.name, self.channel, tuple(self.there(MONTHS[0])))

    def answers(self, month: int) -> dict[str, dict[int, str]]:
        """Return what each person answers, by question; who has nothing to say is left out."""
        given: dict[str, dict[int, str]] = {}
        people = [player.handle for player in self.there(month)]
        for topic in self.topics:
            if month in topic.months:
                free = [handle for handle in people if topic.question not in given.get(handle, {})]
                turned = _turned(free, month)
                for handle, text in zip(turned, topic.said, strict=False):
                    given.setdefault(handle, {})[topic.question] = text
        for topic in self.otherwise:
            free = [handle for handle in people if topic.question not in given.get(handle, {})]
            said = _turned(topic.said, month * topic.people)[: topic.people]
            for handle, text in zip(_turned(free, month), said, strict=False):
                given.setdefault(handle, {})[topic.question] = text
        return given

    def weighs(self, player: Player, month: int) -> dict[str, str]:
        """Return how a person weighs what can be weighed in a month, by words of it; the first that fit count."""
        found = {
            each.words: "differ" for each in self.differing if each.month == month and player.handle in each.handles
        }
        return {**found, "*": "agree"}


def _turned(row: Iterable[str], places: int) -> list[str]:
    """Return a row that begins further on, so that another month has other people say other things."""
    all_of = list(row)
    start = places % len(all_of) if all_of else 0
    return [*all_of[start:], *all_of[:start]]


@dataclass(frozen=True, slots=True)
class YearCast:
    teams: tuple[YearTeam, ...]

    def as_cast(self) -> Cast:
        """Return everybody who is ever there, by their teams."""
        return Cast(
            tuple(CastTeam(team.name, team.channel, tuple(stay.player for stay in team.stays)) for team in self.teams)
        )


def read_year() -> YearCast:
    """Harbour Mind over eighteen months, as shipped."""
    document = tomllib.loads(files(__package__).joinpath("year.toml").read_text("utf-8"))
    return YearCast(tuple(_make_team(table) for table in document["team"]))


def _make_team(table: Mapping[str, Any]) -> YearTeam:
    return YearTeam(
        name=table["name"],
        channel=table["channel"],
        stays=tuple(_make_stay(person) for person in table["people"]),
        topics=tuple(_make_topic(topic) for topic in table.get("topic", [])),
        otherwise=tuple(_make_topic(topic) for topic in table.get("else", [])),
        differing=tuple(
            Differing(each["month"], each["words"], tuple(each["people"])) for each in table.get("differing", [])
        ),
        replies=tuple(_make_reply(reply) for reply in table.get("reply", [])),
    )


def _make_stay(table: Mapping[str, Any]) -> Stay:
    player = Player(table["handle"], table["name"], table["about"])
    return Stay(player, table.get("from", MONTHS[0]), table.get("until", MONTHS[-1]))


def _make_topic(table: Mapping[str, Any]) -> Topic:
    return Topic(table["question"], tuple(table["said"]), tuple(table.get("months", ())), table.get("people", 0))


def _make_reply(table: Mapping[str, Any]) -> PlannedReply:
    fields = {
        "step": table["step"],
        "words": table["text"],
        "day": table.get("day", ""),
        "owner": table.get("owner", ""),
    }
    return PlannedReply(table["month"], table["words"], fields)
