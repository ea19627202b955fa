"""Write docs/files.md: every file of the product with the first sentence of its docstring, room by room.

Run from the root of the repository. With `--check` nothing is written: exits with 1 where the page is not as it would be.
"""

from __future__ import annotations

import ast
import sys
from itertools import groupby
from pathlib import Path

PAGE = Path("docs/files.md")
ROOMS = ("bot", "adapters", "storage", "tests/support", "bench")
HEAD = """# Every file, room by room

What each file is for, in its own first sentence. This page is written by `.ci/file_map.py`; do not change it by hand.
For the way through the rooms see [the house](architecture.md).
"""


def first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring, on one line; empty where there is none."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return paragraph.replace("|", "\\|")


def page_of(root: Path) -> str:
    """Return the whole page for the product under `root`."""
    files = [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    said = [(path.relative_to(root), first_sentence(path)) for path in files if "migrations/versions" not in str(path)]
    parts = [HEAD]
    for folder, rows in groupby(
        sorted(said, key=lambda row: (str(row[0].parent), row[0].name)), key=lambda row: row[0].parent
    ):
        lines = [f"| `{path.name}` | {sentence} |" for path, sentence in rows if sentence]
        if lines:
            parts.append("\n".join([f"## {folder}", "", "| file | what it is for |", "|---|---|", *lines, ""]))
    return "\n".join(parts)


def main() -> int:
    """Write the page, or with `--check` say whether it is as it would be written."""
    page = page_of(Path())
    if "--check" not in sys.argv:
        PAGE.write_text(page, "utf-8")
        return 0
    if PAGE.read_text("utf-8") != page:
        print(f"{PAGE} is not what the files say: run `python .ci/file_map.py`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
