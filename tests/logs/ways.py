"""Ways in which words, names and tokens have reached the logs of programs like this one. Each logs `canary` somehow.

`canary` has the shape of a person's words: several of them, with spaces.
"""

import asyncio
import contextlib
import gc
import json
import logging
import sqlite3
import threading
import warnings
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

log = logging.getLogger("bot.engine.somewhere")
foreign = logging.getLogger("somebody.elses")

WAYS: list[Callable[[str], Awaitable[None] | None]] = []


def way(function: Callable[[str], Awaitable[None] | None]) -> Callable[[str], Awaitable[None] | None]:
    WAYS.append(function)
    return function


class Careless:
    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Careless({self.text})"


@way
def an_extra_field(canary: str) -> None:
    log.info("kept", extra={"text": canary})


@way
def the_name_of_an_extra_field(canary: str) -> None:
    log.info("kept", extra={canary: 1})


@way
def a_nested_extra_field(canary: str) -> None:
    log.info("kept", extra={"value": {"deep": [({"deeper": {canary}},)], canary: 2}})


@way
def an_object_that_tells(canary: str) -> None:
    log.info("kept", extra={"value": Careless(canary), "many": [Careless(canary)], "raw": canary.encode()})


@way
def an_exception_as_a_field(canary: str) -> None:
    log.info("kept", extra={"error": ValueError(canary)})


@way
def fields_that_pose_as_the_renderer_s_own(canary: str) -> None:
    log.info({"event": canary}, extra={"_logger": log, "_name": "info"})


@way
def an_argument(canary: str) -> None:
    log.info("kept %s", canary)


@way
def named_arguments(canary: str) -> None:
    log.info("kept %(text)s", {"text": canary})


@way
def an_argument_that_does_not_fit(canary: str) -> None:
    log.info("kept %d", canary)


@way
def too_many_arguments(canary: str) -> None:
    log.info("kept", canary)


@way
def a_computed_message(canary: str) -> None:
    log.info(f"kept {canary}")


@way
def a_message_that_is_the_text(canary: str) -> None:
    log.info(canary)


@way
def a_message_that_is_an_object(canary: str) -> None:
    log.info(Careless(canary))


@way
def an_object_that_cannot_be_printed(canary: str) -> None:
    class Broken:
        def __str__(self) -> str:
            raise ValueError(canary)

    log.info(Broken())


@way
def somebody_else_s_argument(canary: str) -> None:
    foreign.debug("kept %s", canary)


@way
def somebody_else_s_computed_message(canary: str) -> None:
    foreign.debug(f"kept {canary}", extra={"text": canary})


@way
def a_library_that_was_handed_our_logger(canary: str) -> None:
    space: dict[str, Any] = {"__name__": "somebody.elses"}
    exec(compile("def tell(log, text):\n    log.info('kept %s', text)", "elses.py", "exec"), space)
    space["tell"](log, canary)


@way
def an_exception(canary: str) -> None:
    try:
        raise ValueError(canary)
    except ValueError:
        log.exception("failed")


@way
def an_exception_within_exceptions(canary: str) -> None:
    try:
        try:
            raise KeyError(canary)
        except KeyError as error:
            raise ExceptionGroup(canary, [ValueError(canary), RuntimeError("plain")]) from error
    except ExceptionGroup as error:
        error.add_note(canary)
        log.exception("failed")


@way
def a_fault_with_words(canary: str) -> None:
    from bot.domain.errors import Fault

    try:
        raise Fault(f"cannot be: {canary}")
    except Fault:
        log.exception("failed")


@way
def a_refused_send_with_words(canary: str) -> None:
    from bot.ports import SendRefused

    log.error("failed", exc_info=SendRefused(canary))


@way
def an_undecodable_document(canary: str) -> None:
    try:
        json.loads(f'"{canary}')
    except ValueError as error:
        log.error("failed: %s in %s", error, error.doc, exc_info=True)  # type: ignore[attr-defined]


@way
def a_file_named_after_somebody(canary: str) -> None:
    try:
        Path(f"/nowhere/{canary}").read_text()
    except OSError:
        log.exception("failed")


@way
def the_stack_with_the_line(canary: str) -> None:
    log.info(canary, stack_info=True)


@way
def a_validation_error(canary: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(dict[str, int]).validate_python({"answer": canary})
    except ValidationError:
        log.exception("failed")


@way
def a_unique_violation_with_parameters(canary: str) -> None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import IntegrityError

    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text("create table kept (word text unique)"))
        connection.execute(text("insert into kept values (:word)"), {"word": canary})
        try:
            connection.execute(text("insert into kept values (:word)"), {"word": canary})
        except IntegrityError:
            log.exception("failed")
    engine.dispose()


