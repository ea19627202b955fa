"""Clocks that only tests move."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """Stand still until moved; who sleeps goes on at once, and `slept` keeps for how many seconds."""

    at: datetime = START
    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        """Return the monotonic clock's seconds: what has passed, however the machine's clock was set meanwhile."""
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.at += by
        self.passed += by.total_seconds()

    def running(self) -> float:
        """Return the monotonic clock of a process that runs meanwhile: its real time counts as well."""
        return self.passed + monotonic()

    def set(self, by: timedelta) -> None:
        """Set the machine's clock forward or back; no time passes."""
        self.at += by


class SleepersClock(HandClock):
    """Moves by what is slept."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.move(timedelta(seconds=seconds))


class PatientClock(HandClock):
    """Wakes who sleeps when so much time has been let pass."""

    async def sleep(self, seconds: float) -> None:
        end = self.passed + seconds
        while self.passed < end:  # noqa: ASYNC110 - time is let pass by hand
            await asyncio.sleep(0.002)


class MachineClock(HandClock):
    """Tells the machine's time, for requests that are signed with it."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - what is signed is checked against the machine's time
