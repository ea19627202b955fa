"""A payload becomes an event. Pure: the bot's own id and the time at which we received it are handed in.

What is not understood is set aside by its shape, which holds names of kinds and fields and none of their values (R5).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from adapters.slack import events, interactions
from adapters.slack.reading import Json, ParsedPayload, UnreadablePayloadError, context_of, optional_text
from bot.domain.events import has_broken_ids

_KIND = re.compile(r"[a-z_.]{1,30}")
TROUBLES = (
    UnreadablePayloadError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
)


def parse_payload(body: Any, at: datetime, bot: str = "") -> ParsedPayload:
    """Read one payload of Socket Mode or HTTP. Never raises."""
    if not isinstance(body, dict):
        return ParsedPayload(aside="no-object")
    try:
        heard = _parse_by_kind(body, bot, at)
    except TROUBLES:
        return ParsedPayload(aside=payload_shape(body))
    return ParsedPayload(aside=payload_shape(body)) if heard.event and has_broken_ids(heard.event) else heard


def _parse_by_kind(body: Json, bot: str, at: datetime) -> ParsedPayload:
    kind = optional_text(body, "type")
    if kind == "event_callback":
        found = events.parse_event(body, context_of(body, bot, at))
    elif "command" in body and not kind:
        found = interactions.parse_command(body, context_of(body, bot, at))
    elif kind in interactions.READERS:
        found = interactions.READERS[kind](body, context_of(body, bot, at))
    else:
        found = None
    return ParsedPayload(aside=payload_shape(body)) if found is None else found


def payload_shape(body: Json) -> str:
    """Names of the payload's kind, its event's kind and subtype: enough to find what is new, and nobody's words."""
    event = part if isinstance(part := body.get("event"), dict) else {}
    kinds = [body.get("type"), "command" if "command" in body else "", event.get("type"), event.get("subtype")]
    said = [kind for kind in kinds if isinstance(kind, str) and _KIND.fullmatch(kind)]
    return ".".join(said)[:80] or "unknown"
