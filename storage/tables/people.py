"""Tables of who takes part, where, and in what rhythm."""

from __future__ import annotations

from storage.tables.base import Record, index, instant, keyed, unique


class Organisations(Record, table=True):
    __tablename__ = "organisations"


class Teams(Record, table=True):
    __tablename__ = "teams"


class Schedules(Record, table=True):
    __tablename__ = "schedules"
    __table_args__ = (index("schedules", "team"), index("schedules", "next_at"))

    team: str
    next_at: int | None = instant()


class Members(Record, table=True):
    __tablename__ = "members"

    admin: bool


class Identities(Record, table=True):
    __tablename__ = "identities"
    __table_args__ = (index("identities", "member"),)

    member: str = keyed("member")


class Memberships(Record, table=True):
    __tablename__ = "memberships"
    __table_args__ = (unique("memberships", "team", "member"), index("memberships", "member"))

    team: str
    member: str = keyed("member")
    lead: bool


class Followings(Record, table=True):
    """`id` is the team's."""

    __tablename__ = "followings"


class Exclusions(Record, table=True):
    __tablename__ = "exclusions"
    __table_args__ = (index("exclusions", "team"),)

    team: str


class Handles(Record, table=True):
    """`id` is the keyed hash of a public name."""

    __tablename__ = "handles"
    __table_args__ = (index("handles", "member"),)

    member: str = keyed("member")


class Invites(Record, table=True):
    __tablename__ = "invites"
    __table_args__ = (index("invites", "expires_at"),)

    expires_at: int = instant()


class Claims(Record, table=True):
    __tablename__ = "claims"
