"""The Dockerfile and the compose file, as far as they can be checked without an engine."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.bootstrap.monitoring import HOST, metrics_of
from bot.cli.app import folkmoot
from bot.engine.vitals import PartSign, StoredSigns, Vitals
from tests.deploy.reading import DEPLOY, ROOT, instructions, stages

DOCKERFILE = DEPLOY / "Dockerfile"
IGNORED = DEPLOY / "Dockerfile.dockerignore"


def compose() -> dict[str, Any]:
    import yaml

    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def final() -> dict[str, list[str]]:
    return stages(DOCKERFILE)[-1]


def test_both_stages_begin_with_the_python_that_the_project_asks_for() -> None:
    wanted = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert wanted
    assert [stage["FROM"][0].split()[0] for stage in stages(DOCKERFILE)] == [f"python:{wanted[1]}-slim"] * 2


def test_it_does_not_run_as_root() -> None:
    assert final()["USER"] == ["10001:10001"]
    names = [name for name, _ in instructions(DOCKERFILE)]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names[names.index("USER") :]


def test_everything_is_installed_by_hash_and_nothing_else() -> None:
    installs = [words for words in re.split(r"&&", " ".join(stages(DOCKERFILE)[0]["RUN"])) if " install " in words]
    assert installs
    assert all("--require-hashes" in words or "--no-deps" in words for words in installs)
    assert not re.search(r"curl|wget|apt-get|https?://", DOCKERFILE.read_text())


def test_all_that_is_copied_is_there_and_reaches_the_build() -> None:
    patterns = [line for line in IGNORED.read_text().splitlines() if line and not line.startswith("#")]
    for words in stages(DOCKERFILE)[0]["COPY"]:
        for source in words.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in patterns, source


@pytest.mark.parametrize(
    "path", ["config.toml", "data/folkmoot.db", "data/master.key", ".git/config", "tests/conftest.py", "bot/some.key"]
)
def test_neither_data_nor_secrets_reach_the_build(path: str) -> None:
    """As Docker decides: the last line that fits a path or a folder above it."""
    left_out = False
    for line in IGNORED.read_text().splitlines():
        kept, pattern = line.startswith("!"), line.removeprefix("!").removeprefix("**/")
        if line and not line.startswith("#") and _fits(path, pattern, everywhere="**/" in line):
            left_out = not kept
    assert left_out


def _fits(path: str, pattern: str, *, everywhere: bool) -> bool:
    parts = Path(path).parts
    above = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(fnmatch(Path(one).name if everywhere else one, pattern) for one in above)


def test_no_secret_is_built_in() -> None:
    text = DOCKERFILE.read_text() + (DEPLOY / "compose.yaml").read_text()
    assert "ARG" not in [name for name, _ in instructions(DOCKERFILE)]
    assert not re.search(r"FOLKMOOT_\w+|xox[bap]-", text)


def commands() -> list[list[str]]:
    """Every call of folkmoot in the image."""
    check = final()["HEALTHCHECK"][0].partition("CMD ")[2]
    return [shlex.split(re.sub(r"[\[\],]", " ", words)) for words in (check, "folkmoot " + final()["CMD"][0])]


def test_what_it_calls_is_a_command() -> None:
    for _, *words in commands():
        done = CliRunner().invoke(folkmoot, [*words, "--help"])
        assert done.exit_code == 0, words
    assert [words[1] for words in commands()] == ["health", "run"]


def test_it_is_stopped_as_the_bot_wants_to_be() -> None:
    assert final()["STOPSIGNAL"] == ["SIGTERM"]
    assert compose()["services"]["folkmoot"]["stop_grace_period"] == "15s"


def test_the_service_can_write_into_its_data_alone() -> None:
    service = compose()["services"]["folkmoot"]
    assert service["read_only"] is True
    assert service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["data:/data", "database-copies:/backup/database", "key-copies:/backup/keys"]
    assert final()["VOLUME"] == final()["WORKDIR"] == ["/data"]
    assert not service.get("ports")
    assert not service.get("privileged")


def test_the_service_is_built_from_this_dockerfile() -> None:
    build = compose()["services"]["folkmoot"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DOCKERFILE.resolve()
    assert compose()["volumes"].keys() == {"data", "database-copies", "key-copies"}


def test_every_volume_belongs_to_the_user_of_the_bot() -> None:
    """A volume that is new takes the owner of the folder in the image; of one that is not there it would be root's."""
    made = re.search(r"install -d -o folkmoot -g folkmoot -m 700 (.+?)(?:&&|$)", final()["RUN"][0])
    assert made
    places = {volume.partition(":")[2] for volume in compose()["services"]["folkmoot"]["volumes"]}
    assert places <= set(made[1].split())


def test_it_comes_back_with_the_machine() -> None:
    """“on-failure” would not, once the machine was started again."""
    assert compose()["services"]["folkmoot"]["restart"] == "unless-stopped"
    assert monitored()["services"]["prometheus"]["restart"] == "unless-stopped"


def test_the_line_of_the_backup_goes_into_the_two_volumes() -> None:
    written = (DEPLOY / "compose.yaml").read_text()
    (line,) = re.findall(r"exec -T folkmoot folkmoot (backup .+)$", written, re.MULTILINE)
    assert line == "backup /backup/database --keys /backup/keys --prune"
    assert line in (ROOT / "docs" / "how-to-run-in-a-container.md").read_text()
    done = CliRunner().invoke(folkmoot, [*shlex.split(line), "--help"])
    assert done.exit_code == 0


def monitored() -> dict[str, Any]:
    import yaml

    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.monitoring.yaml").read_text())
    return read


def test_prometheus_shares_the_network_in_which_the_loopback_address_is_the_bots() -> None:
    import yaml

    service = monitored()["services"]["prometheus"]
    assert service["network_mode"] == "service:folkmoot"
    assert "folkmoot" in compose()["services"]
    assert "ports" not in service, "Docker refuses ports of a container that has another one's network"
    assert monitored()["services"]["folkmoot"] == {"ports": ["127.0.0.1:9090:9090"]}
    for volume in service["volumes"][:2]:
        assert (DEPLOY / volume.split(":")[0]).is_file()
    asked = yaml.safe_load((DEPLOY / "prometheus.yaml").read_text())
    (target,) = asked["scrape_configs"][0]["static_configs"][0]["targets"]
    port = re.search(r"init --monitoring-port (\d+)", (DEPLOY / "compose.yaml").read_text())
    assert port and target == f"{HOST}:{port[1]}"


def test_the_alarms_ask_for_metrics_that_there_are() -> None:
    import yaml

    groups = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    signs = Vitals((PartSign("tick", True, 0.0),), StoredSigns({"token": 0}, {"open": 0}, 0, 0, 0.0))
    there = {"up", *re.findall(r"^(\w+)(?:\{| )", metrics_of(signs).decode(), re.MULTILINE)}
    assert len(rules) >= 5
    for rule in rules:
        assert set(re.findall(r"folkmoot_\w+|\bup\b", rule["expr"])) <= there, rule["expr"]
