"""Answers in other languages: told by their words, points in Polish and German worded in them, what is not read in none."""

import tomllib
from importlib.resources import files

import pytest

from bot.themes import multilingual, stance
from bot.themes.codebook import shipped_codebook
from bot.themes.find import NamedPoint
from bot.themes.language import ENGLISH, READ, is_read, language_of
from bot.themes.multilingual import topic_names
from bot.themes.silence import LANGUAGES, says_nothing
from tests.themes.test_team_points import APART, ROTA, look

OTHERS = tuple(language for language in READ if language != ENGLISH)

POLISH = [
    "Za niska wypłata, rachunki rosną",
    "Płaca jest za niska",
    "Zarabiamy za mało pieniędzy",
    "Wypłata nie starcza na rachunki",
]
POLISH_APART = [
    "Zamknięta brama od strony parku",
    "Papierowe kubki w kuchni",
    "Za głośne ogłoszenia przez megafon",
]
GERMAN = [
    "Es gibt zu wenige Parkplätze vor dem Haus",
    "Morgens findet man keinen Parkplatz mehr",
    "mehr Stellplätze für Autos",
    "Ein Parkplatz für alle, die früh anfangen",
]
GERMAN_APART = [
    "Eine Spülmaschine in der Teeküche",
    "Schulungen für das neue Programm",
    "Schlüssel für den Keller",
]
WELSH = [
    "Mae angen mwy o le parcio wrth yr ysgol",
    "does dim digon o le i barcio yn y bore",
    "mwy o lefydd parcio os gwelwch yn dda",
    "dim lle i adael y car",
]


def all_found(texts: list[str], direction: str) -> list[NamedPoint]:
    found = look(texts, direction)
    return [*found.points, *found.candidates]


@pytest.mark.parametrize(
    ("texts", "apart", "direction", "topic", "label"),
    [
        (POLISH, POLISH_APART, "stop", "pay", "Płaca i dodatki"),
        (GERMAN, GERMAN_APART, "missing", "travel", "Parken und Anfahrt"),
    ],
)
def test_a_point_is_worded_in_the_language_of_the_answers(
    texts: list[str], apart: list[str], direction: str, topic: str, label: str
) -> None:
    (point,) = (point for point in all_found([*texts, *apart], direction) if point.topic == topic)
    assert point.label == label
    assert len({int(ref[1:]) for ref in point.refs} & set(range(len(texts)))) >= 3


def test_one_point_in_two_languages_is_one() -> None:
    mixed = [*GERMAN[:2], "we need more parking spaces", "nowhere to park the car in the morning", *GERMAN_APART]
    points = [point for point in all_found(mixed, "missing") if point.topic == "travel"]
    assert len(points) == 1 and {"r2", "r3"} & points[0].refs and {"r0", "r1"} & points[0].refs


def test_two_people_in_another_language_make_no_point_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than three are not even looked at: the multilingual encoder is not asked."""
    asked: list[object] = []
    monkeypatch.setattr(multilingual, "read_thresholds", asked.append)
    look([*GERMAN[:2], *APART], "missing")
    assert asked == []


def test_english_points_are_the_same_beside_other_languages() -> None:
    alone, among = look([*APART, *ROTA]), look([*APART, *ROTA, *POLISH, *POLISH_APART])
    assert [(point.label, point.refs) for point in alone.points] == [
        (point.label, point.refs) for point in among.points if point.label == alone.points[0].label
    ]


def test_a_language_that_is_not_read_feeds_no_point() -> None:
    found = look([*WELSH, *APART], "missing")
    placed = [point.refs for point in (*found.points, *found.candidates)]
    assert {f"r{n}" for n in range(len(WELSH))} <= found.left_out
    assert not any(refs & {f"r{n}" for n in range(len(WELSH))} for refs in placed)


def test_opposite_sides_in_german_never_share_a_point() -> None:
    keep = [
        "Bitte die Parkplätze nicht abschaffen",
        "Die Parkplätze sollen bleiben, wie sie sind",
        "Parkplätze nicht streichen, ich brauche das Auto",
    ]
    against = [
        "Die vielen Parkplätze vor dem Haus",
        "Parkplätze statt Bäume, das nervt",
        "Zu viele Parkplätze für Autos",
    ]
    found = all_found([*against, *keep], "stop")
    assert found
    for point in found:
        assert len({int(ref[1:]) >= len(against) for ref in point.refs}) == 1
    assert stance.goes_against(keep[0], "stop", "de") and not stance.goes_against(keep[0], "stop", "pl")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rota comes out too late", "en"),
        ("Dienstplan kommt immer zu spät und keiner sagt etwas", "de"),
        ("nikt nam nic nie mówi", "pl"),
        ("does dim digon o staff ar y ward", "cy"),
        ("launching new stuff w/o telling us", "en"),
        ("sending letters on Mondays w/o a stamp", "en"),
        ("qzx wvut", ""),
        # Short ones without a common word are told by their letters.
        ("wyższe zarobki", "pl"),
        ("Schwere Kisten", "de"),
        ("bessere Ausrüstung", "de"),
        ("Müller's shifts", "en"),
        ("staff from Łódź", "en"),
    ],
)
def test_languages_are_told_by_common_words_and_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", [*POLISH, *GERMAN, *POLISH_APART, *GERMAN_APART])
def test_what_is_read_is_not_told_otherwise(text: str) -> None:
    assert is_read(text)


@pytest.mark.parametrize("text", WELSH[:3])
def test_who_writes_welsh_is_told(text: str) -> None:
    assert not is_read(text)


@pytest.mark.parametrize("language", OTHERS)
def test_every_topic_has_a_name_in_every_language_that_is_read(language: str) -> None:
    names = topic_names(language)
    topics = shipped_codebook().topics
    assert list(names.names) == [topic.id for topic in topics]
    assert list(names.praised) == [topic.id for topic in topics if topic.praised]
    every = [*names.names.values(), *names.praised.values()]
    assert len(set(every)) == len(every)
    (criticised,) = (topic for topic in topics if topic.id == "pay")
    assert names.label_for(criticised, praised=False, marked=True).endswith(f"({names.criticised_mark})")


@pytest.mark.parametrize("language", READ)
def test_every_language_that_is_read_has_its_lists(language: str) -> None:
    assert language in LANGUAGES
    sides = tomllib.loads((files("bot.themes") / "data" / f"stance-{language}.toml").read_text(encoding="utf-8"))
    assert {"defends", "attacks", "turns"} <= sides.keys()


@pytest.mark.parametrize("text", ["Nic nie przychodzi mi do głowy", "Alles gut so", "dim byd", "nothing"])
def test_silence_is_heard_in_every_language(text: str) -> None:
    assert says_nothing(text, direction="stop")
