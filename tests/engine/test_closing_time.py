"""The time of day at which rounds close is a setting, and holds for the check window and the decisions too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap.product import organisation_of
from bot.config import load_settings
from bot.domain.model import Organisation
from bot.engine.rounds import deadlines
from tests.storage.samples import a_round

OPENED = datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(("close_at", "hour", "minute"), [("18:00", 18, 0), ("16:30", 16, 30)])
def test_everything_closes_at_that_time(close_at: str, hour: int, minute: int) -> None:
    made = Organisation(id="org", close_at=close_at)
    round_ = a_round(close_at=close_at, zone="UTC")
    ends = [
        deadlines.closing_of(made, "UTC", OPENED),
        deadlines.check_end_of(made, round_, OPENED),
        deadlines.decision_end_of(made, round_, OPENED),
    ]
    assert [(end.hour, end.minute) for end in ends] == [(hour, minute)] * 3


def test_it_comes_from_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[rounds]\nclose_at = "16:30"\n', "utf-8")
    made = organisation_of(load_settings(config, {}))
    assert made.close_at == "16:30"
    assert deadlines.closing_of(made, "UTC", OPENED) != deadlines.closing_of(
        replace(made, close_at="18:00"), "UTC", OPENED
    )
