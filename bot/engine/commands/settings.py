"""Privacy, the organisation, what admins changed."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import UnclearWords, check_country, check_zone
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.outcomes import commands as said
from bot.domain.releases import K_FLOOR, effective_k
from bot.domain.releases.thresholds import roster_suffices
from bot.engine import access, audit_trail
from bot.engine.commands import schedules, teams
from bot.engine.commands.dates_left_out import told_of_dates
from bot.engine.context import EventContext
from bot.engine.people import rosters
from bot.engine.rounds import deadlines
from bot.engine.safeguarding import contacts

AUDIT_SHOWN = 20


def show_privacy(context: EventContext, command: order.ShowPrivacy) -> None:
    context.reply(_promise(context))


def _promise(context: EventContext) -> said.PromiseShown:
    """The promise as the settings are now (C14)."""
    person, kept = contacts.contact_person(context), context.services.retention
    return said.PromiseShown(
        k=effective_k(context.organisation().k),
        platform_note=context.services.privacy_notes.get(context.event.where.platform, ""),
        key_copies_days=context.services.key_copies_days,
        contacts=contacts.support_contacts(context),
        contact_person=person.name if person else "",
        answer_days=kept.answer_days,
        waiting_days=kept.waiting_days,
        summary_months=kept.summary_months,
        copies_days=kept.copies_days,
        language_model=context.services.language_model,
    )


def set_threshold(context: EventContext, command: order.SetThreshold) -> None:
    """k for rounds opened from now on; the teams are told. The floor is in code, and no setting goes below it."""
    if command.k < K_FLOOR:
        raise Refusal(said.ThresholdTooLow(floor=K_FLOOR, asked=command.k))
    organisation = context.organisation()
    context.uow.organisations.save(replace(organisation, k=command.k))
    earlier = audit_trail.earlier_change(context, "threshold set")
    audit_trail.record_audit(context, "threshold set", str(command.k), before=str(organisation.k))
    if command.k != organisation.k:
        for team in context.uow.teams.where(archived=False):
            teams.tell_team(context, team, said.TeamTold(what="k", number=command.k))
    alone, together = _people_for(context, command.k)
    context.reply(replace(_promise(context), changed=True, earlier=earlier, alone=alone, together=together))


def _people_for(context: EventContext, k: int) -> tuple[int | None, int]:
    """Return how many people the largest team has, and all teams together; None where a team is large enough for this k."""
    sizes = [rosters.size_of(context, team.id) for team in context.uow.teams.where(archived=False)]
    largest = max(sizes, default=0)
    return (None if not sizes or roster_suffices(largest, k) else largest), sum(sizes)


def show_organisation(context: EventContext, command: order.ShowOrganisation) -> None:
    _show_organisation(context)


def _show_organisation(context: EventContext, earlier: said.Earlier | None = None) -> None:
    row = context.organisation()
    context.reply(
        said.OrganisationShown(
            name=row.name,
            zone=row.zone,
            country=row.country,
            region=row.region,
            k=effective_k(row.k),
            window_days=row.window_days,
            check_days=row.check_days,
            earlier=earlier,
        )
    )


def set_organisation(context: EventContext, command: order.SetOrganisation) -> None:
    row = context.organisation()
    before = {"name": row.name, "zone": row.zone, "holidays": f"{row.country} {row.region}".strip() or "none"}[
        command.what
    ]
    if command.what == "name":
        row = replace(row, name=command.value)
    elif command.what == "zone":
        zone = check_zone(command.value)
        if isinstance(zone, UnclearWords):
            nearest = (zone.suggestion,) if zone.suggestion else ()
            raise Refusal(said.ZoneUnknown(nearest=nearest), quotes=(command.value,))
        row = replace(row, zone=zone)
    else:
        country = check_country(command.value)
        if isinstance(country, UnclearWords):
            raise schedules.not_understood(country, "organisation set holidays ")
        row = replace(row, country=country.code, region=country.region or "")
    with told_of_dates(context):
        context.uow.organisations.save(row)
        _retime_schedules(context)
        earlier = audit_trail.earlier_change(context, f"{command.what} set")
        audit_trail.record_audit(context, f"{command.what} set", command.value, before=before)
        _show_organisation(context, earlier)


def _retime_schedules(context: EventContext) -> None:
    """Zone and holidays move the coming sends of every schedule."""
    organisation = context.organisation()
    for schedule in context.uow.schedules.where():
        team = context.uow.teams.get(schedule.team)
        if team:
            context.uow.schedules.save(deadlines.with_next_send(organisation, team, schedule))


def show_audit(context: EventContext, command: order.ShowAudit) -> None:
    names = {row.id: row.name for row in context.uow.members.where()}
    rows = sorted(context.uow.audits.where(), key=lambda row: row.at, reverse=True)[:AUDIT_SHOWN]
    lines = tuple(
        (row.at, names.get(row.member, "somebody who left"), row.action, _with_before(row.subject, row.before))
        for row in rows
    )
    context.reply(said.AuditShown(lines=lines, zone=context.organisation().zone))


def _with_before(subject: str, before: str) -> str:
    return f"{subject}; before: {before}" if before else subject


def who_answered(context: EventContext, command: order.AskWhoAnswered) -> None:
    access.require_member(context)
    context.reply(said.WhoAnsweredRefused())
