"""Every command line of the how-tos is run, page by page, and every other one on the pages is at least one that there is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from bot.bootstrap.product import open_storage
from bot.chatcommands import BY_NAME, Wrong
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.retention import Retention
from bot.ports import UnitOfWork
from bot.views.messages.privacy_pack import retention_table
from tests.cli.calling import environment
from tests.deploy.reading import DEPLOY, ROOT, unit
from tests.support.further import only_further
from tests.support.ports import free_port

HOWTOS = sorted((ROOT / "docs").glob("how-to-*.md"), key=lambda page: (page.stem != "how-to-install", page.stem))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOUNDING = ("how-to-install.md", "how-to-run-in-a-container.md")
"""Pages that begin where there is nothing yet."""
SERVICE_USER = "--system --home-dir $HOME/srv --shell /usr/sbin/nologin folkmoot"
STAND_INS = {
    "systemctl": """case "$*" in
        "stop folkmoot"|"start folkmoot") ;;
        "daemon-reload"|"enable --now folkmoot") test -f ~/etc/systemd/system/folkmoot.service ;;
        *) exit 1 ;; esac""",
    "useradd": f'[ "$*" = "{SERVICE_USER}" ]',
    # Whose a folder is cannot be changed by every user who runs the tests.
    "install": 'exec /usr/bin/install $(echo "$@" | sed "s/-o folkmoot -g folkmoot//")',
    "runuser": '[ "$1 $2 $3" = "-u folkmoot --" ] && shift 3 && exec "$@"',
    "docker": f'exec {ROOT}/.venv/bin/python {ROOT}/tests/deploy/docker.py "$@"',
    # What it would do is looked at, and not done: the rule has to be there.
    "make": f'for word in "$@"; do rule=$word; done; exec /usr/bin/make -C {ROOT} -n "$rule" >/dev/null',
}
"""Programs that a test cannot let have their way, each with what it accepts."""


def command_lines(text: str) -> list[str]:
    """The lines of the indented blocks, without their indentation."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for line in text.splitlines() if re.match(r" {4,}\S", line)]


LOST = {
    "The database is lost or damaged": ("folkmoot.db",),
    "The key store is lost or damaged": ("keys.db",),
    "Both are lost": ("folkmoot.db", "keys.db"),
}
"""Files that are as the heading says before its lines are run."""


def lines_with_losses(text: str) -> list[str]:
    """The command lines of a page, each section's behind what has happened by then."""
    lines = []
    for section in text.split("\n## "):
        heading, _, rest = section.partition("\n")
        lines += [f"echo damaged > ~/folkmoot/data/{name}" for name in LOST.get(heading, ())]
        lines += command_lines(rest)
    return lines


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a folder `folkmoot` as the pages have it, in which somebody has written something."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, script in STAND_INS.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    (programs / "folkmoot").write_text(f'#!/bin/sh\nexec {ROOT}/.venv/bin/python -m bot "$@"\n')
    (programs / "folkmoot").chmod(0o755)
    source = tmp_path / "srv" / "folkmoot-source"
    (source / ".venv").mkdir(parents=True)
    (source / ".venv" / "bin").symlink_to(programs)
    (source / "deploy").symlink_to(ROOT / "deploy")
    (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True)
    return tmp_path


def fill(home: Path) -> None:
    folder = home / "folkmoot"
    folder.mkdir()
    (folder / "deploy").symlink_to(ROOT / "deploy")
    assert run(home, ["cd ~/folkmoot", "folkmoot init"]).returncode == 0
    store = open_storage(load_settings(folder / "config.toml", {}))
    store.run_sync(someone)
    store.close_sync()
    taken = ["cd ~/folkmoot", "folkmoot backup backups/database --keys backups/keys --prune"]
    assert run(home, taken).returncode == 0
    for copy in (folder / "backups").rglob("*-until-*.db"):
        # An older one: where a page makes another, there are two.
        copy.rename(copy.with_name(re.sub(r"\d{8}T", "20260102T", copy.name, count=1)))


def someone(unit: UnitOfWork) -> None:
    address = unit.addresses.remember(ConversationRef("slack", "T1", person="U012AB3CD"))
    unit.members.save(model.Member(id="ann", name="Ann"))
    unit.identities.save(model.Identity(id=address, member="ann"))
    unit.texts.keep("text", "ann", ConfidentialText("words"))


