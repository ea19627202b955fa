"""Handlers of lifecycle events: the bot is added or removed, people come and go, conversations move, deliveries are refused."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import events, interviews
from bot.domain.model import Following, InterviewState, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import team_channels as of_teams
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.set_up import NoBroadcastChannels
from bot.engine import access
from bot.engine.context import EventContext, WorkContext
from bot.engine.meetings import leaving
from bot.engine.people import (
    account_standing,
    archived_channels,
    asked_with,
    introductions,
    membership_lists,
    team_channels,
)
from bot.engine.set_up import looking, plans


def handle_lifecycle_event(context: EventContext, event: events.AnyEvent) -> None:
    if isinstance(event, events.BotAdded) and event.broadcast:
        _refuse_broadcast(context)
    elif isinstance(event, events.BotAdded):
        _let_in(context)
    elif isinstance(event, events.BotRemoved):
        _channel_gone(context)
    elif isinstance(event, events.MemberJoined):
        _member_joined(context, event)
    elif isinstance(event, events.MemberLeft):
        _member_left(context)
    elif isinstance(event, events.PersonChanged):
        _account_changed(context)
    elif isinstance(event, events.ConversationMoved):
        _conversation_moved(context, event)
    elif isinstance(event, events.ConversationArchived):
        archived_channels.note_archived(context)
    elif isinstance(event, events.ConversationUnarchived):
        archived_channels.note_back(context)
    elif isinstance(event, events.GroupOfPeopleChanged):
        _group_changed(context)
    elif isinstance(event, events.DeliveryRefused):
        mark_unreachable(context, context.uow.addresses.id_of(event.where))


def _let_in(context: EventContext) -> None:
    """The bot may see now who is in the channel that a list follows: it is to be read again at once.

    What a round promised to this channel appears here after all, and a team that lost it while its round runs is at home again.
    """
    looking.look_again_at(context, context.event.where)
    back = team_channels.give_back(context, context.event.where)
    for team in back:
        context.say(team.channel, said.TeamTold(what="back", name=team.name))
    if not back:
        context.reply_openly(access.welcome(context, channel=True))
    team_channels.show_what_was_promised(context, context.event.where)
    for team in team_channels.teams_within(context, context.event.where):
        if row := membership_lists.following_of(context, team):
            membership_lists.note_change(context, row)


def _refuse_broadcast(context: EventContext) -> None:
    """Nobody can be asked where people only read: whoever added the bot is told so, there only if nowhere else."""
    tell = context.reply_openly if context.cannot_be_told() else context.reply_directly
    tell(NoBroadcastChannels())


def _channel_gone(context: EventContext) -> None:
    """A team without a channel keeps its list as it is; one that follows something else goes on doing so."""
    for team in team_channels.teams_within(context, context.event.where):
        row = membership_lists.following_of(context, team)
        if row and row.source == team.channel:
            context.uow.followings.remove(row.id)
        context.uow.teams.save(replace(team, channel=""))
        _tell_deciders(context, team, of_teams.TeamHomeless(team=team.name))


def _tell_deciders(context: EventContext, team: Team, outcome: Outcome) -> None:
    for member in access.deciders_of(context, (team.id,)):
        context.tell(member, outcome)


def _heard_of(context: EventContext) -> list[tuple[Team, Following | None]]:
    """The teams for whose lists it means something who comes and goes here, each with what its list follows."""
    found = [
        (team, membership_lists.following_of(context, team))
        for team in team_channels.teams_within(context, context.event.where)
    ]
    return [
        (team, row)
        for team, row in found
        if not membership_lists.by_hand(context, team) and (row is None or row.source == team.channel)
    ]


def _member_joined(context: EventContext, event: events.MemberJoined) -> None:
    """A person who joins a team's channel is on its list from the next round on; bots and guests are not.

    A channel with topics may be home to several teams, and nobody can tell which of them somebody came for: they are put on
    none of the lists, and whoever decides for one of the teams hears of it, once a day however many come. Lists that follow the
    channel all have them.
    """
    heard = _heard_of(context)
    following = [(team, row) for team, row in heard if row]
    for _, row in following:
        membership_lists.note_change(context, row)
    if not event.counts or not heard:
        return
    if len(heard) > 1 and not following:
        _announce_newcomer(context, [team for team, _ in heard])
        return
    wanted = [
        team
        for team, _ in following or heard
        if not (following and membership_lists.kept_off(context, team, context.person))
    ]
    if not wanted:
        return
    member = context.member or introductions.introduce_sender(context)
    for team in wanted:
        if membership_lists.add_member(context, team, member, followed=bool(following)):
            asked_with.tell_added(context, team, member.id)


def _group_changed(context: EventContext) -> None:
    """Let every list that follows this user group be read again."""
    source = context.uow.addresses.id_of(context.event.where)
    for row in context.uow.followings.where():
        if row.group and row.source == source:
            membership_lists.note_change(context, row)


def _account_changed(context: EventContext) -> None:
    """Note what the platform says of an account now, for every list that it is on; a closed one takes no messages, and no notes."""
    account_standing.note_sender(context)
    if context.event.sender.left_out == "gone":
        mark_unreachable(context, context.person)
        if context.member:
            leaving.leave_meetings(context, context.member.id)


def _announce_newcomer(context: EventContext, teams_here: list[Team]) -> None:
    ids = tuple(team.id for team in teams_here)
    if context.member and context.uow.memberships.count(member=context.member.id, team=ids):
        return
    outcome = of_teams.NewcomersOfNoTeam(teams=tuple(sorted(team.name for team in teams_here)))
    where = context.uow.addresses.id_of(context.event.where.with_all_topics())
    for decider in access.deciders_of(context, ids):
        context.tell(decider, outcome, key=f"newcomers:{where}:{context.now.date()}:{decider}")


def _member_left(context: EventContext) -> None:
    """Take somebody who leaves a channel off the lists of its topics too. In its meeting they take no notes any more."""
    if context.member is None:
        return
    for team in team_channels.teams_within(context, context.event.where):
        leaving.leave_meetings(context, context.member.id, team.id)
    for team, row in _heard_of(context):
        if row:
            membership_lists.note_change(context, row)
            if not context.uow.memberships.count(team=team.id, member=context.member.id, followed=True, lead=False):
                continue
        if membership_lists.remove_member(context, team, context.member):
            asked_with.tell_taken_off(context, team, context.member.id)


def _conversation_moved(context: EventContext, event: events.ConversationMoved) -> None:
    """A channel moves with its topics; a topic that is gone leaves its teams to the channel, and their deciders hear of it."""
    if event.where.topic:
        for team in team_channels.teams_at(context, event.where):
            _change_team_channel(context, team, context.uow.addresses.remember(event.to))
            _tell_deciders(context, team, of_teams.TopicGone(team=team.name))
        return
    plans.move_home(context, event.where, event.to)
    for team in team_channels.teams_within(context, event.where):
        home = team_channels.home_of(context, team)
        to = replace(event.to, topic=home.topic if home else None)
        _change_team_channel(context, team, context.uow.addresses.remember(to))


def _change_team_channel(context: EventContext, team: Team, address: str) -> None:
    row = membership_lists.following_of(context, team)
    if row and row.source == team.channel:
        context.uow.followings.save(replace(row, source=address))
    team_channels.move_promised(context, team.channel, address)
    context.uow.teams.save(replace(team, channel=address))


def mark_unreachable(work: WorkContext, address: str) -> bool:
    """A person who cannot be written to is not asked until they give a sign of life. False for one of whom that is known."""
    identity = work.uow.identities.get(address)
    member = work.uow.members.get(identity.member) if identity else None
    if member is None or not member.reachable:
        return False
    work.uow.members.save(replace(member, reachable=False))
    waiting = (InterviewState.INVITED, InterviewState.ASKING)
    for interview in work.uow.interviews.where(member=member.id, state=waiting):
        work.uow.interviews.save(interviews.move_interview(interview, interviews.Move.LOSE))
    return True
