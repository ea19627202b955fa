"""A person's own points of a final: shown to oneself alone when one asks, closed by a press, and not kept if not wanted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowOwnPoints
from bot.domain.model import Interview, Round, RoundState
from bot.domain.outcomes import own_points as said
from bot.domain.own_point_notes import read_note
from bot.engine import access, ref_names
from bot.engine.context import EventContext
from bot.engine.rounds import own_point_notes, round_facts


def show_last(context: EventContext, command: ShowOwnPoints) -> None:
    """Show the acting person which points of the last final that they were asked for were theirs."""
    mine = {row.round: row for row in context.uow.interviews.where(member=access.require_member(context).id)}
    finals = context.uow.rounds.where(id=tuple(mine), state=RoundState.FINAL) if mine else []
    if not finals:
        raise Refusal(said.OwnPointsUnknown(why="none"))
    last = max(finals, key=lambda row: (row.opened_at or context.now, row.id))
    _show(context, mine[last.id], last)


def show_of_round(context: EventContext, token: str) -> None:
    """Show the same of one round."""
    _show(context, *access.own_interview(context, token))


def _show(context: EventContext, interview: Interview, round_: Round) -> None:
    final = round_facts.release_of(context, round_)
    if final is None or not final.final:
        raise Refusal(said.OwnPointsUnknown(why="none"))
    note = own_point_notes.note_of(context, interview)
    if not access.require_member(context).keeps_own_points:
        raise Refusal(said.OwnPointsUnknown(why="off"))
    if not note:
        raise Refusal(said.OwnPointsUnknown(why="ended"))
    if read_note(note) is None:
        raise Refusal(said.OwnPointsUnknown(why="then"))
    points = [point for question in final.summary.questions for point in question.points]
    worded = (ref_names.published_ref(final.id, point.key) for point in points if point.quote)
    message = context.token()
    context.reply_directly(
        said.OwnPointsShown(
            name=final.name,
            keys=tuple(point.key for point in points),
            labels=tuple("" if point.quote else point.label for point in points),
            message=message,
            refs=(*worded, ref_names.own_points_ref(interview.id)),
        ),
        key=message,
    )


def close_message(context: EventContext, token: str) -> None:
    """Put a few words in the place of what was shown to the acting person, where messages can be changed."""
    access.require_member(context)
    row = context.uow.outbox.get(token)
    if row and row.to == context.person and isinstance(row.outcome, said.OwnPointsShown):
        context.in_place_of = row.id
    context.reply_directly(said.OwnPointsClosed())


def set_kept(context: EventContext, *, keep: bool) -> None:
    """Store whether the acting person's own points are noted; of who wants no notes, those that are there tell nothing any more."""
    acting = access.require_member(context)
    context.member = replace(acting, keeps_own_points=keep)
    context.uow.members.save(context.member)
    if not keep:
        own_point_notes.empty_notes(context, acting.id)
    context.reply_directly(said.OwnPointsSet(keep=keep))
