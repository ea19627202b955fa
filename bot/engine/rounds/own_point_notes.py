"""Notes of which points of a round were whose, each under its person's own key: nobody else can read it.

Everybody on the roster has one, whether they answered or not, as long as everybody else's, written in the order of the interviews'
ids: the database alone does not tell who is behind a point, or behind any (C8). A note is written with the draft, again where
words join it, and with the final, whose points it then names. It ends with the words of the points. What it says leaves this
module to be shown to its person alone; nothing in it is logged, or put into an outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.domain.model import Answer, Interview, Release, Round
from bot.domain.own_point_notes import (
    drafted_keys,
    emptied,
    find_sources,
    quote_key,
    read_note,
    without_question,
    write_note,
)
from bot.domain.releases import Candidate, Released
from bot.engine import ref_names
from bot.engine.context import WorkContext

Owned = Callable[[str, frozenset[str]], set[str]]
"""Returns the keys of a member's own items, by the member's id and the keys that were noted before."""


def keep_at_draft(
    work: WorkContext,
    round_: Round,
    release: Release,
    candidate: Candidate,
    decision: Released,
    answers: Mapping[str, Answer],
) -> None:
    """Note for everybody which items of a draft their answers are part of; `answers` are by the refs of `candidate`."""
    sources = find_sources(candidate, decision, release.summary)
    of_member: dict[str, set[str]] = {}
    for key, refs in sources.items():
        for ref in refs:
            of_member.setdefault(answers[ref].member, set()).add(key)
    _write(work, round_, drafted_keys(release.summary), lambda member, _: of_member.get(member, set()))


def add_quotes(work: WorkContext, round_: Round, draft: Release, quoted: Mapping[tuple[int, int], str]) -> None:
    """Note whose the words are that have joined a draft, by question number and place."""
    own = {quote_key(*place): member for place, member in quoted.items()}
    _write(
        work,
        round_,
        drafted_keys(draft.summary),
        lambda member, noted: {*noted, *(key for key, whose in own.items() if whose == member)},
    )


def keep_at_final(work: WorkContext, round_: Round, final: Release, ends: Mapping[str, str]) -> None:
    """Note for everybody which points of the final are their own; `ends` are the items that were merged into others."""
    keys = [point.key for question in final.summary.questions for point in question.points]
    _write(work, round_, keys, lambda _, noted: {ends.get(key, key) for key in noted})


def _write(work: WorkContext, round_: Round, keys: Sequence[str], owned: Owned) -> None:
    interviews = work.uow.interviews.where(round=round_.id)
    members = {row.id: row for row in work.uow.members.where(id=tuple(row.member for row in interviews))}
    for interview in sorted(interviews, key=lambda row: row.id):
        member = members.get(interview.member)
        if member is None:
            # Who was forgotten has no key any more, and must not get a new one.
            continue
        noted = read_note(work.read(ref_names.own_points_ref(interview.id)))
        own = owned(member.id, noted) if member.keeps_own_points and noted is not None else None
        work.keep(ref_names.own_points_ref(interview.id), member.id, write_note(keys, own))


def note_of(work: WorkContext, interview: Interview) -> str:
    """Return somebody's note of a round; empty where there is none any more."""
    return work.read(ref_names.own_points_ref(interview.id))


def take_out(work: WorkContext, answer: Answer, release: Release, number: int) -> None:
    """Take what an answer was part of, as the release numbers its question, out of its author's note."""
    for interview in work.uow.interviews.where(round=release.round, member=answer.member):
        if note := note_of(work, interview):
            work.keep(ref_names.own_points_ref(interview.id), answer.member, without_question(note, number))


def empty_notes(work: WorkContext, member: str) -> None:
    """Let none of somebody's notes tell anything any more; that they are there stays as it was."""
    for ref in work.uow.texts.refs_of(member):
        if ref.startswith(ref_names.OWN_POINTS):
            work.keep(ref, member, emptied(work.read(ref)))


def refs_of_round(work: WorkContext, round_: Round) -> list[str]:
    """Return the names of all notes of a round."""
    return [ref_names.own_points_ref(row.id) for row in work.uow.interviews.where(round=round_.id)]