@way
def sql_with_parameters(canary: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine("sqlite://", echo="debug")
    with engine.connect() as connection:
        connection.execute(text("select :word"), {"word": canary}).all()
    engine.dispose()


@way
def a_broken_statement(canary: str) -> None:
    try:
        sqlite3.connect(":memory:").execute(f"select '{canary}")
    except sqlite3.Error:
        log.exception("failed")


@way
def a_warning(canary: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(canary, stacklevel=1)


@way
def a_thread_that_fails(canary: str) -> None:
    def failing() -> None:
        raise ValueError(canary)

    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()


@way
def an_error_that_nobody_handled(canary: str) -> None:
    import sys

    try:
        raise ValueError(canary)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


@way
def an_error_that_could_not_be_raised(canary: str) -> None:
    class Closing:
        def __del__(self) -> None:
            raise ValueError(canary)

    Closing()
    gc.collect()


@way
async def a_task_that_nobody_asked(canary: str) -> None:
    async def failing() -> None:
        raise ValueError(canary)

    task = asyncio.ensure_future(failing())
    await asyncio.wait([task])
    del task
    gc.collect()


@way
async def a_callback_that_fails(canary: str) -> None:
    def failing(text: str) -> None:
        raise ValueError(text)

    asyncio.get_running_loop().call_soon(failing, canary)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@way
async def a_job_that_fails(canary: str) -> None:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    done = asyncio.Event()

    def failing(text: str) -> None:
        done.set()
        raise ValueError(text)

    scheduler = AsyncIOScheduler()
    scheduler.start()
    scheduler.add_job(failing, args=[canary], name=canary, next_run_time=datetime.now(UTC))  # noqa: TID251
    await asyncio.wait_for(done.wait(), 5)
    await asyncio.sleep(0)
    scheduler.shutdown(wait=True)
    await asyncio.sleep(0)


@way
async def a_token_in_the_path_over_httpx(canary: str) -> None:
    import httpx

    async with httpx.AsyncClient() as client:
        with contextlib.suppress(httpx.HTTPError):
            await client.post(f"http://127.0.0.1:1/bot{canary}/sendMessage", json={"text": canary})
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200))) as client:
        await client.get("http://telegram.example/path", params={"text": canary})


@way
async def a_telegram_message(canary: str) -> None:
    from telegram import Bot
    from telegram.error import TelegramError

    bot = Bot("1234567890:token", base_url="http://127.0.0.1:1/bot")
    with contextlib.suppress(TelegramError):
        await bot.send_message(1, canary)
    await bot.shutdown()


@way
async def a_telegram_update_that_fails(canary: str) -> None:
    from telegram import Update
    from telegram.ext import Application, TypeHandler

    async def failing(update: object, context: object) -> None:
        raise ValueError(canary)

    application = Application.builder().token("1234567890:token").updater(None).build()
    application._initialized = True
    application.add_handler(TypeHandler(Update, failing))
    chat = {"id": 1, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": canary}
    await application.process_update(Update.de_json({"update_id": 1, "message": message}, application.bot))


@way
def a_slack_message(canary: str) -> None:
    from slack_sdk import WebClient

    client = WebClient("xoxb-1", base_url="http://127.0.0.1:1/api/", timeout=2)
    with contextlib.suppress(OSError):
        client.chat_postMessage(channel="C1", text=canary)


@way
async def a_slack_message_sent_asynchronously(canary: str) -> None:
    from aiohttp import ClientError
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:1/api/", timeout=2)
    with contextlib.suppress(ClientError, OSError):
        await client.chat_postMessage(channel="C1", text=canary)


@way
async def a_slack_event_that_fails(canary: str) -> None:
    from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
    from slack_bolt.authorization import AuthorizeResult

    async def authorise(**given: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1")

    app = AsyncApp(authorize=authorise, signing_secret="s", request_verification_enabled=False)

    @app.event("app_mention")
    async def failing(event: dict[str, Any]) -> None:
        raise ValueError(event["text"])

    for kind in ("app_mention", "reaction_added"):
        event = {"type": kind, "text": canary, "user": "U2", "channel": "C1", "ts": "1.1"}
        body = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": event}
        request = AsyncBoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]})
        await app.async_dispatch(request)
    await asyncio.sleep(0.01)


@way
async def a_served_request(canary: str) -> None:
    from aiohttp import ClientSession, web

    async def failing(request: web.Request) -> web.Response:
        raise ValueError(await request.text())

    application = web.Application()
    application.router.add_post("/{path}", failing)
    runner = web.AppRunner(application, access_log_format='%r "%{Referer}i"')
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with ClientSession() as session, session.post(f"http://127.0.0.1:{port}/{canary}", data=canary):
        pass
    await runner.cleanup()
