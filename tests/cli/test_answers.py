"""A file of answers: what is read, what is skipped and why, and that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.demo.answers import AnswerFile, AnswerRow, Skipped, UnusableQuestionsError, read_answers
from bot.cli.demo.cast import of_answers
from bot.domain.interviews import LONGEST_ANSWER


def written(folder: Path, *lines: object) -> Path:
    path = folder / "answers.jsonl"
    path.write_bytes(
        b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines) + b"\n"
    )
    return path


def row(**changed: object) -> dict[str, object]:
    return {"team": "North", "question": 1, "text": "The tea.", **changed}


def test_rows_are_read_and_what_else_they_hold_is_ignored(tmp_path: Path) -> None:
    path = written(tmp_path, row(), row(question="2", id=7, author="somebody"), b"", row(team="  South   ward "))
    assert read_answers(path) == AnswerFile(
        (AnswerRow("North", 1, "The tea."), AnswerRow("North", 2, "The tea."), AnswerRow("South ward", 1, "The tea."))
    )


def test_a_row_says_whether_its_words_may_be_shown_and_what_its_author_says_of_the_draft(tmp_path: Path) -> None:
    weigh = {"quiet room": "agree", "*": "skip"}
    found = read_answers(written(tmp_path, row(allow=True, weigh=weigh), row(question=2, weigh={"tea": "differ"})))
    assert found.rows[0] == AnswerRow("North", 1, "The tea.", True, weigh)
    player = of_answers(found.rows).teams[0].people[1]
    assert (player.allow, player.weigh) == ((1,), {**weigh, "tea": "differ"})


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"North, 1, The tea.", "it is not JSON"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b"[" * 100_000, "it is not JSON"),
        (["North", 1, "The tea."], "it is not a JSON object"),
        (row(team=None), "“team” is missing or not text"),
        (row(team=" "), "“team” is missing or not text"),
        (b"1" * 5000, "it is not JSON"),
        (row(question=4), "“question” is not 1, 2 or 3"),
        (row(question=0), "“question” is not 1, 2 or 3"),
        (row(question=True), "“question” is not 1, 2 or 3"),
        (row(question=1.5), "“question” is not 1, 2 or 3"),
        (row(question=[1]), "“question” is not 1, 2 or 3"),
        (row(text=""), "“text” is missing or empty"),
        (row(text=3), "“text” is missing or empty"),
        (row(text="The \ud83d tea."), "“text” is missing or empty"),
        (row(team="N\udc00rth"), "“team” is missing or not text"),
        (row(allow="yes"), "“allow” is not true or false"),
        (row(allow=None), "“allow” is not true or false"),
        (row(weigh=["tea"]), '“weigh” is not an object such as {"handover": "agree"}'),
        (row(weigh={" ": "agree"}), "“weigh” has a choice without words"),
        (row(weigh={"tea": "yes"}), "“weigh” does not say agree, differ or skip of “tea”"),
        (row(weigh={"tea": ["agree"]}), "“weigh” does not say agree, differ or skip of “tea”"),
        (row(text="x" * (LONGEST_ANSWER + 1)), f"“text” has {LONGEST_ANSWER + 1:,} characters, {LONGEST_ANSWER:,} fit"),
    ],
)
def test_a_line_that_cannot_be_used_is_skipped_with_its_number(tmp_path: Path, line: object, why: str) -> None:
    path = written(tmp_path, row(), line, row(text="The rota."))
    found = read_answers(path)
    assert [one.text for one in found.rows] == ["The tea.", "The rota."]
    assert found.skipped == (Skipped(2, why),)


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(row()).encode() + b"\r\n" + json.dumps(row(question=3)).encode())
    found = read_answers(path)
    assert [one.question for one in found.rows] == [1, 3]
    assert not found.skipped


TEXTS = ("What lifts you?", "What tires you?", "What surprised you?", "What is missing?", "Who should hear this?")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_a_file_can_bring_its_own_questions(tmp_path: Path, count: int) -> None:
    """Wherever they stand; answers to others than these are skipped."""
    answered = [row(question=number) for number in range(1, 7)]
    path = written(tmp_path, answered[0], {"questions": [f"  “{text}” " for text in TEXTS[:count]]}, *answered[1:])
    found = read_answers(path)
    assert found.questions == TEXTS[:count]
    assert [one.question for one in found.rows] == list(range(1, count + 1))
    known = " or ".join(", ".join("12345"[:count]).rsplit(", ", 1))
    assert [one.why for one in found.skipped] == [f"“question” is not {known}"] * (6 - count)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([{"questions": []}], "line 2: “questions” is not a list of 1 to 5 questions"),
        ([{"questions": [*TEXTS, "And?"]}], "line 2: “questions” is not a list of 1 to 5 questions"),
        ([{"questions": "What lifts you?"}], "line 2: “questions” is not a list of 1 to 5 questions"),
        ([{"questions": ["What lifts you?", " "]}], "line 2: question 2 is empty or not text"),
        ([{"questions": ["What lifts you?", 2]}], "line 2: question 2 is empty or not text"),
        ([{"questions": ["W\ud800?"]}], "line 2: question 1 is empty or not text"),
        ([{"questions": ["x" * 201]}], "line 2: question 1 has 201 characters, 200 fit"),
        ([{"questions": [*TEXTS[:2], "what lifts  you"]}], "line 2: questions 1 and 3 are the same"),
        ([{"questions": TEXTS[:1]}, {"questions": TEXTS[:1]}], "lines 2 and 3 both hold questions"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(tmp_path: Path, lines: list[object], why: str) -> None:
    with pytest.raises(UnusableQuestionsError) as refused:
        read_answers(written(tmp_path, row(), *lines))
    assert str(refused.value) == why


@given(
    st.lists(
        st.builds(
            AnswerRow,
            team=st.sampled_from(["North", "north", "Süd", "Süd!", "--", "West – day"]),
            question=st.sampled_from([1, 2, 3, 4, 5]),
            text=st.text(min_size=1),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_every_answer_has_one_author_in_its_team(rows: list[AnswerRow]) -> None:
    cast = of_answers(rows)
    given_ = Counter(
        (team.name.casefold(), question, text)
        for team in cast.teams
        for player in team.people
        for question, text in player.answers.items()
    )
    assert given_ == Counter((one.team.casefold(), one.question, one.text) for one in rows)
    handles = [player.handle for player in cast.people]
    assert len(set(handles)) == len(handles)
    assert len({team.channel for team in cast.teams}) == len(cast.teams)
    assert cast.teams[0].lead.handle == "lena"
