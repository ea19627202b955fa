"""Follow-ups of a team or of the organisation, who may answer them, and their lines in messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.calendar import first_valid_instant
from bot.domain.follow_ups import OWED, SETTLED, about_of, next_reminder, without_person
from bot.domain.model import FollowUp, Member, Release, Round, Team
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.rounds import filed_under, of_same_teams
from bot.engine import access, ref_names
from bot.engine.context import WorkContext
from bot.engine.people.rosters import real_people
from bot.engine.released_rows import stands_under
from bot.engine.rounds import round_facts
from bot.ports import UnitOfWork

AT = time(10)
"""Time of day at which reminders are sent."""


def begin_follow_ups(work: WorkContext, round_: Round, final: Release, noted: Mapping[str, str]) -> None:
    """Let every point of a final wait for its answer; `noted` are its lasting points, by their keys in it.

    A point that these teams had before, and that is not settled, goes on: what was promised of it stands.
    """
    _keep_additions(work, final)
    unsettled = [row for row in follow_ups_of_group(work, round_) if row.state not in SETTLED]
    earlier = {row.lasting_point or row.label: row for row in unsettled if row.lasting_point or row.label}
    _note_group(work, round_)
    for question in final.summary.questions:
        for point in question.points if question.shown and not about_of(question.key) else ():
            ref = ref_names.published_ref(final.id, point.key) if point.quote else ""
            lasting = noted.get(point.key, "")
            known = earlier.pop(lasting, None) or (None if ref else earlier.pop(point.label, None))
            if known:
                label = "" if ref else point.label
                again = replace(known, round=round_.id, release=final.id, point=point.key, label=label, ref=ref)
                work.uow.follow_ups.save(replace(again, lasting_point=lasting))
                continue
            work.uow.follow_ups.save(
                FollowUp(
                    id=work.token(),
                    round=round_.id,
                    release=final.id,
                    point=point.key,
                    team=round_.team,
                    teams=round_.teams,
                    zone=round_.zone,
                    since=work.now,
                    label="" if ref else point.label,
                    ref=ref,
                    lasting_point=lasting,
                )
            )


def reword_follow_ups(work: WorkContext, lasting: str, new: str, wording: str) -> None:
    """Let what was said of a point be said of the one that takes its place in another wording."""
    for row in _about(work, lasting):
        work.uow.follow_ups.save(replace(row, label=wording, ref="", lasting_point=new))


def end_follow_ups(work: WorkContext, lasting: str) -> None:
    """Let nobody wait for an answer to a point that was let go, nor for a day that was promised of it; what is settled stays."""
    for row in _about(work, lasting):
        if row.state not in SETTLED:
            work.uow.follow_ups.remove(row.id)


def _about(work: WorkContext, lasting: str) -> list[FollowUp]:
    found = work.uow.lasting_points.get(lasting)
    rows = work.uow.follow_ups.where(team=filed_under(found)) if found else []
    return [row for row in rows if row.lasting_point == lasting]


def _keep_additions(work: WorkContext, final: Release) -> None:
    """Add to the points that were asked back about what people said: it is their points' answer, and no point of its own."""
    for question in final.summary.questions:
        row = work.uow.follow_ups.get(about_of(question.key)) if about_of(question.key) else None
        if row:
            said = tuple(point.label for point in question.points if question.shown and point.label)
            work.uow.follow_ups.save(replace(row, additions=said))


def _note_group(work: WorkContext, round_: Round) -> None:
    """Note with each team of a merged group under which of them the group's follow-ups are stored."""
    for team in work.uow.teams.where(id=round_.teams) if round_.teams else ():
        if round_.team not in (team.id, *team.asked_under):
            work.uow.teams.save(replace(team, asked_under=(*team.asked_under, round_.team)))


def follow_ups_of_group(work: WorkContext, round_: Round) -> list[FollowUp]:
    """Return those of exactly the teams of a round, or with no team of the organisation."""
    return of_same_teams(work.uow.follow_ups.where(team=filed_under(round_)), round_)


def follow_ups_of(work: WorkContext, team: str) -> list[FollowUp]:
    """Return those of a team, or with no team of the organisation, the newest first, in the order of their finals."""
    if not team:
        rows = work.uow.follow_ups.where(team="")
    else:
        rows = [row for row in work.uow.follow_ups.where(team=stands_under(work.uow, team)) if team in row.teams]
    return sorted(sorted(rows, key=lambda row: row.point), key=lambda row: row.since, reverse=True)


def open_points_of(work: WorkContext, release: Release) -> tuple[tuple[str, str], ...]:
    """Return the ids of those of a release that have no answer yet, with the keys of their points, in the release's order."""
    rows = {row.point: row.id for row in work.uow.follow_ups.where(release=release.id) if row.state in OWED}
    keys = (point.key for question in release.summary.questions for point in question.points)
    return tuple((rows[key], key) for key in keys if key in rows)


