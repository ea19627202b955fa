"""The time of day at which rounds close is a setting, and holds for the check window and the decisions too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap.product import organisation_of
from bot.config import load_settings
from bot.domain import rounds
from bot.domain.model import Organisation, Round, RoundState, Windows
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines
from bot.engine.start_steps import bring_up_to_date
from storage.kinds import decode_stored, encode_stored
from tests.storage.samples import a_round
from tests.support.actions import opened
from tests.support.places import person
from tests.support.world import World

OPENED = datetime(2026, 3, 3, 10, tzinfo=UTC)


def opened_with(settings: Organisation) -> Round:
    return a_round(zone="UTC", windows=deadlines.windows_of(settings))


@pytest.mark.parametrize(("close_at", "hour", "minute"), [("18:00", 18, 0), ("16:30", 16, 30)])
def test_everything_closes_at_that_time(close_at: str, hour: int, minute: int) -> None:
    round_ = opened_with(Organisation(id="org", close_at=close_at))
    ends = [
        deadlines.closing_of(round_, OPENED),
        deadlines.check_end_of(round_, OPENED),
        deadlines.decision_end_of(round_, OPENED),
    ]
    assert [(end.hour, end.minute) for end in ends] == [(hour, minute)] * 3


def test_it_comes_from_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[rounds]\nclose_at = "16:30"\n', "utf-8")
    made = organisation_of(load_settings(config, {}))
    assert made.close_at == "16:30"
    ends = [deadlines.closing_of(opened_with(each), OPENED) for each in (made, replace(made, close_at="18:00"))]
    assert ends[0] != ends[1]


def test_windows_of_a_round_of_an_earlier_version_are_read() -> None:
    now = encode_stored(a_round()).replace(b"round/3", b"round/1")
    fields = json.loads(now)
    del fields["windows"], fields["decide_until"]
    written = json.dumps({**fields, "check_days": 4, "decide_days": 2, "close_at": "16:30"}).encode()
    windows = decode_stored(written, Round).windows
    assert windows == Windows(answer_days=3, check_days=4, decide_days=2, close_at="16:30", country=None)
    assert decode_stored(json.dumps(fields).encode(), Round).windows.close_at == "18:00"


@pytest.mark.parametrize("deciding", [True, False])
def test_an_earlier_version_kept_the_end_of_deciding_as_that_of_checking(deciding: bool) -> None:
    round_ = replace(a_round(), state=RoundState.DRAFT, deciding=deciding, check_until=OPENED)
    fields = json.loads(encode_stored(round_).replace(b"round/3", b"round/2"))
    del fields["decide_until"]
    read = decode_stored(json.dumps(fields).encode(), Round)
    assert rounds.open_until(read) == OPENED
    assert (read.decide_until == OPENED) is deciding


async def test_a_running_round_of_an_earlier_version_gets_the_holidays_of_the_first_start() -> None:
    world = World()
    round_ = await opened(world)
    without = replace(round_, windows=replace(round_.windows, country=None))
    await world.store.run(lambda uow: uow.rounds.save(without))
    await world.command("ada", "organisation set holidays UK/England", person("ada"))
    for _ in range(2):
        await world.store.run(lambda uow: bring_up_to_date(WorkContext(uow, world.clock.now(), world.app.services)))
        await world.command("ada", "organisation set holidays France", person("ada"))
    (after,) = await world.rounds(id=round_.id)
    assert (after.windows.country, after.windows.region) == ("GB", "ENG")
