"""A sentence encoder in a folder, as the Hugging Face hub lays it out: `config.json`, `model.safetensors` and `vocab.txt` of a
lower-case BERT or MPNet model whose texts are the mean of their words. Nothing is executed: only numbers are read.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bot.domain.root_error import FolkmootError
from bot.themes.transformer import Layer, Transformer, Weights
from bot.themes.wordpiece import WordPiece

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

    Tensors = Mapping[str, Vectors]

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
ENDS = {"bert": ("[CLS]", "[SEP]"), "mpnet": ("<s>", "</s>")}
_KINDS = {"F32": "<f4", "F16": "<f2"}
LONGEST_HEADER = 10_000_000
# MPNet counts places from 2 on.
_FIRST_PLACE = {"bert": 0, "mpnet": 2}


class UnusableModelError(FolkmootError, ValueError):
    """A folder that holds no model of a kind that can be run; the text says what is missing."""


class ModelFacts(NamedTuple):
    """The kind of a model, "bert" or "mpnet", its layers, and how many numbers a text becomes."""

    kind: str
    layers: int
    width: int


def look_into_folder(folder: Path) -> ModelFacts:
    """The facts of the model in a folder, without reading its numbers. Raises UnusableModelError when it cannot be run here."""
    with _explained(folder):
        config = _read_config(folder)
        _read_vocabulary(folder, config["model_type"])
        with (folder / "model.safetensors").open("rb") as file:
            header = _read_header(file)
            begin = file.tell()
            if file.seek(0, 2) < begin + max(
                about["data_offsets"][1] for about in header.values() if "data_offsets" in about
            ):
                raise UnusableModelError(f"{folder / 'model.safetensors'} is not complete: copy it again")
        shapes = {
            name.removeprefix(f"{config['model_type']}."): about["shape"]
            for name, about in header.items()
            if name != "__metadata__" and about["dtype"] in _KINDS
        }
        layers = config["num_hidden_layers"]
        *_, norm = _NAMES[config["model_type"]]
        for number in range(layers):
            shapes[f"encoder.layer.{number}.{norm}.weight"]
        return ModelFacts(config["model_type"], layers, shapes["embeddings.word_embeddings.weight"][1])


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Whatever is wrong with a folder ends as UnusableModelError."""
    try:
        yield
    except UnusableModelError:
        raise
    except FileNotFoundError as error:
        raise UnusableModelError(
            f"{folder} holds no sentence encoder: {Path(error.filename).name} is missing"
        ) from error
    except KeyError as error:
        raise UnusableModelError(f"{folder} holds no sentence encoder that can be run: {error} is missing") from error
    except (OSError, ValueError, TypeError, struct.error) as error:
        raise UnusableModelError(
            f"{folder} holds no sentence encoder that can be read ({type(error).__name__})"
        ) from error


def _read_config(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config["model_type"] not in _NAMES:
        raise UnusableModelError(
            f"{folder} holds a model of type {config['model_type']}; only {' and '.join(sorted(_NAMES))} can be run"
        )
    pooling = folder / "1_Pooling" / "config.json"
    if pooling.exists() and not json.loads(pooling.read_text(encoding="utf-8")).get("pooling_mode_mean_tokens", True):
        raise UnusableModelError(
            f"{folder} holds a model whose texts are not the mean of their words; such cannot be run"
        )
    return config


def _read_vocabulary(folder: Path, kind: str) -> tuple[dict[str, int], tuple[int, int]]:
    """The number of each piece, and those that open and close a text."""
    words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = {word: number for number, word in enumerate(words)}
    opening, closing = ENDS[kind]
    return vocabulary, (vocabulary[opening], vocabulary[closing])


def read_folder(folder: Path) -> Transformer:
    """The model in a folder. Raises UnusableModelError when it is none that can be run here."""
    with _explained(folder):
        config = _read_config(folder)
        kind = config["model_type"]
        vocabulary, ends = _read_vocabulary(folder, kind)
        tensors = {
            name.removeprefix(f"{kind}."): tensor
            for name, tensor in read_safetensors(folder / "model.safetensors").items()
        }
        return Transformer(assemble_weights(tensors, config, ends), WordPiece(vocabulary))


def _read_header(file: IO[bytes]) -> dict[str, Any]:
    (length,) = struct.unpack("<Q", file.read(8))
    header: dict[str, Any] = json.loads(file.read(min(length, LONGEST_HEADER)))
    return header


def read_safetensors(path: Path) -> dict[str, Vectors]:
    import numpy as np

    with path.open("rb") as file:
        header = _read_header(file)
        begin = file.tell()
        found = {}
        for name, about in header.items():
            if name == "__metadata__" or about["dtype"] not in _KINDS:
                continue
            start, end = about["data_offsets"]
            file.seek(begin + start)
            numbers = np.frombuffer(file.read(end - start), dtype=_KINDS[about["dtype"]])
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
