"""The audit trail: what admins and leads changed, for `audit` to show and `undo` to take back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.model import Audit
from bot.domain.outcomes.commands import Earlier
from bot.engine import access
from bot.engine.context import EventContext


def record_audit(
    context: EventContext, action: str, subject: str = "", *, before: str = "", undo: Sequence[str] = ()
) -> None:
    """Note an admin's action for `audit`: on what, which may hold the new value, the value `before`, and what `undo` needs."""
    acting = access.require_member(context)
    row = Audit(
        id=context.token(),
        at=context.now,
        member=acting.id,
        action=action,
        subject=subject,
        before=before,
        undo=tuple(undo),
    )
    context.uow.audits.save(row)


def earlier_change(context: EventContext, action: str, subject: str = "") -> Earlier | None:
    """Return who else changed the same thing last, if the last change was not one's own; to be asked before one's own is noted."""
    rows = [row for row in context.uow.audits.where(action=action) if row.subject.startswith(subject)]
    last = max(rows, key=lambda row: row.at, default=None)
    by = context.uow.members.get(last.member) if last else None
    if last is None or by is None or (context.member and by.id == context.member.id):
        return None
    return Earlier(by=by.name, at=last.at, zone=context.organisation().zone)
