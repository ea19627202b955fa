"""The declaration of what is kept where agrees with the records and with the tables."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Table

from bot.domain import model
from bot.domain.outcomes.base import Outcome
from storage.box import columns_of, looked_up_by, unique_keys_of
from storage.spec import MEMBERS, SPECS, Spec
from storage.tables import metadata


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table.name)
def test_a_table_has_its_records_fields_in_their_order(spec: Spec[Any]) -> None:
    expected: list[str] = []
    for column in spec.columns:
        expected += [column.name, f"{column.name}_data"] if column.outcome else [column.name]
    assert list(columns_of(spec.table)) == expected
    assert [column.name for column in spec.columns] == [field.name for field in fields(spec.record)]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_key_and_index_begins_with_the_organisation(table: Table) -> None:
    assert [column.name for column in table.primary_key] == ["organisation_id", "id"]
    for index in [*table.indexes, *table.constraints]:
        assert next(iter(index.columns)).name == "organisation_id"
        assert index.name or index is table.primary_key


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table.name)
def test_columns_may_be_unset_exactly_where_fields_may(spec: Spec[Any]) -> None:
    kinds = {field.name: str(field.type) for field in fields(spec.record)}
    for column in spec.columns:
        assert spec.table.c[column.name].nullable == ("None" in kinds[column.name]), column.name


def test_the_fields_that_handlers_look_up_are_indexed() -> None:
    wanted = {
        "rounds": {"state", "next_at", "occasion"},
        "schedules": {"team", "next_at"},
        "interviews": {"round", "member", "remind_at"},
        "answers": {"round", "interview", "member"},
        "checks": {"round"},
        "ledger": {"ref", "release"},
        "outbox": {"state"},
        "memberships": {"team", "member"},
        "identities": {"member"},
    }
    for table, columns in wanted.items():
        assert columns <= set(looked_up_by(metadata.tables[table])), table


def test_unique_keys_are_those_of_the_model() -> None:
    found = {table.name: unique_keys_of(table) for table in metadata.sorted_tables if unique_keys_of(table)}
    assert found == {
        "rounds": [("occasion",)],
        "interviews": [("round", "member")],
        "answers": [("interview", "number", "late", "released")],
        "memberships": [("team", "member")],
    }


def test_every_record_of_the_model_has_a_place() -> None:
    kept = {spec.record for spec in SPECS}
    nested = {model.MenuChoice, model.Change, model.QuestionSummary, model.Summary, model.Theme}
    records = {found for name in model.__all__ if hasattr(found := getattr(model, name), "__dataclass_fields__")}
    assert records - nested == kept
    assert Outcome not in kept


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="Member expected"):
        MEMBERS.values(model.Team(id="t", name="n"), None)  # type: ignore[arg-type]
