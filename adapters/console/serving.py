"""The rooms in a browser on this machine: each page that is opened plays in a process of its own.

The library's own page fetches a font from elsewhere; ours fetches nothing. Pages of other sites cannot start a process.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from bot.ports import CannotStartError

HOST = "127.0.0.1"
TITLE = "Folkmoot"
PAGE = Path(__file__).parent / "page"


class RoomsServer(Server):
    """The library's server, with our page, and for that page alone."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        super().__init__(shlex.join(command), HOST, port, TITLE, templates_path=PAGE)

    async def on_startup(self, app: web.Application) -> None:
        sys.stdout.write(f"The demonstration is at {self.public_url} and ends with Ctrl-C.\n")
        sys.stdout.flush()

    def initialize_logging(self) -> None:
        """Let the product's own logging be: the library would print what is typed."""

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if request.headers.get("Origin") != self.public_url:
            raise web.HTTPForbidden
        return await super().handle_websocket(request)


def serve_rooms(command: Sequence[str], port: int) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises CannotStartError for a port that is taken."""
    try:
        RoomsServer(command, port).serve()
    except OSError:
        raise CannotStartError(f"Port {port} is taken by another program. Name another with --port.") from None
