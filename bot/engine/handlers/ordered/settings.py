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
from bot.engine import access, timetable
from bot.engine.handlers.ordered import finding, schedules, teams
from bot.engine.work import EventContext

AUDIT_SHOWN = 20


def show_questions(turn: EventContext, command: order.ShowQuestions) -> None:
    access.require_member(turn)
    questions = turn.uow.question_sets.get(turn.organisation().questions)
    if questions:
        turn.reply(_questions_shown(questions))


def _questions_shown(questions: QuestionSet) -> said.QuestionsShown:
    return said.QuestionsShown(texts=questions.texts, version=questions.version, directions=questions.directions)


def set_question(turn: EventContext, command: order.SetQuestion) -> None:
    """Change a question's words, and its direction if the new words plainly say another."""
    access.require_admin(turn)
    old = turn.uow.question_sets.get(turn.organisation().questions)
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
    _ask_from_now_on(turn, old, new, command.number, direction, "question changed")


def set_direction(turn: EventContext, command: order.SetDirection) -> None:
    """Change how the answers to a question are read that do not say it themselves."""
    access.require_admin(turn)
    old = turn.uow.question_sets.get(turn.organisation().questions)
    if old is None:
        return
    if old.directions[command.number - 1] == command.direction:
        turn.reply(_questions_shown(old))
        return
    _ask_from_now_on(turn, old, old, command.number, command.direction, "question read")


def _ask_from_now_on(
    turn: EventContext, old: QuestionSet, new: QuestionSet, number: int, direction: str, action: str
) -> None:
    """Save the questions as a version of their own, with the direction of one, and show them."""
    at = number - 1
    directions = (*old.directions[:at], direction, *old.directions[at + 1 :])
    new = replace(new, id=turn.token(), version=old.version + 1, directions=directions)
    turn.uow.question_sets.save(new)
    turn.uow.organisations.save(replace(turn.organisation(), questions=new.id))
    earlier = finding.earlier_change(turn, action, str(number))
    finding.record_audit(turn, action, str(number))
    running = turn.uow.rounds.count(state=RUNNING) > 0
    turned = new.texts != old.texts and directions != old.directions
    shown = replace(_questions_shown(new), changed=True, running=running, earlier=earlier, number=number, turned=turned)
    turn.reply(shown)


def _same_question(one: str, other: str) -> bool:
    """Whether two questions differ in nothing but capitals, blanks and punctuation."""
    bare = [re.sub(r"\W+", " ", text).strip().casefold() for text in (one, other)]
    return key_of(bare[0]) == key_of(bare[1]) or key_of(one) == key_of(other)


def show_privacy(turn: EventContext, command: order.ShowPrivacy) -> None:
    k = effective_k(turn.organisation().k)
    days = turn.services.key_copies_days
    turn.reply(said.PromiseShown(k=k, platform=turn.event.where.platform, key_copies_days=days))


def set_threshold(turn: EventContext, command: order.SetThreshold) -> None:
    """k for rounds opened from now on; the teams are told. The floor is in code, and no setting goes below it."""
    access.require_admin(turn)
    if command.k < K_FLOOR:
        raise Refusal(said.ThresholdTooLow(floor=K_FLOOR, asked=command.k))
    organisation = turn.organisation()
    turn.uow.organisations.save(replace(organisation, k=command.k))
    earlier = finding.earlier_change(turn, "threshold set")
    finding.record_audit(turn, "threshold set", str(command.k))
    if command.k != organisation.k:
        for team in turn.uow.teams.where(archived=False):
            teams.tell_team(turn, team, said.TeamTold(what="k", number=command.k))
    platform, days = turn.event.where.platform, turn.services.key_copies_days
    turn.reply(said.PromiseShown(k=command.k, platform=platform, changed=True, earlier=earlier, key_copies_days=days))


def show_organisation(turn: EventContext, command: order.ShowOrganisation) -> None:
    access.require_admin(turn)
    _show_organisation(turn)


def _show_organisation(turn: EventContext, earlier: said.Earlier | None = None) -> None:
    row = turn.organisation()
    turn.reply(
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


def set_organisation(turn: EventContext, command: order.SetOrganisation) -> None:
    access.require_admin(turn)
    row = turn.organisation()
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
    turn.uow.organisations.save(row)
    _retime_schedules(turn)
    earlier = finding.earlier_change(turn, f"{command.what} set")
    finding.record_audit(turn, f"{command.what} set", command.value)
    _show_organisation(turn, earlier)


def _retime_schedules(turn: EventContext) -> None:
    """Zone and holidays move the coming sends of every schedule."""
    organisation = turn.organisation()
    for schedule in turn.uow.schedules.where():
        team = turn.uow.teams.get(schedule.team)
        if team:
            turn.uow.schedules.save(timetable.with_next_at(organisation, team, schedule))


def show_audit(turn: EventContext, command: order.ShowAudit) -> None:
    access.require_admin(turn)
    names = {row.id: row.name for row in turn.uow.members.where()}
    rows = sorted(turn.uow.audits.where(), key=lambda row: row.at, reverse=True)[:AUDIT_SHOWN]
    lines = tuple((row.at, names.get(row.member, "somebody who left"), row.action, row.subject) for row in rows)
    turn.reply(said.AuditShown(lines=lines, zone=turn.organisation().zone))


def who_answered(turn: EventContext, command: order.AskWhoAnswered) -> None:
    access.require_member(turn)
    turn.reply(said.WhoAnsweredRefused())
