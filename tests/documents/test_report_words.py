"""What the report says, part by part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.engine.released_rows import OVER_SEVERAL_ROUNDS
from bot.views.document import Bars, Bullets, Document, Paragraph, Subheading, Table
from bot.views.messages.reports import BREADTH, report_document
from tests.documents.sample import STOP, WORDS, empty_report, full_report, point


def part(made: Document, heading: str) -> str:
    (section,) = [each for each in made.sections if each.heading.startswith(heading)]
    return repr(section.blocks)


def test_every_label_that_a_final_can_give_has_its_place() -> None:
    made = report_document(full_report())
    for label, words in WORDS.items():
        heading = {"people differ": "What people see differently", "under challenge": "What was challenged"}
        assert words in part(made, heading.get(label, "What was said"))
    assert set(BREADTH) == set(WORDS)


def test_every_point_stands_once_by_its_breadth_or_where_people_differ() -> None:
    made = report_document(full_report())
    everything = "".join(part(made, name) for name in ("What was said", "What people see", "What was challenged"))
    assert [everything.count(words) for words in WORDS.values()] == [1] * len(WORDS)
    assert "Waiting" in part(made, "What was said") and "Waiting" in part(made, "What people see")


def test_answers_are_told_by_their_state_and_what_is_owed_stands_apart() -> None:
    made = report_document(full_report())
    done, owed = part(made, "What was answered"), part(made, "What is still open")
    assert "Hal, until 20 March 2026" in done and "There is no money" in done and "A second line" in done
    assert "Promised by the office for 6 March 2026, and no word yet" in owed and "'Forms', 'No answer yet'" in owed
    assert "'Lockers', 'Open again: it was done, and people said that it is not better'" in owed
    assert "Kurdish" not in done and "Parking" not in owed


def test_what_was_reappraised_stands_together_with_what_came_of_it() -> None:
    told = part(report_document(full_report()), "What was reappraised")
    assert "'Lifts', 'Weighed again. Still widely shared. Some see it differently.'" in told
    assert "'Keys', 'Weighed again. Under challenge: several people see it differently now.'" in told
    assert "'Beds', 'Worded anew: “Beds by the window”'" in told and "'Bells', 'Let go: They ring no more'" in told


def test_what_was_raised_over_time_says_so_and_names_no_round() -> None:
    row = point("Lantern", "", people=OVER_SEVERAL_ROUNDS)
    assert f"'Lantern', '{STOP}', '{OVER_SEVERAL_ROUNDS}'" in part(
        report_document(replace(full_report(), rows=(row,))), "What was said"
    )


def test_where_there_is_nothing_every_part_says_so() -> None:
    made = report_document(empty_report())
    assert len(made.sections) == 9
    for section in made.sections:
        assert section.blocks
        assert not any(isinstance(block, Table | Bars | Subheading) for block in section.blocks)
        assert all(block.text for block in section.blocks if isinstance(block, Paragraph))
    assert "too few people answered" in part(made, "How this came about")


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "In a meeting a team said"), (2, "In 2 meetings teams said")])
def test_meetings_are_told_where_something_was_agreed(count: int, said: str) -> None:
    told = part(report_document(replace(full_report(), meetings=count)), "How this came about")
    assert (said or "meeting") in told if said else "meeting" not in told


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, ""), (1, "In one of them too few people answered"), (2, "In 2 of them too few people answered")],
)
def test_rounds_that_could_show_nothing_are_counted(count: int, said: str) -> None:
    told = part(report_document(replace(full_report(), withheld=count)), "How this came about")
    assert said in told if said else "too few" not in told


def test_teams_are_not_set_one_against_another() -> None:
    """Rounds, meetings and answers are told for the whole, by no team."""
    made = report_document(replace(full_report(), rows=(point("Beds", ""),)))
    blocks = [block for section in made.sections for block in section.blocks]
    assert {type(block) for block in blocks} <= {Bars, Bullets, Paragraph, Subheading, Table}
    for bars in (block for block in blocks if isinstance(block, Bars)):
        assert not any("Wards" in label or "Crisis line" in label for label, _ in bars.rows)
