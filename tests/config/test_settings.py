"""What a right config.toml gives."""

import dataclasses
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.config import Settings, example_text, load_settings
from bot.config.settings import sections

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, ""), {})

    assert not any(section.enabled for section in settings.platforms.values())
    assert settings.privacy.k == 5
    assert settings.storage.path == tmp_path / "data" / "folkmoot.db"
    assert settings.secrets == Settings().secrets


def test_a_file_as_some_editors_save_it_is_read(tmp_path: Path) -> None:
    """With a byte order mark in front and the line ends of Windows."""
    settings = load_settings(written(tmp_path, "\ufeff[privacy]\r\nk = 7\r\n"), {})

    assert settings.privacy.k == 7


def test_without_a_file_paths_start_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings(None, {}).storage.path == tmp_path / "data" / "folkmoot.db"


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    settings = load_settings(
        written(
            tmp_path,
            """
            [organisation]
            name = " Harbour Minds "
            zone = "london"
            country = "UK"
            region = "England"
            [storage]
            path = "/srv/folkmoot/answers.db"
            [privacy]
            k = 7
            [rounds]
            close_at = "09:05"
            [slack]
            api_url = "http://127.0.0.1:8080/api"
            [telegram]
            api_url = "http://stand-in:8081/"
            [log]
            level = "debug"
            format = "text"
            """,
        ),
        {},
    )

    place = settings.organisation
    assert (place.name, place.zone, place.country, place.region) == ("Harbour Minds", "Europe/London", "GB", "ENG")
    assert settings.storage.path == Path("/srv/folkmoot/answers.db")
    assert settings.storage.keys_path == tmp_path / "data" / "keys.db"
    assert (settings.privacy.k, settings.rounds.close_at) == (7, "09:05")
    assert settings.platforms["slack"].api_url == "http://127.0.0.1:8080/api/"
    assert settings.platforms["telegram"].api_url == "http://stand-in:8081"
    assert (settings.log.level, settings.log.format) == ("debug", "text")


def test_settings_are_frozen() -> None:
    settings = Settings()
    for kept in (settings, settings.organisation, *settings.platforms.values(), settings.secrets):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(kept, dataclasses.fields(kept)[0].name, None)


def test_the_example_loads_and_states_the_defaults(tmp_path: Path) -> None:
    from_example = load_settings(written(tmp_path, EXAMPLE.read_text("utf-8")), {})

    assert from_example == load_settings(written(tmp_path, ""), {})


def test_the_example_names_every_key_and_no_other() -> None:
    stated = {name: list(keys) for name, keys in tomllib.loads(EXAMPLE.read_text("utf-8")).items()}

    assert stated == {name: [field.name for field in dataclasses.fields(kind)] for name, kind in sections().items()}


def test_the_example_says_a_sentence_about_every_key() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]

    assert keys
    for number in keys:
        assert lines[number - 1].startswith("# ") and lines[number - 1].endswith("."), lines[number]


def test_the_example_is_the_one_that_the_product_writes() -> None:
    assert example_text() == EXAMPLE.read_text("utf-8")


def test_a_changed_default_would_be_noticed(tmp_path: Path) -> None:
    changed = EXAMPLE.read_text("utf-8").replace("k = 5", "k = 6")

    assert load_settings(written(tmp_path, changed), {}) != load_settings(written(tmp_path, ""), {})


def test_importing_settings_brings_no_heavy_library() -> None:
    script = """
import sys
import bot.config
print(*{"pydantic", "structlog", "holidays", "sqlalchemy", "slack_sdk", "telegram", "asyncio"} & set(sys.modules))
"""
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == ""
