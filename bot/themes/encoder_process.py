"""The encoder in a child process: it takes some 200 MB while it works, and ends when it has had nothing to do for a while.

Texts go to it through a pipe and nowhere else; vectors come back. A child that has died since its last answer is replaced once.

    python -m bot.themes.encoder_process [FOLDER | multilingual]     reads requests from standard input until it is closed
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING

from bot.domain.root_error import FolkmootError
from bot.themes import THREADS

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

IDLE_SECONDS = 60.0
MULTILINGUAL = "multilingual"
_LENGTH = struct.Struct("<I")


class EncoderError(FolkmootError, RuntimeError):
    """The child process gave no vectors; nothing of the texts is in the message."""


class EncoderProcess:
    """Encodes texts in a child that is started when it is needed. Calls from several threads wait for each other.

    `model`: a folder, "multilingual", or nothing for the English one that comes with the product.
    """

    def __init__(self, model: Path | str = "", idle: float = IDLE_SECONDS) -> None:
        self._command = [sys.executable, "-m", "bot.themes.encoder_process", *([str(model)] if model else [])]
        self._idle = idle
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._timer: Timer | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text. Raises EncoderError when no child gives an answer."""
        with self._lock:
            self._stop_timer()
            had_answered = self.running
            try:
                return self._asked(texts)
            except (OSError, EncoderError) as error:
                self._end()
                if not had_answered:
                    raise EncoderError("the encoder's process gave no answer") from error
                # It may have been ended by the system since: one more. A new one that fails is not tried again, so that a
                # program that is being stopped waits for none.
                return self._asked(texts)
            finally:
                self._start_timer()

    def close(self) -> None:
        """End the child now."""
        with self._lock:
            self._stop_timer()
            self._end()

    @property
    def running(self) -> bool:
        """Return whether there is a child."""
        return self._child is not None and self._child.poll() is None

    def _asked(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        if not self.running:
            self._end()
            self._child = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **dict.fromkeys(THREADS, "1")},
            )
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise EncoderError("the encoder's process did not start")
        _write_message(child.stdin, json.dumps(list(texts)).encode())
        answer = _read_message(child.stdout)
        rows = np.frombuffer(answer, dtype=np.float32)
        if not texts or len(rows) % len(texts):
            raise EncoderError("the encoder's process gave a wrong answer")
        return rows.reshape(len(texts), -1)

    def _start_timer(self) -> None:
        self._timer = Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.terminate()
        child.wait()


def _write_message(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _read_message(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EncoderError("the encoder's process ended")
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    if len(message) < length:
        raise EncoderError("the encoder's process ended")
    return message


def _load_encoder(model: str) -> Callable[[list[str]], Vectors]:
    if model == MULTILINGUAL:
        from bot.themes.multilingual import load_multilingual_encoder

        return load_multilingual_encoder()
    from bot.themes.model_files import read_packed
    from bot.themes.model_folder import read_folder

    return (read_folder(Path(model)) if model else read_packed()).encode


def serve_requests() -> None:
    """Answer requests until standard input is closed, or until the program is stopped from the keyboard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    encode = _load_encoder(sys.argv[1] if len(sys.argv) > 1 else "")
    while True:
        try:
            texts = json.loads(_read_message(sys.stdin.buffer))
        except EncoderError:
            return
        _write_message(sys.stdout.buffer, encode(texts).tobytes())


if __name__ == "__main__":
    serve_requests()
