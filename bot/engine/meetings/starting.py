"""Start of a team's meeting: by the button under the opening message, or by the word, by anybody of the team."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.meetings import (
    LEAST_MINUTES,
    LIVE,
    MOST_MINUTES,
    MeetingStep,
    can_take_step,
    end_of_step,
    first_open_question,
    minutes_fit,
    usual_minutes,
)
from bot.domain.model import Meeting, MeetingState, Member, Round, RoundState, Team, Urgency
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.commands import NotForYou
from bot.domain.rounds import AT_WILL
from bot.engine import access, lookup
from bot.engine.commands import schedules
from bot.engine.context import EventContext
from bot.engine.meetings.boards import show_meeting
from bot.engine.meetings.stepping import take_step
from bot.engine.people import team_channels
from bot.engine.rounds import merge_plan, round_facts


def start_meeting(context: EventContext, command: order.StartMeeting) -> None:
    """Start the meeting of the acting person's team, or show where it stands. In their own chat they are asked first."""
    acting = access.require_member(context)
    found = _open_round_of(context, acting)
    if found is None:
        _offer_round(context)
        return
    round_, team = found
    if context.event.where.direct and _runs(context, round_, team):
        context.reply(said.MeetingStarted(team=team.name, running=True))
    elif context.event.where.direct:
        _refuse_minutes(context, round_, command.minutes)
        context.reply(said.MeetingOffered(team=team.name, token=f"{round_.id}:{command.minutes}"))
    else:
        _start_or_show(context, round_, team, minutes=command.minutes, again=True)


def show_running(context: EventContext, command: order.ShowMeeting) -> None:
    """Show the meeting of the acting person's team again, in its home; elsewhere say where it is. Nothing is started."""
    found = _open_round_of(context, access.require_member(context))
    meetings = context.uow.meetings.where(round=found[0].id, team=found[1].id) if found else ()
    if not found or not meetings:
        context.reply(said.NoMeeting())
        return
    round_, team = found
    if context.uow.addresses.id_of(context.event.where) == meetings[0].home:
        show_meeting(context, meetings[0], round_, aloud=True)
    else:
        context.reply(said.MeetingStarted(team=team.name, running=True))


def press_start(context: EventContext, token: str) -> None:
    """The button under the opening message, for the team whose home it stands in; or the one of who asked for it in private."""
    acting = access.require_member(context)
    round_id, _, minutes = token.partition(":")
    round_ = context.uow.rounds.get(round_id)
    team = _team_meeting_here(context, acting, round_) if round_ else None
    if round_ is None or team is None:
        raise Refusal(NotYourRound())
    if round_.state is not RoundState.OPEN:
        raise Refusal(said.MeetingOver())
    _start_or_show(context, round_, team, minutes=int(minutes) if minutes.isdecimal() else 0, again=False)


def ask_and_meet(context: EventContext, team_id: str) -> None:
    """Ask a team now, as who leads it or an admin may, and start its meeting."""
    acting = access.lead_or_admin(context, team_id)
    team = context.uow.teams.get(team_id)
    if team is None or not _may_ask(context, acting, team):
        raise Refusal(NotForYou(who="admins"))
    schedules.ask_group(context, team, f"{AT_WILL}{context.event.event_id}")
    opened = _open_rounds_of(context, team_id)
    if opened:
        _start_or_show(context, opened[0], team, minutes=0, again=False)


def _may_ask(context: EventContext, acting: Member, team: Team) -> bool:
    """Return whether somebody may ask a team now: an admin, or who leads all the teams that are asked with it."""
    group = merge_plan.plan_groups(context).groups.get(team.id)
    return access.may_order_round(context, acting, group.teams if group else (team.id,))


def _open_rounds_of(context: EventContext, team: str) -> list[Round]:
    return [row for row in context.uow.rounds.where(state=RoundState.OPEN) if team in row.teams]


