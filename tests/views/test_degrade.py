from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views import split
from bot.views.capabilities import FULL, MINIMAL, Capabilities, Support
from bot.views.degrade import Degraded, degrade_view
from bot.views.text import as_text, block_as_text
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Fields,
    Heading,
    Items,
    Note,
    Picture,
    Quote,
    Text,
    View,
)

YES, NO, LATER = Button("Yes", "yes", "t1"), Button("No", "no", "t2"), Button("Later", "later", "t3")


def view(*blocks: Block) -> View:
    return View(blocks, "A message")


def texts(found: Degraded) -> list[str]:
    return [as_text(part) for part in found.views]


def test_what_a_conversation_can_show_is_left_as_it_is() -> None:
    shown = view(Heading("Hello"), Divider(), Picture(b"png", "A chart."), Buttons((YES, NO)))
    assert degrade_view(shown, FULL) == Degraded((shown,), ())


def test_buttons_become_one_numbered_list_through_the_message() -> None:
    found = degrade_view(
        view(Text("First?"), Buttons((YES, NO)), Text("Second?"), Buttons((LATER,)), Note("Small.")), MINIMAL
    )
    assert texts(found) == ["First?\n\n1. Yes\n2. No\n\nSecond?\n\n3. Later\n\nSmall.\n\nReply with a number."]
    assert found.menu == (YES, NO, LATER)
    assert not found.views[0].buttons()


def test_the_closing_line_is_in_the_readers_language() -> None:
    assert texts(degrade_view(view(Buttons((YES,))), MINIMAL, "Ateb â rhif."))[0].endswith("Ateb â rhif.")


def test_pictures_become_what_they_show() -> None:
    found = degrade_view(view(Picture(b"png", "Two bars of the same height.")), replace(FULL, pictures=Support.AS_TEXT))
    assert found.views == (view(Text("Two bars of the same height.")),)


def test_a_long_message_is_cut_at_a_divider_first() -> None:
    found = degrade_view(
        view(Text("a" * 50), Divider(), Text("b" * 50), Divider(), Text("c" * 20)), Capabilities(text_limit=80)
    )
    assert texts(found) == ["a" * 50, "b" * 50 + "\n\n" + "c" * 20]


def test_then_between_paragraphs() -> None:
    found = degrade_view(view(Text("One is here.\n\nTwo is here. Three is here.")), Capabilities(text_limit=30))
    assert texts(found) == ["One is here.", "Two is here. Three is here."]


def test_buttons_stay_in_the_last_part_of_their_section() -> None:
    long = "A sentence here. " * 10
    found = degrade_view(view(Buttons((YES,)), Text(long), Divider(), Text("After.")), Capabilities(text_limit=100))
    places = [bool(part.buttons()) for part in found.views]
    assert places == [False, True]
    assert "sentence" in as_text(found.views[1])


def test_buttons_never_come_without_words() -> None:
    words = Text("First thing here. " * 5 + "Last thing here.")
    for limit in range(60, 130):
        parts = degrade_view(
            view(words, Buttons((Button("A rather long label", "a"),))), Capabilities(text_limit=limit)
        ).views
        assert any(isinstance(block, Text) for block in parts[-1].blocks)
        assert parts[-1].buttons()


def test_a_heading_is_not_left_at_the_foot() -> None:
    found = degrade_view(view(Text("x" * 80), Heading("Why"), Text("y" * 90)), Capabilities(text_limit=100))
    assert [part.blocks[0] for part in found.views] == [Text("x" * 80), Heading("Why")]


def test_a_cut_list_goes_on_with_its_numbers() -> None:
    items = tuple(f"point {n} of the list" for n in range(1, 9))
    found = degrade_view(view(Items(items, numbered=True)), Capabilities(text_limit=60))
    assert len(found.views) > 2
    assert "\n".join(texts(found)) == "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))


def test_a_cut_table_repeats_its_header() -> None:
    rows = tuple((f"team {n}", "9", "Thu") for n in range(10))
    found = degrade_view(view(Fields(rows, ("Team", "People", "Day"))), Capabilities(text_limit=80))
    assert len(found.views) > 1
    assert all(text.startswith("Team") for text in texts(found))


def test_one_point_each_keeps_rows_one_under_another_together() -> None:
    rows = (Text("a"), Buttons((YES,)), Buttons((YES, YES)))
    found = degrade_view(view(*rows, Text("b"), Buttons((YES,))), replace(FULL, one_point_each=True))
    assert [each.blocks for each in found.views] == [rows, (Text("b"), Buttons((YES,)))]


