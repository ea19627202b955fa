from bot.views.text import as_text, display_width, fields_as_text, form_as_text
from bot.views.view import (
    Button,
    Buttons,
    Divider,
    Fields,
    Form,
    FormField,
    Heading,
    Items,
    Note,
    Option,
    Picture,
    Quote,
    Text,
    View,
)


def test_every_block_reads_as_plain_lines() -> None:
    view = View(
        (
            Heading("Three questions"),
            Text("What should stay?"),
            Quote("the Tuesday call"),
            Items(("one", "two\nlines")),
            Items(("first", "second"), numbered=True),
            Fields((("Closes", "Tuesday 18:00"), ("", "alone"))),
            Divider(),
            Picture(b"", "A bar for each theme."),
            Buttons((Button("Answer", "answer"), Button("Not now", "later"))),
            Note("Only you see this."),
        ),
        "Questions",
    )
    assert as_text(view) == (
        "Three questions\nWhat should stay?\n\n“the Tuesday call”\n\n- one\n- two\n  lines\n\n1. first\n2. second\n\n"
        "Closes: Tuesday 18:00\nalone\n\nA bar for each theme.\n\n[Answer] [Not now]\n\nOnly you see this."
    )


def test_a_view_that_says_nothing_reads_as_its_summary() -> None:
    assert as_text(View((Divider(), Text("")), "A message")) == "A message"


def test_columns_stand_in_line() -> None:
    table = fields_as_text((("Crisis line", "9", "Thu"), ("危機", "12", "Mon")), ("Team", "People", "Day"))
    assert table == "Team          People   Day\nCrisis line   9        Thu\n危機          12       Mon"
    starts = [
        display_width(line[: line.index(day)])
        for line, day in zip(table.split("\n"), ("Day", "Thu", "Mon"), strict=True)
    ]
    assert len(set(starts)) == 1


def test_a_form_reads_as_numbered_inputs() -> None:
    form = Form(
        "ask",
        "t",
        "Three questions",
        (
            FormField("a", "What should stay?", hint="Leave empty to skip.", value="the call"),
            FormField("b", "Which kind?", value="x", options=(Option("x", "Meaning"), Option("y", "Other"))),
        ),
        "Save",
        note="Confidential.",
        asides=(Button("Later", "later"),),
    )
    assert form_as_text(form) == (
        "Three questions\n1. What should stay?\n   Leave empty to skip.\n   “the call”\n"
        "2. Which kind?\n   - Meaning (chosen)\n   - Other\n[Save] [Later]\nConfidential."
    )
