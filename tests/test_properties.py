"""Properties are judged by one profile: no test sets a time limit of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from hypothesis import settings

TESTS = Path(__file__).parent


def time_limits(source: str) -> Iterator[int]:
    """Yield the lines on which a call of Hypothesis's `settings` names a deadline."""
    for node in ast.walk(ast.parse(source)) if "deadline" in source else ():
        if isinstance(node, ast.Call) and "settings" in ast.unparse(node.func):
            yield from (node.lineno for given in node.keywords if given.arg == "deadline")


def test_the_profile_has_no_deadline() -> None:
    assert settings().deadline is None


def test_no_test_sets_a_deadline_of_its_own() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path.name != "chance.py"}
    assert sum("@given" in source for source in sources.values()) > 10
    assert {path.name: lines for path, source in sources.items() if (lines := list(time_limits(source)))} == {}


def test_a_deadline_would_be_found() -> None:
    assert list(time_limits("@settings(max_examples=5, deadline=200)\n@given(x)\ndef test(x): ...\n")) == [1]
