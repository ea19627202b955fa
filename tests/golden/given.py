"""What a transcript says is given, put into the store before the first line is played; nobody is told anything of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.calendar import UnclearWords, parse_schedule
from bot.domain.model import Following, Identity, Member, Membership, Organisation, Schedule, Team
from bot.engine.people import claims
from bot.engine.rounds import deadlines
from bot.ports import PointFinder, UnitOfWork
from bot.themes.finder import LocalFinder
from tests.golden.format import Transcript, UnreadableLineError
from tests.golden.people import Cast, names
from tests.golden.platforms import Platform
from tests.golden.world import WordFinder

TEAM = re.compile(r"(?P<name>.+?)(?: in (?P<channel>#[\w/-]+))?(?: under (?P<parent>.+?))?: (?P<people>.+)$")
SCHEDULE = re.compile(r"(?P<team>.+?): (?P<words>.+)$")
ROLE = re.compile(r"(\w+)\((lead|admin)\)")
WORD = re.compile(r'(\w+) = "([^"]+)"')
THERE = re.compile(r"(?P<channel>[\w-]+): (?P<people>.+)$")
KIND = re.compile(r"(\w+)(?:\((guest|bot|foreign)\))?")
ACCOUNT = re.compile(r"(\w+)\((guest|bot|foreign|gone|unknown|unconfirmed)\)")
SETTING = re.compile(r"(\w+) = (\S.*?)(?:;|$)")


class Given:
    """The given lines of one transcript, understood."""

    def __init__(self, transcript: Transcript) -> None:
        self.at, self.zone = transcript.start()
        self.teams = [_match(TEAM, line) for line in transcript.values("team ")]
        self.schedules = [_match(SCHEDULE, line) for line in transcript.values("schedule of ")]
        self.there = [_match(THERE, line) for line in transcript.values("in #")]
        self.follows = [name.strip() for line in transcript.values("follows:") for name in line.split(",")]
        self.by_hand = [name.strip() for line in transcript.values("by hand:") for name in line.split(",")]
        self.admins = [name for line in transcript.values("admins:") for name in names(line)]
        self.accounts = [pair for line in transcript.values("accounts:") for pair in ACCOUNT.findall(line)]
        self.codes = transcript.values("code:")
        self._points = transcript.values("themes:")
        self._settings = dict(pair for line in transcript.values("organisation:") for pair in SETTING.findall(line))
        self.cast = Cast({team["name"]: [name for name, _ in _people(team["people"])] for team in self.teams})

    def organisation(self) -> Organisation:
        """Harbour Mind in the transcript's zone, with the settings that the transcript gives."""
        text = {key: value for key, value in self._settings.items() if key in ("name", "country", "region")}
        numbers = {key: int(value) for key, value in self._settings.items() if key not in text}
        named: dict[str, str] = {"name": "Harbour Mind", **text}
        return Organisation(id="org", zone=self.zone, **named, **numbers)  # type: ignore[arg-type]

    def finder(self) -> PointFinder:
        """The product's own, unless the transcript says which word makes which point."""
        if "as the product finds them" in self._points:
            return LocalFinder()
        return WordFinder({word: label for line in self._points for word, label in WORD.findall(line)})

    def put(self, uow: UnitOfWork, platform: Platform) -> None:
        for who, kind in self.accounts:
            platform.account(who, kind)
        for team in self.teams:
            self._team(uow, platform, team)
        for place in self.there:
            for who, kind in KIND.findall(place["people"]):
                platform.put(f"#{place['channel']}", who, kind)
        for name in self.follows:
            self._follows(uow, _id(name))
        for name in self.by_hand:
            uow.followings.save(Following(id=_id(name), since=_utc(self.at)))
        for name in self.admins:
            member = _member(uow, platform, name)
            uow.members.save(replace(member, admin=True))
        for code in self.codes:
            claims.keep_claim(uow, code, self.at)
        for schedule in self.schedules:
            self._schedule(uow, schedule)

    def _team(self, uow: UnitOfWork, platform: Platform, team: Mapping[str, str]) -> None:
        id = _id(team["name"])
        channel = uow.addresses.remember(platform.channel(team["channel"])) if team["channel"] else ""
        uow.teams.save(Team(id=id, name=team["name"], parent=team["parent"] or "", channel=channel))
        for name, role in _people(team["people"]):
            member = _member(uow, platform, name)
            uow.memberships.save(
                Membership(id=f"{id}-{name}", team=id, member=member.id, lead=role == "lead", since=self.at)
            )
            admin = member.admin or role == "admin"
            uow.members.save(replace(member, admin=admin, primary_team=member.primary_team or id))

    def _follows(self, uow: UnitOfWork, id: str) -> None:
        """As if the channel had just been read and everybody on the list found in it."""
        team = uow.teams.get(id)
        if team is None:
            raise UnreadableLineError(f"no team {id} is given")
        at = _utc(self.at)
        uow.followings.save(Following(id=id, source=team.channel, since=at, read_at=at))
        for row in uow.memberships.where(team=id):
            uow.memberships.save(replace(row, followed=True))

    def _schedule(self, uow: UnitOfWork, given: Mapping[str, str]) -> None:
        rule = parse_schedule(given["words"], today=self.at.date())
        if isinstance(rule, UnclearWords):
            raise UnreadableLineError(given["words"])
        team = uow.teams.get(_id(given["team"]))
        if team is None:
            raise UnreadableLineError(f"no team {given['team']} is given")
        schedule = Schedule(
            id=f"schedule-{team.id}", team=team.id, rule=rule.to_text(), words=given["words"], asked_until=_utc(self.at)
        )
        uow.schedules.save(deadlines.with_next_send(uow.organisations.where()[0], team, schedule))


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _match(pattern: re.Pattern[str], line: str) -> dict[str, str]:
    found = pattern.match(line)
    if found is None:
        raise UnreadableLineError(line)
    return found.groupdict()


def _people(words: str) -> list[tuple[str, str]]:
    """Names with their role, which is empty for most."""
    roles = dict(ROLE.findall(words))
    return [(name.split("(")[0], roles.get(name.split("(")[0], "")) for name in names(words)]


def _id(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _member(uow: UnitOfWork, platform: Platform, name: str) -> Member:
    ref = platform.person(name)
    known = uow.identities.get(uow.addresses.id_of(ref))
    found = uow.members.get(known.member) if known else None
    if found:
        return found
    member = Member(id=f"member-{name}", name=name.title())
    uow.members.save(member)
    uow.identities.save(Identity(id=uow.addresses.remember(ref), member=member.id))
    return member
