"""Structured logs that cannot hold what people said, who they are, or a token (C10).

Rooms log through the standard library: `logging.getLogger(__name__).info("round opened", extra={"round": id})`. What a line
may contain is decided by what is known to be harmless, never by what is known to be harmful:

- a message only if it is a constant of the function that logs it; one that was put together is "<computed>",
- arguments and extra fields only from our own rooms, only of plain types, and strings only if they look like identifiers,
- exceptions as their type and the places they passed; their message only for the few types whose wording is ours.

Libraries that log tokens in addresses, message text or SQL parameters are so tamed without being listed.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from types import FrameType, TracebackType
from typing import Any, Literal, TextIO

from adapters.registry import holds_platform_id, holds_platform_secret

OWN = ("bot", "adapters", "storage")

_PLAIN = re.compile(r"[A-Za-z0-9_.:/+-]{1,80}")
# Addresses, which may carry a platform's token, and keys in base64.
_SECRET = re.compile(r"://|[A-Za-z0-9+/_-]{40,}")
# Phone numbers, and what platforms count.
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9])[0-9]{8,}(?![A-Za-z0-9])")
_LARGEST = 9_999_999
_DEEPEST, _MOST, _FRAMES = 4, 20, 12
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_DATABASE_CODES = ("database_code", "sqlite_errorname", "sqlstate")
_REASONS = frozenset({"gone", "archived", "removed", "blocked", "closed", "forbidden", "invalid"})
_UNWRITTEN = '{"level": "error", "logger": "bot.logs", "event": "a log line could not be written"}\n'


def configure_logging(
    level: str = "info", layout: Literal["json", "text"] = "json", stream: TextIO | None = None
) -> None:
    """Send every log line, warning and unhandled exception through the guard to `stream` (standard error if none).

    `level` holds for our own rooms; libraries are heard from WARNING on. Replaces all handlers that are there.
    """
    structlog = _import_structlog()
    renderer = structlog.processors.JSONRenderer() if layout == "json" else structlog.dev.ConsoleRenderer(colors=False)
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[guard_line, renderer], pass_foreign_args=True, use_get_message=False
        )
    )
    for known in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(known, logging.Logger):
            known.handlers.clear()
    logging.root.addHandler(handler)
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.root.setLevel(max(number, logging.WARNING))
    for name in OWN:
        logging.getLogger(name).setLevel(number)
    _catch_what_nobody_handles()


def _import_structlog() -> Any:
    """structlog without the terminal library that it takes along where it finds it: 5 MB that a log never uses."""
    alone = "rich" not in sys.modules
    if alone:
        sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        import structlog
    finally:
        if alone:
            del sys.modules["rich"]
    return structlog


def guard_line(logger: Any, method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001 (structlog and sys call it so)
    """The processor that every line passes: builds a new line from what may be shown, and from nothing else."""
    record: logging.LogRecord = line["_record"]
    caller = _calling_frame(record)
    own = _is_own(record.name) and caller is not None and _is_own(caller.f_globals.get("__name__", ""))
    shown = _safe_fields(record) if own else {}
    shown |= {
        "event": "<computed>",
        "level": record.levelname.lower(),
        "logger": _safe_identifier(record.name),
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
    }
    if caller is not None and isinstance(record.msg, str) and record.msg in caller.f_code.co_consts:
        shown["event"] = _format_template(record.msg, line.get("positional_args")) if own else record.msg
    else:
        shown["where"] = f"{record.filename}:{record.lineno}:{record.funcName}"
    error = line.get("exc_info")
    if isinstance(error, tuple) and error[1] is not None:
        shown["error"] = _tell_error(error[1], record.levelno)
    return shown


def harmless_value(value: object, depth: int = 0) -> Any:
    """The value as a log line may hold it: itself if it is plain, else the name of its type."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, Enum):
        return harmless_value(value.value, depth + 1)
    if kind is int or kind is float:
        return value if abs(value) <= _LARGEST else "<number>"  # type: ignore[arg-type]
    if kind is str:
        return _safe_identifier(value)  # type: ignore[arg-type]
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, BaseException):
        return next(_error_lines(value))
    if depth < _DEEPEST and kind is dict:
        return {str(harmless_value(key, depth + 1)): harmless_value(of, depth + 1) for key, of in _first_items(value)}
    if depth < _DEEPEST and kind in (list, tuple, set, frozenset):
        return [harmless_value(item, depth + 1) for item in _first_items(value)]
    return f"<{kind.__name__}>"


def _first_items(value: Any) -> list[Any]:
    return list(value.items() if isinstance(value, dict) else value)[:_MOST]


