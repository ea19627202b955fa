"""The file of an export, made when its message is sent: what is published by then, and only for who is an admin still."""

from __future__ import annotations

from bot.domain.model import OutboxMessage
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.drafts import MaybeAnAnswer
from bot.domain.outcomes.exports import ReleasedExported
from bot.engine.released_files import FORMS
from bot.engine.released_rows import choose_rows, released_rows
from bot.ports import UnitOfWork
from bot.views import messages
from bot.views.messages.exports import with_file
from bot.views.view import View


def with_export(uow: UnitOfWork, message: OutboxMessage, view: View) -> View:
    """The view with its file, if it is that of an export; any other as it is."""
    # Where the word could have been an answer as well, the reply comes with that offer.
    done = message.outcome.said if isinstance(message.outcome, MaybeAnAnswer) else message.outcome
    if not isinstance(done, ReleasedExported):
        return view
    if not _is_for_admin(uow, message):
        return messages.word_outcome(NotForYou(who="admins"), [])
    rows = choose_rows(released_rows(uow), done.since, done.until, done.scope)
    return with_file(view, done, FORMS[done.form](rows), rows)


def _is_for_admin(uow: UnitOfWork, message: OutboxMessage) -> bool:
    identity = uow.identities.get(message.private_to or message.to)
    member = uow.members.get(identity.member) if identity else None
    return member is not None and member.admin
