"""A rotation of the master key, killed at any step, goes on, and no key that a copy may need is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.storage.test_rotation import all_is_there, call, home, key_file, keys_kept, with_store
from tests.support.further import GOES_FURTHER, further
from tests.support.killing import every_kill

pytestmark = further
__all__ = ["home"]


def test_killed_at_any_step_it_goes_on_and_no_key_is_lost(home: Path) -> None:
    call(home, "backup", str(home / "b"))
    kept, before = home / "kept", key_file(home).read_text()
    shutil.copytree(home / "data", kept)

    def begin() -> None:
        shutil.rmtree(home / "data")
        shutil.copytree(kept, home / "data")

    for step in every_kill(1 if GOES_FURTHER else 4, 0, lambda: call(home, "keys", "rotate"), begin):
        assert before in keys_kept(home), step
        done = call(home, "keys", "rotate")
        assert done.exit_code == 0, (step, done.output)
        assert with_store(home, all_is_there), step
        assert before in keys_kept(home), step
        # Where the first one had ended, this was another rotation.
        assert len(keys_kept(home)) <= 3, step
