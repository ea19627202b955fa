"""`folkmoot backup` as root on another user's data: it would make files and folders that the service cannot open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.promises.test_c9_backup import call, home

__all__ = ["home"]

SERVICE = 23_456


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("prune", [(), ("--prune",)])
def test_it_is_refused_and_makes_nothing(home: Path, prune: tuple[str, ...]) -> None:
    for path in (home / "data", *(home / "data").iterdir()):
        os.chown(path, SERVICE, SERVICE)
    done = call(home, "backup", str(home / "later"), *prune)
    assert done.exit_code == 2
    assert "As root you would make files" in done.output
    assert not (home / "later").exists()


def test_control_of_its_own_data_it_makes_them(home: Path) -> None:
    assert call(home, "backup", str(home / "later")).exit_code == 0
    assert (home / "later" / "keys").is_dir()
