"""`export`: what finals have published and nothing else, in two forms, by days and scope."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.released_row import ReleasedRow
from bot.domain.releases import ORGANISATION
from bot.engine import released_files
from bot.engine.ref_names import published_ref, publisher
from bot.engine.released_files import as_csv
from bot.engine.released_rows import released_rows
from tests.support.actions import TEAM, answered, opened, until
from tests.support.world import World

WORDS = {who: (f"Harbour secret-of-{who}", "", "") for who in TEAM}


async def test_a_round_gives_its_points_and_no_words_of_anybody() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    await until(world, round_, model.RoundState.DRAFT)
    assert await world.read(released_rows) == []
    await until(world, round_, model.RoundState.FINAL)
    rows = await world.read(released_rows)
    assert [row.kind for row in rows][:2] == ["summary", "point"]
    assert rows[1].wording == "Harbour"
    assert rows[1].people
    assert "secret" not in repr(rows)


def test_no_row_can_hold_an_author_or_a_time_of_day() -> None:
    names = set(ReleasedRow.__annotations__)
    assert not names & {"author", "member", "at", "answer", "id"}
    assert {"day", "people"} <= names


def final(id: str, label: str, aggregate: str, day: int, final: bool = True, quote: int = 0) -> Any:
    point = model.Point(key="1.a", label=label, band="several", weighed=model.WeighedLabel.WIDELY_SHARED, quote=quote)
    question = model.QuestionSummary(number=1, text="What works?", shown=True, points=(point,), nothing="a few")
    hidden = model.QuestionSummary(number=2, text="What else?", shown=False, points=(point,))
    change = model.Change(kind=model.ChallengeOutcome.DECLINED, label=label, reason="It stays")
    closes = datetime(2026, 3, day, 23, 30, tzinfo=UTC)

    def work(unit: Any) -> None:
        unit.rounds.save(
            model.Round(
                id=f"r{id}",
                occasion=id,
                team="t",
                teams=("t",),
                state=model.RoundState.FINAL,
                questions="q",
                zone="Europe/Warsaw",
                k=5,
                closes_at=closes,
            )
        )
        summary = model.Summary(questions=(question, hidden), changes=(change,), participation="enough")
        unit.releases.save(
            model.Release(id=id, aggregate=aggregate, round=f"r{id}", name="Wards", summary=summary, final=final)
        )
        unit.texts.keep(published_ref(id, "1.a"), publisher(id), ConfidentialText("published words"))

    return work


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    path = tmp_path / "config.toml"
    call(path, "init")
    store = open_storage(load_settings(path, {}))
    for work in (
        final("a", "=SUM(1)", "t", 1),
        final("b", "Beds", ORGANISATION, 5),
        final("c", "A draft", "t", 6, final=False),
        final("d", "", "t", 9, quote=1),
    ):
        store.run_sync(work)
    store.close_sync()
    return path


def call(config: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(config)])


def exported(config: Path, *words: str) -> list[dict[str, Any]]:
    done = call(config, "export", "--format", "json", *words)
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_both_forms_say_the_same(config: Path) -> None:
    rows = exported(config)
    done = call(config, "export")
    table = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [line["wording"].removeprefix("'") for line in table] == [row["wording"] for row in rows]
    assert [line["kind"] for line in table] == ["summary", "point", "nothing", "change"] * 3
    assert {row["wording"] for row in rows if row["kind"] == "point"} == {"=SUM(1)", "Beds", "published words"}
    assert "A draft" not in done.stdout


def test_what_was_worded_by_words_that_have_ended_is_left_out(config: Path) -> None:
    """Words of the last fixture's point are gone; another is a statement of a meeting, worded by a quote that is gone too."""
    store = open_storage(load_settings(config, {}))

    def end(unit: Any) -> None:
        unit.texts.remove([published_ref("d", "1.a")])
        release = unit.releases.get("d")
        said = model.Point(key="1.t1", label="", band="", quote=1)
        (shown, *others) = release.summary.questions
        summary = replace(release.summary, questions=(replace(shown, team_statements=(said,)), *others))
        unit.releases.save(replace(release, summary=summary))

    store.run_sync(end)
    store.close_sync()
    rows = exported(config, "--since", "2026-03-10")
    assert [row["kind"] for row in rows] == ["summary", "nothing", "change"]


def test_a_spreadsheet_calculates_nothing(config: Path) -> None:
    done = call(config, "export")
    assert "'=SUM(1)" in done.stdout
    assert ",=SUM(1)" not in done.stdout


