"""The self-check: everything that `folkmoot run` needs is looked at, nothing is sent, and no database is made."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.registry import platform_sections
from bot.bootstrap.backup_check import check_backup, check_copies
from bot.bootstrap.file_check import check_old_keys, check_owners
from bot.bootstrap.places import CannotOpenError, is_in_files, places_of
from bot.bootstrap.platforms import (
    PlatformUnavailableError,
    check_platform,
    enabled_platforms,
)
from bot.bootstrap.product import MOUNT_FOR_WRITING, TAKE_CHANGES, language_model_of, read_storage, second_encoder_of
from bot.config import ConfigError, Settings, require_master_key
from bot.declarations.platform_spec import PlatformSpec, SelfCheckFinding
from bot.ports import Item, UnitOfWork
from bot.system_clock import SystemClock
from bot.themes.finder import LocalFinder

EARLIEST_CREDIBLE_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)
"""Before this product was made: a clock that says so is not set."""
SENTENCES = (
    "The waiting list is too long.",
    "Waiting lists are far too long.",
    "Our waiting list is much too long.",
    "The canteen food is cold.",
    "More training for volunteers.",
    "A printer that prints.",
    "Emails at the weekend.",
)
"""Three of them make one point."""


@dataclass(slots=True)
class _Known:
    """Facts read from the database: the teams' conversations by platform."""

    rooms: dict[str, list[str]] = field(default_factory=dict)


async def self_check(settings: Settings) -> list[SelfCheckFinding]:
    """Everything that was looked at, in the order of a start."""
    known = _Known()
    found = [
        *_check_folders(settings),
        *check_owners(settings),
        *_check_master_key(settings),
        *check_old_keys(settings),
    ]
    if all(one.ok for one in found):
        found += _check_database(settings, known)
    found += [*_check_clock(settings, SystemClock().now()), *_check_point_finder(), *_check_second_encoder(settings)]
    found += _check_language_model(settings)
    for spec in enabled_platforms(settings):
        found += await _check_platform(spec, settings, known)
    if not enabled_platforms(settings):
        found.append(
            SelfCheckFinding(
                "platforms",
                "no platform is enabled, so nobody can reach the bot",
                f"Set {' or '.join(f'{section}.enabled' for section in platform_sections())} = true in config.toml.",
            )
        )
    return found


def _check_folders(settings: Settings) -> Iterator[SelfCheckFinding]:
    if not is_in_files(settings):
        return
    folders = {settings.storage.path.parent, settings.storage.keys_path.parent}
    for folder in sorted(folders):
        yield _check_folder(folder)


def _check_folder(folder: Path) -> SelfCheckFinding:
    from storage.files import read_only_folders

    if not folder.exists():
        return SelfCheckFinding("folder", f"{folder} is made at the first start, for its owner alone")
    if not folder.is_dir():
        return SelfCheckFinding("folder", f"{folder} is not a folder", "Name another place below [storage].", ok=False)
    if folder.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        return SelfCheckFinding(
            "folder", f"{folder} is open to other users of this machine", f"Run: chmod 700 {folder}", ok=False
        )
    if read_only_folders(folder / "any"):
        return SelfCheckFinding("folder", f"{folder} can only be read", MOUNT_FOR_WRITING, ok=False)
    return SelfCheckFinding("folder", f"{folder} is closed to other users")


def _check_master_key(settings: Settings) -> Iterator[SelfCheckFinding]:
    try:
        require_master_key(settings)
    except ConfigError as error:
        for problem in error.problems:
            yield SelfCheckFinding("master key", problem.what, problem.remedy, ok=False)
    else:
        yield SelfCheckFinding("master key", "there is one")


