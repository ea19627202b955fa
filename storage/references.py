"""References between records: a row names rows of other tables, and there is no foreign key, since records are sealed.

What is told is how many rows name a row that is not there, by the tables of the two. A row that is there and cannot be read
counts as there: it is set aside, and said as such.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.domain import model
from bot.domain.weighing.counting import OF_WEIGHINGS
from storage.spec import spec_of
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork

ADDRESSES = table_of(plumbing.AddressesTable)


@dataclass(frozen=True, slots=True)
class Reference:
    """A field of a record with the id, or several ids, of records of another class; of addresses where `parent` is None.
    An empty field names nothing."""

    child: type
    field: str
    parent: type | None


REFERENCES = (
    Reference(model.Organisation, "questions", model.QuestionSet),
    Reference(model.Team, "questions", model.QuestionSet),
    Reference(model.Team, "channel", None),
    Reference(model.Schedule, "team", model.Team),
    Reference(model.Member, "primary_team", model.Team),
    Reference(model.Identity, "id", None),
    Reference(model.Identity, "member", model.Member),
    Reference(model.Membership, "team", model.Team),
    Reference(model.Membership, "member", model.Member),
    Reference(model.Following, "id", model.Team),
    Reference(model.Exclusion, "team", model.Team),
    Reference(model.Handle, "member", model.Member),
    Reference(model.Invite, "team", model.Team),
    Reference(model.Proposal, "member", model.Member),
    Reference(model.Proposal, "release", model.Release),
    Reference(model.SetUpPlan, "member", model.Member),
    Reference(model.SetUpPlan, "home", None),
    Reference(model.Round, "team", model.Team),
    Reference(model.Round, "teams", model.Team),
    Reference(model.Round, "questions", model.QuestionSet),
    Reference(model.Round, "release", model.Release),
    Reference(model.Interview, "round", model.Round),
    Reference(model.Interview, "team", model.Team),
    Reference(model.Answer, "round", model.Round),
    Reference(model.Answer, "interview", model.Interview),
    Reference(model.Answer, "team", model.Team),
    Reference(model.Answer, "released", model.Release),
    Reference(model.Meeting, "round", model.Round),
    Reference(model.Meeting, "team", model.Team),
    Reference(model.FollowUp, "round", model.Round),
    Reference(model.FollowUp, "release", model.Release),
    Reference(model.FollowUp, "team", model.Team),
    Reference(model.FollowUp, "teams", model.Team),
    Reference(model.LastingPoint, "team", model.Team),
    Reference(model.LastingPoint, "teams", model.Team),
    Reference(model.PastRoster, "id", model.Round),
    Reference(model.Check, "round", model.Round),
    Reference(model.Weighing, "round", model.Round),
    Reference(model.Ruling, "round", model.Round),
    Reference(model.Release, "round", model.Round),
    Reference(model.LedgerLine, "release", model.Release),
)
"""Those that always lead somewhere. Others may lead to a member who was forgotten, or to a summary whose time is over."""


def missing_parents(unit: BoxedUnitOfWork) -> Counter[tuple[str, str]]:
    """Return by table of the row, and table of what it names, how many rows name what is not there. Reads every record."""
    found: Counter[tuple[str, str]] = Counter()
    rows: dict[type, list[Any]] = {}
    for reference in REFERENCES:
        there = _ids_of(unit, reference.parent)
        if reference.child not in rows:
            rows[reference.child] = unit.records_of(spec_of(reference.child)).where()
        missing = sum(1 for row in rows[reference.child] if not _named_by(row, reference.field) <= there)
        if missing:
            parent = spec_of(reference.parent).table.name if reference.parent else ADDRESSES.name
            found[spec_of(reference.child).table.name, parent] += missing
    return found


def _ids_of(unit: BoxedUnitOfWork, parent: type | None) -> set[str]:
    table = spec_of(parent).table if parent else ADDRESSES
    return {id for (id,) in unit.boxes.of(table).distinct("id")}


def _named_by(row: Any, field: str) -> set[str]:
    value = getattr(row, field)
    return {id.removesuffix(OF_WEIGHINGS) for id in (value if isinstance(value, tuple) else (value,)) if id}
