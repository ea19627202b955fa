"""Whether names say what they name: the share of module-level functions whose name is one word, and faults that end in Error.

Run from the root of the repository. Exits with 1 where the share reaches the limit, or where a class that can be raised does not
end in Error.
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

NO_FAULT = {"Refusal"}
"""Classes that can be raised and are no fault: what a person is told instead of what they asked for."""


def trees_in(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each file of the rooms with its syntax tree."""
    for file in sorted(file for room in ROOMS for file in (root / room).rglob("*.py")):
        yield file.relative_to(root), ast.parse(file.read_text("utf-8"))


def functions_in(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each function that stands at the level of a module, with the file in which it stands."""
    for file, tree in trees_in(root):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield file, node.name


def faults_without_error(root: Path) -> list[tuple[Path, str]]:
    """Return the classes that derive from an exception and do not end in Error, with their files."""
    classes = [
        (file, node.name, {ast.unparse(base).rpartition(".")[2] for base in node.bases})
        for file, tree in trees_in(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    faults = {name for _, _, bases in classes for name in bases if name.endswith(("Error", "Exception"))}
    before = 0
    while len(faults) > before:
        before = len(faults)
        faults |= {name for _, name, bases in classes if bases & faults}
    return [(file, name) for file, name, bases in classes if bases & faults and not name.endswith("Error")]


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
    odd = [(file, name) for file, name in faults_without_error(root) if name not in NO_FAULT]
    for file, name in odd:
        print(f"{file}: {name} can be raised and does not end in Error")
    return 1 if odd or share >= LIMIT or not functions else 0


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