def still_open(
    work: WorkContext, open_points: Iterable[tuple[str, str]], member: Member
) -> tuple[tuple[str, str], ...]:
    """Return those of the points of an earlier digest that still wait for this person's answer."""
    rows = {id: work.uow.follow_ups.get(id) for id, _ in open_points}
    waits = {id for id, row in rows.items() if row and row.state in OWED and may_answer(work, row, member)}
    return tuple((id, key) for id, key in open_points if id in waits)


def may_answer(work: WorkContext, follow_up: FollowUp, member: Member) -> bool:
    """Return whether somebody answers it: who leads now, admins where nobody does and for the whole, and who sees to it."""
    return member.id in answerers_of(work, follow_up) or member.id == present_owner(work, follow_up)


def present_owner(work: WorkContext, follow_up: FollowUp) -> str:
    """Return who sees to it, while they are on a list of its teams, or an admin; empty for who has left since."""
    owner = work.uow.members.get(follow_up.owner) if follow_up.owner else None
    return follow_up.owner if owner and is_around(work, follow_up, owner) else ""


def is_around(work: WorkContext, follow_up: FollowUp, member: Member) -> bool:
    """Return whether somebody is on a list of the teams that had the point, or an admin, while any of these teams is there."""
    if not _teams_there(work, follow_up):
        return False
    return member.admin or member.id in {row.id for row in people_around(work, follow_up)}


def people_around(work: WorkContext, follow_up: FollowUp) -> list[Member]:
    """Return the people of the teams that had the point: of all teams, where it is about the whole."""
    return [member for member, _ in real_people(work, _teams_there(work, follow_up))]


def _teams_there(work: WorkContext, follow_up: FollowUp) -> tuple[str, ...]:
    """Return those of its teams that are not archived; all teams, where it is about the whole."""
    if not follow_up.teams:
        return tuple(round_facts.teams_with_people(work))
    return tuple(row.id for row in work.uow.teams.where(id=follow_up.teams, archived=False))


def answerers_of(work: WorkContext, follow_up: FollowUp) -> list[str]:
    """Return who answers it now: nobody, while its teams are archived."""
    if follow_up.teams:
        teams = _teams_there(work, follow_up)
        return access.deciders_of(work, teams) if teams else []
    return sorted(row.id for row in work.uow.members.where(admin=True))


def today_for(work: WorkContext, follow_up: FollowUp) -> date:
    return work.now.astimezone(ZoneInfo(follow_up.zone)).date()


def save_dated(work: WorkContext, follow_up: FollowUp) -> None:
    """Store it with the instant of its next reminder."""
    day = next_reminder(follow_up)
    at = first_valid_instant(datetime.combine(day, AT), ZoneInfo(follow_up.zone)) if day else None
    work.uow.follow_ups.save(replace(follow_up, next_at=at))


def line_of(work: WorkContext, follow_up: FollowUp, reader: Member | None = None) -> FollowUpLine:
    """Return its line; for a `reader` who may answer it, with its id."""
    return FollowUpLine(
        label=follow_up.label,
        state=follow_up.state,
        sentence=follow_up.sentence,
        owner=told_owner(work.uow, follow_up),
        due=follow_up.due,
        days=(work.now - follow_up.since).days,
        reopened=follow_up.reopened,
        ask_back=follow_up.ask_back,
        additions=follow_up.additions,
        follow_up=follow_up.id if reader and may_answer(work, follow_up, reader) else "",
    )


def told_owner(uow: UnitOfWork, follow_up: FollowUp) -> str:
    """Return the role or the name of who sees to it, as it is told; empty while somebody is asked who has not agreed yet."""
    owner = uow.members.get(follow_up.owner) if follow_up.owner else None
    return follow_up.role or (owner.name if owner and not follow_up.asked else "")


def refs_of(follow_ups: Iterable[FollowUp]) -> tuple[str, ...]:
    """Return the names of the words by which some of these are worded, in their order."""
    return tuple(row.ref for row in follow_ups if row.ref)


def forget_owner(work: WorkContext, member: str) -> None:
    """Let nobody who was forgotten see to anything (C9): whoever leads does then."""
    rows = [*work.uow.follow_ups.where(owner=member), *work.uow.follow_ups.where(asked=member)]
    for row in {row.id: row for row in rows}.values():
        work.uow.follow_ups.save(without_person(row, member))


def hand_over(work: WorkContext, team: str, into: Team) -> None:
    """Let the points of a team that is merged into another be that team's: its people are asked there from now on."""
    for row in follow_ups_of(work, team):
        teams = tuple(dict.fromkeys(into.id if one == team else one for one in row.teams))
        work.uow.follow_ups.save(replace(row, team=into.id if row.team == team else row.team, teams=teams))
        if row.team != team and row.team not in (into.id, *into.asked_under):
            into = replace(into, asked_under=(*into.asked_under, row.team))
            work.uow.teams.save(into)


def stop_or_go_on(work: WorkContext, team: str) -> None:
    """Stop the reminders of a team's points while it is archived, or let those that are ahead go on once it is back."""
    for row in follow_ups_of(work, team):
        if _teams_there(work, row):
            save_dated(work, row)
        else:
            work.uow.follow_ups.save(replace(row, next_at=None))
