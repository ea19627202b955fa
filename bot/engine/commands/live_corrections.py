"""Correcting a slip in a question of a round that runs: answers stay, its set keeps both texts, and its teams are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import question_commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Question, QuestionSet, Round, RoundState, Team
from bot.domain.outcomes import questions as said
from bot.domain.outcomes.commands import QuestionsLeft
from bot.domain.questions import number_in, with_words
from bot.domain.rounds import is_of_organisation
from bot.engine import access, audit_trail, question_sets, question_versions
from bot.engine.context import EventContext
from bot.engine.people import team_channels
from bot.engine.rounds import round_facts


def words_still_asked(context: EventContext, team: Team | None, question: Question) -> str:
    """Return the words of a question in a round that runs, where they are others than now and who is acting may correct them."""
    running = _rounds_to_mend(context, team, question)
    asked = (one for row in running for one in round_facts.questions_of(context, row) if one.key == question.key)
    return next((one.text for one in asked if one.text != question.text), "")


def mend_running(context: EventContext, command: order.MendRunning) -> None:
    """Let running rounds ask the question in its present words. The command itself says that the meaning is the same.

    Only the words change: the question keeps its key, and with it its version, so that answers and points stay its own.
    """
    team = question_sets.team_to_change(context, command.team)
    asked = question_sets.asked_now(context, team).questions
    if not 1 <= command.number <= len(asked):
        raise Refusal(QuestionsLeft(why="unknown", question_count=len(asked), number=command.number))
    question = asked[command.number - 1]
    rounds = [row for row in _rounds_to_mend(context, team, question) if _number_in(context, row, question)]
    if not rounds:
        raise Refusal(said.RunningMended(number=command.number))
    made: dict[str, QuestionSet] = {}
    for row in rounds:
        old = context.uow.question_sets.get(row.questions)
        if old and old.id not in made:
            made[old.id] = _mended_set(context, team, old, question)
        context.uow.rounds.save(replace(row, questions=made[row.questions].id))
        _tell_teams(context, row, made[row.questions])
    names = dict(sorted(pair for row in rounds for pair in round_facts.team_names(context, row).items()))
    context.reply(said.RunningMended(number=command.number, teams=tuple(names.values())))


def press_mend(context: EventContext, token: str) -> None:
    """The button under a correction: it names the number and the set that was corrected."""
    number, _, id = token.partition(":")
    found = context.uow.question_sets.get(id)
    team = context.uow.teams.get(found.team) if found and found.team else None
    question_sets.require_right_to_change(context, found, team)
    mend_running(context, order.MendRunning(number=number_in(number) or 0, team=team.name if team else ""))


def _rounds_to_mend(context: EventContext, team: Team | None, question: Question) -> list[Round]:
    """Return the rounds that take answers now and ask this question in other words, of those that the acting person may order."""
    acting = access.require_member(context)
    running = [row for row in context.uow.rounds.where(state=RoundState.OPEN) if not is_of_organisation(row)]
    mine = [row for row in running if team is None or team.id in row.teams]
    allowed = [row for row in mine if access.may_order_round(context, acting, row.teams)]
    return [row for row in allowed if _number_in(context, row, question)]


def _number_in(context: EventContext, round_: Round, question: Question) -> int:
    """Return the number of the question in a round that asks it in other words; 0 where it does not."""
    asked = round_facts.questions_of(context, round_)
    return next((n for n, one in enumerate(asked, 1) if one.key == question.key and one.text != question.text), 0)


def _mended_set(context: EventContext, team: Team | None, old: QuestionSet, question: Question) -> QuestionSet:
    """Save the set of a running round with the question's present words, beside those before."""
    number = next(n for n, one in enumerate(old.questions, 1) if one.key == question.key)
    before = old.questions[number - 1].text
    question_versions.refuse_another(context, replace(question, text=before), question.text, number, len(old.questions))
    made = question_sets.new_version(
        context,
        old.team,
        with_words(old.questions, number, question.text),
        "mended",
        mended=(*old.mended, (number, before)),
    )
    subject = f"{team.name}: {number}" if team else str(number)
    audit_trail.record_audit(context, "running question mended", f"{subject}: {question.text}", before=before)
    return made


def _tell_teams(context: EventContext, round_: Round, made: QuestionSet) -> None:
    number, before = made.mended[-1]
    outcome = said.QuestionMended(
        number=number,
        before=before,
        after=made.questions[number - 1].text,
        by=access.require_member(context).name,
        closes_at=round_facts.closing_time(round_),
        zone=round_.zone,
    )
    for _, channel in team_channels.channels_of(context, round_):
        context.say(channel, outcome)


def mend_copies(context: EventContext, before: Question, after: str) -> None:
    """Correct the slip also in the questions of teams that have this one among their own, in the same words."""
    for team in question_sets.teams_with_own(context):
        own = context.uow.question_sets.get(team.questions)
        number = _place_of(own.questions if own else (), before)
        if own and number:
            undo = question_sets.undo_steps(context, team)
            question_sets.save_version(context, team, with_words(own.questions, number, after), "corrected")
            audit_trail.record_audit(context, "question corrected", f"{team.name}: {number}", undo=undo)


def _place_of(questions: Iterable[Question], wanted: Question) -> int:
    found = (n for n, one in enumerate(questions, 1) if (one.key, one.text) == (wanted.key, wanted.text))
    return next(found, 0)
