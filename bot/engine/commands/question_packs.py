"""Handing on a set of questions with its rhythm, and taking one in: all of it, or nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import UnclearWords, parse_schedule
from bot.domain import question_commands as order
from bot.domain.commands import SetSchedule
from bot.domain.errors import Refusal
from bot.domain.model import Organisation
from bot.domain.outcomes import questions as said
from bot.domain.question_packs import Pack, Rhythm, write_pack
from bot.engine import question_sets
from bot.engine.commands import schedules, windows
from bot.engine.commands.dates_left_out import told_of_dates
from bot.engine.commands.question_choice import put_in_place
from bot.engine.context import EventContext
from bot.engine.rounds import deadlines, merge_plan
from bot.engine.rounds.opening import local_date


def export_questions(context: EventContext, command: order.ExportQuestions) -> None:
    team = question_sets.team_to_change(context, command.team)
    asked, organisation = question_sets.asked_now(context, team), context.organisation()
    schedule = merge_plan.schedule_of(context, team.id) if team else None
    kept = deadlines.windows_of(organisation, [team] if team else [])
    pack = Pack(
        name=asked.name or (team.name if team else organisation.name),
        questions=asked.questions,
        rhythm=Rhythm(
            schedule=schedule.words if schedule else "",
            answer_days=kept.answer_days,
            check_days=kept.check_days,
            decide_days=kept.decide_days,
            close_at=kept.close_at,
        ),
    )
    context.reply_directly(said.QuestionsExported(text=write_pack(pack), team=team.name if team else ""))


def import_questions(context: EventContext, command: order.ImportQuestions) -> None:
    """Take in the questions, and of the rhythm what is the team's or the organisation's to say. A refusal changes nothing."""
    team, pack = question_sets.team_to_change(context, command.team), command.pack
    rhythm = pack.rhythm
    if rhythm.schedule:
        _refuse_unclear(context, rhythm.schedule, command.schedule_line)
    put_in_place(context, team, pack.questions, "imported", pack.name)
    if team is None:
        with told_of_dates(context):
            windows.change_for_all(context, _as_windows(context.organisation(), rhythm))
    if team and rhythm.schedule:
        schedules.set_schedule(context, SetSchedule(team=team.name, words=rhythm.schedule))
    if team is None and rhythm.schedule:
        context.reply(said.PackLeftOut(what="schedule", schedule=rhythm.schedule))
    if team and _has_other_windows(context.organisation(), rhythm):
        context.reply(said.PackLeftOut(what="windows"))


def _refuse_unclear(context: EventContext, words: str, line: int) -> None:
    rule = parse_schedule(words, today=local_date(context.now, context.organisation().zone))
    if isinstance(rule, UnclearWords):
        raise Refusal(said.PackRefused(line=line), quotes=(rule.what,))


def _as_windows(organisation: Organisation, rhythm: Rhythm) -> Organisation:
    return replace(
        organisation,
        window_days=rhythm.answer_days or organisation.window_days,
        check_days=rhythm.check_days or organisation.check_days,
        decide_days=rhythm.decide_days or organisation.decide_days,
        close_at=rhythm.close_at or organisation.close_at,
    )


def _has_other_windows(organisation: Organisation, rhythm: Rhythm) -> bool:
    return _as_windows(organisation, rhythm) != organisation
