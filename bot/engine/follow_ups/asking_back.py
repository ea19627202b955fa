"""Asking back about a point: chosen by who leads, asked of everybody with the next questions, added to the point without a band.

The question is one of its own in the set of that round alone. Its key names the point, so that no draft of the organisation
holds it and no other round asks it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import OfferAskBack
from bot.domain.follow_ups import ASKED_BACK, MOST_ASKED_BACK, SETTLED, AskBack, about_of
from bot.domain.model import FollowUp, Member, Question, QuestionSet, Release, Round
from bot.domain.model.asking import MOST_QUESTIONS
from bot.domain.outcomes import ask_back as said
from bot.domain.questions import OPEN
from bot.domain.rounds import of_same_teams
from bot.engine import access, audit_trail, question_sets
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.answering import Values
from bot.engine.follow_ups.known import answerers_of, follow_ups_of, follow_ups_of_group
from bot.views.messages.ask_back import question_about

POINT_ASKED_BACK = "point asked back"
"""Name in the audit. The question waits for the next round, and there is nothing of it to take back."""


def ask_back_form(context: EventContext, token: str) -> said.AskBackForm:
    """Return the choice of a point and a question; `token` names any point of the group. Refused for whoever does not lead."""
    acting, one = access.require_member(context), context.uow.follow_ups.get(token)
    rows = _askable(context, acting, one)
    others = of_same_teams(follow_ups_of(context, one.team), one) if one else []
    points = tuple((row.id, row.label) for row in rows)
    left_out = any(_is_left_out(context, row, acting) for row in others)
    return said.AskBackForm(token=token, points=points, words_left_out=left_out)


def offer_ask_back(context: EventContext, command: OfferAskBack) -> None:
    """Offer the form to somebody who types the request, for the first of their teams that has a point to ask about."""
    acting = access.require_member(context)
    teams = sorted(row.team for row in context.uow.memberships.where(member=acting.id))
    rows = [row for team in teams for row in follow_ups_of(context, team)]
    for row in rows:
        if _can_be_asked_about(context, row, acting):
            context.reply_directly(said.AskBackOffered(token=row.id))
            return
    raise Refusal(_nothing_to_ask(context, rows, acting))


def submit_ask_back(context: EventContext, token: str, values: Values) -> None:
    acting = access.require_member(context)
    rows = _askable(context, acting, context.uow.follow_ups.get(token))
    chosen = values["point"].reveal() if values.get("point") else ""
    found = next((row for row in rows if row.id == chosen), None)
    if found is None:
        raise Refusal(said.AskBackRefused(why="point"), field="point")
    try:
        question = AskBack(values["question"].reveal() if values.get("question") else "")
    except ValueError:
        raise Refusal(said.AskBackRefused(why="question"), field="question") from None
    context.uow.follow_ups.save(replace(found, ask_back=question.value))
    audit_trail.record_audit(context, POINT_ASKED_BACK, f"“{found.label}”: {question}")
    context.reply(said.AskBackNoted(question=question_about(question, found.label)))


def _askable(context: EventContext, acting: Member, one: FollowUp | None) -> list[FollowUp]:
    """Return the points that somebody can ask about, in the group of one point."""
    if one is None or not one.team or acting.id not in answerers_of(context, one):
        raise Refusal(said.AskBackRefused(why="gone"))
    group = of_same_teams(follow_ups_of(context, one.team), one)
    if sum(_waits(row) for row in group) >= MOST_ASKED_BACK:
        raise Refusal(said.AskBackRefused(why="most"))
    rows = [row for row in group if _can_be_asked_about(context, row, acting)]
    if not rows:
        raise Refusal(_nothing_to_ask(context, group, acting))
    return rows


def _nothing_to_ask(work: WorkContext, rows: Iterable[FollowUp], acting: Member) -> said.AskBackRefused:
    """Return why a lead can ask back about none of these points: the last of them may be somebody's own words."""
    return said.AskBackRefused(why="words" if any(_is_left_out(work, row, acting) for row in rows) else "none")


def _can_be_asked_about(work: WorkContext, row: FollowUp, acting: Member) -> bool:
    """Return whether a point was never asked about, and is worded by no words of somebody's, which would outlive it."""
    return bool(row.label) and _is_open_to_a_question(work, row, acting)


def _is_left_out(work: WorkContext, row: FollowUp, acting: Member) -> bool:
    """Return whether only its wording, which is somebody's own words, keeps a point from being asked back about."""
    return bool(row.ref) and _is_open_to_a_question(work, row, acting)


def _is_open_to_a_question(work: WorkContext, row: FollowUp, acting: Member) -> bool:
    asked = row.ask_back or row.state in SETTLED
    return bool(row.team and not asked and acting.id in answerers_of(work, row))


def _waits(row: FollowUp) -> bool:
    return bool(row.ask_back and not row.asked_in)


def add_to_questions(work: WorkContext, round_: Round) -> Round:
    """Return the round with the questions that wait for its teams after its own, as far as a set has room for them."""
    asked = work.uow.question_sets.get(round_.questions)
    rows = [row for row in follow_ups_of_group(work, round_) if _waits(row)]
    waiting = sorted(rows, key=lambda row: (row.since, row.point))
    room = min(MOST_ASKED_BACK, MOST_QUESTIONS - len(asked.questions)) if asked else 0
    if asked is None or not waiting[:room]:
        return round_
    more = []
    for row in waiting[:room]:
        text = question_about(AskBack(row.ask_back), row.label)
        more.append(Question(key=f"{ASKED_BACK}{row.id}", text=text, direction=OPEN))
        work.uow.follow_ups.save(replace(row, asked_in=round_.id))
    made = QuestionSet(
        id=work.token(),
        version=question_sets.next_version(work),
        questions=(*asked.questions, *more),
        team=round_.team,
        at=work.now,
        what=ASKED_BACK,
    )
    work.uow.question_sets.save(made)
    return replace(round_, questions=made.id)


def without_bands(release: Release) -> Release:
    """Return a draft whose additions to earlier points tell nothing of how many made them."""
    questions = tuple(
        replace(each, nothing="", points=tuple(replace(point, band="") for point in each.points))
        if about_of(each.key)
        else each
        for each in release.summary.questions
    )
    return replace(release, summary=replace(release.summary, questions=questions))
