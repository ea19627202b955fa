"""Every kind of update, and every kind of damage to one (R5)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram import inbound
from adapters.telegram.changes import SERVICE
from adapters.telegram.inbound import ALLOWED_UPDATES, UNASKED, parse_update
from adapters.telegram.reading import Me, ParsedUpdate
from bot.domain.conversation import ConversationRef
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ChatCommandTyped,
    ConversationMoved,
    DeliveryRefused,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    has_broken_ids,
)
from tests.fakes.telegram.rules import VALIDATOR
from tests.payloads.telegram import UPDATES
from tests.support.further import GOES_FURTHER, further

pytestmark = further
DESCRIPTION = VALIDATOR.with_name("tg_api.json")

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ME = Me(9000, "folkmoot_bot")
AMIRA = ME.person(501)
GROUP = ME.channel(-1001)


def opened(chat: str, data: str) -> tuple[str, str] | None:
    mark, _, said = data.partition(":")
    return (said.partition(":")[0], said.partition(":")[2]) if mark == "DATA" else None


def read(update: Any) -> ParsedUpdate:
    return parse_update(update, ME, NOW, opened)


def said(name: str) -> tuple[object, ...]:
    """The update's events in short: kind, sender, place and what matters of it."""
    return tuple(short(event) for event in read(UPDATES[name]).events)


def short(event: Any) -> tuple[object, ...]:
    more: tuple[object, ...] = ()
    match event:
        case ChatCommandTyped():
            more = (event.text,)
        case MessageReceived():
            more = (event.kind, event.text.reveal()) + (("edits",) if event.edits else ())
        case ButtonPressed():
            more = (event.action, event.token)
        case MemberJoined():
            more = (event.counts,)
        case BotAdded():
            more = (event.title,) + (("broadcast",) if event.broadcast else ())
        case DeliveryRefused():
            more = (event.reason,)
        case ConversationMoved():
            return (type(event), event.where.channel, event.to.channel)
    who = event.sender.ref.person
    return (type(event), who, event.where.person or event.where.channel, *more)


