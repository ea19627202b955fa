"""Every benchmark is reached by `python -m bench`, and has a smallest size at which the checks run it."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bench import growth, theme_methods
from bench.__main__ import ALL, main
from bench.database_steps import connections_made, count_steps

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
    flat = growth.Row("status", 1.0, 1.2, growth.allowed_of("status"), 100, 120)
    slower, longer = replace(flat, after=1.4), replace(flat, steps_after=140)
    assert growth.exit_code([flat]) == 0
    assert growth.exit_code([flat, slower]) == 1
    assert "status costs 1.40 times the milliseconds" in capsys.readouterr().out
    assert growth.exit_code([slower], steps_alone=True) == 0, "times are those of the machine at that moment"
    assert growth.exit_code([longer], steps_alone=True) == 1
    assert "status costs 1.40 times the steps" in capsys.readouterr().out
    looked_back = replace(longer, allowed=growth.allowed_of("history"))
    assert growth.exit_code([looked_back]) == 0, "a team's own past may make it dearer"
    assert growth.exit_code([replace(looked_back, steps_after=410)]) == 1
    for code in (0, 1):
        monkeypatch.setattr(growth, "run", lambda smallest, code=code: code)
        assert main(["growth"]) == code
    assert "growth: a limit was passed" in capsys.readouterr().out


async def test_growth_is_seen_although_what_costs_more_is_asked_in_turn() -> None:
    async def spend(rounds: int) -> None:
        sum(range(rounds))

    before, after = await growth.in_turn(lambda: spend(20_000), lambda: spend(40_000))
    assert after / before > growth.MOST


async def test_steps_of_the_database_are_the_same_each_time_and_more_with_more_rows() -> None:
    with connections_made() as connections, create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("create table rows (name text)")

        async def read() -> None:
            connection.exec_driver_sql("select name from rows where name = 'x'").all()

        steps = []
        for _ in range(2):
            connection.exec_driver_sql("insert into rows values ('a'), ('b'), ('c'), ('d')")
            steps += [await count_steps(connections, read), await count_steps(connections, read)]
    assert steps[0] == steps[1] < steps[2] == steps[3]


def test_what_is_usual_is_left_out_with_the_reason_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    peers = set(theme_methods.METHODS) - {theme_methods.PRODUCT}
    monkeypatch.setattr(theme_methods, "find_spec", lambda name: None if name == "umap" else object())
    assert theme_methods.missing_methods() == {theme_methods.RECIPE: "umap cannot be imported"}
    monkeypatch.setattr(theme_methods, "find_spec", lambda name: None)
    assert set(theme_methods.missing_methods()) == peers


def test_groups_of_a_method_are_points_from_three_people_on_and_named_by_their_words() -> None:
    texts = ["the rota is late", "a late rota", "Rota, late again", "the canteen", "my canteen", "nothing like them"]
    find = theme_methods.as_points(lambda given: [0, 0, 0, 1, 1, -1][: len(given)])
    [(label, refs)] = find([(f"r{place}", f"w{place}", text) for place, text in enumerate(texts)], 1, False)
    assert refs == {"r0", "r1", "r2"}
    assert set(label.split(", ")) >= {"rota", "late"}
