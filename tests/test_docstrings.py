"""Docstrings say what a thing is or does: none opens with a question word, and each error that one names exists."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "adapters", "storage", "tests/support")
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
QUESTION = re.compile(r"(What|How|Who|Whose|Whom|Whether|Where|When|Which|That)\b")
RAISES = re.compile(r"\bRaises? ((?:[A-Z]\w+(?:, | or | and )?)+)")
HAVE_DOCSTRINGS = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def docstrings(source: str) -> Iterator[tuple[str, str]]:
    """Yield each docstring with the name of what it stands under; a module has none."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, HAVE_DOCSTRINGS) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", ""), text


def errors_named_in(text: str) -> set[str]:
    return {name for said in RAISES.findall(text) for name in re.findall(r"[A-Z]\w+", said)}


def test_no_docstring_opens_with_a_question_word() -> None:
    found = [
        (path.name, name)
        for path in SOURCES
        for name, text in docstrings(path.read_text("utf-8"))
        if QUESTION.match(text)
    ]
    assert found == []


def test_such_an_opening_would_be_found() -> None:
    """Negative control of the test above."""
    assert [text for _, text in docstrings('"""What a store does."""') if QUESTION.match(text)]


def known_names() -> set[str]:
    """Return the classes of the product, the names that it imports, and Python's own."""
    found = set(dir(builtins))
    for path in SOURCES:
        for node in ast.walk(parsed(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.ImportFrom):
                found.update(alias.asname or alias.name for alias in node.names)
    return found


def test_every_error_that_a_docstring_names_exists() -> None:
    known = known_names()
    named = {
        (path.name, error)
        for path in SOURCES
        for _, text in docstrings(path.read_text("utf-8"))
        for error in errors_named_in(text)
    }
    assert len(named) > 50
    assert sorted(one for one in named if one[1] not in known) == []


def test_an_error_of_another_name_would_be_found() -> None:
    """Negative control of the test above."""
    assert errors_named_in("Raises NoSuchError, OSError or the like.") == {"NoSuchError", "OSError"}
