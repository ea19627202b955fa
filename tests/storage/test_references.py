"""References between records: in whatever people do every one leads somewhere, and every field that names a record is known."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from bot.bootstrap.diagnosis import _hidden_round_findings
from bot.domain import model
from storage.diagnosis import diagnose_rows
from storage.references import REFERENCES
from storage.spec import SPECS
from tests.golden.format import read
from tests.golden.runner import Player, full
from tests.golden.test_transcripts import PATHS
from tests.support.further import further, part_of

pytestmark = further

NAMES = {"team", "teams", "round", "interview", "release", "released", "member", "members", "questions", "primary_team"}
"""Fields that are called like a record of another class."""
MAY_LEAD_NOWHERE = {
    (model.Interview, "member"): "whoever was forgotten was asked all the same",
    (model.Answer, "member"): "whoever was forgotten answered all the same",
    (model.Check, "member"): "whoever was forgotten challenged all the same",
    (model.Weighing, "member"): "whoever is forgotten has theirs erased by their key",
    (model.Audit, "member"): "an admin who was forgotten did it all the same",
    (model.Dialogue, "member"): "it is somebody's who is no member yet",
    (model.QuestionSet, "questions"): "they are in the set itself",
    (model.QuestionSet, "team"): "a team that was removed had it once",
    (model.Proposal, "team"): "a team that was removed had it once",
    (model.SetUpPlan, "team"): "it is the name of a team that is not made yet",
    (model.LedgerLine, "round"): "the organisation's release draws on rounds whose time is over",
    (model.Round, "members"): "whoever was forgotten stood on the roster all the same",
}


def test_every_field_that_names_a_record_is_followed_or_may_lead_nowhere() -> None:
    named = {(spec.record, each.name) for spec in SPECS for each in fields(spec.record) if each.name in NAMES}
    followed = {(each.child, each.field) for each in REFERENCES}
    assert named - followed == set(MAY_LEAD_NOWHERE)


@pytest.mark.parametrize("path", part_of(PATHS, 12), ids=lambda path: path.stem)
async def test_in_a_conversation_no_reference_leads_nowhere_and_nothing_contradicts(path: Any) -> None:
    transcript = read(path)
    player = Player(transcript, full)
    await player.begin()
    for step in transcript.steps:
        await player.step(step)
    rows, hidden = await player.world.store.read(lambda uow: (diagnose_rows(uow), list(_hidden_round_findings(uow))))
    assert (rows.broken, rows.lost_words, rows.unknown_states, hidden) == ({}, 0, 0, [])
