"""Conversion of records to rows of their tables, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from itertools import product
from operator import attrgetter
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import Table

from bot.domain.stored import UnreadableKindError
from storage import codec, kinds
from storage.box import columns_of
from storage.errors import CannotBeStoredError, UnreadableRowError
from storage.row_seal import RowSeal
from storage.tables import table_of
from storage.tables.base import PLAIN, TABLES, Computed, RowForm, TableRow
from storage.vault import Vault

R = TypeVar("R")
Values = tuple[Any, ...]
INSTANTS = (datetime, datetime | None)
KEYS = ("organisation_id", "id", "body")


class Spec(Generic[R]):
    """Converter between records of one class and the values of their rows.

    The whole record is in the row's body, sealed under the row's id (see `row_seal`), with its kind and version. The other columns
    are made from it to look rows up by.
    """

    def __init__(self, record: type[R], row: type[TableRow], form: RowForm = PLAIN) -> None:
        self.record = record
        self.table: Table = table_of(row)
        self.personal = form.personal
        self.hashed = form.hashed
        self._padded = form.padded
        self.seal = RowSeal(self.table.name, form, columns_of(self.table))
        self._own = f"{self.table.name}.own"
        hints = get_type_hints(record)
        self._scalars = {f.name: to for f in fields(record) if (to := codec.scalar_converters(hints[f.name]))}  # type: ignore[arg-type]
        self._instants = tuple(name for name in self._scalars if hints[name] in INSTANTS)
        certain = [name for name in self._scalars if isinstance(hints[name], type)]
        self._types = tuple(hints[name] for name in certain)
        self._typed = attrgetter(*certain)
        computed = {**form.computed, **{name: self._id_in(name) for name in form.ids}}
        self.plain_columns = tuple(name for name in self._names() if self._is_plain(name, computed))
        self.keyed_columns = {name: by for name in self._names() if (by := self._keyed_by(name))}
        made = {**{name: self._plainly(name) for name in self.plain_columns}, **computed}
        made |= {name: self._hashed_of(name, by) for name, by in self.keyed_columns.items()}
        self._columns = tuple(made[name] for name in self._names())

    def values(self, record: R, vault: Vault) -> Values:
        """The row's values in the order of its table. Raises CannotBeStoredError."""
        if type(record) is not self.record:
            raise TypeError(f"{self.record.__name__} expected")
        plain = self._encoded(record)
        id = self.row_id(record.id, vault)  # type: ignore[attr-defined]
        if self.personal:
            plain = self._with_own(plain, record, id, vault)
        if self._padded:
            plain = plain.ljust(-(-len(plain) // self._padded) * self._padded)
        return (id, self.seal.seal(id, record, plain, vault), *[make(record, vault) for make in self._columns])

    def made(self, values: Values, vault: Vault) -> R:
        """The record of a row. Raises UnreadableRowError, and ErasedRowError for one whose key was destroyed."""
        plain = self.seal.open(values, vault)
        if self.personal:
            plain = self._without_own(plain, values[0], vault)
        try:
            record: R = kinds.decode_stored(plain, self.record)
        except UnreadableKindError as why:
            reason = str(why)
        else:
            for name in self._instants:
                if (at := getattr(record, name)) is not None:
                    object.__setattr__(record, name, at.astimezone(UTC))
            return record
        raise UnreadableRowError(reason)

    def row_id(self, id: str, vault: Vault) -> str:
        """Under which id the record of this id stands in the table."""
        plain: str = codec.convert_guarded(self._scalars["id"], id, f"{self.record.__name__}.id")
        return vault.hashed(self.table.name, plain) if self.hashed else plain

    def asked(self, equal: Mapping[str, Any], vault: Vault) -> dict[str, Any]:
        """Return the columns' part of what is asked; the rest is looked for in what they find.

        Raises ValueError and CannotBeStoredError.
        """
        plain = {name: self.plain(name, value) for name, value in equal.items()}
        found = {name: plain[name] for name in self.plain_columns if name in plain}
        if "id" in plain:
            found["id"] = _convert_each(plain["id"], lambda id: self.row_id(id, vault))
        for column, by in self.keyed_columns.items():
            if all(name in plain for name in by):
                found[column] = self._hashes(column, [plain[name] for name in by], vault)
        return found

    def is_counted_by(self, equal: Mapping[str, Any]) -> bool:
        """Return whether the columns alone decide which rows are meant."""
        return all(name in self.plain_columns for name in equal)

    def plain(self, name: str, value: Any) -> Any:
        """A value to compare the field `name` with; a tuple for several. Raises ValueError for a field that is no scalar."""
        convert = self._scalars.get(name)
        if convert is None:
            raise ValueError(f"{self.record.__name__}.{name} is not a scalar field")
        full = f"{self.record.__name__}.{name}"
        if isinstance(value, (tuple, list, set, frozenset)):
            return tuple(None if one is None else codec.convert_guarded(convert, one, full) for one in value)
        return None if value is None else codec.convert_guarded(convert, value, full)

    def check_instant(self, name: str) -> None:
        """Raises ValueError for a field by which what is due cannot be found."""
        if name not in self._instants or name not in self.plain_columns:
            raise ValueError(f"{self.record.__name__}.{name} is not an instant that rows are found by")

    def _names(self) -> list[str]:
        return [column.name for column in self.table.columns if column.name not in KEYS]

    def _keyed_by(self, column: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self.table.c[column].info.get("keyed", ())
        return found

    def _is_plain(self, column: str, computed: Mapping[str, Computed]) -> bool:
        return column not in computed and not self._keyed_by(column)

    def _plainly(self, name: str) -> Computed:
        convert, full = self._scalars[name], f"{self.record.__name__}.{name}"
        return lambda record, vault: codec.convert_guarded(convert, getattr(record, name), full)

    def _id_in(self, name: str) -> Computed:
        """For a field that holds the id of another record of this table, or nothing."""
        return lambda record, vault: self.row_id(named, vault) if (named := getattr(record, name)) else ""

    def _hashed_of(self, column: str, by: tuple[str, ...]) -> Computed:
        purpose = f"{self.table.name}.{column}"
        return lambda record, vault: vault.hashed(purpose, *[getattr(record, name) for name in by])

    def _hashes(self, column: str, values: list[Any], vault: Vault) -> Any:
        several = [value if isinstance(value, tuple) else (value,) for value in values]
        purpose = f"{self.table.name}.{column}"
        found = tuple(vault.hashed(purpose, *each) for each in product(*several) if None not in each)
        return found if any(isinstance(value, tuple) for value in values) or not found else found[0]

    def _encoded(self, record: R) -> bytes:
        if tuple(map(type, self._typed(record))) != self._types or not self._has_zones(record):
            self._check(record)
        try:
            return kinds.encode_stored(record, self.personal)
        except Exception:  # noqa: S110 - which field it is, and never its value, is said below (C10)
            pass
        self._check(record)
        raise CannotBeStoredError(f"{self._unfit(record)} is not of its type or has no form in a database.")

    def _has_zones(self, record: R) -> bool:
        return all(at is None or at.tzinfo is not None for at in [getattr(record, name) for name in self._instants])

    def _check(self, record: R) -> None:
        """Raises CannotBeStoredError for the first scalar field whose value is not of its type."""
        for name, convert in self._scalars.items():
            codec.convert_guarded(convert, getattr(record, name), f"{self.record.__name__}.{name}")

    def _unfit(self, record: R) -> str:
        """The names of the fields, among those that are no scalars, of which one is at fault."""
        nested = [f.name for f in fields(record) if f.name not in self._scalars]  # type: ignore[arg-type]
        return " or ".join(f"{self.record.__name__}.{name}" for name in nested)

    def _with_own(self, plain: bytes, record: R, id: str, vault: Vault) -> bytes:
        """The body after the personal fields, which are sealed in it, and their length as four digits."""
        own = json.dumps({name: getattr(record, name) for name in self.personal}, ensure_ascii=False)
        sealed = vault.seal_text(id, self._own, id, own)
        return b"%04x%b%b" % (len(sealed), sealed, plain)

    def _without_own(self, plain: bytes, id: str, vault: Vault) -> bytes:
        """The body with the personal fields opened, or empty."""
        sealed = own_part(plain)
        start = 4 + len(sealed)
        own = vault.open_text(id, self._own, id, sealed) or json.dumps(dict.fromkeys(self.personal, ""))
        return b"%b,%b" % (plain[start:].rstrip()[:-1], own[1:].encode("utf-8", "surrogatepass"))


def own_part(plain: bytes) -> bytes:
    """Return the personal fields of a body, sealed with the key of the record's id."""
    return plain[4 : 4 + int(plain[:4], 16)]


def _convert_each(value: Any, convert: Callable[[Any], Any]) -> Any:
    return tuple(convert(one) for one in value if one is not None) if isinstance(value, tuple) else convert(value)


SPECS: tuple[Spec[Any], ...] = tuple(Spec(record, *held) for record, held in TABLES.items())
"""One for each table of records."""

_SPEC_OF = {spec.record: spec for spec in SPECS}


def spec_of(record: type[R]) -> Spec[R]:
    """Return how records of this class are stored. Raises LookupError for a class that has no table."""
    return _SPEC_OF[record]
