"""Conversion of a form to a modal, and of a submitted modal back to the form's fields. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import capabilities as most
from adapters.slack.markup import strip_controls
from adapters.slack.render import Json, context_block, plain_text_object, section_block
from bot.domain.confidential import ConfidentialText
from bot.views import split
from bot.views.view import Form, FormField, Option

INPUT = "value"
CONTINUED = "~"
"""Stands in a block_id between a field's name and the number of its further input, where one input is too small for it."""
PICKERS: dict[str, Json] = {
    "people": {"type": "multi_users_select"},
    "channel": {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    },
}
"""Elements that choose from Slack's own lists, by kind of field."""
ONE_LINE = 200
"""An input for no more characters than this is one line high."""
CANCEL = "Cancel"
MORE = "(continued)"


def render_modal(form: Form, origin: Mapping[str, str]) -> Json:
    """Return the modal of a form. `origin` (channel and thread) is where it was asked for, and comes back with it."""
    title = " ".join(strip_controls(form.title).split())
    opening = [section_block(title)] if len(title) > most.LONGEST_TITLE else []
    closing = [context_block(piece) for piece in split.split_pieces(strip_controls(form.note), most.LONGEST_FIELD)]
    inputs = [block for field in form.fields for block in _input_blocks(field)]
    if form.each_counts:
        inputs = [_sent_when_chosen(block) for block in inputs]
    made: Json = {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": json.dumps({"form": form.name, "token": form.token, **origin}),
        "title": plain_text_object(title, most.LONGEST_TITLE),
        "close": plain_text_object(CANCEL, most.LONGEST_TITLE),
        "blocks": [*opening, *inputs, *closing][: most.MOST_MODAL_BLOCKS],
    }
    if inputs:
        made["submit"] = plain_text_object(form.submit, most.LONGEST_TITLE)
    return made


def _sent_when_chosen(block: Json) -> Json:
    """The input sends what is chosen at once, so that a modal that is closed has lost no choice. What is typed waits to be sent."""
    chosen = block["type"] == "input" and block["element"]["type"] != "plain_text_input"
    return {**block, "dispatch_action": True} if chosen else block


def _input_blocks(field: FormField) -> list[Json]:
    if field.kind in PICKERS:
        return [_input_block(field, field.label, field.name, {"action_id": INPUT, **PICKERS[field.kind]})]
    if field.options:
        return [*_long_options(field.options), _input_block(field, field.label, field.name, _select_input(field))]
    room = min(field.limit, most.LONGEST_INPUT)
    filled = split.split_pieces(strip_controls(field.value), room) or [""]
    return [
        _input_block(
            field,
            field.label if n == 0 else f"{field.label} {MORE}",
            field.name if n == 0 else f"{field.name}{CONTINUED}{n}",
            _text_input(piece, room),
        )
        for n, piece in enumerate(filled)
    ]


def _input_block(field: FormField, label: str, block_id: str, element: Json) -> Json:
    made: Json = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text_object(label, most.LONGEST_INPUT_LABEL),
        "optional": not field.required,
        "element": element,
    }
    if field.hint:
        made["hint"] = plain_text_object(field.hint, most.LONGEST_INPUT_LABEL)
    return made


def _text_input(value: str, room: int) -> Json:
    made: Json = {
        "type": "plain_text_input",
        "action_id": INPUT,
        "multiline": room > ONE_LINE,
        "max_length": room,
    }
    if value:
        made["initial_value"] = value
    return made


def _select_input(field: FormField) -> Json:
    """A few options stand open, one press each; more are a list, in groups where it is longer than one list may be."""
    options = [_option_object(option) for option in field.options]
    few = len(options) <= most.MOST_OPEN_OPTIONS
    made: Json = {"type": "radio_buttons" if few else "static_select", "action_id": INPUT}
    if len(options) > most.MOST_OPTIONS:
        starts = range(0, len(options), most.MOST_OPTIONS)
        groups = [(n, options[n : n + most.MOST_OPTIONS]) for n in starts]
        made["option_groups"] = [
            {"label": plain_text_object(f"{n + 1}–{n + len(group)}", most.LONGEST_LABEL), "options": group}
            for n, group in groups
        ]
    else:
        made["options"] = options
    chosen = [n for n, option in enumerate(field.options) if option.value == field.value]
    if chosen:
        made["initial_option"] = options[chosen[0]]
    return made


def _option_object(option: Option) -> Json:
    return {"text": plain_text_object(option.label, most.LONGEST_LABEL), "value": option.value}


def _long_options(options: Sequence[Option]) -> list[Json]:
    """Labels that a list would cut off are said in full above it."""
    return [section_block(option.label) for option in options if len(strip_controls(option.label)) > most.LONGEST_LABEL]


def origin_of(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what `render_modal` put into the private metadata; empty for a modal that is not ours."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def filled_in(view: Mapping[str, Any]) -> dict[str, ConfidentialText]:
    """The values of a submitted modal by field name, the parts of a long one joined."""
    found: dict[str, list[str]] = {}
    for block_id, actions in (view.get("state") or {}).get("values", {}).items():
        value = chosen_value(actions.get(INPUT) or next(iter(actions.values()), {}))
        name = block_id.partition(CONTINUED)[0]
        if value or name not in found:
            found.setdefault(name, []).append(value)
    return {name: ConfidentialText("\n".join(part for part in parts if part)) for name, parts in found.items()}


def chosen_value(state: Mapping[str, Any]) -> str:
    """Return what an input of a modal holds: what was typed, or chosen."""
    chosen = state.get("selected_option")
    if isinstance(chosen, Mapping):
        return str(chosen.get("value") or "")
    people = state.get("selected_users")
    if isinstance(people, list):
        return " ".join(f"<@{person}>" for person in people)
    if state.get("selected_conversation"):
        return f"<#{state['selected_conversation']}>"
    return str(state.get("value") or "")


def field_errors(wrong: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, str]:
    """Return the problems by block_id; that of a field which the modal does not show goes under its first input."""
    inputs = [str(block.get("block_id")) for block in view.get("blocks") or () if block.get("type") == "input"]
    inputs = inputs or list((view.get("state") or {}).get("values", {}))
    told: dict[str, str] = {}
    for name, problem in wrong.items():
        place = name if name in inputs or not inputs else inputs[0]
        told[place] = f"{told[place]} {problem}" if place in told else problem
    return told
