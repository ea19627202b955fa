"""config.toml and the environment -> Settings, or everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.registry import platform_sections
from bot.config.disagreements import country_of, find_disagreements
from bot.config.finding_secrets import find_secrets, misplaced_secrets, safe_key_name
from bot.config.problems import ConfigError, nearest_word
from bot.config.secret import Secret
from bot.config.settings import OrganisationSettings, Settings, sections
from bot.declarations.setting_rules import Problem, SettingMistakeError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_WANTED = {
    "int_type": ("It is not a whole number.", "Write digits without quotation marks."),
    "bool_type": ("It is neither true nor false.", "Write true or false without quotation marks."),
    "string_type": ("It is not text.", "Put it between quotation marks."),
    "dataclass_type": ("It is not a section.", "Write [{key}] on a line of its own and its keys below."),
}


def load_settings(path: Path | None, env: Mapping[str, str]) -> Settings:
    """Read the settings; without a path, the defaults. Paths in the file start at its folder.

    Raises ConfigError with every problem of the file, the secrets and what belongs together. An absent master key is
    none: see `require_master_key`.
    """
    document = _read_document(path) if path else {}
    folder = (path.parent if path else Path()).resolve()
    secrets, problems = find_secrets(document, folder, env)
    exposed = misplaced_secrets(document)
    checked, invalid = _validate_sections(document)
    hidden = {problem.key for problem in exposed}
    problems += exposed + [problem for problem in invalid if problem.key not in hidden]
    problems += find_disagreements(document)
    if checked is None or problems:
        raise ConfigError(problems)
    kept = {name: _anchor_paths(section, folder) for name, section in checked.items()}
    kept["organisation"] = _resolve_place(kept["organisation"])
    platforms = {name: kept.pop(name) for name in platform_sections()}
    return Settings(**kept, platforms=platforms, secrets=secrets)


def require_master_key(settings: Settings) -> Secret:
    """The master key. Raises ConfigError where there is none yet."""
    if settings.secrets.master_key:
        return settings.secrets.master_key
    raise ConfigError(
        [
            Problem(
                "keys.master_key_file",
                "There is no master key, without which no answer can be kept or read.",
                "Run folkmoot init to make one; to go on with an earlier database, put its key back instead.",
            )
        ]
    )


def _read_document(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problem = Problem(
            path.name, f"It is not valid TOML: {error}.", "Correct that place; what follows was not read."
        )
    except RecursionError:
        problem = Problem(path.name, "Its brackets are nested too deeply.", "No setting is a list: write plain values.")
    except FileNotFoundError:
        problem = Problem(
            path.name,
            f"There is no such file in {path.absolute().parent}.",
            "Go to the bot's folder, or name the file with --config. Run folkmoot init to make a new one.",
        )
    except UnicodeDecodeError:
        problem = Problem(path.name, "It is not text in UTF-8.", "Save it as UTF-8.")
    except OSError:
        problem = Problem(path.name, "It cannot be read.", "Check that it is a file and who may read it.")
    # Outside the handlers: the context of an error would carry the file's content.
    raise ConfigError([problem])


def _validate_sections(document: Mapping[str, Any]) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Each section as its class, and what is wrong; None for the sections if any of them is wrong."""
    import json

    from pydantic import ValidationError

    # The strict JSON mode takes tables for sections and converts nothing else; what JSON does not know is wrong anywhere.
    known = sections()
    text = json.dumps({key: value for key, value in document.items() if key in known}, default=lambda value: [])
    unknown = [_unknown_key_problem((name,)) for name in document if name not in known]
    try:
        checked: Any = _reader(tuple(known.items())).validate_json(text)
        return {name: getattr(checked, name) for name in known}, unknown
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        return None, unknown + [_make_problem(detail) for detail in details]


@cache
def _reader(known: tuple[tuple[str, type], ...]) -> TypeAdapter[Any]:
    """Return the reader of all sections, each as its class; making it takes longer than reading."""
    from pydantic import TypeAdapter

    return TypeAdapter(make_dataclass("Sections", [(name, kind, field(default_factory=kind)) for name, kind in known]))


def _make_problem(detail: Mapping[str, Any]) -> Problem:
    loc = tuple(map(str, detail["loc"]))
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        return _unknown_key_problem(loc)
    key = ".".join(loc)
    if isinstance(context.get("error"), SettingMistakeError):
        return Problem(key, context["error"].what, context["error"].remedy)
    if kind == "literal_error":
        return Problem(key, "It is none of what is possible.", f"Give {context['expected'].replace(chr(39), chr(34))}.")
    what, remedy = _WANTED.get(kind, ("It is not of the right kind.", "Look at config.example.toml."))
    return Problem(key, what, remedy.format(key=key))


def _unknown_key_problem(loc: tuple[str, ...]) -> Problem:
    section, key = loc[0], loc[-1]
    known = sections()
    if section not in known:
        near = nearest_word(section, known)
        home = next((name for name in known if section in _section_keys(name)), "")
        remedy = (
            f"It belongs below [{home}]."
            if home
            else f"Did you mean [{near}]?"
            if near
            else f"Known are: {', '.join(known)}."
        )
        return Problem(safe_key_name(section), "There is no such section.", remedy)
    near = nearest_word(key, _section_keys(section))
    elsewhere = next((name for name in known if key in _section_keys(name)), "")
    remedy = f"It belongs below [{elsewhere}]." if elsewhere else f"Did you mean {near}?" if near else ""
    return Problem(
        safe_key_name(".".join(loc)),
        "There is no such key.",
        remedy or f"Known are: {', '.join(_section_keys(section))}.",
    )


def _section_keys(section: str) -> list[str]:
    return [each.name for each in fields(sections()[section])]


def _resolve_place(place: OrganisationSettings) -> OrganisationSettings:
    """The country and region by their codes."""
    if not place.country.strip():
        return place
    from bot.calendar.countries import Country

    found = country_of(place.country, place.region)
    return replace(place, country=found.code, region=found.region or "") if isinstance(found, Country) else place


def _anchor_paths(section: Any, folder: Path) -> Any:
    """The same section with every path absolute."""
    paths = {f.name: folder / value for f in fields(section) if isinstance(value := getattr(section, f.name), Path)}
    return replace(section, **paths)
