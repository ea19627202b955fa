"""Folders with a sentence encoder: tiny ones of random weights, and the shipped one as an operator would copy it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from bot.themes.model_files import PACKED


def _tensors(kind: str, width: int = 8, layers: int = 2) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    chance = np.random.default_rng(3)
    names: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (9, width),
        "embeddings.position_embeddings.weight": (140, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    if kind == "bert":
        names["embeddings.token_type_embeddings.weight"] = (2, width)
        attend = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
        norm = "attention.output.LayerNorm"
    else:
        names["encoder.relative_attention_bias.weight"] = (32, 2)
        attend, norm = [f"attention.attn.{letter}" for letter in "qkvo"], "attention.LayerNorm"
    for number in range(layers):
        at = f"encoder.layer.{number}."
        for name, shape in [(n, (width, width)) for n in attend] + [
            ("intermediate.dense", (16, width)),
            ("output.dense", (width, 16)),
        ]:
            names |= {f"{at}{name}.weight": shape, f"{at}{name}.bias": shape[:1]}
        for name in (norm, "output.LayerNorm"):
            names |= {f"{at}{name}.weight": (width,), f"{at}{name}.bias": (width,)}
    return {name: chance.normal(size=shape).astype(np.float32) for name, shape in names.items()}


def write_model(folder: Path, kind: str) -> Path:
    """A tiny model of random weights, laid out as a downloaded one is."""
    config = {"model_type": kind, "num_hidden_layers": 2, "num_attention_heads": 2, "layer_norm_eps": 1e-6}
    ends = ["[CLS]", "[SEP]"] if kind == "bert" else ["<s>", "</s>"]
    return _write_folder(folder, config, ["[PAD]", *ends, "the", "rota", "is", "late", "##s", "food"], _tensors(kind))


def copy_shipped_model(folder: Path) -> Path:
    """The model that comes with the product as it was published, in a folder."""
    data = files("bot.themes") / "data"
    vocabulary = json.loads((data / "wordpiece.json").read_text(encoding="utf-8"))["model"]["vocab"]
    with as_file(data / PACKED) as path, np.load(path) as packed:
        tensors = {
            name: packed[name].astype(np.float32)
            * (packed[f"{name}:scale"][:, None] if f"{name}:scale" in packed else 1)
            for name in packed.files
            if name != "config" and not name.endswith(":scale")
        }
        config = json.loads(bytes(packed["config"]).decode())
    words = [*sorted(vocabulary, key=vocabulary.__getitem__), "[CLS]", "[SEP]"]
    return _write_folder(folder, config, words, {name: tensor.astype(np.float32) for name, tensor in tensors.items()})


def _write_folder(
    folder: Path, config: Mapping[str, object], words: Sequence[str], tensors: Mapping[str, np.ndarray[Any, Any]]
) -> Path:
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "vocab.txt").write_text("\n".join(words))
    header, begin = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, begin + tensor.nbytes]}
        begin += tensor.nbytes
    head = json.dumps(header).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for tensor in tensors.values():
            file.write(tensor.tobytes())
    return folder
