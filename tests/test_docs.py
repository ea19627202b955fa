"""The pages say what is so: promises have tests, what the code cites is defined, and every file that they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
SOURCES = [path for room in ("bot", "adapters", "storage", "tests") for path in sorted((ROOT / room).rglob("*.py"))]
PROMISE = re.compile(r"\b[CR]\d{1,2}b?\b")
NAMED_FILE = re.compile(r"`((?:bot|adapters|storage|tests|bench|docs|\.ci)/[^`\s]*)`")
TITLE = re.compile(r"^### ([CR]\d+b?) · .+$", re.MULTILINE)
RULE = re.compile(r"^\*\*(\d+)\. ", re.MULTILINE)
NOT_YET = "Not kept yet: "


def promises(text: str) -> dict[str, str]:
    """Return what the page says under each promise's title."""
    titles = list(TITLE.finditer(text))
    ends = [title.start() for title in titles[1:]] + [len(text)]
    return {title[1]: text[title.end() : end] for title, end in zip(titles, ends, strict=True)}


def unproved(text: str) -> list[str]:
    """Return the promises that neither say that they are not kept yet nor name a test file that names them."""
    found = []
    for name, said in promises(text).items():
        tests = [ROOT / one for one in NAMED_FILE.findall(said) if one.startswith("tests/")]
        proved = any(path.is_file() and re.search(rf"\b{name}\b", path.read_text()) for path in tests)
        if not proved and NOT_YET not in said:
            found.append(name)
    return found


def missing_files(text: str) -> list[str]:
    """Return the files and folders that a page names and that are not there."""
    return [
        name for name in NAMED_FILE.findall(text) if not any(ROOT.glob(name.replace("<platform>", "*").rstrip("/")))
    ]


def missing_names(text: str) -> list[str]:
    """Return the functions and tests that a page names behind their file, and that are not in it."""
    named = re.findall(r"`([\w/.-]+\.py)`: `(\w+)`", text)
    return [f"{file}: {name}" for file, name in named if not re.search(rf"def {name}\b", (ROOT / file).read_text())]


def cited(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for path in SOURCES:
        for match in pattern.finditer(path.read_text()):
            yield match[0], f"{path.relative_to(ROOT)}"


PROMISES_PAGE = (ROOT / "docs/promises.md").read_text()
RULES_PAGE = (ROOT / "docs/release-rules.md").read_text()


def test_every_promise_has_a_test_that_names_it() -> None:
    assert len(promises(PROMISES_PAGE)) > 25
    assert unproved(PROMISES_PAGE) == []


def test_a_promise_without_a_test_is_noticed() -> None:
    page = "### C1 · Nothing\n\nProved by `tests/test_docs.py`\n\n### C98 · New\n\nProved by `tests/nowhere.py`\n"
    assert unproved(page) == ["C98"]


def test_every_promise_that_the_code_cites_is_on_the_page() -> None:
    known = set(promises(PROMISES_PAGE)) | {"C98"}
    assert [(name, where) for name, where in cited(PROMISE) if name not in known] == []


def test_every_rule_that_the_code_cites_is_on_the_page() -> None:
    known = set(RULE.findall(RULES_PAGE))
    assert known == {str(number) for number in range(1, 17)}
    found = [
        (number, where)
        for text, where in cited(re.compile(r"\brules? \d+(?:(?:, | and )\d+)*"))
        for number in re.findall(r"\d+", text)
    ]
    assert len(found) > 10
    assert [one for one in found if one[0] not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert missing_files(page.read_text()) == []


def test_a_file_that_is_not_there_is_noticed() -> None:
    assert missing_files("`bot/engine/nothing.py` and `bot/` and `adapters/<platform>/render.py`") == [
        "bot/engine/nothing.py"
    ]


def test_every_function_that_is_named_behind_its_file_is_in_it() -> None:
    page = (ROOT / "docs/where-it-is-decided.md").read_text()
    assert page.count("`: `") > 30
    assert missing_names(page) == []
    assert missing_names("`tests/test_docs.py`: `missing_names` `tests/test_docs.py`: `missing`") == [
        "tests/test_docs.py: missing"
    ]


def test_every_page_is_on_the_site() -> None:
    index = (ROOT / "docs/index.md").read_text()
    on_it = set(re.findall(r"^(?:\.\./)?([\w-]+)$", index, re.MULTILINE))
    assert {page.stem for page in PAGES} - {"index"} - on_it == set()