def _check_database(settings: Settings, known: _Known) -> Iterator[SelfCheckFinding]:
    def look(uow: UnitOfWork) -> tuple[list[SelfCheckFinding], dict[str, list[str]]]:
        found = [_check_rows(uow), _check_admins(uow), _check_support(uow, settings)]
        found.append(check_backup(uow, settings, SystemClock().now()))
        return found, _team_channels(uow)

    try:
        found = read_storage(settings, look)
    except (CannotOpenError, ConfigError) as error:
        yield SelfCheckFinding("database", str(error), step_after(error), ok=False)
        return
    if found is None:
        yield SelfCheckFinding("database", f"{places_of(settings).database} is made at the first start")
        yield from _check_takes_changes(settings)
        return
    yield SelfCheckFinding(
        "database",
        f"{places_of(settings).database} and its key store are whole, belong together, open with this key, and it is at version "
        f"{_newest_version()}",
    )
    looked_at, known.rooms = found
    yield from looked_at
    if is_in_files(settings):
        yield from check_copies(settings)
    else:
        yield from _check_takes_changes(settings)
        yield from _check_files_left(settings)


def _check_takes_changes(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Of databases on a server, where what cannot be changed says so only when a start tries."""
    if not is_in_files(settings):
        for place in places_of(settings).read_only():
            yield SelfCheckFinding("database", f"{place} can only be read", TAKE_CHANGES, ok=False)


def _check_files_left(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Of a move: whoever was forgotten since then can be read with them."""
    left = [str(path) for path in (settings.storage.path, settings.storage.keys_path) if path.exists()]
    if left:
        yield SelfCheckFinding(
            "files",
            f"{' and '.join(left)} are still there, although the database is on PostgreSQL",
            "Delete them as soon as all is well: whoever was forgotten since the move could be read with them.",
        )


def step_after(error: Exception) -> str:
    """Return what to do about a store that cannot be opened."""
    if isinstance(error, CannotOpenError) and error.damaged:
        return (
            "Stop the bot, leave the files where they are, and put the newest copy back: “folkmoot restore --database FOLDER” for "
            "the database, “--keys FOLDER” for the key store."
        )
    return "Do what this line says, and check again. Nothing was changed."


def _newest_version() -> str:
    from storage.migrations import run

    return run.newest_revision()


def _check_rows(uow: UnitOfWork) -> SelfCheckFinding:
    count = uow.look_through()
    if uow.organisations.count() and not uow.organisations.where():
        return SelfCheckFinding(
            "rows",
            "what is stored of the organisation cannot be read, and nothing can go on without it"
            + (f"; {count - 1} more cannot be read either" if count > 1 else ""),
            "If a newer version made it, run that one. If not, put the newest copy of the database back that has it whole.",
            ok=False,
        )
    if not count:
        return SelfCheckFinding("rows", "everything stored can be read")
    return SelfCheckFinding(
        "rows",
        f"{count} stored {'row' if count == 1 else 'rows'} cannot be read and {'is' if count == 1 else 'are'} passed over",
        "The log names their tables. If a newer version made them, run that one; nothing else is touched by them.",
    )


def _check_admins(uow: UnitOfWork) -> SelfCheckFinding:
    if uow.members.count(admin=True):
        return SelfCheckFinding("admin", "there is one")
    return SelfCheckFinding("admin", "nobody is admin yet", "While the bot runs: folkmoot claim-code.")


def _check_support(uow: UnitOfWork, settings: Settings) -> SelfCheckFinding:
    if settings.support.lines or any(row.support_contacts for row in uow.organisations.where()):
        return SelfCheckFinding("support", "there are contacts for people at risk")
    return SelfCheckFinding(
        "support",
        "nobody is named whom people at risk can turn to: they are told of their local emergency number alone",
        "An admin says: support contacts set …; or set support.contacts in config.toml.",
    )


def _team_channels(uow: UnitOfWork) -> dict[str, list[str]]:
    rooms: dict[str, list[str]] = {}
    for team in uow.teams.where(archived=False):
        ref = uow.addresses.ref(team.channel) if team.channel else None
        if ref and ref.channel and ref.channel not in rooms.setdefault(ref.platform, []):
            rooms[ref.platform].append(ref.channel)
    return rooms


def _check_clock(settings: Settings, now: datetime) -> Iterator[SelfCheckFinding]:
    local = now.astimezone(ZoneInfo(settings.organisation.zone))
    shown = f"it is {local:%A} {local.day} {local:%B} {local.year}, {local:%H:%M} in {settings.organisation.zone}"
    if now < EARLIEST_CREDIBLE_CLOCK:
        yield SelfCheckFinding(
            "clock", shown, "Set this machine's clock: rounds are opened and closed by it.", ok=False
        )
    else:
        yield SelfCheckFinding("clock", shown)


def _check_point_finder() -> Iterator[SelfCheckFinding]:
    try:
        found = LocalFinder().find([Item(str(n), str(n), text) for n, text in enumerate(SENTENCES)], "stop", small=True)
    except (ImportError, OSError, ValueError, KeyError) as error:
        yield SelfCheckFinding(
            "themes", f"the model cannot be loaded ({type(error).__name__})", "Install Folkmoot again.", ok=False
        )
        return
    yield (
        SelfCheckFinding("themes", f"the model is loaded and finds “{found.points[0].label}” where it should")
        if found.points
        else (
            SelfCheckFinding("themes", "the model finds nothing where it should", "Install Folkmoot again.", ok=False)
        )
    )


def _check_second_encoder(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Let the larger encoder read a sentence, where the settings name one."""
    folder = settings.themes.encoder
    if folder is None:
        return
    from bot.themes.encoder_process import EncoderError
    from bot.themes.likeness import read_thresholds
    from bot.themes.model_folder import look_into_folder
    from bot.themes.second_encoder import is_fitted_with

    try:
        second = second_encoder_of(settings)
        if second:
            second.cosines(SENTENCES[:1])
        facts, fitted = look_into_folder(folder), is_fitted_with(folder)
    except (CannotOpenError, EncoderError) as error:
        remedy = "Give the folder of a BERT or MPNet sentence encoder, or leave themes.encoder out."
        yield SelfCheckFinding("encoder", str(error).removesuffix("."), remedy, ok=False)
        return
    known = read_thresholds("second").fitted_with
    yield SelfCheckFinding(
        "encoder",
        f"{folder} ({facts.kind}, {facts.layers} layers, {facts.width} numbers) is asked beside ours; the thresholds were"
        + (" fitted with it" if fitted else f" fitted with {known}, not with it"),
        "" if fitted else "Expect other shares of right points than docs/themes.md tells.",
    )


def _check_language_model(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Let the language model group three sentences of ours, where the settings name one."""
    model = language_model_of(settings)
    if model is None:
        return
    from bot.themes.model_proposals import ModelError, propose_points
    from bot.themes.team_points import read_clauses

    clauses = read_clauses([(str(number), text) for number, text in enumerate(SENTENCES)], "stop")
    try:
        points = propose_points(model.ask, clauses, "stop")
    except ModelError as error:
        remedy = "Look at themes.language_model, its name and its key, or leave it out. Points are found without it meanwhile."
        yield SelfCheckFinding("language model", str(error), remedy, ok=False)
        return
    yield SelfCheckFinding(
        "language model",
        f"{model.model} at {model.host} is shown what a team wrote, without names, and people are told so; "
        + ("it groups three sentences of ours" if points else "it finds nothing in three sentences of ours"),
        "" if points else "A larger model may find more.",
    )


async def _check_platform(spec: PlatformSpec, settings: Settings, known: _Known) -> list[SelfCheckFinding]:
    name = spec.name
    try:
        found = await check_platform(spec, settings, known.rooms.get(spec.section, []))
    except PlatformUnavailableError as error:
        return [SelfCheckFinding(name, str(error), ok=False)]
    except Exception as error:
        # Whatever a platform's library raises: its message may hold a token, its kind does not.
        return [
            SelfCheckFinding(name, f"could not be looked at ({type(error).__name__})", "Check the network.", ok=False)
        ]
    return list(found) or [SelfCheckFinding(name, "is enabled")]
