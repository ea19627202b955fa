import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import inbound, interactions
from adapters.slack.inbound import parse_payload, payload_shape
from bot.domain.conversation import ConversationRef
from bot.domain.events import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ChatCommandTyped,
    ConversationArchived,
    ConversationMoved,
    ConversationUnarchived,
    FormSubmitted,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    MessageReceived,
    PersonChanged,
    has_broken_ids,
)
from tests.payloads.slack import shapes
from tests.payloads.slack.shapes import AMIRA, BEN, BOT_USER, ENTERPRISE, TEAM, TEAM_CHANNEL, event

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PERSON = ConversationRef("slack", TEAM, person=AMIRA)
CHANNEL = ConversationRef("slack", TEAM, channel=TEAM_CHANNEL)


def heard(body: dict[str, Any]) -> Any:
    found = parse_payload(body, NOW)
    assert not found.aside
    return found.event


def test_a_direct_message_is_words_of_its_author_alone() -> None:
    found = heard(event(shapes.direct_message("a &lt;b&gt; <https://x.example|x>"), event_id="Ev1"))
    assert isinstance(found, MessageReceived)
    assert (found.event_id, found.sender.ref, found.where, found.at) == ("Ev1", PERSON, PERSON, NOW)
    assert (found.text.reveal(), found.addressed, found.edits, found.kind) == ("a <b> x", True, False, "text")


def test_a_reply_in_a_thread_and_an_edit_are_told_apart() -> None:
    reply, edit = heard(event(shapes.reply_in_thread())), heard(event(shapes.edited_message()))
    assert (reply.where.unthreaded(), reply.where.thread) == (PERSON, "1764000100.000001")
    assert (edit.edits, edit.message_id, edit.text.reveal()) == (True, "1764000100.000001", "the call was very good")
    assert heard(event(shapes.edited_message("same", "same"))) is None


@pytest.mark.parametrize(
    ("mimetype", "text", "kind"),
    [
        ("audio/webm", "", "voice"),
        ("image/png", "", "photo"),
        ("video/mp4", "", "video"),
        ("application/pdf", "", "other"),
        ("image/png", "see this", "text"),
    ],
)
def test_files_are_named_by_what_they_are(mimetype: str, text: str, kind: str) -> None:
    assert heard(event(shapes.file_shared(mimetype, text))).kind == kind


def test_a_mention_is_heard_without_the_bots_name_and_with_those_of_others() -> None:
    found = heard(event(shapes.mention(f"<@{BOT_USER}> member add <@{BEN}|ben>", thread_ts="1.2")))
    assert isinstance(found, MessageReceived)
    assert (found.text.reveal(), found.names, found.where.unthreaded()) == (
        f"member add <@{BEN}>",
        {BEN: "ben"},
        CHANNEL,
    )
    assert (found.where.thread, found.addressed) == ("1.2", True)


@pytest.mark.parametrize(
    "inner", [shapes.own_message(), shapes.channel_message(), shapes.deleted_message(), shapes.home_opened("messages")]
)
def test_what_is_not_for_the_bot_is_passed_over(inner: dict[str, Any]) -> None:
    assert heard(event(inner)) is None


def test_people_and_channels_come_and_go() -> None:
    kinds = {
        MemberJoined: shapes.joined(),
        MemberLeft: shapes.left(),
        BotAdded: shapes.joined(BOT_USER),
        BotRemoved: shapes.left(BOT_USER),
        ConversationMoved: shapes.renumbered(),
        ConversationArchived: shapes.archived(),
        ConversationUnarchived: shapes.unarchived(),
    }
    for kind, inner in kinds.items():
        found = heard(event(inner))
        assert type(found) is kind
        assert found.where == CHANNEL
    assert heard(event(shapes.joined())).sender.ref.person == BEN
    assert heard(event(shapes.joined(BOT_USER))).sender.ref.person == AMIRA
    assert type(heard(event(shapes.channel_left()))) is BotRemoved
    assert type(heard(event(shapes.deleted_channel()))) is BotRemoved
    assert heard(event(shapes.renamed("new"))).title == "new"
    assert heard(event(shapes.renumbered())).to.channel == "C0CRISIS02"


def test_somebody_of_another_organisation_does_not_count() -> None:
    assert heard(event(shapes.joined())).counts
    assert not heard(event(shapes.joined(team="T0OTHER001"))).counts


def test_a_closed_account_can_no_longer_be_written_to() -> None:
    found = heard(event(shapes.deactivated()))
    assert isinstance(found, PersonChanged)
    assert (found.where.person, found.sender.ref.person, found.sender.left_out) == (BEN, BEN, "gone")
    assert heard(event(shapes.deactivated(deleted=False))) is None


def test_the_home_page_and_the_end_of_an_installation() -> None:
    assert isinstance(heard(event(shapes.home_opened())), HomeOpened)
    assert parse_payload(event(shapes.uninstalled()), NOW).revoked == TEAM
    assert parse_payload(event(shapes.tokens_revoked()), NOW).revoked == TEAM
    assert not parse_payload(event(shapes.tokens_revoked(())), NOW).revoked


def test_a_press_carries_action_token_place_and_trigger() -> None:
    body = shapes.press("check.show|3", "t9", channel=TEAM_CHANNEL)
    found = parse_payload(body, NOW)
    assert isinstance(found.event, ButtonPressed)
    assert (found.event.action, found.event.token, found.event.where) == ("check.show", "t9", CHANNEL)
    assert (found.trigger, found.event.can_show_form) == (body["trigger_id"], True)
    assert heard(shapes.press()).where == PERSON
    assert heard(shapes.press_at_home()).where == PERSON
    assert not heard(shapes.press(trigger_id="")).can_show_form


