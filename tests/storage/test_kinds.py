"""Everything stored has a kind and a version of its own, and they change on purpose alone."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from bot.domain import stored
from bot.domain.model import (
    ChallengeOutcome,
    Change,
    Check,
    CheckKind,
    Identity,
    Member,
    Membership,
    Organisation,
    Point,
    QuestionSummary,
    Ruling,
    Summary,
    WeighedLabel,
)
from bot.domain.outcomes.answering import AnswerForm, AwayNoted
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.challenges import Case, CaseRuled, ChallengeForm
from bot.domain.outcomes.commands import PromiseShown
from bot.domain.outcomes.dialogue import FieldAsked
from bot.domain.outcomes.schedules import SchedulePaused, ScheduleSet
from bot.domain.outcomes.sharing import DigestSent, FinalPosted, RoundWithheld
from bot.domain.outcomes.weighing import WeighingAsked, WeighingSaved
from bot.domain.stored import StoredKind, UnreadableKindError, is_stored, kind_of
from bot.domain.stretch import Stretch
from bot.engine import engine
from storage.kinds import decode_stored, encode_stored
from storage.spec import SPECS
from tests.storage.samples import NOW

LISTED = Path(__file__).parent / "kinds.txt"
assert engine, "imports every outcome that is ever said"


def declared() -> str:
    """Every kind with its version, fields and types."""
    lines = []
    for name, cls in sorted(stored.KINDS.items()):
        if cls.__module__.startswith("bot.domain."):
            lines.append(f"{name}/{kind_of(cls).version}")
            lines += [f"    {field.name}: {field.type}" for field in fields(cls)]
    return "\n".join(lines) + "\n"


def test_kinds_are_as_they_were_reviewed(request: pytest.FixtureRequest) -> None:
    """A kind that is gone, renamed or has other fields needs an upgrade, or everything stored of it is set aside."""
    if request.config.getoption("--rewrite-kinds", default=False):
        LISTED.write_text(declared(), encoding="utf-8")
    assert declared() == LISTED.read_text(encoding="utf-8")


def derived(cls: type) -> set[type]:
    return {cls} | {one for each in cls.__subclasses__() for one in derived(each)}


def test_every_outcome_and_record_declares_its_kind() -> None:
    outcomes = {cls for cls in derived(Outcome) - {Outcome} if cls.__module__.startswith("bot.")}
    assert len(outcomes) > 100
    assert [cls.__name__ for cls in outcomes if not is_stored(cls)] == []
    assert [spec.record.__name__ for spec in SPECS if not is_stored(spec.record)] == []


def test_whatever_is_held_by_something_stored_declares_its_kind() -> None:
    held: set[Any] = {
        part
        for cls in stored.KINDS.values()
        for hint in get_type_hints(cls).values()
        for part in (hint, *getattr(hint, "__args__", ()))
        if hasattr(part, "__dataclass_fields__")
    }
    assert len(held) > 10
    assert [cls.__name__ for cls in held - {Outcome} if not is_stored(cls)] == []


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> type[Any]:
    """The class that was stored as `sample-said`, after it got another name and a field that is called otherwise."""

    @dataclass(frozen=True, kw_only=True)
    class SaidOtherwise(Outcome):
        text: str
        number: int = 0

    monkeypatch.setitem(stored.KINDS, "sample-said", SaidOtherwise)
    kind = StoredKind("sample-said", (lambda old: {"text": old.pop("words"), **old},))
    monkeypatch.setitem(stored._KIND_OF, SaidOtherwise, kind)
    return SaidOtherwise


def test_a_class_with_another_name_and_field_reads_what_was_stored_before(renamed: type[Any]) -> None:
    assert decode_stored(b'{"is":"sample-said/1","words":"hello","number":3}', Outcome) == renamed(
        text="hello", number=3
    )
    assert decode_stored(encode_stored(renamed(text="new")), Outcome) == renamed(text="new")
    assert encode_stored(renamed(text="new")).startswith(b'{"is":"sample-said/2"')


def test_what_is_held_is_upgraded_for_itself(renamed: type[Any]) -> None:
    inner = '{"is":"sample-said/1","words":"hello"}'
    written = f'{{"is":"field-asked/1","form":{inner},"index":1,"refs":[],"problem":""}}'
    read = decode_stored(written.encode(), Outcome)
    assert read == FieldAsked(form=renamed(text="hello"), index=1)


@pytest.mark.parametrize(
    "written",
    [
        '{"is":"sample-said/3","text":"later"}',
        '{"is":"sample-said/0","text":"earlier"}',
        '{"is":"sample-said/x","text":"?"}',
        '{"is":"sample-said","text":"?"}',
        '{"is":"nobody-knows/1"}',
        '{"is":"sample-said/1","number":3}',
        '{"is":"sample-said/2","text":7}',
        '{"is":"sample-said/2","text":"cut',
        '{"is":"field-asked/1","form":{"is":"nobody-knows/1"},"index":1}',
        '{"is":"field-asked/1","form":{"is":"team/1","id":"t","name":"n"},"index":1}',
        '{"is":"draft-posted/1","summary":{"is":"summary/1","questions":7}}',
        '{"is":"team/1","id":"t","name":"n"}',
        "[]",
        "7",
        "",
        "null",
    ],
)
def test_what_cannot_be_read_is_said_without_its_content(renamed: type[Any], written: str) -> None:
    with pytest.raises(UnreadableKindError) as caught:
        decode_stored(written.encode(), Outcome)
    said = "".join(traceback.format_exception(caught.value))
    assert not any(word in said for word in ("later", "earlier", "cut"))


def test_an_inner_class_says_its_own_kind() -> None:
    form = AnswerForm(round="r", questions=("Why?",), refs=(), late=True, k=5)
    written = encode_stored(FieldAsked(form=form, index=1))
    assert b'"form":{"is":"answer-form/1",' in written
    assert decode_stored(written, Outcome) == FieldAsked(form=form, index=1)


def test_two_classes_cannot_be_one_kind() -> None:
    with pytest.raises(TypeError, match="two classes"):
        stored.stored_as("team")(StoredKind)


def test_what_is_not_declared_is_not_stored() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Undeclared(Outcome):
        pass

    with pytest.raises(TypeError, match="Undeclared is not declared"):
        encode_stored(Undeclared())


EARLIER_RECORDS = (
    (
        '{"is":"membership/1","id":"m","team":"t","member":"a","lead":true,"home":true,"since":"2024-03-10T09:30:00Z",'
        '"followed":false}',
        Membership(id="m", team="t", member="a", lead=True, since=NOW, was_home=True),
    ),
    (
        '{"is":"membership/1","id":"m","team":"t","member":"a","lead":false,"home":false,"since":"2024-03-10T09:30:00Z",'
        '"followed":true}',
        Membership(id="m", team="t", member="a", since=NOW, followed=True),
    ),
    (
        '{"is":"identity/1","id":"i","member":"a","joined":true}',
        Identity(id="i", member="a", left_out="", confirmed_at=None),
    ),
    (
        '{"is":"member/1","id":"a","name":"Ada","admin":false,"stopped":true,"reachable":true,"away_from":null,"away_until":null}',
        Member(id="a", name="Ada", stopped=True, primary_team=""),
    ),
)


@pytest.mark.parametrize(("written", "read"), EARLIER_RECORDS)
def test_what_an_earlier_version_stored_of_people_is_read(written: str, read: object) -> None:
    assert decode_stored(written.encode(), type(read)) == read


EARLIER = {
    '{"is":"away-noted/1","until":"2026-04-01"}': AwayNoted(days=Stretch(None, date(2026, 4, 1))),
    '{"is":"schedule-paused/1","team":"Wards","until":null,"paused":true}': SchedulePaused(
        team="Wards", pause=Stretch(None, None)
    ),
    '{"is":"schedule-paused/1","team":"Wards","until":null,"paused":false}': SchedulePaused(team="Wards", pause=None),
    '{"is":"schedule-set/1","team":"Wards","words":"daily","zone":"UTC","sends":[],"paused":true,"paused_until":"2026-04-01"}': (
        ScheduleSet(team="Wards", words="daily", zone="UTC", sends=(), pause=Stretch(None, date(2026, 4, 1)))
    ),
    '{"is":"schedule-set/1","team":"Wards","words":"daily","zone":"UTC","sends":[]}': ScheduleSet(
        team="Wards", words="daily", zone="UTC", sends=()
    ),
    '{"is":"promise-shown/1","k":6,"platform":"slack","changed":true}': PromiseShown(k=6, changed=True),
    '{"is":"case-ruled/1","label":"Parking","kind":"held","left":0}': CaseRuled(
        label="Parking", kind=ChallengeOutcome.UNDECIDED, left=0
    ),
    '{"is":"change/1","kind":"reworded","label":"Parking","wording":"Parking at night"}': Change(
        kind=ChallengeOutcome.ACCEPTED, label="Parking", wording="Parking at night"
    ),
    '{"is":"change/1","kind":"added","label":"","wording":"Parking"}': Change(
        kind=ChallengeOutcome.ACCEPTED, label="", wording="Parking"
    ),
    '{"is":"change/1","kind":"kept","label":"Parking","reason":"it was measured"}': Change(
        kind=ChallengeOutcome.DECLINED, label="Parking", reason="it was measured"
    ),
    '{"is":"check/1","id":"c","round":"r","member":"m","theme":"1.1","kind":"other","state":"held"}': Check(
        id="c", round="r", member="m", item="1.1", kind=CheckKind.OTHER, state=ChallengeOutcome.UNDECIDED
    ),
    '{"is":"ruling/2","id":"r:1.1:wrong cause","round":"r","theme":"1.1","challenge":"wrong cause",'
    '"kind":"merged","by":"m","into":"1.2"}': (
        Ruling(
            id="r:1.1:wrong cause",
            round="r",
            item="1.1",
            challenge=CheckKind.WRONG_CAUSE,
            kind=ChallengeOutcome.MERGED,
            by="m",
            into="1.2",
        )
    ),
    '{"is":"check/3","id":"c","round":"r","member":"m","point":"1.1","kind":"other"}': Check(
        id="c", round="r", member="m", item="1.1", kind=CheckKind.OTHER
    ),
    '{"is":"ruling/3","id":"r:1.q1:meaning","round":"r","point":"1.q1","challenge":"meaning","kind":"declined","by":"m"}': (
        Ruling(
            id="r:1.q1:meaning",
            round="r",
            item="1.q1",
            challenge=CheckKind.MEANING,
            kind=ChallengeOutcome.DECLINED,
            by="m",
        )
    ),
    '{"is":"case/2","point":"1.q1","label":"","kind":"meaning","band":"","words":1}': Case(
        item="1.q1", label="", kind=CheckKind.MEANING, band="", words=1
    ),
    '{"is":"question-summary/2","number":1,"text":"What?","shown":true,'
    '"themes":[{"is":"theme/1","key":"1.1","label":"Pay","band":"some"}]}': (
        QuestionSummary(number=1, text="What?", shown=True, points=(Point(key="1.1", label="Pay", band="some"),))
    ),
    '{"is":"theme/2","key":"1.1","label":"Pay","band":"several teams","weighed":null,"together":true}': Point(
        key="1.1", label="Pay", band="several teams", in_several_meetings=True
    ),
    '{"is":"question-summary/3","number":1,"text":"What?","shown":true,'
    '"together":[{"is":"theme/1","key":"1.t1","label":"Pay","band":""}]}': (
        QuestionSummary(number=1, text="What?", shown=True, team_statements=(Point(key="1.t1", label="Pay", band=""),))
    ),
    '{"is":"round-held/1","name":"Rota","k":5,"together":["Pay"]}': RoundWithheld(
        name="Rota", k=5, team_statements=("Pay",)
    ),
    '{"is":"final-posted/1","round":"r","name":"Rota","k":5,"summary":{"is":"summary/2","questions":[]},"gathered":false}': (
        FinalPosted(round="r", name="Rota", k=5, summary=Summary(questions=()), has_other_teams=False)
    ),
    '{"is":"theme/1","key":"1.1","label":"Pay","band":"some","weighed":"people differ"}': Point(
        key="1.1", label="Pay", band="some", weighed=WeighedLabel.PEOPLE_DIFFER
    ),
    '{"is":"theme/1","key":"1.1","label":"Pay","band":"some","weighed":""}': Point(
        key="1.1", label="Pay", band="some", weighed=None
    ),
    '{"is":"digest-sent/2","name":"Rota","k":5,"summary":null,"held":true,"whole_name":"Haven","whole":{"is":"summary/2",'
    '"participation":"enough","questions":[]},"whole_next":null}': DigestSent(
        name="Rota",
        k=5,
        summary=None,
        withheld=True,
        organisation_name="Haven",
        organisation_summary=Summary(participation="enough", questions=()),
    ),
    '{"is":"weighing-asked/1","round":"r","name":"Haven","count":2,"until":"2024-03-10T09:30:00Z",'
    '"zone":"UTC","k":5,"whole":true}': (
        WeighingAsked(round="r", name="Haven", count=2, until=NOW, zone="UTC", k=5, of_organisation=True)
    ),
    '{"is":"organisation/1","id":"o","name":"Haven","last_whole":"x"}': Organisation(
        id="o", name="Haven", last_summary="x"
    ),
    '{"is":"challenge-form/1","round":"r","theme":"1.1","label":"Pay"}': ChallengeForm(
        round="r", item="1.1", label="Pay"
    ),
    '{"is":"challenge-form/2","round":"r","point":"","label":"","points":[["1.1","Pay"]]}': ChallengeForm(
        round="r", item="", label="", items=(("1.1", "Pay"),)
    ),
    '{"is":"weighing-saved/1","round":"r","weighed":1,"count":2,"until":"2024-03-10T09:30:00Z","zone":"UTC","points":false}': (
        WeighingSaved(round="r", weighed=1, count=2, until=NOW, zone="UTC", challengeable=False)
    ),
    '{"is":"case/1","theme":"1.1","label":"Pay","kind":"wrong cause","band":"","words":0}': Case(
        item="1.1", label="Pay", kind=CheckKind.WRONG_CAUSE, band="", words=0
    ),
}


@pytest.mark.parametrize("written", EARLIER)
def test_what_an_earlier_version_stored_of_a_kind_that_changed_is_read(written: str) -> None:
    assert decode_stored(written, object) == EARLIER[written]
