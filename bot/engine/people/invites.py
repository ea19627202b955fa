"""Links with which one person joins one team: kept as a hash, bound once, good for a week (C11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from bot.domain.model import Invite
from bot.engine import access, ref_names
from bot.engine.context import WorkContext

GOOD_FOR = timedelta(days=7)


def id_of(code: str) -> str:
    return sha256(f"invite:{code.strip().lower()}".encode()).hexdigest()


def make_invite(work: WorkContext, team: str, by: str) -> tuple[str, str]:
    """A new invite: its id, and its code of 128 bits, which is kept nowhere in the clear."""
    code = work.token()
    invite = Invite(id=id_of(code), team=team, by=by, expires_at=work.now + GOOD_FOR)
    work.uow.invites.save(invite)
    return invite.id, code


def open_one(work: WorkContext, code: str) -> Invite | None:
    """The invite of this code, if it can still be used and who made it may still ask people in."""
    invite = work.uow.invites.get(id_of(code))
    if invite is None or invite.used or invite.expires_at <= work.now:
        return None
    team, maker = work.uow.teams.get(invite.team), work.uow.members.get(invite.by)
    if team is None or team.archived or maker is None:
        return None
    return invite if maker.admin or access.leads_any(work, maker.id, (team.id,)) else None


def bind_invite(work: WorkContext, invite: Invite) -> None:
    """Used up: nobody else joins with it."""
    work.uow.invites.save(replace(invite, used=True))
    work.uow.texts.remove([ref_names.link_ref(invite.id)])


def sweep_invites(work: WorkContext) -> None:
    """Forget the invites that are too old."""
    for invite in work.uow.invites.until("expires_at", work.now):
        work.uow.invites.remove(invite.id)
        work.uow.texts.remove([ref_names.link_ref(invite.id)])
