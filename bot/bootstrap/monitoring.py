"""Health and metrics over HTTP on the loopback address, where the settings name a port. Both libraries are loaded only then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from bot.bootstrap import App
from bot.engine.vitals import Vitals, VitalSigns
from bot.ports import CannotStartError

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler
    from aiohttp.web import Application, Request, StreamResponse

HOST = "127.0.0.1"
"""No setting changes it: whoever monitors from elsewhere puts something in front that asks who they are."""
STORE = "store"
"""The kind of the incident that the database does not answer, or cannot be written."""
LOOPBACK = frozenset({HOST, "localhost", "::1"})
"""Names by which this machine is asked. A browser's page whose name was made to lead here comes with another."""


@asynccontextmanager
async def monitoring(app: App, port: int) -> AsyncIterator[None]:
    """Serve /health and /metrics meanwhile; nothing where `port` is 0. Raises CannotStartError for a port that is taken."""
    if not port:
        yield
        return
    from aiohttp.web import AppRunner, TCPSite

    runner = AppRunner(make_pages(vital_signs_of(app)), access_log=None)
    await runner.setup()
    try:
        try:
            await TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise CannotStartError(
                f"Port {port} for health and metrics cannot be opened ({error.strerror}): give monitoring.port another one, or 0."
            ) from None
        yield
    finally:
        await runner.cleanup()


def vital_signs_of(app: App) -> VitalSigns:
    """Return what reads the vital signs of a product."""
    beats = {"tick": lambda: app.scheduler.beaten_at, "sender": lambda: app.sender.beaten_at}
    return VitalSigns(app.store, app.clock, app.adapters, beats)


def make_pages(signs: VitalSigns) -> Application:
    """Make the two pages: /health as JSON, with status 503 where a vital part does not work; /metrics for Prometheus.

    Whoever asks for another name than the loopback's is refused with status 403.
    """
    from aiohttp import web

    async def health(request: web.Request) -> web.Response:  # noqa: ARG001 (a handler of aiohttp)
        found = await signs.read()
        return web.json_response(health_of(found), status=200 if found.healthy else 503)

    async def metrics(request: web.Request) -> web.Response:  # noqa: ARG001 (a handler of aiohttp)
        from prometheus_client import CONTENT_TYPE_LATEST

        return web.Response(body=metrics_of(await signs.read()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @web.middleware
    async def refuse_other_names(request: Request, handler: Handler) -> StreamResponse:
        if request.url.host not in LOOPBACK or not request.host:
            raise web.HTTPForbidden(text=f"Ask {HOST} or localhost by its name.")
        return await handler(request)

    pages = web.Application(middlewares=[refuse_other_names])
    pages.add_routes([web.get("/health", health), web.get("/metrics", metrics)])
    return pages


def health_of(found: Vitals) -> dict[str, Any]:
    """Return each part with whether it works and its age in seconds, and all of it in a word: ok, degraded or failing."""
    works = all(part.works for part in found.parts)
    parts = {part.name: {"ok": part.works, "age_seconds": round(part.age, 1)} for part in found.parts}
    return {"status": "ok" if works else "degraded" if found.healthy else "failing", "parts": parts}


def metrics_of(found: Vitals) -> bytes:
    """Return the metrics in Prometheus' text format. Where the database does not answer they lack its numbers,
    and say of incidents that one alone."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    # Not the client's own measures of the process: what a message costs could tell that somebody is writing.
    registry = CollectorRegistry()
    Gauge("folkmoot_build_info", "1, with the version.", ["version"], registry=registry).labels(
        version("folkmoot")
    ).set(1)
    works = Gauge("folkmoot_part_works", "Whether a part works.", ["part"], registry=registry)
    age = Gauge("folkmoot_part_age_seconds", "Seconds since its last sign of life.", ["part"], registry=registry)
    for part in found.parts:
        works.labels(part.name).set(part.works)
        age.labels(part.name).set(part.age)
    incidents = Gauge("folkmoot_incidents", "What does not work at the moment.", ["kind"], registry=registry)
    incidents.labels(STORE).set(found.store_fails)
    if stored := found.stored:
        for kind, count in stored.incidents.items():
            incidents.labels(kind).set(count)
        rounds = Gauge("folkmoot_rounds", "Rounds that run.", ["state"], registry=registry)
        for state, count in stored.rounds.items():
            rounds.labels(state).set(count)
        Gauge("folkmoot_rows_set_aside", "Rows that cannot be read.", registry=registry).set(stored.set_aside)
        Gauge("folkmoot_overdue", "What is an hour behind its time.", registry=registry).set(stored.overdue)
        if stored.backup_age is not None:
            Gauge("folkmoot_newest_backup_age_seconds", "Seconds since the newest backup.", registry=registry).set(
                stored.backup_age
            )
    return bytes(generate_latest(registry))
