"""The report as a page: structure, what a screen reader needs, contrast, nothing from outside, nobody's words as marks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from bot.documents import cleaning, html
from bot.documents.html import as_html
from bot.views.messages.reports import report_document
from tests.documents.page import Element, read_page
from tests.documents.sample import WORDS, empty_report, full_report

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;b&gt;{{ 7 * 7 }}</style></table>"
TURNING = "\u202e\u2066\u200f\u200e\u202d\u2069"
PLAIN = 4.5
"""Contrast that text of usual size needs (WCAG 2.2, 1.4.3)."""


def page(words: str = "") -> Element:
    return read_page(as_html(report_document(full_report(words))))


@pytest.mark.parametrize("report", [full_report(), empty_report()], ids=["full", "empty"])
def test_headings_are_in_order_and_every_link_leads_somewhere(report: object) -> None:
    root = read_page(as_html(report_document(report)))  # type: ignore[arg-type]
    levels = [int(each.tag[1]) for each in root.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids)) > 5
    assert [each.attributes["href"] for each in root.all("a")] == [f"#{id}" for id in ids]
    assert {each.attributes["aria-labelledby"] for each in root.all("section")} == set(ids)
    assert not any(each.text.strip() == "" for each in root.all("h1", "h2", "h3", "th", "td", "caption", "li"))


def test_the_language_the_title_and_the_landmarks_are_there() -> None:
    root = page()
    (top,) = root.all("html")
    assert top.attributes["lang"] == "en-GB"
    assert root.all("title")[0].text == root.all("h1")[0].text != ""
    assert [len(root.all(tag)) for tag in ("header", "nav", "main")] == [1, 1, 1]
    assert (
        "width=device-width"
        in next(m for m in root.all("meta") if m.attributes.get("name") == "viewport").attributes["content"]
    )


def test_every_table_has_a_caption_and_every_cell_its_headers() -> None:
    tables = page().all("table")
    assert len(tables) > 8
    for table in tables:
        assert table.children[1].tag == "caption"  # type: ignore[union-attr]
        (head,), (body,) = table.all("thead"), table.all("tbody")
        assert {cell.attributes["scope"] for cell in head.all("th")} == {"col"}
        for row in body.all("tr"):
            cells = row.all("th", "td")
            assert [cell.tag for cell in cells] == ["th"] + ["td"] * (len(head.all("th")) - 1)
            assert cells[0].attributes["scope"] == "row"


def test_beside_each_chart_a_table_says_the_same() -> None:
    charts = [each for each in page().all("div") if each.attributes.get("class") == "chart"]
    assert len(charts) == 2
    for chart in charts:
        (drawn,), (table,) = chart.all("svg"), chart.all("table")
        assert drawn.attributes["aria-hidden"] == "true"
        rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tbody")[0].all("tr")]
        assert [text.text for text in drawn.all("text")] == [f"{label}: {count}" for label, count in rows]
        longest = max(int(count) for _, count in rows)
        lengths = [int(bar.attributes["width"]) for bar in drawn.all("rect")]
        assert lengths == [round(300 * int(count) / longest) for _, count in rows]


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = as_html(report_document(full_report(HOSTILE)))
    root = read_page(text)
    assert root.all("script", "img", "link", "iframe", "object", "embed", "form", "base") == []
    allowed = {"href": "#", "content": ""}
    for each in root.walk():
        for name, value in each.attributes.items():
            assert not name.startswith("on")
            assert name not in ("src", "srcset", "action", "style", "data")
            assert name != "href" or value.startswith(allowed["href"])
    (style,) = root.all("style")
    assert "url(" not in style.text and "@import" not in style.text
    policy = next(each for each in root.all("meta") if "http-equiv" in each.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_nobodys_words_are_marks() -> None:
    """The page of hostile words has the same elements as that of none, and shows them letter by letter."""
    hostile, plain = page(HOSTILE), page()
    assert [each.tag for each in hostile.walk()] == [each.tag for each in plain.walk()]
    assert [sorted(each.attributes) for each in hostile.walk()] == [sorted(each.attributes) for each in plain.walk()]
    assert any(each.text == f"{WORDS['widely shared']}{HOSTILE}" for each in hostile.all("th"))


def test_control_without_the_escape_words_would_be_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    escaping = html._template()
    monkeypatch.setattr(escaping.environment, "autoescape", False)
    bare = escaping.environment.from_string((html.TEMPLATES / "document.html.jinja").read_text())
    monkeypatch.setattr(html, "_template", lambda: bare)
    assert "<script>" in as_html(report_document(full_report(HOSTILE)))


def test_marks_that_turn_the_direction_are_left_out_and_each_text_has_its_own() -> None:
    text = as_html(report_document(full_report(f"{TURNING}\x00 مرحبا")))
    assert not set(TURNING) & set(text) and "\x00" not in text
    root = read_page(text)
    cells = [each for each in root.all("th", "td") if "مرحبا" in each.text]
    assert cells
    assert all(each.attributes["dir"] == "auto" for each in cells)


def test_control_without_the_cleaning_they_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(html._template().environment.filters, "clean", lambda text: text)
    bare = html._template().environment.from_string((html.TEMPLATES / "document.html.jinja").read_text())
    monkeypatch.setattr(html, "_template", lambda: bare)
    assert "\u202e" in as_html(report_document(full_report(TURNING)))


def test_what_joins_letters_stays() -> None:
    assert cleaning.clean_text("می\u200cخواهم") == "می\u200cخواهم"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG's formula."""

    def light(colour: str) -> float:
        full = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_text_stands_out() -> None:
    text = as_html(report_document(full_report()))
    colours = set(re.findall(r"(?<![-\w])(?:color|fill)[:=]\s*\"?(#[0-9a-f]{3,6})", text))
    assert len(colours) >= 3
    assert all(contrast(each, "#fff") >= PLAIN for each in colours)
    assert contrast("#999", "#fff") < PLAIN


def test_it_prints_and_folds_on_a_phone() -> None:
    (style,) = page().all("style")
    assert "@media print" in style.text and "@media (max-width" in style.text
    wide = [each for each in page().all("div") if "wide" in each.attributes.get("class", "")]
    for each in wide:
        names = [cell.text for cell in each.all("thead")[0].all("th")]
        for row in each.all("tbody")[0].all("tr"):
            assert [cell.attributes["data-head"] for cell in row.all("td")] == names[1:]
