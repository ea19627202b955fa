"""What happens around the bot: it is added or removed, people come and go, conversations move, deliveries are refused."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import events, interviews
from bot.domain.model import Following, InterviewState, Team
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import team_channels as of_teams
from bot.domain.outcomes.base import Outcome
from bot.engine import access, archives, circles, homes, lists, standing
from bot.engine.handlers.ordered import finding
from bot.engine.work import EventContext, WorkContext


def handle_lifecycle_event(turn: EventContext, event: events.AnyEvent) -> None:
    if isinstance(event, events.BotAdded):
        _let_in(turn)
    elif isinstance(event, events.BotRemoved):
        _channel_gone(turn)
    elif isinstance(event, events.MemberJoined):
        _member_joined(turn, event)
    elif isinstance(event, events.MemberLeft):
        _member_left(turn)
    elif isinstance(event, events.PersonChanged):
        _account_changed(turn)
    elif isinstance(event, events.ConversationMoved):
        _conversation_moved(turn, event)
    elif isinstance(event, events.ConversationArchived):
        archives.note_archived(turn)
    elif isinstance(event, events.ConversationUnarchived):
        archives.note_back(turn)
    elif isinstance(event, events.DeliveryRefused):
        mark_unreachable(turn, turn.uow.addresses.id_of(event.where))


def _let_in(turn: EventContext) -> None:
    """The bot may see now who is in the channel that a list follows: it is to be read again at once.

    What a round promised to this channel appears here after all, and a team that lost it while its round runs is at home again.
    """
    back = homes.give_back(turn, turn.event.where)
    for team in back:
        turn.say(team.channel, said.TeamTold(what="back", name=team.name))
    if not back:
        turn.reply_openly(said.Welcome(claimed=turn.uow.members.count(admin=True) > 0, channel=True))
    homes.show_what_was_promised(turn, turn.event.where)
    for team in homes.teams_within(turn, turn.event.where):
        if row := lists.following_of(turn, team):
            lists.note_change(turn, row)


def _channel_gone(turn: EventContext) -> None:
    """A team without a channel keeps its list as it is; one that follows something else goes on doing so."""
    for team in homes.teams_within(turn, turn.event.where):
        row = lists.following_of(turn, team)
        if row and row.source == team.channel:
            turn.uow.followings.remove(row.id)
        turn.uow.teams.save(replace(team, channel=""))
        _tell_deciders(turn, team, of_teams.TeamHomeless(team=team.name))


def _tell_deciders(turn: EventContext, team: Team, outcome: Outcome) -> None:
    for member in access.deciders_of(turn, (team.id,)):
        turn.tell(member, outcome)


def _heard_of(turn: EventContext) -> list[tuple[Team, Following | None]]:
    """The teams for whose lists it means something who comes and goes here, each with what its list follows."""
    found = [(team, lists.following_of(turn, team)) for team in homes.teams_within(turn, turn.event.where)]
    return [
        (team, row)
        for team, row in found
        if not lists.by_hand(turn, team) and (row is None or row.source == team.channel)
    ]


def _member_joined(turn: EventContext, event: events.MemberJoined) -> None:
    """A person who joins a team's channel is on its list from the next round on; bots and guests are not.

    A channel with topics may be home to several teams, and nobody can tell which of them somebody came for: they are put on
    none of the lists, and whoever decides for one of the teams hears of it, once a day however many come. Lists that follow the
    channel all have them.
    """
    heard = _heard_of(turn)
    following = [(team, row) for team, row in heard if row]
    for _, row in following:
        lists.note_change(turn, row)
    if not event.counts or not heard:
        return
    if len(heard) > 1 and not following:
        _announce_newcomer(turn, [team for team, _ in heard])
        return
    wanted = [team for team, _ in following or heard if not (following and lists.kept_off(turn, team, turn.person))]
    if not wanted:
        return
    member = turn.member or finding.introduce_sender(turn)
    for team in wanted:
        if lists.add_member(turn, team, member, followed=bool(following)):
            circles.tell_added(turn, team, member.id)


def _account_changed(turn: EventContext) -> None:
    """What the platform says of somebody now counts for every list that they are on; a closed account takes no messages."""
    standing.note_sender(turn)
    if turn.event.sender.left_out == "gone":
        mark_unreachable(turn, turn.person)


def _announce_newcomer(turn: EventContext, teams_here: list[Team]) -> None:
    ids = tuple(team.id for team in teams_here)
    if turn.member and turn.uow.memberships.count(member=turn.member.id, team=ids):
        return
    outcome = of_teams.NewcomersOfNoTeam(teams=tuple(sorted(team.name for team in teams_here)))
    where = turn.uow.addresses.id_of(turn.event.where.whole())
    for decider in access.deciders_of(turn, ids):
        turn.tell(decider, outcome, key=f"newcomers:{where}:{turn.now.date()}:{decider}")


def _member_left(turn: EventContext) -> None:
    """Who leaves a channel leaves its topics."""
    for team, row in _heard_of(turn):
        if turn.member is None:
            continue
        if row:
            lists.note_change(turn, row)
            if not turn.uow.memberships.count(team=team.id, member=turn.member.id, followed=True, lead=False):
                continue
        if lists.remove_member(turn, team, turn.member):
            circles.tell_taken_off(turn, team, turn.member.id)


def _conversation_moved(turn: EventContext, event: events.ConversationMoved) -> None:
    """A channel moves with its topics; a topic that is gone leaves its teams to the channel, and their deciders hear of it."""
    if event.where.topic:
        for team in homes.teams_at(turn, event.where):
            _change_team_channel(turn, team, turn.uow.addresses.remember(event.to))
            _tell_deciders(turn, team, of_teams.TopicGone(team=team.name))
        return
    for team in homes.teams_within(turn, event.where):
        home = homes.home_of(turn, team)
        to = replace(event.to, topic=home.topic if home else None)
        _change_team_channel(turn, team, turn.uow.addresses.remember(to))


def _change_team_channel(turn: EventContext, team: Team, address: str) -> None:
    row = lists.following_of(turn, team)
    if row and row.source == team.channel:
        turn.uow.followings.save(replace(row, source=address))
    homes.move_promised(turn, team.channel, address)
    turn.uow.teams.save(replace(team, channel=address))


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
