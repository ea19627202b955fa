"""`privacy-pack`: three pages that say what is in force, hold nobody's name, and are never written over."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.config.settings import RetentionSettings
from bot.domain import model

SETTINGS = {
    "[retention]\nanswer_days = 41": "41 days after the final of the whole organisation",
    "[retention]\nwaiting_days = 97": "97 days after its round closed",
    "[retention]\nchallenge_days = 43": "43 days after it",
    "[retention]\nsummary_months = 53": "53 months; what was posted",
    "[retention]\naudit_months = 57": "57 months",
    "[retention]\naudit_months = 1": "1 month |",
    "[retention]\ninbox_days = 29": "29 days",
    "[retention]\noutbox_days = 83": "83 days",
    "[storage]\ndatabase_copies_days = 61": "61 days each, if",
    "[privacy]\nkey_copies_days = 19": "19 days each",
    "[privacy]\nkey_copies_days = 0": "there are none",
}
"""Settings, each with what the table of retention says then and not before."""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    path = tmp_path / "config.toml"
    call(path, "init")
    return path


def call(config: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(config)])


def pages(config: Path, name: str = "pack") -> dict[str, str]:
    folder = config.parent / name
    done = call(config, "privacy-pack", str(folder))
    assert done.exit_code == 0, done.output
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_every_setting_of_retention_is_in_the_table() -> None:
    """A new one has to be put on the list, and the next test holds the table to it."""
    listed = {setting.split("\n")[1].split(" = ")[0] for setting in SETTINGS}
    assert {field.name for field in fields(RetentionSettings)} <= listed


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_table_follows_the_settings(config: Path, setting: str) -> None:
    before = pages(config)["retention.md"]
    config.write_text(setting + "\n")
    after = pages(config, "after")["retention.md"]
    assert SETTINGS[setting] in after
    assert SETTINGS[setting] not in before


LONGER = "copies of the database may hold them 61 days longer"


def test_each_page_that_says_when_words_end_says_how_much_longer_copies_hold_them(config: Path) -> None:
    """The key to a person's words outlives the words, so a copy of the database from before can be read as long as it is there."""
    before = pages(config)
    config.write_text("[storage]\ndatabase_copies_days = 61\n")
    after = pages(config, "after")
    assert all(LONGER in text.replace("\n", " ").lower() for text in after.values()), after.keys()
    assert not any("61 days" in text for text in before.values())


def test_each_line_of_the_table_about_words_tells_of_the_copies(config: Path) -> None:
    config.write_text("[storage]\ndatabase_copies_days = 1\n")
    of_words = re.compile(r"\| (?!messages that were sent)[^|]*\bwords\b[^|]* \| [^|]*\d+ days", re.IGNORECASE)
    lines = [line for line in pages(config)["retention.md"].splitlines() if of_words.match(line)]
    assert len(lines) == 3
    assert all("in copies of the database one day longer" in line for line in lines), lines


def test_the_pages_follow_what_admins_have_set(config: Path) -> None:
    settings = load_settings(config, {})
    store = open_storage(settings)
    made = model.Organisation(id="org", name="Harbour Mind", zone="UTC", k=9, support_contacts=("Samaritans: 116 123",))
    store.run_sync(lambda unit: unit.organisations.save(made))
    store.run_sync(lambda unit: unit.members.save(model.Member(id="m", name="Amira Canary")))
    store.close_sync()
    found = pages(config)
    assert found.keys() == {"retention.md", "privacy-notice.md", "dpia.md"}
    for name, text in found.items():
        assert "Harbour Mind" in text, name
        assert "Canary" not in text
    assert "at least 9 people answered" in found["privacy-notice.md"]
    assert "at least 11;" in found["privacy-notice.md"].replace("\n", " ")
    assert "8 people who put together" in found["dpia.md"]
    assert "No support contacts" not in found["dpia.md"]
    assert "[supervisory authority]" in found["privacy-notice.md"]


def test_without_contacts_it_says_so(config: Path) -> None:
    assert "No support contacts are set" in pages(config)["dpia.md"]


def test_a_platform_that_is_used_is_named_with_its_limit(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLKMOOT_TELEGRAM_TOKEN", "12345678:" + "a" * 35)
    before = pages(config)["privacy-notice.md"]
    config.write_text("[telegram]\nenabled = true\n")
    after = pages(config, "after")["privacy-notice.md"]
    assert "Telegram" in after and "Telegram" not in before
    assert "[platform]" in before and "[platform]" not in after


def test_what_was_filled_in_is_not_written_over(config: Path) -> None:
    pages(config)
    notice = config.parent / "pack" / "privacy-notice.md"
    notice.write_text("filled in")
    done = call(config, "privacy-pack", str(config.parent / "pack"))
    assert done.exit_code == 2
    assert notice.read_text() == "filled in"


def test_no_database_is_made_for_it(config: Path) -> None:
    pages(config)
    assert not (config.parent / "data" / "folkmoot.db").exists()
