"""Order and instants in which messages may leave. Pure: the time in seconds is an argument.

Theory: every destination has an instant before which it is left alone, and so has the platform as a whole. Messages to one
destination keep their order; between destinations the more urgent goes first (a person waits / a prompt / a digest), then
whoever has waited longest. Bursts are not saved up: a destination's next instant is counted from its last send. The whole
platform's is counted from when the last was due, as far as that is half an interval ago at most: being woken a little late
each time must not cost throughput. So one second holds the limit and one more at the very most.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from bot.domain.model import OutboxMessage, Urgency
from bot.ports import Limits


@dataclass(slots=True)
class _Destination:
    interval: float
    free_at: float = 0.0
    queues: dict[Urgency, deque[OutboxMessage]] = field(default_factory=dict)


class Pacer:
    """Holds messages until their turn. `interval` seconds between sends are derived from the platform's limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._free_at = 0.0
        self._destinations: dict[Hashable, _Destination] = {}
        self._heaps: dict[Urgency, list[tuple[float, int, Hashable]]] = {urgency: [] for urgency in Urgency}
        self._turn = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, message: OutboxMessage, destination: Hashable, direct: bool, first: bool = False) -> None:
        """Queue a message; `first` puts one that has to be sent again before the others of its destination."""
        place = self._destinations.get(destination)
        if place is None:
            rate = self._limits.per_direct if direct else self._limits.per_channel
            place = self._destinations[destination] = _Destination(1 / rate if rate else 0.0)
        queue = place.queues.setdefault(message.urgency, deque())
        if first:
            queue.appendleft(message)
        else:
            queue.append(message)
        self._count += 1
        self._offer(destination, message.urgency, place)

    def block(self, destination: Hashable, until: float) -> None:
        """Leave one destination alone until an instant (`Retry-After`); the others go on (R8)."""
        place = self._destinations.setdefault(destination, _Destination(0.0))
        place.free_at = max(place.free_at, until)

    def take_out(self, concerned: Callable[[Hashable], bool]) -> list[OutboxMessage]:
        """Empty the queues of some destinations; what was in them, in its order."""
        found: list[OutboxMessage] = []
        for name, place in self._destinations.items():
            if concerned(name):
                found += [message for urgency in Urgency for message in place.queues.pop(urgency, ())]
        self._count -= len(found)
        return found

    def pop(self, now: float) -> OutboxMessage | None:
        """The message to send now, or None."""
        if now < self._free_at:
            return None
        for urgency in Urgency:
            heap = self._heaps[urgency]
            while heap:
                at, _, destination = heap[0]
                place = self._destinations[destination]
                if not place.queues.get(urgency):
                    heappop(heap)
                elif place.free_at > at:
                    heappop(heap)
                    self._offer(destination, urgency, place)
                elif at > now:
                    break
                else:
                    heappop(heap)
                    return self._leave(place, destination, urgency, now)
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until `pop` may give something; None when nothing is queued."""
        if not self._count:
            return None
        at = min(
            (
                self._destinations[name].free_at
                for heap in self._heaps.values()
                for _, _, name in heap[:1]
                if any(self._destinations[name].queues.values())
            ),
            default=now,
        )
        return max(at, self._free_at, now) - now

    def _leave(self, place: _Destination, destination: Hashable, urgency: Urgency, now: float) -> OutboxMessage:
        message = place.queues[urgency].popleft()
        self._count -= 1
        place.free_at = now + place.interval
        if self._limits.overall:
            interval = 1 / self._limits.overall
            self._free_at = max(self._free_at, now - interval / 2) + interval
        if place.queues[urgency]:
            self._offer(destination, urgency, place)
        return message

    def _offer(self, destination: Hashable, urgency: Urgency, place: _Destination) -> None:
        self._turn += 1
        heappush(self._heaps[urgency], (place.free_at, self._turn, destination))
