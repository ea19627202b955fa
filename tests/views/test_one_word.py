"""People read one word for one thing: what several answers have in common is a point, as the glossary says, and never a theme."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import bot

OTHER_WORD = re.compile(r"\bthemes?\b", re.IGNORECASE)
ROOT = Path(bot.__file__).parent
READ = (
    *(ROOT / "views/messages").glob("*.py"),
    *(ROOT / "chatcommands").glob("*.py"),
    *(ROOT / "cli/demo").glob("*.py"),
)


def said_otherwise(source: str) -> list[str]:
    """Return the texts of a program that say the other word."""
    texts = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and OTHER_WORD.search(text)]


def test_messages_speak_of_points() -> None:
    assert len(READ) > 50
    found = {path.name: said for path in READ if (said := said_otherwise(path.read_text(encoding="utf-8")))}
    assert found == {}


def test_another_word_would_be_found() -> None:
    """Negative control of the test above."""
    assert said_otherwise('NOTE = f"Themes need at least {5} people."')
