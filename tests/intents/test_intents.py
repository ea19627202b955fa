"""What is typed is understood before it is drafted, and no answer is taken for anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chatcommands import BY_NAME, COMMANDS, Role, Wrong
from bot.chatcommands import intents as understood
from bot.chatcommands.intents import MOST_LETTERS, Meant, Nearly, read_command, read_message, to_be_pressed
from bot.chatcommands.language import Language, english_language
from bot.domain import commands as order
from bot.engine.commands.running import ORDERS
from bot.views.view import View
from tests.intents.tables import ANSWERS, PHRASES, asked, called, read_table
from tests.phrasebook.samples import samples
from tests.phrasebook.test_phrasebook import worded

UNDERSTOOD = list(read_table(PHRASES))
WORDS = list(read_table(ANSWERS))


def test_the_tables_are_large_and_say_each_thing_once() -> None:
    assert len(UNDERSTOOD) >= 550 and len(WORDS) >= 300
    for table in (UNDERSTOOD, WORDS):
        assert len({(role, phrase) for _, role, phrase in table}) == len(table)


def test_each_phrase_is_understood() -> None:
    meant = [
        (wanted, role, phrase, called(read_message(phrase, asked(role)), role)) for wanted, role, phrase in UNDERSTOOD
    ]
    assert [one for one in meant if one[3] != one[0]] == []


def test_each_answer_is_words() -> None:
    assert [(role, answer) for _, role, answer in WORDS if read_message(answer, asked(role)) is not None] == []


def test_without_the_phrases_they_would_be_drafted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    without = replace(english_language(), sections=(), bags=(), nearly=())
    monkeypatch.setattr(understood, "english_language", lambda: without)
    drafted = [phrase for _, role, phrase in UNDERSTOOD if read_message(phrase, asked(role)) is None]
    assert len(drafted) > len(UNDERSTOOD) * 0.8


def test_beginnings_alone_would_eat_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: only because whole messages are compared are answers safe."""

    def begins(words: str, language: Language, situation: object) -> Meant | None:
        found = any(section.sentences.match(words) for section in language.sections)
        return Meant(order.Explain(), Role.MEMBER) if found else None

    monkeypatch.setattr(understood, "read_phrase", begins)
    assert sum(read_message(answer, asked(role)) is not None for _, role, answer in WORDS) > 50


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_command_is_understood_by_its_name_and_by_its_examples(spec: object) -> None:
    for text in (spec.name, *spec.examples):  # type: ignore[attr-defined]
        teams = frozenset({"crisis line", "night shift"})
        situation = replace(asked(Role.ADMIN), teams=teams, is_schedule=lambda words: True, is_date=lambda words: True)
        for meant in (read_message(text, situation), read_command(text, situation)):
            assert isinstance(meant, Meant), text
            assert meant.spec is spec or isinstance(meant.command, order.GoAway | order.AskUntilWhen), text


def test_what_is_meant_can_be_done_and_said() -> None:
    for command, said in understood.OTHERS.values():
        assert type(command) in ORDERS
        meant = read_message(said, asked())
        assert isinstance(meant, Meant) and meant.command == command, said
    assert {type(command) for command, _ in understood.OTHERS.values()} <= ORDERS.keys()
    assert set(understood.CHANGES_NOTHING) <= ORDERS.keys()
    for name in (section.meaning for section in english_language().sections):
        assert name in understood.OTHERS or name in BY_NAME, name


UNDONE = (
    order.StopWriting, order.StartWriting, order.ComeBack, order.RemindMe, order.SkipRound, order.SetQuoteOffers,
    order.StartMeeting,
)  # fmt: skip
"""What the button [It is an answer] takes back, or what does no harm to somebody who answers: in their own chat a meeting is asked
about before anybody else hears of it."""


def test_nothing_that_could_be_an_answer_destroys_or_sends_anything() -> None:
    for section in english_language().sections:
        if not section.sure:
            command = understood.OTHERS[section.meaning][0] if section.meaning in understood.OTHERS else None
            meant = command or BY_NAME[section.meaning].read("")
            assert isinstance(meant, (*understood.CHANGES_NOTHING, *UNDONE, Wrong)), section.meaning
    for bag in english_language().bags:
        meant = understood.OTHERS[bag.meaning][0] if bag.meaning in understood.OTHERS else BY_NAME[bag.meaning].read("")
        assert isinstance(meant, (*understood.CHANGES_NOTHING, *UNDONE)), bag.meaning


