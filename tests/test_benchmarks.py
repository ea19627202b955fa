"""Every benchmark is reached by `python -m bench`, and has a smallest size at which the checks run it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench import growth
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


def test_a_limit_that_is_passed_is_named_and_ends_the_program_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    flat, grown = growth.Row("idle tick", 1.0, 1.2), growth.Row("status", 1.0, 1.4)
    assert growth.exit_code([flat]) == 0
    assert growth.exit_code([flat, grown]) == 1
    assert "status costs 1.40 times" in capsys.readouterr().out
    for code in (0, 1):
        monkeypatch.setattr(growth, "run", lambda smallest, code=code: code)
        assert main(["growth"]) == code


async def test_growth_is_seen_although_what_costs_more_is_asked_in_turn() -> None:
    async def spend(rounds: int) -> None:
        sum(range(rounds))

    before, after = await growth.in_turn(lambda: spend(20_000), lambda: spend(40_000))
    assert growth.Row("sums", before, after).ratio > growth.MOST
