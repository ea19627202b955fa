"""Words that suggest a risk, held unsent under their author's key until they say what becomes of them, or the day is over (C12).

When the contacts were shown last stands with them, under the same key: nothing else anywhere tells that they were.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.confidential import ConfidentialText
from bot.engine import ref_names
from bot.engine.answers.draft_parts import TAG
from bot.engine.context import WorkContext

HELD_FOR = timedelta(hours=23)
"""The clock's step that destroys them comes once an hour: after a day at most they are gone."""
NOT_AGAIN_FOR = timedelta(hours=1)
MEMBERS_PER_READING = 500
"""People whose words are looked for in one reading."""
ACTIONS = "held."
"""How the actions of buttons begin that are about held words."""


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """One message or form, held at `at`. `values` are a form's, by field; typed words stand under no name."""

    message: str
    values: Mapping[str, str]
    at: datetime
    tag: str = ""
    form: str = ""
    token: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.values.values())

    def confidential_values(self) -> dict[str, ConfidentialText]:
        return {name: ConfidentialText(words) for name, words in self.values.items()}


@dataclass(frozen=True, slots=True)
class HeldWords:
    """Everything that is held of one person, and when they were last shown the contacts."""

    messages: tuple[HeldMessage, ...] = ()
    shown_at: datetime | None = None

    def at(self, now: datetime) -> HeldWords:
        """Without what is too old to be held, or remembered. A clock that was set back keeps nothing for longer."""
        kept = tuple(each for each in self.messages if abs(now - each.at) < HELD_FOR)
        recent = self.shown_at is not None and abs(now - self.shown_at) < NOT_AGAIN_FOR
        return HeldWords(kept, self.shown_at if recent else None)


def load_held(work: WorkContext, member: str) -> HeldWords:
    return _read(work.read(ref_names.held_ref(member))).at(work.now)


def save_held(work: WorkContext, member: str, held: HeldWords) -> None:
    """Rows are parts, as those of drafts: message, words and tag, and then what is needed to send them."""
    ref = ref_names.held_ref(member)
    rows: list[Sequence[object]] = [
        (each.message, each.text, each.tag, each.at.isoformat(), each.form, each.token, dict(each.values))
        for each in held.messages
    ]
    if held.shown_at:
        rows.append(("", "", "", held.shown_at.isoformat()))
    if rows:
        work.keep(ref, member, json.dumps(rows))
    else:
        work.uow.texts.remove([ref])


def _read(stored: str) -> HeldWords:
    rows = json.loads(stored) if stored else []
    messages = tuple(
        HeldMessage(message, values, datetime.fromisoformat(at), tag, form, token)
        for message, _, tag, at, form, token, values in (row for row in rows if row[2])
    )
    shown = [datetime.fromisoformat(row[3]) for row in rows if not row[2]]
    return HeldWords(messages, max(shown, default=None))


def hold_message(work: WorkContext, member: str, message: HeldMessage) -> str:
    """Hold one more message or form; returns its tag."""
    held, tag = load_held(work, member), message.tag or work.token()[-TAG:]
    save_held(work, member, replace(held, messages=(*held.messages, replace(message, tag=tag))))
    return tag


def note_shown(work: WorkContext, member: str) -> None:
    save_held(work, member, replace(load_held(work, member), shown_at=work.now))


def take_held(work: WorkContext, member: str, tag: str) -> HeldMessage | None:
    """Take one message out, or the last without a tag, and return it; None when it is not held any more."""
    held = load_held(work, member)
    found = next((each for each in reversed(held.messages) if tag in ("", each.tag)), None)
    if found:
        save_held(work, member, replace(held, messages=tuple(each for each in held.messages if each is not found)))
    return found


def correct_held(work: WorkContext, member: str, message_id: str, text: str) -> HeldMessage | None:
    """Put other words in the place of a typed message that is held, and return it; None when it is not."""
    held = load_held(work, member)
    found = next((each for each in held.messages if message_id and each.message == message_id), None)
    if found is None:
        return None
    corrected = replace(found, values={"": text})
    save_held(
        work, member, replace(held, messages=tuple(corrected if each is found else each for each in held.messages))
    )
    return corrected


def find_overdue(work: WorkContext) -> list[str]:
    """Return the members of whom something is stored that is too old."""
    members = [row.id for row in work.uow.members.where()]
    found = []
    for start in range(0, len(members), MEMBERS_PER_READING):
        some = members[start : start + MEMBERS_PER_READING]
        for member, text in zip(some, work.uow.texts.read([ref_names.held_ref(each) for each in some]), strict=True):
            if text and (held := _read(text.reveal())) != held.at(work.now):
                found.append(member)
    return found


def destroy_overdue(work: WorkContext, members: Collection[str]) -> None:
    """Destroy what is too old, and the numbers that stood for its buttons where there are none."""
    for member in members:
        save_held(work, member, load_held(work, member))
        for identity in work.uow.identities.where(member=member):
            menu = work.uow.menus.get(identity.id)
            if menu and any(choice.action.startswith(ACTIONS) for choice in menu.choices):
                work.uow.menus.remove(identity.id)
