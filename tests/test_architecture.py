"""The house's walls: import contracts, small files, small functions, no clock or stray task outside its room."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from inspect import getsource
from pathlib import Path
from pkgutil import walk_packages

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from bot.domain.root_error import FolkmootError
from bot.engine.commands.running import ORDERS

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "adapters", "storage")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
CLASSES = {"layers": LayersContract, "forbidden": ForbiddenContract}


def sources() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_every_import_contract_is_kept() -> None:
    """In a process of its own: the linter switches off the loggers of the one that it runs in."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


def contract(name: str) -> LayersContract | ForbiddenContract:
    """The contract of this name, as the settings have it."""
    configure()
    options = read_user_options(config_filename=str(ROOT / "pyproject.toml"))
    found = next(one for one in options.contracts_options if one["name"].startswith(name))
    return CLASSES[found["type"]](name=found["name"], session_options=options.session_options, contract_options=found)


@pytest.mark.parametrize(
    ("name", "importer", "imported"),
    [
        ("who may see whom", "bot.domain.rounds", "bot.engine.engine"),
        ("who may see whom", "bot.views.view", "bot.ports"),
        ("who may see whom", "bot.declarations.platform_spec", "bot.ports"),
        ("adapters and storage see", "adapters.fake", "bot.engine.engine"),
        ("adapters and storage see", "storage.codec", "bot.themes.find"),
        ("below the wiring", "bot.engine.engine", "storage.database"),
        ("the domain, the views", "bot.domain.model.asking", "sqlalchemy"),
        ("SQL lives in the storage", "bot.engine.access", "sqlmodel"),
        ("each adapter alone", "bot.engine.engine", "telegram"),
        ("only the ticker", "bot.engine.engine", "apscheduler"),
        ("documents are made", "bot.engine.engine", "jinja2"),
        ("Slack's libraries", "adapters.telegram.app", "slack_sdk"),
        ("Telegram's library", "adapters.slack.app", "telegram"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    graph: grimp.ImportGraph, name: str, importer: str, imported: str
) -> None:
    world = deepcopy(graph)
    if imported not in world.modules:
        world.add_module(imported, is_squashed=True)
    assert contract(name).check(graph=world, verbose=False).kept
    world.add_import(importer=importer, imported=imported)
    assert not contract(name).check(graph=world, verbose=False).kept


def imports_between_modules(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """What each of the product's modules imports of them, late imports and those for types alone included."""
    ours = {module for module in graph.modules if module.split(".")[0] in ROOMS}
    return {module: graph.find_modules_directly_imported_by(module) & ours for module in ours}


def test_no_modules_import_each_other_in_a_circle(graph: grimp.ImportGraph) -> None:
    TopologicalSorter(imports_between_modules(graph)).prepare()


def test_a_circle_would_be_found(graph: grimp.ImportGraph) -> None:
    world = deepcopy(graph)
    world.add_import(importer="bot.engine.context", imported="bot.engine.known_names")
    with pytest.raises(CycleError) as found:
        TopologicalSorter(imports_between_modules(world)).prepare()
    assert {"bot.engine.context", "bot.engine.known_names"} <= set(found.value.args[1])


SAME_DUTY = {"Intake", "Webhook"}
"""Names of classes that both adapters have, for the same duty."""


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[Path]] = {}
    for path in sources():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(ROOT))
    doubled = {name: found for name, found in places.items() if len(found) > 1 and name not in SAME_DUTY}
    assert doubled == {}
    assert all({path.parts[0] for path in places[name]} == {"adapters"} for name in SAME_DUTY)


def test_files_are_small() -> None:
    read_too = [path for room in ("tests", "bench", "training", ".ci") for path in (ROOT / room).rglob("*.py")]
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in [*sources(), *read_too]}
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short() -> None:
    lengths = dict(found for path in sources() for found in functions(path))
    assert len(lengths) > 500
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\n\nSTARTED = datetime.now()\n",
        "import datetime\n\nTODAY = datetime.date.today()\n",
        "import asyncio\n\n\nasync def go() -> None:\n    asyncio.create_task(go())\n",
    ],
)
def test_the_linter_refuses_a_stray_clock_or_task(line: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", "bot/planted.py", "-"]
    found = subprocess.run(command, input=line, capture_output=True, text=True, cwd=ROOT, check=False)
    assert found.returncode == 1
    assert "TID251" in found.stdout


def test_every_exception_has_one_root() -> None:
    found = []
    for room in ("bot", "adapters", "storage"):
        for module in walk_packages([room], f"{room}."):
            if not module.name.endswith(("__main__", ".env")) and ".versions" not in module.name:
                made = vars(import_module(module.name)).values()
                found += [each for each in made if isinstance(each, type) and each.__module__ == module.name]
    raised = [each for each in found if issubclass(each, Exception)]
    assert len(raised) > 30
    assert [each.__name__ for each in raised if not issubclass(each, FolkmootError)] == []


def test_what_takes_a_part_is_called_again_in_full() -> None:
    """`.ci/run` calls what is marked; a module that takes a part without the mark would never be tried in full.

    What is `only_further` is marked by itself.
    """
    imports = re.compile(r"\nfrom tests\.support\.further import (?!only_further\n)")
    takes = [path for path in (ROOT / "tests").rglob("test_*.py") if imports.search(path.read_text())]
    assert len(takes) > 10
    marks = re.compile(r"\npytestmark = (?:further\n|\[\s*further,)")
    unmarked = [path.name for path in takes if not marks.search(path.read_text())]
    assert unmarked == []
    assert [path.name for path in takes if path.read_text().count("\npytestmark =") > 1] == [], (
        "the last one alone counts"
    )
    assert "-m further" in (ROOT / ".ci/run").read_text()


def checks_the_role_again(function: ast.AST) -> bool:
    """Return whether a handler asks for the admin role and does nothing else with the answer: `run_command` has done that."""
    return any(
        isinstance(node, ast.Expr) and ast.unparse(node).startswith("access.require_admin(")
        for node in ast.walk(function)
    )


def test_a_right_is_enforced_once() -> None:
    """Roles stand in the registry of commands; buttons that are no commands are not among these handlers."""
    handlers = [handler for handler in ORDERS.values() if handler.__name__ != "<lambda>"]
    assert len(handlers) > 40
    assert [one.__name__ for one in handlers if checks_the_role_again(ast.parse(getsource(one)))] == []


def test_a_second_check_would_be_found() -> None:
    """Negative control of the test above."""
    assert checks_the_role_again(ast.parse("def set_lead(context, command):\n    access.require_admin(context)"))
