"""C10: nothing that a person said, no name and no token in any log line, at any level, from anybody's logger.

Every way is tried twice. With the guard no canary may be seen; without it, as the negative control, one must be.
"""

import contextlib
import inspect
import io
import json
import logging
import sys
import threading
import traceback
import warnings
from typing import Any

import pytest

from bot import logs
from tests.logs import library_ways
from tests.logs.ways import WAYS
from tests.support.further import further, only_further, part_of

pytestmark = further

CANARY = "ZANZIBAR told MOMBASA about it"
WORDS = ("ZANZIBAR", "MOMBASA")
LIBRARIES = """
    adapters aiohttp.access aiohttp.client aiohttp.server alembic apscheduler apscheduler.executors.default
    apscheduler.scheduler asyncio bot httpcore httpcore.connection httpcore.http11 httpx py.warnings slack_bolt
    slack_bolt.AsyncApp slack_sdk slack_sdk.web.async_base_client slack_sdk.web.base_client somebody.elses
    sqlalchemy.engine.Engine sqlalchemy.pool storage telegram telegram.Bot telegram.ext.Application
"""


def test_the_libraries_are_among_the_ways() -> None:
    assert {way.__module__ for way in WAYS} == {"tests.logs.ways", library_ways.__name__}


@pytest.fixture
def undefended(restored: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The logs as they would be with the guard and the hooks switched off; `restored` comes first, which puts hooks back."""

    def naive(logger: Any, method: str, line: Any) -> dict[str, Any]:
        record, args = line["_record"], line.get("positional_args")
        whole: dict[str, Any] = {"event": str(record.msg), "args": repr(args), "record": repr(record.__dict__)}
        if line.get("exc_info"):
            whole["error"] = "".join(traceback.format_exception(*line["exc_info"]))
        return whole

    monkeypatch.setattr(logs, "guard_line", naive)
    monkeypatch.setattr(logs, "_catch_what_nobody_handles", lambda: None)
    monkeypatch.setattr(logs._Handler, "handleError", logging.StreamHandler.handleError)
    monkeypatch.setattr(warnings, "showwarning", lambda message, *rest: print(message, file=sys.stderr))
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)


async def everything_said(way: Any, stream: io.StringIO) -> str:
    logs.configure_logging("debug", "json", stream)
    logging.root.setLevel(logging.DEBUG)
    for name in LIBRARIES.split():
        logging.getLogger(name).setLevel(logging.DEBUG)
    # What reaches standard error past the logs counts as well.
    with contextlib.redirect_stderr(stream):
        awaited = way(CANARY)
        if inspect.isawaitable(awaited):
            await awaited
    return stream.getvalue()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_no_canary_is_seen(way: Any, stream: io.StringIO) -> None:
    said = await everything_said(way, stream)

    assert said, "the way logged nothing, and so shows nothing"
    for word in WORDS:
        assert word not in said
    for line in said.splitlines():
        assert json.loads(line)["event"]


@only_further
@pytest.mark.parametrize("way", part_of(WAYS, 4), ids=lambda way: way.__name__)
async def test_without_the_guard_it_is(way: Any, undefended: None, stream: io.StringIO) -> None:
    said = await everything_said(way, stream)

    assert any(word in said for word in WORDS)
