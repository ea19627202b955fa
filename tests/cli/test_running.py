"""`folkmoot run` as a process: it starts, drains and ends (R10), and refuses to start before anything is sent."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.bootstrap.product import open_product, open_storage
from bot.cli.app import folkmoot as command_line
from bot.config import load_settings
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.domain.outcomes.answering import WritingResumed
from bot.ports import UnitOfWork
from tests.cli.calling import Running, folkmoot
from tests.support.further import further, only_further, part_of

pytestmark = further

READY = "SIGTERM or Ctrl-C ends it"
PROMISED = 10
LATER = datetime(2100, 1, 1, tzinfo=UTC)

# A platform whose sends take as long as it is told to, in the place of those that the settings enable.
WITH_PLATFORM = """
import sys
from adapters.fake import FakeAdapter
from bot.bootstrap import serving
from bot.cli import running
from bot.ports import CannotStartError

class Slow(FakeAdapter):
    async def send(self, *what):
        print("a send begins", flush=True)
        found = await super().send(*what)
        print("a send ends", flush=True)
        return found

    async def start(self, on_event):
        if sys.argv[3:]:
            raise CannotStartError(sys.argv[3])
        await super().start(on_event)

adapter = Slow()
adapter.fail(delay=float(sys.argv[1]), times=99)
running.make_adapters = lambda settings: [adapter]
serving.LONGEST_DRAIN = float(sys.argv[2])
from bot.cli.app import folkmoot
folkmoot(["run"], prog_name="folkmoot")
"""

# A product in which something hangs: its event loop as a whole, or one part that does not come back.
STUCK = """
import asyncio, sys, time
from adapters.fake import FakeAdapter
from bot.bootstrap import serving
from bot.cli import running
from bot.engine import watchdog
from bot.engine.outbox.sender import OutboxSender

class Stuck(FakeAdapter):
    async def send(self, *what):
        print("a send begins", flush=True)
        time.sleep(float(sys.argv[1]))

async def never(self):
    await asyncio.Event().wait()

for module in (serving, watchdog):
    module.SECONDS_BETWEEN_LOOKS, module.SILENT_SECONDS = 0.2, 2.0
if sys.argv[1] == "0":
    OutboxSender.run = never
running.make_adapters = lambda settings: [Stuck()]
from bot.cli.app import folkmoot
folkmoot(["run"], prog_name="folkmoot")
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    done = CliRunner().invoke(command_line, ["init", "--config", str(tmp_path / "config.toml")])
    assert done.exit_code == 0
    return tmp_path


def in_store(home: Path, work: Callable[[UnitOfWork], Any]) -> Any:
    store = open_storage(load_settings(home / "config.toml", {}))
    try:
        return store.run_sync(work)
    finally:
        store.close_sync()


def waiting(id: str, not_before: datetime | None = None) -> Callable[[UnitOfWork], None]:
    def keep(uow: UnitOfWork) -> None:
        to = uow.addresses.remember(ConversationRef("fake", "w", person="ada"))
        now = datetime.now(UTC) - timedelta(seconds=1)  # noqa: TID251 - the process under test has the machine's clock
        message = OutboxMessage(
            id=id, to=to, outcome=WritingResumed(), urgency=Urgency.PROMPT, created_at=now, not_before=not_before
        )
        uow.outbox.add(message)

    return keep


def states(home: Path) -> dict[str, Delivery]:
    found: dict[str, Delivery] = in_store(home, lambda uow: {one.id: one.state for one in uow.outbox.where()})
    return found


@pytest.mark.parametrize("number", part_of([signal.SIGTERM, signal.SIGINT], 2))
def test_a_signal_ends_it_with_exit_code_0_and_the_outbox_is_whole(home: Path, number: signal.Signals) -> None:
    in_store(home, waiting("later", LATER))
    with Running(home, "run") as bot:
        bot.wait_for(READY)
        bot.signal(number)
        assert bot.end(PROMISED) == 0
    assert "Traceback" not in bot.said
    assert states(home) == {"later": Delivery.WAITING}


@only_further
def test_a_send_that_has_begun_is_finished(home: Path) -> None:
    in_store(home, waiting("now"))
    in_store(home, waiting("later", LATER))
    with Running(home, "1", "9", code=WITH_PLATFORM) as bot:
        bot.wait_for("a send begins")
        bot.signal(signal.SIGTERM)
        assert bot.end(PROMISED) == 0
    assert "a send ends" in bot.said
    assert states(home) == {"now": Delivery.SENT, "later": Delivery.WAITING}


@only_further
def test_a_send_that_hangs_does_not_keep_it_from_ending(home: Path) -> None:
    in_store(home, waiting("now"))
    with Running(home, "600", "0.5", code=WITH_PLATFORM) as bot:
        bot.wait_for("a send begins")
        bot.signal(signal.SIGTERM)
        assert bot.end(PROMISED) == 0
    assert states(home)["now"] is not Delivery.SENT


