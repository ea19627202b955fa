"""Which teams live where: a team's home is a channel, or one topic of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.conversation import ConversationRef
from bot.domain.model import Team
from bot.engine.work import Work


def teams_at(work: Work, place: ConversationRef) -> list[Team]:
    """The teams whose home is this very place."""
    return work.uow.teams.where(channel=work.uow.addresses.id_of(place), archived=False)


def teams_within(work: Work, place: ConversationRef, among: Sequence[Team] | None = None) -> list[Team]:
    """The teams whose home is this channel or any topic of it: they share its people, and its fate."""
    teams = work.uow.teams.where(archived=False) if among is None else among
    return [team for team in teams if (home := home_of(work, team)) and home.whole() == place.whole()]


def home_of(work: Work, team: Team) -> ConversationRef | None:
    return work.uow.addresses.ref(team.channel) if team.channel else None
