"""A larger encoder of the operator's: asked beside ours, refused where it is none, and done without when it fails."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.ports import Found, Item
from bot.themes import second_encoder
from bot.themes.encoder_process import EncoderError
from bot.themes.finder import LocalFinder
from bot.themes.likeness import read_thresholds, shipped_background
from bot.themes.model_files import read_packed
from bot.themes.model_folder import UnusableModelError, look_into_folder, read_folder
from bot.themes.second_encoder import SecondEncoder, is_fitted_with, second_encoder_in
from tests.support.further import only_further
from tests.themes.model_folders import copy_shipped_model, write_model

SAID = (
    "The rota comes out far too late",
    "The rota is out too late to plan anything",
    "We never know the rota until the last minute",
    "The canteen food is cold",
    "A printer that prints would be nice",
    "Somebody should water the plants",
    "The car park is full by eight",
)
ITEMS = [Item(f"r{number}", f"w{number}", text) for number, text in enumerate(SAID)]


def found_with(second: SecondEncoder | None) -> Found:
    return LocalFinder(read_packed().encode, second=second).find(ITEMS, "stop", small=True)


def test_the_shipped_model_in_a_folder_gives_the_same_numbers_and_is_asked_beside_ours(tmp_path: Path) -> None:
    folder = copy_shipped_model(tmp_path)
    published = read_packed(tuned=False)
    assert np.allclose(read_folder(folder).encode(SAID), published.encode(SAID), atol=1e-4)
    assert look_into_folder(folder) == ("bert", 6, 384)
    assert not is_fitted_with(folder)
    [point] = found_with(second_encoder_in(folder)).points
    assert point.refs == {"r0", "r1", "r2"}


def test_half_of_what_is_said_of_two_clauses_comes_from_the_second() -> None:
    rows = read_packed().encode(SAID)
    limits, alone = read_thresholds("second"), read_thresholds("en")
    ours = shipped_background().likeness(SAID, rows, alone)
    apart = shipped_background().likeness(SAID, rows, limits, np.zeros((7, 7), dtype=np.float32))
    stems = shipped_background().likeness(SAID, np.zeros_like(rows), alone)
    assert np.allclose(apart, (ours - stems) / 2 + stems, atol=1e-3)


class Denying(SecondEncoder):
    """Finds every two clauses as far apart as can be."""

    def cosines(self, clauses: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
        return np.full((len(clauses), len(clauses)), -1, dtype=np.float32)


def test_a_second_encoder_parts_what_ours_joins() -> None:
    assert found_with(None).points
    assert not found_with(Denying(read_packed().encode)).points


@only_further
def test_without_it_the_answers_are_grouped_by_ours(caplog: pytest.LogCaptureFixture) -> None:
    def failing(texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
        raise EncoderError("the encoder's process gave no answer")

    with caplog.at_level(logging.ERROR):
        assert found_with(SecondEncoder(failing)) == found_with(None)
    assert "the encoder of themes.encoder failed" in caplog.text
    assert "rota" not in caplog.text


def test_what_it_says_of_texts_without_a_known_word_counts_as_nothing() -> None:
    second = SecondEncoder(read_packed().encode)
    cosines = second.cosines(["👍", "The rota is late", "👍"])
    assert not cosines[0].any() and not cosines[:, 2].any() and cosines[1, 1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "config.json").unlink(), "config.json is missing"),
        (
            lambda folder: (folder / "config.json").write_text('{"model_type": "gpt2"}'),
            "type gpt2; only bert and mpnet",
        ),
        (lambda folder: (folder / "config.json").write_text("[]"), "cannot|can be read"),
        (lambda folder: (folder / "vocab.txt").write_text("the"), r"'\[CLS\]' is missing"),
        (lambda folder: (folder / "model.safetensors").unlink(), "model.safetensors is missing"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"short"), "can be read"),
        (lambda folder: cut(folder / "model.safetensors"), "is not complete: copy it again"),
        (lambda folder: claim(folder, num_hidden_layers=7), "encoder.layer.2.*is missing"),
        (lambda folder: pool(folder), "not the mean of their words"),
    ],
)
def test_a_folder_that_holds_none_is_refused_before_anything_is_read(
    spoil: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    look_into_folder(write_model(tmp_path, "bert"))
    spoil(tmp_path)
    with pytest.raises(UnusableModelError, match=said):
        second_encoder_in(tmp_path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4])


def claim(folder: Path, **different: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **different}))


def pool(folder: Path) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(
        '{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}'
    )


def test_thresholds_are_told_to_be_fitted_only_with_the_weights_that_they_were_fitted_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_model(tmp_path, "mpnet")
    mark = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    monkeypatch.setattr(second_encoder, "read_thresholds", lambda name: replace(read_thresholds(name), weights=mark))
    assert is_fitted_with(folder)
    cut(folder / "model.safetensors")
    assert not is_fitted_with(folder)
