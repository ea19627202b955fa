"""Members of an older copy of the database who were forgotten since it was made: the keys to their own names are gone."""

from __future__ import annotations

from bot.domain.model import Member
from storage.errors import UnreadableRowError
from storage.keys import KEY_ID_BYTES
from storage.spec import own_part, spec_of
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork


def forgotten_members(unit: BoxedUnitOfWork, key_store_is_newer: bool) -> list[str]:
    """Return the ids of members whose key the database knows as destroyed; where the key store is the newer one of the two, also
    of those whose key it does not have."""
    erased = {bytes.fromhex(values[0]) for values in unit.boxes.of(table_of(plumbing.Erasures)).select({})}
    there = set(unit.vault.keys.owners().values())
    spec = spec_of(Member)
    found = []
    for values in unit.boxes.of(spec.table).select({}):
        try:
            key_id = own_part(spec.seal.open(values, unit.vault))[:KEY_ID_BYTES]
        except UnreadableRowError:
            continue
        if key_id and (key_id in erased or (key_store_is_newer and key_id not in there)):
            found.append(str(values[0]))
    return sorted(found)
