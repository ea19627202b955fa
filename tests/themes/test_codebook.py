"""The codebook, the vote, small rounds and stance."""

import itertools
import random

import pytest

from bot.themes import small
from bot.themes.codebook import read_codebook, shipped_codebook
from bot.themes.small import find_claims
from bot.themes.stance import Stance, stance_of

VOTES = (
    ("I had to wait three hours", "waiting"),
    ("too few colleagues on every shift", "staffing"),
    ("the receptionist was rude and unfriendly", "attitude"),
    ("nobody listened to what I said", "listening"),
    ("the doctor explained everything clearly", "information"),
    ("my line manager and the senior managers", "leadership"),
    ("my salary is too low", "pay"),
    ("more courses and a career path", "training"),
    ("too many meetings", "meetings"),
    ("the rota and the night shifts", "hours"),
    ("let us work from home", "flexible"),
    ("the software and the laptop crash", "systems"),
    ("forms and bureaucracy", "paperwork"),
    ("the meals in the canteen", "food"),
    ("the toilets were dirty", "cleanliness"),
    ("so noisy at night that I could not sleep", "noise"),
    ("no parking spaces", "travel"),
    ("my tablets came late from the pharmacy", "medicines"),
    ("quicker discharge so that I can go home", "leaving"),
)


def test_shipped_codebook_has_a_version_and_distinct_readable_names() -> None:
    codebook = shipped_codebook()
    assert codebook.version and codebook.language == "en"
    assert 24 <= len(codebook.topics) <= 40
    assert all(topic.name[0].isupper() and len(topic.name.split()) <= 6 for topic in codebook.topics)


def test_votes_go_to_the_topic() -> None:
    ids = [topic.id for topic in shipped_codebook().topics]
    votes = shipped_codebook().votes([text for text, _ in VOTES])
    hits = [ids[int(row.argmax())] == topic for row, (_, topic) in zip(votes, VOTES, strict=True)]
    assert sum(hits) >= len(VOTES) - 1, [text for hit, (text, _) in zip(hits, VOTES, strict=True) if not hit]


def test_a_vote_depends_on_its_own_text_alone() -> None:
    alone = shipped_codebook().votes(["no parking spaces"])[0]
    among = shipped_codebook().votes(["cold soup", "no parking spaces", "rude staff"])[1]
    assert float(abs(alone - among).max()) < 1e-5


def test_an_answer_without_words_votes_for_nothing() -> None:
    assert not shipped_codebook().votes(["👍", "", "the of and"]).any()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 1",
        "not toml [",
        'version = "1"\nlanguage = "en"\ntopic = []',
        'version = "1"\nlanguage = "en"\n[[topic]]\nid = "a"\nname = "A"\nabout = []',
        'version = "1"\nlanguage = "en"\n' + '[[topic]]\nid = "a"\nname = "A"\nabout = ["a"]\n' * 2,
    ],
)
def test_what_is_no_codebook_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_codebook(text)


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("friendly staff", "keep", Stance.PRAISE),
        ("rude staff", "keep", Stance.FAULT),
        ("friendly staff", "stop", Stance.PRAISE),
        ("the staff are not friendly", "keep", Stance.FAULT),
        ("never rude, always kind", "missing", Stance.PRAISE),
        ("more friendly staff", "missing", Stance.FAULT),
        ("the rota", "keep", Stance.PRAISE),
        ("the rota", "stop", Stance.FAULT),
        ("could not have been better", "keep", Stance.PRAISE),
        ("could not have been better", "missing", Stance.PRAISE),
        ("should be quicker", "keep", Stance.FAULT),
        ("", "keep", Stance.PRAISE),
    ],
)
def test_stance(text: str, direction: str, expected: Stance) -> None:
    assert stance_of(text, direction) is expected


APART = [
    "The car park is full by eight",
    "My manager never answers",
    "Lunch should be warm",
    "Pay us for overtime",
    "The lift is broken",
    "More training courses",
    "Noise in the open office",
    "I like the Friday quiz",
    "New uniforms please",
    "Shorter forms",
]
ALIKE = ["Publish the rota earlier", "The rota comes out too late", "We get the rota far too late"]


def test_a_small_round_without_a_shared_point_claims_none() -> None:
    assert find_claims(APART) == []


def test_a_small_round_with_one_claims_it() -> None:
    assert find_claims(APART + ALIKE) == [[10, 11, 12]]


def test_claims_do_not_depend_on_order() -> None:
    texts = APART + ALIKE
    for seed in range(5):
        order = random.Random(seed).sample(texts, len(texts))
        assert [{order[i] for i in claim} for claim in find_claims(order)] == [set(ALIKE)]


def test_without_the_strict_rule_points_would_be_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "MUCH_ALIKE", -0.05)
    assert find_claims(APART)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_answers_claim_nothing(count: int) -> None:
    assert find_claims(list(itertools.islice(itertools.cycle(ALIKE), count))) == []


def test_two_alike_are_no_claim() -> None:
    assert find_claims(APART + ALIKE[:2]) == []
