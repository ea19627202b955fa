"""Whether functions say what they do to what: the share of module-level functions whose name is one word.

Run from the root of the repository. Exits with 1 where the share reaches the limit.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("bot", "adapters", "storage")
LIMIT = 25
"""Percent. The best neighbours have 6 to 24."""
REVISIONS = Path("storage/migrations/versions")
"""Alembic calls `upgrade` and `downgrade` by these names."""


def functions_in(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each function that stands at the level of a module, with the file in which it stands."""
    for file in sorted(file for room in ROOMS for file in (root / room).rglob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield file.relative_to(root), node.name


def is_one_word(name: str) -> bool:
    """Return True for a name without an underscore after its leading ones."""
    return "_" not in name.lstrip("_")


def main(root: Path) -> int:
    """Print the share and, with `-v`, every one-word name by file; return the exit code."""
    functions = list(functions_in(root))
    short = [(file, name) for file, name in functions if is_one_word(name)]
    share = 100 * len(short) / max(len(functions), 1)
    print(f"{len(short)} of {len(functions)} functions have a name of one word: {share:.1f} % (less than {LIMIT} %)")
    if "-v" in sys.argv[1:] or share >= LIMIT:
        for file, name in short:
            if not file.is_relative_to(REVISIONS):
                print(f"  {file}: {name}")
    return 1 if share >= LIMIT or not functions else 0


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
