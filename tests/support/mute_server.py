"""Something like a server of PostgreSQL that lets anybody in, and then answers what it was given, and nothing after that."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

DROP = b"drop"
"""Instead of an answer: it ends the connection."""
SECONDS = 10.0


def message(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


WELCOME = message(b"R", struct.pack("!i", 0)) + message(b"S", b"server_version\x0016.0\x00") + message(b"Z", b"I")


class MuteServer:
    """Its clients are told one answer each time they send something; it reads no more once there are none."""

    def __init__(self, answers: Sequence[bytes] = ()) -> None:
        self._answers = answers
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"postgresql://somebody@127.0.0.1:{self.port}/x?sslmode=disable&gssencmode=disable"
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._clients.append(client)
                client.recv(10_000)
                client.sendall(WELCOME)
                self._answer(client)

    def _answer(self, client: socket.socket) -> None:
        for answer in self._answers:
            client.recv(10_000)
            if answer == DROP:
                client.close()
                return
            client.sendall(answer)

    def left(self) -> bool:
        """Return whether every client has ended its connection."""
        return all(self._has_left(client) for client in self._clients)

    def _has_left(self, client: socket.socket) -> bool:
        if client.fileno() < 0:
            return True
        client.settimeout(SECONDS)
        try:
            while client.recv(100_000):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def __enter__(self) -> MuteServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in (self._listening, *self._clients):
            each.close()