COMMAND, MESSAGE, PRESS = ChatCommandTyped, MessageReceived, ButtonPressed
EXPECTED: dict[str, tuple[tuple[object, ...], ...]] = {
    "private_text": ((MESSAGE, "501", "501", "text", "the call 👍🏽"),),
    "private_command": ((COMMAND, "501", "501", "my data"),),
    "private_start": ((COMMAND, "501", "501", "start"),),
    "private_deep_link": ((COMMAND, "501", "501", "join abcdefghjkmnpqrstuvwxyz234"),),
    "private_folkmoot_command": ((COMMAND, "501", "501", "team list"),),
    "group_command": ((COMMAND, "501", "-1001", "team add Crisis line"),),
    "group_command_for_us": ((COMMAND, "501", "-1001", "team add Crisis line"),),
    "group_command_with_people": ((COMMAND, "501", "-1001", "member add 👩🏽 <@502> @chloe to Crisis line"),),
    "group_mention": ((MESSAGE, "501", "-1001", "text", "the rota is bad"),),
    "group_mention_with_people": ((MESSAGE, "501", "-1001", "text", "member add <@502>"),),
    "group_reply_to_us": ((MESSAGE, "501", "-1001", "text", "the rota is bad"),),
    "forum_topic_command": ((COMMAND, "501", "-1001", "status"),),
    "anonymous_admin_command": ((COMMAND, "1087968824", "-1001", "team add X"),),
    "edited_private": ((MESSAGE, "501", "501", "text", "the calls", "edits"),),
    "voice": ((MESSAGE, "501", "501", "voice", ""),),
    "video_note": ((MESSAGE, "501", "501", "video", ""),),
    "photo": ((MESSAGE, "501", "501", "photo", ""),),
    "sticker": ((MESSAGE, "501", "501", "sticker", ""),),
    "document": ((MESSAGE, "501", "501", "other", ""),),
    "forwarded": ((MESSAGE, "501", "501", "forwarded", ""),),
    "forwarded_command": ((MESSAGE, "501", "501", "forwarded", ""),),
    "group_photo_to_us": ((MESSAGE, "501", "-1001", "photo", ""),),
    "press": ((PRESS, "501", "501", "answer", "r1"),),
    "press_in_topic": ((PRESS, "501", "-1001", "right", "r1"),),
    "press_on_inaccessible_message": ((PRESS, "501", "-1001", "right", "r1"),),
    "press_forged": ((PRESS, "501", "501", "", ""),),
    "blocked": ((DeliveryRefused, "501", "501", "blocked"),),
    "unblocked": ((MemberJoined, "501", "501", False),),
    "added_to_channel": ((BotAdded, "501", "-1009", "News", "broadcast"),),
    "added_to_group": ((BotAdded, "501", "-1001", "Crisis line"),),
    "removed_from_group": ((BotRemoved, "501", "-1001"),),
    "person_joined": ((MemberJoined, "501", "-1001", True),),
    "person_left": ((MemberLeft, "501", "-1001"),),
    "new_chat_members": (
        (MemberJoined, "501", "-1001", True),
        (MemberJoined, "502", "-1001", True),
        (MemberJoined, "88", "-1001", False),
    ),
    "left_chat_member": ((MemberLeft, "502", "-1001"),),
    "reply_chain_in_group": ((COMMAND, "501", "-1001", "status"),),
    "private_topic_text": ((MESSAGE, "501", "501", "text", "the call"),),
    "private_rich_message": ((MESSAGE, "501", "501", "other", ""),),
    "private_live_photo": ((MESSAGE, "501", "501", "photo", ""),),
    "private_contact": ((MESSAGE, "501", "501", "other", ""),),
    "private_location": ((MESSAGE, "501", "501", "other", ""),),
    "private_poll": ((MESSAGE, "501", "501", "other", ""),),
    "private_from_the_future": ((MESSAGE, "501", "501", "other", ""),),
    "through_an_inline_bot": ((MESSAGE, "501", "501", "text", "/stop"),),
    "migrated_away": ((ConversationMoved, "-77", "-1001"),),
    "migrated_here": ((ConversationMoved, "-77", "-1001"),),
}
ASIDE = {
    "group_command_for_another": "chatter",
    "group_chatter": "chatter",
    "group_reply_to_another": "chatter",
    "linked_channel_post": "chatter",
    "another_bot": "chatter",
    "edited_in_group": "chatter",
    "edited_without_an_edit": "service",
    "edited_live_location": "service",
    "promoted_in_group": "service",
    "person_restricted": "service",
    "bot_among_new_chat_members": "service",
}
ASIDE |= dict.fromkeys(
    (
        *("pinned", "title_changed", "write_access_allowed", "general_topic_hidden"),
        *("topic_created", "topic_edited", "topic_closed", "topic_reopened"),
    ),
    "service",
)
NOT_ASKED_FOR = (
    *("channel_post", "edited_channel_post", "business_connection", "business_message", "edited_business_message"),
    *(
        "deleted_business_messages",
        "guest_message",
        "reaction",
        "reaction_count",
        "inline_query",
        "chosen_inline_result",
    ),
    *("shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "chat_join_request"),
    *("chat_boost", "removed_chat_boost", "managed_bot"),
)
ASIDE |= dict.fromkeys((*NOT_ASKED_FOR, "group_from_the_future"), "chatter")
BY_SHAPE = {"press_inline", "press_of_a_game", "from_the_future"}
KINDS_OF_UPDATE = {*ALLOWED_UPDATES, *UNASKED}
"""Every kind of update that the Bot API knew in version 10.1."""


def test_every_payload_is_expected_somewhere() -> None:
    assert set(UPDATES) == EXPECTED.keys() | ASIDE.keys() | BY_SHAPE
    assert len(KINDS_OF_UPDATE) == 25
    assert {kind for update in UPDATES.values() for kind in update} >= KINDS_OF_UPDATE


@pytest.mark.skipif(not DESCRIPTION.exists(), reason="the description of the Bot API is not beside this repository")
def test_the_kinds_are_those_of_the_bot_api_and_payloads_have_what_it_requires() -> None:
    types = json.loads(DESCRIPTION.read_text())["types"]
    fields = {field["name"]: field["types"][0] for field in types["Update"]["fields"]}
    assert set(fields) == KINDS_OF_UPDATE | {"update_id"}
    service = {f["name"] for f in types["Message"]["fields"] if "Service message" in f["description"]}
    assert service <= SERVICE
    for name, update in UPDATES.items():
        for kind in KINDS_OF_UPDATE & set(update):
            required = {field["name"] for field in types[fields[kind]]["fields"] if field["required"]}
            assert required <= set(update[kind]), name


def test_what_was_not_asked_for_would_be_reported_as_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(inbound, "UNASKED", frozenset())
    assert read(UPDATES["guest_message"]).aside.startswith("update_id.guest_message")


@pytest.mark.parametrize("name", EXPECTED)
def test_what_an_update_says(name: str) -> None:
    assert said(name) == EXPECTED[name]
    for event in read(UPDATES[name]).events:
        assert event.at == NOW
        assert event.where.platform == "telegram"
        assert event.where.workspace == event.sender.ref.workspace == "9000"


@pytest.mark.parametrize("name", ASIDE)
def test_what_is_not_for_the_bot(name: str) -> None:
    heard = read(UPDATES[name])
    assert (heard.events, heard.aside) == ((), ASIDE[name])


@pytest.mark.parametrize("name", sorted(BY_SHAPE))
def test_what_is_unknown_is_set_aside_by_its_shape(name: str) -> None:
    heard = read(UPDATES[name])
    assert heard.events == ()
    assert heard.aside.startswith("update_id")
    for value in ("Amira", "secret", "Night line", "The draft", "501"):
        assert value not in heard.aside


def test_event_ids_are_the_platforms_own_and_a_move_has_one_however_it_is_told() -> None:
    ids = [event.event_id for name in UPDATES for event in read(UPDATES[name]).events]
    moves = {read(UPDATES[name]).events[0].event_id for name in ("migrated_away", "migrated_here")}
    assert moves == {"telegram:9000:moved:-77:-1001"}
    assert len(set(ids)) == len(ids) - 1
    assert read(UPDATES["private_text"]).events[0].event_id == f"telegram:9000:{UPDATES['private_text']['update_id']}"


def test_order_is_kept_within_what_one_person_does() -> None:
    assert {read(UPDATES[name]).line for name in ("private_text", "group_command", "press", "blocked")} == {"501"}
    assert read(UPDATES["anonymous_admin_command"]).line != "501"


def test_topics_people_and_presses_keep_their_particulars() -> None:
    (topic,) = read(UPDATES["forum_topic_command"]).events
    assert topic.where == replace(GROUP, topic="12")
    (press,) = read(UPDATES["press_in_topic"]).events
    assert press.where == replace(GROUP, topic="12")
    (command,) = read(UPDATES["group_command_with_people"]).events
    assert isinstance(command, ChatCommandTyped)
    assert command.names == {"502": "Ben Okri"}
    (message,) = read(UPDATES["group_mention_with_people"]).events
    assert isinstance(message, MessageReceived)
    assert message.names == {"502": "Ben Okri"}
    assert (command.sender.ref, command.sender.name, command.sender.handle) == (AMIRA, "Amira Khan", "amira")
    (anonymous,) = read(UPDATES["anonymous_admin_command"]).events
    assert anonymous.sender.anonymous
    assert not command.sender.anonymous
    assert read(UPDATES["press_inline"]).callback == "4386"
    assert read(UPDATES["press"]).callback == "4382"


Path = tuple[str | int, ...]


def paths(value: Any, at: Path = ()) -> list[Path]:
    found = [at] if at else []
    if isinstance(value, dict):
        found += [path for key in value for path in paths(value[key], (*at, key))]
    if isinstance(value, list):
        found += [path for key in range(len(value)) for path in paths(value[key], (*at, key))]
    return found


DAMAGE = [(name, path) for name, update in UPDATES.items() for path in paths(update)]
VALUES: list[Any] = [
    None, "", "x", "x\ud800", -1, 0, 1 << 70, 1.5, float("inf"), True, [], {}, [None], {"id": "x"}, [[]], {"type": 3},
]  # fmt: skip


@given(st.sampled_from(DAMAGE), st.sampled_from([*VALUES, "gone"]))
def test_no_damage_to_an_update_raises(where: tuple[str, Path], value: Any) -> None:
    name, path = where
    update = json.loads(json.dumps(UPDATES[name]))
    inner = update
    for key in path[:-1]:
        inner = inner[key]
    if value == "gone":
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    heard = read(update)
    assert heard.events or heard.aside
    for event in heard.events:
        assert isinstance(event.where, ConversationRef)
        assert isinstance(event.event_id, str)
        assert not has_broken_ids(event)


@settings(max_examples=100 if GOES_FURTHER else 20)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_anything_at_all_is_set_aside(update: Any) -> None:
    heard = read(update)
    assert heard.events == ()
    assert heard.aside


def test_damage_would_raise_without_the_guard() -> None:
    """Negative control of the two tests above."""
    from adapters.telegram.inbound import READERS
    from adapters.telegram.reading import ParseContext

    broken = json.loads(json.dumps(UPDATES["press"]))["callback_query"]
    del broken["message"]["chat"]
    with pytest.raises(KeyError):
        READERS["callback_query"](broken, ParseContext(1, ME, NOW, opened))
