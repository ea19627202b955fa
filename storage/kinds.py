"""Stored classes as JSON that says their kind and version, `{"is": "theme/1", ...}`, and back, whatever the version.

`is` can be no field's name, since Python has it as a keyword. A class within another says its own, and is upgraded for itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import KINDS, UnreadableKind, is_stored, kind_of

IS = "is"


class Inner(NamedTuple):
    """A field that holds stored classes: `several` of them in a tuple, of this class or of any kind of outcome."""

    name: str
    cls: type
    several: bool


class Shape(NamedTuple):
    """What there is to know of a class before its instances are written or read."""

    adapter: TypeAdapter[Any]
    prefix: bytes
    inner: tuple[Inner, ...]


_shapes: dict[type, Shape] = {}


def _shape(cls: type) -> Shape:
    found = _shapes.get(cls)
    if found is None:
        found = _shapes[cls] = _shape_of(cls)
    return found


def _shape_of(cls: type) -> Shape:
    kind = kind_of(cls)
    hints = get_type_hints(cls)
    inner = tuple(found for field in fields(cls) if (found := _inner(field.name, hints[field.name])))
    prefix = f'{{"{IS}":"{kind.name}/{kind.version}"'.encode()
    return Shape(TypeAdapter(cls), prefix, inner)


def _inner(name: str, annotation: Any) -> Inner | None:
    several = get_origin(annotation) is tuple
    if several or get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]
        annotation = parts[0] if len(parts) == 1 else None
    if annotation is Outcome or is_stored(annotation):
        return Inner(name, annotation, several)
    return None


def encode(value: Any, without: tuple[str, ...] = ()) -> bytes:
    """All fields but those `without`. Raises for a value that is not of its class's types; no such error is to be shown (C10)."""
    shape = _shape(type(value))
    left_out = {*without, *(inner.name for inner in shape.inner)} or None
    written = shape.adapter.dump_json(value, warnings="error", exclude=left_out)
    parts = [shape.prefix] if written == b"{}" else [shape.prefix, b",", written[1:-1]]
    for inner in shape.inner:
        parts += (b',"', inner.name.encode(), b'":', _encoded(getattr(value, inner.name), inner))
    parts.append(b"}")
    return b"".join(parts)


def _encoded(held: Any, inner: Inner) -> bytes:
    if inner.several:
        return b"[%b]" % b",".join(encode(_checked(one, inner)) for one in held)
    return b"null" if held is None else encode(_checked(held, inner))


def _checked(value: Any, inner: Inner) -> Any:
    if not isinstance(value, inner.cls):
        raise TypeError(inner.name)
    return value


def decode(text: bytes, cls: type) -> Any:
    """What was written, as an instance of `cls` or of one that is derived from it. Raises UnreadableKind.

    Written without its kind it is of the first version of `cls`.
    """
    shape = _shapes.get(cls)
    if shape is not None and not shape.inner and text.startswith(shape.prefix):
        return _made(lambda: shape.adapter.validate_json(text, strict=True), cls)
    try:
        tree = json.loads(text)
    except ValueError:
        tree = None
    return _decoded(tree, cls)


def _decoded(tree: Any, cls: type) -> Any:
    if not isinstance(tree, dict):
        raise UnreadableKind("not-json")
    name, _, version = str(tree.pop(IS, "")).partition("/")
    known = KINDS.get(name) if name else cls
    if known is None or not issubclass(known, cls) or not is_stored(known):
        raise UnreadableKind(f"unknown-kind:{name}")
    found = kind_of(known).upgraded(tree, int(version) if version.isdecimal() else 0 if name else 1)
    shape = _shape(known)
    for inner in shape.inner:
        if inner.name in found:
            found[inner.name] = _held(found[inner.name], inner)
    return _made(lambda: shape.adapter.validate_python(found), known)


def _held(tree: Any, inner: Inner) -> Any:
    if not inner.several:
        return None if tree is None else _decoded(tree, inner.cls)
    if not isinstance(tree, list):
        raise UnreadableKind("not-json")
    return tuple(_decoded(one, inner.cls) for one in tree)


def _made(make: Callable[[], Any], cls: type) -> Any:
    """Without what pydantic says, which repeats what it was given (C10)."""
    try:
        return make()
    except ValidationError:
        pass
    raise UnreadableKind(f"other-fields:{kind_of(cls).name}")
