import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.forms import field_errors, filled_in, origin_of, render_modal
from adapters.slack.markup import as_typed, escape_text, unescape_text, without_mention
from adapters.slack.render import render_blocks, render_message
from bot.views.degrade import degrade_view
from bot.views.text import block_as_text
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
from tests.adapters.slack.limits import problems, words_of

HOSTILE = "<!channel> <@U012345> <https://evil.example|safe> &lt;!here&gt; *b* `c` \x00\x07"


def view(*parts: Block) -> View:
    return View(parts, "A message for you.")


def test_screen_readers_read_the_whole_message_where_it_is_not_personal() -> None:
    """Slack's clients read `text` to who cannot see the blocks, and show it as a notification."""
    parts = (Heading("Draft for checking"), Items(("Rotas that change late",)), Quote("A & B"), Note("Small print."))
    made = render_message(view(*parts, Buttons((Button("Weigh these points", "weigh"),))))
    for said in ("Draft for checking", "Rotas that change late", "A &amp; B", "Small print."):
        assert said in made["text"]
    assert "Weigh these points" not in made["text"], "a button is read by its own name"
    assert render_message(replace(view(*parts), personal=True))["text"] == "A message for you."


def test_a_button_can_ask_before_anything_happens() -> None:
    button = Button("Stop", "order", "stop", "danger", asks="I would not write to you any more.")
    (asking,) = [block for block in render_message(view(Buttons((button,))))["blocks"] if block["type"] == "actions"]
    assert asking["elements"][0]["confirm"]["text"]["text"] == "I would not write to you any more."
    assert asking["elements"][0]["confirm"]["deny"]["text"] == "Cancel"


def test_the_first_block_and_the_fallback_are_the_neutral_summary() -> None:
    made = render_message(replace(view(Heading("Waiting times"), Text("Secret theme")), personal=True))
    assert made["text"] == "A message for you."
    assert words_of(made["blocks"][0]) == "A message for you."
    same = render_message(View((Text("Done."),), "Done."))
    assert [words_of(block) for block in same["blocks"]] == ["Done."]


def test_nothing_that_was_written_is_interpreted() -> None:
    parts = (
        Heading(HOSTILE),
        Text(HOSTILE),
        Quote(HOSTILE),
        Note(HOSTILE),
        Items((HOSTILE,)),
        Fields(((HOSTILE, "x"),)),
    )
    made = render_message(View((*parts, Fields((("a", HOSTILE, "c"),))), HOSTILE))
    assert '"mrkdwn"' not in json.dumps(made["blocks"])
    assert made["text"].startswith("&lt;!channel&gt; &lt;@U012345&gt; &lt;https://evil.example|safe&gt; &amp;lt;!here")
    assert "\x00" not in json.dumps(made) and "\\u0000" not in json.dumps(made)
    kinds = {element["type"] for block in made["blocks"] for element in _leaves(block)}
    assert kinds <= {"plain_text", "text"}


