"""Outages of workspaces that take no messages now. Pure: the time in seconds is an argument.

Theory: one failure is no outage. After `FAILURES_UNTIL_OUTAGE` in a row that nothing worked between, a workspace is left alone but
for a single message that tries it, a second later at first and a minute later at last; what waits for it rests in the database
meanwhile and keeps nobody else's place. It is over when anything is answered. What lasts longer than a moment is an incident,
which is told when it begins and when it ends. A token that is not accepted needs no repetition.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.domain.model import IncidentKind

Workspace = tuple[str, str]
"""The platform and its own id of the workspace."""
FAILURES_UNTIL_OUTAGE = 3
LONGEST_RETRY_SECONDS = 60.0
"""Seconds between two attempts at most."""
A_MOMENT = 10.0
"""Seconds for which a platform may fail without being told of."""
LONG = 60.0
"""Seconds for which a platform may ask to wait without being told of."""
OF_A_WORKSPACE = (IncidentKind.TOKEN, IncidentKind.UNREACHABLE, IncidentKind.LIMITED)
"""Incidents that concern a workspace as a whole: one answer from it ends them."""
INCIDENT_OF = {"token": IncidentKind.TOKEN, "unreachable": IncidentKind.UNREACHABLE}
"""The incident that a send tells of, by why it has to wait."""


@dataclass(frozen=True, slots=True)
class OutageChange:
    """An incident that begins, or ends."""

    kind: IncidentKind
    workspace: Workspace
    begins: bool


@dataclass(slots=True)
class _State:
    """`told` are the kinds of incidents that have begun; `limited` since when each destination was asked to wait."""

    failures: int = 0
    since: float = 0.0
    until: float = 0.0
    told: set[IncidentKind] = field(default_factory=set)
    limited: dict[Hashable, float] = field(default_factory=dict)


class Outages:
    def __init__(self) -> None:
        self._states: dict[Workspace, _State] = {}

    def failed(self, workspace: Workspace, kind: IncidentKind, now: float, seconds: float = 0.0) -> list[OutageChange]:
        """It does not answer, or does not accept our token; it is to be left alone for `seconds` at least."""
        state = self._states.setdefault(workspace, _State())
        if not state.failures:
            state.since = now
        state.failures += 1
        beyond = state.failures - FAILURES_UNTIL_OUTAGE
        if kind is IncidentKind.TOKEN:
            state.failures = max(state.failures, FAILURES_UNTIL_OUTAGE)
            state.until = now + max(seconds, 1.0)
        elif beyond >= 0:
            state.until = now + max(seconds, min(2.0 ** min(beyond, 10), LONGEST_RETRY_SECONDS))
        lasts = beyond >= 0 and now - state.since >= A_MOMENT
        return _begin_outage(state, workspace, kind) if lasts or kind is IncidentKind.TOKEN else []

    def limited(self, workspace: Workspace, destination: Hashable, seconds: float, now: float) -> list[OutageChange]:
        """It answers, and asks for this destination to be left alone."""
        ended = self._works(workspace)
        state = self._states.setdefault(workspace, _State())
        since = state.limited.setdefault(destination, now)
        lasts = now + seconds - since >= LONG
        return ended + (_begin_outage(state, workspace, IncidentKind.LIMITED) if lasts else [])

    def answered(self, workspace: Workspace, destination: Hashable) -> list[OutageChange]:
        """It took, or refused, a message for this destination."""
        state = self._states.get(workspace)
        if state is None:
            return []
        ended = self._works(workspace)
        state.limited.pop(destination, None)
        if not state.limited:
            ended += _end_outage(state, workspace, IncidentKind.LIMITED)
            del self._states[workspace]
        return ended

    def closed(self, workspace: Workspace) -> bool:
        """Return whether a single message at a time tries it."""
        state = self._states.get(workspace)
        return state is not None and state.failures >= FAILURES_UNTIL_OUTAGE

    def until(self, workspace: Workspace) -> float:
        """Return when it may be tried again."""
        state = self._states.get(workspace)
        return state.until if state else 0.0

    def _works(self, workspace: Workspace) -> list[OutageChange]:
        state = self._states.get(workspace)
        if state is None:
            return []
        state.failures, state.until = 0, 0.0
        return _end_outage(state, workspace, IncidentKind.TOKEN) + _end_outage(
            state, workspace, IncidentKind.UNREACHABLE
        )


def _begin_outage(state: _State, workspace: Workspace, kind: IncidentKind) -> list[OutageChange]:
    if kind in state.told:
        return []
    state.told.add(kind)
    return [OutageChange(kind, workspace, begins=True)]


def _end_outage(state: _State, workspace: Workspace, kind: IncidentKind) -> list[OutageChange]:
    if kind not in state.told:
        return []
    state.told.discard(kind)
    return [OutageChange(kind, workspace, begins=False)]
