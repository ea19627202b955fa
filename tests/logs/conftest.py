import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture
def restored() -> Iterator[None]:
    """Puts back everything that configuring logs changes in the process."""
    loggers = [logging.root, *(x for x in logging.root.manager.loggerDict.values() if isinstance(x, logging.Logger))]
    kept = [(logger, list(logger.handlers), logger.level) for logger in loggers]
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    logging.captureWarnings(False)  # a command that an earlier test ran in this process may have left it on
    yield
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.setLevel(logging.NOTSET)
    for logger, handlers, level in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.fixture
def stream(restored: None, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Where the logs go. The tests count as one of our rooms, whose lines may hold most."""
    monkeypatch.setattr(logs, "OWN", (*logs.OWN, "tests"))
    return io.StringIO()
