"""A platform is there by its spec alone: settings, secrets, example, self-check and adapter follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import pytest
from click.testing import CliRunner

from adapters import fake
from adapters.registry import PLATFORMS
from bot.bootstrap.platforms import enabled_platforms, make_adapters
from bot.bootstrap.product import create_master_key, open_product
from bot.bootstrap.self_check import self_check
from bot.cli.app import folkmoot
from bot.config import ConfigError, example_text, load_settings
from bot.declarations.platform_spec import (
    CommandOption,
    PlatformCommand,
    PlatformSpec,
    SecretSource,
    UnusableOptionsError,
)
from bot.declarations.setting_rules import SECRET_FILE, STRICT, Says
from bot.domain.model import RoundState
from bot.logs import harmless_value
from tests.support.actions import FORTNIGHTLY, TEAM, answered, until
from tests.support.places import channel
from tests.support.world import World

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> Path:
    create_master_key(folder / "data" / "master.key")
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


async def test_the_fake_platform_plays_a_round_by_its_spec_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLATFORMS, fake.SPEC.section, fake.SPEC)
    settings = load_settings(written(tmp_path, "[fake]\nenabled = true\n"), {})
    (adapter,) = make_adapters(settings)
    assert isinstance(adapter, fake.FakeAdapter)
    world = World()
    world.platform = adapter
    world.app = await open_product(settings, [adapter], world.clock)
    world.store = world.app.store
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    world.clock.move(timedelta(hours=26))
    await world.settle()
    (round_,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("", "The waiting list is far too long.", "")))
    await until(world, round_, RoundState.FINAL)
    await world.store.close()
    final = adapter.transcript(channel("alpha"))[-1]
    assert final.startswith("Final summary: Alpha")
    assert "waiting" in final.lower()


def test_without_its_spec_it_is_not_known(tmp_path: Path) -> None:
    """Negative control of the test above."""
    with pytest.raises(ConfigError, match="no such section"):
        load_settings(written(tmp_path, "[fake]\nenabled = true\n"), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class PigeonSettings:
    __pydantic_config__ = STRICT

    enabled: Annotated[bool, Says("Whether the bot sends pigeons.")] = False
    whistle_file: Annotated[
        Path | None, Says("What calls them, unless FOLKMOOT_PIGEON_WHISTLE is set."), SECRET_FILE
    ] = None


WHISTLE = SecretSource("pigeon_whistle", "pigeon", "whistle", "the pigeons' whistle")
PIGEONS = PlatformSpec(
    section="pigeon",
    name="Pigeons",
    settings=PigeonSettings,
    module="adapters.nowhere",
    secrets=(WHISTLE,),
    needed_secrets=lambda section: ("pigeon_whistle",),
)


async def test_settings_secrets_example_and_self_check_follow_from_a_spec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PLATFORMS, "pigeon", PIGEONS)
    path = written(tmp_path, "[pigeon]\nenabled = true\n")
    with pytest.raises(ConfigError, match="pigeons' whistle is missing"):
        load_settings(path, {})
    settings = load_settings(path, {WHISTLE.variable: "phweet"})
    found = settings.secrets.get("pigeon_whistle")
    assert found and found.reveal() == "phweet"
    assert [spec.name for spec in enabled_platforms(settings)] == ["Pigeons"]
    assert '# What calls them, unless FOLKMOOT_PIGEON_WHISTLE is set.\nwhistle_file = ""\n' in example_text()
    assert f"#   {WHISTLE.variable}: the pigeons' whistle\n" in example_text()
    told = [one.found for one in await self_check(settings) if one.what == "Pigeons"]
    assert len(told) == 1
    assert "cannot talk to Pigeons" in told[0]


def _feed(grain: str, dry: bool) -> str:
    if not grain:
        raise UnusableOptionsError("Pigeons eat grain.")
    return f"{'dry' if dry else 'soaked'} {grain}"


FEED = PlatformCommand(
    name="pigeon-feed",
    summary="Feed them.",
    help="Feed the pigeons once.",
    options=(CommandOption("grain", "Which one."), CommandOption("dry", "Without water.", flag=True)),
    work=_feed,
)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--help",), 0, "pigeon-feed"),
        (("pigeon-feed", "--help"), 0, "Feed the pigeons once."),
        (("pigeon-feed", "--grain", "barley"), 0, "soaked barley\n"),
        (("pigeon-feed", "--grain", "barley", "--dry"), 0, "dry barley\n"),
        (("pigeon-feed",), 2, "Pigeons eat grain."),
        (("pigeon-fed",), 2, "Did you mean 'pigeon-feed'?"),
    ],
)
def test_a_spec_contributes_commands(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    """The control: without the spec the same words name no command."""
    monkeypatch.setattr(folkmoot, "commands", dict(folkmoot.commands))
    assert told not in CliRunner().invoke(folkmoot, words).output
    monkeypatch.setitem(PLATFORMS, "pigeon", replace(PIGEONS, commands=(FEED,)))
    done = CliRunner().invoke(folkmoot, words)
    assert done.exit_code == code
    assert told in done.output


def test_commands_of_platforms_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform's command never stands in the place of another's or of the product's own."""
    contributed = [command.name for spec in PLATFORMS.values() for command in spec.commands]
    assert contributed
    own = set(folkmoot.commands) - set(contributed)
    assert "run" in own
    assert len(set(contributed)) == len(contributed)
    monkeypatch.setattr(folkmoot, "commands", dict(folkmoot.commands))
    monkeypatch.setitem(PLATFORMS, "pigeon", replace(PIGEONS, commands=(replace(FEED, name="run"),)))
    assert "Feed them." not in CliRunner().invoke(folkmoot, ["--help"]).output


