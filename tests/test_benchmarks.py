"""Every benchmark is reached by `python -m bench`, and has a smallest size at which the checks run it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.__main__ import ALL, main

BENCH = Path(__file__).parent.parent / "bench"


def sizes(path: Path) -> list[list[str]]:
    """Return what each function `run` of a module is given."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [[one.arg for one in node.args.args] for node in tree.body if getattr(node, "name", "") == "run"]


def test_every_benchmark_is_reached_and_has_a_smallest_size() -> None:
    found = {path.stem: sizes(path) for path in BENCH.glob("*.py")}
    assert {name: given for name, given in found.items() if given} == {name: [["smallest"]] for name in ALL}


def test_an_unknown_benchmark_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["answer", "--smallest"])
    assert "no benchmark answer. There are: footprint," in capsys.readouterr().err
