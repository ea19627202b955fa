"""A stand-in for `docker compose`, called as a program: it holds every call against the compose files, and does it on this machine.

Paths of the container, /data and /backup, are folders below HOME. The bot of `up` goes on in the background until `stop`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

import yaml

ROOT, HOME = Path(__file__).parents[2], Path(os.environ["HOME"])
DATA, PROCESS = HOME / "data", HOME / "process"


def inside(word: str) -> str:
    """A word of the container, as it is on this machine."""
    return word.replace("/backup/", f"{HOME}/backup/").replace("/data/", f"{DATA}/")


def services(files: list[str]) -> dict[str, object]:
    return {name: one for file in files for name, one in yaml.safe_load((ROOT / file).read_text())["services"].items()}


def start() -> None:
    with (HOME / "log").open("w") as log:
        made = subprocess.Popen(["folkmoot", "run"], cwd=DATA, stdout=log, stderr=log, start_new_session=True)
    PROCESS.write_text(str(made.pid))
    for _ in range(200):
        if subprocess.run(["folkmoot", "health"], cwd=DATA, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit((HOME / "log").read_text())


def stop() -> None:
    if PROCESS.exists():
        os.kill(int(PROCESS.read_text()), signal.SIGTERM)
        PROCESS.unlink()
        time.sleep(1)


def main() -> int:
    assert sys.argv[1] == "compose", sys.argv
    reader = ArgumentParser()
    reader.add_argument("-f", action="append", default=[])
    verbs = reader.add_subparsers(dest="verb", required=True)
    for name in ("build", "stop", "start"):
        verbs.add_parser(name)
    verbs.add_parser("up").add_argument("-d", action="store_true", required=True)
    run, execute = verbs.add_parser("run"), verbs.add_parser("exec")
    run.add_argument("--rm", action="store_true", required=True)
    run.add_argument("--entrypoint", default="folkmoot")
    for each in (run, execute):
        each.add_argument("-T", action="store_true")
        each.add_argument("service")
        each.add_argument("words", nargs="...")
    given = reader.parse_args(sys.argv[2:])
    assert "folkmoot" in services(given.f)
    for folder in (DATA, HOME / "backup" / "database", HOME / "backup" / "keys"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if given.verb in ("up", "start"):
        if not PROCESS.exists():
            start()
    elif given.verb == "stop":
        stop()
    elif given.verb in ("run", "exec"):
        assert given.service == "folkmoot"
        assert given.verb == "run" or PROCESS.exists(), "exec needs a bot that runs"
        words = [*([given.entrypoint] if given.verb == "run" else []), *map(inside, given.words)]
        return subprocess.run(words, cwd=DATA).returncode
    return 0


sys.exit(main())