def row(wording: str) -> ReleasedRow:
    return ReleasedRow(day=date(2026, 3, 2), scope="team", name="Wards", kind="point", wording=wording)


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
    "\u00ad=1",
    "\u2066=1",
    "\x00=1",
    "\x1b=1",
    "\ufe0f=1",
    "\u034f=1",
    "\u3164=1",
    "﹢1",
    "﹣1",
    "﹦1",
    "﹫SUM(1)",
    "⁼1",
    "₊1",
    "−1",
    "\"=cmd|'/c calc'!A1",
    '""=1',
    "“=1",
    "'=1",
    "\u2066\u00ad ＝1",
)
"""Beginnings that one spreadsheet or another calculates, full-width ones and those behind what is not seen included."""


BEFORE = ("", "Beds; ", "Beds;", "Beds\n", "Beds\r\n", "Beds\t", "Beds\u2028", "Beds|", "Beds,", 'Beds;"')
"""Words behind which a cell may begin."""


@pytest.mark.parametrize("before", BEFORE)
def test_no_cell_is_a_formula_whatever_separates_cells_where_it_is_opened(before: str) -> None:
    """Where a spreadsheet expects semicolons, a line that has commas is cut at others, and quotation marks do not help."""
    for words in FORMULAS:
        (_, line) = as_csv([row(before + words)]).splitlines()
        for sign in (",", ";", "\t", "|"):
            for cell in next(csv.reader([line], delimiter=sign)) + line.split(sign):
                assert sign_of(cell) not in {*"=+@-"}, (words, cell)
        assert not re.search(r"[\x00-\x1f\x7f\u00ad\u2066]", line.replace("\t", "")), words


def sign_of(cell: str) -> str:
    """The first character of a cell that is seen and is no quotation mark, in its plain form."""
    seen = [
        c for c in cell if not c.isspace() and c not in NOT_SEEN and c not in '"“' and category(c) not in ("Cc", "Cf")
    ]
    return normalize("NFKC", "".join(seen[:1])).replace("\u2212", "-")[:1]


NOT_SEEN = "\ufe0f\u034f\u3164"


def test_control_without_the_rule_a_cell_is_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(released_files, "FORMULA", re.compile("(?!)()()()"))
    assert ",=1+1," in as_csv([row("=1+1")])


PLAIN = ("Beds - and chairs", "A 9-to-5 shift", "Waiting; delays", "Rota: 5 + 2", "👩\u200d⚕️ on call", "می\u200cخواهم")


@pytest.mark.parametrize("words", PLAIN)
def test_control_other_words_stay_as_they_are(words: str) -> None:
    assert words in as_csv([row(words)])


def test_a_line_of_words_is_one_row_and_letters_are_read_rightly(config: Path) -> None:
    text = as_csv([row("Łóżka\nand 待ち時間")])
    assert text.startswith("\ufeffday,")
    assert len(text.splitlines()) == 2
    assert "Łóżka and 待ち時間" in text
    done = call(config, "export")
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbfday,")
    assert call(config, "export", "--format", "json").stdout_bytes.startswith(b"[")


def test_days_the_wrong_way_round_are_refused_and_nothing_is_written(config: Path) -> None:
    target = config.parent / "out.csv"
    done = call(config, "export", "--since", "2026-03-06", "--until", "2026-03-05", "--output", str(target))
    assert done.exit_code == 2
    assert "2026-03-06" in done.output and "2026-03-05" in done.output
    assert not target.exists()
    assert call(config, "export", "--since", "2026-03-06", "--until", "2026-03-06").exit_code == 0


def test_days_are_local_and_both_ends_count(config: Path) -> None:
    """The first round closed at half past eleven UTC, which is the next day there."""
    assert {row["day"] for row in exported(config)} == {"2026-03-02", "2026-03-06", "2026-03-10"}
    assert {row["day"] for row in exported(config, "--since", "2026-03-06")} == {"2026-03-06", "2026-03-10"}
    assert {row["day"] for row in exported(config, "--until", "2026-03-06")} == {"2026-03-02", "2026-03-06"}


@pytest.mark.parametrize("scope", ["team", "organisation"])
def test_a_scope_gives_its_own(config: Path, scope: str) -> None:
    assert {row["scope"] for row in exported(config, "--scope", scope)} == {scope}


def test_a_file_is_its_owners_and_is_not_replaced(config: Path) -> None:
    target = config.parent / "out.csv"
    assert call(config, "export", "--output", str(target)).exit_code == 0
    assert target.stat().st_mode & 0o077 == 0
    before = target.read_text()
    done = call(config, "export", "--output", str(target), "--scope", "team")
    assert done.exit_code == 2
    assert target.read_text() == before


def test_without_a_database_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path / "config.toml", "init")
    assert call(tmp_path / "config.toml", "export").exit_code == 2
    assert not (tmp_path / "data" / "folkmoot.db").exists()
