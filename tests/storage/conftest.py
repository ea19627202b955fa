from __future__ import annotations

import pytest

from bot.domain.outcomes.base import Outcome
from tests.storage.samples import OUTCOMES


@pytest.fixture(autouse=True)
def sample_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, kind in OUTCOMES.items():
        monkeypatch.setitem(Outcome.registry, name, kind)
