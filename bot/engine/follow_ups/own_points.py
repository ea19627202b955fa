"""A person's own points of a final: shown to oneself alone when one asks, closed by a press, and not kept if not wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowOwnPoints
from bot.domain.model import Interview, Release, Round, RoundState
from bot.domain.outcomes import own_points as said
from bot.domain.own_point_notes import read_note
from bot.domain.rounds import is_of_organisation
from bot.engine import access, ref_names
from bot.engine.context import EventContext
from bot.engine.rounds import own_point_notes, round_facts


def show_last(context: EventContext, command: ShowOwnPoints) -> None:
    """Show the acting person which points of the last final that they were asked for were theirs, or of the last of the whole."""
    if command.whole:
        finals = context.uow.rounds.where(team="", state=RoundState.FINAL)
        if not finals:
            raise Refusal(said.OwnPointsUnknown(why="none"))
        _show_whole(context, max(finals, key=_opened))
        return
    mine = {row.round: row for row in context.uow.interviews.where(member=access.require_member(context).id)}
    finals = context.uow.rounds.where(id=tuple(mine), state=RoundState.FINAL) if mine else []
    if not finals:
        raise Refusal(said.OwnPointsUnknown(why="none"))
    last = max(finals, key=_opened)
    _show(context, mine[last.id], last)


def _opened(round_: Round) -> tuple[datetime, str]:
    return round_.opened_at or datetime.max.replace(tzinfo=UTC), round_.id


def show_of_round(context: EventContext, token: str) -> None:
    """Show the same of one round, or of the check of the whole's."""
    round_ = context.uow.rounds.get(token)
    if round_ and is_of_organisation(round_):
        _show_whole(context, round_)
        return
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


def _show_whole(context: EventContext, round_: Round) -> None:
    """Show the acting person which points of the organisation's final are made of points that were theirs.

    Nothing more is kept for it: it follows from their notes of their own team's finals, and from what is the same for everybody.
    """
    acting = access.require_member(context)
    final = round_facts.release_of(context, round_)
    if final is None or not final.final:
        raise Refusal(said.OwnPointsUnknown(why="none"))
    if not acting.keeps_own_points:
        raise Refusal(said.OwnPointsUnknown(why="off"))
    asked = dict(_own_interviews(context, final))
    notes = {release: own_point_notes.note_of(context, interview) for release, interview in asked.items()}
    # An earlier version did not keep what the points of the whole are made of.
    told = [release for release, note in notes.items() if final.made_of and note and read_note(note) is not None]
    if not told:
        why = "then" if final.made_of and any(notes.values()) else "ended" if notes else "not asked"
        raise Refusal(said.OwnPointsUnknown(why=why))
    points = [point for question in final.summary.questions for point in question.points]
    message = context.token()
    context.reply_directly(
        said.OwnPointsOfWholeShown(
            name=final.name,
            keys=tuple(point.key for point in points),
            labels=tuple(point.label for point in points),
            made_of=final.made_of,
            releases=tuple(told),
            message=message,
            refs=tuple(ref_names.own_points_ref(asked[release].id) for release in told),
            unknown=tuple(release for release in asked if release not in told),
        ),
        key=message,
    )


def _own_interviews(context: EventContext, whole: Release) -> Iterator[tuple[str, Interview]]:
    """Yield the finals that went into one of the organisation, each with the acting person's interview of its round."""
    rounds = {row.round: row.id for row in context.uow.releases.where(final=True, pooled=whole.id)}
    mine = context.uow.interviews.where(member=access.require_member(context).id, round=tuple(rounds)) if rounds else []
    yield from sorted((rounds[row.round], row) for row in mine)


def close_message(context: EventContext, token: str) -> None:
    """Put a few words in the place of what was shown to the acting person, where messages can be changed."""
    access.require_member(context)
    row = context.uow.outbox.get(token)
    if row and row.to == context.person and isinstance(row.outcome, said.OwnPointsShown | said.OwnPointsOfWholeShown):
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