def _leaves(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [leaf for one in part for leaf in _leaves(one)]
    if not isinstance(part, dict):
        return []
    if isinstance(part.get("text"), str):
        return [part]
    return [leaf for one in part.values() for leaf in _leaves(one)]


def test_buttons_carry_their_action_and_token_and_say_what_they_are_about() -> None:
    again = (Button("Sounds right", "right", "t1"), Button("Challenge", "challenge", "t1", "danger"))
    made = render_blocks(
        view(Text("Waiting"), Buttons(again), Text("Rota"), Buttons((Button("Sounds right", "right", "t2"),)))
    )
    buttons = [element for block in made if block["type"] == "actions" for element in block["elements"]]
    assert [(one["action_id"], one.get("value")) for one in buttons] == [
        ("right|1", "t1"),
        ("challenge|2", "t1"),
        ("right|3", "t2"),
    ]
    assert [one.get("accessibility_label") for one in buttons] == [
        "Sounds right: Waiting",
        None,
        "Sounds right: Rota",
    ]
    assert [one.get("style") for one in buttons] == [None, "danger", None]


def test_a_label_that_is_cut_is_said_in_full() -> None:
    made = render_blocks(view(Buttons((Button("word " * 30, "a"),))))
    assert words_of(made[1]).split() == ["word"] * 30
    assert len(made[2]["elements"][0]["text"]["text"]) <= 75


def test_a_picture_is_shown_with_its_description_and_without_a_file_told() -> None:
    shown = view(Picture(b"png", "Two bars."))
    with_file = render_blocks(shown, {0: "F1"})
    assert with_file[1] == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Two bars."}
    assert words_of(with_file[2]) == "Two bars."
    assert [block["type"] for block in render_blocks(shown)] == ["context", "context"]


def test_a_table_becomes_columns_and_pairs_become_fields() -> None:
    made = render_blocks(view(Fields((("Closes", "Tuesday"),)), Fields((("a", "1", "x"),), ("Team", "People", "Day"))))
    assert made[1]["fields"][0]["text"] == "Closes: Tuesday"
    assert made[2]["elements"][0]["type"] == "rich_text_preformatted"


long = st.text(max_size=400)
rows = st.lists(st.tuples(long, long), max_size=12).map(tuple)
BUTTON = st.builds(Button, st.text(min_size=1, max_size=90), st.just("a"), st.text("abc", max_size=5))
BLOCKS = st.one_of(
    st.builds(Heading, long),
    st.builds(Text, st.text(max_size=7000)),
    st.builds(Quote, long),
    st.builds(Note, long),
    st.builds(Items, st.lists(long, max_size=5).map(tuple), st.booleans()),
    st.builds(Fields, rows),
    st.builds(Fields, st.lists(st.tuples(long, long, long), max_size=5).map(tuple)),
    st.just(Divider()),
    st.builds(Picture, st.just(b"png"), long),
    st.builds(Buttons, st.lists(BUTTON, max_size=30).map(tuple)),
)


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=60), st.text(max_size=200))
def test_every_view_is_within_slacks_limits(parts: list[Block], summary: str) -> None:
    for part in degrade_view(View(tuple(parts), summary or "A message"), CAPABILITIES).views:
        made = render_message(part)
        assert problems(made["blocks"], 50) == []
        assert 1 <= len(made["text"]) <= 4000
        assert sum(len(words_of(block)) for block in made["blocks"]) < 13_000


@settings(max_examples=60)
@given(st.lists(BLOCKS, max_size=8))
def test_no_word_is_lost(parts: list[Block]) -> None:
    shown = "".join(words_of(block) for block in render_blocks(view(*parts)))
    for part in parts:
        if isinstance(part, Text | Quote | Note | Heading):
            kept = [c for c in block_as_text(part) if c.isalnum() and c.isprintable()]
            assert not set(kept) - set(shown)


def test_the_limits_are_really_looked_for() -> None:
    """Negative control of the two tests above."""
    assert problems([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], 50)
    assert problems([{"type": "section", "text": {"type": "plain_text", "text": ""}}], 50)
    assert problems([{"type": "divider"}] * 51, 50)
    undegraded = View(tuple(Text(str(n)) for n in range(60)), "A message")
    assert problems(render_message(undegraded)["blocks"], 50)


FORM = Form(
    "answer",
    "t1",
    "Three questions for the whole crisis line",
    (
        FormField("q1", "What should stay?", "May stay empty.", "the call"),
        FormField("kind", "What is wrong?", options=(Option("m", "Meaning"), Option("s", "x" * 90)), required=True),
        FormField("note", "A word", limit=100),
    ),
    "Save",
    note="Nobody sees a single answer.",
)


