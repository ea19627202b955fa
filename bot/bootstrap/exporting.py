"""`folkmoot export`: the released rows of the store of the settings."""

from __future__ import annotations

from datetime import date

from bot.bootstrap.places import CannotOpenError, places_of
from bot.bootstrap.product import read_storage
from bot.config import Settings
from bot.domain.released_row import ReleasedRow
from bot.engine.released_rows import choose_rows, released_rows


def read_released(settings: Settings, since: date | None, until: date | None, scope: str) -> list[ReleasedRow]:
    """Return the rows of finals between two days, both included; of a `scope`, or of all where it is empty.

    Raises what `open_storage` raises.
    """
    rows = read_storage(settings, released_rows)
    if rows is None:
        raise CannotOpenError(f"There is no database {places_of(settings).database} yet.")
    return choose_rows(rows, since, until, scope)
