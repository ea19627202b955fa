import json
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import webhook
from adapters.slack.body import as_json, percent_decode
from bot.domain.events import ChatCommandTyped
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, started
from tests.fakes.slack.server import encoded
from tests.payloads.slack import shapes


@pytest.mark.parametrize("name", sorted(shapes.everything()))
def test_every_kind_of_payload_is_read_as_it_was_sent(name: str) -> None:
    payload = shapes.everything()[name]
    assert json.loads(as_json(encoded(payload)[1])) == payload


@given(st.text())
def test_every_way_of_writing_a_form_is_undone(text: str) -> None:
    assert percent_decode(quote_plus(text).encode()).decode() == text
    assert percent_decode(quote(text, safe="").encode()).decode() == text


@given(st.binary())
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    for each in (body, b"payload=" + body):
        try:
            assert isinstance(as_json(each), str)
        except ValueError:
            continue


def test_a_form_of_one_field_among_others_is_read_too() -> None:
    assert json.loads(as_json(urlencode({"payload": '{"a": "é+%"}', "x": "1"}).encode())) == {"a": "é+%"}
    with pytest.raises(ValueError, match="line"):
        as_json(b"payload=%7B\n%7D")


async def test_a_command_that_speaks_of_a_payload_is_heard() -> None:
    ear = Ear()
    async with started(ear, "http") as (_, _, hands):
        assert await hands.command(AMIRA, "help payload") == {}
    assert [event.text for event in ear.heard if isinstance(event, ChatCommandTyped)] == ["help payload"]


async def test_read_by_bolt_it_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(webhook, "as_json", bytes.decode)
    ear = Ear()
    async with started(ear, "http") as (_, _, hands):
        assert await hands.command(AMIRA, "help payload") == {}
    assert ear.heard == []
