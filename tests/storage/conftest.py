from __future__ import annotations

import pytest

from bot.domain import stored
from tests.storage.samples import OUTCOMES


@pytest.fixture(autouse=True)
def sample_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, kind in OUTCOMES.items():
        monkeypatch.setitem(stored.KINDS, name, kind)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-kinds", action="store_true", help="write what is stored into tests/storage/kinds.txt")
