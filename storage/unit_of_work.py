"""One transaction of one organisation: every room of the store, over the boxes of one connection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, get_args, get_origin, get_type_hints

from sqlalchemy import Table

from bot import ports
from storage.addresses import HashedAddresses
from storage.box import Box, OutboxBox, rows_to_prove
from storage.confidential import SealedTexts
from storage.erasures import Erasures
from storage.inbox import HashedInbox
from storage.opened_rows import Values
from storage.outbox import LeasedOutbox
from storage.records import BoxedRecords
from storage.spec import SPECS, R, Spec, spec_of
from storage.tables import plumbing, table_of
from storage.vault import Vault

BETWEEN = " "
"""Stands between table and id in a place up to which rows were read."""


class Boxes(Protocol):
    """Interface by which a unit of work gets the box of each table."""

    def of(self, table: Table) -> Box: ...

    def outbox(self) -> OutboxBox: ...


class BoxedUnitOfWork(ports.UnitOfWork):
    """See `bot.ports.UnitOfWork`. Made once per connection and used for one transaction after the other."""

    def __init__(self, boxes: Boxes, vault: Vault) -> None:
        self.vault = vault
        self.boxes = boxes
        self.erasures = Erasures(boxes.of(table_of(plumbing.ErasuresTable)), vault.keys)
        self._open_records()
        self._open_the_rest()

    def set_aside(self) -> int:
        return len(self.vault.aside)

    def set_aside_by_table(self) -> dict[str, int]:
        return self.vault.aside.by_table()

    def newest_backup(self) -> datetime | None:
        return self.vault.keys.newest_backup()

    def look_through(self) -> int:
        """Read everything stored that may be unreadable, and return how many rows are. It takes its time."""
        for table, prove in self._proofs():
            for values in rows_to_prove(self.boxes.of(table)):
                prove(values)
        return len(self.vault.aside)

    def look_through_some(self, after: str, most: int) -> str:
        name, _, id = after.partition(BETWEEN)
        for table, prove in self._proofs():
            if table.name < name:
                continue
            box = self.boxes.of(table)
            rows = box.following(id if table.name == name else "", most)
            for values in rows_to_prove(box, rows):
                prove(values)
            most -= len(rows)
            if most <= 0:
                return f"{table.name}{BETWEEN}{rows[-1][0]}"
        return ""

    def rows_stored(self) -> int:
        return sum(self.boxes.of(table).count({}) for table, _ in self._proofs())

    def _proofs(self) -> list[tuple[Table, Callable[[Values], object]]]:
        """Return every table with what opens one of its rows, in the order of their names."""
        texts, addresses = table_of(plumbing.TextsTable), table_of(plumbing.AddressesTable)
        proofs: list[tuple[Table, Callable[[Values], object]]] = [
            (declared.table, self.records_of(declared).made) for declared in SPECS
        ]
        proofs += [(texts, self._texts.prove), (addresses, lambda values: self.addresses.ref(values[0]))]
        return sorted(proofs, key=lambda each: each[0].name)

    def pseudonym(self, member: str, *parts: str) -> str:
        return self.vault.pseudonym(member, *parts)

    def fingerprint(self, purpose: str, *parts: str) -> str:
        return self.vault.hashed(purpose, *parts)

    def _open_records(self) -> None:
        """Every `Records` that a unit of work is said to have."""
        for name, hint in get_type_hints(ports.UnitOfWork).items():
            if get_origin(hint) is ports.Records:
                (record,) = get_args(hint)
                setattr(self, name, self.records_of(spec_of(record)))

    def _open_the_rest(self) -> None:
        box = self.boxes.of
        self._texts = SealedTexts(box(table_of(plumbing.TextsTable)), self.erasures, self.vault)
        self.texts: ports.Texts = self._texts
        self.addresses: ports.Addresses = HashedAddresses(box(table_of(plumbing.AddressesTable)), self.vault)
        self.inbox: ports.Inbox = HashedInbox(box(table_of(plumbing.InboxTable)), self.vault)
        self.leased_outbox = LeasedOutbox(self.boxes.outbox(), self.vault, self.erasures)
        self.outbox: ports.Outbox = self.leased_outbox

    def records_of(self, declared: Spec[R]) -> BoxedRecords[R]:
        """Return all records of one kind, whatever they are called in a unit of work."""
        return BoxedRecords(declared, self.boxes.of(declared.table), self.vault, self.erasures)
