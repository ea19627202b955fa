"""Check of a request's signature, done before anything else of it is read. A malformed one is refused, never an error (R7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from slack_sdk.signature import Clock, SignatureVerifier

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class _Seconds(Clock):
    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return self._seconds()


class Signature:
    """`seconds` is the present instant in seconds since 1970: a request is good for five minutes."""

    def __init__(self, secret: str, seconds: Callable[[], float]) -> None:
        self._verifier = SignatureVerifier(secret, _Seconds(seconds))

    def is_good(self, headers: Mapping[str, str], body: bytes) -> bool:
        """The SDK's verifier compares in constant time but raises on what is malformed, so that is sorted out before."""
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not timestamp.isascii() or not _SIGNATURE.fullmatch(signature):
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except ValueError:
            return False
