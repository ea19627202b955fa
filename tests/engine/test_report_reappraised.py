"""The report's earlier points: weighed again, worded anew or let go, as posted, and for whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.domain.reports import ReportScope
from bot.engine.released_rows import dated_finals
from bot.engine.reporting import gathering
from bot.engine.reporting.gathering import gather_report
from tests.engine.test_lasting_points import challenged
from tests.engine.test_lasting_points import point as earlier_point
from tests.engine.test_reporting import FORMS, LEAD, SECRET, asked, files
from tests.support.actions import TEAM, answered, next_round, until
from tests.support.world import World


async def test_what_was_reappraised_is_in_every_form_and_nothing_else_of_those_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The words of answers, of a draft of the next round and of typed text are canaries: only what was posted is in the file."""
    world = World()
    last = await challenged(world)
    old = await earlier_point(world)
    await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The harbour closes too early"})
    (row,) = [row for row in await world.read(lambda uow: uow.follow_ups.where()) if "harbour" in row.label]
    await world.submit(LEAD, "follow_up", f"{row.id}:{row.turn}", {"step": "finish", "words": "A second ferry"})
    round_ = await next_round(world, last)
    await answered(world, round_, {who: (f"Lantern {SECRET}{who}", "", "") for who in TEAM})
    await until(world, round_, RoundState.DRAFT)
    for form in FORMS:
        await asked(world, LEAD, f"report {form}")
        text = files(world)[-1].text
        assert all(said in text for said in (old.label, "nder challenge", "The harbour closes too early", "A second"))
        assert not re.search(rf"sees it|{SECRET}|Lantern|\b({'|'.join(TEAM)})\b", text)
    teams = await world.read(lambda uow: [row.id for row in uow.teams.where()])

    def told(uow: Any) -> list[int]:
        scopes = [ReportScope(team=team) for team in (*teams, "another")]
        return [len(gather_report(uow, scope, "Alpha", date(2026, 9, 1)).reappraised) for scope in scopes]

    assert await world.read(told) == [2, 0]
    monkeypatch.setattr(
        gathering,
        "dated_finals",
        lambda uow: [replace(final, teams=(*teams, "another")) for final in dated_finals(uow)],
    )
    assert await world.read(told) == [2, 2], "the negative control"