def test_one_point_each_keeps_the_buttons_of_two_points_apart() -> None:
    shown = view(
        Text("Draft"), Divider(), Text("1"), Buttons((YES,)), Divider(), Text("2"), Buttons((NO,)), Divider(), Note("n")
    )
    found = degrade_view(shown, replace(FULL, one_point_each=True))
    assert texts(found) == ["Draft\n\n1\n\n[Yes]", "2\n\n[No]", "n"]
    assert texts(degrade_view(view(Text("a"), Divider(), Buttons((YES,))), replace(FULL, one_point_each=True))) == [
        "a\n\n[Yes]"
    ]


words = st.text(st.sampled_from("ab字é👍🏽🇬🇧\u0301\u200d .!?\n“”"), max_size=150)
labels = st.text(st.sampled_from("abc👍"), min_size=1, max_size=8)
blocks = st.one_of(
    st.builds(Heading, words),
    st.builds(Text, words),
    st.builds(Quote, words),
    st.builds(Note, words),
    st.builds(Items, st.lists(words, max_size=6).map(tuple), st.booleans()),
    st.builds(
        Fields, st.lists(st.tuples(words, words), max_size=4).map(tuple), st.sampled_from([(), ("Name", "Value")])
    ),
    st.just(Divider()),
    st.builds(Buttons, st.lists(st.builds(Button, labels, st.just("a")), max_size=5).map(tuple)),
    st.builds(Picture, st.just(b"png"), words),
)
views = st.lists(blocks, max_size=8).map(lambda found: View(tuple(found), "A message"))
abilities = st.builds(
    Capabilities,
    buttons=st.sampled_from(Support),
    pictures=st.sampled_from(Support),
    text_limit=st.integers(40, 600),
    units=st.sampled_from(["characters", "utf-16"]),
    one_point_each=st.booleans(),
)


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def lost(shown: View, capabilities: Capabilities) -> Counter[str]:
    """The letters of a view that its messages do not carry."""
    before = Counter[str]()
    for block in shown.blocks:
        before += letters(block_as_text(block).replace("[", "").replace("]", ""))
    after = Counter[str]()
    for part in degrade_view(shown, capabilities).views:
        after += letters(as_text(part))
    return before - after


@settings(max_examples=300)
@given(views, abilities)
def test_nothing_is_lost_and_limits_are_kept(shown: View, capabilities: Capabilities) -> None:
    found = degrade_view(shown, capabilities)
    assert not lost(shown, capabilities)
    assert found.views
    assert all(split.text_length(text, capabilities.units) <= capabilities.text_limit for text in texts(found))
    buttons = tuple(button for part in found.views for button in part.buttons()) or found.menu
    assert buttons == shown.buttons()


@given(st.lists(words, max_size=6), st.integers(20, 200))
def test_words_keep_their_order(said: list[str], limit: int) -> None:
    found = degrade_view(view(*map(Text, said)), Capabilities(text_limit=limit))
    expected = "".join("".join(said).split()) or "Amessage"
    assert "".join("".join(texts(found)).split()) == expected


def test_without_the_rest_of_a_cut_text_the_loss_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the defence is that the rest of a cut goes on into the next message."""
    shown, narrow = view(Text("One is here. Two is here.")), Capabilities(text_limit=15)
    assert not lost(shown, narrow)
    whole = split.cut_text
    monkeypatch.setattr(split, "cut_text", lambda *args, **kw: (whole(*args, **kw)[0], ""))
    assert lost(shown, narrow)


def test_a_message_holds_no_more_blocks_than_the_conversation_takes() -> None:
    parts = tuple(part for n in range(8) for part in (Heading(f"theme {n}"), Text("a"), Buttons((YES, NO))))
    found = degrade_view(view(*parts), replace(FULL, block_limit=7))
    assert [len(part.blocks) for part in found.views] == [6, 6, 6, 6]
    assert all(isinstance(part.blocks[0], Heading) and part.buttons() for part in found.views)
    assert sum((part.blocks for part in found.views), ()) == parts
    joined = degrade_view(view(Text("a"), Divider(), Text("b"), Divider(), Text("c")), replace(FULL, block_limit=3))
    assert [len(part.blocks) for part in joined.views] == [3, 1]


def test_two_rows_of_buttons_in_one_section_come_in_messages_of_their_own() -> None:
    """Under one message nobody could tell which row is about which point."""
    rows = [Buttons((Button("Challenge", "challenge", str(n)),)) for n in range(2)]
    asked = View(
        (Heading("1. What should stay?"), Text("1.1 one"), rows[0], Text("1.2 two"), rows[1], Text("Few.")), "x"
    )
    each = degrade_view(asked, replace(FULL, one_point_each=True)).views
    assert [view.blocks for view in each] == [
        (Heading("1. What should stay?"), Text("1.1 one"), rows[0]),
        (Text("1.2 two"), rows[1]),
        (Text("Few."),),
    ]
    assert len(degrade_view(asked, FULL).views) == 1
