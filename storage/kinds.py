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
    prefix: str
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
    return Shape(TypeAdapter(cls), f'{{"{IS}":"{kind.name}/{kind.version}"', inner)


def _inner(name: str, annotation: Any) -> Inner | None:
    several = get_origin(annotation) is tuple
    if several or get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]
        annotation = parts[0] if len(parts) == 1 else None
    if annotation is Outcome or is_stored(annotation):
        return Inner(name, annotation, several)
    return None


def encode(value: Any) -> str:
    """Raises for a value that is not of its class's types; the error may repeat it, and is not to be shown."""
    shape = _shape(type(value))
    if shape.inner:
        return json.dumps(_tree(value), ensure_ascii=False, separators=(",", ":"))
    written = shape.adapter.dump_json(value, warnings="error").decode()
    return shape.prefix + ("}" if written == "{}" else f",{written[1:]}")


def _tree(value: Any) -> dict[str, Any]:
    kind, shape = kind_of(type(value)), _shape(type(value))
    skipped = {inner.name for inner in shape.inner}
    tree = shape.adapter.dump_python(value, mode="json", warnings="error", exclude=skipped)
    for inner in shape.inner:
        held = getattr(value, inner.name)
        if inner.several:
            tree[inner.name] = [_tree(_checked(one, inner)) for one in held]
        else:
            tree[inner.name] = None if held is None else _tree(_checked(held, inner))
    return {IS: f"{kind.name}/{kind.version}", **tree}


def _checked(value: Any, inner: Inner) -> Any:
    if not isinstance(value, inner.cls):
        raise TypeError(inner.name)
    return value


def decode(text: str, cls: type) -> Any:
    """What was written, as an instance of `cls` or of one that is derived from it. Raises UnreadableKind.

    Written without its kind it is of the first version of `cls`.
    """
    known = KINDS.get(_kind_in(text))
    shape = _shape(known) if known else None
    if known is None or shape is None or shape.inner or not text.startswith(shape.prefix):
        return _decoded(_parsed(text), cls)
    if not issubclass(known, cls):
        raise UnreadableKind(kind_of(known).name)
    return _made(lambda: shape.adapter.validate_json(text, strict=True), known)


def _kind_in(text: str) -> str:
    """The name of the kind if the text begins as it is written here; anything else is read the long way."""
    start = f'{{"{IS}":"'
    return text[len(start) : text.find("/", len(start))] if text.startswith(start) else ""


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise UnreadableKind("not in the form in which it was written") from None


def _decoded(tree: Any, cls: type) -> Any:
    if not isinstance(tree, dict):
        raise UnreadableKind("not in the form in which it was written")
    name, _, version = str(tree.pop(IS, "")).partition("/")
    known = KINDS.get(name) if name else cls
    if known is None or not (name or is_stored(known)):
        raise UnreadableKind(name or "a kind that is missing")
    if not issubclass(known, cls):
        raise UnreadableKind(name)
    found = kind_of(known).upgraded(tree, int(version) if version.isdecimal() else 0 if name else 1)
    for inner in _shape(known).inner:
        if inner.name in found:
            found[inner.name] = _held(found[inner.name], inner)
    return _made(lambda: _shape(known).adapter.validate_python(found), known)


def _held(tree: Any, inner: Inner) -> Any:
    if not inner.several:
        return None if tree is None else _decoded(tree, inner.cls)
    if not isinstance(tree, list):
        raise UnreadableKind("not in the form in which it was written")
    return tuple(_decoded(one, inner.cls) for one in tree)


def _made(make: Callable[[], Any], cls: type) -> Any:
    """Without what pydantic says, which repeats what it was given (C10)."""
    try:
        return make()
    except ValidationError:
        pass
    raise UnreadableKind(f"{kind_of(cls).name} with other fields")
