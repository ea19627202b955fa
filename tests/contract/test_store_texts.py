"""What every store does alike behind the confidential door: texts, addresses, pseudonyms, the inbox."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from storage.keys import Keys
from storage.sweep import ORPHAN_WAIT, Swept
from tests.storage.samples import NOW, later
from tests.support.stores import OFTEN, AnyStore, open_new

WORDS = ["", "plain", "🙂 e\u0301", "a\x00b", "\ud800 alone", "x" * 3000]
ANN = ConversationRef("slack", "W1", person="U1")


@pytest.fixture(params=OFTEN)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyStore]:
    opened = open_new(request.param, tmp_path)
    yield opened
    opened.close_sync()


def keep(store: AnyStore, ref: str, owner: str, words: str = "words") -> None:
    store.run_sync(lambda unit: unit.texts.keep(ref, owner, ConfidentialText(words)))


def read(store: AnyStore, *refs: str) -> list[str | None]:
    found = store.read_sync(lambda unit: unit.texts.read(refs))
    return [text.reveal() if text else None if text is None else "" for text in found]


def test_texts_come_back_in_the_order_asked_for(store: AnyStore) -> None:
    for at, words in enumerate(WORDS):
        keep(store, f"t{at}", f"m{at % 2}", words)
    texts = store.read_sync(lambda unit: unit.texts.read(["t3", "none", "t0", "t3", *(f"t{at}" for at in range(6))]))
    expected = [WORDS[3], None, WORDS[0], WORDS[3], *WORDS]
    assert [text.reveal() if text is not None else None for text in texts] == expected
    assert store.read_sync(lambda unit: unit.texts.refs_of("m1")) == ["t1", "t3", "t5"]


def test_keeping_again_replaces(store: AnyStore) -> None:
    keep(store, "t", "m", "first")
    keep(store, "t", "m", "second")
    assert read(store, "t") == ["second"]


def test_moving_takes_the_words_along(store: AnyStore) -> None:
    keep(store, "from", "m", "words")
    keep(store, "to", "m", "older")
    store.run_sync(lambda unit: unit.texts.move("from", "to"))
    store.run_sync(lambda unit: unit.texts.move("nothing", "to"))
    store.run_sync(lambda unit: unit.texts.move("to", "to"))
    assert read(store, "from", "to") == [None, "words"]
    assert store.read_sync(lambda unit: unit.texts.refs_of("m")) == ["to"]


def test_removed_texts_are_gone(store: AnyStore) -> None:
    for ref in "abc":
        keep(store, ref, "m")
    store.run_sync(lambda unit: unit.texts.remove(ref for ref in ("a", "c", "none")))
    assert read(store, "a", "b", "c") == [None, "words", None]


def test_what_a_failed_unit_kept_is_not_there(store: AnyStore) -> None:
    def fail(unit: Any) -> None:
        unit.texts.keep("t", "m", ConfidentialText("words"))
        raise LookupError

    with pytest.raises(LookupError):
        store.run_sync(fail)
    assert read(store, "t") == [None]
    keep(store, "t", "m", "again")
    assert read(store, "t") == ["again"]


def test_forgetting_erases_one_person_and_nobody_else(store: AnyStore) -> None:
    keep(store, "a", "ann")
    keep(store, "b", "bob")
    store.run_sync(lambda unit: unit.members.add(model.Member(id="ann", name="Ann")))
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert read(store, "a", "b") == [None, "words"]
    assert store.read_sync(lambda unit: unit.texts.refs_of("ann")) == []
    assert store.read_sync(lambda unit: unit.members.where()) == [model.Member(id="ann", name="")]


def test_who_was_forgotten_can_write_anew(store: AnyStore) -> None:
    keep(store, "old", "ann")
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    keep(store, "new", "ann", "anew")
    assert read(store, "old", "new") == [None, "anew"]


def test_a_rollback_does_not_undo_forgetting(store: AnyStore) -> None:
    def forget_and_fail(unit: Any) -> None:
        unit.texts.forget("ann")
        raise LookupError

    keep(store, "a", "ann")
    with pytest.raises(LookupError):
        store.run_sync(forget_and_fail)
    assert read(store, "a") == [None]
    keep(store, "b", "ann", "anew")
    assert read(store, "a", "b") == [None, "anew"]


def test_words_kept_and_forgotten_in_one_unit_are_gone(store: AnyStore) -> None:
    def work(unit: Any) -> None:
        unit.texts.keep("a", "ann", ConfidentialText("before"))
        unit.texts.forget("ann")
        unit.texts.keep("b", "ann", ConfidentialText("after"))

    store.run_sync(work)
    assert read(store, "a", "b") == [None, "after"]


def leave_orphans(store: AnyStore, *people: str) -> None:
    """For each, the key of a text that was never stored; and texts of Ann whose key is gone."""

    def fail(unit: Any) -> None:
        for person in people:
            unit.texts.keep(f"never {person}", person, ConfidentialText("words"))
        unit.texts.forget("ann")
        raise LookupError

    with pytest.raises(LookupError):
        store.run_sync(fail)


def add_member(id: str) -> Callable[[Any], Any]:
    return lambda unit: unit.members.add(model.Member(id=id, name=id))


async def test_orphans_of_either_kind_are_swept_after_days_and_nothing_else(store: AnyStore) -> None:
    keep(store, "a", "ann")
    keep(store, "b", "bob")
    await store.run(add_member("carl"))
    await store.run(lambda unit: unit.addresses.remember(ANN))
    leave_orphans(store, "nobody")
    assert await store.sweep(NOW) == Swept(marked=2)
    assert await store.sweep(NOW + ORPHAN_WAIT - timedelta(seconds=1)) == Swept(marked=2)
    assert await store.sweep(NOW + ORPHAN_WAIT) == Swept(keys=1, texts=1, marked=2)
    assert await store.sweep(NOW + ORPHAN_WAIT) == Swept()
    assert read(store, "a", "b") == [None, "words"]
    assert await store.read(lambda unit: unit.members.get("carl")) == model.Member(id="carl", name="carl")
    assert await store.read(lambda unit: unit.addresses.ref(unit.addresses.id_of(ANN))) == ANN


async def test_what_finds_its_counterpart_again_is_an_orphan_no_longer(store: AnyStore) -> None:
    keep(store, "b", "bob")
    leave_orphans(store, "nobody")
    assert (await store.sweep(NOW)).marked == 1
    await store.run(add_member("nobody"))
    assert await store.sweep(NOW + ORPHAN_WAIT) == Swept()
    await store.run(lambda unit: unit.members.remove("nobody"))
    assert await store.sweep(NOW + ORPHAN_WAIT) == Swept(marked=1)
    assert await store.sweep(NOW + 2 * ORPHAN_WAIT) == Swept(keys=1, marked=1)


async def test_a_small_share_is_swept_at_once(store: AnyStore, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(20):
        await store.run(add_member(f"m{number}"))
        keep(store, f"t{number}", f"m{number}")
    leave_orphans(store, *(f"nobody {number}" for number in range(30)))
    swept = [await store.sweep(NOW)]
    assert "much in one store has no counterpart" in caplog.text
    swept += [await store.sweep(NOW + ORPHAN_WAIT + timedelta(days=day)) for day in range(40)]
    assert [one.keys for one in swept[:4]] == [0, 2, 2, 2]
    assert sum(one.keys for one in swept) == 30
    assert max(one.keys for one in swept) == 2
    assert [text for number in range(20) for text in read(store, f"t{number}")] == ["words"] * 20


async def test_nothing_is_swept_because_the_other_store_is_empty(store: AnyStore) -> None:
    leave_orphans(store, "nobody", "somebody")
    assert (await store.sweep(NOW)).marked == 2
    assert await store.sweep(NOW + 2 * ORPHAN_WAIT) == Swept(marked=2)
    keep(store, "b", "bob")
    assert await store.sweep(NOW + 2 * ORPHAN_WAIT) == Swept(keys=1, marked=2)


async def test_texts_are_not_swept_because_there_are_no_keys(store: AnyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, "a", "ann")
    keep(store, "b", "bob")
    with monkeypatch.context() as emptied:
        emptied.setattr(Keys, "owners", lambda self: {"": b"12345678"})
        await store.sweep(NOW)
        assert await store.sweep(NOW + 2 * ORPHAN_WAIT) == Swept(marked=2)
    assert await store.sweep(NOW + 2 * ORPHAN_WAIT) == Swept()
    assert read(store, "a", "b") == ["words", "words"]


@pytest.mark.parametrize("owner", [""])
def test_the_organisation_is_not_a_person(store: AnyStore, owner: str) -> None:
    with pytest.raises(ValueError, match="owner"):
        keep(store, "t", owner)
    with pytest.raises(ValueError, match="not erased"):
        store.run_sync(lambda unit: unit.texts.forget(owner))


def test_pseudonyms_are_steady_distinct_and_end_with_the_key(store: AnyStore) -> None:
    first = store.run_sync(lambda unit: [unit.pseudonym("ann"), unit.pseudonym("bob")])
    again = store.read_sync(lambda unit: [unit.pseudonym("ann"), unit.pseudonym("bob")])
    assert first == again
    assert len(set(first)) == 2
    of_answers = store.run_sync(lambda unit: [unit.pseudonym("ann", id) for id in ("i:1", "i:2", "i:1")])
    assert len({*first, *of_answers}) == 4 and of_answers[0] == of_answers[2]
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    assert store.run_sync(lambda unit: unit.pseudonym("ann")) not in first
    assert store.run_sync(lambda unit: unit.pseudonym("ann", "i:1")) not in of_answers


def test_an_address_is_a_hash_until_it_is_remembered(store: AnyStore) -> None:
    id = store.read_sync(lambda unit: unit.addresses.id_of(ANN))
    assert re.fullmatch("[0-9a-f]{32}", id)
    assert store.read_sync(lambda unit: unit.addresses.ref(id)) is None
    threaded = ConversationRef("slack", "W1", person="U1", thread="9")
    assert store.run_sync(lambda unit: unit.addresses.remember(threaded)) == id
    assert store.run_sync(lambda unit: unit.addresses.remember(ANN)) == id
    assert store.read_sync(lambda unit: unit.addresses.ref(id)) == ANN
    store.run_sync(lambda unit: unit.addresses.forget(id))
    assert store.read_sync(lambda unit: unit.addresses.ref(id)) is None


def test_different_places_have_different_addresses(store: AnyStore) -> None:
    places = [
        ANN,
        ConversationRef("slack", "W1", channel="U1"),
        ConversationRef("slack", "W1", person="U2"),
        ConversationRef("slack", "W", person="1U1"),
        ConversationRef("telegram", "W1", person="U1"),
        ConversationRef("slack", "W1", channel="U1", topic="7"),
        ConversationRef("slack", "W1", channel="U1", topic="8"),
    ]
    ids = [store.run_sync(lambda unit, place=place: unit.addresses.remember(place)) for place in places]
    assert len(set(ids)) == len(places)
    assert [store.read_sync(lambda unit, id=id: unit.addresses.ref(id)) for id in ids] == places


def test_an_event_is_claimed_once_until_it_is_forgotten(store: AnyStore) -> None:
    claim = lambda key, at=NOW: store.run_sync(lambda unit: unit.inbox.claim(key, at))  # noqa: E731
    assert [claim("e1"), claim("e2", later(days=1)), claim("e1", later(days=2))] == [True, True, False]
    assert store.run_sync(lambda unit: unit.inbox.prune(later(days=1))) == 1
    assert [claim("e1"), claim("e2")] == [True, False]


def test_a_failed_unit_claims_nothing(store: AnyStore) -> None:
    def fail(unit: Any) -> None:
        assert unit.inbox.claim("e", NOW)
        raise LookupError

    with pytest.raises(LookupError):
        store.run_sync(fail)
    assert store.run_sync(lambda unit: unit.inbox.claim("e", NOW)) is True
