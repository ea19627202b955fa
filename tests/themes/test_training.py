"""The invented answers that tuned the encoder: whole, and nobody's."""

from pathlib import Path

import pytest

from bot.themes.language import ENGLISH, language_of
from bot.themes.patterns import EMAIL, LINK
from training.read_answers import answers_of, read_rounds


def test_every_point_is_made_by_several_people_and_no_answer_comes_twice_in_a_round() -> None:
    rounds = read_rounds()
    assert sum(len(each.points) for each in rounds) >= 250
    for each in rounds:
        said = [text for point in each.points for text in point[1:]] + each.alone
        assert len(set(said)) == len(said), each.name
        assert all(len(point) >= 4 for point in each.points), each.name


def test_the_answers_are_english_and_name_no_address() -> None:
    answers = answers_of(read_rounds())
    assert sum(language_of(text) == ENGLISH for text in answers) >= len(answers) * 0.98
    assert not any(EMAIL.search(text) or LINK.search(text) for text in answers)


def test_a_line_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("## place | stop\n? what\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.txt"):
        read_rounds(tmp_path)
