"""Questions, privacy, the organisation, what admins changed."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.calendar import UnclearWords, check_country, check_zone
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import QuestionSet
from bot.domain.outcomes import commands as said
from bot.domain.questions import direction_of, key_of
from bot.domain.releases import K_FLOOR, effective_k
from bot.domain.rounds import RUNNING
from bot.engine import access, lookup
from bot.engine.commands import schedules, teams
from bot.engine.context import EventContext
from bot.engine.rounds import deadlines

AUDIT_SHOWN = 20


def show_questions(context: EventContext, command: order.ShowQuestions) -> None:
    access.require_member(context)
    questions = context.uow.question_sets.get(context.organisation().questions)
    if questions:
        context.reply(_questions_shown(questions))


def _questions_shown(questions: QuestionSet) -> said.QuestionsShown:
    return said.QuestionsShown(texts=questions.texts, version=questions.version, directions=questions.directions)


def set_question(context: EventContext, command: order.SetQuestion) -> None:
    """Change a question's words, and its direction if the new words plainly say another."""
    access.require_admin(context)
    old = context.uow.question_sets.get(context.organisation().questions)
    if old is None:
        return
    at = command.number - 1
    twice = next(
        (n for n, text in enumerate(old.texts, 1) if n != command.number and _same_question(text, command.text)), 0
    )
    if twice:
        raise Refusal(said.QuestionRepeated(number=twice))
    texts = (*old.texts[:at], command.text, *old.texts[at + 1 :])
    direction = direction_of(command.text) or old.directions[at]
    new = replace(old, texts=texts, keys=tuple(key_of(text) for text in texts))
    _ask_from_now_on(context, old, new, command.number, direction, "question changed")


def set_direction(context: EventContext, command: order.SetDirection) -> None:
    """Change how the answers to a question are read that do not say it themselves."""
    access.require_admin(context)
    old = context.uow.question_sets.get(context.organisation().questions)
    if old is None:
        return
    if old.directions[command.number - 1] == command.direction:
        context.reply(_questions_shown(old))
        return
    _ask_from_now_on(context, old, old, command.number, command.direction, "question read")


def _ask_from_now_on(
    context: EventContext, old: QuestionSet, new: QuestionSet, number: int, direction: str, action: str
) -> None:
    """Save the questions as a version of their own, with the direction of one, and show them."""
    at = number - 1
    directions = (*old.directions[:at], direction, *old.directions[at + 1 :])
    new = replace(new, id=context.token(), version=old.version + 1, directions=directions)
    context.uow.question_sets.save(new)
    context.uow.organisations.save(replace(context.organisation(), questions=new.id))
    earlier = lookup.earlier_change(context, action, str(number))
    lookup.record_audit(context, action, str(number))
    running = context.uow.rounds.count(state=RUNNING) > 0
    turned = new.texts != old.texts and directions != old.directions
    shown = replace(_questions_shown(new), changed=True, running=running, earlier=earlier, number=number, turned=turned)
    context.reply(shown)


def _same_question(one: str, other: str) -> bool:
    """Return whether two questions differ in nothing but capitals, blanks and punctuation."""
    bare = [re.sub(r"\W+", " ", text).strip().casefold() for text in (one, other)]
    return key_of(bare[0]) == key_of(bare[1]) or key_of(one) == key_of(other)


def show_privacy(context: EventContext, command: order.ShowPrivacy) -> None:
    k = effective_k(context.organisation().k)
    days = context.services.key_copies_days
    context.reply(said.PromiseShown(k=k, platform=context.event.where.platform, key_copies_days=days))


def set_threshold(context: EventContext, command: order.SetThreshold) -> None:
    """k for rounds opened from now on; the teams are told. The floor is in code, and no setting goes below it."""
    access.require_admin(context)
    if command.k < K_FLOOR:
        raise Refusal(said.ThresholdTooLow(floor=K_FLOOR, asked=command.k))
    organisation = context.organisation()
    context.uow.organisations.save(replace(organisation, k=command.k))
    earlier = lookup.earlier_change(context, "threshold set")
    lookup.record_audit(context, "threshold set", str(command.k))
    if command.k != organisation.k:
        for team in context.uow.teams.where(archived=False):
            teams.tell_team(context, team, said.TeamTold(what="k", number=command.k))
    platform, days = context.event.where.platform, context.services.key_copies_days
    context.reply(
        said.PromiseShown(k=command.k, platform=platform, changed=True, earlier=earlier, key_copies_days=days)
    )


def show_organisation(context: EventContext, command: order.ShowOrganisation) -> None:
    access.require_admin(context)
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
    access.require_admin(context)
    row = context.organisation()
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
            raise schedules.not_understood(country)
        row = replace(row, country=country.code, region=country.region or "")
    context.uow.organisations.save(row)
    _retime_schedules(context)
    earlier = lookup.earlier_change(context, f"{command.what} set")
    lookup.record_audit(context, f"{command.what} set", command.value)
    _show_organisation(context, earlier)


def _retime_schedules(context: EventContext) -> None:
    """Zone and holidays move the coming sends of every schedule."""
    organisation = context.organisation()
    for schedule in context.uow.schedules.where():
        team = context.uow.teams.get(schedule.team)
        if team:
            context.uow.schedules.save(deadlines.with_next_at(organisation, team, schedule))


def show_audit(context: EventContext, command: order.ShowAudit) -> None:
    access.require_admin(context)
    names = {row.id: row.name for row in context.uow.members.where()}
    rows = sorted(context.uow.audits.where(), key=lambda row: row.at, reverse=True)[:AUDIT_SHOWN]
    lines = tuple((row.at, names.get(row.member, "somebody who left"), row.action, row.subject) for row in rows)
    context.reply(said.AuditShown(lines=lines, zone=context.organisation().zone))


def who_answered(context: EventContext, command: order.AskWhoAnswered) -> None:
    access.require_member(context)
    context.reply(said.WhoAnsweredRefused())
