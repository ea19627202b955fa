"""Slack's published limits of Block Kit, written down apart from the renderer that has to keep them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KINDS = {"section", "header", "context", "actions", "input", "image", "divider", "rich_text"}
TEXTS = {("section", "text"): 3000, ("header", "text"): 150, ("button", "text"): 75, ("input", "label"): 2000}


def problems(blocks: list[dict[str, Any]], most: int) -> list[str]:
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    for block in blocks:
        found += [f"kind {block['type']}"] if block["type"] not in KINDS else []
        found += [problem for part in _parts(block) for problem in _of(part)]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    ids += [part["action_id"] for block in blocks if block["type"] == "actions" for part in block["elements"]]
    return found + [f"{one} twice" for one in ids if ids.count(one) > 1]


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for one in part.values():
            yield from _parts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _parts(one)


def _of(part: dict[str, Any]) -> Iterator[str]:
    kind = part.get("type", "")
    for (name, field), limit in TEXTS.items():
        if kind == name and field in part and not 1 <= len(part[field]["text"]) <= limit:
            yield f"{name}.{field} has {len(part[field]['text'])}"
    if isinstance(part.get("text"), str) and not part["text"]:
        yield f"{kind}: empty text"
    for field, limit in (
        ("fields", 10),
        ("options", 100),
        ("elements", {"actions": 25, "context": 10}.get(kind, 10**6)),
    ):
        if field in part and not 1 <= len(part[field]) <= limit:
            yield f"{kind}.{field}: {len(part[field])}"
    for field, limit in (("action_id", 255), ("block_id", 255), ("accessibility_label", 75), ("alt_text", 2000)):
        if len(part.get(field, "")) > limit or part.get(field) == "":
            yield f"{kind}.{field} has {len(part[field])}"
    if kind == "button" and len(part.get("value", "")) > 2000:
        yield "button.value"
    if kind == "section" and not ("text" in part or "fields" in part):
        yield "empty section"
    if any(len(one["text"]) > 2000 for one in part.get("fields", ())):
        yield "field too long"


def words_of(part: Any) -> str:
    """All words that a block shows, one after another."""
    if isinstance(part, list):
        return "\n".join(filter(None, map(words_of, part)))
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "rich_text_section":
        return "".join(map(words_of, part["elements"]))
    if isinstance(part.get("text"), str):
        return part["text"]
    return "\n".join(filter(None, (words_of(value) for value in part.values())))
