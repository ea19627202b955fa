"""The declaration of what is kept where agrees with the records and with the tables."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Table

from bot.domain import model
from bot.domain.outcomes.base import Outcome
from storage.box import columns_of, looked_up_by, unique_keys_of
from storage.spec import SPECS, Spec, spec_of
from storage.tables import metadata


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table.name)
def test_a_column_is_made_from_the_record(spec: Spec[Any]) -> None:
    """One that is named like a field holds that field, or its keyed hash."""
    names = [field.name for field in fields(spec.record)]
    assert columns_of(spec.table)[:2] == ("id", "body")
    assert set(spec.plain_columns) <= set(names)
    for column, by in spec.keyed_columns.items():
        assert set(by) <= set(names)
        assert column not in names or by == (column,)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_key_and_index_begins_with_the_organisation(table: Table) -> None:
    assert [column.name for column in table.primary_key] == ["organisation_id", "id"]
    for index in [*table.indexes, *table.constraints]:
        assert next(iter(index.columns)).name == "organisation_id"
        assert index.name or index is table.primary_key


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.table.name)
def test_columns_may_be_unset_exactly_where_fields_may(spec: Spec[Any]) -> None:
    kinds = {field.name: str(field.type) for field in fields(spec.record)}
    for column in spec.plain_columns:
        assert spec.table.c[column].nullable == ("None" in kinds[column]), column


def test_the_fields_that_handlers_look_up_are_indexed() -> None:
    wanted = {
        "rounds": {"state", "next_at", "occasion"},
        "schedules": {"team", "next_at"},
        "interviews": {"round", "person", "member", "remind_at"},
        "answers": {"round", "interview", "member"},
        "checks": {"round"},
        "weighings": {"round", "member"},
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
        "interviews": [("person",)],
        "answers": [("interview", "number", "late", "released")],
        "memberships": [("team", "member")],
        "meetings": [("round", "team")],
    }


def test_every_record_of_the_model_has_a_place() -> None:
    kept = {spec.record for spec in SPECS}
    nested = {
        model.MenuChoice,
        model.PlannedPerson,
        model.Appearance,
        model.Question,
        model.OwnWindows,
        model.Windows,
        model.Closure,
        model.Change,
        model.QuestionSummary,
        model.Summary,
        model.Point,
        model.WeighingItem,
        model.WeighedItems,
        model.ItemResult,
        model.QuotePlace,
    }
    records = {found for name in model.__all__ if hasattr(found := getattr(model, name), "__dataclass_fields__")}
    assert records - nested == kept
    assert Outcome not in kept


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="Member expected"):
        spec_of(model.Member).values(model.Team(id="t", name="n"), None)  # type: ignore[arg-type]
