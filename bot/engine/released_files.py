"""Released rows as the text of a file: CSV that a spreadsheet opens rightly and calculates nothing of, or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from unicodedata import category

from bot.domain.released_row import ReleasedRow

NAMES = tuple(field.name for field in fields(ReleasedRow))
MARK = "\ufeff"
"""The byte order mark: without it a spreadsheet reads the letters of another language wrongly."""
SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"
"""Signs with which a formula begins, in every form that a spreadsheet may take for the plain one."""
PASSED_OVER = (
    r"\s\"'“”„«»‘’\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
)
"""Quotation marks, and what is not seen and may belong to a word or a picture."""
FORMULA = re.compile(rf"(^|[;,|\t\"])([{PASSED_OVER}]*)([{SIGNS}])")
"""What a spreadsheet would calculate: at the beginning of a cell, or behind what separates cells somewhere, or a quotation mark."""
JOINERS = "\u200c\u200d"
"""Format characters that are part of how words and pictures are written; all others are left out, as are control characters."""
BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")


def as_csv(rows: Sequence[ReleasedRow]) -> str:
    """A byte order mark, a header, and a line for each row. An apostrophe stands before what would be calculated."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(NAMES)
    table.writerows([_cell(getattr(row, name)) for name in NAMES] for row in rows)
    return MARK + written.getvalue()


def as_json(rows: Sequence[ReleasedRow]) -> str:
    """A list with an object for each row; days as "2026-03-02"."""
    return json.dumps([_as_object(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def _as_object(row: ReleasedRow) -> dict[str, object]:
    return {name: _as_json_value(getattr(row, name)) for name in NAMES}


def _as_json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def _cell(value: object) -> object:
    """In one line: where quotation marks are not understood, a second line would be a row of its own."""
    return FORMULA.sub(r"\1\2'\3", _seen(BREAKS.sub(" ", value)).strip()) if isinstance(value, str) else value


def _seen(text: str) -> str:
    """Leave out what a spreadsheet may pass over while it looks for a formula."""
    return "".join(c for c in text if c == "\t" or c in JOINERS or category(c) not in ("Cc", "Cf"))


FORMS = {"csv": as_csv, "json": as_json}
"""What makes the text of a file, by the name of its form."""
