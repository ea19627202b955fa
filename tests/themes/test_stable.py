"""The same answers give the same bytes in another process with another hash seed, and the same points with two threads."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from bot.ports import Item
from bot.themes import THREADS
from bot.themes.find_team import find_team
from tests.support.further import only_further
from tests.themes.test_team_points import APART, ENCODERS, KEEP_ROTA, ROTA, encode

SAID = [*APART, *ROTA, *KEEP_ROTA]
PRINTS = """
from bot.ports import Item
from bot.themes.finder import LocalFinder
from bot.themes.model_files import read_packed
from tests.themes.test_stable import SAID
found = LocalFinder(read_packed().encode).find([Item(str(n), f"p{n}", text) for n, text in enumerate(SAID)], "stop", small=True)
print([(p.label, sorted(p.refs), p.certainty, p.matter) for p in (*found.points, *found.candidates)])
print([(each.ref, each.heading, each.vector.hex()) for each in found.leftovers])
print({"the control: a set of words in the order of their hashes", *SAID})
"""


def printed(seed: int, threads: int) -> list[str]:
    """Lines: the points, what found none, and the words of a set, from a process of its own."""
    environment = {**os.environ, **dict.fromkeys(THREADS, str(threads)), "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", PRINTS], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@only_further
def test_another_process_and_another_hash_seed_find_the_same_bytes_and_two_threads_the_same_points() -> None:
    (points, rest, words), other, two_threads = printed(1, 1), printed(2, 1), printed(1, 2)
    assert [points, rest] == other[:2] and "rota" in points.lower()
    assert words != other[2]
    # Not the bytes of what found none: the last bit of a sum may turn a rounded number. The encoder's process has one thread.
    assert two_threads[0] == points


@pytest.mark.parametrize(("by", "same"), [(1e-4, True), (0.1, False)])
def test_vectors_moved_a_little_change_nothing_and_much_do(by: float, same: bool) -> None:
    chance = np.random.default_rng(1)

    def moved(said: object) -> np.ndarray:  # type: ignore[type-arg]
        rows = encode(said)
        return np.asarray(rows + chance.uniform(-by, by, rows.shape), dtype=np.float32)

    items = [Item(f"r{n}", f"p{n}", text) for n, text in enumerate(SAID)]
    found = [
        [(point.label, point.refs) for point in find_team(items, direction="stop", encoders=encoders).points]
        for encoders in (ENCODERS, replace(ENCODERS, english=moved))
    ]
    assert (found[0] == found[1]) is same
