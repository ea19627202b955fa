"""Tables of who takes part, where, and in what rhythm."""

from __future__ import annotations

from storage.tables.base import Row, index, instant, sealed, unique


class Organisations(Row, table=True):
    __tablename__ = "organisations"

    name: str
    zone: str
    country: str
    region: str
    k: int
    window_days: int
    check_days: int
    decide_days: int
    lateness_minutes: int
    questions: str
    cycle_months: int
    cycle_from: int | None = instant()
    last_whole: str
    close_at: str
    work_from: str
    work_until: str


class Teams(Row, table=True):
    __tablename__ = "teams"

    name: str
    parent: str
    channel: str
    zone: str
    archived: bool


class Schedules(Row, table=True):
    __tablename__ = "schedules"
    __table_args__ = (index("schedules", "team"), index("schedules", "next_at"))

    team: str
    rule: str
    words: str
    asked_until: int = instant()
    next_at: int | None = instant()
    paused: bool
    paused_from: str | None = None
    paused_until: str | None = None


class Members(Row, table=True):
    __tablename__ = "members"

    name: bytes = sealed()
    admin: bool
    stopped: bool
    reachable: bool
    away_from: str | None = None
    away_until: str | None = None


class Identities(Row, table=True):
    __tablename__ = "identities"
    __table_args__ = (index("identities", "member"),)

    member: str
    joined: bool


class Memberships(Row, table=True):
    __tablename__ = "memberships"
    __table_args__ = (unique("memberships", "team", "member"), index("memberships", "member"))

    team: str
    member: str
    lead: bool
    home: bool
    since: int = instant()
    followed: bool


class Followings(Row, table=True):
    """`id` is the team's."""

    __tablename__ = "followings"

    source: str
    since: int = instant()
    by: str
    read_at: int | None = instant()
    heard_at: int | None = instant()
    trouble: str


class Exclusions(Row, table=True):
    """`person` is a keyed hash."""

    __tablename__ = "exclusions"
    __table_args__ = (index("exclusions", "team"), index("exclusions", "person"))

    team: str
    person: str


class Handles(Row, table=True):
    """`id` is the keyed hash of a public name."""

    __tablename__ = "handles"
    __table_args__ = (index("handles", "member"),)

    member: str


class Invites(Row, table=True):
    __tablename__ = "invites"
    __table_args__ = (index("invites", "expires_at"),)

    team: str
    by: str
    expires_at: int = instant()
    used: bool


class Claims(Row, table=True):
    __tablename__ = "claims"

    expires_at: int = instant()
    used: bool
