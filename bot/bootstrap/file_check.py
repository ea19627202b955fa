"""The part of the self-check that looks at the files of both stores and of the master key: whose they are, and old master keys."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.bootstrap.rotating import old_keys
from bot.config import Settings
from bot.declarations.platform_spec import SelfCheckFinding
from bot.system_clock import SystemClock

ROOT = 0
SIDES = ("", "-wal", "-shm")


def check_owners(settings: Settings) -> Iterator[SelfCheckFinding]:
    """Find the files that whoever runs the bot could not open: as the user who asks, or as root by whose folder they are in."""
    place = settings.storage
    stores = [path.with_name(path.name + side) for path in (place.path, place.keys_path) for side in SIDES]
    for path in (*stores, settings.keys.master_key_file):
        if (folder := path.absolute().parent).is_dir() and path.exists():
            yield from _check_owner(path, folder)


def _check_owner(path: Path, folder: Path) -> Iterator[SelfCheckFinding]:
    owner, wanted = path.stat().st_uid, folder.stat().st_uid
    if os.geteuid() != ROOT:
        wanted = os.geteuid()
        may_open = os.access(path, os.R_OK | os.W_OK)
    else:
        may_open = owner == wanted or owner != ROOT
    if not may_open:
        yield SelfCheckFinding(
            "owner",
            f"{path} belongs to {_name_of(owner)}, so that {_name_of(wanted)} cannot open it",
            f"Run as root: chown {_name_of(wanted)} {path}",
            ok=False,
        )


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


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