def labels() -> set[str]:
    """The labels of all buttons that anybody is ever shown in a message."""
    shown = [worded(sample) for sample in samples()]
    return {button.label for view in shown if isinstance(view, View) for button in view.buttons()}


CHOICES = {
    "Close", "it means something else", "it is too strong", "the cause is another", "something else", "It is an answer",
    "Next", "Later", "Back", "Fill in", "Cancel the set-up", "I lead it myself", "Create everything", "Look again",
    "Go on without a home", "Name the team", "Every other Tuesday at 10:00", "First Monday of the month 09:30",
    "End this link", "Post it in the team’s group", "A link to join for many",
    "Accept, reword", "Show more", "Cancel", "Done", "Skip", "Send", "Start again", "Leave it empty", "Keep it as it is",
}  # fmt: skip
"""Labels of choices within a form or a guided set-up, which are heard by it, and of buttons whose words mean nothing elsewhere."""


def test_no_label_of_a_button_is_an_answer() -> None:
    situation = replace(asked(Role.ADMIN), teams=frozenset({"wards", "reception"}))
    typed = [way for label in sorted(labels() - CHOICES) for way in (label, label.lower() + ".")]
    assert [label for label in typed if read_message(label, situation) is None] == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shedule set Tuesday", "schedule set"), ("wtihdraw it", "withdraw"), ("team", "team add"), ("halp", "help")],
)
def test_whoever_has_nothing_to_answer_gets_the_nearest_command(typed: str, name: str) -> None:
    meant = read_message(typed, asked(Role.ADMIN, is_asked=False))
    if isinstance(meant, Nearly):
        assert name in meant.names
    else:
        assert meant and meant.spec and meant.spec.name == name


def test_a_long_text_of_nobody_who_answers_is_nearly_nothing() -> None:
    long = "The weather is fine today and the sea is calm"
    assert read_message(long, asked(Role.ADMIN, is_asked=False)) is None


@pytest.mark.parametrize(
    "text",
    [
        "my data shows it all",
        "stop the meetings",
        "away until Sarah leaves us",
        "who answered the phone",
        "status is unclear",
    ],
)
def test_behind_a_prefix_too_a_command_is_whole_or_words(text: str) -> None:
    assert not isinstance(read_command(text, asked()), Meant)


@pytest.mark.parametrize("text", ["schedule set", "team add", "lead set nobody", "privacy threshold many"])
def test_behind_a_prefix_what_is_wrong_with_a_command_is_told(text: str) -> None:
    meant = read_command(text, asked(Role.ADMIN))
    assert isinstance(meant, Meant) and isinstance(meant.command, Wrong)


def test_a_button_for_a_near_command_does_nothing_that_was_not_asked_for() -> None:
    assert to_be_pressed("run now") == "help run now"
    assert to_be_pressed("stop") == "stop"
    assert to_be_pressed("remind me tomorrow") == "remind me tomorrow"


@pytest.mark.parametrize("typed", ["Schedule", "Teams", "Audit", "Challenges"])
def test_a_word_that_only_leads_can_mean_is_a_members_answer(typed: str) -> None:
    assert read_message(typed, asked()) is None
    assert isinstance(read_message(typed, asked(is_asked=False)), Meant)
    assert isinstance(read_message(typed, asked(Role.ADMIN)), Meant)


@given(
    st.text(max_size=200) | st.text("withdraw stopamyseDELT?!’' ", max_size=80), st.sampled_from(Role), st.booleans()
)
def test_whatever_is_typed_can_be_read(text: str, role: Role, is_asked: bool) -> None:
    meant = read_message(text, asked(role, is_asked))
    assert meant is None or isinstance(meant, Meant | Nearly)
    assert isinstance(read_command(text, asked(role, is_asked)), Meant | Nearly)


@given(
    st.sampled_from([phrase for _, role, phrase in UNDERSTOOD if role is Role.MEMBER]),
    st.text("xyz", min_size=2, max_size=9),
)
def test_a_word_more_that_means_nothing_makes_words_of_it(phrase: str, word: str) -> None:
    assert read_message(f"{phrase} {word} {word} {word} {word}", asked()) is None


def test_a_text_without_end_is_not_looked_at() -> None:
    assert read_message("please " * MOST_LETTERS, asked()) is None
