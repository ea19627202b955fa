"""Which teams live where: a team's home is a channel, or one topic of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, Team, Urgency
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


def show_what_was_refused(work: Work, old: str, new: str) -> None:
    """Say in a home that was just set the last draft or summary that the old one refused, if nothing was said there since."""
    here = [row for row in work.uow.outbox.where(to=old) if not row.private_to] if old else []
    said = max((row.created_at for row in here if row.state is Delivery.SENT), default=None)
    refused = [row for row in here if row.state is Delivery.FAILED and row.urgency is Urgency.DIGEST and not row.edits]
    last = max(refused, key=lambda row: row.created_at, default=None)
    if last and last.error != "invalid" and (said is None or said < last.created_at):
        work.say(new, last.outcome, Urgency.DIGEST, key=f"{last.id}:again")
