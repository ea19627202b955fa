import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console import render
from adapters.console.render import Line
from bot.views.text import display_width
from bot.views.view import (
    Block,
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
from tests.views.test_degrade import views


def plain(found: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in found]


def shown(*blocks: Block, columns: int = 30) -> list[str]:
    return plain(render.render_view(View(blocks, "A message"), columns, {"ben": "Ben"}.get))  # type: ignore[arg-type]


def test_blocks_stand_apart_and_are_as_wide_as_they_may_be() -> None:
    assert shown(
        Heading("Three questions"),
        Text("What should stay as it is, <@ben>, in <#team>?"),
        Quote("we stopped the Tuesday call and nobody noticed"),
        Items(("one", "two of the same kind as before")),
        Note("Only you see this."),
        Buttons((Button("Sounds right", "a"), Button("Challenge", "b"), Button("Missing", "c"))),
    ) == [
        "Three questions",
        "What should stay as it is,",
        "@Ben, in #team?",
        "",
        "▎ “we stopped the Tuesday call",
        "▎ and nobody noticed”",
        "",
        "• one",
        "• two of the same kind as",
        "  before",
        "",
        "Only you see this.",
        "",
        "[Sounds right] [Challenge]",
        "[Missing]",
    ]


def test_fields_stand_in_columns_or_where_too_narrow_in_words() -> None:
    rows = Fields((("Team", "Crisis line"), ("Closes", "Thursday 26 November at 18:00")))
    assert shown(rows) == ["Team     Crisis line", "Closes   Thursday 26 November", "         at 18:00"]
    table = Fields((("Crisis line", "9", "Thursday"),), ("Team", "People", "Day"))
    assert shown(table, columns=31) == ["Team          People   Day", "Crisis line   9        Thursday"]
    assert shown(table, columns=18) == ["Team: Crisis line", "People: 9", "Day: Thursday"]


def test_an_empty_view_shows_its_summary() -> None:
    assert shown(Text("")) == ["A message"]
    assert shown(Picture(b"", "Two bars."), Divider()) == ["▧ Two bars.", "", "─" * 24]


def test_a_front_with_buttons_of_its_own_leaves_them_out() -> None:
    view = View((Text("Well?"), Buttons((Button("Yes", "y"),))), "A message")
    assert plain(render.render_view(view, 30, buttons=False)) == ["Well?"]
    assert plain(render.render_view(View(view.blocks[1:], "A message"), 30, buttons=False)) == []


def test_a_form_lies_open_with_its_inputs() -> None:
    options = (Option("m", "Meaning"), Option("o", "Other"))
    form = Form(
        "c", "t", "Challenge", (FormField("k", "Which kind?", value="o", options=options),), "Send", note="Fine."
    )
    assert plain(list(render.form_lines(form, 40))) == [
        "Challenge",
        "1. Which kind?",
        "   ( ) Meaning   (•) Other",
        "[Send]",
        "Fine.",
    ]


HOSTILE = "\x1b[2Jgone\x07\x9b31m \u202eesrever\u2066 \x00end\r\n\ttab"


def test_words_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """C13, with its negative control."""

    def steering() -> list[str]:
        found = "".join(shown(Text(HOSTILE), Quote(HOSTILE), Items((HOSTILE,)), Fields(((HOSTILE, HOSTILE),))))
        return [c for c in found if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E]

    assert steering() == []
    monkeypatch.setattr(render, "strip_controls", lambda text: text)
    assert steering()


@given(views, st.integers(12, 80))
def test_no_line_is_wider_than_it_may_be(view: View, columns: int) -> None:
    found = plain(render.render_view(view, columns))
    assert all(display_width(line) <= columns for line in found)
    assert not any("\n" in line for line in found)
