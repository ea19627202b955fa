"""Members of an older copy of the database who were forgotten since it was made: the keys to their own names are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.domain.model import Member
from storage.errors import UnreadableRowError
from storage.keys import KEY_ID_BYTES
from storage.spec import own_part, spec_of
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork


def forgotten_members(unit: BoxedUnitOfWork, also: Collection[bytes] = ()) -> dict[str, bytes]:
    """Return the members whose key either store knows as destroyed, or who else has told of it; each with the id of that key.

    From a key that is missing nothing follows: a copy of the key store that is older than the person never had it.
    """
    erased = {*unit.erasures.noted(), *unit.vault.keys.destroyed_ids(), *also}
    spec = spec_of(Member)
    found = {}
    for values in unit.boxes.of(spec.table).select({}):
        try:
            key_id = own_part(spec.seal.open(values, unit.vault))[:KEY_ID_BYTES]
        except UnreadableRowError:
            continue
        if key_id in erased:
            found[str(values[0])] = key_id
    return dict(sorted(found.items()))


def forget_texts(unit: BoxedUnitOfWork, key_ids: Iterable[bytes]) -> None:
    """Remove the texts under keys that are gone, and note these as destroyed: a copy of the key store may still have them."""
    texts = unit.boxes.of(table_of(plumbing.TextsTable))
    for key_id in key_ids:
        unit.erasures.note(key_id)
        texts.delete({"key_id": key_id})