def test_a_form_knows_its_name_its_token_and_where_it_was_asked_for() -> None:
    metadata = json.dumps({"form": "answer", "token": "r1", "channel": TEAM_CHANNEL, "thread": "1.2"})
    found = heard(shapes.submission({"q1": "the call", "q2": ""}, metadata=metadata))
    assert isinstance(found, FormSubmitted)
    assert (found.form, found.token, found.where.channel, found.where.thread) == ("answer", "r1", TEAM_CHANNEL, "1.2")
    assert {name: value.reveal() for name, value in found.values.items()} == {"q1": "the call", "q2": ""}
    assert heard(shapes.submission({}, metadata="not json")).form == "answer"


def test_a_command_comes_without_its_prefix() -> None:
    found = heard(shapes.command(f" member add <@{BEN}|ben> to <#C1|x> "))
    assert isinstance(found, ChatCommandTyped)
    assert (found.text, found.names, found.where) == (f"member add <@{BEN}> to <#C1>", {BEN: "ben", "C1": "x"}, CHANNEL)
    assert heard(shapes.command(channel="D0OTHER")).where == PERSON


def test_deeds_are_one_of_a_kind_and_their_repetition_is_not() -> None:
    press, form, command = shapes.press(), shapes.submission({"q1": "a"}), shapes.command()
    for body in (press, form, command):
        assert heard(body).event_id == heard(dict(body)).event_id
    keys = [heard(one).event_id for one in (press, form, command, shapes.press(), shapes.submission({}))]
    assert len(set(keys)) == 5
    bare = shapes.submission({"q1": "a"})
    del bare["trigger_id"]
    assert heard(bare).event_id.endswith(bare["view"]["hash"])
    untriggered = shapes.command(trigger_id="", response_url="https://hooks.example/1")
    assert heard(untriggered).event_id.endswith("hooks.example/1")
    nameless = shapes.command(trigger_id="", response_url="")
    assert heard(nameless).event_id, "Slack brings deeds once, so that without a name they are still heard"


def test_an_installation_for_a_whole_organisation_is_keyed_by_it() -> None:
    whole = [{"enterprise_id": ENTERPRISE, "team_id": TEAM, "user_id": BOT_USER, "is_enterprise_install": True}]
    assert heard(event(shapes.direct_message(), authorizations=whole)).where.workspace == ENTERPRISE
    enterprise = {"enterprise": {"id": ENTERPRISE, "name": "x"}, "is_enterprise_install": True}
    assert heard(shapes.press(**enterprise)).where.workspace == ENTERPRISE
    one_of_many = {"enterprise": {"id": ENTERPRISE, "name": "x"}, "is_enterprise_install": False}
    assert heard(shapes.press(**one_of_many)).where.workspace == TEAM
    assert heard(shapes.command(enterprise_id=ENTERPRISE, is_enterprise_install="true")).where.workspace == ENTERPRISE


@pytest.mark.parametrize("name", sorted(shapes.everything()))
def test_every_kind_is_understood_or_set_aside(name: str) -> None:
    found = parse_payload(shapes.everything()[name], NOW)
    assert bool(found.aside) == (name in ("huddle", "shortcut"))


def test_what_is_set_aside_is_described_without_its_words() -> None:
    body = event({"type": "message", "subtype": "new_kind", "text": "Canary", "channel": 7})
    assert parse_payload(body, NOW).aside == "event_callback.message.new_kind"
    assert payload_shape({"type": "Canary words <@U1>"}) == "unknown"
    assert parse_payload(["Canary"], NOW).aside == "no-object"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=5) | st.just("x\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "text", "ts"]), inner),
    max_leaves=6,
)


def poisoned(draw: Any) -> Any:
    """A good payload with one of its parts, at any depth, replaced or gone."""
    body = json.loads(json.dumps(draw(st.sampled_from(list(shapes.everything().values())))))
    part: Any = body
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = draw(st.sampled_from(keys))
        if isinstance(part[key], dict | list) and part[key] and draw(st.booleans()):
            part = part[key]
        elif draw(st.booleans()):
            part[key] = draw(JSON)
            return body
        else:
            del part[key]
            return body


@settings(max_examples=400)
@given(st.data())
def test_no_payload_stops_the_intake(data: st.DataObject) -> None:
    found = parse_payload(poisoned(data.draw), NOW)
    if found.event:
        assert all(isinstance(getattr(found.event, f.name), object) for f in fields(found.event))
        assert isinstance(found.event.event_id, str) and found.event.event_id
        assert isinstance(found.event.where.workspace, str)
        assert not has_broken_ids(found.event)
    found.revoked.encode()


def test_without_the_net_a_payload_would_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(inbound, "TROUBLES", ())
    with pytest.raises(KeyError):
        parse_payload({"type": "block_actions", "team": {"id": TEAM}}, NOW)
    assert interactions.READERS


def test_half_an_id_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    body = event({**shapes.direct_message(), "user": "U\ud800"})
    assert parse_payload(body, NOW).aside == "event_callback.message"
    monkeypatch.setattr(inbound, "has_broken_ids", lambda event: False)
    assert parse_payload(body, NOW).event, "without the check the id goes on its way"
