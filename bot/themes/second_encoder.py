"""A larger sentence encoder of the operator's. It does not replace the one that comes with the product: both are asked, and what
they say of two clauses is weighed together (`thresholds-second.toml`). Headings and other languages are left to the shipped ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.themes.embed import unit_rows
from bot.themes.encoding import encode_rounded, folder_process
from bot.themes.headings import fixed_wording
from bot.themes.likeness import read_thresholds
from bot.themes.model_folder import look_into_folder

if TYPE_CHECKING:
    from bot.themes.embed import Encode, Vectors

EVERY = 4


class SecondEncoder:
    """Cosines of clauses by another encoder, centred on the mean of every fourth phrase of the fixed wording."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    @cached_property
    def _mean(self) -> Vectors:
        mean: Vectors = encode_rounded(self._encode, fixed_wording()[::EVERY]).mean(0)
        return mean

    def cosines(self, clauses: Sequence[str]) -> Vectors:
        """A symmetric matrix, 0 for a clause of which the encoder knows nothing. Raises what the encoder raises."""
        import numpy as np

        rows = encode_rounded(self._encode, clauses)
        known = np.abs(rows).sum(1, keepdims=True) > 0
        units = unit_rows(np.where(known, rows - self._mean, 0).astype(np.float32))
        return units @ units.T


def second_encoder_in(folder: Path) -> SecondEncoder:
    """The encoder of a folder, in a child process of its own. Raises UnusableModelError where the folder holds none."""
    look_into_folder(folder)
    return SecondEncoder(folder_process(folder).encode)


def is_fitted_with(folder: Path) -> bool:
    """Return whether the thresholds were fitted with the weights in this folder."""
    with (folder / "model.safetensors").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == read_thresholds("second").weights