def _open_round_of(context: EventContext, acting: Member) -> tuple[Round, Team] | None:
    """Return the open round of the team that the acting person is of: the team at home here, else the one that asks them."""
    mine: list[tuple[Round, Team]] = []
    for round_ in context.uow.rounds.where(state=RoundState.OPEN):
        teams = {row.id: row for row in context.uow.teams.where(id=round_.teams)}
        if (here := _team_meeting_here(context, acting, round_)) is not None:
            return round_, here
        mine += [
            (round_, teams[id])
            for id in round_.teams
            if id in teams and access.is_of_team(context, acting, round_.id, id)
        ]
    primary = [pair for pair in mine if pair[1].id == acting.primary_team]
    return next(iter(primary or mine), None) if context.event.where.direct or len(mine) == 1 else None


def _team_meeting_here(context: EventContext, acting: Member, round_: Round) -> Team | None:
    """Return the team of a round that has its home where the event happened, or in a person's own chat the one that asks them."""
    here = context.uow.addresses.id_of(context.event.where)
    at_home = [team for team, channel in team_channels.channels_of(context, round_) if channel == here]
    teams = context.uow.teams.where(id=round_.teams) if context.event.where.direct else at_home
    mine = [team for team in teams if access.is_of_team(context, acting, round_.id, team.id)]
    return next((team for team in mine if team.id == acting.primary_team), mine[0] if mine else None)


def _offer_round(context: EventContext) -> None:
    """No round is open: who may open one is offered to."""
    team = lookup.ordered_team(context, "")
    if team is None or not _may_ask(context, access.require_member(context), team):
        raise Refusal(said.MeetingWithoutRound())
    context.reply(said.MeetingWithoutRound(team=team.name, token=team.id))


def _start_or_show(context: EventContext, round_: Round, team: Team, *, minutes: int, again: bool) -> None:
    """Start the meeting, or go on with one that is over; one that runs is shown `again`, or told of."""
    home = {row.id: channel for row, channel in team_channels.channels_of(context, round_)}.get(team.id, "")
    if not home:
        raise Refusal(said.MeetingHomeless(team=team.name))
    count = _refuse_minutes(context, round_, minutes)
    new = Meeting(
        id=context.token(),
        round=round_.id,
        team=team.id,
        state=MeetingState.READY,
        home=home,
        count=count,
        minutes=minutes or usual_minutes(count),
    )
    new = replace(new, next_at=end_of_step(new, context.now))
    if context.uow.meetings.add(new):
        # As urgent as the opening message, which may be on its way still: it is to be read first.
        show_meeting(context, new, round_, aloud=True, urgency=Urgency.PROMPT)
        _tell_elsewhere(context, home, said.MeetingStarted(team=team.name))
        return
    (running,) = context.uow.meetings.where(round=round_.id, team=team.id)
    running = replace(running, minutes=minutes or running.minutes)
    if running.state in LIVE and again and context.uow.addresses.id_of(context.event.where) == home:
        show_meeting(context, running, round_, aloud=True)
    elif running.state in LIVE:
        context.reply(said.MeetingStarted(team=team.name, running=True))
    elif running.state is MeetingState.ENDED and not first_open_question(running):
        raise Refusal(said.MeetingDone(team=team.name))
    elif can_take_step(running, MeetingStep.RESUME):
        resumed = take_step(context, running, round_, MeetingStep.RESUME, aloud=True)
        done = resumed.state is MeetingState.ENDED
        _tell_elsewhere(
            context, home, said.MeetingDone(team=team.name) if done else said.MeetingStarted(team=team.name)
        )


def _runs(context: EventContext, round_: Round, team: Team) -> bool:
    return any(row.state in LIVE for row in context.uow.meetings.where(round=round_.id, team=team.id))


def _refuse_minutes(context: EventContext, round_: Round, minutes: int) -> int:
    """Return how many questions the round has. Refused where a meeting about them cannot take so long."""
    count = len(round_facts.questions_of(context, round_))
    if minutes and not minutes_fit(minutes, count):
        raise Refusal(said.MeetingTimeWrong(least=LEAST_MINUTES * count, most=MOST_MINUTES))
    return count


def _tell_elsewhere(context: EventContext, home: str, outcome: said.MeetingStarted | said.MeetingDone) -> None:
    """Answer who is not looking at the team's home."""
    if context.uow.addresses.id_of(context.event.where) != home:
        context.reply(outcome)
