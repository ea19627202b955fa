"""A test hears the same whichever tests ran before it, and draws the same cases."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from tests.support import postgres
from tests.support.chance import BY_CHANCE
from tests.support.loggers import levels_put_back


def test_loggers_that_a_test_made_or_turned_up_are_put_back() -> None:
    known, late = f"known-{uuid4()}", f"late-{uuid4()}"
    logging.getLogger(known).setLevel(logging.ERROR)
    root = logging.root.level
    with levels_put_back():
        for name in (known, late, None):
            logging.getLogger(name).setLevel(logging.DEBUG)
    assert logging.getLogger(known).level == logging.ERROR
    assert logging.getLogger(late).level == logging.NOTSET
    assert logging.root.level == root


def test_what_a_library_sets_for_itself_stays() -> None:
    late = f"late-{uuid4()}"
    with levels_put_back():
        logging.getLogger(late).setLevel(logging.WARNING)
    assert logging.getLogger(late).level == logging.WARNING


def test_what_the_product_sets_for_its_own_rooms_is_put_back() -> None:
    """A room's logger comes only when a command configures it: left at ERROR, no later test would hear the room."""
    late = f"storage.late-{uuid4()}"
    with levels_put_back():
        logging.getLogger(late).setLevel(logging.ERROR)
    assert logging.getLogger(late).level == logging.NOTSET


def test_the_same_code_draws_the_same_cases() -> None:
    assert settings().derandomize is not BY_CHANCE


def test_the_folder_that_goes_with_the_server_for_tests_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no run of the tests has said which: it was the folder of all temporary files."""
    monkeypatch.setattr(postgres, "_run", None)
    folder = postgres._own_folder()
    assert list(folder.iterdir()) == [] and folder.parent == Path(tempfile.gettempdir())
    folder.rmdir()
