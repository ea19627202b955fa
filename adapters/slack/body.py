"""Conversion of a signed request's body to JSON. Pure.

Events come as JSON, interactions as a form with one field that holds JSON, commands as a form of plain fields. Bolt reads all
three, but takes a command for an interaction when somebody typed the word "payload" in it, and loses it; and it undoes the
percent signs of a form, most of an interaction's letters, one by one in Python, which is most of what reading costs.
"""

from __future__ import annotations

import json
from binascii import a2b_qp
from urllib.parse import parse_qsl

INTERACTION = b"payload="


def as_json(body: bytes) -> str:
    """Return the JSON of a body. Raises ValueError for what is neither JSON nor a form in UTF-8."""
    if body.startswith(INTERACTION) and b"&" not in body:
        return percent_decode(body[len(INTERACTION) :]).decode()
    text = body.decode()
    if text.lstrip()[:1] in ("{", "[", '"', ""):
        return text
    fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    return fields.get("payload") or json.dumps(fields)


def percent_decode(value: bytes) -> bytes:
    """A form's value with its percent signs and plus signs undone.

    The standard library's decoder of quoted-printable, which is in C, does the work: it differs in the sign before the two
    digits, and in what it does at the end of a line, of which a form's value has none.
    """
    if b"\n" in value or b"\r" in value:
        raise ValueError("a line ends in a form")
    return a2b_qp(value.replace(b"=", b"=3D").replace(b"%", b"=").replace(b"+", b" "))
