"""Lines of the ledger (release rule 7): which contributions each release drew on, read for the gate and written with a release."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.model import LedgerLine
from bot.domain.releases import Contribution, LedgerEntry, Pair
from bot.engine.context import WorkContext


def ledger_near(work: WorkContext, contributions: frozenset[Contribution]) -> list[LedgerEntry]:
    """Return the earlier releases that draw on any of these contributions, whole."""
    touched = {row.release for row in work.uow.ledger.where(ref=tuple(each.ref for each in contributions))}
    return ledger_entries(work, touched)


def ledger_entries(work: WorkContext, releases: Collection[str]) -> list[LedgerEntry]:
    """Return what the ledger holds of these releases, by their names in it."""
    entries: dict[str, dict[str, set[Pair]]] = {}
    lines: dict[str, LedgerLine] = {}
    for row in work.uow.ledger.where(release=tuple(releases)):
        entries.setdefault(row.release, {}).setdefault(row.question, set()).add((row.ref, row.pseudonym))
        lines[row.release] = row
    return [
        LedgerEntry(
            release,
            lines[release].aggregate,
            lines[release].round,
            tuple((key, frozenset(questions[key])) for key in sorted(questions)),
        )
        for release, questions in sorted(entries.items())
    ]


def keep_entry(work: WorkContext, entry: LedgerEntry) -> None:
    """Write an entry into the ledger, a line for each contribution."""
    for question, pairs in entry.questions:
        for ref, pseudonym in sorted(pairs):
            work.uow.ledger.save(
                LedgerLine(
                    id=f"{entry.release_id}:{ref}",
                    release=entry.release_id,
                    aggregate=entry.aggregate,
                    round=entry.round,
                    question=question,
                    ref=ref,
                    pseudonym=pseudonym,
                )
            )
