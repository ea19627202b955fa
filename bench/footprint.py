"""What the product weighs: starting the command line, and resting without the platforms' SDKs."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.table import show

RUNS = 9
IDLE = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from bot import logs
from bot.bootstrap import SystemClock, found_organisation, wire
from bot.domain.model import Organisation
from bot.themes.finder import LocalFinder
from adapters.fake import FakeAdapter
from storage.database import open_store

async def main():
    logs.configure()
    store = open_store(Path(sys.argv[1]) / "f.db", bytes(32))
    clock = SystemClock()
    app = wire(store, clock, [FakeAdapter()], LocalFinder())
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), clock.now(), "q"))
    stopping = asyncio.Event()
    asyncio.get_running_loop().call_later(1, stopping.set)
    await app.serve(stopping, timedelta(seconds=0.3))

asyncio.run(main())
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmRSS")))
print([name for name in ("slack_sdk", "slack_bolt", "telegram", "numpy", "textual", "holidays") if name in sys.modules])
"""


def milliseconds(command: list[str]) -> float:
    """The median of several starts."""
    spent = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def main() -> None:
    bare = milliseconds([sys.executable, "-c", "pass"])
    helped = milliseconds([str(Path(sys.executable).with_name("folkmoot")), "--help"])
    rows = [
        ("python -c pass", f"{bare:.0f} ms", ""),
        ("folkmoot --help", f"{helped:.0f} ms", f"{helped - bare:+.0f} ms (at most +100)"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for start in ("first start, database made", "later start"):
            command = [sys.executable, "-c", IDLE, folder]
            found = subprocess.run(command, check=True, capture_output=True, text=True)
            resident, imported = found.stdout.splitlines()
            remark = f"at most 60 MB; heavy imports: {imported}"
            rows.append((f"resting, {start}", f"{int(resident) / 1024:.0f} MB", remark))
    show("Start-up and rest", ("what", "measured", "remark"), rows)


if __name__ == "__main__":
    main()
