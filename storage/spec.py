"""The one declaration of what is kept where: each record's table, and which of its fields are sealed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import Table

from bot.domain import model
from bot.domain.outcomes.base import Outcome
from storage import codec
from storage.tables import Row, asking, people, plumbing, sharing, table_of
from storage.vault import ORGANISATION, Vault

R = TypeVar("R")
Values = tuple[Any, ...]
INSTANTS = (datetime, datetime | None)


@dataclass(frozen=True, slots=True)
class Column:
    """A field and its converters; an outcome takes two columns, every other field one."""

    name: str
    to_plain: codec.Convert
    from_plain: codec.Convert
    scalar: bool = False
    outcome: bool = False
    sealed: bool = False
    instant: bool = False


class Spec(Generic[R]):
    """How a record of one kind becomes the values of a row and comes back.

    `sealed` fields are texts that are encrypted: with the key of the record's own id where `personal` (it is a person's),
    else with the organisation's key. What cannot be opened any more reads as empty.
    """

    def __init__(self, record: type[R], row: type[Row], sealed: tuple[str, ...] = (), personal: bool = False) -> None:
        self.record = record
        self.table: Table = table_of(row)
        self.personal = personal
        hints = get_type_hints(record)
        self.columns = tuple(_column(field.name, hints[field.name], field.name in sealed) for field in fields(record))  # type: ignore[arg-type]
        self._by_name = {column.name: column for column in self.columns}

    def values(self, record: R, vault: Vault) -> Values:
        """The row's values in the order of `names`. Raises CannotBeStored."""
        if type(record) is not self.record:
            raise TypeError(f"{self.record.__name__} expected")
        values: list[Any] = []
        for column in self.columns:
            value = codec.guarded(column.to_plain, getattr(record, column.name), self._full(column.name))
            if column.outcome:
                values += value
            elif column.sealed:
                values.append(self._seal(vault, values[0], column.name, value))
            else:
                values.append(value)
        return tuple(values)

    def made(self, values: Values, vault: Vault) -> R:
        """The record of a row. Raises UnknownOutcome."""
        found: dict[str, Any] = {}
        cells = iter(values)
        for column in self.columns:
            value = next(cells)
            if column.outcome:
                found[column.name] = column.from_plain((value, next(cells)))
            elif column.sealed:
                found[column.name] = self._open(vault, values[0], column.name, value)
            else:
                found[column.name] = None if value is None else column.from_plain(value)
        return self.record(**found)

    def plain(self, name: str, value: Any) -> Any:
        """A value to compare the field `name` with; a tuple for several. Raises ValueError for a field that is no scalar."""
        column = self._by_name.get(name)
        if column is None or not column.scalar:
            raise ValueError(f"{self._full(name)} is not a scalar field")
        if isinstance(value, (tuple, list, set, frozenset)):
            return tuple(self._compared(column, member) for member in value)
        return self._compared(column, value)

    def check_instant(self, name: str) -> None:
        """Raises ValueError for a field that holds no instant."""
        column = self._by_name.get(name)
        if column is None or not column.instant:
            raise ValueError(f"{self._full(name)} is not an instant")

    def _compared(self, column: Column, value: Any) -> Any:
        return None if value is None else codec.guarded(column.to_plain, value, self._full(column.name))

    def _full(self, name: str) -> str:
        return f"{self.record.__name__}.{name}"

    def _seal(self, vault: Vault, id: str, name: str, value: str) -> bytes:
        return vault.seal_text(id if self.personal else ORGANISATION, f"{self.table.name}.{name}", id, value)

    def _open(self, vault: Vault, id: str, name: str, sealed: bytes) -> str:
        return vault.open_text(id if self.personal else ORGANISATION, f"{self.table.name}.{name}", id, sealed) or ""


def _column(name: str, annotation: Any, sealed: bool) -> Column:
    if annotation is Outcome:
        return Column(name, codec.outcome_to_plain, lambda cells: codec.outcome_from_plain(*cells), outcome=True)
    converters = codec.scalar(annotation)
    if converters is None:
        return Column(name, *codec.json_of(annotation))
    return Column(name, *converters, scalar=not sealed, sealed=sealed, instant=annotation in INSTANTS)


ORGANISATIONS = Spec(model.Organisation, people.Organisations)
TEAMS = Spec(model.Team, people.Teams)
SCHEDULES = Spec(model.Schedule, people.Schedules)
MEMBERS = Spec(model.Member, people.Members, sealed=("name",), personal=True)
IDENTITIES = Spec(model.Identity, people.Identities)
MEMBERSHIPS = Spec(model.Membership, people.Memberships)
FOLLOWINGS = Spec(model.Following, people.Followings)
EXCLUSIONS = Spec(model.Exclusion, people.Exclusions)
HANDLES = Spec(model.Handle, people.Handles)
INVITES = Spec(model.Invite, people.Invites)
CLAIMS = Spec(model.Claim, people.Claims)
QUESTION_SETS = Spec(model.QuestionSet, asking.QuestionSets)
ROUNDS = Spec(model.Round, asking.Rounds)
INTERVIEWS = Spec(model.Interview, asking.Interviews)
ANSWERS = Spec(model.Answer, asking.Answers)
CHECKS = Spec(model.Check, sharing.Checks)
RULINGS = Spec(model.Ruling, sharing.Rulings)
RELEASES = Spec(model.Release, sharing.Releases)
LEDGER = Spec(model.LedgerLine, sharing.Ledger)
DIALOGUES = Spec(model.Dialogue, plumbing.Dialogues)
MENUS = Spec(model.Menu, plumbing.Menus)
AUDITS = Spec(model.Audit, plumbing.Audits)
INSTALLATIONS = Spec(model.Installation, plumbing.Installations, sealed=("token",))
TRACES = Spec(model.Trace, plumbing.Traces, sealed=("message",))
LEASES = Spec(model.Lease, plumbing.Leases)
INCIDENTS = Spec(model.Incident, plumbing.Incidents)
FETCHED = Spec(model.Fetched, plumbing.Fetched)
OUTBOX = Spec(model.OutboxMessage, plumbing.Outbox, sealed=("thread", "sent_ref"))

SPECS: tuple[Spec[Any], ...] = (
    ORGANISATIONS, TEAMS, SCHEDULES, MEMBERS, IDENTITIES, MEMBERSHIPS, FOLLOWINGS, EXCLUSIONS, HANDLES, INVITES, CLAIMS,
    QUESTION_SETS, ROUNDS, INTERVIEWS, ANSWERS, CHECKS, RULINGS, RELEASES, LEDGER, DIALOGUES, MENUS, AUDITS, INSTALLATIONS,
    TRACES, LEASES, INCIDENTS, FETCHED, OUTBOX,
)  # fmt: skip
