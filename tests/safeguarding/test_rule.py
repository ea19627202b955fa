"""The rule that recognises a risk of harm, held against labelled phrases: half of them develop it, half are held out."""

from __future__ import annotations

import pytest

from bot.safeguarding import patterns, rule, suggests_risk
from tests.safeguarding.phrases import LANGUAGES, later_phrases, phrases


def share_found(label: str, held_out: bool, languages: tuple[str, ...] = LANGUAGES) -> float:
    lines = phrases(label, held_out, languages)
    return sum(map(suggests_risk, lines)) / len(lines)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("languages", [("",), LANGUAGES])
def test_enough_is_found_and_little_is_found_wrongly(held_out: bool, languages: tuple[str, ...]) -> None:
    assert share_found("risk", held_out, languages) >= 0.95
    assert share_found("harmless", held_out, languages) <= 0.05


def test_what_was_met_later_is_found_since() -> None:
    """Tried for the first time, about six in ten of them were found: a rule of patterns knows what it has met."""
    risk, harmless = later_phrases("risk", "met"), later_phrases("harmless", "met")
    assert sum(map(suggests_risk, risk)) >= 0.9 * len(risk)
    assert sum(map(suggests_risk, harmless)) <= 0.02 * len(harmless)


def test_of_phrases_that_it_never_met_it_finds_about_half() -> None:
    """These phrases have never developed the rule, and are never to."""
    risk, harmless = later_phrases("risk", "unseen"), later_phrases("harmless", "unseen")
    assert 0.4 * len(risk) <= sum(map(suggests_risk, risk))
    assert not any(map(suggests_risk, harmless))


def test_there_are_enough_phrases_and_none_twice() -> None:
    for label in ("risk", "harmless"):
        both = phrases(label, False, ("",)) + phrases(label, True, ("",))
        assert len(both) == len(set(both)) >= 300
        assert len(phrases(label, False, LANGUAGES[1:]) + phrases(label, True, LANGUAGES[1:])) >= 90


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I want to die", True),
        ("I DO NOT WANT TO LIVE ANYMORE!!!", True),
        ("I don’t want to live any more", True),
        ("Handover was fine.\nI want to kill myself", True),
        ("i can not go on", True),
        ("My manager is away, I want to end my life, the rota is late", True),
        ("I am not going to kill myself", False),
        ("I would never hurt myself", False),
        ("I am not well and I want to die", True),
        ("Clients who say they want to kill themselves wait", False),
        ("my colleague wants to kill herself", True),
        ("Es geht nicht mehr. Ich will nicht mehr leben", True),
        ("", False),
        ("?!", False),
    ],
)
def test_of_single_messages(text: str, found: bool) -> None:
    assert suggests_risk(text) is found


def test_a_risk_is_found_anywhere_in_a_long_answer() -> None:
    filling = "we need more people on the late shift and the rota should come out earlier " * 25
    assert not suggests_risk(filling)
    assert suggests_risk(f"{filling} i want to die {filling}")
    assert suggests_risk(f"{filling}. I want to kill myself. {filling}")


def test_what_is_cut_off_around_a_cue_begins_and_ends_nothing() -> None:
    """A pattern for a whole sentence does not fit a part of one."""
    assert suggests_risk("not safe at home")
    assert not suggests_risk(
        "the figures that we sent to the council about the families say how many are not safe at home"
    )


@pytest.mark.parametrize("taken_away", ["denials", "service"])
def test_without_its_defences_it_would_find_more(monkeypatch: pytest.MonkeyPatch, taken_away: str) -> None:
    """The control: denials and talk about the people served are what keeps harmless sentences out."""
    if taken_away == "denials":
        monkeypatch.setattr(rule, "_is_denied", lambda *given: False)
        assert suggests_risk("no I am not going to kill myself over a spreadsheet")
    else:
        plain = patterns.risk_languages()
        monkeypatch.setattr(rule, "risk_languages", lambda: tuple(_serving_nobody(each) for each in plain))
        assert suggests_risk("callers who want to kill themselves are put on hold")


def _serving_nobody(language: patterns.RiskLanguage) -> patterns.RiskLanguage:
    import re
    from dataclasses import replace

    return replace(language, service=re.compile("(?!)"))
