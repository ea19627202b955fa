"""Points are found, named and kept apart: C4, C5 and C6 on generated rounds, and never a crash."""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Item
from bot.themes import assign, group, labels
from bot.themes.codebook import shipped_codebook
from bot.themes.find import NamedPoints, find_points
from bot.themes.redact import find_personal, redact_text, without_kinds
from tests.themes.rounds import answers, items

DIRECTIONS = ("keep", "stop", "missing", "open")


def look(texts: Sequence[str], direction: str = "missing", *, small: bool = False) -> NamedPoints:
    return find_points(items(list(texts)), direction=direction, codebook=shipped_codebook(), small=small)


def said(found: NamedPoints, texts: Sequence[str]) -> object:
    """The result with references replaced by the texts, so that runs in different orders compare."""
    at = {f"ref-{number}": text for number, text in enumerate(texts)}
    points = [
        (point.label, point.topic, point.new, point.words, sorted(at[r] for r in point.refs)) for point in found.points
    ]
    return points, sorted(at[r] for r in found.nothing), sorted(at[r] for r in found.left_out)


def shuffled(texts: list[str], seed: int) -> list[str]:
    return random.Random(seed).sample(texts, len(texts))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("count", [9, 40, 180])
def test_order_of_arrival_tells_nothing(direction: str, count: int) -> None:
    texts = [*answers(count, seed=count), "Nothing", "n/a", "nothing at all"]
    expected = said(look(texts, direction), texts)
    for seed in range(4):
        other = shuffled(texts, seed)
        assert said(look(other, direction), other) == expected


def blurred(count: int, seed: int) -> list[str]:
    """Answers with two subjects each: where they belong is a close call, so that any dependence on order shows."""
    return sorted(
        {f"{one}. {other}" for one, other in zip(answers(count, seed), answers(count, seed + 50), strict=True)}
    )


def _differing_orders() -> int:
    differing = 0
    for seed in range(3):
        texts = blurred(150, seed)
        results = [said(look(other), other) for other in (shuffled(texts, order) for order in range(3))]
        differing += any(a != b for a, b in pairwise(results))
    return differing


def test_order_tells_nothing_where_it_is_a_close_call() -> None:
    assert _differing_orders() == 0


def test_without_sorting_the_order_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.themes.find.arrange_texts", lambda texts: list(range(len(texts))))
    assert _differing_orders() > 0


def test_references_and_authors_tell_nothing() -> None:
    texts = answers(60, seed=3)
    renamed = [Item(f"z{99 - n}", f"p{n * 7 % 61}", text) for n, text in enumerate(texts)]
    again = find_points(renamed, direction="missing", codebook=shipped_codebook(), small=False)
    assert [point.label for point in again.points] == [point.label for point in look(texts).points]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'"))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[n : n + 5]) for n in range(len(words) - 4)}


def _copied(found: NamedPoints, texts: Sequence[str]) -> list[str]:
    """Labels that hold five consecutive words of an answer which are not a topic's own."""
    fixed = {run for name in shipped_codebook().wording for run in _runs(name)}
    spoken = {run for text in texts for run in _runs(text)}
    return [point.label for point in found.points if (_runs(point.label) - fixed) & spoken]


def _thin(found: NamedPoints, given_items: Sequence[Item]) -> list[str]:
    """Words in labels that are no fixed wording and that fewer than three people of the point used."""
    fixed = {word for name in shipped_codebook().wording for word in _words(name)} | {"and", "criticised", "praised"}
    thin = []
    for point in found.points:
        for word in set(_words(point.label)) - fixed:
            who = {item.who for item in given_items if item.ref in point.refs and word in _words(item.text)}
            thin += [word] if len(who) < 3 else []
    return thin


def _rounds() -> list[list[str]]:
    return [answers(count, seed) for count, seed in ((6, 1), (14, 2), (30, 3), (80, 4), (150, 5), (300, 6))]


def test_labels_hold_no_run_of_five_words_from_an_answer() -> None:
    for texts in _rounds():
        for direction in DIRECTIONS:
            assert not _copied(look(texts, direction), texts)


def test_an_answer_that_foresees_the_label_takes_its_words_away() -> None:
    texts = answers(150, seed=5)
    label = max((point.label for point in look(texts).points), key=lambda label: len(_words(label)))
    assert len(_words(label)) >= 5
    echoed = [*texts, label.replace(":", "").replace(",", "")]
    assert not _copied(look(echoed), echoed)


def test_without_the_check_on_runs_words_would_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "_repeats_answers", lambda label, fixed, said: False)
    texts = answers(150, seed=5)
    longest = max((point.label for point in look(texts).points), key=lambda label: len(_words(label)))
    echoed = [*texts, longest.replace(":", "").replace(",", "")]
    assert _copied(look(echoed), echoed)


