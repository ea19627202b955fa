"""C7 on sentences as people type them, with rosters of many origins: what names somebody is found, and words are left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.themes import common_names, name_edges, names, patterns, redact
from bot.themes.redact import RedactedSpan, find_personal, redact_text
from tests.support.further import only_further
from tests.themes.persons import STRUCTURED, Sentence, measure_finder, read_sentences

ROSTER = (
    "Brenda Holt",
    "Mohammed Karimi",
    "April Sands",
    "Henk van der Meer",
    "Oluwaseun Ade",
    "Parveen Akhtar",
    "Christian Parkin",
    "Sky Ode",
)


def test_there_are_enough_labelled_sentences_and_each_label_is_within_its_text() -> None:
    sentences = read_sentences()
    assert [sum(s.of == of for s in sentences) for of in ("names", "numbers", "nothing")] >= [200, 150, 150]
    assert all(8 <= len(s.roster) <= 12 for s in sentences)
    assert all(0 <= label.start < label.end <= len(s.text) for s in sentences for label in s.labels)
    assert all(bool(s.labels) is (s.of != "nothing") for s in sentences)


def of_half(half: str) -> list[Sentence]:
    return [sentence for sentence in read_sentences() if half in (sentence.half, "both")]


@pytest.mark.parametrize(
    ("half", "roster", "alarms"),
    [("mending", 0.97, 0.03), ("held", 0.97, 0.03), ("later", 0.97, 0.15), ("last", 0.95, 0.15), ("both", 0.97, 0.06)],
)
def test_persons_and_numbers_are_found_and_little_else(half: str, roster: float, alarms: float) -> None:
    measured = measure_finder(of_half(half))
    assert measured.recall(STRUCTURED) >= 0.995, measured.missed
    assert measured.recall(["roster-name"]) >= roster, measured.missed
    assert measured.alarmed <= alarms * measured.harmless, measured.alarms


@only_further
@pytest.mark.parametrize(
    ("place", "name", "off"),
    [
        (names, "stands_for", lambda folded, roster, *, capital: False),
        (common_names, "_acts_as_person", lambda text, span, folded: False),
        (common_names, "opens_sentence", lambda text, start: True),
    ],
)
def test_each_defence_of_names_is_needed(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str, off: Callable[..., object]
) -> None:
    """The controls: with one of them off, fewer names are found."""
    before = measure_finder(read_sentences()).recall(["roster-name"])
    monkeypatch.setattr(place, name, off)
    assert measure_finder(read_sentences()).recall(["roster-name"]) < before


@only_further
@pytest.mark.parametrize("name", ["EMAIL", "LINK", "HANDLE", "NATIONAL_INSURANCE"])
def test_each_kind_needs_its_pattern(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    finders = [
        f for f in redact._FINDERS if getattr(patterns, name) not in [c.cell_contents for c in f.__closure__ or ()]
    ]
    assert len(finders) == len(redact._FINDERS) - 1
    monkeypatch.setattr(redact, "_FINDERS", tuple(finders))
    assert measure_finder(read_sentences()).recall(STRUCTURED) < 0.995


@only_further
def test_without_what_stands_beside_names_other_people_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "find_titled", lambda text: [])
    monkeypatch.setattr(names, "end_with_edges", lambda text, end, *, alone: end)
    assert measure_finder(read_sentences()).recall(["other-name"]) < 0.8


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("brendas rota and zbiggy", "[name] rota and zbiggy"),
        ("ask brenda h. first", "ask [name]. first"),
        ("it was mo's idea", "it was [name]'s idea"),
        ("we want mo money", "we want mo money"),
        ("April says so, in April", "[name] says so, in April"),
        ("van der Meer has the van", "[name] has the van"),
        ("Vandermeer has the van", "[name] has the van"),
        ("Seun and parvin do", "[name] and [name] do"),
        ("our nurse Dubrowik left", "our nurse [name] left"),
        ("the nurse station is cold", "the nurse station is cold"),
        ("a tenant called Oxana Pryce rang", "a tenant called [name] rang"),
        ("a form called Datix", "a form called Datix"),
        ("Marie Curie nurses at St Peter hall", "Marie Curie nurses at St Peter hall"),
        ("our inspector Ludgrove came late", "our inspector [name] came late"),
        ("a night carer I know, a manager Datix", "a night carer I know, a manager Datix"),
        ("Christmas and Parkinsons", "Christmas and Parkinsons"),
        ("thank Brenda at Christmas", "thank [name] at Christmas"),
        ("Sky jollies the team. Sky banners fall", "[name] jollies the team. Sky banners fall"),
        ("steve jobs and Steve", "steve jobs and [name]"),
        ("10 BH is no name, BH is", "10 BH is no name, [name] is"),
    ],
)
def test_names_are_told_from_words_by_what_is_beside_them(text: str, shown: str) -> None:
    assert redact_text(text, find_personal(text, ROSTER)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("phone 020 7946 0018", "phone [phone number]"),
        ("on 7700 900 444", "on [phone number]"),
        ("dial 1-800-555-0199 now", "dial [phone number] now"),
        ("44 7700 900111", "[phone number]"),
        ("born 11 / 12 / 1958", "born [date of birth]"),
        ("3/4/71 is his date of birth", "[date of birth] is his date of birth"),
        ("due 3/4/26, as they say", "due 3/4/26, as they say"),
        ("QQ 12 34 56 C", "[National Insurance number]"),
        ("we made 7,700,900,444 calls for £7700900444", "we made 7,700,900,444 calls for £7700900444"),
    ],
)
def test_numbers_are_found_as_people_write_them(text: str, shown: str) -> None:
    assert redact_text(text, find_personal(text, ())) == shown


def test_what_two_findings_share_leaves_no_rest() -> None:
    found = redact._with_finding([RedactedSpan(0, 4, "link"), RedactedSpan(8, 9, "name")], RedactedSpan(2, 7, "name"))
    assert found == [RedactedSpan(0, 7, "link"), RedactedSpan(8, 9, "name")]
    assert redact._with_finding(found, RedactedSpan(6, 12, "postcode")) == [RedactedSpan(0, 12, "link")]


def test_a_short_form_never_ends_in_a_word() -> None:
    assert name_edges.short_forms(["will", "adams"]) == {("w", "adams")}
    assert name_edges.short_forms(["ida", "bell"]) == {("ida", "b")}
    assert name_edges.short_forms(["ida"]) == set()
