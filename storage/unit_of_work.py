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
        self._people(boxes, vault)
        self._asking(boxes, vault)
        self._sharing(boxes, vault)
        self._plumbing(boxes, vault)

    def pseudonym(self, member: str, *parts: str) -> str:
        return self.vault.pseudonym(member, *parts)

    def _people(self, boxes: Boxes, vault: Vault) -> None:
        self.organisations: ports.Records[model.Organisation] = _records(spec.ORGANISATIONS, boxes, vault)
        self.teams: ports.Records[model.Team] = _records(spec.TEAMS, boxes, vault)
        self.schedules: ports.Records[model.Schedule] = _records(spec.SCHEDULES, boxes, vault)
        self.members: ports.Records[model.Member] = _records(spec.MEMBERS, boxes, vault)
        self.identities: ports.Records[model.Identity] = _records(spec.IDENTITIES, boxes, vault)
        self.memberships: ports.Records[model.Membership] = _records(spec.MEMBERSHIPS, boxes, vault)
        self.followings: ports.Records[model.Following] = _records(spec.FOLLOWINGS, boxes, vault)
        self.exclusions: ports.Records[model.Exclusion] = _records(spec.EXCLUSIONS, boxes, vault)
        self.invites: ports.Records[model.Invite] = _records(spec.INVITES, boxes, vault)
        self.handles: ports.Records[model.Handle] = _records(spec.HANDLES, boxes, vault)
        self.claims: ports.Records[model.Claim] = _records(spec.CLAIMS, boxes, vault)

    def _asking(self, boxes: Boxes, vault: Vault) -> None:
        self.question_sets: ports.Records[model.QuestionSet] = _records(spec.QUESTION_SETS, boxes, vault)
        self.rounds: ports.Records[model.Round] = _records(spec.ROUNDS, boxes, vault)
        self.interviews: ports.Records[model.Interview] = _records(spec.INTERVIEWS, boxes, vault)
        self.answers: ports.Records[model.Answer] = _records(spec.ANSWERS, boxes, vault)

    def _sharing(self, boxes: Boxes, vault: Vault) -> None:
        self.checks: ports.Records[model.Check] = _records(spec.CHECKS, boxes, vault)
        self.rulings: ports.Records[model.Ruling] = _records(spec.RULINGS, boxes, vault)
        self.releases: ports.Records[model.Release] = _records(spec.RELEASES, boxes, vault)
        self.ledger: ports.Records[model.LedgerLine] = _records(spec.LEDGER, boxes, vault)

    def _plumbing(self, boxes: Boxes, vault: Vault) -> None:
        self.dialogues: ports.Records[model.Dialogue] = _records(spec.DIALOGUES, boxes, vault)
        self.menus: ports.Records[model.Menu] = _records(spec.MENUS, boxes, vault)
        self.traces: ports.Records[model.Trace] = _records(spec.TRACES, boxes, vault)
        self.audits: ports.Records[model.Audit] = _records(spec.AUDITS, boxes, vault)
        self.installations: ports.Records[model.Installation] = _records(spec.INSTALLATIONS, boxes, vault)
        self.leases: ports.Records[model.Lease] = _records(spec.LEASES, boxes, vault)
        self.incidents: ports.Records[model.Incident] = _records(spec.INCIDENTS, boxes, vault)
        self.fetched: ports.Records[model.Fetched] = _records(spec.FETCHED, boxes, vault)
        texts, erasures = boxes.of(table_of(plumbing.Texts)), boxes.of(table_of(plumbing.Erasures))
        self.texts: ports.Texts = SealedTexts(texts, erasures, vault)
        self.addresses: ports.Addresses = HashedAddresses(boxes.of(table_of(plumbing.Addresses)), vault)
        self.inbox: ports.Inbox = HashedInbox(boxes.of(table_of(plumbing.Inbox)), vault)
        self.outbox: ports.Outbox = LeasedOutbox(boxes.outbox(), vault)


def _records(declared: spec.Spec[spec.R], boxes: Boxes, vault: Vault) -> BoxedRecords[spec.R]:
    return BoxedRecords(declared, boxes.of(declared.table), vault)
