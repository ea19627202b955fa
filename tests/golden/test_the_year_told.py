"""`folkmoot demo --story year`: the text that it prints, held line by line, and what it must tell whatever its words are.

`pytest tests/golden/test_the_year_told.py --rewrite-golden` writes what is printed.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.console.printer import COLUMNS
from bot.cli import app
from bot.cli.demo.year_cast import MONTHS, read_year
from bot.views.text import display_width
from tests.cli.calling import Running, files_in, folkmoot
from tests.support.further import only_further

TEXT = Path(__file__).parent / "the-year-told.txt"
MOST_LINES = 250
TURNING_POINTS = (
    "We are doing something about it, until Friday 27 November.",
    "It is done. The rota until the end of January is out.",
    "Is it better now? Yes",
    "Lena put you on the list of Crisis line.",
    "We will not do it. There is no free room",
    "was promised for Sunday 31 January, and is not there yet.",
    "Is it still so? I see it differently",
    "under challenge: several people see it differently now.",
    "It now reads “A debrief after a hard call, at once or the day after, as people choose”.",
    "as people choose”: still widely shared.",
    "You lead Peer support (8 people) now.",
    "From the next round on you are also asked this. One of you proposed it, and it is widely shared:",
    "Final summary: the whole of Harbour Mind, as its teams said it",
    "An answer to a point of Harbour Mind: “A shorter waiting list” It is done.",
    "What Crisis line said, the newest first",
    "The points of Crisis line over time",
)
"""In the order in which they come."""


def flat(text: str) -> str:
    """One line of words without the times and rooms before them: what is printed is wrapped in columns."""
    return " ".join(" ".join(line[28:] for line in text.splitlines()).split())


@only_further
def test_the_same_is_printed_each_time_and_nothing_is_left_behind(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    done = folkmoot(tmp_path, "demo", "--story", "year", env={"PYTHONHASHSEED": "1"})
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    if request.config.getoption("--rewrite-golden", default=False):
        TEXT.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == TEXT.read_text(encoding="utf-8")
    assert files_in(tmp_path) == set()


def test_the_year_tells_its_turning_points_in_two_minutes_of_reading() -> None:
    text = TEXT.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(display_width, lines)) <= COLUMNS
    told = flat(text)
    places = [told.find(words) for words in TURNING_POINTS]
    assert -1 not in places, [words for words in TURNING_POINTS if words not in told]
    assert places == sorted(places)


def test_the_teams_begin_with_eight_and_people_come_and_go() -> None:
    year = read_year()
    assert [len(team.there(MONTHS[0])) for team in year.teams] == [8, 8, 8]
    for team in year.teams:
        assert any(team.joining(month) for month in MONTHS)
        assert any(team.leaving(month) for month in MONTHS)
        for month in MONTHS:
            there = {player.handle for player in team.there(month)}
            assert set(team.answers(month)) <= there
            assert {handle for each in team.differing if each.month == month for handle in each.handles} <= there


@only_further
def test_it_is_told_without_buttons_and_forms_too(tmp_path: Path) -> None:
    done = folkmoot(tmp_path, "demo", "--story", "year", "--minimal")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) <= MOST_LINES
    assert "Reply with a number." in done.stdout


@only_further
def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    with Running(tmp_path, "demo", "--story", "year", "--speed", "0.1") as demo:
        demo.wait_for("by their turning points")
        demo.signal(signal.SIGINT)
        assert demo.end() == 130
    assert "Traceback" not in demo.said


def test_a_file_of_answers_makes_one_round(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text("", encoding="utf-8")
    done = CliRunner().invoke(app.folkmoot, ["demo", "--story", "year", "--answers", str(file)])
    assert done.exit_code == 2
    assert "leave out --story year" in done.output
