"""Words that a round showed and whose author took them back: nobody may publish them, and no refusal may tell that they went.

A decider's typed wording is compared with words that they could have seen (release rule 12). Words that are destroyed can be
compared no more, so every five of them in a row leave a keyed fingerprint with the release, until the final.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.model import Release
from bot.domain.releases.repeated_words import word_runs
from bot.engine.context import WorkContext

_PURPOSE = "withdrawn-words"


def remember_runs(work: WorkContext, release: Release, refs: Iterable[str]) -> None:
    """Keep the fingerprints of these texts, which are about to be destroyed, unless the release is final."""
    texts = [text.reveal() for text in work.uow.texts.read(list(refs)) if text]
    if texts and not release.final:
        runs = set(release.withdrawn_runs).union(*(_fingerprints(work, release, text) for text in texts))
        work.uow.releases.save(replace(release, withdrawn_runs=tuple(sorted(runs))))


def repeats_withdrawn_words(work: WorkContext, release: Release, wording: str, about: str = "") -> bool:
    """Return whether five words in a row of `wording` were shown by this release's round and taken back.

    Words that are reworded (`about`) may be kept, as long as they stand in the draft: else a refusal would tell that they were
    taken back and are about to leave it.
    """
    own = _fingerprints(work, release, work.read(about)) if about else set()
    return not (_fingerprints(work, release, wording) - own).isdisjoint(release.withdrawn_runs)


def _fingerprints(work: WorkContext, release: Release, text: str) -> set[str]:
    return {work.uow.fingerprint(_PURPOSE, release.id, *run) for run in word_runs(text)}
