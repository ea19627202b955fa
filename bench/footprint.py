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
SMALLEST = 1
REPORT = """
import sys
from pathlib import Path

def report():
    lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    print(*(lines[name].split()[0] for name in ("VmRSS", "RssAnon")))
"""
STACK = "import asyncio, sqlmodel, cryptography.hazmat.primitives.ciphers.aead; report()"
IDLE = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from bot import logs
from bot.bootstrap import found_organisation, wire_app
from bot.system_clock import SystemClock
from bot.domain.model import Organisation
from bot.themes.finder import LocalFinder
from adapters.fake import FakeAdapter
from storage.database import open_store

async def main():
    logs.configure_logging()
    store = open_store(Path(sys.argv[1]) / "f.db", bytes(32))
    clock = SystemClock()
    app = wire_app(store, clock, [FakeAdapter()], LocalFinder())
    await store.run(lambda uow: found_organisation(uow, Organisation(id="org"), clock.now(), "q"))
    stopping = asyncio.Event()
    asyncio.get_running_loop().call_later(1, stopping.set)
    await app.serve(stopping, timedelta(seconds=0.3))

asyncio.run(main())
report()
print([name for name in ("slack_sdk", "slack_bolt", "telegram", "numpy", "textual", "holidays") if name in sys.modules])
"""


def weighed(program: str, folder: str) -> tuple[str, str]:
    """What a program weighs at its end, and the last line that it printed."""
    command = [sys.executable, "-c", REPORT + program, folder]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    resident, own = (int(kibibytes) / 1024 for kibibytes in said[0].split())
    return f"{own:.0f} MB of its own, {resident:.0f} MB with shared libraries", "".join(said[1:])


def milliseconds(command: list[str], runs: int) -> float:
    """The median of several starts."""
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def run(smallest: bool = False) -> None:
    runs = SMALLEST if smallest else RUNS
    bare = milliseconds([sys.executable, "-c", "pass"], runs)
    helped = milliseconds([str(Path(sys.executable).with_name("folkmoot")), "--help"], runs)
    rows = [
        ("python -c pass", f"{bare:.0f} ms", ""),
        ("folkmoot --help", f"{helped:.0f} ms", f"{helped - bare:+.0f} ms (at most +100)"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for start in ("first start, database made", "later start"):
            weight, imported = weighed(IDLE, folder)
            rows.append((f"resting, {start}", weight, f"at most 60 MB; heavy imports: {imported}"))
    rows.append(("sqlmodel, asyncio and AES-GCM alone", *weighed(STACK, "")))
    show("Start-up and rest", ("what", "measured", "remark"), rows)


if __name__ == "__main__":
    run()
