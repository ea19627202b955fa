"""Changes of the calendar or of windows that are said to whoever makes them where dates of schedules are left out from then on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.outcomes.windows import DatesLeftOut, RoundsOverlap
from bot.engine.context import EventContext
from bot.engine.rounds import offers_that_fit
from bot.engine.rounds.overlaps import overlaps_of


@contextmanager
def told_of_dates(context: EventContext) -> Iterator[None]:
    """Say, behind what is replied within, which rounds run into the next that did not before, or otherwise.

    What is so only if a draft is challenged is said of teams alone of which nothing was to be said before.
    """
    before = _overlaps_of_all(context)
    yield
    known = {one.team for one in before}
    after = [one for one in _overlaps_of_all(context) if one not in before]
    changed = tuple(one for one in after if not one.if_challenged or one.team not in known)
    if changed:
        context.reply(DatesLeftOut(overlaps=offers_that_fit.of_reader(context, changed)))


def _overlaps_of_all(context: EventContext) -> tuple[RoundsOverlap, ...]:
    return overlaps_of(context, context.uow.teams.where(archived=False))
