"""A transcript played with full capabilities: once in a run of the tests, by whichever of its processes needs it first.

Playing is repeatable: no clock, chance or order of a hash takes part in it, and what another process has played is compared here.
"""

from __future__ import annotations

import os
import pickle
from hashlib import sha256
from pathlib import Path

from tests.golden.format import Transcript
from tests.golden.runner import Played, full, play


async def play_once(transcript: Transcript, folder: Path) -> Played:
    """Return what was played, kept in this folder under the words of the transcript; each caller has a copy of its own."""
    kept = folder / f"played-{sha256(f'{transcript.name} {transcript.text()}'.encode()).hexdigest()}"
    if not kept.exists():
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pickle.dumps(await play(transcript, full)))
        unfinished.replace(kept)
    found: Played = pickle.loads(kept.read_bytes())
    return found