@only_further
def test_a_second_signal_ends_it_at_once(home: Path) -> None:
    in_store(home, waiting("now"))
    with Running(home, "600", "600", code=WITH_PLATFORM) as bot:
        bot.wait_for("a send begins")
        bot.signal(signal.SIGTERM)
        bot.wait_for("stopping")
        bot.signal(signal.SIGTERM)
        assert bot.end(PROMISED) == 128 + signal.SIGTERM
    assert states(home)["now"] is not Delivery.SENT


@only_further
@pytest.mark.parametrize(
    ("hangs", "sentence"),
    part_of(
        [
            ("600", "the event loop does not come round any more: the process ends"),
            ("0", "a part of this program does not come back: the process ends"),
        ],
        2,
    ),
)
def test_what_hangs_and_does_not_come_back_ends_it_with_exit_code_1(home: Path, hangs: str, sentence: str) -> None:
    in_store(home, waiting("now"))
    with Running(home, hangs, code=STUCK) as bot:
        bot.wait_for(READY)
        assert bot.end() == 1
    assert sentence in bot.said
    assert states(home)["now"] in (Delivery.WAITING, Delivery.SENDING)


async def test_a_database_that_is_there_keeps_what_its_admins_have_set(home: Path) -> None:
    for name in ("Harbour Mind", "Another name"):
        (home / "config.toml").write_text(f'[organisation]\nname = "{name}"\n', "utf-8")
        app = await open_product(load_settings(home / "config.toml", {}), [])
        await app.store.close()
    assert in_store(home, lambda uow: [row.name for row in uow.organisations.where()]) == ["Harbour Mind"]


@only_further
def test_a_wrong_key_ends_it_before_anything_is_sent(home: Path) -> None:
    in_store(home, waiting("now"))
    key = home / "data" / "master.key"
    right = key.read_bytes()
    key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
    done = folkmoot(home, "run")
    assert done.returncode == 2
    assert done.stderr.startswith("The master key is not the one with which this key store was made. Put that one back")
    key.write_bytes(right)
    assert states(home) == {"now": Delivery.WAITING}


@only_further
def test_a_platform_that_does_not_let_it_in_ends_it_before_anything_is_sent(home: Path) -> None:
    """What waits is sent at once where the platform does let it in: see `test_a_send_that_has_begun_is_finished`."""
    in_store(home, waiting("now"))
    sentence = "Pigeons do not know this token."
    with Running(home, "0", "9", sentence, code=WITH_PLATFORM) as bot:
        assert bot.end(PROMISED) == 2
    assert bot.said.strip() == sentence
    assert states(home) == {"now": Delivery.WAITING}


@only_further
def test_a_database_of_another_version_ends_it(home: Path) -> None:
    in_store(home, waiting("now"))
    with sqlite3.connect(home / "data" / "folkmoot.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = folkmoot(home, "run")
    assert done.returncode == 2
    assert "made by a newer one. Run that one again" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_settings_it_says_what_to_do(tmp_path: Path) -> None:
    done = folkmoot(tmp_path, "run")
    assert done.returncode == 2
    assert "folkmoot init" in done.stderr
    assert not (tmp_path / "data").exists()


@only_further
async def test_a_claim_code_is_made_while_it_runs(home: Path) -> None:
    with Running(home, "run") as bot:
        bot.wait_for(READY)
        done = await asyncio.to_thread(folkmoot, home, "claim-code")
        assert done.returncode == 0, done.stderr
        bot.signal(signal.SIGTERM)
        assert bot.end(PROMISED) == 0
    assert in_store(home, lambda uow: len(uow.claims.where())) == 1


def break_disk(bot: Running) -> None:
    """From now on no file of this process can be written."""
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


# A store that is given up after a second instead of a minute.
IMPATIENT = """
from storage import troubles
from bot.cli import running
from bot.cli.app import folkmoot

troubles.CALM_SECONDS = 1.0
{more}
folkmoot(["run"], prog_name="folkmoot")
"""


@only_further
def test_a_disk_that_stays_broken_ends_it_with_exit_code_1_and_a_line(home: Path) -> None:
    with Running(home, code=IMPATIENT.format(more="")) as bot:
        bot.wait_for(READY)
        break_disk(bot)
        assert bot.end() == 1
    lines = [json.loads(line) for line in bot.said.splitlines() if line.startswith("{")]
    ends = [line for line in lines if line["level"] == "critical"]
    assert [line["event"] for line in ends] == ["the store will not work again: the process ends"]
    assert "SQLITE_IOERR" in json.dumps(ends[0]["error"])
    assert [line["event"] for line in lines].count("the store does not work") == 1


@only_further
def test_otherwise_it_would_go_on_and_store_nothing(home: Path) -> None:
    more = "running.leave_without_store = lambda error: print('it goes on', flush=True)"
    with Running(home, code=IMPATIENT.format(more=more)) as bot:
        bot.wait_for(READY)
        break_disk(bot)
        bot.wait_for("it goes on")
        with pytest.raises(subprocess.TimeoutExpired):
            bot.end(3)