def _safe_identifier(text: str) -> str:
    """Words are no identifiers: whoever logs a sentence by mistake logs its length."""
    if _SECRET.search(text) or holds_platform_secret(text):
        return "<secret>"
    if not _PLAIN.fullmatch(text):
        return f"<text, {len(text)} characters>"
    return "<platform id>" if _LONG_NUMBER.search(text) or holds_platform_id(text) else text


def _safe_fields(record: logging.LogRecord) -> dict[str, Any]:
    return {_safe_identifier(key): harmless_value(of) for key, of in record.__dict__.items() if key not in _STANDARD}


def _format_template(template: str, args: Any) -> str:
    if not args:
        return template
    try:
        shown: Any = harmless_value(args)
        return template % (shown if isinstance(args, dict) else tuple(shown))
    except (TypeError, ValueError, KeyError):
        # A number that was hidden no longer fits %d.
        return template


def _is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN


def _calling_frame(record: logging.LogRecord) -> FrameType | None:
    """The frame that logged, still on the stack since handlers run in the call; None if it is not, and nothing is trusted."""
    frame: FrameType | None = sys._getframe(1)
    wanted = (record.pathname, record.funcName, record.lineno)
    while frame is not None and (frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno) != wanted:
        frame = frame.f_back
    return frame


def _tell_error(error: BaseException, level: int) -> list[str]:
    """Return an error's lines. Where nothing is wrong with the program, as when a platform is out of reach, each kind once, without
    the places it passed.
    """
    if level >= logging.ERROR:
        return list(_error_lines(error))
    return list(dict.fromkeys(_error_lines(error, most_frames=0)))


def _error_lines(error: BaseException, seen: set[int] | None = None, most_frames: int = _FRAMES) -> Iterator[str]:
    """The exception, what it contains, and what it came from: a line each."""
    seen = set() if seen is None else seen
    if id(error) in seen or len(seen) >= _MOST:
        return
    seen.add(id(error))
    said, frames = _safe_error_text(error), [*_walk_frames(error.__traceback__)][-most_frames:] if most_frames else []
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    yield (
        name
        + (f": {said}" if said else "")
        + (f" at {' > '.join(_frame_place(*at) for at in frames)}" if frames else "")
    )
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _error_lines(part, seen, most_frames)
    source = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if source is not None:
        yield from _error_lines(source, seen, most_frames)


def _walk_frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _frame_place(frame: FrameType, line: int) -> str:
    """file:line:function, the file counted from its package: where the product is installed is nobody's business."""
    parts = frame.f_code.co_filename.split("/")
    depth = str(frame.f_globals.get("__name__", "")).count(".") + (parts[-1] == "__init__.py")
    return f"{'/'.join(parts[-1 - depth :])}:{line}:{frame.f_code.co_name}"


def _safe_error_text(error: BaseException) -> str:
    """Return what of an exception's text may be logged: words from our code, or a code from a closed list."""
    from bot.domain.errors import InternalError, Refusal
    from bot.ports import SendLaterError, SendRefusedError

    if isinstance(error, Refusal):
        return type(error.outcome).__name__
    if isinstance(error, SendRefusedError):
        return error.reason if error.reason in _REASONS else ""
    if isinstance(error, SendLaterError):
        return f"{harmless_value(error.seconds)} s"
    if isinstance(error, InternalError):
        *_, raised = [None, *(frame for frame, _ in _walk_frames(error.__traceback__))]
        return str(error) if raised is not None and str(error) in raised.f_code.co_consts else ""
    if isinstance(error, OSError) and type(error.errno) is int:
        import errno

        return errno.errorcode.get(error.errno, "")
    code = next((found for name in _DATABASE_CODES if (found := getattr(error, name, None))), None)
    return code if type(code) is str and re.fullmatch(r"SQLITE_[A-Z_]+|[0-9A-Z]{5}", code) else ""


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        # The standard library would print the line's arguments.
        with suppress(Exception):
            self.stream.write(_UNWRITTEN)


def _catch_what_nobody_handles() -> None:
    """Python prints unhandled exceptions with their messages, and warnings with their words: log them instead."""
    logger = logging.getLogger(__name__)

    def stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:  # noqa: ARG001 (structlog and sys call it so)
        logger.critical("stopped by an error that nobody handled", exc_info=error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            logger.error("a thread ended with an error", exc_info=args.exc_value)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        logger.error("an error could not be raised", exc_info=args.exc_value)

    sys.excepthook = stopped
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    logging.captureWarnings(True)
