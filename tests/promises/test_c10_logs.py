"""C10: no answer text, no name and no platform id in any log line, whatever goes wrong in a round."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.domain.model import RoundState
from bot.engine import routes
from bot.engine.rounds import closing
from bot.ports import Found, Item, SendLaterError, SendRefusedError, SendUncertainError
from storage.database import open_store
from storage.failpoints import BEFORE_COMMIT
from tests.support.actions import opened, until
from tests.support.finders import TopicFinder
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

PEOPLE = tuple(f"zanzi{name}" for name in ("ba", "co", "du", "fe", "gi", "ho", "ju", "ka"))
CANARIES = ("mombasa", "zanzi", *(name.title() for name in PEOPLE))
"""In every answer, and in every name and platform id."""


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The product's logs at DEBUG; the process's logging is put back afterwards."""
    loggers = [
        logging.root,
        *(one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)),
    ]
    kept = [(logger, list(logger.handlers), logger.level) for logger in loggers]
    stream = io.StringIO()
    logs.configure_logging("debug", "json", stream)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield stream
    logging.captureWarnings(False)
    for logger, handlers, level in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)


class Failing(TopicFinder):
    """Fails once, with the words that it was given in its complaint."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = False

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        if not self.failed:
            self.failed = True
            raise RuntimeError(f"cannot group {[item.text for item in items]}")
        return super().find(items, direction, small)


def failing_once(work: Callable[..., Any]) -> Callable[..., Any]:
    """The first call complains with everything that it was given."""
    left = [1]

    def wrapped(*given: Any) -> Any:
        if left:
            left.pop()
            raise ValueError(f"bad: {[getattr(one, 'reveal', lambda one=one: one)() for one in given]} mombasa {given}")
        return work(*given)

    return wrapped


async def a_bad_day(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """A whole round on SQLite in which everything fails once: handlers, commits, grouping, publishing, sending."""
    path, broken = new_database(folder), [0]

    def failpoint(name: str) -> None:
        if name == BEFORE_COMMIT and broken[0]:
            broken[0] -= 1
            raise OSError("disk of zanziba is full: mombasa")

    world = World(lambda trap: open_store(path, KEY, failpoint=failpoint), finder=Failing())
    round_ = await opened(world, {"Alpha": ("ada", *PEOPLE)})
    for who in PEOPLE:
        await world.answer(who, round_.id, f"Harbour mombasa of {who}", "mombasa", "")
    for room, name in ((routes.SUBMISSIONS, "answer"), (routes.PRESSES, "decline"), (routes.FORMS, "answer")):
        patch.setitem(room, name, failing_once(room[name]))
    await world.answer(PEOPLE[0], round_.id, "mombasa again")
    await world.press(PEOPLE[0], "decline", round_.id)
    await world.press(PEOPLE[0], "answer", round_.id)
    broken[0] = 1
    await world.answer(PEOPLE[1], round_.id, "mombasa while the disk is full")
    await world.type(PEOPLE[2], "mombasa in a draft", "m1")
    await world.command(PEOPLE[3], "mombasa is no command")
    await world.command("ada", f"member add <@{PEOPLE[4]}> to mombasa")
    for error in (
        SendRefusedError("blocked"),
        SendLaterError(0.001),
        SendUncertainError(),
        RuntimeError("mombasa to zanziba"),
    ):
        world.platform.fail(error, person(PEOPLE[5]), times=1)
        await world.command(PEOPLE[5], "help")
        await world.settle()
    patch.setattr(closing, "publish_draft", failing_once(closing.publish_draft))
    await until(world, round_, RoundState.FINAL)
    await world.press(PEOPLE[6], "forget.yes")
    world.clock.move(timedelta(days=40))
    await world.settle()
    await world.store.close()


def found_in(said: str) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in said.lower()]


async def test_c10_no_log_line_holds_words_names_or_ids(
    tmp_path: Path, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_bad_day(tmp_path, monkeypatch)
    said = lines.getvalue()
    assert said.count('"level": "error"') >= 5, "the faults were not logged"
    assert not found_in(said), [line for line in said.splitlines() if found_in(line)][:3]


@only_further
async def test_c10_without_the_guard_they_would(
    tmp_path: Path, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = logging.StreamHandler(plain := io.StringIO())
    logging.root.addHandler(bare)
    await a_bad_day(tmp_path, monkeypatch)
    assert set(found_in(plain.getvalue())) >= {"mombasa", "zanzi"}
