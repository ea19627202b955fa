"""Stored classes as JSON that says their kind and version, `{"is": "point/1", ...}`, and back, whatever the version.

`is` can be no field's name, since Python has it as a keyword. A class within another says its own, and is upgraded for itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import KINDS, UnreadableKindError, is_stored, kind_of

IS = "is"


class Inner(NamedTuple):
    """A field that holds stored classes: `several` of them in a tuple, of this class or of any kind of outcome."""

    name: str
    cls: type
    several: bool


class ClassShape(NamedTuple):
    """Facts about a stored class, computed once: its pydantic adapter, the JSON prefix that names its kind, its inner fields."""

    adapter: TypeAdapter[Any]
    prefix: bytes
    inner: tuple[Inner, ...]


_shapes: dict[type, ClassShape] = {}


def _shape_of_class(cls: type) -> ClassShape:
    found = _shapes.get(cls)
    if found is None:
        found = _shapes[cls] = _shape_of(cls)
    return found


def _shape_of(cls: type) -> ClassShape:
    kind = kind_of(cls)
    hints = get_type_hints(cls)
    inner = tuple(found for field in fields(cls) if (found := _inner_field(field.name, hints[field.name])))
    prefix = f'{{"{IS}":"{kind.name}/{kind.version}"'.encode()
    return ClassShape(TypeAdapter(cls), prefix, inner)


def _inner_field(name: str, annotation: Any) -> Inner | None:
    several = get_origin(annotation) is tuple
    if several or get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]
        annotation = parts[0] if len(parts) == 1 else None
    if annotation is Outcome or is_stored(annotation):
        return Inner(name, annotation, several)
    return None


def encode_stored(value: Any, without: tuple[str, ...] = ()) -> bytes:
    """All fields but those `without`. Raises for a value that is not of its class's types; no such error is to be shown (C10)."""
    shape = _shape_of_class(type(value))
    left_out = {*without, *(inner.name for inner in shape.inner)} or None
    written = shape.adapter.dump_json(value, warnings="error", exclude=left_out)
    parts = [shape.prefix] if written == b"{}" else [shape.prefix, b",", written[1:-1]]
    for inner in shape.inner:
        parts += (b',"', inner.name.encode(), b'":', _encode_inner(getattr(value, inner.name), inner))
    parts.append(b"}")
    return b"".join(parts)


def _encode_inner(held: Any, inner: Inner) -> bytes:
    if inner.several:
        return b"[%b]" % b",".join(encode_stored(_check_inner(one, inner)) for one in held)
    return b"null" if held is None else encode_stored(_check_inner(held, inner))


def _check_inner(value: Any, inner: Inner) -> Any:
    if not isinstance(value, inner.cls):
        raise TypeError(inner.name)
    return value


def decode_stored(text: bytes, cls: type) -> Any:
    """Return what was written, as an instance of `cls` or of one that is derived from it. Raises UnreadableKindError.

    Written without its kind it is of the first version of `cls`.
    """
    shape = _shapes.get(cls)
    if shape is not None and not shape.inner and text.startswith(shape.prefix):
        return _make_silently(lambda: shape.adapter.validate_json(text, strict=True), cls)
    return _decode_tree(_tree_of(text), cls)


def _tree_of(text: bytes) -> Any:
    """The JSON values; None for what is no JSON. What pydantic refuses, half a character, is read by the slower library."""
    for read in (from_json, json.loads):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _decode_tree(tree: Any, cls: type) -> Any:
    if not isinstance(tree, dict):
        raise UnreadableKindError("not-json")
    name, _, version = str(tree.pop(IS, "")).partition("/")
    known = KINDS.get(name) if name else cls
    if known is None or not issubclass(known, cls) or not is_stored(known):
        raise UnreadableKindError(f"unknown-kind:{name}")
    found = kind_of(known).upgraded(tree, int(version) if version.isdecimal() else 0 if name else 1)
    shape = _shape_of_class(known)
    for inner in shape.inner:
        if inner.name in found:
            found[inner.name] = _decode_inner(found[inner.name], inner)
    return _make_silently(lambda: shape.adapter.validate_python(found), known)


def _decode_inner(tree: Any, inner: Inner) -> Any:
    if not inner.several:
        return None if tree is None else _decode_tree(tree, inner.cls)
    if not isinstance(tree, list):
        raise UnreadableKindError("not-json")
    return tuple(_decode_tree(one, inner.cls) for one in tree)


def _make_silently(make: Callable[[], Any], cls: type) -> Any:
    """Without what pydantic says, which repeats what it was given (C10)."""
    try:
        return make()
    except ValidationError:
        pass
    raise UnreadableKindError(f"other-fields:{kind_of(cls).name}")
