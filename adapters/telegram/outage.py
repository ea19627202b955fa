"""An outage of Telegram: one line of the log when it begins, and one when it ends."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


class Outage:
    """One for an adapter and its pollers, so that an outage is one whoever meets it."""

    def __init__(self) -> None:
        self.lasts = False

    def begins(self) -> None:
        if not self.lasts:
            log.warning("Telegram cannot be reached, and is tried again; check the network and telegram.api_url")
        self.lasts = True

    def ends(self) -> None:
        if self.lasts:
            log.info("connected to Telegram again")
        self.lasts = False
