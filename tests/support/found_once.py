"""Points that `check` and `doctor` look for in the same sentences each time, found once for each process of the tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from bot.bootstrap import self_check
from bot.themes.finder import LocalFinder

_found: dict[Any, Any] = {}


class FinderOfOnce:
    """Asks the finder as it is now; a finder that a test has replaced is another one."""

    def find(self, items: Sequence[Any], direction: str, small: bool) -> Any:
        asked = (LocalFinder.find, tuple(item.text for item in items), direction, small)
        if asked not in _found:
            _found[asked] = LocalFinder().find(items, direction, small=small)
        return _found[asked]


@contextmanager
def found_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(self_check, "LocalFinder", FinderOfOnce)
        yield
