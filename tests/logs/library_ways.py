"""Ways in which the libraries that the product uses log what they were given."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime
from typing import Any

from tests.logs.ways import log, way
from tests.support.waiting import PATIENCE


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
async def a_job_that_fails(canary: str) -> None:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    done = asyncio.Event()

    def failing(text: str) -> None:
        done.set()
        raise ValueError(text)

    scheduler = AsyncIOScheduler()
    scheduler.start()
    scheduler.add_job(failing, args=[canary], name=canary, next_run_time=datetime.now(UTC))  # noqa: TID251
    async with asyncio.timeout(PATIENCE):
        await done.wait()
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
