"""What is remembered after a final: who hears what became of a point, and when an earlier point is asked about again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from adapters.fake import Sent
from bot.domain.conversation import ConversationRef
from bot.domain.model import ItemKind, PointState, Release, Round, RoundState
from bot.domain.weighing.verdicts import ROUNDS_BETWEEN
from bot.ports import UnitOfWork

REPLY = re.compile(r"reply\d{5}x")
ENDED = (RoundState.FINAL, RoundState.WITHHELD)


@dataclass
class Memory:
    """Follow-ups by the mark in the sentence that a lead gave (`answered`), and where which mark was read (`told`)."""

    answered: dict[str, str] = field(default_factory=dict)
    told: set[tuple[str, ConversationRef]] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    """Points that were let go or worded anew when the releases in `known` were all there were."""
    known: set[str] = field(default_factory=set)
    asked_again: set[str] = field(default_factory=set)

    def new_sentence(self, token: str) -> str:
        """Return a sentence for the answer to a follow-up, by the token of its form."""
        mark = f"reply{len(self.answered):05}x"
        self.answered[mark] = token.partition(":")[0]
        return f"We see to it as {mark} says"

    def arrived(self, sent: Sent) -> None:
        viewer = sent.private_to or sent.ref
        self.told |= {(mark, viewer) for mark in REPLY.findall(repr(sent.view))}

    def problems(self, uow: UnitOfWork) -> list[str]:
        found = [*self._told_elsewhere(uow), *self._asked_about(uow)]
        self.told.clear()
        return found

    def _told_elsewhere(self, uow: UnitOfWork) -> Iterator[str]:
        """An answer is for the teams whose point it was, and for admins; what the organisation is told everybody may read."""
        for mark, where in self.told:
            row = uow.follow_ups.get(self.answered[mark])
            if row is None or not row.teams:
                continue
            address = uow.addresses.id_of(where)
            if where.direct:
                known = self._knows(uow, address, row.teams)
            else:
                known = any(team.channel == address for team in uow.teams.where(id=row.teams))
            if not known:
                yield f"an answer was told to another team: {mark} in {where}"

    def _knows(self, uow: UnitOfWork, address: str, teams: tuple[str, ...]) -> bool:
        identity = uow.identities.get(address)
        member = uow.members.get(identity.member) if identity else None
        if member is None or member.admin:
            return True
        asked = uow.rounds.where(id=tuple(row.round for row in uow.interviews.where(member=member.id)))
        return bool(uow.memberships.count(member=member.id, team=teams)) or any(
            set(row.teams) & set(teams) for row in asked
        )

    def _asked_about(self, uow: UnitOfWork) -> Iterator[str]:
        releases = {row.id: row for row in uow.releases.where()}
        for release in (releases[id] for id in releases.keys() - self.known):
            for item in release.items:
                if item.kind is ItemKind.EARLIER_POINT and item.source in self.gone:
                    yield f"a point that was let go is asked about again: {item.source}"
        if releases.keys() - self.known:
            yield from _too_soon(uow, list(releases.values()))
        self.known = set(releases)
        self.gone = {row.id for row in uow.lasting_points.where() if row.state is not PointState.STANDS}
        self.asked_again |= {each for row in releases.values() for each in _sources(row)}


def _sources(release: Release) -> list[str]:
    return [item.source for item in release.items if item.kind is ItemKind.EARLIER_POINT]


def _too_soon(uow: UnitOfWork, releases: list[Release]) -> Iterator[str]:
    """Yield points that two rounds have asked about, both to the end or the later one as a draft, with too few rounds between."""
    rounds = {row.id: row for row in uow.rounds.where()}
    asked: dict[str, list[Round]] = {}
    for release in releases:
        round_ = rounds.get(release.round)
        if round_ and round_.state in (*ENDED, RoundState.DRAFT):
            for source in _sources(release):
                asked.setdefault(source, []).append(round_)
    for source, rows in asked.items():
        own = sorted({row.id: row for row in rows}.values(), key=_opened)
        for before, after in pairwise(own):
            if _rounds_to(list(rounds.values()), before, after) < ROUNDS_BETWEEN:
                yield f"a point was asked about again too soon: {source}"


def _rounds_to(rounds: list[Round], before: Round, after: Round) -> int:
    """Return how many rounds of the same teams ended after one, until another that is counted itself."""
    between = (
        row
        for row in rounds
        if row.state in ENDED and set(row.teams) == set(after.teams) and _opened(before) < _opened(row) < _opened(after)
    )
    return sum(1 for _ in between) + 1


def _opened(round_: Round) -> str:
    return round_.opened_at.isoformat() if round_.opened_at else ""
