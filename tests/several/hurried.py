"""Leases of one second. To be imported before anything that reckons with them."""

from __future__ import annotations

from bot.ports import listening

LEASE_SECONDS = 1.0
listening.KEEP_EVERY = LEASE_SECONDS / 3
