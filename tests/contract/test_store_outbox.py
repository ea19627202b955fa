"""What every store does alike with messages that are to be sent once (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain import stored
from bot.domain.model import Delivery, OutboxMessage, Urgency
from tests.storage.samples import NOW, OUTCOMES, SampleAsked, SampleSaid, later, message
from tests.support.stores import KINDS, AnyStore, open_new

ALL = tuple(Urgency)
SENT = {"state": Delivery.SENT, "sent_ref": "123.45"}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnyStore]:
    for name, kind in OUTCOMES.items():
        monkeypatch.setitem(stored.KINDS, name, kind)
    opened = open_new(request.param, tmp_path)
    yield opened
    opened.close_sync()


def add(store: AnyStore, *messages: OutboxMessage) -> list[bool]:
    return [bool(each) for each in store.run_sync(lambda unit: [unit.outbox.add(one) for one in messages])]


def save(store: AnyStore, one: OutboxMessage) -> None:
    store.run_sync(lambda unit: unit.outbox.save(one))


def lease(store: AnyStore, now: datetime = NOW, limit: int = 50, urgencies: Sequence[int] = ALL) -> list[str]:
    leased = store.run_sync(lambda unit: unit.outbox.lease(now, later(minutes=1), limit, urgencies))
    assert all((one.state, one.leased_until) == (Delivery.SENDING, later(minutes=1)) for one in leased)
    return [one.id for one in leased]


def waiting(store: AnyStore) -> list[str]:
    return [one.id for one in store.read_sync(lambda unit: unit.outbox.where(state=Delivery.WAITING))]


def get(store: AnyStore, id: str) -> OutboxMessage | None:
    return store.read_sync(lambda unit: unit.outbox.get(id))


def test_a_message_is_added_once(store: AnyStore) -> None:
    assert add(store, message("m"), message("m", to="other")) == [True, False]
    assert get(store, "m") == message("m")


def test_leases_go_by_urgency_and_age(store: AnyStore) -> None:
    add(
        store,
        message("digest", urgency=Urgency.DIGEST, created_at=later(days=-1)),
        message("b"),
        message("a", created_at=later(microseconds=-1)),
        message("old", created_at=later(seconds=-1)),
        message("prompt", urgency=Urgency.PROMPT),
    )
    assert lease(store, limit=2) == ["old", "a"]
    assert lease(store, urgencies=(Urgency.DIGEST, Urgency.PROMPT)) == ["prompt", "digest"]
    assert lease(store, urgencies=()) == []
    assert lease(store) == ["b"]
    assert lease(store) == []


def test_a_message_waits_for_its_time(store: AnyStore) -> None:
    add(store, message("later", not_before=later(seconds=1)), message("now", not_before=NOW))
    assert lease(store) == ["now"]
    assert lease(store, later(seconds=1)) == ["later"]


def test_an_edit_waits_until_its_message_was_sent_under_a_known_name(store: AnyStore) -> None:
    add(store, message("m"), message("e", edits="m"))
    assert lease(store) == ["m"]
    for state, ref in [("sending", ""), ("failed", ""), ("uncertain", ""), ("sent", "")]:
        save(store, message("m", state=Delivery(state), sent_ref=ref))
        assert lease(store) == []
    save(store, message("m", **SENT))
    assert lease(store) == ["e"]


def test_a_newer_edit_takes_the_place_of_one_that_waits(store: AnyStore) -> None:
    add(store, message("m", **SENT), message("e1", edits="m"), message("x", edits="other"))
    assert add(store, message("e2", edits="m", created_at=later(seconds=1))) == [True]
    assert waiting(store) == ["e2", "x"]
    assert add(store, message("e2", edits="m")) == [False]
    assert waiting(store) == ["e2", "x"]


def test_two_edits_of_a_message_are_never_on_their_way_together(store: AnyStore) -> None:
    first = message("e1", edits="m")
    add(store, message("m", **SENT), first)
    assert lease(store) == ["e1"]
    add(store, message("e2", edits="m", created_at=later(seconds=1)))
    assert lease(store) == []
    save(store, replace(first, **SENT))
    assert lease(store) == ["e2"]


def test_an_edit_that_failed_gives_way_to_a_newer_one(store: AnyStore) -> None:
    first = message("e1", edits="m")
    add(store, message("m", **SENT), first)
    assert lease(store) == ["e1"]
    add(store, message("e2", edits="m", created_at=later(seconds=1)))
    save(store, replace(first, attempts=1))
    assert lease(store) == ["e2"]
    assert get(store, "e1") is None


def test_an_edit_that_failed_alone_is_tried_again(store: AnyStore) -> None:
    first = message("e1", edits="m")
    add(store, message("m", **SENT), first)
    assert lease(store) == ["e1"]
    save(store, replace(first, attempts=1))
    assert lease(store) == ["e1"]


def test_messages_of_a_vanished_sender_are_found(store: AnyStore) -> None:
    add(store, message("a"), message("b", not_before=later(days=1)), message("c"))
    lease(store)
    save(store, message("c", **SENT))
    assert [one.id for one in store.read_sync(lambda unit: unit.outbox.where(state=Delivery.SENDING))] == ["a"]


def test_pruning_takes_what_is_over_and_leaves_what_is_needed(store: AnyStore) -> None:
    old = {"created_at": later(days=-9)}
    add(
        store,
        message("sent", **SENT, **old),
        message("new", **SENT),
        message("failed", state=Delivery.FAILED, **old),
        message("dropped", state=Delivery.DROPPED, **old),
        message("uncertain", state=Delivery.UNCERTAIN, **old),
        message("waiting", not_before=later(days=1), **old),
        message("sending", state=Delivery.SENDING, **old),
        message("edited", **SENT, **old),
        message("edit", edits="edited", not_before=later(days=1), **old),
        message("edit-of-failed", edits="failed", **old),
        message("edit-of-nothing", edits="nothing", **old),
        message("edit-of-nothing-new", edits="nothing2"),
    )
    assert store.run_sync(lambda unit: unit.outbox.prune(later(days=-1))) == 6
    left = {one.id for one in store.read_sync(lambda unit: unit.outbox.where())}
    assert left == {"new", "waiting", "sending", "edited", "edit", "edit-of-nothing-new"}


def test_messages_to_one_address_are_forgotten_but_those_on_their_way(store: AnyStore) -> None:
    add(store, *(message(state.value, to="x", state=state) for state in Delivery), message("other", to="y"))
    assert store.run_sync(lambda unit: unit.outbox.forget("x")) == len(Delivery) - 2
    left = {one.id for one in store.read_sync(lambda unit: unit.outbox.where())}
    assert left == {"sending", "unsettled", "other"}


def test_messages_for_one_persons_eyes_in_a_channel_are_forgotten_with_them(store: AnyStore) -> None:
    add(store, message("mine", to="room", private_to="x", **SENT), message("theirs", to="room", private_to="y", **SENT))
    assert store.run_sync(lambda unit: unit.outbox.forget("x")) == 1
    assert [one.id for one in store.read_sync(lambda unit: unit.outbox.where())] == ["theirs"]


def test_where_finds_messages_by_their_fields(store: AnyStore) -> None:
    add(store, message("a", to="x"), message("b", to="y", urgency=Urgency.PROMPT), message("c", to="x", **SENT))
    found: Any = store.read_sync(lambda unit: (unit.outbox.where(to="x"), unit.outbox.where(urgency=Urgency.PROMPT)))
    assert [[one.id for one in some] for some in found] == [["a", "c"], ["b"]]
    with pytest.raises(ValueError, match="not a scalar field"):
        store.read_sync(lambda unit: unit.outbox.where(outcome=SampleAsked()))


def test_a_message_of_an_unknown_kind_stops_no_other(store: AnyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    old = message("m", outcome=SampleSaid(words="canary"), created_at=later(seconds=-1))
    add(store, old, message("other", outcome=SampleAsked()))
    with monkeypatch.context() as patched:
        patched.delitem(stored.KINDS, "sample-said")
        assert get(store, "m") is None
        assert waiting(store) == ["other"]
        assert lease(store, limit=1) == []
        assert lease(store, limit=1) == ["other"]
        assert store.read_sync(lambda unit: unit.set_aside()) == 1
    assert lease(store) == []
    assert store.run_sync(lambda unit: unit.outbox.retry_set_aside()) == 1
    assert lease(store) == ["m"]
    assert store.read_sync(lambda unit: unit.set_aside()) == 0