def test_a_form_becomes_a_modal_that_knows_where_it_came_from() -> None:
    made = render_modal(FORM, {"channel": "C1", "thread": ""})
    assert problems(made["blocks"], 100) == []
    assert (made["callback_id"], made["title"]["text"]) == ("answer", "Three questions for the…")
    assert words_of(made["blocks"][0]) == FORM.title
    assert origin_of(made) == {"form": "answer", "token": "t1", "channel": "C1", "thread": ""}
    inputs = {block["block_id"]: block for block in made["blocks"] if block["type"] == "input"}
    assert inputs["q1"]["element"]["initial_value"] == "the call"
    assert inputs["q1"]["optional"] and not inputs["kind"]["optional"]
    assert inputs["q1"]["element"]["multiline"] and not inputs["note"]["element"]["multiline"]
    assert "Nobody sees" in words_of(made["blocks"][-1])


def test_what_is_longer_than_an_input_gets_several_and_comes_back_whole() -> None:
    made = render_modal(Form("a", "t", "T", (FormField("q1", "Q", value="word " * 900),), "Save"), {})
    inputs = [block for block in made["blocks"] if block["type"] == "input"]
    assert [block["block_id"] for block in inputs] == ["q1", "q1~1"]
    assert all(len(block["element"]["initial_value"]) <= 3000 for block in inputs)
    state = {b["block_id"]: {"value": {"type": "x", "value": b["element"]["initial_value"]}} for b in inputs}
    assert filled_in({"state": {"values": state}})["q1"].reveal().split() == ["word"] * 900


def test_a_long_list_is_grouped() -> None:
    options = tuple(Option(str(n), f"team {n}") for n in range(130))
    made = render_modal(Form("a", "t", "T", (FormField("team", "Team", value="120", options=options),), "Save"), {})
    element = made["blocks"][0]["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 30]
    assert element["initial_option"]["value"] == "120"


@pytest.mark.parametrize(("count", "kind"), [(2, "radio_buttons"), (4, "radio_buttons"), (5, "static_select")])
def test_a_few_options_stand_open_and_are_one_press_each(count: int, kind: str) -> None:
    options = tuple(Option(str(n), f"choice {n}") for n in range(count))
    made = render_modal(Form("a", "t", "T", (FormField("c", "Which?", value="1", options=options),), "Save"), {})
    element = made["blocks"][0]["element"]
    assert element["type"] == kind
    assert element["initial_option"]["value"] == "1"
    assert [option["value"] for option in element["options"]] == [option.value for option in options]


def test_errors_stand_at_their_fields() -> None:
    made = render_modal(FORM, {})
    assert field_errors({"q1": "Too long.", "other": "Odd."}, made) == {"q1": "Too long. Odd."}


def test_a_chosen_option_and_an_empty_input_are_read() -> None:
    state = {
        "kind": {"value": {"type": "static_select", "selected_option": {"value": "m"}}},
        "q1": {"value": {"type": "plain_text_input", "value": None}},
    }
    read = filled_in({"state": {"values": state}})
    assert {name: value.reveal() for name, value in read.items()} == {"kind": "m", "q1": ""}


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("see <https://a.example|a.example> and <https://b.example>", "see a.example and https://b.example"),
        ("<mailto:x@y.example|x@y.example> <!here> <!date^1^{d}|today>", "x@y.example @here today"),
        ("add <@U1|amira> to <#C1|team>", "add <@U1> to <#C1>"),
    ],
)
def test_what_was_typed_is_read_back(raw: str, typed: str) -> None:
    assert as_typed(raw)[0] == typed


def test_names_of_the_mentioned_are_kept() -> None:
    assert as_typed("<@U1|amira> <@U2> <#C1|team>")[1] == {"U1": "amira", "C1": "team"}
    assert without_mention("<@B1> help me", "B1") == "help me"
    assert without_mention("<@B1|bot>: help", "B1") == "help"


@given(st.text())
def test_escaping_can_be_undone_and_leaves_no_markup(text: str) -> None:
    assert unescape_text(escape_text(text)) == text
    assert not set("<>") & set(escape_text(text))
