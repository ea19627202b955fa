"""Ways in which words, names and tokens have reached the logs of programs like this one. Each logs `canary` somehow.

`canary` has the shape of a person's words: several of them, with spaces.
"""

import asyncio
import gc
import json
import logging
import sqlite3
import threading
import warnings
from collections.abc import Awaitable, Callable
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
    from bot.domain.errors import InternalError

    try:
        raise InternalError(f"cannot be: {canary}")
    except InternalError:
        log.exception("failed")


@way
def a_refused_send_with_words(canary: str) -> None:
    from bot.ports import SendRefusedError

    log.error("failed", exc_info=SendRefusedError(canary))


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
