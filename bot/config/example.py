"""The example: every setting with its default and its sentence, made from the settings themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from bot.config.secret import secret_sources
from bot.config.settings import sections
from bot.declarations.setting_rules import Says

_HEAD = """\
# Folkmoot's settings. Every line below states its default: change what you need, leave out the rest.
# Secrets do not belong here. They come from the environment, or from the files that the keys ending in _file name:
"""


def example_text(but: Mapping[tuple[str, str], Any] | None = None) -> str:
    """The text of config.example.toml, with the values of some settings, by section and key, in place of their defaults."""
    secrets = "".join(f"#   {source.variable}: {source.spoken}\n" for source in secret_sources())
    return (
        _HEAD
        + secrets
        + "".join(f"\n[{name}]\n{''.join(_section_lines(name, kind, but or {}))}" for name, kind in sections().items())
    )


def _section_lines(section: str, kind: type[Any], but: Mapping[tuple[str, str], Any]) -> Iterator[str]:
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        sentence = next(mark.sentence for mark in hints[field.name].__metadata__ if isinstance(mark, Says))
        yield f"# {sentence}\n{field.name} = {_toml_value(but.get((section, field.name), field.default))}\n"


def _toml_value(value: Any) -> str:
    import json

    if value is None:
        return '""'
    return json.dumps(value.as_posix() if isinstance(value, Path) else value)
