"""Messages in the words of their platform: our own words are changed, and nothing that a message was given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.commands import CommandHelp, HelpShown, TeamTold, Unknown, Welcome, WronglyWritten
from bot.domain.outcomes.drafts import MaybeAnAnswer
from bot.domain.outcomes.team_channels import TeamAdded
from bot.engine.outbox import platform_words
from bot.engine.outbox.platform_words import commands_as_there, in_platform_words
from bot.views import messages
from bot.views.capabilities import FULL, Capabilities
from bot.views.text import as_text

GROUPS = replace(FULL, place="group", said_there="/{}", joins_words=True)
SLASH = replace(FULL, said_there="/folkmoot {}")


def test_a_group_is_a_group_and_commands_are_written_as_there() -> None:
    outcome = Welcome(claimed=True, channel=True, question_count=3)
    view = messages.word_outcome(outcome)
    assert "“/team_add”" in as_text(in_platform_words(view, outcome, (), GROUPS))
    assert "make this group a team’s home" in as_text(in_platform_words(view, outcome, (), GROUPS))
    assert "make this channel" in as_text(in_platform_words(view, outcome, (), SLASH))
    assert "“/folkmoot team add”" in as_text(in_platform_words(view, outcome, (), SLASH))
    assert in_platform_words(view, outcome, (), SLASH, direct=True) == view
    assert in_platform_words(view, outcome, (), FULL) == view


@pytest.mark.parametrize("protected", [True, False])
def test_what_a_message_was_given_stays(monkeypatch: pytest.MonkeyPatch, protected: bool) -> None:
    """Negative control: without looking at what it was given, a team's name would be another."""
    if not protected:
        monkeypatch.setattr(platform_words, "_strings_in", lambda value: ())
    outcome = TeamAdded(name="Channel crossing", parent="", here=True, exists=False)
    said = as_text(in_platform_words(messages.word_outcome(outcome), outcome, (), GROUPS))
    assert ("“Channel crossing”" in said) is protected
    assert "Its home is this group" in said
    told = TeamTold(what="renamed", name="team add", words="The channel")
    said = as_text(in_platform_words(messages.word_outcome(told), told, (), GROUPS))
    assert ("“team add”" in said and "“The channel”" in said) is protected


def test_somebody_who_writes_the_masks_changes_nothing() -> None:
    outcome = Unknown(noun="team", refs=("w",))
    typed = ("\ue0000\ue001 channel",)
    view = messages.word_outcome(outcome, typed)
    assert in_platform_words(view, outcome, typed, GROUPS) == view


def test_words_that_are_quoted_stay() -> None:
    outcome = Unknown(noun="team", refs=("w",))
    typed = ("channel four",)
    assert "“channel four”" in as_text(in_platform_words(messages.word_outcome(outcome, typed), outcome, typed, GROUPS))


HELP = HelpShown(
    commands=(CommandHelp(usage="team add TEAM", does="makes a team", examples=("team add Ward 7", "privacy")),),
    role="an admin",
    one=True,
)


def told(outcome: Outcome, here: Capabilities, direct: bool = False) -> str:
    taught = commands_as_there(outcome, here, direct)
    return as_text(in_platform_words(messages.word_outcome(taught, ("Say a name.",)), taught, (), here, direct))


def test_what_help_teaches_can_be_copied_from_it() -> None:
    for line in ("/team_add TEAM", "/team_add Ward 7", "/privacy"):
        assert line in told(HELP, GROUPS)
        assert line in told(HELP, GROUPS, direct=True)
    assert "/folkmoot team add Ward 7" in told(HELP, SLASH)
    assert "/folkmoot" not in told(HELP, SLASH, direct=True)
    assert told(HELP, FULL) == as_text(messages.word_outcome(HELP))


def test_so_can_what_a_refusal_teaches_also_inside_another() -> None:
    wrong = WronglyWritten(usage="team add TEAM", examples=("team add Ward 7",), refs=("w",))
    assert "It is written: /team_add TEAM" in told(wrong, GROUPS)
    assert "For example: /team_add Ward 7" in told(wrong, GROUPS)
    taught = commands_as_there(MaybeAnAnswer(said=HELP, part="p", refs=()), GROUPS)
    assert isinstance(taught, MaybeAnAnswer)
    assert taught.said == commands_as_there(HELP, GROUPS)


def test_topics_are_no_commands() -> None:
    topics = replace(HELP, commands=(CommandHelp(usage="questions", does="propose", examples=()),), topics=True)
    assert commands_as_there(topics, GROUPS) == topics
