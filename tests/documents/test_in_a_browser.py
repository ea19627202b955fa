"""The report's page in a real browser: nothing is wider than a phone, a desk or a sheet of paper, and it prints."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.documents.html import as_html
from bot.views.messages.reports import report_document
from tests.documents.browser import Browser, browsing
from tests.documents.sample import empty_report, full_report

PROGRAM = os.environ.get("FOLKMOOT_BROWSER", "")
pytestmark = pytest.mark.skipif(not PROGRAM, reason="no browser is named: `.ci/browser.sh` finds one, or installs it")

WIDTHS = {
    "phone": (320, True, ""),
    "large phone": (412, True, ""),
    "desk": (1280, False, ""),
    "sheet": (718, False, "print"),
}
"""Units of a browser: a sheet is A4 less its margins."""
LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
WORDS = {
    "plain": "",
    "long words": f" {LONG}",
    "right to left": " نحن بحاجة إلى مترجمين في القسم",
    "hostile": "<b style='width:4000px'>",
}
TOO_WIDE = """
[document.documentElement, ...document.querySelectorAll('.table, .chart, li, p, h1, h2, h3')]
  .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display != 'inline')
  .map(each => each.tagName + '.' + each.className + ' ' + each.scrollWidth + ' > ' + each.clientWidth)
"""


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with browsing(PROGRAM, tmp_path) as made:
        yield made


def page(words: str = "") -> str:
    return as_html(report_document(full_report(words)))


async def test_nothing_is_wider_than_what_it_is_read_on(browser: Browser) -> None:
    found = {}
    for name, (width, phone, media) in WIDTHS.items():
        for kind, words in WORDS.items():
            await browser.show(page(words), width, phone, media)
            assert await browser.look_up("document.querySelectorAll('table').length") > 8
            assert await browser.look_up("innerWidth") == width, "the page has not widened what it is shown on"
            if wide := await browser.look_up(TOO_WIDE):
                found[name, kind] = wide
    assert found == {}


async def test_control_where_long_words_do_not_break_it_is_found(browser: Browser) -> None:
    await browser.show(page(f" {LONG}").replace("overflow-wrap: anywhere", ""), 1280)
    assert await browser.look_up(TOO_WIDE)


async def test_on_a_phone_each_cell_says_what_it_is_and_on_a_desk_the_head_does(browser: Browser) -> None:
    label = "getComputedStyle(document.querySelector('.wide td'), '::before').content"
    await browser.show(page(), 320, True)
    assert "Question" in await browser.look_up(label)
    await browser.show(page().replace("(max-width: 34rem)", "(max-width: 0)"), 320, True)
    assert await browser.look_up(label) == "none", "the negative control"
    await browser.show(page(), 1280)
    assert await browser.look_up(label) == "none"


async def test_it_prints_on_paper_without_the_list_of_links(browser: Browser) -> None:
    await browser.show(page(), 718, media="print")
    assert await browser.look_up("getComputedStyle(document.querySelector('nav')).display") == "none"
    full = await browser.as_pdf()
    await browser.show(as_html(report_document(empty_report())), 718, media="print")
    short = await browser.as_pdf()
    assert full.startswith(b"%PDF-") and len(full) > len(short) > 1000
