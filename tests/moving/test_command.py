"""`folkmoot move`: what it says, which lines to change, and what it refuses."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from bot.bootstrap.product import open_storage
from bot.config import load_settings
from storage.postgres.opening import PostgresPair
from tests.cli.calling import Running
from tests.cli.doctored import call, founded, in_store
from tests.support.further import only_further
from tests.support.postgres import empty_pair
from tests.support.stores import keep_words, readable_of


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = founded(tmp_path, monkeypatch)
    in_store(made, keep_words("ann"))
    return made


def moved(config: Path, pair: PostgresPair) -> str:
    done = call(config, "move", "--to", pair.database.url, "--keys-to", pair.keys.url)
    assert done.exit_code == 0, done.output
    return done.output


def change_lines(config: Path, said: str) -> None:
    """As an operator does who takes over the lines that were printed."""
    text = config.read_text()
    for line in re.findall(r'^    (\w+ = ".*")$', said, re.MULTILINE):
        name = line.partition(" ")[0]
        text, count = re.subn(rf"^#? ?{name} = .*$", lambda _, line=line: line, text, count=1, flags=re.MULTILINE)  # type: ignore[misc]
        assert count == 1, name
    config.write_text(text)


def reads_words(config: Path) -> bool:
    store = open_storage(load_settings(config, {}))
    try:
        return readable_of(store, "ann") == [True]
    finally:
        store.close_sync()


@only_further
def test_it_goes_there_and_back_by_the_lines_that_it_prints(config: Path) -> None:
    said = moved(config, empty_pair())
    assert re.search(r"Moved \d+ rows in \d+ s\. One text can be read there as here|Moved \d+ rows.*1 text", said), said
    refused = call(config, "check")
    assert refused.exit_code == 2 and "was moved to postgresql://" in refused.output
    change_lines(config, said)
    assert call(config, "check").exit_code == 0
    assert reads_words(config)
    left = call(config, "doctor")
    assert left.exit_code == 0 and "are still there" in left.output, left.output
    back = call(config, "move", "--to", str(config.parent / "back"))
    assert back.exit_code == 0, back.output
    change_lines(config, back.output)
    checked = call(config, "check")
    assert checked.exit_code == 0, checked.output
    assert reads_words(config)


@only_further
def test_again_it_says_that_it_was_moved(config: Path) -> None:
    pair = empty_pair()
    first, again = moved(config, pair), moved(config, pair)
    assert "was moved to" in again and first.partition("Next")[2] == again.partition("Next")[2]


@only_further
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "postgresql://h/d"), "--keys-to"),
        (("--to", "elsewhere", "--keys-to", "more"), "--to: It is not the address of a database on PostgreSQL."),
        (("--to", "postgresql://h/d", "--keys-to", "more"), "--keys-to: It is not the address"),
        (("--to", "elsewhere"), "For example"),
        (("--to", "postgresql://u:secret@h/d", "--keys-to", "postgresql://h/k"), "storage.password_file"),
    ],
)
def test_places_to_which_nothing_goes(config: Path, words: tuple[str, ...], said: str) -> None:
    done = call(config, "move", *words)
    assert done.exit_code == 2
    assert said in done.output and "Traceback" not in done.output and "secret" not in done.output
    assert reads_words(config)


@only_further
def test_one_database_for_both_is_refused(config: Path) -> None:
    pair = empty_pair(one_database=True)
    done = call(config, "move", "--to", pair.database.url, "--keys-to", pair.keys.url)
    assert done.exit_code == 2 and "are the same database" in done.output
    assert reads_words(config)


@only_further
def test_ctrl_c_leaves_everything_as_it_was(config: Path) -> None:
    pair = empty_pair()
    words = ("move", "--to", pair.database.url, "--keys-to", pair.keys.url)
    slow = (
        "import sys, time; from storage.moving import moving;\n"
        "def wait(*given): print('every row is here', flush=True); time.sleep(60)\n"
        "moving.compare_sides = wait\n"
        "from bot.cli.app import folkmoot; sys.argv[0] = 'folkmoot'; folkmoot()"
    )
    with Running(config.parent, *words, code=slow) as going:
        going.wait_for("every row is here")
        going.signal(signal.SIGINT)
        assert going.end(20) == 2, going.said
    assert "Run the same command again" in going.said and "Traceback" not in going.said
    assert reads_words(config)
    assert "Moved" in moved(config, pair)
