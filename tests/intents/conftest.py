from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-buttons",
        action="store_true",
        help="write what each button means as typed words into tests/intents/buttons.txt",
    )
