"""One transaction of one organisation: every room of the store, over the boxes of one connection."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import Table

from bot import ports
from bot.domain import model
from storage import spec
from storage.addresses import HashedAddresses
from storage.box import Box, OutboxBox
from storage.confidential import SealedTexts
from storage.inbox import HashedInbox
from storage.outbox import LeasedOutbox
from storage.records import BoxedRecords
from storage.tables import plumbing, table_of
from storage.vault import Vault


class Boxes(Protocol):
    """Where a unit of work finds its rows."""

    def of(self, table: Table) -> Box: ...

    def outbox(self) -> OutboxBox: ...


class BoxedUnitOfWork:
    """See `bot.ports.UnitOfWork`. Made once per connection and used for one transaction after the other."""

    def __init__(self, boxes: Boxes, vault: Vault) -> None:
        self.vault = vault
        self.boxes = boxes
        self._people()
        self._asking()
        self._sharing()
        self._plumbing()

    def set_aside(self) -> int:
        return len(self.vault.aside)

    def look_through(self) -> int:
        """Read everything that is stored, and return how many rows cannot be read. It takes its time."""
        for declared in spec.SPECS:
            rows = self._records(declared)
            for values in self.boxes.of(declared.table).select({}):
                rows.made(values)
        self._texts.look_through()
        for values in self.boxes.of(table_of(plumbing.Addresses)).select({}):
            self.addresses.ref(values[0])
        return len(self.vault.aside)

    def pseudonym(self, member: str, *parts: str) -> str:
        return self.vault.pseudonym(member, *parts)

    def _people(self) -> None:
        self.organisations: ports.Records[model.Organisation] = self._records(spec.ORGANISATIONS)
        self.teams: ports.Records[model.Team] = self._records(spec.TEAMS)
        self.schedules: ports.Records[model.Schedule] = self._records(spec.SCHEDULES)
        self.members: ports.Records[model.Member] = self._records(spec.MEMBERS)
        self.identities: ports.Records[model.Identity] = self._records(spec.IDENTITIES)
        self.memberships: ports.Records[model.Membership] = self._records(spec.MEMBERSHIPS)
        self.followings: ports.Records[model.Following] = self._records(spec.FOLLOWINGS)
        self.exclusions: ports.Records[model.Exclusion] = self._records(spec.EXCLUSIONS)
        self.invites: ports.Records[model.Invite] = self._records(spec.INVITES)
        self.handles: ports.Records[model.Handle] = self._records(spec.HANDLES)
        self.claims: ports.Records[model.Claim] = self._records(spec.CLAIMS)

    def _asking(self) -> None:
        self.question_sets: ports.Records[model.QuestionSet] = self._records(spec.QUESTION_SETS)
        self.rounds: ports.Records[model.Round] = self._records(spec.ROUNDS)
        self.interviews: ports.Records[model.Interview] = self._records(spec.INTERVIEWS)
        self.answers: ports.Records[model.Answer] = self._records(spec.ANSWERS)

    def _sharing(self) -> None:
        self.checks: ports.Records[model.Check] = self._records(spec.CHECKS)
        self.rulings: ports.Records[model.Ruling] = self._records(spec.RULINGS)
        self.releases: ports.Records[model.Release] = self._records(spec.RELEASES)
        self.ledger: ports.Records[model.LedgerLine] = self._records(spec.LEDGER)

    def _plumbing(self) -> None:
        self.dialogues: ports.Records[model.Dialogue] = self._records(spec.DIALOGUES)
        self.menus: ports.Records[model.Menu] = self._records(spec.MENUS)
        self.traces: ports.Records[model.Trace] = self._records(spec.TRACES)
        self.audits: ports.Records[model.Audit] = self._records(spec.AUDITS)
        self.installations: ports.Records[model.Installation] = self._records(spec.INSTALLATIONS)
        self.leases: ports.Records[model.Lease] = self._records(spec.LEASES)
        self.incidents: ports.Records[model.Incident] = self._records(spec.INCIDENTS)
        self.fetched: ports.Records[model.Fetched] = self._records(spec.FETCHED)
        box = self.boxes.of
        texts, erasures = box(table_of(plumbing.Texts)), box(table_of(plumbing.Erasures))
        self._texts = SealedTexts(texts, erasures, self.vault)
        self.texts: ports.Texts = self._texts
        self.addresses: ports.Addresses = HashedAddresses(box(table_of(plumbing.Addresses)), self.vault)
        self.inbox: ports.Inbox = HashedInbox(box(table_of(plumbing.Inbox)), self.vault)
        self.outbox: ports.Outbox = LeasedOutbox(self.boxes.outbox(), self.vault)

    def _records(self, declared: spec.Spec[spec.R]) -> BoxedRecords[spec.R]:
        return BoxedRecords(declared, self.boxes.of(declared.table), self.vault)
