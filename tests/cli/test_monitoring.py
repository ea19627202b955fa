"""Health and metrics: off unless asked for, on the loopback address alone, true, and without anything about people."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from adapters.fake import FakeAdapter
from bot.bootstrap import monitoring as pages_of_monitoring
from bot.bootstrap.monitoring import HOST, STORE, metrics_of, monitoring, vital_signs_of
from bot.cli.app import folkmoot as cli
from bot.config import Settings
from bot.domain.model import Incident, IncidentKind
from bot.engine import vitals
from bot.ports import CannotStartError, NotStoredError
from storage.errors import StoreClosedError
from tests.cli.calling import Running, folkmoot
from tests.support.actions import TEAM, answered, opened
from tests.support.further import only_further
from tests.support.ports import free_port
from tests.support.world import World

LABELS = {
    "part": {"tick", "sender", "database", "intake_fake"},
    "kind": {STORE, *(kind.value for kind in IncidentKind)},
    "state": {"open", "closed", "draft"},
    "version": {version("folkmoot")},
}
"""Every label that a metric may have, with all of its values."""


async def page(port: int, name: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://{HOST}:{port}/{name}") as answer:
        return answer.status, await answer.text()


async def pages(world: World) -> tuple[int, dict[str, Any], str]:
    """The status and content of /health, and /metrics."""
    port = free_port()
    async with monitoring(world.app, port):
        async with aiohttp.ClientSession() as session, session.get(f"http://{HOST}:{port}/health") as answer:
            status, health = answer.status, await answer.json()
        return status, health, (await page(port, "metrics"))[1]


async def lived(*, at_risk: bool = False) -> World:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"secret words of {who}", "", "") for who in TEAM})
    if at_risk:
        await world.type("amira", "I want to kill myself", "m1")
    await world.settle()
    return world


def numbers(text: str) -> dict[str, float]:
    """The metrics that do not depend on when they are read."""
    found = {}
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            if one.name.startswith("folkmoot_") and "age" not in one.name:
                found[f"{one.name}{sorted(one.labels.items())}"] = one.value
    return found


def test_it_is_off_unless_asked_for() -> None:
    assert Settings().monitoring.port == 0


async def test_without_a_port_nothing_listens() -> None:
    world = World()
    async with monitoring(world.app, 0):
        assert len(asyncio.all_tasks()) == 1


async def test_each_vital_part_is_there_with_its_age() -> None:
    status, health, _ = await pages(await lived())
    assert status == 200
    assert health["status"] == "ok"
    assert {"tick", "sender", "database"} <= set(health["parts"])
    assert all(part["ok"] and 0 <= part["age_seconds"] < 60 for part in health["parts"].values())


@pytest.mark.parametrize("part", ["tick", "sender"])
async def test_a_part_that_does_not_come_round_is_unhealthy(part: str) -> None:
    world = await lived()
    (world.app.scheduler if part == "tick" else world.app.sender).beaten_at = monotonic() - 61
    status, health, metrics = await pages(world)
    assert status == 503
    assert health["status"] == "failing"
    assert [name for name, sign in health["parts"].items() if not sign["ok"]] == [part]
    assert f'folkmoot_part_works{{part="{part}"}} 0.0' in metrics


async def test_a_database_that_does_not_answer_is_unhealthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "READ_SECONDS", 0.05)
    world = await lived()

    async def never(work: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(world.store, "read", never)
    status, health, metrics = await pages(world)
    assert status == 503
    assert not health["parts"]["database"]["ok"]
    assert re.findall(r"^folkmoot_incidents.*$", metrics, re.MULTILINE) == ['folkmoot_incidents{kind="store"} 1.0']


class Deaf(FakeAdapter):
    hears = False

    @property
    def beaten_at(self) -> float:
        return monotonic()

    async def listen_again(self) -> None: ...


async def test_a_platform_that_is_not_heard_is_said_and_not_restarted_for() -> None:
    world = await lived()
    world.app.adapters = (Deaf(),)
    status, health, _ = await pages(world)
    assert status == 200
    assert health["status"] == "degraded"
    assert not health["parts"]["intake_fake"]["ok"]


async def test_no_label_names_anything_of_people() -> None:
    world = await lived()
    world.app.adapters = (Deaf(),)
    _, health, text = await pages(world)
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            assert all(value in LABELS[name] for name, value in one.labels.items()), one
    both = (text + repr(health)).lower()
    for word in (*TEAM, "alpha", "secret", "words"):
        assert not re.search(rf"\b{word}\b", both), word


async def test_somebody_at_risk_and_somebody_silent_give_the_same_numbers() -> None:
    (_, _, risk), (_, _, calm) = await pages(await lived(at_risk=True)), await pages(await lived())
    assert numbers(risk) == numbers(calm)
    assert numbers(calm)


async def test_control_what_does_not_work_changes_them() -> None:
    world = await lived()
    signs = vital_signs_of(world.app)
    before = numbers(metrics_of(await signs.read()).decode())
    made = Incident(id="i", kind=IncidentKind.TOKEN, subject="slack", since=world.clock.now())
    await world.store.run(lambda uow: uow.incidents.save(made))
    after = numbers(metrics_of(await signs.read()).decode())
    assert {name for name in after if after[name] != before[name]} == {"folkmoot_incidents[('kind', 'token')]"}


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    world = World()
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(CannotStartError, match=r"monitoring\.port"):
            async with monitoring(world.app, taken.getsockname()[1]):
                raise AssertionError("it was opened")


NAMES = {
    "127.0.0.1": 200,
    "localhost": 200,
    "[::1]": 200,
    "attacker.example": 403,
    "127.0.0.1.attacker.example": 403,
    "": 403,
}
"""Names by which a page of a browser may have come to call this machine."""


@pytest.mark.parametrize("host", NAMES)
@pytest.mark.parametrize("name", ["health", "metrics"])
async def test_who_calls_this_machine_by_another_name_is_told_nothing(host: str, name: str) -> None:
    """A page that somebody looks at here could let its own name lead to the loopback address, and read what it finds."""
    status, text = await answered_to(host, name)
    assert status == NAMES[host]
    assert ("tick" in text) is (status == 200)


async def test_control_without_the_look_at_the_name_it_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_of_monitoring, "LOOPBACK", frozenset({"attacker.example"}))
    assert (await answered_to("attacker.example", "metrics"))[0] == 200


async def answered_to(host: str, name: str) -> tuple[int, str]:
    world, port = World(), free_port()
    async with monitoring(world.app, port), aiohttp.ClientSession() as session:
        called = {"Host": f"{host}:{port}" if host else ""}
        async with session.get(f"http://{HOST}:{port}/{name}", headers=called) as answer:
            return answer.status, await answer.text()


async def test_a_fault_of_ours_is_a_fault_and_no_quiet_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(uow: object, now: object) -> None:
        raise KeyError("misspelt")

    world, port = await lived(), free_port()
    monkeypatch.setattr(vitals, "read_stored_signs", wrong)
    async with monitoring(world.app, port):
        assert (await page(port, "health"))[0] == 500
        assert (await page(port, "metrics"))[0] == 500


@pytest.mark.parametrize("fault", [NotStoredError(), StoreClosedError(), TimeoutError()])
async def test_a_database_that_refuses_is_unhealthy(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    world = await lived()

    async def refused(work: object) -> None:
        raise fault

    monkeypatch.setattr(world.store, "read", refused)
    status, health, _ = await pages(world)
    assert status == 503
    assert not health["parts"]["database"]["ok"]


ANSWERS = {
    "no web server": b"SSH-2.0-OpenSSH_9.6\r\n",
    "nothing": b"",
    "a page": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "a list": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    "others' health": b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status":"UP"}',
    "odd parts": b'HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{"status":"ok","parts":[1]}',
    "a fault": b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno",
    "cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
}


@pytest.mark.parametrize("what", ANSWERS)
def test_another_program_on_the_port_is_a_sentence(what: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        (tmp_path / "config.toml").write_text(f"[monitoring]\nport = {port}\n")

        def answer() -> None:
            heard, _ = other.accept()
            with heard:
                heard.settimeout(5)
                if what != "nothing":
                    heard.recv(1000)
                heard.sendall(ANSWERS[what])

        answering = threading.Thread(target=answer)
        answering.start()
        done = CliRunner().invoke(cli, ["health", "--config", str(tmp_path / "config.toml")])
        answering.join()
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert str(port) in done.stderr
    assert "monitoring.port" in done.stderr


def test_without_a_port_it_says_what_to_write_where(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    done = CliRunner().invoke(cli, ["health", "--config", str(tmp_path / "config.toml")])
    assert done.exit_code == 2
    assert "[monitoring]" in done.stderr and "port = 9464" in done.stderr
    assert str(tmp_path / "config.toml") in done.stderr


@only_further
def test_a_process_answers_and_says_so_when_it_is_gone(tmp_path: Path) -> None:
    port = free_port()
    assert folkmoot(tmp_path, "init").returncode == 0
    assert folkmoot(tmp_path, "health").returncode == 2
    (tmp_path / "config.toml").write_text(f"[monitoring]\nport = {port}\n")
    with Running(tmp_path, "run") as bot:
        bot.wait_for("SIGTERM or Ctrl-C ends it")
        done = folkmoot(tmp_path, "health")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("ok\n")
        second = folkmoot(tmp_path, "run")
        assert second.returncode == 2
        assert "monitoring.port" in second.stderr
    gone = folkmoot(tmp_path, "health")
    assert gone.returncode == 1
    assert "Nobody answers" in gone.stderr
