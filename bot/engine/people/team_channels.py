"""Homes of teams: a team's home is a channel, or one topic of it. A round keeps the homes that it was opened with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, Round, Team, Urgency
from bot.domain.rounds import ASKED, RUNNING
from bot.engine.context import WorkContext


def teams_at(work: WorkContext, place: ConversationRef) -> list[Team]:
    """The teams whose home is this very place."""
    return work.uow.teams.where(channel=work.uow.addresses.id_of(place), archived=False)


def teams_within(work: WorkContext, place: ConversationRef, among: Sequence[Team] | None = None) -> list[Team]:
    """The teams whose home is this channel or any topic of it: they share its people, and its fate."""
    teams = work.uow.teams.where(archived=False) if among is None else among
    return [
        team for team in teams if (home := home_of(work, team)) and home.with_all_topics() == place.with_all_topics()
    ]


def home_of(work: WorkContext, team: Team) -> ConversationRef | None:
    return work.uow.addresses.ref(team.channel) if team.channel else None


def channels_of(work: WorkContext, round_: Round) -> list[tuple[Team, str]]:
    """The round's teams that had a channel when it opened, each with the address of that: what the round says appears there."""
    ids = round_.teams or round_.posted_for
    teams = {row.id: row for row in work.uow.teams.where(id=ids)}
    pairs = sorted(zip(ids, round_.channels, strict=False))
    return [(teams[id], channel) for id, channel in pairs if channel and id in teams]


def move_promised(work: WorkContext, old: str, new: str) -> None:
    """Let what rounds promised to a conversation, and a meeting that is held there, appear where that conversation is now."""
    for round_ in work.uow.rounds.where(state=ASKED):
        if old in round_.channels:
            moved = tuple(new if channel == old else channel for channel in round_.channels)
            work.uow.rounds.save(replace(round_, channels=moved))
    for meeting in work.uow.meetings.where():
        if meeting.home == old:
            work.uow.meetings.save(replace(meeting, home=new, board=""))


def give_back(work: WorkContext, place: ConversationRef) -> list[Team]:
    """Let teams without a home be at home again where their running rounds promised to be: there the bot is let in again."""
    found = []
    for round_ in work.uow.rounds.where(state=RUNNING):
        for team, channel in channels_of(work, round_):
            if not team.channel and _is_channel(work, channel, place):
                found.append(replace(team, channel=channel))
                work.uow.teams.save(found[-1])
    return found


def show_what_was_promised(work: WorkContext, place: ConversationRef) -> None:
    """Post, where the bot is let in again, the last draft or summary that this place refused meanwhile."""
    rounds = work.uow.rounds.where(state=ASKED)
    for channel in sorted({channel for round_ in rounds for channel in round_.channels if channel}):
        if _is_channel(work, channel, place):
            show_what_was_refused(work, channel, channel)


def _is_channel(work: WorkContext, channel: str, place: ConversationRef) -> bool:
    ref = work.uow.addresses.ref(channel)
    return ref is not None and ref.with_all_topics() == place.with_all_topics()


def same_readers(work: WorkContext, one: str, other: str) -> bool:
    """Return whether two addresses are one channel, or topics of one."""
    place = work.uow.addresses.ref(one)
    return place is not None and _is_channel(work, other, place)


def show_what_was_refused(work: WorkContext, old: str, new: str) -> None:
    """Post in a home the last draft or summary that the old one refused, if nothing was posted there since.

    The two must have the same readers: a draft goes to nobody to whom it was not promised.
    """
    here = [row for row in work.uow.outbox.where(to=old) if not row.private_to] if old else []
    said = max((row.created_at for row in here if row.state is Delivery.SENT), default=None)
    refused = [row for row in here if row.state is Delivery.FAILED and row.urgency is Urgency.DIGEST and not row.edits]
    last = max(refused, key=lambda row: row.created_at, default=None)
    if last and last.error != "invalid" and (said is None or said < last.created_at):
        work.say(new, last.outcome, Urgency.DIGEST, key=f"{last.id}:again")