def run(home: Path, lines: list[str]) -> subprocess.CompletedProcess[str]:
    env = environment(home)
    env["PATH"] = f"{home / 'programs'}:{env['PATH']}"
    return subprocess.run(
        [
            "bash",
            "-c",
            "\n".join(
                ["set -euo pipefail", "trap 'kill $(jobs -p) $(cat ~/process) 2>/dev/null || true' EXIT", *lines]
            ),
        ],
        cwd=home,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def on_this_machine(home: Path, line: str) -> str:
    """The line with the folders of the whole machine below `home`."""
    line = line.replace("$PWD/.venv/bin", str(home / "programs"))
    return re.sub(r"(?<![\w~.])/(srv|etc/systemd)\b", rf"{home}/\1", line)


@only_further
@pytest.mark.parametrize("page", HOWTOS, ids=lambda page: page.stem)
def test_every_command_line_of_a_how_to_works(home: Path, page: Path) -> None:
    lines = lines_with_losses(page.read_text())
    assert lines, "a how-to without a command tells nobody how"
    if page.name not in FOUNDING:
        fill(home)
    port = str(free_port())
    written = [on_this_machine(home, line.replace("9464", port)) for line in lines]
    done = run(home, written)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_what_is_lost_is_a_heading_of_a_page() -> None:
    headings = "\n".join(page.read_text() for page in HOWTOS)
    assert [heading for heading in LOST if f"\n## {heading}\n" not in headings] == []


@pytest.mark.parametrize("page", HOWTOS, ids=lambda page: page.stem)
def test_no_command_stands_where_it_is_not_run(page: Path) -> None:
    """What is fenced in is no command, but a file's content, and its language says so."""
    assert set(re.findall(r"^ *```(.*)$", page.read_text(), re.MULTILINE)) <= {"", "yaml", "toml", "json"}


def test_the_pages_and_the_unit_have_the_same_folders() -> None:
    """`~` of the pages is the home of the service's user."""
    found = unit(DEPLOY / "folkmoot.service")
    install = (ROOT / "docs" / "how-to-install.md").read_text()
    user = re.search(r"useradd --system --home-dir (\S+) .* (\S+)$", install, re.MULTILINE)
    assert user
    assert found["User"] == found["Group"] == [user[2]]
    pages = " ".join(page.read_text() for page in HOWTOS).replace("~/", f"{user[1]}/")
    assert found["WorkingDirectory"] == [f"{user[1]}/folkmoot"]
    assert f"cd {found['WorkingDirectory'][0]}\n" in pages
    assert found["ReadWritePaths"] == [f"{found['WorkingDirectory'][0]}/data"]
    program = found["ExecStart"][0].split()[0]
    assert f"-- {program} init" in install
    assert f"make -C {program.removesuffix('/.venv/bin/folkmoot')} .venv/.runtime" in pages
    assert "~/" in (ROOT / "docs" / "how-to-upgrade.md").read_text(), "the control: it is `~` that is the same"


def blocks_of(page: Path) -> list[tuple[str, list[str]]]:
    """Each block of command lines, behind the paragraph above it."""
    parts = re.split(r"\n\n(?= {4})", page.read_text())
    return [
        (before.rsplit("\n\n", 1)[-1], command_lines("\n\n" + after.split("\n\n")[0]))
        for before, after in pairwise(parts)
    ]


def test_an_upgrade_changes_the_program_as_root_and_the_data_as_the_bots_user() -> None:
    """The program's folder belongs to root, and what root makes in the bot's folder the bot could not open."""
    blocks = blocks_of(ROOT / "docs" / "how-to-upgrade.md")
    as_root = [line for before, lines in blocks if "As root" in before for line in lines]
    others = [line for before, lines in blocks if "As root" not in before for line in lines]
    assert [line for line in as_root if line.startswith("folkmoot")] == []
    assert [line for line in others if not line.startswith(("folkmoot", "cd ~/folkmoot"))] == []
    assert any(line.startswith("folkmoot migrate") for line in others)
    install = (ROOT / "docs" / "how-to-install.md").read_text()
    again = [line for line in command_lines(install) if line.startswith(("make -C", "cp /srv", "systemctl daemon"))]
    assert len(again) == 3
    assert as_root == ["systemctl stop folkmoot", *again, "systemctl start folkmoot"]


@only_further
def test_a_command_line_that_does_not_work_is_noticed(home: Path) -> None:
    fill(home)
    for wrong in ("folkmoot bakup x", "systemctl restart everything", "make -C ~/folkmoot-source no-such-rule"):
        assert run(home, ["cd ~/folkmoot", wrong, "true"]).returncode != 0


def calls_of(text: str) -> Iterator[list[str]]:
    """The words after `folkmoot` in every command line and in every piece of code."""
    spans = re.findall(r"`(folkmoot [^`\n]+)`", text)
    for call in [*command_lines(text), *spans]:
        found = re.match(r"(?:[\w.]\S*/)?folkmoot ((?:[\w-]+).*)", call)
        if found:
            yield re.split(r"\s(?:#|>|\||&|then\b)", found[1])[0].split()


def is_a_call(words: list[str]) -> bool:
    command: click.Command | None = folkmoot
    with click.Context(folkmoot) as context:
        rest = [word for word in words if word != "..."]
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            command, *rest = command.get_command(context, rest[0]), *rest[1:]
        if command is None:
            return False
        known = {name for option in command.params for name in option.opts} | {"--help", "--version"}
    return all(word.split("=")[0] in known for word in rest if word.startswith("--"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_call_on_a_page_is_one_that_there_is(page: Path) -> None:
    assert [words for words in calls_of(page.read_text()) if not is_a_call(words)] == []


def test_a_call_that_there_is_not_is_noticed() -> None:
    assert not is_a_call(["chek"])
    assert not is_a_call(["backup", "DIR", "--prunes"])
    assert is_a_call(["keys", "rotate"])
    assert list(calls_of("`folkmoot check`\n\n    .venv/bin/folkmoot run &\n")) == [["run"], ["check"]]


def test_the_table_of_a_page_says_the_numbers_in_force() -> None:
    page = (ROOT / "docs" / "how-to-data-protection.md").read_text()
    found = re.search(r"<!-- retention -->\n(.*)\n<!-- /retention -->", page, re.DOTALL)
    assert found
    assert found[1] == retention_table(Retention())


def understood(said: str) -> bool:
    """Whether the words are a chat command as its page of help has it."""
    words = said.replace("@NAME", "<@ann>")
    names = [name for name in BY_NAME if words == name or words.startswith(f"{name} ")]
    if not names:
        return False
    name = max(names, key=len)
    return not isinstance(BY_NAME[name].read(words[len(name) :].strip()), Wrong)


def test_what_the_first_round_says_to_the_bot_is_understood() -> None:
    page = (ROOT / "docs" / "how-to-first-round.md").read_text()
    said = re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)
    assert len(said) >= 6
    assert [words for words in said if not understood(words)] == []
    assert not understood("round begin Crisis line")
