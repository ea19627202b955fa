"""The second look: sentences are compared with known phrases by what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from bot.bootstrap.product import make_risk_reader
from bot.domain.root_error import FolkmootError
from bot.ports import RiskReader
from bot.safeguarding import meaning, suggests_risk
from bot.safeguarding.meaning import (
    FEWEST_WORDS,
    WHOLE_WORDS,
    WORD_BUCKETS,
    EncodedRisk,
    KnownMeanings,
    Rows,
    parts_with_surroundings,
    shipped_meanings,
    split_parts,
)
from bot.themes.encoding import watching_process
from tests.safeguarding.phrases import BLIND, LABELS, LONG, is_held_out, later_phrases
from tests.support.further import only_further
from training.fit_risk import fit, read_harmless, read_phrases

DARK, LIGHT, BESIDE = [1.0, 0.0], [0.0, 1.0], [0.6, 0.8]
ROWS = {"i am so tired of living": DARK, "the coffee is good here": LIGHT, "so tired of the coffee": BESIDE}
NO_WORDS = np.zeros(WORD_BUCKETS, dtype=np.float32)
KNOWN = KnownMeanings(
    np.array([DARK, LIGHT], dtype=np.float32), np.array([1, -1], dtype=np.float32), 1.0, 0.2, NO_WORDS
)


def encode(texts: Sequence[str]) -> Rows:
    return np.array([ROWS.get(text.lower(), LIGHT) for text in texts], dtype=np.float32)


def test_a_text_is_looked_at_sentence_by_sentence_and_as_a_whole_where_it_is_short() -> None:
    assert list(split_parts("I am so tired. Of living, I mean!\nReally.")) == [
        "I am so tired",
        "Of living, I mean",
        "I am so tired. Of living, I mean! Really.",
    ]
    assert list(split_parts("no words")) == []
    long = "The rota comes too late for everybody. " * 20
    assert list(split_parts(long)) == ["The rota comes too late for everybody"] * 20


def test_what_is_near_to_risk_is_found_in_whatever_sentence_and_nothing_else_is() -> None:
    reader = EncodedRisk(encode, known=KNOWN)
    hidden = "The coffee is good here. I am so tired of living. The coffee is good here."
    assert reader.find_risky([hidden, "So tired of the coffee", ""]) == {hidden}


def test_the_more_parts_a_text_has_the_surer_it_has_to_be() -> None:
    """A score that is just above the threshold is enough for one part, and not among many."""
    beside = replace(KNOWN, threshold=float(KNOWN.score([""], np.array([DARK], dtype=np.float32))[0]) - 0.1)
    reader = EncodedRisk(encode, known=beside)
    alone, among = "I am so tired of living", "I am so tired of living. " + "The coffee is good here. " * 7
    assert reader.find_risky([alone, among]) == {alone}


TIRED, COFFEE = "I am so tired of living", "The coffee is good here for us all and we are glad of it every single day"
LONG_ANSWER = f"{COFFEE}. {TIRED}. {COFFEE}. {COFFEE}."


def test_in_a_long_answer_what_stands_around_a_sentence_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(LONG_ANSWER.split()) > WHOLE_WORDS
    assert parts_with_surroundings(LONG_ANSWER)[:2] == [
        (COFFEE, f"{COFFEE}. {TIRED}"),
        (TIRED, f"{COFFEE}. {TIRED}. {COFFEE}"),
    ]
    assert parts_with_surroundings(f"{COFFEE}. {COFFEE}. Yes. {COFFEE}")[2][1] == f"Yes. {COFFEE}", "no part by itself"
    assert parts_with_surroundings(f"{TIRED}. Yes. No.") == parts_with_surroundings(f"{COFFEE} " * 5) == []
    reader = EncodedRisk(encode, known=KNOWN)
    assert not reader.find_risky([LONG_ANSWER])
    monkeypatch.setitem(ROWS, f"{COFFEE}. {TIRED}. {COFFEE}".lower(), DARK)
    assert reader.find_risky([LONG_ANSWER, TIRED, COFFEE]) == {LONG_ANSWER, TIRED}


def test_only_what_can_be_read_is_looked_at() -> None:
    text = "I am so tired of living"
    assert EncodedRisk(encode, known=KNOWN).find_risky([text]) == {text}
    assert EncodedRisk(encode, known=KNOWN, can_be_read=lambda each: each != text).find_risky([text]) == frozenset()


def test_a_failing_encoder_finds_nothing() -> None:
    def fails(texts: Sequence[str]) -> Rows:
        raise FolkmootError

    reader = EncodedRisk(fails, lambda: False, KNOWN)
    reader.warm_up()
    assert reader.find_risky(["I am so tired of living"]) == frozenset()


def test_only_a_cold_encoder_is_warmed_up() -> None:
    asked: list[Sequence[str]] = []

    def counting(texts: Sequence[str]) -> Rows:
        asked.append(texts)
        return encode(texts)

    EncodedRisk(counting, lambda: True, KNOWN).warm_up()
    assert asked == []
    EncodedRisk(counting, lambda: False, KNOWN).warm_up()
    assert len(asked) == 1


def test_the_fit_tells_apart_what_it_was_given() -> None:
    texts = list(ROWS)
    vectors = np.array([DARK, LIGHT, BESIDE], dtype=np.float32)
    dark, light, beside = fit(texts, vectors, [True, False, False]).score(texts, vectors)
    assert dark > 0 > light and beside < dark


def test_who_does_what_to_whom_is_told_apart_by_the_words_where_vectors_are_alike() -> None:
    texts, alike = ["he hits me at home", "he hits the target at home"], np.array([DARK, DARK], dtype=np.float32)
    known = fit(texts, alike, [True, False])
    risk, harmless = known.score(texts, alike)
    assert risk > 0 > harmless
    same, also = replace(known, words=NO_WORDS).score(texts, alike)
    assert same == also


def test_no_phrase_stands_on_both_sides_or_among_those_kept_blind() -> None:
    risk, harmless = set(read_phrases("risk")), set(read_harmless())
    blind = {text for label in ("risk", "harmless") for group in (*BLIND, LONG) for text in later_phrases(label, group)}
    assert not risk & harmless
    assert not {text for text in blind & (risk | harmless) if len(text.split()) > FEWEST_WORDS}
    assert len(shipped_meanings().vectors) >= len(risk) + len(harmless)


@pytest.fixture(scope="module")
def reader() -> Iterator[RiskReader]:
    yield make_risk_reader()
    watching_process().close()


def share_found(reader: RiskReader, texts: Sequence[str]) -> float:
    """Return the share that is taken for a risk, by the rule or by the encoder."""
    seen = reader.find_risky(texts)
    return sum(text in seen or suggests_risk(text) for text in texts) / len(texts)


def test_messages_that_nothing_was_made_with_are_told_apart(reader: RiskReader) -> None:
    """A half of those that were measured once all was chosen."""
    risk, harmless = ([text for text in later_phrases(label, "last-blind") if is_held_out(text)] for label in LABELS)
    assert share_found(reader, risk) >= 0.93
    assert share_found(reader, harmless) <= 0.06


@only_further
def test_of_long_answers_one_in_four_at_most_is_taken_for_a_risk(
    reader: RiskReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: more of them where each sentence stands alone."""
    risk, harmless = (later_phrases(label, LONG) for label in LABELS)
    found = share_found(reader, harmless)
    assert share_found(reader, risk) >= 0.96 and found <= 0.25
    monkeypatch.setattr(meaning, "WHOLE_WORDS", 1_000)
    assert share_found(reader, harmless) > found


def test_who_has_nothing_to_say_is_shown_no_contacts(reader: RiskReader) -> None:
    texts = ("can't think of anything", "Nothing I can think of, sorry", "got everything i need", "can't think of owt")
    assert not reader.find_risky(texts)


def test_answers_in_other_languages_are_left_to_the_rule(reader: RiskReader) -> None:
    """Their words are near to nothing that the English encoder knows, and to anything."""
    assert not reader.find_risky(
        ("Nikt nie patrzy na zegarek, i dobrze", "Niemand sagt mir, wer mich am Wochenende vertritt")
    )
    mixed = "Die Übergabe klappt gut. I do not want to wake up any more."
    assert reader.find_risky([mixed]) == {mixed}


@only_further
def test_of_all_messages_that_are_blind_nineteen_in_twenty_are_told_apart(reader: RiskReader) -> None:
    risk, harmless = ([text for group in BLIND for text in later_phrases(label, group)] for label in LABELS)
    assert (len(risk), len(harmless)) == (869, 1200)
    assert share_found(reader, risk) >= 0.95
    assert share_found(reader, harmless) <= 0.05
