"""Deciding: from an event to its outcomes, without storage and encryption."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bench.bare import BareUnitOfWork
from bench.table import show
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import ButtonPressed, FormSubmitted, Sender
from bot.domain.model import Identity, Interview, Member, Organisation, Question, QuestionSet, Round, RoundState
from bot.engine import dispatch
from bot.engine.context import Services, open_event_context
from bot.themes.finder import LocalFinder
from bot.views.capabilities import FULL

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
ME = ConversationRef(platform="fake", workspace="w", person="amira")
SIZE, SMALLEST = (3000, 9), (10, 2)
"""Events in a row, and how often."""
TARGET = 15.0
FINDER = LocalFinder()
"""An answer is looked at for its language when it is saved."""


def world() -> BareUnitOfWork:
    """One member, asked in one open round."""
    uow: Any = BareUnitOfWork()
    uow.organisations.save(Organisation(id="o"))
    uow.members.save(Member(id="m", name="Amira"))
    uow.identities.save(Identity(id="amira", member="m"))
    uow.question_sets.save(
        QuestionSet(
            id="q",
            version=1,
            questions=(
                Question(key="k", text="a", direction="keep"),
                Question(key="l", text="b", direction="stop"),
                Question(key="m", text="c", direction="missing"),
            ),
        )
    )
    uow.rounds.save(
        Round(
            id="r",
            occasion="o",
            team="t",
            teams=("t",),
            state=RoundState.OPEN,
            questions="q",
            zone="Europe/London",
            k=5,
            opened_at=AT,
            closes_at=AT + timedelta(days=3),
        )
    )
    uow.interviews.save(Interview(id="i", round="r", member="m", team="t"))
    return uow


def submitted(count: int) -> FormSubmitted:
    values = {f"q{n}": ConfidentialText(f"the rota comes too late, number {n}") for n in range(1, count + 1)}
    return FormSubmitted(event_id="e", sender=Sender(ref=ME), where=ME, at=AT, form="answer", token="r", values=values)


def pressed(action: str) -> ButtonPressed:
    return ButtonPressed(event_id="e", sender=Sender(ref=ME), where=ME, at=AT, action=action, token="r")


def per_event(event: Any, before: Callable[[Any], None], loops: int, repeats: int) -> float:
    """Microseconds for one event, the best of several medians: these machines are noisy."""
    numbers = count()
    services = Services(tokens=lambda: f"t{next(numbers)}", finder=FINDER, capabilities=lambda ref: FULL)
    found = []
    gc.disable()
    for _ in range(repeats):
        uow: Any = world()
        started = time.perf_counter()
        for _ in range(loops):
            before(uow)
            dispatch.handle_event(open_event_context(uow, AT, services, event))
        found.append((time.perf_counter() - started) / loops * 1e6)
    gc.enable()
    return min(statistics.median(found), *found)


class Noting:
    """Stands before one part of the stand-in and notes every call, so that the calls alone can be timed."""

    def __init__(self, part: Any, calls: list[Any]) -> None:
        self._part, self._calls = part, calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)

        def call(*given: Any, **named: Any) -> Any:
            self._calls.append((found, given, named))
            return found(*given, **named)

        return call if callable(found) else found


def stand_in(event: Any, loops: int, repeats: int) -> float:
    """Microseconds that the dictionaries in the storage's place take of one event: its calls, made again alone."""
    calls: list[Any] = []
    uow: Any = world()
    services = Services(tokens=lambda: "t", finder=FINDER, capabilities=lambda ref: FULL)
    dispatch.handle_event(open_event_context(uow, AT, services, event))
    fresh(uow)
    noting: Any = BareUnitOfWork()
    for name, part in vars(uow).items():
        setattr(noting, name, Noting(part, calls))
    dispatch.handle_event(open_event_context(noting, AT, services, event))
    found = []
    for _ in range(repeats):
        started = time.perf_counter()
        for _ in range(loops):
            for call, given, named in calls:
                call(*given, **named)
            fresh(uow)
        found.append((time.perf_counter() - started) / loops * 1e6)
    return min(found)


def fresh(uow: Any) -> None:
    uow.answers.rows.clear()
    uow.texts.kept.clear()
    uow.outbox.rows.clear()


def run(smallest: bool = False) -> None:
    loops, repeats = SMALLEST if smallest else SIZE
    cases = [
        ("one answer in a form", submitted(1), fresh),
        ("three answers in a form", submitted(3), fresh),
        ("remind me tomorrow", pressed("later"), fresh),
        ("not this time", pressed("decline"), fresh),
    ]
    rows = []
    for name, event, before in cases:
        cost, store = per_event(event, before, loops, repeats), stand_in(event, loops, repeats)
        share = (cost - store) / TARGET
        rows.append((name, f"{cost:.1f}", f"{store:.1f}", f"{cost - store:.1f}", f"{share:.2f} of {TARGET:.0f} us"))
    header = ("event", "us in all", "stand-in store", "deciding", "of the target")
    show("Deciding: event to outcomes, without storage and encryption", header, rows)


if __name__ == "__main__":
    run()
