"""Links with which one person, or so many, join one team: kept as a hash, bound to a number of joins and to a time (C11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from bot.domain.model import Invite
from bot.engine import access, ref_names
from bot.engine.context import WorkContext

GOOD_FOR = timedelta(days=7)
TAG = 24
"""Characters of an invite's id by which buttons name it: more do not fit into one on every platform."""


def hash_of(code: str) -> str:
    return sha256(f"invite:{code.strip().lower()}".encode()).hexdigest()


def make_invite(
    work: WorkContext, team: str, by: str, most: int = 1, good_for: timedelta = GOOD_FOR
) -> tuple[str, str]:
    """A new invite: its id, and its code of 128 bits, which is kept nowhere in the clear."""
    code = work.token()
    invite = Invite(id=hash_of(code), team=team, by=by, expires_at=work.now + good_for, most=most)
    work.uow.invites.save(invite)
    return invite.id, code


def open_one(work: WorkContext, code: str) -> Invite | None:
    """The invite of this code, if it can still be used and who made it may still ask people in."""
    return open_invite(work, hash_of(code))


def open_invite(work: WorkContext, id: str) -> Invite | None:
    """The invite of this id, under the same conditions."""
    invite = work.uow.invites.get(id)
    if invite is None or invite.used or invite.expires_at <= work.now:
        return None
    team, maker = work.uow.teams.get(invite.team), work.uow.members.get(invite.by)
    if team is None or team.archived or maker is None:
        return None
    return invite if maker.admin or access.leads_any(work, maker.id, (team.id,)) else None


def bind_invite(work: WorkContext, invite: Invite) -> None:
    """Count somebody who joined with it; once it is used up nobody else joins with it."""
    joined = invite.joined + 1
    work.uow.invites.save(replace(invite, joined=joined, used=joined >= invite.most))
    if joined >= invite.most:
        work.uow.texts.remove([ref_names.link_ref(invite.id)])


def open_links_of(work: WorkContext, team: str) -> list[Invite]:
    """The invites to a team that still let somebody in."""
    rows = work.uow.invites.where()
    return [row for row in rows if row.team == team and not row.used and row.expires_at > work.now]


def tag_of(id: str) -> str:
    """A short name of an invite, which a button can carry; it opens nothing without one."""
    return id[:TAG]


def tagged(work: WorkContext, tag: str) -> Invite | None:
    """The invite of this short name."""
    rows = work.uow.invites.where() if len(tag) == TAG else []
    return next((row for row in rows if row.id.startswith(tag)), None)


def end_invite(work: WorkContext, invite: Invite) -> None:
    """Let nobody join with it any more."""
    work.uow.invites.save(replace(invite, used=True))
    work.uow.texts.remove([ref_names.link_ref(invite.id)])


def sweep_invites(work: WorkContext) -> None:
    """Forget the invites that are too old."""
    for invite in work.uow.invites.until("expires_at", work.now):
        work.uow.invites.remove(invite.id)
        work.uow.texts.remove([ref_names.link_ref(invite.id)])
