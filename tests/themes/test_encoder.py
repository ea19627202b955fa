"""The sentence encoder: the same numbers as the model it was made from, in a child process that comes and goes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bot.ports import Item
from bot.themes import THREADS
from bot.themes.encoder_process import EncoderError, EncoderProcess
from bot.themes.encoding import encode_rounded
from bot.themes.finder import LocalFinder
from bot.themes.model_files import read_packed
from bot.themes.model_folder import UnusableModelError, read_folder
from bot.themes.transformer import Transformer
from tests.support.further import only_further
from tests.themes.model_folders import write_model

SAID = ("The rota comes out too late.", "We get the rota far too late", "The canteen food is cold", "👍", "")


@cache
def model() -> Transformer:
    return read_packed()


def test_the_numbers_are_those_of_the_model() -> None:
    row = read_packed(tuned=False).encode(["This is an example sentence"])[0]
    assert row.shape == (384,)
    # The published model gives these; one byte a number moves them a little.
    assert np.abs(row[:3] - np.array([0.0677, 0.0635, 0.0487])).max() < 0.006


# One point in two wordings, and an answer that shares words with the first and makes another point.
SAID_THRICE = (
    (
        "Nobody relieves us, so lunch is skipped",
        "I work nine hours without sitting down",
        "The lunch menu never changes",
    ),
    ("Our wages have not moved in years", "I cannot live on what I earn", "The pay slips are printed too small"),
    ("Tell us about changes before they happen", "We always learn the news last", "The news board is full of adverts"),
    ("She shouts at us in front of guests", "the head cook's temper", "the head cook's hat"),
    ("Two of us do the work of five", "please hire somebody", "please hire a bigger hall for the party"),
)


def test_tuned_the_model_holds_points_apart_rather_than_words() -> None:
    def lead(encoder: Transformer) -> float:
        rows = [encoder.encode(said) for said in SAID_THRICE]
        return float(np.mean([one @ same - one @ other for one, same, other in rows]))

    assert lead(model()) > lead(read_packed(tuned=False)) + 0.03


def test_like_texts_are_near_and_empty_ones_are_zero() -> None:
    rows = model().encode(SAID)
    assert float(rows[0] @ rows[1]) > float(rows[0] @ rows[2]) + 0.3
    assert not rows[3:].any()
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1, atol=1e-5)


def test_a_row_depends_on_its_own_text_alone() -> None:
    alone = model().encode(SAID[:1])[0]
    among = model().encode(["word " * 90, *SAID, *map(str, range(40))])[1]
    assert float(np.abs(alone - among).max()) < 1e-4


def test_each_text_is_encoded_once() -> None:
    asked: list[str] = []

    def encode(texts: object) -> np.ndarray:  # type: ignore[type-arg]
        asked.extend(texts)  # type: ignore[call-overload]
        return model().encode(list(texts))  # type: ignore[call-overload]

    rows = encode_rounded(encode, [SAID[0], SAID[2], SAID[0]])
    assert asked == sorted({SAID[0], SAID[2]})
    assert (rows[0] == rows[2]).all() and (rows[0] != rows[1]).any()


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_a_folder_of_the_operators_is_read(kind: str, tmp_path: Path) -> None:
    rows = read_folder(write_model(tmp_path, kind)).encode(["the rota is late", "late is the rota", "foods"])
    assert rows.shape == (3, 8)
    # Unlike the static table, an encoder knows the order of words.
    assert float(np.abs(rows[0] - rows[1]).max()) > 1e-3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "config.json").unlink(),
        lambda folder: (folder / "config.json").write_text('{"model_type": "gpt2"}'),
        lambda folder: (folder / "model.safetensors").write_bytes(b"short"),
        lambda folder: (folder / "vocab.txt").write_text("the"),
    ],
)
def test_what_is_no_model_is_refused_with_a_sentence(spoil: Callable[[Path], object], tmp_path: Path) -> None:
    spoil(write_model(tmp_path, "bert"))
    with pytest.raises(UnusableModelError, match=r"holds"):
        read_folder(tmp_path)


def test_a_child_encodes_ends_when_idle_and_comes_back() -> None:
    process = EncoderProcess(idle=0.2)
    rows = process.encode(SAID)
    assert np.allclose(rows, model().encode(SAID), atol=1e-4)
    for _ in range(200):
        if not process.running:
            break
        time.sleep(0.05)
    assert not process.running
    assert process.encode(SAID[:1]).shape == (1, 384)
    process.close()
    assert not process.running


def test_a_child_that_was_killed_is_replaced(tmp_path: Path) -> None:
    process = EncoderProcess(write_model(tmp_path, "bert"))
    process.encode(["the rota"])
    assert process._child is not None
    process._child.kill()
    process._child.wait()
    assert process.encode(["the rota"]).shape == (1, 8)
    process.close()


def test_threads_share_one_child(tmp_path: Path) -> None:
    process = EncoderProcess(write_model(tmp_path, "bert"))
    found: list[tuple[int, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(process.encode(["rota", "late"]).shape)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process.close()
    assert found == [(2, 8)] * 6


def test_a_child_that_cannot_start_is_an_error_without_words(tmp_path: Path) -> None:
    process = EncoderProcess(tmp_path / "nowhere")
    with pytest.raises(EncoderError) as error:
        process.encode(["a secret"])
    assert "secret" not in str(error.value)
    process.close()


def test_without_an_encoder_the_answers_are_still_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(texts: object) -> object:
        raise EncoderError("gone")

    items = [Item(str(n), str(n), "Waiting lists are far too long") for n in range(8)]
    found = LocalFinder(failing).find(items, "stop", small=True)  # type: ignore[arg-type]
    assert [len(point.refs) for point in found.points] == [8]


def threads_of(**environment: str) -> int:
    """Return in how many threads a process runs that has looked for topics and needs no encoder."""
    code = """
import os
from bot.themes.codebook import shipped_codebook
shipped_codebook().votes([f"the rota comes {n} days too late" for n in range(400)])
print(len(os.listdir("/proc/self/task")))
"""
    given = {name: value for name, value in os.environ.items() if name not in THREADS} | environment
    ended = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    return int(ended.stdout)


on_linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted as Linux shows them")


def seen_beside_the_pipe(words: str) -> bytes:
    """Encode these words, and return what others on the machine may see of the child: its command line and its environment."""
    process = EncoderProcess()
    try:
        assert len(process.encode([words])) == 1
        assert process._child is not None
        child = Path(f"/proc/{process._child.pid}")
        return (child / "cmdline").read_bytes() + (child / "environ").read_bytes()
    finally:
        process.close()


@on_linux
def test_nothing_but_the_pipe_carries_the_words() -> None:
    seen = seen_beside_the_pipe("the quokka comes too late")
    assert b"bot.themes.encoder_process" in seen
    assert b"quokka" not in seen


@only_further
@on_linux
def test_words_in_the_childs_environment_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setenv("FOLKMOOT_WORDS", "the quokka comes too late")
    assert b"quokka" in seen_beside_the_pipe("the quokka comes too late")


@on_linux
def test_words_on_the_childs_command_line_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control, as the one above."""
    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **how: start([*command[:3], "", "quokka"], **how))
    assert b"quokka" in seen_beside_the_pipe("the quokka comes too late")


@on_linux
def test_topics_are_looked_for_in_one_thread() -> None:
    assert threads_of() == 1


@only_further
@on_linux
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has one thread")
def test_told_to_use_more_it_would() -> None:
    assert threads_of(OPENBLAS_NUM_THREADS="2", OMP_NUM_THREADS="2") > 1
