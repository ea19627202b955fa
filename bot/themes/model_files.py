"""Weights of a sentence encoder: the packed file that comes with the product, or a folder as the Hugging Face hub lays it out.

A folder holds `config.json`, `model.safetensors` and `vocab.txt` of a lower-case BERT or MPNet model. Nothing is executed: only
numbers are read.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.root_error import FolkmootError
from bot.themes.transformer import Layer, Transformer, Weights
from bot.themes.wordpiece import WordPiece

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

    Tensors = Mapping[str, Vectors]

PACKED, TUNING = "minilm-int8.npz", "minilm-tuning.npz"
_NAMES = {
    "bert": (
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
    ),
    "mpnet": ("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm"),
}
_ENDS = {"bert": ("[CLS]", "[SEP]"), "mpnet": ("<s>", "</s>")}
CORRECTED = ("attend", "gather", "widen", "narrow")
# MPNet counts places from 2 on.
_FIRST_PLACE = {"bert": 0, "mpnet": 2}


class UnusableModelError(FolkmootError, ValueError):
    """A folder that holds no model of a kind that can be run; the text says what is missing."""


def read_folder(folder: Path) -> Transformer:
    """The model in a folder. Raises UnusableModelError when it is none that can be run here."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = config["model_type"]
        if kind not in _NAMES:
            raise UnusableModelError(
                f"{folder} holds a model of type {kind}; only {' and '.join(sorted(_NAMES))} can be run"
            )
        words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        tensors = {
            name.removeprefix(f"{kind}."): tensor
            for name, tensor in _read_safetensors(folder / "model.safetensors").items()
        }
        vocabulary = {word: number for number, word in enumerate(words)}
        opening, closing = (vocabulary[mark] for mark in _ENDS[kind])
        weights = assemble_weights(tensors, config, (opening, closing))
    except (OSError, KeyError, ValueError, struct.error) as error:
        if isinstance(error, UnusableModelError):
            raise
        raise UnusableModelError(f"{folder} holds no sentence encoder: {error!r}") from error
    return Transformer(weights, WordPiece(vocabulary))


def _read_safetensors(path: Path) -> dict[str, Vectors]:
    import numpy as np

    kinds = {"F32": np.float32, "F16": np.float16}
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header: dict[str, Any] = json.loads(file.read(length))
        found = {}
        for name, about in header.items():
            if name == "__metadata__" or about["dtype"] not in kinds:
                continue
            start, end = about["data_offsets"]
            file.seek(8 + length + start)
            numbers = np.frombuffer(file.read(end - start), dtype=kinds[about["dtype"]])
            found[name] = numbers.reshape(about["shape"]).astype(np.float32)
    return found


def assemble_weights(tensors: Tensors, config: Mapping[str, Any], ends: tuple[int, int]) -> Weights:
    """The weights in the form in which they are run. Raises KeyError for a tensor that is missing."""
    kind = config["model_type"]
    places = tensors["embeddings.position_embeddings.weight"][_FIRST_PLACE[kind] :]
    if kind == "bert":
        places = places + tensors["embeddings.token_type_embeddings.weight"][0]
    return Weights(
        tokens=tensors["embeddings.word_embeddings.weight"],
        places=places,
        norm=(tensors["embeddings.LayerNorm.weight"], tensors["embeddings.LayerNorm.bias"]),
        layers=tuple(_assemble_layer(tensors, kind, number) for number in range(config["num_hidden_layers"])),
        heads=config["num_attention_heads"],
        tiny=config["layer_norm_eps"],
        distances=tensors.get("encoder.relative_attention_bias.weight"),
        opening=ends[0],
        closing=ends[1],
    )


def _assemble_layer(tensors: Tensors, kind: str, number: int) -> Layer:
    import numpy as np

    def matrix(name: str) -> Vectors:
        return np.ascontiguousarray(tensors[f"encoder.layer.{number}.{name}.weight"].T)

    def vector(name: str, what: str = "bias") -> Vectors:
        return tensors[f"encoder.layer.{number}.{name}.{what}"]

    *attend, gather, norm = _NAMES[kind]
    return Layer(
        attend=np.concatenate([matrix(name) for name in attend], axis=1),
        attend_bias=np.concatenate([vector(name) for name in attend]),
        gather=matrix(gather),
        gather_bias=vector(gather),
        first_norm=(vector(norm, "weight"), vector(norm)),
        widen=matrix("intermediate.dense"),
        widen_bias=vector("intermediate.dense"),
        narrow=matrix("output.dense"),
        narrow_bias=vector("output.dense"),
        second_norm=(vector("output.LayerNorm", "weight"), vector("output.LayerNorm")),
    )


def read_packed(*, tuned: bool = True) -> Transformer:
    """The model that comes with the product: MiniLM, each row of a matrix as one byte a number and a scale.

    `tuned`: with the corrections that bring answers of one point nearer, else as it was published.
    """
    import numpy as np

    with as_file(files("bot.themes") / "data" / PACKED) as path, np.load(path) as packed:
        config = json.loads(bytes(packed["config"]).decode())
        tensors = {}
        for name in packed.files:
            if name.endswith(":scale") or name == "config":
                continue
            scale = f"{name}:scale"
            tensors[name] = packed[name].astype(np.float32)
            if scale in packed.files:
                tensors[name] *= packed[scale][:, None]
    vocabulary = json.loads((files("bot.themes") / "data" / "wordpiece.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    count = len(tensors["embeddings.word_embeddings.weight"])
    weights = assemble_weights(tensors, config, (count - 2, count - 1))
    return Transformer(_correct_layers(weights) if tuned else weights, WordPiece(vocabulary))


def _correct_layers(weights: Weights) -> Weights:
    """The weights with a product of two narrow matrices added to each matrix of each layer (Hu et al. 2021)."""
    import numpy as np

    with as_file(files("bot.themes") / "data" / TUNING) as path, np.load(path) as found:
        layers = [
            replace(
                layer,
                **{
                    part: getattr(layer, part)
                    + found[f"{number}.{part}.first"].astype(np.float32)
                    @ found[f"{number}.{part}.second"].astype(np.float32)
                    for part in CORRECTED
                },
            )
            for number, layer in enumerate(weights.layers)
        ]
    return replace(weights, layers=tuple(layers))


def pack_folder(folder: Path, target: Path) -> None:
    """Write the packed form of a BERT folder, with the tokens of `wordpiece.json` and those that open and close a text."""
    import numpy as np

    tensors = dict(_read_safetensors(folder / "model.safetensors"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    words = {
        word: number for number, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    }
    kept = json.loads((files("bot.themes") / "data" / "wordpiece.json").read_text(encoding="utf-8"))["model"]["vocab"]
    order = [words[word] for word in sorted(kept, key=kept.__getitem__)] + [words[mark] for mark in _ENDS["bert"]]
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][order]
    tensors.pop("pooler.dense.weight", None)
    tensors["embeddings.position_embeddings.weight"] = tensors["embeddings.position_embeddings.weight"][:128]
    keys = ("model_type", "num_hidden_layers", "num_attention_heads", "layer_norm_eps")
    packed = {"config": np.frombuffer(json.dumps({key: config[key] for key in keys}).encode(), dtype=np.uint8)}
    for name, tensor in sorted(tensors.items()):
        if tensor.ndim < 2:
            packed[name] = tensor.astype(np.float32)
            continue
        scale = np.abs(tensor).max(1) / 127
        packed[name] = np.round(tensor / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
        packed[f"{name}:scale"] = scale.astype(np.float32)
    with target.open("wb") as file:
        np.savez(file, **packed)  # type: ignore[arg-type]
