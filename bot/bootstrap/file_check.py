"""The part of the self-check that looks at the files of both stores and of the master key: whose they are, and old master keys."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.bootstrap.places import is_in_files
from bot.bootstrap.rotating import old_keys
from bot.config import Settings
from bot.declarations.platform_spec import SelfCheckFinding
from bot.system_clock import SystemClock
from bot.system_users import name_of_user

ROOT = 0
SIDES = ("", "-wal", "-shm")


def check_owners(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Find the files that whoever runs the bot could not open: as the user who asks, or as root by whose folder they are in."""
    place = settings.storage
    files = (place.path, place.keys_path) if is_in_files(settings) else ()
    stores = [path.with_name(path.name + side) for path in files for side in SIDES]
    wanted = {**dict.fromkeys(stores, os.R_OK | os.W_OK), settings.keys.master_key_file: os.R_OK}
    for path, how in wanted.items():
        if (folder := path.absolute().parent).is_dir() and path.exists():
            yield from _check_owner(path, folder, how)


def _check_owner(path: Path, folder: Path, how: int) -> Iterator[SelfCheckFinding]:
    found, user = path.stat(), os.geteuid()
    if user == ROOT:
        user = folder.stat().st_uid
        may_open = _could_open(user, found, how)
    else:
        may_open = os.access(path, how)
    if may_open:
        return
    name = name_of_user(user)
    if found.st_uid == user:
        said, remedy = f"{name} may not open {path}, although it is theirs", f"Run as root: chmod u+rw {path}"
    else:
        said = f"{path} belongs to {name_of_user(found.st_uid)}, so that {name} cannot open it"
        remedy = f"Run as root: chown {name} {path}"
    yield SelfCheckFinding("owner", said, remedy, ok=False)


def _could_open(user: int, found: os.stat_result, how: int) -> bool:
    """Return whether another user could open a file, by its owner, its group and its mode; root always can."""
    if user == ROOT:
        return True
    if found.st_uid == user:
        allowed = found.st_mode >> 6
    elif found.st_gid in _groups_of(user):
        allowed = found.st_mode >> 3
    else:
        allowed = found.st_mode
    return allowed & how == how


def _groups_of(user: int) -> list[int]:
    """Return the ids of a user's groups. One that this machine has no name for is in the group of the same number."""
    try:
        known = pwd.getpwuid(user)
    except KeyError:
        return [user]
    return os.getgrouplist(known.pw_name, known.pw_gid)


def check_old_keys(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Find old master keys: for how long copies of the key store need them, and that they should lie elsewhere."""
    for path, replaced in old_keys(settings):
        end = replaced + timedelta(days=settings.privacy.key_copies_days + 1)
        if end <= SystemClock().now():
            found, remedy = "no copy of the key store needs it any more", "Delete it."
        else:
            found = f"copies of the key store from before need it, until {end.date()}"
            remedy = "Move it to a safe place, apart from them, and delete it after that day."
        yield SelfCheckFinding("master key", f"{path} is an old one: {found}", remedy)
