"""Personal data that can be recognised wherever it turns up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from storage.cipher import AesGcm, MakeCipher
from storage.database import open_store
from storage.sqlite.store import SqliteStore
from tests.storage.samples import NOW, message
from tests.support.stores import KEY, new_database

# Put together here, so that a traceback's source lines do not hold them.
CANARIES = tuple("-".join(("canary", kind)) for kind in ("answer", "name", "person", "channel", "sent", "event"))
PLAIN = "-".join(("plain", "team"))
"""What stands in a column by which rows are looked up."""
ANSWER, NAME, WHO, WHERE, SENT, EVENT = CANARIES
PERSON = ConversationRef("slack", "W1", person=WHO)
CHANNEL = ConversationRef("slack", "W1", channel=WHERE)


def fill(unit: Any) -> None:
    unit.members.add(model.Member(id="ann", name=NAME))
    unit.schedules.add(model.Schedule(id="s", team=PLAIN, rule="", words="", asked_until=NOW))
    unit.texts.keep("first", "ann", ConfidentialText(ANSWER))
    unit.texts.move("first", "moved")
    unit.texts.keep("second", "ann", ConfidentialText(f"{ANSWER} two"))
    unit.addresses.remember(PERSON)
    unit.addresses.remember(CHANNEL)
    unit.inbox.claim(EVENT, NOW)
    unit.outbox.add(message("m", state=model.Delivery.SENT, sent_ref=SENT))


def filled(folder: Path, make_cipher: MakeCipher = AesGcm) -> SqliteStore:
    store = open_store(new_database(folder), KEY, make_cipher=make_cipher)
    store.run_sync(fill)
    return store
