"""The file of a report, made when its message is sent: what is published by then, and only for who may have it still."""

from __future__ import annotations

from bot.documents import RENDERERS
from bot.domain.model import OutboxMessage
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.drafts import MaybeAnAnswer
from bot.domain.outcomes.reports import ReportMade
from bot.domain.report_rows import rows_of_report
from bot.domain.reports import Report, ReportScope
from bot.engine.released_files import FORMS
from bot.engine.reporting.gathering import gather_report
from bot.ports import UnitOfWork
from bot.views import messages
from bot.views.messages.reports import report_document, with_report_file
from bot.views.view import View


def with_report(uow: UnitOfWork, message: OutboxMessage, view: View) -> View:
    """The view with its file, if it is that of a report; any other as it is."""
    # Where the word could have been an answer as well, the reply comes with that offer.
    done = message.outcome.said if isinstance(message.outcome, MaybeAnAnswer) else message.outcome
    if not isinstance(done, ReportMade):
        return view
    if not _may_have(uow, message, done.team):
        return messages.word_outcome(NotForYou(who="leads and admins"), [])
    scope = ReportScope(team=done.team, since=done.since, until=done.until)
    report = gather_report(uow, scope, done.name, done.made)
    return with_report_file(view, done, report, write_report(report, done.form))


def write_report(report: Report, form: str) -> str:
    """Return the text of a report's file: a document, or its rows as the export writes those of finals."""
    return RENDERERS[form](report_document(report)) if form in RENDERERS else FORMS[form](rows_of_report(report))


def _may_have(uow: UnitOfWork, message: OutboxMessage, team: str) -> bool:
    identity = uow.identities.get(message.private_to or message.to)
    member = uow.members.get(identity.member) if identity else None
    if member is None:
        return False
    return member.admin or bool(team and uow.memberships.count(member=member.id, team=team, lead=True))
