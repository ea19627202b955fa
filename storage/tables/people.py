"""Tables of who takes part, where, and in what rhythm."""

from __future__ import annotations

from bot.domain import model
from storage.tables.base import (
    Record,
    RowForm,
    holds_records,
    instant_field,
    keyed_hash_field,
    table_index,
    unique_constraint,
)


@holds_records(model.Organisation)
class Organisations(Record, table=True):
    __tablename__ = "organisations"


@holds_records(model.Team)
class Teams(Record, table=True):
    __tablename__ = "teams"


@holds_records(model.Schedule)
class Schedules(Record, table=True):
    __tablename__ = "schedules"
    __table_args__ = (table_index("schedules", "team"), table_index("schedules", "next_at"))

    team: str
    next_at: int | None = instant_field()


@holds_records(model.Member, RowForm(personal=("name",), padded=512))
class Members(Record, table=True):
    __tablename__ = "members"

    admin: bool


@holds_records(model.Identity)
class Identities(Record, table=True):
    __tablename__ = "identities"
    __table_args__ = (table_index("identities", "member"),)

    member: str = keyed_hash_field("member")


@holds_records(model.Membership)
class Memberships(Record, table=True):
    __tablename__ = "memberships"
    __table_args__ = (unique_constraint("memberships", "team", "member"), table_index("memberships", "member"))

    team: str
    member: str = keyed_hash_field("member")
    lead: bool


@holds_records(model.Following)
class Followings(Record, table=True):
    """`id` is the team's."""

    __tablename__ = "followings"


@holds_records(model.Exclusion, RowForm(hashed=True))
class Exclusions(Record, table=True):
    __tablename__ = "exclusions"
    __table_args__ = (table_index("exclusions", "team"),)

    team: str


@holds_records(model.Handle)
class Handles(Record, table=True):
    """`id` is the keyed hash of a public name."""

    __tablename__ = "handles"
    __table_args__ = (table_index("handles", "member"),)

    member: str = keyed_hash_field("member")


@holds_records(model.Invite)
class Invites(Record, table=True):
    __tablename__ = "invites"
    __table_args__ = (table_index("invites", "expires_at"),)

    expires_at: int = instant_field()


@holds_records(model.Claim)
class Claims(Record, table=True):
    __tablename__ = "claims"
