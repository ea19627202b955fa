"""Deciding on an earlier point under challenge: another wording, which people weigh, or letting it go with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowChallenged
from bot.domain.lasting_points import is_challenged
from bot.domain.model import Appearance, LastingPoint, Member, PointState, Round, Urgency
from bot.domain.outcomes import lasting_points as said
from bot.domain.releases.challenges import LONGEST_REASON, LONGEST_WORDING
from bot.domain.rounds import filed_under, of_same_teams
from bot.domain.wordings import same_wording
from bot.engine import access, audit_trail
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.known import end_follow_ups, reword_follow_ups
from bot.engine.lasting_points.noting import wording_of, words_name
from bot.engine.people import team_channels
from bot.engine.typed_wording import check_typed_wording, typed_line

POINT_CHANGED, POINT_DROPPED = "earlier point worded anew", "earlier point dropped"
"""What the audit calls them. Both are posted, and so neither is taken back."""
Values = Mapping[str, ConfidentialText]


def deciders_now(work: WorkContext, lasting: LastingPoint) -> list[str]:
    """Return who decides on a point now: who leads its teams, admins where nobody does and for the organisation."""
    if not lasting.teams:
        return sorted(row.id for row in work.uow.members.where(admin=True))
    teams = tuple(row.id for row in work.uow.teams.where(id=lasting.teams, archived=False))
    return access.deciders_of(work, teams) if teams else []


def tell_challenged(work: WorkContext, round_: Round, challenged: Iterable[LastingPoint]) -> None:
    """Tell who decides, and the channels that had a point and do not get this round's final, that it is under challenge."""
    posted = [channel for _, channel in team_channels.channels_of(work, round_)]
    for row in challenged:
        name, refs = _name_of(work, row), _refs_of(row)
        outcome = said.PointChallenged(token=row.id, name=name, label=row.label, refs=refs)
        for member in deciders_now(work, row):
            work.tell(member, outcome, Urgency.DIGEST, key=f"challenged:{row.id}:{round_.id}:{member}")
        told = said.ChallengeTold(name=name, label=row.label, refs=refs)
        for channel in _homes_of(work, row, posted):
            work.say(channel, told, Urgency.DIGEST, key=f"challenge told:{row.id}:{round_.id}:{channel}")


def _name_of(work: WorkContext, row: LastingPoint) -> str:
    release = work.uow.releases.get(row.last.release)
    return release.name if release else work.organisation().name


def _refs_of(row: LastingPoint) -> tuple[str, ...]:
    name = words_name(row)
    return (name,) if name else ()


def _homes_of(work: WorkContext, row: LastingPoint, but: Collection[str] = ()) -> list[str]:
    """Return the addresses of the channels that had a point, in whatever final."""
    rounds = work.uow.rounds.where(id=tuple({each.round for each in row.appearances}))
    channels = {channel for round_ in rounds for _, channel in team_channels.channels_of(work, round_)}
    return sorted(channels - set(but))


def show_challenged(context: EventContext, command: ShowChallenged) -> None:
    """Show the points under challenge that the acting person can decide on, in their own chat."""
    acting = access.require_member(context)
    rows = sorted(
        (
            row
            for row in context.uow.lasting_points.where()
            if is_challenged(row) and acting.id in deciders_now(context, row) and wording_of(context, row)
        ),
        key=lambda row: row.id,
    )
    refs = tuple(ref for row in rows for ref in _refs_of(row))
    context.reply_directly(said.ChallengedShown(points=tuple((row.id, row.label) for row in rows), refs=refs))


def reword_form(context: EventContext, token: str) -> said.EarlierPointForm:
    _, row = _decidable(context, token)
    return said.EarlierPointForm(token=row.id, label=row.label, refs=_refs_of(row))


def drop_form(context: EventContext, token: str) -> said.EarlierPointForm:
    return replace(reword_form(context, token), drop=True)


def _decidable(context: EventContext, token: str) -> tuple[Member, LastingPoint]:
    """Return who acts, and the point. Refused for who cannot decide on it, and once it is under challenge no more."""
    acting = access.require_member(context)
    row = context.uow.lasting_points.get(token)
    if row is None or not is_challenged(row) or acting.id not in deciders_now(context, row):
        raise Refusal(said.EarlierPointRefused(why="gone"))
    return acting, row


def reword_point(context: EventContext, token: str, values: Values) -> None:
    """Let a point of the new wording take the place of one under challenge: it is weighed with the next draft."""
    acting, row = _decidable(context, token)
    wording = _typed(context, acting, values, "wording", LONGEST_WORDING)
    if same_wording(wording, wording_of(context, row)):
        raise Refusal(said.EarlierPointRefused(why="same"), field="wording")
    if any(same_wording(wording, wording_of(context, other)) for other in _others_that_stand(context, row)):
        raise Refusal(said.EarlierPointRefused(why="taken"), field="wording")
    new = LastingPoint(
        id=context.token(),
        team=row.team,
        teams=row.teams,
        question=row.question,
        label=wording,
        against=row.against,
        appearances=(Appearance(round=row.last.round, release=row.last.release, point=""),),
    )
    context.uow.lasting_points.save(new)
    context.uow.lasting_points.save(replace(row, state=PointState.CHANGED, became=new.id))
    audit_trail.record_audit(context, POINT_CHANGED, wording)
    reword_follow_ups(context, row.id, new.id, wording)
    _post(context, row, said.EarlierPointDecided(name=_name_of(context, row), label=row.label, wording=wording))
    context.reply(said.EarlierPointNoted(dropped=False))


def _others_that_stand(work: WorkContext, row: LastingPoint) -> list[LastingPoint]:
    rows = of_same_teams(work.uow.lasting_points.where(team=filed_under(row)), row)
    return [each for each in rows if each.id != row.id and each.stands and each.question == row.question]


def drop_point(context: EventContext, token: str, values: Values) -> None:
    """Let a point under challenge go, and post the reason."""
    acting, row = _decidable(context, token)
    reason = _typed(context, acting, values, "reason", LONGEST_REASON)
    context.uow.lasting_points.save(replace(row, state=PointState.DROPPED, reason=reason))
    end_follow_ups(context, row.id)
    audit_trail.record_audit(context, POINT_DROPPED, row.label)
    _post(context, row, said.EarlierPointDecided(name=_name_of(context, row), label=row.label, reason=reason))
    context.reply(said.EarlierPointNoted(dropped=True))


def _typed(context: EventContext, acting: Member, values: Values, name: str, longest: int) -> str:
    text = typed_line(values, name)
    if not text:
        raise Refusal(said.EarlierPointRefused(why="words"), field=name)
    if len(text) > longest:
        raise Refusal(said.EarlierPointRefused(why="long"), field=name)
    check_typed_wording(context, acting.id, text, field=name)
    return text


def _post(context: EventContext, row: LastingPoint, decided: said.EarlierPointDecided) -> None:
    """Say in every channel that had the point what was decided."""
    outcome = replace(decided, refs=_refs_of(row))
    for channel in _homes_of(context, row):
        context.say(channel, outcome, Urgency.DIGEST, key=f"point decided:{row.id}:{channel}")
