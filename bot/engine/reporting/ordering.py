"""Handing over a report, as a file, in private to who answers for what it is about: an admin, or a team's lead for the team."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.domain.errors import Refusal
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.reports import ReportMade
from bot.domain.reports import MakeReport
from bot.engine import access, audit_trail, lookup
from bot.engine.commands.exporting import read_days
from bot.engine.context import EventContext

REPORTED = "report made"
"""What the audit calls it. It changes nothing, and so there is nothing of it to take back."""
EXAMPLES = ("report since 1 January", "report since 1 January until 31 March", "report since 2025")


def make_report(context: EventContext, command: MakeReport) -> None:
    """To the asker's own chat alone, wherever it was asked. The file is made when it is sent: nothing of it waits in the outbox."""
    acting = access.require_member(context)
    if command.whole and not acting.admin:
        raise Refusal(NotForYou(who="admins"))
    team = lookup.find_team(context, command.team) if command.team or not acting.admin else None
    since, until = read_days(context, command.since, command.until, EXAMPLES)
    organisation = context.organisation()
    name = team.name if team else organisation.name
    words = (name, command.form, f"since {since}" if since else "", f"until {until}" if until else "")
    audit_trail.record_audit(context, REPORTED, ", ".join(word for word in words if word))
    context.reply_directly(
        ReportMade(
            form=command.form,
            team=team.id if team else "",
            name=name,
            made=context.now.astimezone(ZoneInfo(organisation.zone)).date(),
            since=since,
            until=until,
        )
    )
