"""A team's points: found by meaning, opposite sides apart, worded without anybody's words, the same in every order."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bot.ports import Item
from bot.themes import find_team as room
from bot.themes import likeness, stance, team_points
from bot.themes.clauses import clauses_of
from bot.themes.codebook import shipped_codebook
from bot.themes.find import NamedPoints
from bot.themes.find_team import MOST_CANDIDATES, Encoders, find_team
from bot.themes.headings import PointHeading, fixed_wording, shipped_headings, shipped_statements, wording_mark
from bot.themes.likeness import shipped_thresholds
from bot.themes.linkage import find_cores, link_clauses
from bot.themes.multilingual import load_multilingual_encoder
from bot.themes.team_points import find_team_points, read_clauses
from tests.themes.test_encoder import model

ROTA = [
    "The rota comes out far too late, we cannot plan anything",
    "Please publish the rota earlier, two days is no notice",
    "We only get our shifts for next week on Friday evening",
    "the shift rota is always late",
]
APART = [
    "The lift to the second floor is broken again",
    "Fewer emails from head office",
    "I would like a hot meal on Sundays",
    "Uniforms that fit",
    "The forms for petty cash",
    "My chair squeaks",
    "Nobody waters the plants",
    "The printer eats paper",
]
KEEP_ROTA = [
    "Please keep the rota as it is, it works fine",
    "Leave the rota alone, the rota suits us",
    "Don't change the rota, keep the rota",
]


@cache
def _row(text: str) -> bytes:
    return model().encode([text])[0].tobytes()


def encode(texts: object) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([np.frombuffer(_row(text), dtype=np.float32) for text in texts])  # type: ignore[attr-defined]


@cache
def _multilingual_row(text: str) -> bytes:
    return multilingual_model()([text])[0].tobytes()


@cache
def multilingual_model() -> Callable[[list[str]], np.ndarray]:  # type: ignore[type-arg]
    return load_multilingual_encoder()


def encode_multilingual(texts: object) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([np.frombuffer(_multilingual_row(text), dtype=np.float32) for text in texts])  # type: ignore[attr-defined]


ENCODERS = Encoders(encode, shipped_headings(), encode_multilingual)


def look(texts: list[str], direction: str = "stop", people: list[str] | None = None) -> NamedPoints:
    who = people or [f"p{n}" for n in range(len(texts))]
    items = [Item(f"r{n}", who[n], text) for n, text in enumerate(texts)]
    return find_team(items, direction=direction, encoders=ENCODERS)


def test_a_point_in_different_words_is_found_and_worded() -> None:
    found = look(APART + ROTA)
    assert [point.label for point in found.points] == ["The rota comes out too late"]
    assert found.points[0].refs >= {"r8", "r9", "r11"}
    assert 0.6 <= found.points[0].certainty <= 1
    assert found.nothing == frozenset()


def test_unrelated_answers_state_no_point() -> None:
    assert look(APART).points == ()


def test_the_order_of_arrival_tells_nothing() -> None:
    texts = APART + ROTA + KEEP_ROTA
    expected = look(texts)
    for seed in range(3):
        order = random.Random(seed).sample(range(len(texts)), len(texts))
        other = look([texts[n] for n in order])
        assert [(t.label, t.certainty) for t in other.points] == [(t.label, t.certainty) for t in expected.points]
        assert [{order[int(ref[1:])] for ref in t.refs} for t in other.points] == [
            {int(r[1:]) for r in t.refs} for t in expected.points
        ]


def sides(found: NamedPoints, first: int) -> bool:
    """Whether a point or candidate holds people of both sides; those from `first` on defend."""
    return any(len({int(ref[1:]) >= first for ref in point.refs}) == 2 for point in (*found.points, *found.candidates))


def test_opposite_sides_never_share_a_point() -> None:
    found = look(ROTA + KEEP_ROTA)
    assert len(found.points) == 2
    assert not sides(found, len(ROTA))


def test_a_statement_of_the_other_side_says_so() -> None:
    """What people would keep reads, below the question of what to stop, as what they would stop."""
    sides = {point.against: point.label for point in look(ROTA + KEEP_ROTA).points}
    assert sides[True].endswith(" (praised)") and not sides[False].endswith(")")
    assert not any(point.label.endswith(")") for point in look(ROTA + KEEP_ROTA, "open").points)


def test_without_the_sides_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_points, "sides_of", lambda clauses, direction, languages: [False] * len(clauses))
    assert sides(look(ROTA + KEEP_ROTA), len(ROTA))


def test_an_answer_that_defends_leads_up_to_it() -> None:
    said = [
        "There's talk of mixing the groups.",
        "Keep the groups as they are.",
        "It works.",
        "What should go is the upload.",
    ]
    assert stance.sides_of(said, "stop") == [True, True, True, False]
    assert stance.sides_of(["The upload must go.", "It helps nobody."], "stop") == [False, False]
    assert stance.sides_of([], "stop") == []


def test_what_others_are_said_to_want_is_no_turn() -> None:
    told = [
        "Some colleagues will write that the groups should go.",
        "It is lovely in theory.",
        "Keep the groups as they are.",
    ]
    assert stance.sides_of(told, "stop") == [True, True, True]
    assert stance.sides_of(["The upload should go.", "It is tiring.", "Keep the groups."], "stop") == [
        False,
        False,
        True,
    ]
    german = ["Manche sagen, dagegen sollte man etwas tun.", "Das Frühstück bitte nicht abschaffen."]
    assert stance.sides_of(german, "stop", ["de", "de"]) == [True, True]


class OneTopic:
    """Headings that have one topic for everything."""

    def __init__(self, statement: str = "") -> None:
        self.statement = statement

    def heading_for(self, *_: object) -> PointHeading:
        return PointHeading(shipped_codebook().topics[0], self.statement, firm=True, likely=True)


PARKING = ["There is nowhere to leave a car", "not enough parking spaces", "The car park is full every morning"]


def test_two_points_that_one_topic_names_are_not_made_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "choose_phrases", lambda *_: ())
    monkeypatch.setitem(globals(), "ENCODERS", replace(ENCODERS, headings=OneTopic()))
    (point,) = look(ROTA + PARKING).points
    assert {int(ref[1:]) < len(ROTA) for ref in point.refs} in ({True}, {False})
    assert not look(ROTA + PARKING).candidates
    monkeypatch.setitem(globals(), "ENCODERS", replace(ENCODERS, headings=OneTopic("Everything is late")))
    (point,) = look(ROTA + PARKING).points
    assert {int(ref[1:]) < len(ROTA) for ref in point.refs} == {True, False}


def test_a_candidate_asks_about_a_statement_where_one_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    near = next(each for each in shipped_statements() if each.text == "Shorter waiting times")

    class Unsure(OneTopic):
        def heading_for(self, *_: object) -> PointHeading:
            return PointHeading(shipped_codebook().topics[0], "", firm=False, likely=True, perhaps=near)

    monkeypatch.setattr(room, "choose_phrases", lambda *_: ())
    monkeypatch.setitem(globals(), "ENCODERS", replace(ENCODERS, headings=Unsure()))
    found = look(ROTA)
    assert (found.points, [point.label for point in found.candidates]) == ((), ["Shorter waiting times"])


def test_one_person_with_many_clauses_is_one_person() -> None:
    assert look(APART + ROTA[:1] * 4, people=[*map(str, range(len(APART))), *["same"] * 4]).points == ()


def test_an_answer_with_two_points_feeds_both() -> None:
    long = (
        "The rota comes out far too late and nobody can plan a life around it at all. "
        "The car park is always full by eight, so most of us have to walk from the far side of town."
    )
    parking = [
        "There is nowhere to park after eight",
        "not enough parking spaces",
        "The car park is full every morning",
    ]
    found = look([long, *ROTA, *parking])
    assert len(clauses_of(long)) == 2
    assert [sum(ref == "r0" for ref in point.refs) for point in found.points] == [1, 1]


@pytest.mark.parametrize("copies", [3, 6, 9])
@pytest.mark.parametrize("others", [3, 6, 8])
def test_a_repeated_answer_invents_no_point_beside_it(copies: int, others: int) -> None:
    texts = ["Parking"] * copies + APART[:others]
    found = look(texts)
    assert not any(int(ref[1:]) >= copies for point in found.points for ref in point.refs)


def test_with_the_teams_own_mean_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the background is taken from the answers themselves."""
    real = likeness.Background.likeness

    def own(self: likeness.Background, clauses: object, rows: np.ndarray, *rest: object) -> object:  # type: ignore[type-arg]
        mean = rows.mean(0)
        return real(likeness.Background(mean, self.metric, self.texts, self.counts), clauses, rows, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(likeness.Background, "likeness", own)
    invented = 0
    for copies in (3, 6, 9):
        found = look(["Parking"] * copies + APART[:3])
        invented += any(int(ref[1:]) >= copies for point in (*found.points, *found.candidates) for ref in point.refs)
    assert invented


def test_candidates_are_few_and_less_certain_than_points() -> None:
    texts = [
        f"{what} {how}"
        for what in ("The bins", "Training", "The radio", "Lunch", "Parking")
        for how in ("again", "here", "at night")
    ]
    found = look(texts, "missing")
    assert len(found.candidates) <= MOST_CANDIDATES
    certain = shipped_thresholds().certainty_at(shipped_thresholds().point)
    assert all(point.certainty < certain or point.label for point in found.candidates)


def test_no_candidate_is_about_bullying(monkeypatch: pytest.MonkeyPatch) -> None:
    bullying = [
        "They treat me with no respect",
        "some are treated worse than others",
        "we are not all treated alike",
        "bullying",
    ]
    assert not any(point.topic in room.NOT_GUESSED for point in look(bullying).candidates)


def test_labels_hold_fixed_wording_or_words_of_three_people() -> None:
    found = look(APART + ROTA + ["my brenda zebra rota"], "stop")
    fixed = {
        word
        for line in [*fixed_wording(), *(t.name for t in shipped_codebook().topics)]
        for word in line.lower().split()
    }
    for point in (*found.points, *found.candidates):
        assert set(point.label.lower().replace(":", "").split()) - set(point.words) <= fixed | {
            "(praised)",
            "(criticised)",
        }


def test_the_vectors_of_the_fixed_wording_are_of_this_wording() -> None:
    assert len(wording_mark()) == 64
    assert shipped_headings()
    assert len(shipped_statements()) >= 200


def test_linkage_joins_what_is_alike_and_keeps_apart_what_must_be() -> None:
    square = np.array([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]], dtype=np.float32)
    none = np.zeros((3, 3), dtype=bool)
    assert link_clauses(square, none, 0.5) == [[0, 1], [2]]
    apart = none.copy()
    apart[0, 1] = apart[1, 0] = True
    assert [0, 1] not in link_clauses(square, apart, 0.5)
    assert link_clauses(square[:0, :0], none[:0, :0], 0.5) == []


def test_a_core_loses_its_least_like_clause() -> None:
    square = np.full((4, 4), 0.5, dtype=np.float32)
    square[3] = square[:, 3] = 0.1
    (core,) = find_cores(square, ["a", "b", "c", "d"], np.zeros((4, 4), dtype=bool), join=0.0, least=0.3)
    assert core.clauses == (0, 1, 2)
    assert find_cores(square, ["a", "b", "b", "b"], np.zeros((4, 4), dtype=bool), join=0.0, least=0.3) == []


@pytest.mark.parametrize(
    "texts", [[], ["rota"], ["👍"] * 5, [""] * 4, ["a" * 3000] * 3, ["no"] * 6, ["1", "2", "3"], ["\ud800x"] * 3]
)
def test_awkward_rounds_are_accounted_for(texts: list[str]) -> None:
    found = look(texts)
    placed = [ref for point in found.points for ref in point.refs]
    assert {*placed, *found.nothing, *found.left_out} == {f"r{n}" for n in range(len(texts))}


def test_no_clauses_no_points() -> None:
    assert find_team_points(read_clauses([], "stop"), encode) == []
    assert clauses_of("Yes. " + "The rota comes out too late. " * 5)[0] == "Yes. The rota comes out too late."
