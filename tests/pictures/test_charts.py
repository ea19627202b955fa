"""A chart shows the points of a summary in their bands, the same every time, and its description says all of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageFont

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.releases import Band, TeamBand
from bot.pictures import charts
from bot.pictures.charts import BAND_AT, STEP_WIDTH, STEPS_AT, WIDTH, steps_chart, wrap_label
from bot.views.messages.charts import MOST, STEPS, Chart, make_chart
from bot.views.messages.summaries import band_words
from tests.support.further import further, only_further

pytestmark = further

LABELS = ("Good supervision", "Rotas that change late", "People wait too long", "The Tuesday call")


def question(number: int, *points: tuple[str, str], shown: bool = True) -> QuestionSummary:
    points = tuple(Point(key=f"{number}.{n}", label=label, band=band) for n, (label, band) in enumerate(points))
    return QuestionSummary(number=number, text="What?", shown=shown, points=points, nothing="some", words=3)


SUMMARY = Summary(
    questions=(
        question(1, (LABELS[0], "some")),
        question(2, (LABELS[1], "most"), (LABELS[2], "about half")),
        question(3, (LABELS[3], "most")),
    )
)


def made(summary: Summary = SUMMARY) -> Chart:
    found = make_chart(summary, "Crisis line")
    assert found
    return found


def test_the_description_says_all_that_is_shown_those_first_that_most_raised() -> None:
    assert made().alt.splitlines() == [
        "Crisis line: the points at a glance",
        "Most people: 2.1 Rotas that change late; 3.1 The Tuesday call.",
        "About half: 2.2 People wait too long.",
        "Some people: 1.1 Good supervision.",
    ]
    shown = steps_chart(made())
    assert (shown.alt, shown.name) == (made().alt, "points.png")
    assert all(f"{row.number} {row.label}" in shown.alt for row in made().rows)


def test_few_points_and_very_many_have_no_chart() -> None:
    few = Summary(questions=(question(1, (LABELS[0], "some"), (LABELS[1], "most")),))
    many = Summary(questions=(question(1, *((f"Point {n}", "some") for n in range(MOST + 1))),))
    assert make_chart(few, "x") is None and make_chart(many, "x") is None


def test_what_is_held_back_and_what_has_no_band_is_not_drawn() -> None:
    """C1: a question that is not shown, and a point that was not counted, leave no trace in the picture."""
    hidden = question(4, ("Quokka", "most"), shown=False)
    uncounted = replace(
        SUMMARY.questions[0], points=(*SUMMARY.questions[0].points, Point(key="k", label="Zebra", band=""))
    )
    other = Summary(questions=(uncounted, *SUMMARY.questions[1:], hidden))
    assert made(other) == made()
    told = replace(other, questions=(*other.questions[:-1], replace(hidden, shown=True)))
    assert made(told) != made(), "the test can tell"


def steps(png: bytes) -> list[int]:
    """How many steps of each row are solid, as they are seen in shades of grey; an outlined one is paper inside."""
    grey = Image.open(BytesIO(png)).convert("L")
    middles = [STEPS_AT + n * (STEP_WIDTH + charts.BETWEEN) + STEP_WIDTH // 2 for n in range(charts.STEPS)]
    solid = charts.STEP_HEIGHT - 4
    found: list[tuple[int, int]] = []
    for y in range(grey.height - solid):
        dark = [all(grey.getpixel((x, y + n)) < 110 for n in range(solid)) for x in middles]  # type: ignore[operator]
        if any(dark) and (not found or y - found[-1][0] > solid):
            found.append((y, sum(dark)))
    return [filled for _, filled in found]


def test_the_steps_are_the_bands_also_without_colour() -> None:
    drawn = Image.open(BytesIO(steps_chart(made()).data))
    assert (drawn.width, drawn.format) == (WIDTH, "PNG")
    assert steps(steps_chart(made()).data) == [4, 4, 3, 2]


@only_further
def test_it_is_drawn_alike_every_time_and_in_every_process() -> None:
    program = (
        "import hashlib; from tests.pictures.test_charts import made; from bot.pictures.charts import steps_chart;"
        "print(hashlib.sha256(steps_chart(made()).data).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] != ""


def test_two_worlds_with_the_same_bands_give_the_same_bytes() -> None:
    """C4: whatever differs below what may be shown does not reach the picture."""
    twin = replace(SUMMARY, checked="some", questions=tuple(replace(q, words=0, nothing="") for q in SUMMARY.questions))
    assert steps_chart(made(twin)).data == steps_chart(made()).data
    louder = replace(SUMMARY, questions=(question(1, (LABELS[0], "about half")), *SUMMARY.questions[1:]))
    assert steps_chart(made(louder)).data != steps_chart(made()).data


@pytest.mark.parametrize(
    "label", ["word " * 60, "Donaudampfschifffahrtsgesellschaftskapitaen" * 3, "a", "late – again"]
)
def test_a_label_stays_in_its_column(label: str) -> None:
    font = ImageFont.load_default(charts.LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)
    lines = wrap_label(label, font, 500)
    assert 1 <= len(lines) <= charts.LINES
    assert all(font.getlength(line) <= 500 for line in lines)


def test_a_label_that_the_font_cannot_write_is_left_to_the_description() -> None:
    font = ImageFont.load_default(charts.LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert wrap_label("待ち時間", font, 500) == []
    told = replace(SUMMARY, questions=(question(1, ("待ち時間", "some")), *SUMMARY.questions[1:]))
    assert "1.1 待ち時間" in steps_chart(made(told)).alt


def test_bands_fit_beside_the_steps() -> None:
    """Every band there is, in whole words, in one line or, of teams, in two."""
    font = ImageFont.load_default(charts.LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)
    for value in STEPS:
        lines = wrap_label(band_words(value), font, WIDTH - charts.EDGE - BAND_AT)
        assert " ".join(lines) == band_words(value)
        assert len(lines) <= (2 if "teams" in value else 1)


def test_a_band_of_two_lines_makes_room_for_both() -> None:
    wide = [replace(row, label="x", band="more than half of the teams") for row in made().rows]
    narrow = [replace(row, label="x", band="most people") for row in made().rows]
    tall, low = (
        Image.open(BytesIO(steps_chart(replace(made(), rows=tuple(rows))).data)).height for rows in (wide, narrow)
    )
    assert tall - low == len(wide) * charts.LINE


def test_every_band_of_the_release_rules_has_its_step() -> None:
    assert set(STEPS) == {each.value for kind in (Band, TeamBand) for each in kind}


def test_the_drawing_library_is_loaded_by_the_first_chart_alone() -> None:
    program = "import sys, bot.bootstrap.product, bot.engine.outbox; print('PIL' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "False"
