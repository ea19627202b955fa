"""`folkmoot report`: the report of a team or of the organisation, read from the store of the settings."""

from __future__ import annotations

from datetime import date

from bot.bootstrap.places import CannotOpenError, places_of
from bot.bootstrap.product import read_storage
from bot.config import Settings
from bot.domain.reports import Report, ReportScope
from bot.domain.root_error import FolkmootError
from bot.engine.reporting.gathering import gather_report
from bot.ports import UnitOfWork
from bot.system_clock import SystemClock


class NoSuchTeamError(FolkmootError):
    """No team has this name; `known` are the names that there are."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__(known)
        self.known = known


def read_report(settings: Settings, team: str, since: date | None, until: date | None) -> Report:
    """Return the report of a team by its name, or with no name of the organisation; `since` and `until` are included.

    Raises NoSuchTeamError, and what `open_storage` raises.
    """

    def read(uow: UnitOfWork) -> Report:
        teams = {row.name.casefold(): row for row in uow.teams.where(archived=False)}
        found = teams.get(team.casefold())
        if team and found is None:
            raise NoSuchTeamError(tuple(sorted(row.name for row in teams.values())))
        scope = ReportScope(team=found.id if found else "", since=since, until=until)
        organisations = uow.organisations.where()
        name = found.name if found else organisations[0].name if organisations else "The organisation"
        return gather_report(uow, scope, name, SystemClock().now().date())

    report = read_storage(settings, read)
    if report is None:
        raise CannotOpenError(f"There is no database {places_of(settings).database} yet.")
    return report
