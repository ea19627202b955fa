"""Reading the files in deploy/ as the programs that they are for do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def instructions(path: Path) -> Iterator[tuple[str, str]]:
    """Each instruction of a Dockerfile with its words; lines that are continued are one."""
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        if line.strip():
            name, _, words = line.strip().partition(" ")
            yield name, words.strip()


def stages(path: Path) -> list[dict[str, list[str]]]:
    """The instructions of each stage, by their names."""
    found: list[dict[str, list[str]]] = []
    for name, words in instructions(path):
        if name == "FROM":
            found.append(defaultdict(list))
        found[-1][name].append(words)
    return found


def unit(path: Path) -> dict[str, list[str]]:
    """The settings of a systemd unit, whatever their section."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name].append(value)
    return found
