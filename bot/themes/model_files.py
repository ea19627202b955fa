"""Weights of the sentence encoder that comes with the product, in its packed file: one byte a number, and what tunes it."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from bot.themes.model_folder import ENDS, assemble_weights, read_safetensors
from bot.themes.transformer import Transformer, Weights
from bot.themes.wordpiece import WordPiece

PACKED, TUNING = "minilm-int8.npz", "minilm-tuning.npz"
CORRECTED = ("attend", "gather", "widen", "narrow")


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

    tensors = dict(read_safetensors(folder / "model.safetensors"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    words = {
        word: number for number, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    }
    kept = json.loads((files("bot.themes") / "data" / "wordpiece.json").read_text(encoding="utf-8"))["model"]["vocab"]
    order = [words[word] for word in sorted(kept, key=kept.__getitem__)] + [words[mark] for mark in ENDS["bert"]]
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