def test_label_words_were_used_by_three_people() -> None:
    for texts in _rounds():
        given_items = items(texts)
        for direction in DIRECTIONS:
            assert not _thin(
                find_points(given_items, direction=direction, codebook=shipped_codebook(), small=False), given_items
            )


def test_without_the_threshold_rare_words_would_stand_in_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "SHARED_BY", 1)
    monkeypatch.setattr(labels, "LEAST_SHARE", 0.0)
    thin = []
    for texts in _rounds():
        given_items = items(texts)
        thin += _thin(
            find_points(given_items, direction="missing", codebook=shipped_codebook(), small=False), given_items
        )
    assert thin


def test_one_person_with_many_answers_is_one_person() -> None:
    texts = ["the fountain in the courtyard is broken"] * 40 + answers(60, seed=8)
    given_items = [Item(f"r{n}", "one" if n < 40 else f"w{n}", text) for n, text in enumerate(texts)]
    found = find_points(given_items, direction="missing", codebook=shipped_codebook(), small=False)
    assert not any("fountain" in point.label.lower() or "courtyard" in point.label.lower() for point in found.points)
    for point in found.points:
        assert len({item.who for item in given_items if item.ref in point.refs}) >= 3


def test_the_same_answers_by_forty_people_do_name_a_point() -> None:
    texts = ["the fountain in the courtyard is broken"] * 40 + answers(60, seed=8)
    given_items = [Item(f"r{n}", f"w{n}", text) for n, text in enumerate(texts)]
    found = find_points(given_items, direction="missing", codebook=shipped_codebook(), small=False)
    assert any("fountain" in point.label.lower() for point in found.points)


LONE = (
    "zebra",
    "purple zebras sing opera in Latvia",
    "rota parking canteen laptop induction agenda software rota parking canteen laptop induction",
    "the car park is full before eight and the canteen food is cold and dear",
    "",
)


def _with_one_more(texts: list[str], lone: str, number: int, patch: pytest.MonkeyPatch) -> NamedPoints:
    """The round and one more answer, which the grouping puts in the group of that number whatever it says."""
    fixed = dict(zip(sorted(texts), group.by_likeness(sorted(texts)), strict=True))
    patch.setattr("bot.themes.find.by_likeness", lambda arranged: [fixed.get(text, number) for text in arranged])
    patch.setattr("bot.themes.find.says_nothing", lambda text, direction: False)
    patch.setattr(assign, "OWN_TOPIC", 2.0)
    return look([*texts, lone])


@pytest.mark.parametrize("seed", range(4))
def test_twin_worlds_that_differ_in_one_answer_below_the_threshold_look_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = sorted(set(answers(90, seed)) - set(LONE))
    worlds = [_with_one_more(texts, lone, -1, monkeypatch) for lone in LONE]
    assert all(f"ref-{len(texts)}" in world.left_out for world in worlds)
    assert all(world.points == worlds[0].points for world in worlds)
    assert len({tuple((point.label, point.words) for point in world.points) for world in worlds}) == 1


def test_without_the_threshold_the_twins_would_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (labels, assign):
        monkeypatch.setattr(room, "SHARED_BY", 1)
    monkeypatch.setattr(labels, "LEAST_SHARE", 0.0)
    texts = sorted(set(answers(90, 0)) - set(LONE))
    worlds = [_with_one_more(texts, lone, 900 + number, monkeypatch) for number, lone in enumerate(LONE[:3])]
    assert len({tuple(point.label for point in world.points) for world in worlds}) > 1


WHO = ("nurses", "porters", "night staff")
PRAISE = [f"the {who} are {how}" for who in WHO for how in ("kind", "lovely", "friendly", "caring")]
BLAME = [f"the {who} are {how}" for who in WHO for how in ("rude", "unhelpful", "unfriendly", "dismissive")]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_opposite_sides_never_share_a_point(direction: str) -> None:
    texts = PRAISE + BLAME
    found = look(texts, direction)
    at = {f"ref-{number}": text for number, text in enumerate(texts)}
    for point in found.points:
        members = {at[ref] for ref in point.refs}
        assert not (members & set(PRAISE) and members & set(BLAME)), point.label
    assert len({point.label for point in found.points}) == len(found.points) >= 2


def test_without_stance_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.themes.stance import Stance

    monkeypatch.setattr("bot.themes.find.stance_of", lambda text, direction: Stance.PRAISE)
    texts = PRAISE + BLAME
    at = {f"ref-{number}": text for number, text in enumerate(texts)}
    mixed = [{at[ref] for ref in point.refs} for point in look(texts, "keep").points]
    assert any(members & set(PRAISE) and members & set(BLAME) for members in mixed)


