"""The encoder that the finder uses. One process is shared by all finders of a program, and started by the first that needs it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.themes.encoder_process import MULTILINGUAL, EncoderProcess

if TYPE_CHECKING:
    from bot.themes.embed import Encode, Vectors


@cache
def shared_process() -> EncoderProcess:
    """The encoder with the model that comes with the product."""
    return EncoderProcess()


WATCHING_SECONDS = 900.0


@cache
def watching_process() -> EncoderProcess:
    """The encoder that looks at what people type: nothing that takes long is asked of it, and it waits longer for more."""
    return EncoderProcess(idle=WATCHING_SECONDS)


@cache
def shared_multilingual_process() -> EncoderProcess:
    """The encoder for answers in other languages than English."""
    return EncoderProcess(MULTILINGUAL)


@cache
def folder_process(folder: Path) -> EncoderProcess:
    """The encoder in a folder of the operator's."""
    return EncoderProcess(folder)


def encode_rounded(encode: Encode, texts: Sequence[str]) -> Vectors:
    """The vectors of texts, each different text encoded once, rounded so that the last bits of a sum decide nothing."""
    import numpy as np

    different = sorted(set(texts))
    place = {text: number for number, text in enumerate(different)}
    rows = np.round(encode(different), 4) if different else np.zeros((0, 1), dtype=np.float32)
    result: Vectors = rows[[place[text] for text in texts]]
    return result
