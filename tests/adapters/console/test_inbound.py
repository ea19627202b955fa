import pytest

from adapters.console import inbound
from adapters.console.inbound import Deed, Directory
from bot.domain.conversation import ConversationRef
from bot.domain.events import ChatCommandTyped, MessageReceived, Sender
from bot.views.view import Button, Form, FormField
from tests.adapters.harness import NOW

AMIRA = ConversationRef("console", "demo", person="amira")
TEAM = ConversationRef("console", "demo", channel="team")
KNOWN = Directory({"amira": "Amira", "ben": "Ben"}, {"team": "The team"})
BUTTONS = (Button("Sounds right", "right"), Button("Challenge", "challenge"))


def deed(where: ConversationRef = AMIRA) -> Deed:
    return Deed("e1", Sender(ref=AMIRA, name="Amira"), where, NOW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/folkmoot team add @ben", "team add <@ben>"),
        ("/team add @Ben", "team add <@ben>"),
        ("/Folkmoot", ""),
        ("  /help schedule ", "help schedule"),
        ("/folkmoot team channel #team and #nowhere", "team channel <#team> and #nowhere"),
        ("/invite ben@example.org @nobody", "invite ben@example.org @nobody"),
    ],
)
def test_a_slash_begins_a_command(text: str, said: str) -> None:
    event = inbound.build_text_event(deed(TEAM), text, KNOWN)
    assert isinstance(event, ChatCommandTyped)
    assert event.text == said
    assert (event.event_id, event.sender.ref, event.where, event.at) == ("e1", AMIRA, TEAM, NOW)


def test_a_command_names_whom_it_mentions() -> None:
    event = inbound.build_text_event(deed(), "/team add @ben in #team", KNOWN)
    assert isinstance(event, ChatCommandTyped)
    assert event.names == {"ben": "Ben", "team": "The team"}
    assert "ben" not in repr(event)


@pytest.mark.parametrize(
    ("where", "text", "said", "addressed"),
    [
        (AMIRA, "the call", "the call", True),
        (TEAM, "the call", "the call", False),
        (TEAM, "@folkmoot, the call", "the call", True),
        (TEAM, "ask @Folkmoot about @ben", "ask about <@ben>", True),
        (TEAM, "mail me@folkmoot.example", "mail me@folkmoot.example", False),
    ],
)
def test_words_are_meant_for_the_bot_where_it_is_named(
    where: ConversationRef, text: str, said: str, addressed: bool
) -> None:
    event = inbound.build_text_event(deed(where), text, KNOWN)
    assert isinstance(event, MessageReceived)
    assert (event.text.reveal(), event.addressed) == (said, addressed)


@pytest.mark.parametrize(
    ("said", "label"),
    [("2", "Challenge"), (" sounds RIGHT ", "Sounds right"), ("[Challenge]", "Challenge"), ("3", None), ("", None)],
)
def test_a_button_is_chosen_by_label_or_number(said: str, label: str | None) -> None:
    found = inbound.find_chosen_button(said, BUTTONS)
    assert (found.label if found else None) == label


def test_a_form_takes_only_its_own_fields() -> None:
    form = Form("ask", "t", "Questions", (FormField("stay", "What should stay?"),), "Save")
    assert inbound.build_form_event(deed(), form, {"stay": "tea"}).values["stay"].reveal() == "tea"
    with pytest.raises(ValueError, match="other"):
        inbound.build_form_event(deed(), form, {"other": "tea"})


def test_mentions_read_as_they_were_typed() -> None:
    assert inbound.as_typed("team add <@ben> in <#team>") == "team add @ben in #team"