AWKWARD: dict[str, list[str]] = {
    "none": [],
    "one": ["More staff"],
    "two": ["More staff", "More staff"],
    "one word": ["rota"] * 3,
    "all identical": ["more staff please"] * 50,
    "emoji": ["👍", "🎉🎉", "❤️", "👍🏽", "🏳️‍🌈"] * 5,
    "blanks": ["", " ", "\n\t", "\u3000", "\u200b"] * 5,
    "control characters": ["\x00\x01\x1b[2J", "a\x00b", "\u202eabc", "\ud800"] * 5,
    "long": ["wait " * 600, "x" * 3000, "the rota is late. " * 170, "é" * 3000, "🙂" * 3000] * 4,
    "mixed languages": ["Zu wenig Personal", "Mehr Zeit", "更多的人手", "مزيد", "больше людей", "more staff"] * 5,
    "punctuation": ["...", "???", "!!!", "- - -", "(", "'"] * 5,
    "numbers": ["1", "2", "3.5", "10/10", "2024"] * 5,
    "unknown words": ["qzxv wkjh", "ﬁﬂ ﬃ", "𝔀𝓸𝓻𝓴", "˙ʇsǝɹ"] * 5,
    "one letter": list("abcdefghijklmnopqrstuvwxyz"),
}


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_awkward_rounds_are_accounted_for(name: str, direction: str, small: bool) -> None:
    texts = AWKWARD[name]
    accounted(look(texts, direction, small=small), len(texts))


def accounted(found: NamedPoints, count: int) -> None:
    """Every answer is in exactly one place."""
    places = [*(point.refs for point in found.points), found.nothing, found.left_out]
    assert sorted(ref for place in places for ref in place) == sorted(f"ref-{number}" for number in range(count))


def test_two_thousand_answers() -> None:
    found = look(answers(2000, seed=1))
    accounted(found, 2000)
    assert len(found.points) >= 4
    assert len(found.left_out) <= 100


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=25), st.sampled_from(DIRECTIONS), st.booleans())
def test_any_texts_are_accounted_for(texts: list[str], direction: str, small: bool) -> None:
    accounted(look(texts, direction, small=small), len(texts))


def test_an_unknown_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="direction"):
        look(["more staff"], "sideways")


def test_known_subjects_get_their_topic() -> None:
    found = look(answers(240, seed=12))
    topics = {point.topic for point in found.points}
    assert {"travel", "meetings", "hours", "food", "training", "systems"} <= topics


def test_a_subject_that_no_topic_foresees_is_new_and_named_from_shared_words() -> None:
    odd = [
        f"the {a} bees {b}"
        for a in ("rooftop", "courtyard", "garden")
        for b in ("swarm again", "sting us", "need a keeper", "make honey")
    ]
    found = look([*odd, *answers(80, seed=2)])
    point = next(point for point in found.points if "bees" in point.label.lower())
    assert point.new is (point.topic is None)
    assert "bees" in point.words


ONE_WORD_IN_COMMON = (
    "Handovers. We lose the first half hour of every shift.",
    "The handover takes far too long, and half of it is read out from the screen.",
    "Handover takes too long. I start every shift late because of it.",
    "shorter handovers please!! the handover is too long when three of us finish at once",
    "Stop asking us to fill in the same caller form twice, on paper and in the system.",
    "Typing every call into two systems. It is the same form.",
    "The long handover at ten. Callers wait while we talk about callers.",
)


def test_answers_that_nothing_claims_to_be_alike_are_no_point_for_a_word_in_common() -> None:
    found = look(ONE_WORD_IN_COMMON, "stop", small=True)
    assert found.points == ()
    assert len(found.left_out) == len(ONE_WORD_IN_COMMON)


def test_once_they_are_claimed_they_would_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same answers as a claim do make a point, of that word."""
    monkeypatch.setattr("bot.themes.find.find_claims", lambda texts, codebook: [list(range(7))])
    found = look(ONE_WORD_IN_COMMON, "stop", small=True)
    assert [len(point.refs) for point in found.points] == [7]


def test_what_stands_for_personal_data_names_no_point() -> None:
    said = [
        "{} was so kind to me on the ward",
        "{} was kind and patient",
        "thank you {} for being kind",
        "kind nurse {}",
    ]
    texts = [text.format("[name]") for text in said * 3]
    assert look(texts, "keep").points
    assert not names_a_placeholder(texts)


def test_without_leaving_it_out_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.themes.find.without_kinds", lambda text: text)
    assert names_a_placeholder([f"[name] {word}" for word in ("came", "went", "stood", "sat") for _ in range(4)])


def names_a_placeholder(texts: Sequence[str]) -> bool:
    return any("name" in re.findall(r"\w+", point.label.lower()) for point in look(texts, "keep").points)


def test_every_kind_of_personal_data_is_left_out_of_names() -> None:
    text = "Amira, amira@example.org, 020 7946 0018, @amira, SW1A 1AA, https://example.org"
    assert without_kinds(redact_text(text, find_personal(text, ["Amira"]))).strip(" ,") == ""
