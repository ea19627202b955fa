"""What every store does alike with a row that cannot be read: it is set aside, counted and said, and stops no other (R13)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from bot.domain import model, stored
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.outcomes.base import Outcome
from storage.errors import UnreadableRowError
from storage.records import BoxedRecords
from storage.spec import SPECS, Spec, spec_of
from storage.tables import plumbing, table_of
from tests.contract.test_store_roundtrip import ROOMS
from tests.phrasebook.samples import samples
from tests.storage.damage import HOW, damage
from tests.storage.samples import NOW, OUTCOMES, SampleAsked, message
from tests.support.stores import OFTEN, AnyStore, open_new

OUTBOX = spec_of(model.OutboxMessage)
RECORDS = [spec for spec in SPECS if spec is not OUTBOX]
ANN = ConversationRef("slack", "W1", person="U1")
BOB = ConversationRef("slack", "W1", person="U2")


@pytest.fixture(params=OFTEN)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnyStore]:
    for name, kind in OUTCOMES.items():
        monkeypatch.setitem(stored.KINDS, name, kind)
    opened = open_new(request.param, tmp_path)
    yield opened
    opened.close_sync()


def a_value(name: str, hint: Any, number: int) -> Any:
    if name == "id" or hint is str:
        return f"{name}{number}"
    if hint is Outcome:
        return SampleAsked()
    plain = {bool: False, int: number, tuple: ()}
    if hint in plain:
        return plain[hint]
    if isinstance(hint, type) and issubclass(hint, str):
        return next(iter(hint))  # type: ignore[call-overload]
    if hint is model.Summary:
        return model.Summary(questions=())
    if hint is model.OwnWindows:
        return model.OwnWindows(answer_days=5)
    if hint is model.Windows:
        return model.Windows(answer_days=3, check_days=2, decide_days=1, close_at="18:00")
    if "Question," in str(hint):
        return (model.Question(key="k", text="Why?", direction="keep"),)
    return NOW if "datetime.datetime" in str(hint) else None if "None" in str(hint) else ()


def a_record(record: type[Any], number: int) -> Any:
    hints = get_type_hints(record)
    return record(**{f.name: a_value(f.name, hints[f.name], number) for f in fields(record)})


@pytest.mark.parametrize("how", HOW)
def test_a_bad_record_of_any_kind_stops_no_other(store: AnyStore, how: str, caplog: pytest.LogCaptureFixture) -> None:
    for spec in RECORDS:
        caplog.clear()
        stops_no_other(store, spec, how, caplog)


def stops_no_other(store: AnyStore, spec: Spec[Any], how: str, caplog: pytest.LogCaptureFixture) -> None:
    bad, good = a_record(spec.record, 1), a_record(spec.record, 2)
    room = ROOMS[spec.record]
    store.run_sync(lambda unit: [getattr(unit, room).add(one) for one in (bad, good)])
    store.run_sync(lambda unit: damage(unit, spec.table, spec.row_id(bad.id, unit.vault), how))

    def looked_at(unit: Any) -> Any:
        records = getattr(unit, room)
        due = [records.until(name, NOW) for name in spec.plain_columns if name in ("next_at", "at", "expires_at")]
        return records.get(bad.id), records.where(), records.where(id=(bad.id, good.id)), due

    with caplog.at_level(logging.ERROR):
        assert store.read_sync(looked_at)[:3] == (None, [good], [good])
        assert all(found == [good] for found in store.read_sync(looked_at)[3])
    assert [record.message for record in caplog.records] == ["a stored row cannot be read and is set aside"]
    assert store.read_sync(lambda unit: (unit.set_aside(), unit.look_through())) == (1, 1)
    assert store.read_sync(lambda unit: [getattr(unit, room).cannot_be_read(one.id) for one in (bad, good)]) == [
        True,
        False,
    ]
    store.run_sync(lambda unit: getattr(unit, room).save(bad))
    assert store.read_sync(lambda unit: (unit.set_aside(), getattr(unit, room).get(bad.id))) == (0, bad)


@pytest.mark.parametrize("how", HOW)
def test_a_bad_message_stops_no_other(store: AnyStore, how: str) -> None:
    bad, good = message("bad"), message("good", outcome=SampleAsked())
    store.run_sync(lambda unit: [unit.outbox.add(one) for one in (bad, good)])
    store.run_sync(lambda unit: damage(unit, OUTBOX.table, OUTBOX.row_id("bad", unit.vault), how))
    lease = lambda: store.run_sync(lambda unit: unit.outbox.lease(NOW, NOW, 1, [0]))  # noqa: E731
    assert [one.id for one in (*lease(), *lease(), *lease())] == ["good"]
    assert store.read_sync(lambda unit: (unit.set_aside(), unit.look_through())) == (1, 1)
    assert store.read_sync(lambda unit: [one.id for one in unit.outbox.where()]) == ["good"]


def test_a_message_of_any_kind_that_is_known_no_more_stops_no_other(tmp_path: Path) -> None:
    found = {type(sample.outcome): sample.outcome for sample in reversed(samples())}
    for kind, outcome in found.items():
        other = next(one for one in found.values() if type(one) is not kind)
        with pytest.MonkeyPatch.context() as patched:
            known_no_more(open_new("memory", tmp_path), outcome, other, patched)


def known_no_more(store: AnyStore, outcome: Outcome, other: Outcome, patched: pytest.MonkeyPatch) -> None:
    messages = [message("bad", outcome=outcome), message("good", outcome=other)]
    dialogues = [model.Dialogue(id=one.id, member="m", form=one.outcome) for one in messages]
    store.run_sync(lambda unit: [*map(unit.outbox.add, messages), *map(unit.dialogues.save, dialogues)])
    patched.delitem(stored.KINDS, stored.kind_of(type(outcome)).name)
    leased = [store.run_sync(lambda unit: unit.outbox.lease(NOW, NOW, 1, [0])) for _ in range(3)]
    assert [one.id for some in leased for one in some] == ["good"]
    assert store.read_sync(lambda unit: [unit.dialogues.get("bad"), unit.dialogues.get("good")]) == [None, dialogues[1]]
    assert store.read_sync(lambda unit: unit.set_aside()) == 2


@pytest.mark.parametrize("how", ["cut", "garbled"])
def test_bad_words_and_addresses_stop_no_others(store: AnyStore, how: str) -> None:
    for ref, owner in (("bad", "ann"), ("good", "bob")):
        store.run_sync(lambda unit, ref=ref, owner=owner: unit.texts.keep(ref, owner, ConfidentialText(ref)))
    ids = [store.run_sync(lambda unit, place=place: unit.addresses.remember(place)) for place in (ANN, BOB)]
    store.run_sync(lambda unit: damage(unit, table_of(plumbing.TextsTable), unit.vault.hashed("texts", "bad"), how))
    store.run_sync(lambda unit: damage(unit, table_of(plumbing.AddressesTable), ids[0], how))
    texts = store.read_sync(lambda unit: unit.texts.read(["bad", "good"]))
    assert [text.reveal() if text else None for text in texts] == [None, "good"]
    assert store.read_sync(lambda unit: [unit.addresses.ref(id) for id in ids]) == [None, BOB]
    assert store.read_sync(lambda unit: (unit.set_aside(), unit.look_through())) == (2, 2)
    store.run_sync(lambda unit: unit.addresses.remember(ANN))
    assert store.read_sync(lambda unit: (unit.addresses.ref(ids[0]), unit.set_aside())) == (ANN, 1)


def test_a_bad_row_would_stop_the_others_otherwise(store: AnyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: what cannot be read is raised, and not set aside."""
    store.run_sync(lambda unit: [unit.teams.add(model.Team(id=id, name=id)) for id in "ab"])
    store.run_sync(lambda unit: damage(unit, unit.teams.spec.table, "a", "garbled"))
    monkeypatch.setattr(BoxedRecords, "made", lambda self, values: self.spec.made(values, self._vault))
    with pytest.raises(UnreadableRowError):
        store.read_sync(lambda unit: unit.teams.where())


def test_a_message_that_was_set_aside_goes_once_it_can_be_read(store: AnyStore) -> None:
    """One that was set aside goes when it can be read again, as after an upgrade; at once it waits behind nobody."""
    store.run_sync(lambda unit: unit.outbox.add(replace(message("m"), outcome=SampleAsked())))
    with pytest.MonkeyPatch.context() as patched:
        patched.delitem(stored.KINDS, "sample-asked")
        assert store.run_sync(lambda unit: unit.outbox.lease(NOW, NOW, 1, [0])) == []
    assert store.run_sync(lambda unit: unit.outbox.retry_set_aside()) == 1
    assert [one.id for one in store.run_sync(lambda unit: unit.outbox.lease(NOW, NOW, 1, [0]))] == ["m"]
