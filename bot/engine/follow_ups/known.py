"""Follow-ups of a team or of the organisation, who may answer them, and their lines in messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.calendar import first_valid_instant
from bot.domain.follow_ups import OWED, SETTLED, next_reminder, without_person
from bot.domain.model import FollowUp, Member, Release, Round
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.engine import access, ref_names
from bot.engine.context import WorkContext
from bot.engine.people.rosters import real_people
from bot.engine.rounds import round_facts
from bot.ports import UnitOfWork

AT = time(10)
"""Time of day at which reminders are sent."""


def begin_follow_ups(work: WorkContext, round_: Round, final: Release) -> None:
    """Let every point of a final wait for its answer.

    A point of the same wording that these teams had before, and that is not settled, goes on: what was promised of it stands.
    """
    earlier = {
        row.label: row
        for row in work.uow.follow_ups.where(team=round_.team)
        if row.label and row.state not in SETTLED and set(row.teams) == set(round_.teams)
    }
    _note_group(work, round_)
    for question in final.summary.questions:
        for point in question.points if question.shown else ():
            ref = ref_names.published_ref(final.id, point.key) if point.quote else ""
            known = None if ref else earlier.pop(point.label, None)
            if known:
                work.uow.follow_ups.save(replace(known, round=round_.id, release=final.id, point=point.key))
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
                )
            )


def _note_group(work: WorkContext, round_: Round) -> None:
    """Note with each team of a merged group under which of them the group's follow-ups are stored."""
    for team in work.uow.teams.where(id=round_.teams) if round_.teams else ():
        if round_.team not in (team.id, *team.asked_under):
            work.uow.teams.save(replace(team, asked_under=(*team.asked_under, round_.team)))


def follow_ups_of(work: WorkContext, team: str) -> list[FollowUp]:
    """Return those of a team, or with no team of the organisation, the newest first, in the order of their finals."""
    if not team:
        rows = work.uow.follow_ups.where(team="")
    else:
        found = work.uow.teams.get(team)
        under = (team, *(found.asked_under if found else ()))
        rows = [row for row in work.uow.follow_ups.where(team=under) if team in row.teams]
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
    here = owner is not None and (owner.admin or owner.id in {row.id for row in people_around(work, follow_up)})
    return follow_up.owner if here else ""


def people_around(work: WorkContext, follow_up: FollowUp) -> list[Member]:
    """Return the people of the teams that had the point: of all teams, where it is about the whole."""
    teams = follow_up.teams or tuple(round_facts.teams_with_people(work))
    return [member for member, _ in real_people(work, teams)]


def answerers_of(work: WorkContext, follow_up: FollowUp) -> list[str]:
    if follow_up.teams:
        return access.deciders_of(work, follow_up.teams)
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
