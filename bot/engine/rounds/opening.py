"""Opening a round: once for each occasion, with the people as they are now, or not at all and said why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar import own_hour
from bot.domain.model import Interview, InterviewState, Member, Organisation, Round, RoundState, Team, Urgency
from bot.domain.outcomes.answering import EveryoneReminded, QuestionsAsked, ReminderDue
from bot.domain.outcomes.sharing import RoundAnnounced
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import roster_suffices
from bot.domain.rounds import RUNNING, Step, advance_round, with_next_at
from bot.engine import question_sets
from bot.engine.context import WorkContext
from bot.engine.follow_ups import asking_back
from bot.engine.follow_ups.listing import since_last_time
from bot.engine.people import own_clock, team_channels
from bot.engine.people.asked_with import changes_since_last_round
from bot.engine.rounds import deadlines, merge_plan, round_facts, skipping
from bot.engine.rounds.merge_plan import MergePlan
from bot.engine.rounds.new_round import fix_at_opening, new_round


def open_round(
    work: WorkContext, organisation: Organisation, team: Team, occasion: str, on: date, plan: MergePlan
) -> Round | None:
    """Open the round of a team's group. None when this occasion was dealt with before, or another team drives the group."""
    group = plan.groups.get(team.id)
    if group and group.driver != team.id:
        return None
    if team.id in plan.busy or work.uow.rounds.count(team=team.id, state=RUNNING):
        if merge_plan.is_driven_by_another(work, team.id):
            return None
        skipping.skip_round(work, organisation, team, occasion, on, "running")
        return None
    if group is None:
        skipping.skip_round(work, organisation, team, occasion, on, "nobody")
        return None
    k = effective_k(organisation.k)
    zone = deadlines.zone_of(organisation, team)
    roster = merge_plan.roster_of(work, group.teams, zone)
    if group.too_small or not roster_suffices(len(roster), k):
        skipping.skip_round(work, organisation, team, occasion, on, "too few")
        return None
    ordered = (team.id, *(other for other in group.teams if other != team.id))
    asked = question_sets.set_of_teams(work, work.uow.teams.where(id=ordered))
    made = replace(new_round(work, organisation, team, occasion), k=k, teams=ordered, questions=asked)
    round_ = fix_at_opening(work, organisation, made)
    if not work.uow.rounds.add(round_):
        return None
    round_ = _open_and_date(work, asking_back.add_to_questions(work, round_), len(roster))
    _invite_roster(work, round_, roster)
    _announce_round(work, round_)
    return round_


def _open_and_date(work: WorkContext, round_: Round, roster: int) -> Round:
    closes = deadlines.closing_of(round_, work.now)
    dated = replace(
        round_,
        roster=roster,
        opened_at=work.now,
        closes_at=closes,
        check_until=deadlines.check_end_of(round_, closes),
        remind_at=deadlines.reminder_of(round_, work.now, closes),
    )
    opened = advance_round(dated, Step.OPEN)
    work.uow.rounds.save(opened)
    return opened


def _invite_roster(work: WorkContext, round_: Round, roster: list[merge_plan.OnRoster]) -> None:
    """Give everybody on the roster an interview, and send the questions to those who may be written to."""
    outcomes = {team: round_facts.questions_asked(work, QuestionsAsked, round_, team) for team in round_.teams}
    changes = changes_since_last_round(work, round_, {person.member for person in roster})
    for interview, person in interviews_of(work, round_, roster):
        work.uow.interviews.save(interview)
        if person.asked:
            changed, moved = changes[person.team].told_to(person.member)
            outcome = replace(outcomes[person.team], changed=changed, moved=moved)
            at = _asked_at(work, round_, person.member)
            work.say(person.address, outcome, Urgency.PROMPT, key=f"prompt:{interview.id}", not_before=at)


def _asked_at(work: WorkContext, round_: Round, member_id: str) -> datetime | None:
    """Return when somebody is to be asked who has another clock than their team, or quiet hours of their own; None for now."""
    member = work.uow.members.get(member_id)
    if member is None:
        return None
    zone, until = own_clock.own_zone_of(work, member), round_facts.closing_time(round_)
    return own_hour(work.now, round_.zone, zone, until, own_clock.quiet_of(member))


def interviews_of(
    work: WorkContext, round_: Round, roster: list[merge_plan.OnRoster]
) -> list[tuple[Interview, merge_plan.OnRoster]]:
    """The new interviews, each with its person, by their ids: written in the roster's order, rows would tell whose each is (C8)."""
    made = [
        (Interview(id=work.token(), round=round_.id, member=person.member, team=person.team), person)
        for person in roster
    ]
    return sorted(made, key=lambda pair: pair[0].id)


def _announce_round(work: WorkContext, round_: Round) -> None:
    names = round_facts.team_names(work, round_)
    for team, channel in team_channels.channels_of(work, round_):
        since, refs = since_last_time(work, team.id, channel)
        outcome = RoundAnnounced(
            team=team.name,
            merged=tuple(name for id, name in names.items() if id != team.id),
            closes_at=round_facts.closing_time(round_),
            zone=round_.zone,
            k=round_.k,
            question_count=len(round_facts.questions_of(work, round_)),
            replaced=question_sets.has_other_questions(work, team, round_.questions),
            round=round_.id,
            since=since,
            refs=refs,
        )
        work.say(channel, outcome, Urgency.PROMPT, key=f"open:{round_.id}:{team.id}")


def remind_everyone(work: WorkContext, round_: Round) -> None:
    """The one reminder, the same for everyone on the roster; left out are those who asked to be and who cannot be reached."""
    outcomes = {team: round_facts.questions_asked(work, EveryoneReminded, round_, team) for team in round_.teams}
    for interview in reached_by_reminder(work, round_):
        at, key = _asked_at(work, round_, interview.member), f"reminder:{interview.id}"
        work.tell(interview.member, outcomes[interview.team], Urgency.PROMPT, key=key, not_before=at)
    work.uow.rounds.save(with_next_at(replace(round_, reminded=True)))


def reached_by_reminder(work: WorkContext, round_: Round) -> list[Interview]:
    """Return the interviews of those whom a message to everybody reaches: left out are those who asked to be."""
    interviews = work.uow.interviews.where(round=round_.id)
    members = {row.id: row for row in work.uow.members.where(id=tuple(row.member for row in interviews))}
    return [row for row in interviews if not wants_no_reminder(row, members.get(row.member), work.now, round_.zone)]


def wants_no_reminder(interview: Interview, member: Member | None, now: datetime, zone: str) -> bool:
    return interview.state is InterviewState.DECLINED or not merge_plan.is_askable(member, now, zone)


def remind_one(work: WorkContext, interview_id: str) -> None:
    """The reminder that a member asked for, unless it has become pointless."""
    interview = work.uow.interviews.get(interview_id)
    if interview is None or interview.remind_at is None or interview.remind_at > work.now:
        return
    work.uow.interviews.save(replace(interview, remind_at=None))
    round_ = work.uow.rounds.get(interview.round)
    if round_ and round_.state is RoundState.OPEN and interview.state.value in ("invited", "asking"):
        work.tell(interview.member, round_facts.questions_asked(work, ReminderDue, round_, interview.team))


def local_date(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
