"""The language model at an address of the operator's, asked over HTTP as OpenAI's chat completions are. It is given no tools."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.config.secret import Secret
from bot.themes.model_proposals import ModelError

SECONDS = 60.0
LARGEST_REPLY = 200_000
REST = 900.0
"""Seconds for which one that was too slow or out of reach is not asked again: drafts and reminders of all teams wait meanwhile."""


@dataclass
class LanguageModel:
    """One at an address: that (which ends before /chat/completions), the model's name, and the key, if it wants one."""

    address: str
    model: str
    key: Secret | None = None
    seconds: float = SECONDS
    _rests_until: float = field(default=0.0, init=False, repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    def ask(self, instructions: str, words: str) -> str:
        """The reply's text. Blocks for `seconds` at most: it belongs in a thread. Raises ModelError.

        A timeout of the client counts from each byte, so that a reply in drops would never end: another thread waits for that,
        until its connection is closed.
        """
        if monotonic() < self._rests_until:
            raise ModelError("the language model failed a while ago and is not asked again yet")
        replies: SimpleQueue[str | ModelError] = SimpleQueue()
        # No proxy and no redirect: the words go to the address that people were told and nowhere else.
        client = httpx.Client(timeout=self.seconds, trust_env=False, follow_redirects=False)
        Thread(target=lambda: replies.put(self._ask(client, instructions, words)), daemon=True).start()
        try:
            reply = replies.get(timeout=self.seconds)
        except Empty:
            self._rest()
            raise ModelError("the language model is too slow") from None
        finally:
            client.close()
        if isinstance(reply, ModelError):
            raise reply
        return reply

    def _rest(self) -> None:
        self._rests_until = monotonic() + REST

    def _ask(self, client: httpx.Client, instructions: str, words: str) -> str | ModelError:
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": words}],
        }
        try:
            return _text_of(json.loads(self._reply_to(client, body)))
        except ModelError as error:
            return error
        except (ValueError, RecursionError):
            return ModelError("the language model's reply is not JSON")
        except Exception as error:
            self._rest()
            return ModelError(f"the language model cannot be asked ({type(error).__name__})")

    def _reply_to(self, client: httpx.Client, body: dict[str, Any]) -> bytes:
        key = {"Authorization": f"Bearer {self.key.reveal()}"} if self.key else {}
        headers = {"Accept-Encoding": "identity", **key}
        found, end = bytearray(), monotonic() + self.seconds
        address = f"{self.address.rstrip('/')}/chat/completions"
        with client.stream("POST", address, json=body, headers=headers) as reply:
            if reply.status_code != httpx.codes.OK:
                raise ModelError(f"the language model answered {reply.status_code}")
            for piece in reply.iter_raw():
                found += piece
                if monotonic() > end:
                    self._rest()
                    raise ModelError("the language model is too slow")
                if len(found) > LARGEST_REPLY:
                    raise ModelError("the language model's reply is too long")
        return bytes(found)


def _text_of(reply: Any) -> str:
    try:
        text = reply["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str):
        raise ModelError("the language model's reply has no text")
    return text
