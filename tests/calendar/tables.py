"""Reads the tables of phrases that stand beside the tests."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 23)
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Phrase:
    """What is typed, and the lines below it by their mark."""

    typed: str
    lines: dict[str, str]

    def __str__(self) -> str:
        return self.typed


def lines_of(name: str) -> list[tuple[str, str]]:
    """The pairs of a table with one line each: what is typed, and what stands behind the last bar."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [
        (typed, means) for typed, _, means in (line.rpartition(" | ") for line in lines if line[:1] != "#") if typed
    ]


def phrases(name: str) -> list[Phrase]:
    """The phrases of a table: a line at the margin is typed, the indented lines below it say what comes of it."""
    found: list[Phrase] = []
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            mark, _, text = line.strip().partition(" ")
            found[-1].lines[mark] = text
        elif line and not line.startswith("#"):
            found.append(Phrase(line, {}))
    return found
