"""What every test shares: one Hypothesis profile, loggers as they were, and bytecode."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.themes  # noqa: F401 - before any test imports numpy, which reads then in how many threads to reckon
from tests.support.chance import load_profile
from tests.support.found_once import found_once
from tests.support.further import mark_further
from tests.support.loggers import levels_put_back
from tests.support.postgres import stop_server, use_folder

load_profile()

# Python looks for cycles whenever it has made 700 things more than it has let go of, which is all the time.
gc.set_threshold(50_000, 20, 20)

# Also where the machine keeps no bytecode: compiling everything for each worker and each process that a test begins took
# longer than most tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell that runs the tests in its background lets them ignore Ctrl-C; so would each process that they begin and then end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before pytest selects by marks."""
    mark_further(items)


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests have in common, for what is made once."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / "once"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _postgres_of_run(folder_of_run: Path) -> Iterator[None]:
    use_folder(folder_of_run)
    yield
    stop_server()


@pytest.fixture(scope="session", autouse=True)
def _check_finds_once() -> Iterator[None]:
    with found_once():
        yield


@pytest.fixture(autouse=True)
def _levels_of_loggers_put_back() -> Iterator[None]:
    with levels_put_back():
        yield
