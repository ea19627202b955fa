"""Points of a group's final as the organisation's draft takes them: one that was reworded has no matter, only its words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.domain.model import ChallengeOutcome, CheckKind, Point, QuestionSummary, Ruling, Summary
from bot.engine.rounds import group_finals
from tests.weighing.builders import item

ITEMS = (item("1.1", question="a", matter="rota"), item("1.2", question="a", matter="rota"))
REWORDED = Ruling(
    id="r", round="w", item="1.2", challenge=CheckKind.MEANING, kind=ChallengeOutcome.ACCEPTED, by="m", wording="Boats"
)


@pytest.mark.parametrize("guarded", [True, False])
def test_a_wording_that_who_decides_typed_is_not_joined_with_others_by_what_was_drafted(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Boats” of this group and the drafted wording of another are two, though both began as one matter."""
    if not guarded:
        monkeypatch.setattr(group_finals, "decided_wordings", lambda rulings: {})
    points = (Point(key="1.1", label="Late rotas", band="several"), Point(key="1.2", label="Boats", band="several"))
    question = QuestionSummary(number=1, key="a", text="What?", shown=True, points=points)
    release = SimpleNamespace(id="f", round="w", known_items=ITEMS, summary=Summary(questions=(question,)))
    work = SimpleNamespace(uow=SimpleNamespace(rulings=SimpleNamespace(where=lambda **by: [REWORDED])))
    found = {point.wording: point.matter for point in group_finals.final_points(work, release, "g")}  # type: ignore[arg-type]
    assert found == {"Late rotas": "rota", "Boats": "" if guarded else "rota"}
