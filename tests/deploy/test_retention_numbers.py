"""The docs tell the times for which things are stored as the settings have them, and forget none."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings
from bot.config.settings import PrivacySettings, RetentionSettings, Settings, StorageSettings
from bot.domain.retention import LONGEST_WAITING_DAYS, Retention
from storage.sweep import NOTES_KEPT

DOCS = Path(__file__).parent.parent.parent / "docs"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<ends>[^|]+) \| (?P<settings>[^|]+) \|$", re.MULTILINE)


def defaults() -> dict[str, int]:
    """The times in the settings by the names under which operators set them."""
    kept = RetentionSettings()
    found = {field.name: getattr(kept, field.name) for field in fields(RetentionSettings)}
    found["storage.database_copies_days"] = StorageSettings().database_copies_days
    found["privacy.key_copies_days"] = PrivacySettings().key_copies_days
    return found


def wrong_rows(page: str, times: dict[str, int]) -> list[str]:
    """Return the settings whose row tells another number, and those that have none."""
    table = page.split("| what | ends | setting |")[1].split("\n\n")[0]
    rows = [(match["ends"], re.findall(r"`([a-z_.]+)`", match["settings"])) for match in ROW.finditer(table)]
    told = {name: ends for ends, names in rows for name in names}
    return sorted(name for name, number in times.items() if not re.search(rf"\b{number}\b", told.get(name, "")))


def test_the_table_for_operators_has_the_numbers_of_the_settings() -> None:
    page = (DOCS / "operating.md").read_text(encoding="utf-8")
    assert wrong_rows(page, defaults()) == []


@pytest.mark.parametrize("name", sorted(defaults()))
def test_control_another_number_would_be_noticed(name: str) -> None:
    page = (DOCS / "operating.md").read_text(encoding="utf-8")
    assert wrong_rows(page, defaults() | {name: 87}) == [name]


def test_the_engine_begins_with_what_the_settings_begin_with() -> None:
    kept, told = Retention(), defaults()
    assert {field.name: getattr(kept, field.name) for field in fields(RetentionSettings)} == {
        field.name: told[field.name] for field in fields(RetentionSettings)
    }
    assert kept.copies_days == told["storage.database_copies_days"]
    assert kept.key_copies_days == told["privacy.key_copies_days"]
    assert Settings().retention == RetentionSettings()


def test_the_release_rules_tell_the_same_numbers() -> None:
    page = (DOCS / "release-rules.md").read_text(encoding="utf-8")
    rule = page.split("**15. ")[1].split("**16. ")[0].replace("\n", " ")
    kept = Retention()
    assert f"end {kept.answer_days} days after the organisation's final" in rule
    assert f"those of any other {kept.waiting_days} days after their round closed" in rule
    assert f"copies of the database may hold them {kept.copies_days} days longer" in rule
    assert f"{LONGEST_WAITING_DAYS} days at most" in rule


def test_numbers_beside_the_name_of_a_setting_are_its_own() -> None:
    """As in “`privacy.key_copies_days` (14 unless you set it)”."""
    page = (DOCS / "operating.md").read_text(encoding="utf-8").replace("\n", " ")
    told = re.findall(r"`([a-z_.]+)`[^`]{0,40}\((\d+)(?: unless|\))", page)
    known = [(name, int(number)) for name, number in told if name in defaults()]
    assert len(known) >= 3
    assert all(defaults()[name] == number for name, number in known)


def test_notes_of_destroyed_keys_outlive_every_copy_of_the_key_store(tmp_path: Path) -> None:
    """No setting lets a copy be kept for longer than the docs say, and a note is kept for longer than that."""
    page = (DOCS / "operating.md").read_text(encoding="utf-8").replace("\n", " ")
    found = re.search(r"kept for longer than (\d+)\.", page)
    assert found
    longest = int(found[1])
    assert f"A note ends after {NOTES_KEPT.days} days" in page
    assert longest < NOTES_KEPT.days
    config = tmp_path / "config.toml"
    config.write_text(f"[privacy]\nkey_copies_days = {longest + 1}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=str(longest)):
        load_settings(config, {})
