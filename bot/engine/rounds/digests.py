"""A digest to each lead after a release: bands, points, the whole organisation, what is still open. Never live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.commands import ShowDigest
from bot.domain.errors import Refusal
from bot.domain.model import Release, Round, Summary, Urgency
from bot.domain.outcomes.sharing import DigestSent, NoDigest
from bot.domain.rounds import ENDED
from bot.engine import access, lookup, ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups import known
from bot.engine.rounds import deadlines, round_facts


def send_digests(work: WorkContext, round_: Round, release: Release | None, quotes: tuple[str, ...] = ()) -> None:
    """Without a release the round was withheld, and the digest says so. `quotes` are the names of the quotes of its summary."""
    outcome = _digest_of(work, round_, release, quotes)
    for member in round_.deciders:
        work.tell(member, outcome, Urgency.DIGEST, key=_digest_key(round_, member))


def _digest_of(work: WorkContext, round_: Round, release: Release | None, quotes: tuple[str, ...]) -> DigestSent:
    organisation = work.organisation()
    latest = latest_organisation_summary(work)
    return DigestSent(
        name=round_facts.group_name(work, round_),
        participation=release.summary.participation if release else "",
        k=round_.k,
        summary=release.summary if release else None,
        withheld=release is None,
        organisation_name=organisation.name,
        organisation_summary=latest.summary if latest else None,
        next_summary_at=deadlines.organisation_draft_at(organisation),
        zone=round_.zone,
        refs=quotes,
        has_other_teams=round_facts.others_are_asked(work, round_.teams),
        directions=_directions_of(work, round_, [each.summary for each in (release, latest) if each]),
        against=_other_side_of(release) if release else (),
        open_points=known.open_points_of(work, release) if release else (),
        round=round_.id,
    )


def show_last_digest(context: EventContext, command: ShowDigest) -> None:
    """Show the acting person the last digest that they were sent of a team that they lead again, in their own chat."""
    teams = [lookup.find_team(context, command.team)] if command.team else lookup.own_teams(context)
    mine = {team.id for team in teams}
    acting = access.require_member(context)
    ended = [
        row
        for row in context.uow.rounds.where(state=ENDED)
        if acting.id in row.deciders and mine.intersection(row.teams)
    ]
    if not ended:
        raise Refusal(NoDigest(team=teams[0].name if command.team else ""))
    last = max(ended, key=lambda row: (row.opened_at or context.now, row.id))
    context.reply_directly(_digest_again(context, last, acting.id))


def _digest_again(work: WorkContext, round_: Round, member: str) -> DigestSent:
    """Return a digest as it was sent, or as it would be now where its message is kept no more."""
    sent = sent_digest(work, round_, member)
    if sent:
        return sent
    release = round_facts.release_of(work, round_)
    return as_published(_digest_of(work, round_, release, ()), round_.release)


def _directions_of(work: WorkContext, round_: Round, summaries: Iterable[Summary]) -> tuple[tuple[str, str], ...]:
    """Return what the questions of these summaries ask for, by their keys: as the round asked them, else as some set does."""
    keys = {question.key for summary in summaries for question in summary.questions}
    asked = round_facts.questions_of(work, round_)
    others = [] if keys <= {each.key for each in asked} else work.uow.question_sets.where()
    directions = {each.key: each.direction for row in others for each in row.questions}
    directions |= {each.key: each.direction for each in asked}
    return tuple((key, directions[key]) for key in sorted(keys) if directions.get(key))


def _other_side_of(release: Release) -> tuple[str, ...]:
    """Return the keys and quotes of the items that take the other side than their question asks for."""
    against = [item for item in release.known_items if item.against]
    return tuple(dict.fromkeys(name for item in against for name in (item.key, item.source) if name))


def _digest_key(round_: Round, member: str) -> str:
    return f"digest:{round_.id}:{member}"


def sent_digest(work: WorkContext, round_: Round, member: str) -> DigestSent | None:
    """Return the digest that somebody was sent of a round, while its message is kept."""
    row = work.uow.outbox.get(_digest_key(round_, member))
    if row is None or not isinstance(row.outcome, DigestSent):
        return None
    return as_published(row.outcome, round_.release)


def as_published(digest: DigestSent, release: str) -> DigestSent:
    """Return a digest with the words alone that are nobody's own any more, the wordings of points.

    Others are their authors': shown again, they would tell by what is missing who has left since.
    """
    if digest.summary is None:
        return digest
    questions, refs = [], list[str]()
    for question in digest.summary.questions:
        worded = sorted((point for point in question.points if point.quote), key=lambda point: point.quote)
        place_of = {point.key: place for place, point in enumerate(worded, start=1)}
        points = tuple(replace(point, quote=place_of.get(point.key, 0)) for point in question.points)
        under = tuple(point.key for point in worded)
        questions.append(replace(question, points=points, words=len(worded), under=under))
        refs += [ref_names.published_ref(release, point.key) for point in worded]
    return replace(digest, summary=replace(digest.summary, questions=tuple(questions)), refs=tuple(refs))


def latest_organisation_summary(work: WorkContext) -> Release | None:
    last = work.organisation().last_summary
    return work.uow.releases.get(last) if last else None
