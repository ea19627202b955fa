"""The master key: created in a file, loaded from the environment or that file, and keys derived from it."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.cipher import KEY_BYTES
from storage.errors import WrongKeyError

VARIABLE = "FOLKMOOT_MASTER_KEY"


def create_key_file(path: Path) -> None:
    """Write a new master key that its owner alone can read. Raises FileExistsError rather than replace one."""
    write_key_file(path, os.urandom(KEY_BYTES))


def write_key_file(path: Path, key: bytes) -> None:
    """As `create_key_file`, of a key that there is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def load_master_key(env: Mapping[str, str], path: Path | None = None) -> bytes:
    """32 bytes from the environment or, when it has none, from the key file. Raises WrongKeyError with a sentence."""
    if given := env.get(VARIABLE, "").strip():
        return decode_key(given, f"The environment variable {VARIABLE}")
    if path is None:
        raise WrongKeyError(f"There is no master key: set {VARIABLE} or name a key file.")
    try:
        written = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise WrongKeyError(f"There is no master key: set {VARIABLE} or create the key file {path}.") from None
    except (OSError, UnicodeDecodeError):
        raise WrongKeyError(f"The key file {path} cannot be read.") from None
    return decode_key(written, f"The key file {path}")


def decode_key(written: str, where: str) -> bytes:
    """Return 32 bytes of what stands at a place. Raises WrongKeyError with a sentence that names the place."""
    try:
        key = base64.b64decode(written, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise WrongKeyError(f"{where} does not hold a master key: it should be 32 bytes in base64.")
    return key


def derive_key(master_key: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256)."""
    if len(master_key) != KEY_BYTES:
        raise WrongKeyError("The master key should have 32 bytes.")
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"folkmoot/" + purpose.encode()).derive(
        master_key
    )
