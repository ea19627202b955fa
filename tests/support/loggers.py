"""Loggers are left as they were: a test that listens closely leaves none talkative for the next one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.logs import OWN


def _levels() -> dict[str, int]:
    known = logging.root.manager.loggerDict
    return {name: one.level for name, one in list(known.items()) if isinstance(one, logging.Logger)}


@contextmanager
def levels_put_back() -> Iterator[None]:
    """Put back every logger's level. A logger that came meanwhile keeps what its library set, unless that is DEBUG.

    One of the product's own rooms has no level unless a command gives it one, and loses it here.
    """
    root, before = logging.root.level, _levels()
    yield
    logging.root.setLevel(root)
    for name, level in _levels().items():
        ours = name.partition(".")[0] in OWN
        kept = before.get(name, logging.NOTSET if ours or level <= logging.DEBUG else level)
        if level != kept:
            logging.getLogger(name).setLevel(kept)
