"""The report as rows: all that its page says of points, as a table and as JSON."""

from __future__ import annotations

import csv
import json

from bot.domain.report_rows import rows_of_report
from bot.domain.reports import Report
from bot.engine.outbox.reports import write_report
from tests.documents.sample import empty_report, full_report


def as_table(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(write_report(report, "csv").removeprefix("\ufeff").splitlines()))


def test_what_became_of_a_point_is_a_row_with_who_and_until_when() -> None:
    rows = {row["wording"]: row for row in as_table(full_report()) if row["kind"] == "answer"}
    rota = rows["Rotas"]
    assert (rota["state"], rota["reason"], rota["owner"]) == ("doing", "Soon", "Hal")
    assert (rota["due"], rota["answered"], rota["name"]) == ("2026-03-20", "2026-03-10", "Wards")
    assert (rows["Forms"]["state"], rows["Forms"]["due"], rows["Lockers"]["state"]) == ("open", "", "open again")


def test_what_was_reappraised_is_a_row_of_its_kind() -> None:
    rows = {row["wording"]: row for row in as_table(full_report())}
    assert (rows["Lifts"]["kind"], rows["Lifts"]["weighed"]) == ("weighed again", "widely shared")
    assert rows["Lifts"]["some_differ"] == "True" and rows["Keys"]["weighed"] == "under challenge"
    assert (rows["Beds"]["kind"], rows["Beds"]["now"]) == ("worded anew", "Beds by the window")
    assert (rows["Bells"]["kind"], rows["Bells"]["reason"]) == ("let go", "They ring no more")


def test_json_has_the_same_rows_and_days_as_text() -> None:
    report = full_report()
    rows = json.loads(write_report(report, "json"))
    assert len(rows) == len(rows_of_report(report)) == len(as_table(report))
    assert [{name: str(value) for name, value in row.items()} for row in rows] == as_table(report)


def test_a_report_without_a_final_has_a_header_alone() -> None:
    assert as_table(empty_report()) == [] and json.loads(write_report(empty_report(), "json")) == []
