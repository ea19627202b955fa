import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import split

FAMILY = "👨‍👩‍👧"
THUMB = "👍🏽"
FLAGS = "🇬🇧🇫🇷🇩🇪"
ACCENT = "e\u0301"
LETTERS = (FAMILY, THUMB, "🇬🇧", ACCENT, "각", "x", "é", "字", "❤️")


@pytest.mark.parametrize(
    ("text", "room", "head", "tail"),
    [
        ("One two.\n\nThree four. Five.", 20, "One two.", "Three four. Five."),
        ("One two.\nThree four. Five.", 20, "One two.", "Three four. Five."),
        ("One two. Three four", 12, "One two.", "Three four"),
        ("“One two.” Three four", 13, "“One two.”", "Three four"),
        ("one two three four", 12, "one two", "three four"),
        ("onetwothree", 5, "onetw", "othree"),
        ("short", 5, "short", ""),
    ],
)
def test_the_best_break_in_reach_is_taken(text: str, room: int, head: str, tail: str) -> None:
    assert split.cut_text(text, room) == (head, tail)


def test_a_break_that_leaves_a_scrap_is_passed_over() -> None:
    text = "Hi.\n\n" + "word " * 30
    head, _ = split.cut_text(text, 100)
    assert len(head) > 80


def test_words_stay_whole_when_asked() -> None:
    assert split.cut_text("onetwothree four", 5, words=True) == ("", "onetwothree four")


@given(st.text(max_size=300), st.integers(2, 60), st.sampled_from(["characters", "utf-16"]))
def test_nothing_but_white_space_is_lost(text: str, room: int, units: str) -> None:
    found = split.split_pieces(text, room, units)
    assert all(split.text_length(piece, units) <= room for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(LETTERS), max_size=60), st.integers(12, 40), st.sampled_from(["characters", "utf-16"]))
def test_what_people_see_as_one_letter_is_not_cut(letters: list[str], room: int, units: str) -> None:
    allowed = {""}
    for letter in letters:
        allowed.add(max(allowed, key=len) + letter)
    done = ""
    for piece in split.split_pieces("".join(letters), room, units):
        done += piece
        assert done in allowed


def test_without_care_for_letters_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    assert split.split_pieces(FLAGS, 3) == ["🇬🇧", "🇫🇷", "🇩🇪"]
    monkeypatch.setattr(split, "_letter_boundary", lambda text, end: end)
    assert split.split_pieces(FLAGS, 3) == ["🇬🇧🇫", "🇷🇩🇪"]


def test_a_letter_longer_than_the_room_is_cut_all_the_same() -> None:
    zalgo = "e" + "\u0301" * 50
    assert "".join(split.split_pieces(zalgo, 10)) == zalgo


def test_utf_16_counts_pairs_twice() -> None:
    assert split.text_length("a👍", "utf-16") == 3
    assert split.split_pieces("👍👍👍", 5, "utf-16") == ["👍👍", "👍"]
    with pytest.raises(ValueError, match="no room"):
        split.split_pieces("👍", 1, "utf-16")
