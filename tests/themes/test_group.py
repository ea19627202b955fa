"""Grouping by likeness: deterministic whatever the order, the process or the thread, and right on a plain round."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.themes import group as room
from bot.themes.embed import MODEL, Model, centre_rows
from bot.themes.group import group
from bot.themes.louvain import find_communities
from bot.themes.neighbours import neighbour_graph
from tests.themes.rounds import SUBJECTS, answers

# A small fixed round and how it is grouped; a change here is a change of the method and must be meant.
GOLDEN = (
    ("The car park is full by eight", 0),
    ("Parking costs too much", 0),
    ("There are no spaces in the car park", 0),
    ("We need more parking spaces", 0),
    ("The canteen food is cold", 1),
    ("Lunch in the canteen is too dear", 1),
    ("No vegetarian food at lunch", 1),
    ("Hot meals at night please", 1),
    ("The computer system crashes every day", 2),
    ("My laptop is too slow", 2),
    ("The software on the computers is old", 2),
    ("Nothing", 3),
    ("n/a", 3),
)


def partition(texts: list[str]) -> dict[str, int]:
    return dict(zip(texts, group(texts), strict=True))


def same_groups(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, other in enumerate(labels) if other == label) for label in set(labels)}


def test_golden_round() -> None:
    texts, expected = [text for text, _ in GOLDEN], [number for _, number in GOLDEN]
    assert same_groups(group(texts)) == same_groups(expected)


def test_groups_follow_the_subjects() -> None:
    texts = answers(240, seed=6)
    labels = group(texts)
    subject = {head.lower(): name for name, (heads, _) in SUBJECTS.items() for head in heads}
    truth = [next(name for head, name in subject.items() if text.lower().startswith(head)) for text in texts]
    pairs = [(i, j) for i in range(240) for j in range(i)]
    together = [(i, j) for i, j in pairs if labels[i] == labels[j]]
    assert sum(truth[i] == truth[j] for i, j in together) >= 0.8 * len(together)


@pytest.mark.parametrize("count", [5, 30, 200])
def test_permutation(count: int) -> None:
    texts = sorted(set(answers(count, seed=count)))
    expected = partition(texts)
    for seed in range(5):
        assert partition(random.Random(seed).sample(texts, len(texts))) == expected


def test_without_sorting_the_permutation_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "arrange_texts", lambda texts: list(range(len(texts))))
    texts = sorted(set(answers(200, seed=200)))
    results = [partition(random.Random(seed).sample(texts, len(texts))) for seed in range(6)]
    assert any(result != results[0] for result in results)


def test_process_and_hash_seed_do_not_matter() -> None:
    code = (
        "from tests.themes.rounds import answers; from bot.themes.find import find_points; from tests.themes.rounds import items;"
        "from bot.themes.codebook import shipped_codebook; t = answers(60, 9);"
        "f = find_points(items(t), direction='stop', codebook=shipped_codebook(), small=False);"
        "print([(x.label, sorted(x.refs)) for x in f.points])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"ref-" in outputs.pop()


def test_importing_the_room_does_not_import_numpy() -> None:
    rooms = "assign clauses codebook embed encoder_process encoding find find_team finder group headings labels language lexicon "
    rooms += "likeness linkage louvain model_files names neighbours neutralise redact silence small stance team_points transformer"
    code = "import sys;" + "".join(f"import bot.themes.{name};" for name in rooms.split())
    code += "print('numpy' in sys.modules, 'phonenumbers' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert result.stdout.split() == ["False", "False"]


def test_threads_share_one_model() -> None:
    texts = answers(40, seed=4)
    model = Model()
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda _: model.embed(texts).tobytes(), range(16)))
    assert set(rows) == {MODEL.embed(texts).tobytes()}


def test_under_four_answers_nothing_is_split() -> None:
    assert group(["cold food", "slow laptop", "no parking"]) == [0, 0, 0]
    assert group(["cold food"]) == [-1]
    assert group([]) == []


def test_rows_are_unit_or_zero_and_do_not_depend_on_neighbours_without_rarity() -> None:
    rows = MODEL.embed(["cold food", "👍", ""], rarity=False)
    assert rows.shape == (3, 256)
    assert [round(float(row @ row), 4) for row in rows] == [1.0, 0.0, 0.0]
    alone = MODEL.embed(["cold food"], rarity=False)
    assert float(abs(rows[0] - alone[0]).max()) < 1e-6


def test_like_answers_are_nearer_than_unlike_ones() -> None:
    rows = MODEL.embed(["The car park is full", "No parking spaces left", "The soup was cold"])
    assert float(rows[0] @ rows[1]) > float(rows[0] @ rows[2]) + 0.1


def test_neighbour_graph_is_symmetric_and_reaches_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick way of finding neighbours, by stripes, gives the same graph as the plain one."""
    rows = centre_rows(MODEL.embed(sorted(set(answers(700, seed=2)))))
    plain = neighbour_graph(rows)
    assert all(abs(plain[j][i] - weight) < 1e-9 for i, edges in enumerate(plain) for j, weight in edges.items())
    monkeypatch.setattr("bot.themes.neighbours.ALL_AT_ONCE", 0)
    monkeypatch.setattr("bot.themes.neighbours.STRIPE", 8)
    assert neighbour_graph(rows) == plain


def test_louvain_parts_two_cliques_joined_by_one_edge() -> None:
    graph: list[dict[int, float]] = [{} for _ in range(9)]
    for clique in (range(4), range(4, 8)):
        for i in clique:
            graph[i] |= {j: 1.0 for j in clique if j != i}
    graph[3][4] = graph[4][3] = 0.5
    labels = find_communities(graph)
    assert len({*labels[:4]}) == len({*labels[4:8]}) == 1
    assert len(set(labels)) == 3
