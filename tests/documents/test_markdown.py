"""The report as Markdown: the same as the page says, with nobody's words as marks."""

from __future__ import annotations

import re

import pytest

from bot.documents import markdown
from bot.documents.html import as_html
from bot.documents.markdown import as_markdown
from bot.views.document import Bullets, Document, DocumentSection, Paragraph, Table
from bot.views.messages.reports import report_document
from tests.documents.page import read_page
from tests.documents.sample import empty_report, full_report

HOSTILE = ("<script>", "a | b", "**bold**", "[here](http://x)", "`code`", "# big", "&lt;", "![x](y)", "~~no~~", "_so_")


def document(words: str) -> Document:
    table = Table("A caption", ("One", "Two"), ((words, words),))
    return Document("en-GB", words, "", (DocumentSection("Part", (Paragraph(words), Bullets((words,)), table)),))


def unescaped(line: str) -> str:
    """Return what a reader of Markdown shows of a line without marks."""
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize("words", HOSTILE)
def test_nobodys_words_are_marks(words: str) -> None:
    written = as_markdown(document(words))
    plain = as_markdown(document("plain"))
    assert unescaped(written) == plain.replace("plain", words)
    bare = re.sub(r"\\.", "", written)
    assert not re.search(r"[`\[\]~<>]|\*\*b|_s", bare)
    assert bare.count("|") == plain.count("|")


@pytest.mark.parametrize("words", ["- a", "+ a", "1. a", "2) a", "=== a"])
def test_words_begin_no_list(words: str) -> None:
    written = as_markdown(document(words))
    assert f"\n{words}" not in written
    assert unescaped(written) == as_markdown(document("plain")).replace("plain", words)


def test_control_without_the_escape_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_plain", lambda text: text)
    assert "| a | b |" in as_markdown(document("a | b"))


def test_a_line_of_a_wording_is_no_line_of_the_file() -> None:
    assert as_markdown(document("a\n\n# b\u2028c\r\n| d |")).count("\n") == as_markdown(document("x")).count("\n")


@pytest.mark.parametrize("report", [full_report(), empty_report()], ids=["full", "empty"])
def test_it_says_what_the_page_says(report: object) -> None:
    made = report_document(report)  # type: ignore[arg-type]
    written, root = unescaped(as_markdown(made)), read_page(as_html(made))
    for each in root.all("h1", "h2", "h3", "p", "li", "th", "td", "caption"):
        assert each.text in written
