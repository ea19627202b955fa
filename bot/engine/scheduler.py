"""Scheduler: one tick asks the database what is due and does it, each thing in a transaction of its own.

The tick is idempotent: everything it does moves the record that made it due, or inserts under a unique key, so that a second
process, a restart or a clock that jumps never does a thing twice (R3). `ticker` says when to look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TypeVar

from bot.domain.model import Round, RoundState
from bot.engine import deletable_messages, retention, update_buffer
from bot.engine.answers import form_ends
from bot.engine.checks import deciding
from bot.engine.context import Services, WorkContext
from bot.engine.daily_sweep import DailySweep
from bot.engine.follow_ups.reminding import remind_due
from bot.engine.known_names import names_to_hide
from bot.engine.meetings.stepping import end_due_step
from bot.engine.people import invites
from bot.engine.rounds import (
    allowed_words,
    cancelling,
    clock_ahead,
    closing,
    deadlines,
    finalising,
    merge_plan,
    opening,
    organisation_summary,
    posted_quotes,
    scheduled,
)
from bot.engine.rounds.draft_release import Analysed, Pool, analyse_pool
from bot.engine.safeguarding import held_words
from bot.engine.stuck import DRAFT, DUTY, FOLLOW_UP, MEETING, REMINDER, ROUND, SCHEDULE, SUMMARY, Stuck
from bot.ports import Clock, Store, UnitOfWork

T = TypeVar("T")

DUE_PER_BATCH = 64
"""Number of due things handed to the store at once, so that it can commit them together."""
A_WHILE, LONGEST_ANALYSIS = 5.0, 1800.0
"""Seconds between two signs of life while points are looked for, and how long that may take at most."""
FETCHED_KEPT = timedelta(days=6)
"""Less than event ids are kept, so that nothing is handled again as if it were new."""


class Scheduler:
    """Looks for what is due and does it."""

    def __init__(self, store: Store, clock: Clock, services: Services, woken: Callable[[], object]) -> None:
        self._store = store
        self._clock = clock
        self._services = services
        self._woken = woken
        self._busy = asyncio.Lock()
        self.beaten_at = monotonic()
        """When it last came any further, by the monotonic clock."""
        self._stuck = Stuck(store, services)
        self._pruned = self._swept = datetime.min.replace(tzinfo=UTC)
        self._daily = DailySweep(store, services, self._beat)
        self._looked = datetime.max.replace(tzinfo=UTC)

    def _beat(self) -> None:
        self.beaten_at = monotonic()

    async def tick(self) -> None:
        """Do everything that is due now. One tick at a time; a tick that finds another running waits for it.

        What fails is left alone for a while, and nothing else waits for it.
        """
        async with self._busy:
            now = self._clock.now()
            await self._stuck.load()
            await self._try(DUTY, "schedules", now, self._schedules)
            await self._try(DUTY, "rounds", now, self._rounds)
            await self._try(DUTY, "meetings", now, self._meetings)
            await self._try(DUTY, "reminders", now, self._reminders)
            await self._try(DUTY, "promises", now, self._follow_ups)
            await self._try(SUMMARY, "", now, self._summarise_organisation)
            await self._try(DUTY, "tidying", now, self._prune)
            self._woken()

    async def _try(self, what: str, id: str, now: datetime, do: Callable[[datetime], Awaitable[object]]) -> None:
        if not self._stuck.may(what, id, now):
            return
        try:
            await do(now)
        except Exception as fault:
            await self._stuck.failed(what, id, fault, now)
        else:
            await self._stuck.worked(what, id, now)

    async def next_at(self) -> datetime | None:
        """Return when something will next be due, as far as the database knows; None when nothing is planned."""
        return await self._store.read(_earliest_due)

    async def _work(self, now: datetime, do: Callable[[WorkContext], T]) -> T:
        done = await self._store.run(lambda uow: do(WorkContext(uow, now, self._services)))
        self.beaten_at = monotonic()
        return done

    async def _look(self, now: datetime, do: Callable[[WorkContext], T]) -> T:
        found = await self._store.read(lambda uow: do(WorkContext(uow, now, self._services)))
        self.beaten_at = monotonic()
        return found

    async def _each(
        self,
        what: str,
        ids: Iterable[str],
        now: datetime,
        do: Callable[[str], Awaitable[object]],
        together: int = DUE_PER_BATCH,
    ) -> None:
        """In their order of dueness, so many at once; a fault in one never stops the rest (R5)."""
        waiting = list(ids)
        for start in range(0, len(waiting), together):
            some = waiting[start : start + together]
            results = await asyncio.gather(*(do(id) for id in some), return_exceptions=True)
            for id, result in zip(some, results, strict=True):
                if isinstance(result, Exception):
                    await self._stuck.failed(what, id, result, now)
                elif isinstance(result, BaseException):
                    raise result
                else:
                    await self._stuck.worked(what, id, now)

    async def _schedules(self, now: datetime) -> None:
        if now < self._looked:
            # At a start, and when the clock was set back.
            await self._work(now, clock_ahead.bring_back_schedules)
        self._looked = now
        found = await self._look(
            now, lambda work: [row.id for row in work.uow.schedules.until("next_at", now, 100_000)]
        )
        due = [id for id in found if self._stuck.may(SCHEDULE, id, now)]
        if not due:
            return
        plan = await self._look(now, merge_plan.plan_groups)
        await self._each(
            SCHEDULE, due, now, lambda id: self._work(now, lambda work: scheduled.run_schedule(work, id, plan))
        )

    async def _rounds(self, now: datetime) -> None:
        """Rounds have several steps, and after a long sleep several are due at once: go on until none moves."""
        seen: set[tuple[str, str]] = set()
        while True:
            due = await self._look(
                now, lambda work: [(row.id, _stage_of(row)) for row in work.uow.rounds.until("next_at", now, 100_000)]
            )
            fresh = [one for one in due if one not in seen and self._stuck.may(ROUND, one[0], now)]
            if not fresh:
                return
            seen.update(fresh)
            await self._take_steps(now, [id for id, _ in fresh])

    async def _take_steps(self, now: datetime, ids: list[str]) -> None:
        """One step of each round; those that closed get their points, all with one reading of the names to hide."""
        closed: list[str] = []
        await self._each(ROUND, ids, now, lambda id: self._step(now, id, closed))
        drafts = [id for id in closed if self._stuck.may(DRAFT, id, now)]
        if drafts:
            names = await self._look(now, names_to_hide)
            # One by one: finding points takes the time, and drafts come in the same order whatever each takes.
            await self._each(DRAFT, drafts, now, lambda id: self._draft(now, id, names), together=1)

    async def _step(self, now: datetime, round_id: str, closed: list[str]) -> None:
        if await self._work(now, lambda work: step_round(work, round_id)):
            closed.append(round_id)

    async def _draft(self, now: datetime, round_id: str, names: tuple[str, ...]) -> None:
        """Read, group in a thread, publish; again when somebody withdrew in between."""
        done = False
        while not done:
            pool = await self._look(now, lambda work: closing.collect_answers(work, round_id, names))
            if pool is None:
                return
            done = await self._publish(now, round_id, pool, await self._analysed(pool))

    async def _publish(self, now: datetime, round_id: str, pool: Pool, found: Analysed) -> bool:
        return await self._work(now, lambda work: closing.publish_draft(work, round_id, pool, found))

    async def _summarise_organisation(self, now: datetime) -> None:
        if await self._look(now, organisation_summary.organisation_summary_due):
            await self._work(now, organisation_summary.draft_organisation)

    async def _analysed(self, pool: Pool) -> Analysed:
        """Group the words in a thread, and show signs of life meanwhile: many words take their time, though not for ever."""
        analysing = asyncio.get_running_loop().create_task(asyncio.to_thread(analyse_pool, self._services.finder, pool))
        begun = monotonic()
        while not analysing.done():
            await asyncio.wait({analysing}, timeout=A_WHILE)
            if monotonic() - begun < LONGEST_ANALYSIS:
                self.beaten_at = monotonic()
        return analysing.result()

    async def _reminders(self, now: datetime) -> None:
        due = await self._look(
            now, lambda work: [row.id for row in work.uow.interviews.until("remind_at", now, 100_000)]
        )
        due = [id for id in due if self._stuck.may(REMINDER, id, now)]
        await self._each(REMINDER, due, now, lambda id: self._work(now, lambda work: opening.remind_one(work, id)))

    async def _meetings(self, now: datetime) -> None:
        """Go on with every meeting whose present step has had its time."""
        due = await self._look(now, lambda work: [row.id for row in work.uow.meetings.until("next_at", now, 100_000)])
        due = [id for id in due if self._stuck.may(MEETING, id, now)]
        await self._each(MEETING, due, now, lambda id: self._work(now, lambda work: end_due_step(work, id)))

    async def _follow_ups(self, now: datetime) -> None:
        """Remind of what was promised for a day."""
        due = await self._look(now, lambda work: [row.id for row in work.uow.follow_ups.until("next_at", now, 100_000)])
        due = [id for id in due if self._stuck.may(FOLLOW_UP, id, now)]
        await self._each(FOLLOW_UP, due, now, lambda id: self._work(now, lambda work: remind_due(work, id)))

    async def _prune(self, now: datetime) -> None:
        # A clock that was set back does not put it off until it has caught up.
        if timedelta(0) <= now - self._pruned < timedelta(hours=1):
            return
        self._pruned = now
        await self._work(now, retention.prune_messages)
        await self._work(now, invites.sweep_invites)
        overdue = await self._look(now, held_words.find_overdue)
        if overdue:
            await self._work(now, lambda work: held_words.destroy_overdue(work, overdue))
        if ended := await self._look(now, form_ends.find_ended):
            await self._work(now, lambda work: form_ends.close_these(work, ended))
        await self._work(now, deletable_messages.sweep_messages)
        await self._work(now, lambda work: update_buffer.sweep_updates(work.uow, now - FETCHED_KEPT))
        if not timedelta(0) <= now - self._swept < timedelta(days=1):
            self._swept = now
            await self._daily.run(now)


def step_round(work: WorkContext, round_id: str) -> bool:
    """Take the round's next step if it is due. True when its points are to be found now."""
    round_ = work.uow.rounds.get(round_id)
    if round_ is None or round_.next_at is None or round_.next_at > work.now:
        return False
    if round_.cancels_at:
        cancelling.take_effect(work, round_)
        return False
    if round_.corrects_at and round_.corrects_at <= work.now:
        posted_quotes.correct_draft(work, round_)
        return False
    closes = round_.closes_at is not None and round_.closes_at <= work.now
    if round_.state is RoundState.OPEN and closes:
        closing.close_round(work, round_)
        return True
    if round_.state is RoundState.OPEN:
        opening.remind_everyone(work, round_)
    elif round_.state is RoundState.DRAFT and round_.words_at and round_.words_at <= work.now:
        allowed_words.show_allowed_words(work, round_)
    elif round_.state is RoundState.DRAFT and round_.deciding:
        finalising.finalise_round(work, round_)
    elif round_.state is RoundState.DRAFT:
        deciding.end_of_window(work, round_)
    return round_.state is RoundState.CLOSED or round_.block_due


def _stage_of(round_: Round) -> str:
    return f"{round_.state}:{round_.reminded}:{round_.deciding}:{round_.corrects_at}:{round_.words_at}"


def _earliest_due(uow: UnitOfWork) -> datetime | None:
    far = datetime.max.replace(tzinfo=UTC)
    found = [row.next_at for row in uow.schedules.until("next_at", far, 1)]
    found += [row.next_at for row in uow.rounds.until("next_at", far, 1)]
    found += [row.next_at for row in uow.meetings.until("next_at", far, 1)]
    found += [row.next_at for row in uow.follow_ups.until("next_at", far, 1)]
    found += [row.remind_at for row in uow.interviews.until("remind_at", far, 1)]
    found += [deadlines.organisation_draft_at(row) for row in uow.organisations.where()]
    return min((at for at in found if at), default=None)
