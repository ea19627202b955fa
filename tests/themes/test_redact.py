"""C7: personal data about third persons is found before it goes anywhere, and only the author decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.themes import names, redact
from bot.themes.neutralise import neutralise_text
from bot.themes.redact import RedactedSpan, find_personal
from tests.themes.labelled import CLEAN, ROSTER, named, structured


def _found(text: str, value: str, kind: str) -> bool:
    at = text.index(value)
    hits = find_personal(text, ROSTER)
    return any(hit.kind == kind and hit.start <= at and hit.end >= at + len(value) for hit in hits)


def _share_of_structured() -> float:
    cases = structured()
    return sum(_found(*case) for case in cases) / len(cases)


def _share_of_names() -> float:
    spans = [(text, span) for text, found in named() for span in found]
    hits = 0
    for text, (start, end) in spans:
        hits += any(
            f.kind == "name" and f.start < end and f.end >= end and f.start <= start + 3
            for f in find_personal(text, ROSTER)
        )
    return hits / len(spans)


def test_labelled_set_is_large_enough() -> None:
    assert len(structured()) + sum(len(found) for _, found in named()) >= 200
    assert len(CLEAN) >= 100


def test_structured_kinds_are_found() -> None:
    assert _share_of_structured() >= 0.995


def test_roster_names_are_found() -> None:
    assert _share_of_names() >= 0.97


def test_clean_answers_are_left_alone() -> None:
    wrong = [text for text in CLEAN if find_personal(text, ROSTER)]
    assert len(wrong) <= len(CLEAN) * 0.02, wrong


def test_without_the_finders_the_labelled_set_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each kind needs its own finder, and names need the folding of case and accents."""
    monkeypatch.setattr(redact, "_FINDERS", redact._FINDERS[1:])
    assert _share_of_structured() < 0.995
    monkeypatch.setattr(names, "fold_word", lambda word: word)
    assert _share_of_names() < 0.97


def test_names_outside_the_roster_need_a_title() -> None:
    assert find_personal("Dr Ellingham was rude", ()) == (RedactedSpan(3, 12, "name"),)
    assert find_personal("Ellingham was rude", ()) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna's rota, call 07700 900123!", "[name]'s rota, call [phone number]!"),
        ("write to a.b@example.org or @anna_m", "write to [email address] or [handle]"),
        ("Will we see? Ask Will.", "Will we see? Ask [name]."),
        ("nothing here", "nothing here"),
    ],
)
def test_redacted_text_names_the_kind(text: str, shown: str) -> None:
    assert redact.redact_text(text, find_personal(text, ROSTER)) == shown


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_any_text_and_roster_give_findings_in_order_without_overlap(text: str, roster: list[str]) -> None:
    found = find_personal(text, roster)
    ends = [0, *(hit.end for hit in found)]
    assert all(before <= hit.start < hit.end <= len(text) for before, hit in zip(ends, found, strict=False))


def test_nothing_personal_remains_after_redaction() -> None:
    for text, value, _ in structured():
        assert value not in redact.redact_text(text, find_personal(text, ROSTER))


def test_safe_words_hold_no_personal_data_and_nothing_that_acts() -> None:
    for text, value, _ in structured():
        assert value not in redact.safe_words(text, ROSTER)
    assert redact.safe_words("ask @anna_m or <!here> An\u200bna", ROSTER) == "ask [handle] or [name]"


def test_signs_taken_away_first_would_hide_a_handle() -> None:
    """The control for the order in `safe_words`."""
    plain = neutralise_text("ask @starling_7 now")
    assert "starling_7" in redact.redact_text(plain, find_personal(plain, ROSTER))