@pytest.mark.parametrize("known", [True, False])
def test_secrets_and_ids_are_recognised_by_what_a_spec_says_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """The control: a spec that says nothing of them."""
    traces = (re.compile("coo-"),), (re.compile("^ring-"),)
    monkeypatch.setitem(
        PLATFORMS, "pigeon", replace(PIGEONS, secret_traces=traces[0], id_traces=traces[1]) if known else PIGEONS
    )
    assert harmless_value("coo-coo") == ("<secret>" if known else "coo-coo")
    assert harmless_value("ring-7") == ("<platform id>" if known else "ring-7")
    path = written(tmp_path, '[organisation]\nname = "coo-coo"\n')
    if known:
        with pytest.raises(ConfigError, match="A secret stands in the file"):
            load_settings(path, {})
    else:
        assert load_settings(path, {}).organisation.name == "coo-coo"


@pytest.mark.parametrize("spec", PLATFORMS.values(), ids=PLATFORMS)
def test_a_spec_agrees_with_itself(spec: PlatformSpec) -> None:
    keys = {field.name for field in fields(spec.settings)} if spec.settings else set()
    assert not spec.settings or not spec.settings().enabled
    assert {source.file_key for source in spec.secrets} == {key for key in keys if key.endswith("_file")}
    assert {source.section for source in spec.secrets} <= {spec.section}
    assert set(spec.needed_secrets({})) <= {source.name for source in spec.secrets}
    assert (ROOT / "docs" / f"{spec.section if spec.settings else 'demo'}.md").is_file()
    assert find_spec(spec.module)


def test_every_folder_of_an_adapter_is_a_platform() -> None:
    assert {path.parent.name for path in (ROOT / "adapters").glob("*/app.py")} == set(PLATFORMS)


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_a_platform_without_settings_is_no_section(tmp_path: Path, enabled: str) -> None:
    """The control: with settings of its own the same section is read."""
    path = written(tmp_path, f"[console]\nenabled = {enabled}\n")
    with pytest.raises(ConfigError, match="no such section"):
        load_settings(path, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PLATFORMS, "console", replace(PLATFORMS["console"], settings=PigeonSettings))
        assert load_settings(path, {}).platforms["console"].enabled is (enabled == "true")
